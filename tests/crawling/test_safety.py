"""Which hosts may be reached at private addresses, and which addresses are private."""

import pytest
from scrapy.exceptions import CannotResolveHostError
from twisted.internet import reactor
from twisted.internet.address import IPv4Address

from harvester.crawling.failures import describe_failure
from harvester.crawling.safety import Filter, SafeResolver, is_global, read_own_hosts


@pytest.mark.parametrize("host", ["8.8.8.8", "192.175.49.1", "192.88.98.1", "2001:4860:4860::8888", "2606:4700::1111"])
def test_global_addresses(host):
    assert is_global(host)


BLOCKS = """
    0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 127.1.2.3 169.254.169.254 172.16.0.1 172.31.255.1 192.0.0.1 192.0.0.8
    192.0.0.9 192.0.0.170 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1
    239.255.255.255 240.0.0.1 255.255.255.255
    :: ::1 ::7f00:1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::ffff:0:8.8.8.8 64:ff9b::7f00:1 64:ff9b::808:808
    64:ff9b:1::1 100::1 100:0:0:1::1 2001::1 2001:2::1 2001:10::1 2001:20::1 2001:30::1 2001:db8::1 2002:7f00:1::
    2002:808:808:: 2620:4f:8000::1 3fff::1 4000::1 5f00::1 fc00::1 fd00::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1 ff0e::1
"""


@pytest.mark.parametrize("host", [*BLOCKS.split(), "no-address", "", "2130706433", "0x7f.1", "127.1"])
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
    assert read_own_hosts([url]) == hosts


class Receiver:
    """Notes what a resolver passes on."""

    def __init__(self):
        self.passed = []

    def addressResolved(self, address):
        self.passed.append(address.host)


@pytest.fixture
def resolver():
    resolver = SafeResolver(reactor, 10)
    before = reactor.installNameResolver(resolver)
    yield resolver
    reactor.installNameResolver(before)


def test_a_host_at_a_private_address_is_told_from_one_that_does_not_exist(resolver):
    receiver = Receiver()
    resolving = Filter(receiver, "tin.example.vn", resolver.refused)
    for host in ("10.1.2.3", "8.8.8.8"):
        resolving.addressResolved(IPv4Address("TCP", host, 80))
    assert receiver.passed == ["8.8.8.8"]
    reasons = [describe_failure(CannotResolveHostError("no"), f"http://{host}.example.vn/") for host in ("tin", "khac")]
    assert reasons[0] == "its host is at a private address: 10.1.2.3"
    assert reasons[1].startswith("there is no host of that name")
