"""Typed mentions in texts: which unit is meant, by what, and where it stands."""

import itertools
import time
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from places.sentences import read_sentences

from harvester.places import find_mentions, load_gazetteer
from harvester.places.gazetteer import REFORM
from harvester.places.provinces import find_provinces
from harvester.places.publishers import PortalUnit, describe_publisher

DAY = date(2022, 6, 21)


@pytest.fixture(scope="module")
def gazetteer():
    return load_gazetteer()


def make_publisher(province, district, day, gazetteer):
    """The publisher of a district of a province of the day, or of the province alone."""
    provinces = [unit.id for unit in find_provinces(province)] if province else []
    own = [
        PortalUnit(unit, None, None, "name")
        for unit in gazetteer.units.values()
        if unit.level == "district" and unit.name == district and unit.parent in provinces and unit.stood_on(day)
    ]
    return describe_publisher(own, province, day)


def tell(text, day=DAY, province="", district=""):
    gazetteer = load_gazetteer()
    found = find_mentions(text, day, make_publisher(province, district, day, gazetteer))
    return [(text[one.start : one.end], one.unit.id, one.how) for one in found]


def test_precision_and_recall(gazetteer):
    right = wrong = missed = 0
    for sentence in read_sentences(Path(__file__).with_name("mentions.txt"), gazetteer):
        publisher = make_publisher(sentence.province, sentence.district, sentence.day, gazetteer)
        found = {(one.start, one.end): one.unit for one in find_mentions(sentence.text, sentence.day, publisher)}
        right += sum(sentence.expected.get(place) == unit for place, unit in found.items())
        wrong += sum(sentence.expected.get(place) != unit for place, unit in found.items())
        missed += sum(found.get(place) != unit for place, unit in sentence.expected.items())
    assert right > 150
    assert right / (right + wrong) >= 0.99
    assert right / (right + missed) >= 0.95


def test_each_step_says_how():
    text = "Xã Tân Thành, huyện Kim Sơn. Xã Kim Song Trường. Xã Xuân Dương. Xã Mỹ Hòa. Cả huyện Ba Tri."
    assert [how for _, _, how in tell(text, province="Thanh Hóa")] == [
        "chain", "unique", "unique", "portal", "article", "unique",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Cẩm Hưng và Cẩm Lạc được mùa.",
        "Hợp tác xã Cẩm Hưng bán gạo.",
        "Xã Xuân Dương họp.",
        "Xã Xuân Dương, huyện Sông Mây họp.",
        "Xã Cẩm Hưng Thịnh Vượng là tên đặt chơi.",
    ],
)
def test_what_is_not_tied(text):
    assert tell(text) == []


def test_a_commune_that_moved_belongs_to_both_districts():
    text = "Xã Cẩm Vịnh, huyện Cẩm Xuyên"
    assert tell(text, date(2023, 7, 12))[0] == ("Xã Cẩm Vịnh", "2024:18691", "chain")
    assert tell("Xã Cẩm Vịnh, thành phố Hà Tĩnh", date(2025, 2, 1))[0] == ("Xã Cẩm Vịnh", "2024:18691", "chain")


def test_a_name_that_was_not_unique_before_its_merger():
    assert tell("Xã Kim Sơn mở lớp.", province="Hà Nội") == []
    assert tell("Xã Kim Sơn mở lớp.", province="Hà Nội", district="Sơn Tây")[0][1] == "2024:09610"


def test_the_regime_is_that_of_the_day():
    assert [tell("Xã Cẩm Bình", day, "Hà Tĩnh")[0][1] for day in (date(2025, 6, 30), REFORM)] == [
        "2024:18685", "2025:18685",
    ]  # fmt: skip


def test_coming_units_are_known_when_they_were_announced():
    assert tell("Xã Cẩm Xuyên", date(2025, 6, 20), "Hà Tĩnh") == [("Xã Cẩm Xuyên", "2025:18673", "unique")]
    assert tell("Xã Cẩm Xuyên", date(2024, 6, 20), "Hà Tĩnh") == []


def test_places_are_those_of_the_text_as_it_is():
    text = unicodedata.normalize("NFD", "Đảng bộ tỉnh họp.\n\nTại xã Xuân Dương, huyện Thường Xuân có lễ hội")
    found = tell(text)
    assert [unicodedata.normalize("NFC", words) for words, _, _ in found] == ["xã Xuân Dương", "huyện Thường Xuân"]


def test_a_letter_that_grows_in_lower_case():
    assert tell("İstanbul và huyện Can Lộc") == [("huyện Can Lộc", "2024:443", "unique")]


@pytest.mark.parametrize(
    "piece",
    [
        "xã Tân Thành, ", "các xã Tân Thành, Tân Thành, ", "huyện ", "Xã A, B, C, D (", "TP.", "xã Tân Thành và ",
        "các xã, phường, thị trấn, ", "xã xã xã Xã ", "P. 1, ",
    ],
)  # fmt: skip
def test_work_grows_with_the_text(piece):
    times = []
    for size in (400, 800, 1600):
        text = piece * size
        best = min(measure(text) for _ in range(3))
        times.append(best)
    assert all(later < 3 * earlier + 0.1 for earlier, later in itertools.pairwise(times))


def measure(text):
    started = time.process_time()
    find_mentions(text, DAY)
    return time.process_time() - started
