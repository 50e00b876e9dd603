"""Dates beside links whose month stands first: the page tells it where one date does not."""

from datetime import datetime

import pytest

from harvester.discovery.date_order import mark_month_first
from harvester.items import MONTH_FIRST_MARK, SeenDate
from harvester.vietnamese.dates.sightings import read_month_first

NOW = datetime.fromisoformat("2026-11-26T08:00:00+07:00")


def mark(*texts: str) -> list[str]:
    """Return which of the dates beside links are marked."""
    dates = {f"/bai/{n}": SeenDate(text, "listing") for n, text in enumerate(texts)}
    marked = mark_month_first(dates).values()
    return [seen.text.removesuffix(MONTH_FIRST_MARK) for seen in marked if seen.text.endswith(MONTH_FIRST_MARK)]


def test_one_date_that_no_month_has_second_tells_it_of_all() -> None:
    assert mark("11/9/2026", "10/21/2026", "9/2/2026 8:30:00 AM") == ["11/9/2026", "10/21/2026", "9/2/2026 8:30:00 AM"]
    assert read_month_first(mark("10/21/2026", "9/8/2026 8:30AM")[1], NOW) is not None
    assert mark("11/9/2026", "10/21/2026", "23/2/2026") == [], "on this page it is the other way round"


def test_the_order_tells_it_where_no_number_does() -> None:
    dates = ("11/9/2026", "11/3/2026", "10/12/2026", "10/4/2026", "9/11/2026", "9/2/2026")
    assert mark(*dates) == list(dates)
    assert mark("9/11/2026", "3/11/2026", "12/10/2026", "4/10/2026", "11/9/2026", "2/9/2026") == []
    assert mark("9/9/2026", "8/8/2026", "7/7/2026", "6/6/2026", "5/5/2026") == [], "both orders go down"
    assert mark("11/9/2026", "10/12/2026") == [], "two may be in any order"
    pinned = ("12/01/2026", "10/12/2026", "09/12/2026", "08/12/2026", "06/12/2026", "05/12/2026")
    assert mark(*pinned) == [], "the first is an older one, in the order of the days"


@pytest.mark.parametrize("text", ["10/21/2026, lúc 8 giờ", "2026-10-21", "21 tháng 10, 2026"])
def test_only_plain_dates_are_marked(text: str) -> None:
    assert mark("10/21/2026", text) == ["10/21/2026"]
