"""Portals that are renamed or move, crawled before and after."""

import sqlite3
from contextlib import closing

import pytest
from support.looks import NukeVietLook, PlainLook
from support.runs import DAYS, Crawl, write_portal
from support.server import PortalServer
from support.site import Site
from support.slow import takes_long

from harvester.loading.moves import Move

LOOKS = (NukeVietLook(per_page=10), PlainLook())


class OtherPaths(PlainLook):
    """The same layout after its articles got other addresses."""

    def article_path(self, piece, section=None):
        return f"/bai-viet{super().article_path(piece, section)}"

    def find_article(self, site, path):
        return next((piece for piece in site.pieces if self.article_path(piece) == path), None)


def read(db, sql):
    with closing(sqlite3.connect(db)) as connection:
        return connection.execute(sql).fetchall()


def crawl(tmp_path, server, name, night, **more):
    directory = write_portal(tmp_path / f"portals-{night}", server, name, **more)
    finished = Crawl(tmp_path / "a.db", directory).run(now=DAYS[night])
    assert finished.code == 0, finished.errors
    return finished.portal(name)


@pytest.mark.parametrize("look", LOOKS, ids=("nukeviet", "plain"))
def test_a_moved_host_keeps_its_articles_and_is_asked_alone(tmp_path, look):
    site = Site(count=8, look=look, sitemap="plain")
    with PortalServer(site) as server:
        crawl(tmp_path, server, "lam-khe", 0)
        old = server.base
    with PortalServer(site) as server:
        harvest = crawl(tmp_path, server, "lam-khe", 1)
        site_key = f"{server.base}/"
    assert (harvest["status"], harvest["new"], harvest["failed"]) == ("ok", 0, 0)
    db = tmp_path / "a.db"
    assert read(db, "SELECT count(*) FROM articles") == [(8,)]
    assert read(db, f"SELECT count(*) FROM urls WHERE '{old}/' IN (substr(url, 1, {len(old) + 1}), found_in)") == [(0,)]
    assert read(db, f"SELECT count(DISTINCT article) FROM article_urls WHERE instr(url, '{site_key}')") == [(8,)]
    assert read(db, "SELECT alias, portal, kind FROM portal_aliases") == [(f"{old}/", "lam-khe", "address")]


def test_a_moved_page_stays_one_whose_text_was_replaced(tmp_path):
    site = Site(count=3, look=PlainLook(), sitemap="plain")
    db = tmp_path / "a.db"
    with PortalServer(site) as server:
        crawl(tmp_path, server, "lam-khe", 0)
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("INSERT INTO replaced_texts SELECT read_from, first_seen_at FROM articles")
    with PortalServer(site) as server:
        assert crawl(tmp_path, server, "lam-khe", 1)["status"] == "ok"
        assert read(db, f"SELECT count(*) FROM replaced_texts WHERE instr(url, '{server.base}/') = 1") == [(3,)]
    assert read(db, "PRAGMA foreign_key_check") == []


def test_a_moved_host_whose_paths_are_others_keeps_its_articles(tmp_path):
    with PortalServer(Site(count=8, look=PlainLook(), sitemap="plain")) as server:
        crawl(tmp_path, server, "lam-khe", 0)
    with PortalServer(Site(count=8, look=OtherPaths(), sitemap="plain")) as server:
        directory = write_portal(tmp_path / "portals-1", server, "lam-khe")
        assert Crawl(tmp_path / "a.db", directory).run(now=DAYS[1]).portal("lam-khe")["new"] == 0
    assert read(tmp_path / "a.db", "SELECT count(*) FROM articles") == [(8,)]


@takes_long
def test_the_records_of_two_hosts_become_one_whose_paths_are_others(tmp_path):
    db = tmp_path / "a.db"
    with (
        PortalServer(Site(count=8, look=PlainLook(), sitemap="plain")) as one,
        PortalServer(Site(count=8, look=OtherPaths(), sitemap="plain")) as two,
    ):
        crawl(tmp_path, one, "cu", 0)
        crawl(tmp_path, two, "moi", 1)
        assert read(db, "SELECT count(*) FROM articles") == [(16,)]
        directory = write_portal(tmp_path / "joined", two, "moi", formerly=["cu", f"{one.base}/"])
        assert Crawl(db, directory).run(now=DAYS[2]).portal("moi")["new"] == 0
    assert read(db, "SELECT portal, count(*) FROM articles GROUP BY 1") == [("moi", 8)]
    assert read(db, f"SELECT count(DISTINCT article) FROM article_urls WHERE instr(url, '{one.base}/')") == [(8,)]


def test_a_renamed_file_keeps_its_articles(tmp_path):
    site = Site(count=8, look=PlainLook(), sitemap="plain")
    with PortalServer(site) as server:
        crawl(tmp_path, server, "lam-khe", 0)
        harvest = crawl(tmp_path, server, "xa-lam-khe", 1, formerly=["lam-khe"])
    assert (harvest["status"], harvest["new"]) == ("ok", 0)
    db = tmp_path / "a.db"
    assert read(db, "SELECT portal, count(*) FROM articles GROUP BY 1") == [("xa-lam-khe", 8)]
    assert read(db, "SELECT id FROM portals") == [("xa-lam-khe",)]
    assert read(db, "SELECT alias, portal, kind FROM portal_aliases") == [("lam-khe", "xa-lam-khe", "id")]
    assert read(db, "PRAGMA foreign_key_check") == []


@takes_long
@pytest.mark.parametrize("look", LOOKS, ids=("nukeviet", "plain"))
def test_the_records_of_two_hosts_become_one_with_the_images_of_both(tmp_path, look):
    site = Site(count=8, look=look, sitemap="plain")
    with PortalServer(site) as one, PortalServer(site) as two:
        crawl(tmp_path, one, "cu", 0)
        crawl(tmp_path, two, "moi", 1)
        db = tmp_path / "a.db"
        assert read(db, "SELECT count(*) FROM articles") == [(16,)]
        with closing(sqlite3.connect(db)) as connection, connection:
            connection.execute("DELETE FROM images")
            connection.execute("DELETE FROM attachments")
            connection.execute("INSERT INTO images SELECT id, 1, 'http://anh.example/' || portal, NULL FROM articles")
            connection.execute(
                "INSERT INTO attachments (article, url) SELECT id, 'http://tep.example/' || portal FROM articles"
            )
        finished = Crawl(db, write_portal(tmp_path / "joined", two, "moi", formerly=["cu", f"{one.base}/"]))
        harvest = finished.run("--recheck-days", "0", "--sweep-days", "0", now=DAYS[2]).portal("moi")
    assert harvest["new"] == 0
    assert read(db, "SELECT portal, count(*) FROM articles GROUP BY 1") == [("moi", 8)]
    assert read(db, "SELECT DISTINCT portal FROM urls") == [("moi",)]
    for table, place in (("images", "anh"), ("attachments", "tep")):
        kept = read(db, f"SELECT count(*) FROM {table} WHERE url LIKE 'http://{place}.example/%' GROUP BY article")
        assert kept and set(kept) <= {(2,)}


@pytest.mark.parametrize(
    ("old", "new", "is_real"),
    [
        ("http://cu.example/", "https://www.cu.example/", False),
        ("http://cu.example/", "http://cu.example/vi/", False),
        ("http://cu.example/", "http://cu.example:8080/", True),
        ("http://cu.example/xa-a/", "http://cu.example/xa-b/", True),
        ("http://cu.example/", "http://moi.example/", True),
    ],
)
def test_another_spelling_is_no_move(old, new, is_real):
    assert Move(old, new).is_real is is_real


@pytest.mark.parametrize(
    ("old", "new", "url", "expected"),
    [
        ("http://cu.example/", "https://www.moi.example/", "http://www.cu.example/a?id=1", "https://www.moi.example/a?id=1"),
        ("http://cu.example/xa/", "http://moi.example/", "http://cu.example/xa/a", "http://moi.example/a"),
        ("http://cu.example/", "http://moi.example/", "http://khac.example/a", "http://khac.example/a"),
        ("http://cu.example/", "http://moi.example/", "listing", "listing"),
    ],
)  # fmt: skip
def test_an_address_moves_with_its_site(old, new, url, expected):
    assert Move(old, new).respell_address(url) == expected
