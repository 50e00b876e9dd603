"""The packaged gazetteer: its counts, and what was checked against the resolutions."""

from collections import Counter, defaultdict
from datetime import date

import pytest

from harvester.places.gazetteer import REFORM, gazetteer_version, load_gazetteer

# Old and new codes, whole (w) or part (p), each read in its resolution.
CHECKED = """
18673-18673w 18406-18406w 18415-18406w 18427-18406w 15646-15646w 15649-15646w 15652-15646w 15655-15646w 14635-14638w
14638-14638w 14641-14638w 14662-14620w 18322-18322w 18691-18685w 09013-08980p 09013-08995p 09013-09022p 09013-09817p
02494-02212p 02494-02494p 05467-05467p 05467-05500p 07180-07168p 07180-07180p 20296-20194p 20296-20197p 29719-29719p
29719-29836p 00556-00541p 00556-00562p 01651-01648w 02482-02494w 23053-23041p
"""

# Pairs that a source has and the resolutions have not: other communes of the same name, and codes of neighbours.
WRONG = """
00553-00562 01615-01648 02485-02494 06079-06184 10798-11911 11890-10804 11890-10843 25462-27694 27691-25459 28036-28087
28252-29869 28270-29869 28437-29869 28439-29869 28924-29734 29623-29182 29734-28921 29902-29869 29908-29869 31246-31726
31268-31666 31378-31654 31379-31582 31438-31741 31474-31741 31480-31639 31483-31591 31582-31378 31606-31495 31657-31378
31666-31288 31669-31480 31714-31246 31741-31408 31744-31473
"""


@pytest.fixture(scope="module")
def gazetteer():
    return load_gazetteer()


@pytest.fixture(scope="module")
def reform(gazetteer):
    return [change for change in gazetteer.changes if change.on_date == REFORM]


def test_counts_of_both_regimes(gazetteer):
    counts = Counter((unit.regime, unit.level) for unit in gazetteer.units.values() if unit.code)
    assert (counts[2024, "province"], counts[2024, "district"]) == (63, 696)
    assert counts[2024, "commune"] == 10_035
    assert (counts[2025, "province"], counts[2025, "commune"]) == (34, 3_321)
    assert counts[2025, "district"] == 0
    assert [unit.id for unit in gazetteer.units.values() if unit.code is None] == ["2024:376-area"]


def test_every_commune_has_a_fate_and_an_origin(gazetteer, reform):
    old, new = {change.old for change in reform}, {change.new for change in reform}
    communes = [unit for unit in gazetteer.units.values() if unit.level == "commune"]
    assert {unit.id for unit in communes if unit.regime == 2024} <= old
    assert {unit.id for unit in communes if unit.regime == 2025} == new
    islands = {gazetteer.units[one].full_name for one in old if gazetteer.units[one].level == "district"}
    assert islands == {f"Huyện {name}" for name in ("Bạch Long Vĩ", "Cồn Cỏ", "Hoàng Sa", "Lý Sơn", "Côn Đảo")}


def test_pairs_of_the_reform(reform):
    assert len(reform) == 10_572
    shares = defaultdict(set)
    for change in reform:
        shares[change.old].add(change.share)
    assert all(len(found) == 1 for found in shares.values())
    assert sum(found == {"part"} for found in shares.values()) == 441


def test_pairs_that_were_checked(reform):
    shares = {f"{change.old[5:]}-{change.new[5:]}": change.share[0] for change in reform}
    assert {f"{pair[:-1]}{shares.get(pair[:-1])}" for pair in CHECKED.split()} == set(CHECKED.split())
    assert not shares.keys() & set(WRONG.split())
    assert [change.new for change in reform if change.old == "2024:376-area"] == ["2025:14698"]


def test_each_pair_names_its_resolution(reform):
    assert len({change.decision for change in reform}) == 34
    assert {change.decision for change in reform if change.old == "2024:18673"} == {"1665/NQ-UBTVQH15"}


def test_all_ids_lead_somewhere(gazetteer):
    ids = gazetteer.units.keys()
    assert all(unit.parent is None or unit.parent in ids for unit in gazetteer.units.values())
    assert all(change.old in ids and change.new in ids for change in gazetteer.changes)
    assert all(one in ids for owners in gazetteer.earlier.values() for one in owners)
    assert all(gazetteer.today[one] for one in ids)


@pytest.mark.parametrize(
    ("unit", "today"),
    [
        ("2025:18406", [("2025:18406", "same")]),
        ("2024:15649", [("2025:15646", "whole")]),
        ("2024:07180", [("2025:07168", "part"), ("2025:07180", "part")]),
        ("2024:42", [("2025:42", "whole")]),
        ("2024:70", [("2026:75", "whole")]),  # Bình Phước, Đồng Nai, a city since 30 April 2026
        ("2024:755", [("2025:26732", "whole")]),
    ],
)
def test_what_lies_there_today(gazetteer, unit, today):
    assert gazetteer.today[unit] == today


def test_a_district_is_followed_through_its_communes(gazetteer):
    today = dict(gazetteer.today["2024:443"])
    assert today["2025:18406"] == "district"
    assert len(today) == 6
    assert set(dict(gazetteer.today["2023:448"]).values()) == {"district"}


def test_units_stand_in_their_days(gazetteer):
    district, commune = gazetteer.units["2023:448"], gazetteer.units["2025:18406"]
    assert district.stood_on(date(2024, 12, 31)) and not district.stood_on(date(2025, 1, 1))
    assert commune.stood_on(REFORM) and not commune.began_by(date(2025, 6, 30))


def test_the_version_is_that_of_the_files():
    assert len(gazetteer_version()) == 12
