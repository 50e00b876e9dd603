"""An article at a listing's address: a link had been taken for a section's, or a notice stands there for a night."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from support.harvests import HOME, ask, find, make_article, open_run
from support.runs import DAYS

from harvester.crawling.completion import NotStored
from harvester.crawling.run import Run
from harvester.duplicates.signature import sign
from harvester.items import Link, Listing
from pipelines import process
from pipelines.load import LoadPipeline

SECTION = "/tin/"


def show_section(run: Run, path: str, *articles: str, next_url: str | None = None) -> None:
    """A page of the section comes."""
    address = find(run, path, "listing")
    links = [Link(HOME + article) for article in articles]
    listing = Listing(url=address.fetch_url, request_key=address.url, articles=links, next_url=next_url)
    LoadPipeline(run.completion).process_item(listing)


def begin(run: Run) -> None:
    """The home page comes, which leads to the section."""
    run.sources.open(run.facts.portals["go"], [])
    home = find(run, "/", "home")
    LoadPipeline(run.completion).process_item(
        Listing(url=HOME, request_key=home.url, sections=[Link(f"{HOME}tin/")], articles=[Link(f"{HOME}bai/1")])
    )


def read_rows(run: Run, path: str) -> list[tuple[str, str]]:
    return ask(run, "SELECT kind, state FROM urls WHERE url LIKE ?", f"%.example.vn{path}")


def show_notice(run: Run, path: str) -> None:
    """The page at a listing's address is read as an article."""
    address, now = find(run, path, "listing"), run.facts.plan.now
    article = make_article("Thông báo nâng cấp", portal="go", fetched_at=now)
    done = process(replace(article, url=address.fetch_url, request_key=address.url), now)
    with suppress(NotStored):
        LoadPipeline(run.completion).process_item(replace(done, signature=sign(done)))


@pytest.mark.parametrize("page", [SECTION, f"{SECTION}?page=2"])
def test_a_notice_in_place_of_a_listing_is_no_article(tmp_path: Path, page: str) -> None:
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        begin(run)
        show_section(run, SECTION, "bai/1", "bai/2", next_url=f"{HOME}tin/?page=2")
        if page == SECTION:
            show_section(run, f"{SECTION}?page=2", "bai/3", "bai/4")
    with open_run(tmp_path / "a.db", DAYS[1]) as run:
        begin(run)
        show_notice(run, page)
        assert read_rows(run, page) == [("listing", "pending")]
        assert ask(run, "SELECT count(*) FROM articles") == [(0,)]
        show_section(run, page, "bai/5")
        assert read_rows(run, "/bai/5") == [("article", "pending")]


def test_an_article_that_was_taken_for_a_section_whose_walk_has_ended_and_is_kept_no_more(tmp_path: Path) -> None:
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        begin(run)
        show_section(run, SECTION)
        run.store.connection.execute("DELETE FROM walks WHERE start_url LIKE '%/tin/'")
        show_notice(run, SECTION)
        assert read_rows(run, SECTION) == [("article", "done")]
