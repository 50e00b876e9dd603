"""Backups amid a run: each is the database at one moment."""

from __future__ import annotations

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
        copies: list[Path] = []

        def copy_now() -> None:  # in the server's thread: nothing is answered meanwhile, and the crawl is not over
            place = tmp_path / f"copy-{len(copies)}.db"
            back_up(crawl.db, place)
            copies.append(place)

        for nth in (10, 20, 30):
            server.after_answers(nth, copy_now)
        assert crawl.run().code == 0
    assert len(copies) == 3
    stored = [list_articles(copy) for copy in (*copies, crawl.db)]
    assert [len(one) for one in stored] == sorted(len(one) for one in stored)
    assert len(stored[0]) < len(stored[-1])
    for copy in copies:
        assert check_file(copy) == check_books(copy) == []
