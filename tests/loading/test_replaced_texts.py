"""The dates of a page whose text was replaced by another: those of the text that stands there."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from scrapy.exceptions import DropItem
from support.harvests import BODY, ask, load, make_article, open_run, show

NIGHTS = [f"2026-03-{day:02}T02:00:00+07:00" for day in range(3, 16)]
BEFORE = "\n\n".join(f"Thứ {n}: làm việc với thôn Đồng {n} về thủy lợi và lúa mùa, {n} giờ." for n in range(2, 7))
AFTER = "\n\n".join(f"Ngày {n}: dự họp tổng kết phong trào văn nghệ quần chúng xóm Bãi {n}." for n in range(2, 7))
PLAN = "SELECT title, published_at, published_text FROM articles WHERE read_from LIKE '%/lich'"


def spend_night(path: Path, night: int, title: str, body: str, date: str) -> list[tuple[str, ...]]:
    """A night in which a schedule and six other articles are read; what the schedule's record says after it."""
    with open_run(path, NIGHTS[night]) as run:
        with suppress(DropItem):  # a text that is not accepted yet
            load(run, "/lich", make_article(title, body, dates=(date,)))
        for n in range(6):
            load(run, f"/tin/{n}", make_article(f"Tin {n}", f"{BODY}\n\nriêng {n}", dates=("01/03/2026",)))
        return ask(run, PLAN)


@pytest.mark.parametrize(
    ("date", "day", "night"),
    [("04/03/2026", "2026-03-04", 1), ("09/03/2026", "2026-03-09", 7)],
    ids=["the next day", "later than any date of what was first seen can be"],
)
def test_replaced_text_has_the_date_of_its_own(tmp_path: Path, date: str, day: str, night: int) -> None:
    path = tmp_path / "a.db"
    old = [("Lịch tuần 10", "2026-03-02T00:00:00+07:00", "02/03/2026")]
    new = [("Lịch tuần 11", f"{day}T00:00:00+07:00", date)]
    assert spend_night(path, 0, "Lịch tuần 10", BEFORE, "02/03/2026") == old
    with open_run(path, NIGHTS[0]) as run:
        show(run, "/", {"lich": "01/03/2026"}, kind="home")
    assert spend_night(path, night, "Lịch tuần 11", AFTER, date) == old
    assert spend_night(path, night + 1, "Lịch tuần 11", AFTER, date) == new
    with open_run(path, NIGHTS[night + 2]) as run:
        kept = ask(run, "SELECT title, published_at FROM revisions")
        assert kept == [old[0][:2]]
        texts = "SELECT text FROM date_candidates WHERE article = (SELECT article FROM urls WHERE url LIKE '%/lich')"
        assert ask(run, texts) == [(date,)]
        assert ask(run, "SELECT * FROM link_dates") == []
        show(run, "/", {"lich": "05/03/2026"}, kind="home")
        assert ask(run, PLAN) == new, "a link that comes late does not bring the old date back"
    assert spend_night(path, night + 3, "Lịch tuần 11", AFTER, date) == new


def test_a_shorter_text_under_another_title_is_believed_after_a_week(tmp_path: Path) -> None:
    """A notice in the place of a report: asked every night, it kept its portal `partial` for ever."""
    path = tmp_path / "a.db"
    day = "02/03/2026"
    spend_night(path, 0, "Lịch tuần 10", BEFORE, day)
    notice = "Hoãn cuộc họp tuần này vì đường vào thôn bị ngập."
    told = [spend_night(path, night, "Hoãn họp", notice, day)[0][0] for night in range(1, 11)]
    assert told == ["Lịch tuần 10"] * 7 + ["Hoãn họp"] * 3
    with open_run(path, NIGHTS[11]) as run:
        assert ask(run, "SELECT title FROM revisions") == [("Lịch tuần 10",)]


def test_a_shorter_text_under_the_same_title_is_never_believed(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    day = "02/03/2026"
    spend_night(path, 0, "Lịch tuần 10", BEFORE, day)
    for night in range(1, 11):
        spend_night(path, night, "Lịch tuần 10", "Đường vào thôn bị ngập.", "")
    with open_run(path, NIGHTS[11]) as run:
        assert ask(run, "SELECT body LIKE 'Thứ 2%' FROM articles WHERE read_from LIKE '%/lich'") == [(1,)]
