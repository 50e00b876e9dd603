"""A portal that is visited again: nothing is new, nothing is fetched for nothing, and no change is missed."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from support.books import check_books, list_articles
from support.databases import compare_databases, open_database
from support.looks import NukeVietLook
from support.runs import DAYS, Crawl, write_portal
from support.server import PortalServer
from support.site import Site
from support.slow import takes_long

RECHECKED = timedelta(days=14)
NEWEST = datetime.fromisoformat("2026-03-06T08:00:00+07:00")
"""Its 60 articles come out in the 17 days before the first night."""


def read_one(crawl: Crawl, sql: str, *values: object) -> tuple[object, ...]:
    with open_database(crawl.db) as connection:
        return tuple(connection.execute(sql, values).fetchone())


@takes_long
def test_visits_on_four_days(tmp_path: Path) -> None:
    site = Site(count=60, look=NukeVietLook(per_page=10), sitemap="index", feed=True, second_category=7, newest=NEWEST)
    with PortalServer(site) as server:
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "lam-khe"))
        first = crawl.run()
        assert (first.code, first.portal("lam-khe")["new"]) == (0, 60)

        # again at the same second: what there is of sources, and not one article
        server.forget()
        same = crawl.run().portal("lam-khe")
        paths = {site.path(piece.name) for piece in site.pieces}
        assert (same["status"], same["new"], same["updated"], same["duplicates"]) == ("ok", 0, 0, 0)
        assert not paths & set(server.log.targets())

        # a day later: only what may still change is looked at again
        server.forget()
        second = crawl.run("--sweep-days", "0", now=DAYS[1]).portal("lam-khe")
        assert (second["status"], second["new"], second["updated"], second["duplicates"]) == ("ok", 0, 0, 0)
        oldest = datetime.fromisoformat(DAYS[1]) - RECHECKED
        recent = {site.path(p.name) for p in site.pieces if p.text.published >= oldest}
        asked = paths & set(server.log.targets())
        assert asked == recent
        assert second["unchanged"] == len(recent)
        assert 0 < len(recent) < 60, "the site must have articles on both sides"

        # two days later: one has changed, one is gone, one leads home, two are new
        changed = site.update(next(p.name for p in site.present()))
        gone, home = [p.name for p in site.present()][1:3]
        before = site.path(gone)
        site.withdraw(gone, 410)
        site.withdraw(home, "home")
        fresh = [site.add(), site.add()]
        third = crawl.run(now=DAYS[2]).portal("lam-khe")
        assert (third["status"], third["new"], third["updated"], third["gone"]) == ("ok", 2, 1, 2)
        with open_database(crawl.db) as connection:
            revision = connection.execute("SELECT * FROM revisions").fetchall()
            assert [(row["revision"], row["cause"], row["seen_at"]) for row in revision] == [(1, "page", DAYS[2])]
            left = connection.execute("SELECT url FROM articles WHERE gone_at = ?", (DAYS[2],)).fetchall()
        assert {row["url"] for row in left} == {site.base + before, site.base + site.path(home)}
        body = read_one(crawl, "SELECT body FROM articles WHERE revision = 2")
        assert body == ("\n\n".join(changed.text.paragraphs),)
        assert {site.path(piece.name) for piece in fresh} <= list_articles(crawl.db)
        assert check_books(crawl.db) == []


@pytest.mark.parametrize(("sitemap", "most"), [("plain", 3), ("index", 4)])
def test_a_night_with_nothing_new_costs_a_portal_three_requests(tmp_path: Path, sitemap: str, most: int) -> None:
    old = datetime.fromisoformat("2026-01-06T08:00:00+07:00")
    site = Site(count=4, look=NukeVietLook(per_page=10), sitemap=sitemap, feed=True, newest=old)
    with PortalServer(site) as server:
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "lam-khe"))
        assert crawl.run().code == 0
        server.forget()
        night = crawl.run(now=DAYS[1]).portal("lam-khe")
    pages = len(server.log.served) - server.log.count("/robots.txt")
    assert (night["status"], night["new"], night["pages"]) == ("ok", 0, pages)
    assert len(server.log.served) <= most, server.log.targets()


@takes_long
def test_a_limit_is_no_failure_and_the_next_run_goes_on(tmp_path: Path) -> None:
    site = Site(count=40, look=NukeVietLook(per_page=10), order="oldest")
    with PortalServer(site) as server:
        portals = write_portal(tmp_path / "portals", server, "lam-khe")
        whole = Crawl(tmp_path / "whole.db", portals)
        assert whole.run().code == 0
        crawl = Crawl(tmp_path / "a.db", portals)
        seen = 0
        for limit in ("7", "12"):
            finished = crawl.run("--limit", limit)
            harvest = finished.portal("lam-khe")
            assert (finished.code, harvest["status"], harvest["new"]) == (0, "ok", int(limit))
            seen += int(limit)
            assert len(list_articles(crawl.db)) == seen
            assert check_books(crawl.db) == []
        server.forget()
        assert crawl.run().portal("lam-khe")["new"] == 40 - seen
        assert list_articles(crawl.db) == site.listed()
        assert compare_databases(whole.db, crawl.db) == []
        assert max(server.log.counts().values()) == 1


@takes_long
def test_since_and_an_earlier_since_and_full(tmp_path: Path) -> None:
    site = Site(count=30, look=NukeVietLook(per_page=10), sitemap="plain")
    days = sorted(piece.text.published.date() for piece in site.pieces)
    with PortalServer(site) as server:
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "lam-khe"))
        for since in (days[20], days[8]):
            finished = crawl.run("--since", since.isoformat())
            assert (finished.code, finished.portal("lam-khe")["status"]) == (0, "ok")
            wanted = {site.path(p.name) for p in site.pieces if p.text.published.date() >= since}
            assert list_articles(crawl.db) == wanted
        skipped = read_one(crawl, "SELECT count(*) FROM urls WHERE last_error = ?", f"older than {days[8]}")
        assert skipped == (30 - len(wanted),)
        server.forget()
        full = crawl.run("--full").portal("lam-khe")
        assert (full["new"], full["unchanged"]) == (30 - len(wanted), len(wanted))
        assert {site.path(piece.name) for piece in site.pieces} <= set(server.log.targets())
        assert check_books(crawl.db) == []
