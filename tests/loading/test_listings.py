"""Which of the sections that a page leads to are walked."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.harvests import HOME, ask, find, open_run
from support.runs import DAYS

from harvester.crawling.run import Run
from harvester.items import Link, Listing
from harvester.loading.listings import choose_sections
from harvester.store.frontier.addresses import Kind
from pipelines.load import LoadPipeline


def lead(
    run: Run, path: str, sections: tuple[str, ...], articles: tuple[str, ...] = (), kind: Kind = "listing"
) -> None:
    """A page at this path leads to sections and articles."""
    address = find(run, path, kind)
    links = [[Link(HOME + one) for one in some] for some in (sections, articles)]
    listing = Listing(url=address.fetch_url, request_key=address.url, sections=links[0], articles=links[1])
    LoadPipeline(run.completion).process_item(listing)


def list_starts(run: Run) -> set[str]:
    """Return the listings that are walked."""
    return {row[0].removeprefix(HOME) for row in ask(run, "SELECT start_url FROM walks")}


def test_sections_two_deep_are_walked(tmp_path: Path) -> None:
    """All of a page that has nothing else; of one with articles those that lie below it."""
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        lead(run, "/", ("linh-vuc", "tin-tuc", "muc.php?c=1"), kind="home")
        lead(run, "/linh-vuc", ("kinh-te",))
        lead(run, "/tin-tuc", ("tin-tuc/thon", "lich"), ("tin-tuc/bai-1.html",))
        lead(run, "/muc.php?c=1", ("muc.php?c=11", "lich.php?c=2"), ("bai.php?so=1",))
        run.sources.open(run.facts.portals["go"], [])
        first = {"", "linh-vuc", "tin-tuc", "muc.php?c=1"}
        assert list_starts(run) == first | {"kinh-te", "tin-tuc/thon", "muc.php?c=11"}
        deep = find(run, "/kinh-te", "listing")
        run.store.connection.execute("UPDATE urls SET found_in = ? WHERE url = ?", (HOME + "linh-vuc", deep.url))
        assert choose_sections(run.sources, deep, Listing(url=deep.fetch_url, sections=[Link("x")])) == [], (
            "no third level"
        )


@pytest.mark.parametrize(("night", "is_read"), [("2026-03-30", True), ("2026-04-08", True), ("2026-04-20", False)])
def test_the_archive_of_a_month_is_read_until_it_is_complete(tmp_path: Path, night: str, is_read: bool) -> None:
    for day in ("2026-03-07", night):
        with open_run(tmp_path / "a.db", f"{day}T02:00:00+07:00") as run:
            run.sources.open(run.facts.portals["go"], [])
            lead(run, "/", ("2026/03/",), kind="home")
            lead(run, "/2026/03/", (), ("bai-1.html",))
    with open_run(tmp_path / "a.db", "2026-05-01T02:00:00+07:00") as run:
        run.sources.open(run.facts.portals["go"], [])
        assert (ask(run, "SELECT state FROM urls WHERE url LIKE '%2026/03/'") == [("pending",)]) is is_read
