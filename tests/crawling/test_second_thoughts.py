"""What was given up or not believed at first: pages that failed for a night, texts that replaced others."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from support import faults
from support.answers import show_html
from support.books import check_books, list_articles
from support.databases import open_database
from support.looks import NukeVietLook
from support.runs import DAYS, Crawl, write_portal
from support.server import PortalServer
from support.site import Site
from support.slow import takes_long

NIGHTS = [(datetime.fromisoformat(DAYS[0]) + timedelta(days=n)).isoformat() for n in range(6)]


@pytest.fixture
def server():
    newest = datetime.fromisoformat("2026-03-06T20:00:00+07:00")
    site = Site(count=9, look=NukeVietLook(), sitemap="plain", newest=newest)
    with PortalServer(site) as running:
        yield running


@pytest.fixture
def crawl(server, tmp_path):
    return Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "lam-khe"))


def read_one(crawl, server, name):
    with open_database(crawl.db) as connection:
        url = server.base + server.site.path(name)
        row = connection.execute("SELECT title, body, revision FROM articles WHERE url = ?", (url,)).fetchone()
    return tuple(row)


def rewrite(site, name, number):
    """Quite another text, under another title, at the same address."""
    piece, path = site.piece(name), site.path(name)
    days = [
        f"Ngày {day}, {number + day} giờ: họp giao ban lần {number}{day}, phòng {day}0{number}; xe {number * day}."
        for day in range(2, 30)
    ]
    text = replace(piece.text, title=f"Lịch công tác tuần {number}", lead=f"Lịch của tuần {number}.", paragraphs=days)
    other = replace(piece, text=text)
    page = site.look.show_article(site, other).replace(site.look.article_path(other), path)
    site.extra_pages[path] = show_html(page)
    return text


def test_page_that_failed_for_a_whole_night_comes_the_next(server, crawl):
    server.plan.always[server.site.path("a-4")] = faults.reset
    assert crawl.run().code == 1 and len(list_articles(crawl.db)) == 8
    server.plan.always.clear()
    second = crawl.run(now=NIGHTS[1])
    assert (second.code, list_articles(crawl.db)) == (0, server.site.expected())


@takes_long
def test_page_that_never_comes_is_given_up(server, crawl):
    server.plan.always[server.site.path("a-4")] = faults.reset
    asked = []
    for night in NIGHTS:
        server.forget()
        crawl.run(now=night)
        asked.append(server.log.count(server.site.path("a-4")))
    assert all(asked[:4]) and asked[4:] == [0, 0]


def test_text_that_replaced_another_is_believed_when_it_stands_there_the_next_day(server, crawl):
    assert crawl.run().code == 0
    before = read_one(crawl, server, "a-5")
    text = rewrite(server.site, "a-5", 77)
    second = crawl.run(now=NIGHTS[1])
    assert (second.code, read_one(crawl, server, "a-5")) == (1, before)
    third = crawl.run(now=NIGHTS[2])
    assert (third.code, third.portal("lam-khe")["updated"]) == (0, 1), third.errors
    assert read_one(crawl, server, "a-5") == (text.title, "\n\n".join(text.paragraphs), 2)
    with open_database(crawl.db) as connection:
        [kept] = connection.execute("SELECT title, body, cause FROM revisions").fetchall()
        assert tuple(kept) == (*before[:2], "page")
        assert connection.execute("SELECT count(*) FROM suspected_replacements").fetchone()[0] == 0
    assert check_books(crawl.db) == []


@takes_long
def test_text_that_is_another_every_night_is_not_believed(server, crawl):
    assert crawl.run().code == 0
    before = read_one(crawl, server, "a-5")
    for number, night in enumerate(NIGHTS[1:4]):
        rewrite(server.site, "a-5", 70 + number)
        assert crawl.run(now=night).code == 1
        assert read_one(crawl, server, "a-5") == before


@takes_long
@pytest.mark.parametrize("names", [("a-5", "a-6"), tuple(f"a-{n}" for n in range(1, 8))])
def test_text_that_stands_at_several_addresses_is_a_fault_however_long_it_stands(server, crawl, names):
    assert crawl.run().code == 0
    before = [read_one(crawl, server, name) for name in names]
    same = rewrite(server.site, names[0], 77)
    page = server.site.extra_pages[server.site.path(names[0])]
    for name in names[1:]:
        server.site.extra_pages[server.site.path(name)] = page
    for night in NIGHTS[1:5]:
        assert crawl.run(now=night).code == 1
        assert [read_one(crawl, server, name) for name in names] == before and same
    server.site.extra_pages.clear()
    assert crawl.run(now=NIGHTS[5]).code == 0
    assert [read_one(crawl, server, name) for name in names] == before
