"""A portal that nobody visited before: every article is found, whichever way leads to it."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from support.answers import redirect, show_html
from support.books import check_books, check_file, list_articles, list_states
from support.databases import open_database
from support.looks import NukeVietLook, PlainLook
from support.maps import make_sitemap
from support.runs import DAYS, Crawl, write_portal
from support.server import PortalServer
from support.site import Site
from support.slow import takes_long


def crawl_site(tmp_path: Path, server: PortalServer, **more: Any) -> Crawl:
    return Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "lam-khe", **more))


def ask(crawl: Crawl, sql: str, *values: Any) -> list[sqlite3.Row]:
    with open_database(crawl.db) as connection:
        return connection.execute(sql, values).fetchall()


def test_sitemap_feed_and_listings_together_find_everything(tmp_path: Path) -> None:
    site = Site(count=45, look=NukeVietLook(per_page=10), sitemap="index", feed=True, second_category=7)
    site.piece("a-3").unlisted = True
    with PortalServer(site) as server:
        crawl = crawl_site(tmp_path, server)
        finished = crawl.run()
        harvest = finished.portal("lam-khe")
    assert (finished.code, finished.errors) == (0, "")
    assert set(finished.counts) == {"run", "seconds", "portals"}
    assert set(harvest) == {
        "status", "reason", "pages", "new", "updated", "unchanged", "duplicates", "failed", "gone", "skipped",
        "undated",
    }  # fmt: skip
    assert (harvest["status"], harvest["new"], harvest["failed"], harvest["undated"]) == ("ok", 45, 0, 0)
    assert list_articles(crawl.db) == {site.path(piece.name) for piece in site.pieces}
    assert check_books(crawl.db) == check_file(crawl.db) == []
    assert not server.log.errors
    stored = {row["url"]: row for row in ask(crawl, "SELECT * FROM articles")}
    for piece in site.pieces:
        row = stored[site.base + site.path(piece.name)]
        assert row["title"] == piece.text.title
        assert row["lead"] == piece.text.lead
        assert row["body"] == "\n\n".join(piece.text.paragraphs)
        assert row["published_at"][:16] == piece.text.published.isoformat()[:16]
        assert (row["published_precision"], row["portal"], row["platform"]) == (
            "minute",
            "lam-khe",
            "nukeviet",
        )
    assert ask(crawl, "SELECT platform FROM portals")[0]["platform"] == "nukeviet"
    assert ask(crawl, "SELECT count(*) n FROM articles_fts WHERE articles_fts MATCH 'xa'")[0]["n"] > 0


def test_second_categories_stand_once_with_all_addresses(tmp_path: Path) -> None:
    site = Site(count=14, look=NukeVietLook(per_page=10), second_category=7)
    with PortalServer(site) as server:
        crawl = crawl_site(tmp_path, server)
        harvest = crawl.run().portal("lam-khe")
    assert (harvest["status"], harvest["new"]) == ("ok", 14)
    for name in ("a-7", "a-14"):
        rows = ask(
            crawl,
            "SELECT u.url FROM article_urls u JOIN articles a ON a.id = u.article WHERE a.url = ?",
            site.base + site.path(name),
        )
        both = {site.base + site.look.article_path(site.piece(name), section) for section in site.piece(name).sections}
        assert {row["url"] for row in rows} == both


def test_without_sitemap_and_feed_listings_are_walked_to_their_end(tmp_path: Path) -> None:
    site = Site(count=65, look=PlainLook(per_page=10))
    with PortalServer(site) as server:
        crawl = crawl_site(tmp_path, server)
        finished = crawl.run()
    assert (finished.code, finished.portal("lam-khe")["new"]) == (0, 65)
    assert list_articles(crawl.db) == site.listed()
    walks = ask(crawl, "SELECT * FROM walks")
    assert all(row["next_url"] is None and row["ended_at"] for row in walks)
    assert {row["mode"] for row in walks} == {"complete"}


@takes_long
def test_oldest_first_listings_show_new_articles_on_their_last_page(tmp_path: Path) -> None:
    site = Site(count=64, look=PlainLook(per_page=10), order="oldest")
    with PortalServer(site) as server:
        crawl = crawl_site(tmp_path, server)
        assert crawl.run().portal("lam-khe")["new"] == 64
        for _ in range(14):  # more than the home page shows, and a new last page
            site.add()
        server.forget()
        harvest = crawl.run(now=DAYS[1]).portal("lam-khe")
        second = [target for target in server.log.targets() if "trang=" in target]
        assert (harvest["status"], harvest["new"]) == ("ok", 14)
        assert list_articles(crawl.db) == site.listed()
        assert len(second) == len(set(second)) <= 4, "only the last pages are asked for"
        for _ in range(14):
            site.add()
        assert crawl.run(now=DAYS[2]).portal("lam-khe")["new"] == 14


@takes_long
def test_mixed_order_hides_nothing(tmp_path: Path) -> None:
    site = Site(count=64, look=NukeVietLook(per_page=10), order="mixed")
    with PortalServer(site) as server:
        crawl = crawl_site(tmp_path, server)
        first = crawl.run()
        assert (first.code, list_articles(crawl.db)) == (0, site.listed())
        for _ in range(30):  # more than the first pages of both sections hold
            site.add()
        second = crawl.run(now="2026-04-07T02:00:00+07:00")  # behind the days of all of them
        assert (second.code, list_articles(crawl.db) >= site.listed()) == (0, True)
        assert check_books(crawl.db) == []


def test_aliases_that_redirect_lead_to_one_record(tmp_path: Path) -> None:
    site = Site(count=8, look=PlainLook())
    aliases = [f"/cu/{number}.html" for number in (1, 2)]
    with PortalServer(site) as server:
        for number, alias in enumerate(aliases, 1):
            site.extra_pages[alias] = redirect(site.base + site.path(f"a-{number}"))
        site.extra_pages["/cu/3.html"] = redirect("/cu/1.html", 302)
        entries = "".join(
            f'<h3><a href="{alias}">Tin cũ ở địa chỉ cũ số {alias}</a></h3>' for alias in [*aliases, "/cu/3.html"]
        )
        home = site.look.show_home(site).replace("<h2>Tin mới</h2>", f"<h2>Tin mới</h2>{entries}")
        site.extra_pages["/"] = show_html(home)
        crawl = crawl_site(tmp_path, server)
        harvest = crawl.run().portal("lam-khe")
    assert (harvest["status"], harvest["new"], harvest["duplicates"]) == ("ok", 8, 0)
    rows = ask(
        crawl,
        "SELECT u.url, a.url AS own FROM article_urls u JOIN articles a ON a.id = u.article",
    )
    led = {row["url"].removeprefix(site.base): row["own"].removeprefix(site.base) for row in rows}
    assert led["/cu/1.html"] == led["/cu/3.html"] == site.path("a-1")
    assert led["/cu/2.html"] == site.path("a-2")
    states = list_states(crawl.db)
    assert {states[alias] for alias in (*aliases, "/cu/3.html")} == {("done", None)}
    assert check_books(crawl.db) == []


def test_home_and_listings_that_redirect(tmp_path: Path) -> None:
    site = Site(count=25, look=PlainLook(per_page=10))
    with PortalServer(site) as server:
        site.extra_pages["/"] = redirect("/trang-chu", 302)
        site.extra_pages["/trang-chu"] = show_html(
            site.look.show_home(site).replace("/muc/nong-thon", "/muc-cu/nong-thon")
        )
        site.extra_pages["/muc-cu/nong-thon"] = redirect("/muc/nong-thon")
        crawl = crawl_site(tmp_path, server)
        first = crawl.run()
        assert (first.code, list_articles(crawl.db)) == (0, site.listed())
        site.add()
        site.add()
        second = crawl.run(now=DAYS[1])
    assert (second.code, second.portal("lam-khe")["new"], second.portal("lam-khe")["status"]) == (0, 2, "ok")
    assert not ask(crawl, "SELECT * FROM walks WHERE next_url IS NOT NULL")


@takes_long
def test_a_sitemap_that_redirects_is_read_at_every_run(tmp_path: Path) -> None:
    site = Site(count=6, look=PlainLook(), sitemap="plain")
    site.robots.names_sitemap = False
    with PortalServer(site) as server:

        def publish() -> None:
            site.extra_pages["/sitemap.xml"] = redirect("/ban-do.xml")
            answer = make_sitemap(site, "/sitemap.xml")
            assert answer is not None
            site.extra_pages["/ban-do.xml"] = answer

        site.piece("a-1").unlisted = True
        publish()
        crawl = crawl_site(tmp_path, server)
        assert crawl.run().portal("lam-khe")["new"] == 6
        site.add().unlisted = True
        publish()
        assert crawl.run(now=DAYS[1]).portal("lam-khe")["new"] == 1


@takes_long
@pytest.mark.parametrize("sitemap", ["none", "plain"])
def test_two_portals_on_one_host_lose_nothing_and_are_well(tmp_path: Path, sitemap: str) -> None:
    """Two communes as sections of their district's host: every article once, under one of them."""
    site = Site(count=24, look=PlainLook(per_page=5), sitemap=sitemap)
    with PortalServer(site) as server:
        for name, section in zip(("xa-mot", "xa-hai"), site.sections, strict=True):
            portals = write_portal(tmp_path / "p", server, name, sections=[site.look.listing_path(section, 1)])
        crawl = Crawl(tmp_path / "a.db", portals)
        for day, new in zip(DAYS[:2], (24, 0), strict=True):
            finished = crawl.run(now=day)
            harvests = finished.counts["portals"].values()
            assert (finished.code, {harvest["status"] for harvest in harvests}) == (0, {"ok"}), finished.errors
            assert sum(harvest["new"] for harvest in harvests) == new
        assert list_articles(crawl.db) == site.expected() and check_books(crawl.db) == []
