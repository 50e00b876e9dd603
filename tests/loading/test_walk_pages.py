"""A later page of a listing that does not come in one night is asked for again, and the walk goes on behind it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support.harvests import HOME, ask, end, find, open_run
from support.runs import DAYS

from harvester.crawling.page_ends import CUT
from harvester.crawling.run import Run
from harvester.items import FORBIDDEN, Link, Listing
from harvester.limits import PAGE_NIGHTS, PAGE_TRIES
from pipelines.load import LoadPipeline

NIGHTS = [(datetime.fromisoformat(DAYS[0]) + timedelta(days=night)).isoformat() for night in range(9)]
SECTION = "/tin/"
EVERY_PAGE = 9
"""The last number in a paging that names all pages."""
GONE = {"state": "gone", "reason": "answers 404", "status": 404}
HOME_INSTEAD = {"state": "done", "reason": f"redirects to {HOME}", "status": 302, "redirect_to": HOME}
FIRST_BY_REDIRECT = HOME_INSTEAD | {"redirect_to": f"{HOME}tin/"}


def show_page(run: Run, number: int, *, first: int | None = None, last: int = 0, **more: Any) -> None:
    """A page of the section comes: three articles from the number `first` on, and the link to the next page."""
    path = SECTION if number == 1 else f"{SECTION}?page={number}"
    address = find(run, path, "listing")
    first = number * 10 if first is None else first
    articles = [Link(f"{HOME}bai/{one}") for one in range(first, first + 3)]
    shown = {"next_url": f"{HOME}tin/?page={number + 1}", "last_number": last or number + 1, "articles": articles}
    listing = Listing(url=address.fetch_url, request_key=address.url, **shown | more)
    LoadPipeline(run.completion).process_item(listing)


def begin(run: Run, last: int = 0) -> None:
    """The home page and the first two pages of its section come."""
    run.sources.open(run.facts.portals["go"], [])
    home = find(run, "/", "home")
    LoadPipeline(run.completion).process_item(
        Listing(url=HOME, request_key=home.url, sections=[Link(f"{HOME}tin/")], articles=[Link(f"{HOME}bai/10")])
    )
    show_page(run, 1, last=last)
    show_page(run, 2, last=last)


def read_walks(run: Run) -> list[tuple[str, str]]:
    """The walks of the section that have not ended: what they look for, and where they stand."""
    walks = ask(run, "SELECT mode, next_url FROM walks WHERE next_url IS NOT NULL AND start_url LIKE '%/tin/'")
    return [(str(mode), str(page).removeprefix(HOME)) for mode, page in walks]


def read_state(run: Run, number: int = 3) -> str:
    path = "tin/" if number == 1 else f"tin/?page={number}"
    return str(ask(run, "SELECT state FROM urls WHERE url LIKE ?", f"%/{path}")[0][0])


@pytest.mark.parametrize("result", [GONE, HOME_INSTEAD, FIRST_BY_REDIRECT], ids=["gone", "home", "first page"])
def test_a_page_that_is_gone_or_leads_elsewhere_for_a_night(tmp_path: Path, result: dict[str, Any]) -> None:
    with open_run(tmp_path / "a.db", NIGHTS[0]) as run:
        begin(run)
        for _ in range(PAGE_TRIES):
            end(run, f"{SECTION}?page=3", **result)
            assert read_state(run) == "pending", "once more in this run"
        end(run, f"{SECTION}?page=3", **result)
        assert read_state(run) in ("gone", "skipped")
        counts = run.counts["go"]
        assert len(counts.losses) + len(counts.notes) == 1
        assert "/tin/?page=3" in (counts.losses + counts.notes)[0]
    with open_run(tmp_path / "a.db", NIGHTS[1]) as run:
        run.sources.open(run.facts.portals["go"], [])
        assert read_state(run) == "pending"
        show_page(run, 3)
        assert read_state(run, 4) == "pending", "the walk goes on behind it"


def test_a_page_that_never_comes_ends_the_walk_after_some_nights(tmp_path: Path) -> None:
    with open_run(tmp_path / "a.db", NIGHTS[0]) as run:
        begin(run)
        for _ in range(PAGE_TRIES + 1):
            end(run, f"{SECTION}?page=3", **GONE)
    for night in range(1, PAGE_NIGHTS + 1):
        with open_run(tmp_path / "a.db", NIGHTS[night]) as run:
            run.sources.open(run.facts.portals["go"], [])
            assert read_state(run) == "pending"
            end(run, f"{SECTION}?page=3", **GONE)
            assert read_state(run) == "gone"
            assert (len(run.counts["go"].losses), len(run.counts["go"].notes)) == (0, 1)
    with open_run(tmp_path / "a.db", NIGHTS[PAGE_NIGHTS + 1]) as run:
        run.sources.open(run.facts.portals["go"], [])
        assert read_state(run) == "gone"
        assert ask(run, "SELECT end_reason FROM walks WHERE end_reason LIKE 'gone%'") == [("gone: answers 404",)]


@pytest.mark.parametrize(
    ("last", "shown", "is_told"),
    [
        (0, {"first": 10, "last": 2}, "maybe"),  # "next" alone leads there
        (EVERY_PAGE, {"first": 10, "last": EVERY_PAGE}, "surely"),
        (EVERY_PAGE, {"articles": [], "next_url": None}, "surely"),
        (0, {"articles": [], "next_url": None}, "no"),
        (0, {"first": 10, "last": 4}, "no"),  # its paging is that of page 3: so it is past the last page
        (0, {"first": 20, "last": 2}, "no"),  # the last page for ever
        (3, {"first": 10, "last": 2, "next_url": None}, "no"),  # the first shows the articles of the last in a box
        (EVERY_PAGE, {"first": 12, "last": EVERY_PAGE}, "no"),  # a box of the newest beside a few others
        (0, {"next_url": None, "is_cut": True, "problem": CUT}, "surely"),
        (0, {"is_cut": True, "problem": CUT}, "goes on"),  # its list was whole, or it would not lead on
    ],
)
def test_a_page_that_is_not_the_one_which_the_walk_waits_for(
    tmp_path: Path, last: int, shown: dict[str, Any], is_told: str
) -> None:
    with open_run(tmp_path / "a.db", NIGHTS[0]) as run:
        begin(run, last)
        for _ in range(PAGE_TRIES + 1 if is_told in ("maybe", "surely") else 1):
            show_page(run, 3, **shown)
        counts = run.counts["go"]
        assert (len(counts.losses), len(counts.notes)) == {
            "surely": (1, 0), "goes on": (1, 0), "maybe": (0, 1), "no": (0, 0),
        }[is_told]  # fmt: skip
        assert (read_state(run) == "skipped") is (is_told in ("maybe", "surely"))
    with open_run(tmp_path / "a.db", NIGHTS[1]) as run:
        run.sources.open(run.facts.portals["go"], [])
        if is_told in ("maybe", "surely"):
            assert read_state(run) == "pending"
            show_page(run, 3, last=last)
            assert read_state(run, 4) == "pending"


def test_the_first_page_of_a_listing_that_breaks_off(tmp_path: Path) -> None:
    with open_run(tmp_path / "a.db", NIGHTS[0]) as run:
        begin(run)
        show_page(run, 1, next_url=None, is_cut=True, problem=CUT)
        assert run.counts["go"].losses == [f"the listing {HOME}tin/: {CUT}"]


def test_a_page_that_robots_txt_forbids_is_told_of_and_waited_for(tmp_path: Path) -> None:
    for night in NIGHTS:
        with open_run(tmp_path / "a.db", night) as run:
            begin(run) if night == NIGHTS[0] else run.sources.open(run.facts.portals["go"], [])
            end(run, f"{SECTION}?page=3", state="skipped", reason=FORBIDDEN)
            assert (read_state(run), run.counts["go"].losses) == ("skipped", [])
            assert run.counts["go"].notes == [f"the listing {HOME}tin/?page=3: {FORBIDDEN}"]
    with open_run(tmp_path / "a.db", "2026-04-01T02:00:00+07:00") as run:
        run.sources.open(run.facts.portals["go"], [])
        show_page(run, 3)
        assert read_state(run, 4) == "pending"


def begin_night(run: Run, number: int, *, news: bool = True) -> None:
    """The first page of a section of two pages comes, with an article more than in the night before."""
    run.sources.open(run.facts.portals["go"], [])
    home = find(run, "/", "home")
    LoadPipeline(run.completion).process_item(
        Listing(url=HOME, request_key=home.url, sections=[Link(f"{HOME}tin/")], articles=[Link(f"{HOME}bai/1")])
    )
    if read_state(run, 1) == "pending":
        show_page(run, 1, first=10 + (number if news else 0))


def exhaust(run: Run, number: int, result: dict[str, Any]) -> int:
    """A page is answered so as long as this run asks for it; how often that was."""
    asked = 0
    while ask(run, "SELECT 1 FROM urls WHERE url LIKE ? AND state = 'pending'", f"%/tin/?page={number}") and asked < 9:
        end(run, f"{SECTION}?page={number}", **result)
        asked += 1
    return asked


@pytest.mark.parametrize("result", [GONE, HOME_INSTEAD, FIRST_BY_REDIRECT], ids=["gone", "home", "first page"])
def test_a_page_past_the_last_is_asked_for_in_no_more_nights_than_one_walk_waits(
    tmp_path: Path, result: dict[str, Any]
) -> None:
    """Each night's walk for what is new comes to it, since "next" stands on every page."""
    asked, told = [], []
    for number, night in enumerate(NIGHTS):
        with open_run(tmp_path / "a.db", night) as run:
            begin_night(run, number)
            asked.append(exhaust(run, 2, result))
            told.append((len(run.counts["go"].losses), len(run.counts["go"].notes)))
            assert len(read_walks(run)) <= 1
            assert number < PAGE_NIGHTS or read_walks(run) == []
    assert asked == [PAGE_TRIES + 1] + [1] * (len(NIGHTS) - 1)
    assert told == [(0, 1)] * (PAGE_NIGHTS + 1) + [(0, 0)] * (len(NIGHTS) - PAGE_NIGHTS - 1)


def test_a_page_that_others_lead_to_is_no_loss_for_ever(tmp_path: Path) -> None:
    told = []
    for number, night in enumerate(NIGHTS):
        with open_run(tmp_path / "a.db", night) as run:
            run.sources.open(run.facts.portals["go"], [])
            begin(run, EVERY_PAGE) if number == 0 else None
            if number and read_state(run, 1) == "pending":
                show_page(run, 1, first=100 + number * 3, last=EVERY_PAGE)
                show_page(run, 2, first=10 + number, last=EVERY_PAGE) if read_state(run, 2) == "pending" else None
            exhaust(run, 3, GONE)
            told.append((len(run.counts["go"].losses), len(run.counts["go"].notes)))
    assert told[0] == (1, 0)
    assert told[-1] == (0, 1), "given up, and told of still"


@pytest.mark.parametrize("forbidden", [True, False])
def test_a_later_walk_takes_over_from_an_earlier_one(tmp_path: Path, forbidden: bool) -> None:
    with open_run(tmp_path / "a.db", NIGHTS[0]) as run:
        begin_night(run, 0)
        show_page(run, 2)
        show_page(run, 3, next_url=None)
        assert read_walks(run) == []
    for number in (1, 2, 3):
        with open_run(tmp_path / "a.db", NIGHTS[number]) as run:
            begin_night(run, number)
            exhaust(run, 2, {"state": "skipped", "reason": FORBIDDEN} if forbidden else GONE)
            assert len([mode for mode, page in read_walks(run) if mode == "newest" and "page=2" in page]) <= 1


def test_a_page_that_redirects_to_the_first_in_two_nights(tmp_path: Path) -> None:
    """The first page is that of another walk by then; the one that waits does not begin again there."""
    for number, night in enumerate(NIGHTS[:2]):
        with open_run(tmp_path / "a.db", night) as run:
            begin(run) if number == 0 else begin_night(run, 0, news=False)
            exhaust(run, 3, FIRST_BY_REDIRECT)
            assert ("complete", "tin/?page=3") in read_walks(run)
    with open_run(tmp_path / "a.db", NIGHTS[2]) as run:
        run.sources.open(run.facts.portals["go"], [])
        show_page(run, 3)
        assert read_state(run, 4) == "pending"
