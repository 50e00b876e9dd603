"""Servers that honour conditional requests: what has not changed is not sent, and what must be read again is."""

import sqlite3
from datetime import datetime

from support.answers import honour
from support.books import check_books
from support.databases import open_database
from support.looks import NukeVietLook
from support.runs import DAYS, Crawl, write_portal
from support.server import PortalServer
from support.site import Site

NEWEST = datetime.fromisoformat("2026-03-06T08:00:00+07:00")


def test_pages_are_asked_for_by_version_unless_other_rules_read_them(tmp_path):
    site = Site(count=8, look=NukeVietLook(), sitemap="plain", newest=NEWEST)
    with PortalServer(site) as server:
        server.plan.share, server.plan.mixed, server.plan.spare = 1.0, [honour], ()
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "lam-khe"))
        assert crawl.run().portal("lam-khe")["new"] == 8
        server.forget()
        changed = site.update("a-3")
        second = crawl.run(now=DAYS[1]).portal("lam-khe")
        paths = {site.path(piece.name) for piece in site.pieces}
        answers = [entry.status for entry in server.log.served if entry.request.path in paths]
        assert (second["status"], second["updated"], second["unchanged"]) == ("ok", 1, 7)
        assert sorted(answers) == [200] + [304] * 7
        with sqlite3.connect(crawl.db) as connection:
            [(body,)] = connection.execute("SELECT body FROM articles WHERE revision = 2")
            assert body == "\n\n".join(changed.text.paragraphs)
            connection.execute("UPDATE articles SET extractor = 'nukeviet/0' WHERE revision = 1")
        connection.close()
        server.forget()
        third = crawl.run(now=DAYS[2]).portal("lam-khe")
        answers = [entry.status for entry in server.log.served if entry.request.path in paths]
        assert (third["status"], third["updated"], third["unchanged"]) == ("ok", 0, 8)
        assert sorted(answers) == [200] * 7 + [304]
        with open_database(crawl.db) as connection:
            assert not connection.execute("SELECT 1 FROM articles WHERE extractor = 'nukeviet/0'").fetchall()
    assert check_books(crawl.db) == []
