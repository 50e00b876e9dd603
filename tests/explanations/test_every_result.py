"""Each row of docs/fetch-results.md has an address whose explanation is true and in words.

What a crawl can be made to meet in a second is met by one in test_explanation.py. Here each row's state and reason are
written as a run writes them, so that none is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from harvester.explanations.explanation import explain
from harvester.items import State
from harvester.portals import Portal
from harvester.store import Store, runs
from harvester.store.frontier import addresses, outcomes
from harvester.store.frontier.addresses import Kind, NewAddress, Sighting
from harvester.store.frontier.outcomes import Outcome

NOW = "2026-03-07T02:00:00+07:00"
LATER = "2026-03-07T14:00:00+07:00"
PAGE = Path(__file__).parents[2] / "docs" / "fetch-results.md"
BASE = "http://lamkhe.example"


@dataclass(frozen=True)
class Row:
    """What a run writes of an address, and words that its explanation must hold."""

    start: str  # how the row of the table begins
    words: tuple[str, ...]
    state: State = "done"
    error: str | None = None
    status: int | None = 200
    kind: Kind = "article"
    due: str | None = None  # postponed until then


def fail(start: str, error: str, *words: str, status: int | None = 200, kind: Kind = "article") -> Row:
    """A row of what is tried again with growing pauses: here after the first failure."""
    return Row(start, ("1 try", error, "Due on 7 March 2026, 14:00", *words), "failed", error, status, kind, LATER)


def skip(start: str, error: str, *words: str, status: int | None = 200, kind: Kind = "article") -> Row:
    return Row(start, ("It was passed over", error, *words), "skipped", error, status, kind)


ROWS = (
    Row("an article, new or seen", ("no article is stored of it", "Not again")),
    Row("a listing, home page", ("It is a feed, no article", "At every run"), kind="feed"),
    Row("an article on several pages", ("The page was read",)),
    fail("an article with a part", "part 2: answers 500"),
    Row("an article without a part", ("It is stored without its part 2: answers 404",),
        error="without its part 2: answers 404"),
    Row("an article's page that still breaks off", ("It is stored though the page breaks off: no </html>.",),
        error="though the page breaks off: no </html>"),
    Row("a listing at an address", ("It is a listing, no article", "At every run"), kind="listing"),
    Row("an article at an address", ("The page was read",)),
    Row("a redirect on the portal's own", ("It redirects to http://lamkhe.example/den-1", "only leads on"), status=301),
    Row("a redirect to an address fetched", ("It redirects to", "Not again: the address that it leads to"), status=301),
    Row("a redirect to the same address", ("waits for its turn", "Due now"), "pending", status=None),
    skip("a redirect to another site", "redirects to another site: http://x.example/", "own host and port", status=302),
    fail("redirects without end", "redirects without end: /a", status=302),
    Row("an article's address that leads to the home", ("has it no more", "to its home page", "From 14 March 2026 on"),
        "gone", "redirects to the home page", 302),
    skip("a sitemap's, feed's", "redirects to the home page", "At every run that walks", status=302, kind="listing"),
    Row("an article's address that shows the home", ("has it no more", "shows the home page"), "gone",
        "shows the home page", 200),
    Row("404, 410", ("has it no more: answers 404", "no such page", "(Not Found)"), "gone", "answers 404", 404),
    fail("a sitemap or feed that breaks off", "a sitemap that breaks off after 3 addresses", kind="sitemap"),
    skip("a page at a sitemap's", "not a sitemap", "neither a sitemap nor a feed", kind="sitemap"),
    fail("401, 403, 429", "answers 503", "(Service Unavailable)", status=503),
    Row("429 or 503 with a Retry-After", ("1 try in a row failed", "Due now"), "failed", "answers 429", 429),
    fail("429 or 503 without a Retry-After", "answers 503", "(Service Unavailable)", status=503),
    Row("a home page that only leads on", ("It redirects to http://lamkhe.example/den-1",), status=301, kind="home"),
    fail("other 5xx, 206", "ConnectionLost: cut", "No answer came", status=None),
    fail("a host that has private", "its host is at a private address: 10.0.0.1", "a local network", status=None),
    fail("an empty page, which", "an empty page"),
    fail("bytes that are no HTML", "not HTML: the body is binary"),
    fail("a page that says that the site", "the site is closed: 'Bảo trì'"),
    fail("a page that stands in", "a stand-in page titled 'Hãy đợi'"),
    skip("an article's address with a log-in", "a log-in page", "From 14 March 2026 on"),
    fail("a listing, feed or sitemap that does", "a log-in page", kind="listing"),
    fail("an article's own address, or one", "no title"),
    fail("a stored article's page that has lost", "the page has lost what it had: date, lead"),
    fail("a stored article's page with quite", "the page holds another text than before, under another title"),
    fail("an article's address with a page that says", "a notice in place of a text: 'Đang cập nhật'"),
    skip("any other page without", "no body by the rules of 'generic'"),
    skip("a page that says what else", "a static page", "Not again, but with crawl --full"),
    Row("a file that an article offers", ("It is a file that an article offers",), kind="file"),
    skip("a PDF, an image", "not a page: application/pdf", "only pages are read"),
    fail("that at a stored article's", "not a page: application/pdf"),
    fail("an image where a listing", "not a page: image/png"),
    skip("more than 10 MB", "larger than 10 MB: 12 MB", "no page has more than 10 MB", status=None),
    skip("robots.txt forbids it", "robots.txt forbids it", "It was not asked for", "Not while robots.txt", status=None),
    Row("robots.txt forbids the home", ("waits for its turn", "Due now"), "pending", status=None, kind="home"),
    skip("older than", "older than 2024-01-01", "It was not asked for", "an earlier day", status=None),
    fail("an exception in a platform", "ValueError: no number"),
    skip("opened three times", "opened 3 times, and every time the process died", "the process died", status=None),
    fail("swallowed between", "lost between scheduler and spider", status=None),
    Row("`--limit` was reached", ("or reached --limit before it", "Due now"), "pending", status=None),
    Row("the run was interrupted", ("a run was interrupted", "Due now"), "pending", status=None),
)  # fmt: skip


def list_rows() -> list[str]:
    """The first cells of the table of crawls."""
    table = PAGE.read_text("utf-8").partition("|---|---|---|---|\n")[2].partition("\n\n")[0]
    return [line.split("|")[1].strip() for line in table.splitlines()]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    portal = Portal(id="lam-khe", name="Xã Lâm Khê", level="commune", province="Trăng Khuyết", url=f"{BASE}/")
    with Store.open(tmp_path_factory.mktemp("rows") / "a.db") as store:
        with store.transaction() as connection:
            run = runs.start_run(connection, NOW, [], "1")
            runs.save_portal(connection, portal)
            for number, row in enumerate(ROWS):
                write_row(
                    connection, row, f"{BASE}/tin-{number}.html", Sighting(portal.id, f"{BASE}/muc/", run, NOW, 4)
                )
        yield store, {portal.id: portal}


def write_row(connection, row: Row, url: str, seen: Sighting) -> None:
    """Write what a run writes of an address that came to this."""
    address = NewAddress(url, url, row.kind)
    addresses.register(connection, [address], seen)
    outcome = Outcome(row.state, NOW, row.status, row.error)
    if row.status == 301:
        target = NewAddress(f"{BASE}/den-1.html", f"{BASE}/den-1.html", "article")
        [claimed] = [one for one in addresses.read_due(connection, seen.portal, NOW, 100) if one.url == url]
        outcomes.redirect(connection, claimed, target, outcome, seen)
    elif row.state == "failed":
        outcomes.postpone(connection, url, Outcome("pending", NOW, row.status, row.error), row.due)
    elif row.state != "pending":
        outcomes.end(connection, url, outcome)


def test_every_row_of_the_table_is_here():
    unmatched = [cell for cell in list_rows() if not any(cell.startswith(row.start) for row in ROWS)]
    assert not unmatched and len(ROWS) == len(list_rows())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: re.sub(r"\W+", "-", row.start))
def test_row_is_explained_in_words(store, row):
    opened, portals = store
    url = f"{BASE}/tin-{ROWS.index(row)}.html"
    told = explain(opened, url, portals, datetime.fromisoformat(NOW))
    text = " ".join(sentence for sentences in told.sentences.values() for sentence in sentences)
    assert told.portal == "lam-khe" and told.sentences["due"]
    assert not [words for words in row.words if words not in text], text
