"""What is said of a portal that is well, though not all of it is in the database."""

from __future__ import annotations

from pathlib import Path

from support.harvests import HOME, end, find, load, make_article, open_run
from support.runs import DAYS

from harvester.crawling.run import Run
from harvester.health.verdicts import Verdict
from harvester.items import FORBIDDEN, Link, Listing
from pipelines.load import LoadPipeline


def describe(run: Run) -> str:
    """Return the reason beside `ok`."""
    verdict = Verdict(run.store.connection, run.facts, run.facts.portals["go"], run.counts["go"])
    return verdict.describe_unread() or ""


def test_articles_that_are_not_whole_are_told_of_in_every_night(tmp_path: Path) -> None:
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        load(run, "/bai/1", make_article("Thôn Gò họp", shortfall="though the page breaks off: no </html>"))
        load(run, "/bai/2", make_article("Thôn Bãi họp", shortfall=f"without its part 2: {FORBIDDEN}"))
        load(run, "/bai/3", make_article("Thôn Lò họp"))
    with open_run(tmp_path / "a.db", DAYS[1]) as run:
        told = f"1 article not whole, the last: {HOME}bai/1: though the page breaks off: no </html>"
        assert told in describe(run)
        load(run, "/bai/1", make_article("Thôn Gò họp"))
        assert "not whole" not in describe(run)


def test_a_section_that_answers_404_is_named(tmp_path: Path) -> None:
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        home = find(run, "/", "home")
        run.sources.open(run.facts.portals["go"], [])
        links = {"sections": [Link(f"{HOME}tin/")], "articles": [Link(f"{HOME}bai/1")]}
        LoadPipeline(run.completion).process_item(Listing(url=HOME, request_key=home.url, **links))
        end(run, "/sitemap.xml", state="gone", reason="answers 404", status=404)
        end(run, "/tin/", state="gone", reason="answers 404", status=404)
        assert f"no section could be read, {HOME}tin/ answers 404: what the home page shows" in describe(run)


def test_an_article_that_has_not_changed_is_whole(tmp_path: Path) -> None:
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        load(run, "/bai/1", make_article("Thôn Gò họp"))
    with open_run(tmp_path / "a.db", DAYS[1]) as run:
        end(run, "/bai/1", state="done", reason="has not changed", status=304)
        assert "not whole" not in describe(run)
