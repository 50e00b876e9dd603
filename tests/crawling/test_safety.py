"""Which hosts may be reached at private addresses, and which addresses are private."""

import pytest

from harvester.crawling.safety import is_global, read_own_hosts
from harvester.portals import Portal


def make_portal(url):
    return Portal(id="x", name="Xã Bãi Nắng", level="commune", province="-", url=url)


@pytest.mark.parametrize("host", ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8"])
def test_global_addresses(host):
    assert is_global(host)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "10.1.2.3", "169.254.169.254", "192.168.0.1", "0.0.0.0", "::1", "fe80::1%eth0", "fd00::1",
     "::ffff:127.0.0.1", "2002:7f00:1::", "224.0.0.1", "100.64.0.1", "no-address"],
)  # fmt: skip
def test_addresses_that_are_not(host):
    assert not is_global(host)


@pytest.mark.parametrize(
    ("url", "hosts"),
    [
        ("http://127.0.0.1:8000/", {"127.0.0.1"}),
        ("http://[::1]:8000/", {"::1"}),
        ("http://localhost:8000/", {"localhost"}),
        ("http://portal.lan/", {"portal.lan"}),
        ("https://tin.example.vn/", set()),  # a domain may lapse, and resolve to anything
        ("http://8.8.8.8/", set()),
    ],
)
def test_only_local_names_are_a_portals_own(url, hosts):
    assert read_own_hosts([make_portal(url)]) == hosts
