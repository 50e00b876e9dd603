"""The chart's numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.inspect.charts import choose_scale, make_chart


def test_months_are_filled_up_and_levels_stacked():
    chart = make_chart([("2023-11", "district", 3), ("2023-11", "commune", 1), ("2024-01", "commune", 2)])
    assert [(column.month, column.next_month, column.label) for column in chart.columns] == [
        ("2023-11", "2023-12", ""), ("2023-12", "2024-01", ""), ("2024-01", "2024-02", "2024"),
    ]  # fmt: skip
    assert [(bar.level, bar.top, bar.height) for bar in chart.columns[0].bars] == [
        ("commune", 75.0, 25.0), ("district", 0.0, 75.0),
    ]  # fmt: skip
    assert chart.levels == ("commune", "district")
    assert chart.ticks == ((0, 100), (1, 75), (2, 50), (3, 25), (4, 0))
    assert [column.articles for column in chart.columns] == [4, 0, 2]


def test_only_the_last_months():
    chart = make_chart([("1996-01", "commune", 900), ("2024-01", "commune", 2)], months=3)
    assert [column.month for column in chart.columns] == ["2023-11", "2023-12", "2024-01"]
    assert chart.ticks[-1] == (2, 0)


def test_nothing_has_no_chart():
    assert make_chart([]) is None


@pytest.mark.parametrize(
    ("largest", "scale"), [(0, (1, 1)), (3, (3, 1)), (7, (8, 2)), (170, (200, 50)), (4321, (6000, 2000))]
)
def test_scales_are_round(largest, scale):
    assert choose_scale(largest) == scale


@given(st.integers(0, 10**9))
def test_few_lines_reach_above_the_largest(largest):
    highest, step = choose_scale(largest)
    assert highest >= largest
    assert highest % step == 0
    assert highest // step <= 4 or largest <= 4
