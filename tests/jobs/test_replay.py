"""Captures read as answers: what is noted before a page is opened, and taken back where nothing died of it."""

import pytest
from scrapy import Request
from support.harvests import make_portal
from support.imports import NOW, make_html

from harvester.archive.warc_records import Record
from harvester.errors import CaptureUnavailable
from harvester.jobs.replay import Replay
from harvester.plan import Plan
from harvester.store import Store, runs, unread
from harvester.store.frontier import addresses, counts
from harvester.store.frontier.addresses import NewAddress, Sighting

URL = "http://go.example.vn/tin/a.html"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"


def refuse(url):
    raise CaptureUnavailable("the archive answers 502")


def test_page_of_which_a_part_cannot_be_had_now_has_not_killed(tmp_path, monkeypatch):
    """Three such imports after a death ended the page as one that the harvester had died of."""
    with Store.open(tmp_path / "a.db") as store:
        with store.transaction() as connection:
            runs.start_run(connection, NOW.isoformat(), [], "0")  # which never ends
        replay = Replay(store, Plan(tmp_path / "a.db", (make_portal(),), NOW))
        seen = Sighting("go", "", replay.facts.id, replay.facts.now, 9)
        with store.transaction() as connection:
            addresses.register(connection, [NewAddress(URL, URL, "article")], seen)
        address = unread.read_address(store.connection, URL)
        record = Record("response", {}, HEAD + make_html("Tin").encode(), head_size=len(HEAD))
        monkeypatch.setattr(replay.spider, "find_callback", lambda kind: lambda response: [Request(f"{URL}?2")])
        replay.find_page = refuse
        assert replay.claims.is_wary
        with pytest.raises(CaptureUnavailable):
            replay.read(address, record, 1)
        assert counts.read_claims(store.connection) == {}
