"""Indexes of web archives that say anything: what cannot be is left out, and what does not end is left."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace

import pytest
from support.harvests import HOME, make_portal, open_run
from support.runs import DAYS

from harvester.archive.cdx_server import Page, parse_lines
from harvester.errors import ArchiveError, ConfigError
from harvester.jobs import import_index
from harvester.jobs.import_index import Indexer, Period
from harvester.jobs.import_sources import is_index

LINE = '{{"url": "{}", "timestamp": "20260307020000", "status": "200"}}'


class Index:
    """Answers every page with these lines and with the same next page."""

    address = "http://index.example"

    def __init__(self, *urls: str, next_page: str | None = None) -> None:
        self.lines = "\n".join(LINE.format(url) for url in urls).encode()
        self.next_page = next_page

    def read_page(self, prefix: str, page: str | None) -> Page:
        return Page(list(parse_lines(self.lines)), self.next_page)


def note(tmp_path, index):
    with open_run(tmp_path / "a.db", DAYS[0], portals=(make_portal(),)) as run:
        counts = SimpleNamespace(records=0, skipped=Counter())
        Indexer(run.store, run.facts, counts, Period()).index_archive("cdx+http://index.example", index)
        return [row[0] for row in run.store.connection.execute("SELECT url FROM captures")], counts.skipped


@pytest.mark.parametrize("url", ["http://127.0.0.1/tin/a.html", "http://[::1]/", "http://go.example.vn@10.0.0.1/tin"])
def test_captures_of_private_hosts_are_of_no_portal(tmp_path, url):
    assert note(tmp_path, Index(f"{HOME}tin/a.html", url)) == ([f"{HOME}tin/a.html"], {"of no portal": 1})


@pytest.mark.parametrize("key", ["K", "k" * 3000])
def test_an_index_that_leads_in_a_circle_is_left(tmp_path, key):
    with pytest.raises(ArchiveError, match="does not end"):
        note(tmp_path, Index(f"{HOME}tin/a.html", next_page=key))


class EndlessIndex(Index):
    """Names another page on each."""

    def read_page(self, prefix: str, page: str | None) -> Page:
        number = int(page or 0)
        self.lines = LINE.format(f"{HOME}tin/{number}.html").encode()
        return Page(parse_lines(self.lines), str(number + 1))


@pytest.mark.parametrize(("limit", "most"), [("INDEX_PAGES", 5), ("INDEX_CAPTURES", 5)])
def test_an_index_without_end_is_left_for_the_next_import(tmp_path, monkeypatch, limit, most):
    monkeypatch.setattr(import_index, limit, most)
    captures, skipped = note(tmp_path, EndlessIndex())
    assert captures == [f"{HOME}tin/{n}.html" for n in range(5)]
    assert skipped == {"the rest of a very long index, for the next import": 1}
    captures, _ = note(tmp_path, EndlessIndex())
    assert captures == [f"{HOME}tin/{n}.html" for n in range(10)]


def test_an_index_s_address_holds_no_password():
    with pytest.raises(ConfigError, match="no password"):
        is_index("cdx+http://an:bi-mat@index.example/col")
