"""Which of the sections that a page leads to are walked."""

from __future__ import annotations

from pathlib import Path

from support.harvests import HOME, ask, find, open_run
from support.runs import DAYS

from harvester.crawling.run import Run
from harvester.items import Link, Listing
from harvester.loading.listings import is_overview
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


def test_sections_two_deep_are_walked_where_the_page_between_has_no_article(tmp_path: Path) -> None:
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        lead(run, "/", ("linh-vuc", "tin-tuc"), kind="home")
        lead(run, "/linh-vuc", ("linh-vuc/kinh-te",))
        lead(run, "/tin-tuc", ("tin-tuc/lich",), ("tin-tuc/bai-1.html",))
        run.sources.open(run.facts.portals["go"], [])
        starts = {row[0].removeprefix(HOME) for row in ask(run, "SELECT start_url FROM walks")}
        assert starts == {"", "linh-vuc", "tin-tuc", "linh-vuc/kinh-te"}
        deep = find(run, "/linh-vuc/kinh-te", "listing")
        run.store.connection.execute("UPDATE urls SET found_in = ? WHERE url = ?", (HOME + "linh-vuc", deep.url))
        assert not is_overview(run.sources, deep, Listing(url=deep.fetch_url)), "no third level"
