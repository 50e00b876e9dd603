"""Backups amid a run: each is the database at one moment."""

from __future__ import annotations

import threading
from pathlib import Path

from support.books import check_books, check_file, list_articles
from support.looks import PlainLook
from support.runs import Crawl, write_portal
from support.server import PortalServer
from support.site import Site

from harvester.store.copies import back_up


def test_backups_amid_a_run(tmp_path: Path) -> None:
    with PortalServer(Site(count=40, look=PlainLook(per_page=8))) as server:
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "lam-khe"))
        copies = []

        def copy_at_times(pid: int) -> None:
            for number in range(3):
                under_way = threading.Event()
                server.after_answers(10, under_way.set)
                assert under_way.wait(60)
                copies.append(tmp_path / f"copy-{number}.db")
                back_up(crawl.db, copies[-1])

        assert crawl.run(on_start=copy_at_times).code == 0
    stored = [list_articles(copy) for copy in (*copies, crawl.db)]
    assert [len(one) for one in stored] == sorted(len(one) for one in stored)
    assert len(stored[0]) < len(stored[-1])
    for copy in copies:
        assert check_file(copy) == check_books(copy) == []
