"""Which units portals speak for, and when."""

from datetime import date

import pytest

from harvester.places import load_gazetteer
from harvester.places.publishers import PortalFacts, check_unit, describe_publisher, find_portal_units
from harvester.portals import load_portals

LAST, FIRST = date(2025, 6, 30), date(2025, 7, 1)


def find(name, level, province, url, unit=None):
    facts = PortalFacts(name, level, province, url, unit)
    return [(one.unit.id, one.valid_from, one.valid_to, one.how) for one in find_portal_units(facts)]


def test_every_packaged_portal_has_its_units():
    for portal in load_portals().values():
        found = find(portal.name, portal.level, portal.province, portal.url, portal.unit)
        assert found, portal.id
        hows = {how for _, _, _, how in found}
        marked = portal.level in ("party", "sector", "newspaper")
        assert hows <= ({portal.level} if marked else {"name", "host", "file"}), portal.id


@pytest.mark.parametrize(
    ("facts", "units"),
    [
        (("Huyện Kim Sơn", "district", "Ninh Bình", "https://kimson.ninhbinh.gov.vn/"), ["2024:376"]),
        (("Huyện Thường Xuân", "district", "Thanh Hóa", "http://thuongxuan.gov.vn/"), ["2024:396"]),
        (("Xã Can Lộc", "commune", "Hà Tĩnh", "https://canloc.hatinh.gov.vn/"), ["2024:443", "2025:18406"]),
        (("Thị trấn Cẩm Xuyên", "commune", "Hà Tĩnh", "https://thitrancamxuyen.hatinh.gov.vn/"), ["2024:18673"]),
        (("Xã Trung Lý", "commune", "Thanh Hóa", "https://trungly.thanhhoa.gov.vn/"), ["2024:14857", "2025:14857"]),
        (("Xã Cẩm Giàng", "commune", "Hải Dương", "https://camgiang.haiphong.gov.vn/"), ["2025:10903"]),
        (("Xã Vạn Linh", "commune", "Lạng Sơn", "https://vanlinh.chilang.langson.gov.vn/"), ["2024:06505"]),
        (("Xã Sơn Linh", "commune", "Hà Tĩnh", "https://xasonlinh.hatinh.gov.vn/"), ["2024:18160"]),
        (("Huyện Lộc Hà", "district", "Hà Tĩnh", "https://locha.hatinh.gov.vn/"), ["2023:448"]),
        (("Xã Quảng An", "commune", "Thừa Thiên Huế", "https://quangan.thuathienhue.gov.vn/"), ["2024:19888"]),
        (("Tỉnh Hà Tĩnh", "province", "Hà Tĩnh", "https://hatinh.gov.vn/"), ["2024:42", "2025:42"]),
        (("Đảng bộ huyện Kim Sơn", "party", "Ninh Bình", "https://kimson.example/"), ["2024:376"]),
        (("Báo Hà Tĩnh", "newspaper", "Hà Tĩnh", "https://baohatinh.vn/"), ["2024:42", "2025:42"]),
        (("Xã Tân Thành", "commune", "Lạng Sơn", "https://x.example/"), []),  # one of three
        (("Xã Lâm Khê", "commune", "Trăng Khuyết", "https://lamkhe.example/"), []),
    ],
)
def test_units_of_a_portal(facts, units):
    assert [unit for unit, _, _, _ in find(*facts)] == units


def test_a_host_that_changed_hands():
    district, commune = find("Xã Can Lộc", "commune", "Hà Tĩnh", "https://canloc.hatinh.gov.vn/")
    assert district == ("2024:443", None, LAST, "host")
    assert commune == ("2025:18406", FIRST, None, "name")


def test_the_file_names_it():
    assert find("Cổng thông tin", "commune", "Hà Tĩnh", "https://x.example/", "2025:18673") == [
        ("2025:18673", FIRST, None, "file")
    ]


def test_a_unit_that_is_none_has_a_neighbour():
    assert check_unit("2025:18673") is None
    near = "(did you mean '2025:18673', Xã Cẩm Xuyên, Tỉnh Hà Tĩnh?)"
    assert check_unit("2025:18674") == f"no such unit: '2025:18674' {near}"
    assert "did you mean" in check_unit("18673")


def test_a_publisher_knows_what_is_around():
    gazetteer = load_gazetteer()
    facts = PortalFacts("Huyện Kim Sơn", "district", "Ninh Bình", "https://kimson.ninhbinh.gov.vn/")
    publisher = describe_publisher(find_portal_units(facts), "Ninh Bình", LAST)
    assert publisher.areas == (frozenset({"2024:376"}), frozenset({"2024:37"}))
    later = describe_publisher(find_portal_units(facts), "Ninh Bình", FIRST)
    assert later.areas[-1] == frozenset({"2025:37"})
    assert gazetteer.units["2025:37"].name == "Ninh Bình"
