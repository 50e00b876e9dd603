"""One portal on which each page is wrong in its own way: the others are stored, each wrong one is named."""

import re
import unicodedata

import pytest
from support import faults, hostile
from support.books import check_books, check_file, list_articles, list_states
from support.databases import open_database
from support.looks import NukeVietLook, PlainLook
from support.runs import Crawl, write_portal
from support.server import PortalServer
from support.site import Site
from support.trap import Trap

from harvester.limits import CUT_TRIES

COUNT = 24
REFUSED = {  # article -> what is wrong with it; none of them may be stored
    "a-2": faults.claim_type("application/pdf", b"%PDF-1.4 \x00\x01 not a page"),
    "a-3": faults.send_nothing,
    "a-4": faults.send_large(15 * 1024 * 1024),
    "a-5": faults.send_garbage,
    "a-6": faults.send_gzip_bomb(200 * 1024 * 1024),
    "a-7": faults.send_endlessly,
    "a-9": faults.cut_gzip,
    "a-10": faults.cut_short,
    "a-11": faults.reset,
    "a-12": faults.show_block_page,
    "a-13": faults.redirect_to_itself,
    "a-14": faults.claim_type("image/jpeg", b"\xff\xd8\xff\xe0" + b"\x00" * 500),
}
ENCODED = {"a-15": "windows-1258", "a-16": "utf-8"}  # written in windows-1258 both, and claimed to be this
STRANGE = {
    "a-17": faults.nest_deeply(5000),
    "a-18": faults.insert_nul_bytes,
}
CUT_OFF = "a-8"  # breaks off each time that it is asked for
BROKEN = "a-20"  # the platform raises on it
ELSEWHERE = "a-21"  # redirects to another site
MISSING = "a-22"  # 404


@pytest.fixture(scope="module", params=["nukeviet", "plain"])
def harvest(request, tmp_path_factory):
    """The site, the server's book, the database and what the run answered, after one run."""
    directory = tmp_path_factory.mktemp("hostile")
    look = NukeVietLook(per_page=8) if request.param == "nukeviet" else PlainLook(per_page=8)
    site = Site(count=COUNT, look=look)
    hostile.add_loop_listing(site)
    site.withdraw(MISSING)
    site.extra_links.append(site.path(MISSING))
    with Trap() as trap, PortalServer(site) as server:
        for name, fault in {**REFUSED, **STRANGE, CUT_OFF: faults.cut_page}.items():
            server.plan.always[site.path(name)] = fault
        for name, claimed in ENCODED.items():
            server.plan.always[site.path(name)] = faults.encode_as("windows-1258", claimed)
        server.plan.always[site.path(ELSEWHERE)] = faults.redirect_to(f"http://localhost:{trap.port}/doc-tin/1/bay")
        crawl = Crawl(directory / "a.db", write_portal(directory / "portals", server, "lam-khe"))
        finished = crawl.run(environment={"BREAK_ARTICLE": site.path(BROKEN)})
        assert server.log.errors == []
        yield site, server, trap, crawl.db, finished


def read_article(db, path):
    with open_database(db) as connection:
        return connection.execute("select * from articles where url like ?", ["%" + path]).fetchone()


def test_run_ends_with_balanced_books_and_the_code_of_its_status(harvest):
    _, _, _, db, finished = harvest
    assert finished.code in (0, 1), finished.errors[-3000:]
    assert (finished.code == 0) == (finished.portal("lam-khe")["status"] == "ok")
    assert check_books(db) == [] and check_file(db) == []


def test_good_pages_are_stored_all_and_nothing_else(harvest):
    site, _, _, db, _ = harvest
    wrong = {site.path(name) for name in (*REFUSED, BROKEN, ELSEWHERE, MISSING)}
    unsure = {site.path(name) for name in (*STRANGE, *ENCODED)}
    good = {site.path(piece.name) for piece in site.pieces} - wrong - unsure
    assert list_articles(db) - unsure == good


def test_page_that_always_breaks_off_is_stored_at_last_and_that_is_told(harvest):
    site, server, _, db, finished = harvest
    assert server.log.count(site.path(CUT_OFF)) > CUT_TRIES
    assert list_states(db)[site.path(CUT_OFF)] == ("done", "though the page breaks off: no </html>")
    assert f"{site.path(CUT_OFF)}: though the page breaks off" in finished.portal("lam-khe")["reason"]


@pytest.mark.parametrize("name", REFUSED)
def test_wrong_page_is_not_stored_and_its_error_is_named(harvest, name):
    site, _, _, db, _ = harvest
    state, error = list_states(db)[site.path(name)]
    assert state in ("failed", "skipped", "pending") and error
    assert read_article(db, site.path(name)) is None


def test_exception_in_a_platform_is_named(harvest):
    site, _, _, db, finished = harvest
    state, error = list_states(db)[site.path(BROKEN)]
    assert state == "failed" and "ZeroDivisionError" in error
    assert finished.portal("lam-khe")["failed"] > 0


def test_redirect_to_another_site_is_skipped_and_not_followed(harvest):
    site, _, trap, db, _ = harvest
    assert list_states(db)[site.path(ELSEWHERE)][0] == "skipped"
    assert list_states(db)[site.path(MISSING)][0] == "gone"
    assert trap.hits == 0


@pytest.mark.parametrize("name", ENCODED)
def test_encoding_is_read_right_or_the_page_is_refused(harvest, name):
    site, _, _, db, _ = harvest
    article = read_article(db, site.path(name))
    if article is None:
        assert ENCODED[name] == "utf-8" and list_states(db)[site.path(name)][1]
        return
    text = site.piece(name).text
    assert article["title"] == unicodedata.normalize("NFC", text.title)
    assert article["body"].endswith(unicodedata.normalize("NFC", text.paragraphs[-1]))


@pytest.mark.parametrize("name", STRANGE)
def test_strange_pages_are_stored_clean(harvest, name):
    site, _, _, db, _ = harvest
    article = read_article(db, site.path(name))
    if article is None:
        assert list_states(db)[site.path(name)][1]
        return
    assert article["title"] == site.piece(name).text.title
    assert not re.search(r"[\x00-\x08\ufffd]", article["body"])


def test_self_linking_listing_is_left_soon(harvest):
    _, server, _, _, _ = harvest
    assert 1 <= server.log.count("/vong-lap/") <= 3


def test_huge_and_endless_pages_take_little_memory(harvest):
    assert harvest[-1].peak_mb < 300


def test_links_without_an_article_alone_are_all_well(tmp_path):
    site = Site(count=5, look=PlainLook())
    with Trap() as trap, PortalServer(site) as server:
        hostile.link_oddly(site, trap)
        site.extra_links = [href for href in site.extra_links if len(href) < 2000]  # a longer one is told of
        hostile.add_redirects(site, [f"{trap.base}/x", "http://169.254.169.254/", "/khong-co"], "tin-tuc")
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "lam-khe"))
        finished = crawl.run()
        assert (finished.code, finished.portal("lam-khe")["status"]) == (0, "ok"), finished.errors[-2000:]
        assert list_articles(crawl.db) == site.listed() and check_books(crawl.db) == []
        assert trap.hits == 0


def test_huge_cookies_are_not_carried_along(tmp_path):
    site = Site(count=12, look=PlainLook(per_page=5))
    with PortalServer(site) as server:
        server.plan.share, server.plan.mixed = 1.0, [faults.set_huge_cookies(4)]
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "lam-khe"))
        assert crawl.run().code == 0 and list_articles(crawl.db) == site.listed()
        assert max(len(entry.request.headers.get("cookie", "")) for entry in server.log.served) < 8000
