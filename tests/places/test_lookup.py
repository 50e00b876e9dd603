"""Units by what a person types."""

import pytest

from harvester.places import load_gazetteer
from harvester.places.lookup import find_units, suggest_unit


@pytest.mark.parametrize(
    ("asked", "units"),
    [
        ("2025:15646", ["2025:15646"]),
        ("2025:1", []),
        ("xã Xuân Dương, Thường Xuân", ["2024:15649"]),
        ("xa xuan duong, thuong xuan", []),  # the kind is a word like any other, without its diacritics
        ("xuan duong, thuong xuan", ["2024:15649"]),
        ("Can Lộc", ["2024:443", "2025:18406"]),
        ("Thừa Thiên Huế", ["2024:46"]),
        ("Xã Cẩm Vĩnh", ["2024:18691"]),
    ],
)
def test_what_is_found(asked, units):
    assert [unit.id for unit in find_units(asked, load_gazetteer())] == units


def test_a_name_that_is_none_has_a_neighbour():
    assert suggest_unit("Cẩm Xuyn", load_gazetteer()) == " (did you mean 'Cẩm Xuyên'?)"
    assert suggest_unit("Qqqqqqqqq", load_gazetteer()) == ""
