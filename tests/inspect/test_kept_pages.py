"""What Datasette says of kept pages, and of what came from archives."""

import asyncio

import pytest
from support.imports import make_html, make_page, run_import
from support.warcs import write_warc

from harvester.inspect.application import make_datasette
from harvester.store import Store
from harvester.store.reports.coverage import read_coverage


@pytest.fixture(scope="module")
def rescued(tmp_path_factory):
    """A portal whose only article came from an archive."""
    place = tmp_path_factory.mktemp("rescued")
    run_import(place / "a.db", write_warc(place / "cu.warc.gz", make_page(make_html("Làm đường ở Gò Mận"))))
    return place / "a.db"


def ask(db, path):
    return asyncio.run(make_datasette(db).client.get(path)).text


def test_article_page_names_the_capture_that_it_was_read_from(rescued):
    page = ask(rescued, "/harvest/articles/1")
    assert 'id="capture"' in page and "/harvest/captures/1" in page
    assert "cu.warc.gz" in page and "from the archive" in page


def test_portal_page_tells_what_came_from_archives_and_when(rescued):
    page = ask(rescued, "/harvest/portals/go")
    assert 'id="archives"' in page and "cu.warc.gz" in page
    assert "1 capture" in page and "1 article is read from them" in page and "2026" in page


def test_portal_page_tells_which_months_nobody_looked_at(rescued):
    assert (
        "April 2026 – June 2026: nobody looked"
        in ask(rescued, "/harvest/portals/go").partition('id="gaps"')[2].partition("</ul>")[0]
    )


def test_coverage_tells_months_that_were_rescued(rescued):
    with Store.open(rescued, readonly=True) as store:
        months = {month.month: month for month in read_coverage(store.connection)}
    assert (months["2026-03"].stored, months["2026-03"].rescued) == (1, 1)
    assert months["2026-03"].words == "1 rescued"
    assert months["2026-05"].words == "not collected"
