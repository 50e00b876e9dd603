"""Articles on several pages, and archives that were taken for articles, on a WordPress."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from support import faults
from support.answers import Answer, honour, show_html
from support.books import check_books, list_states
from support.databases import open_database
from support.looks import PlainLook
from support.runs import DAYS, Crawl, Finished, write_portal
from support.server import PortalServer
from support.site import Site
from support.slow import takes_long

WHOLE, FORBIDDEN, ONCE, ALWAYS, CUT = "/ben-do/", "/cho-phien/", "/cau-treo/", "/dinh-lang/", "/gieng-co/"
TEXTS = (
    "Người già trong thôn còn nhớ chuyện này từ thời ông nội của họ.",
    "Mùa nước lớn, bà con chở cả trâu lẫn thóc sang bãi bồi bên kia.",
    "Năm ngoái đường mới làm xong, việc đi lại không còn vất vả nữa.",
)
ARCHIVE = "/chuyen-lang/"
OLDER = tuple(f"/viec-lang-so-{number}/" for number in range(1, 5))


def list_parts(path: str) -> list[str]:
    return [path, f"{path}2/", f"{path}3/"]


def show(classes: str, content: str) -> Answer:
    head = '<meta charset="utf-8"><meta name="generator" content="WordPress 6.4"><title>Xã Lâm Khê</title>'
    return show_html(f'<html lang="vi"><head>{head}</head><body class="{classes}"><main>{content}</main></body></html>')


def show_post(title: str, content: str) -> Answer:
    time = '<time class="entry-date published" datetime="2026-03-05T08:30:00+07:00">05/03/2026</time>'
    post = f'<h1 class="entry-title">{title}</h1>{time}<div class="entry-content">{content}</div>'
    return show("single single-post", f'<article class="post type-post hentry">{post}</article>')


def show_list(classes: str, *links: str, more: str = "") -> Answer:
    items = "".join(
        f'<article class="hentry"><h2 class="entry-title"><a href="{link}">{link.strip("/").replace("-", " ")}</a></h2>'
        '<time datetime="2026-03-05T08:30:00+07:00">05/03/2026</time></article>'
        for link in links
    )
    return show(classes, items + more)


def make_site() -> Site:
    """Five articles in three parts, and an archive of four short ones on two pages that is linked like an article."""
    site = Site(count=0, look=PlainLook(per_page=8))
    for path in (WHOLE, FORBIDDEN, ONCE, ALWAYS, CUT):
        links = "".join(f'<a class="post-page-numbers" href="{part}">{part}</a>' for part in list_parts(path))
        for part, text in zip(list_parts(path), TEXTS, strict=True):
            site.extra_pages[part] = show_post(f"Chuyện kể ở {path}", f"<p>{path}: {text}</p><nav>{links}</nav>")
    for path in OLDER:
        site.extra_pages[path] = show_post(path.strip("/"), f"<p>Bà con họp bàn {path.strip('/')}.</p>")
    more = f'<nav class="pagination"><span class="current">1</span><a class="next" href="{ARCHIVE}page/2/">2</a></nav>'
    site.extra_pages[ARCHIVE] = show_list("archive tax-chuyen-muc", *OLDER[:2], more=more)
    site.extra_pages[f"{ARCHIVE}page/2/"] = show_list("archive tax-chuyen-muc", *OLDER[2:])
    site.extra_pages["/"] = show_list("home blog", WHOLE, FORBIDDEN, ONCE, ARCHIVE, ALWAYS, CUT)
    site.robots.disallow.append(f"{FORBIDDEN}3/")
    return site


@pytest.fixture(scope="module")
def harvest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[PortalServer, Crawl, Finished]]:
    """One night, with faults in the second parts of three articles."""
    directory = tmp_path_factory.mktemp("parts")
    with PortalServer(make_site()) as server:
        server.plan.first[f"{ONCE}2/"] = (1, faults.send_garbage)
        server.plan.always[f"{ALWAYS}2/"] = faults.send_garbage
        server.plan.always[f"{CUT}2/"] = faults.cut_short
        crawl = Crawl(directory / "a.db", write_portal(directory / "portals", server, "lam-khe"))
        yield server, crawl, crawl.run()


def read_paragraphs(crawl: Crawl, path: str) -> list[str]:
    with open_database(crawl.db) as connection:
        row = connection.execute("SELECT body FROM articles WHERE url LIKE ?", [f"%{path}"]).fetchone()
    return [text.removeprefix(f"{path}: ") for text in row["body"].split("\n\n")]


def test_all_are_stored_and_no_part_is_an_article(harvest: tuple[PortalServer, Crawl, Finished]) -> None:
    _, crawl, finished = harvest
    counts = finished.portal("lam-khe")
    assert check_books(crawl.db) == [], finished.errors
    assert (counts["new"], counts["failed"], counts["skipped"]) == (9, 0, 0)


def test_a_portal_is_told_of_articles_that_are_not_whole(harvest: tuple[PortalServer, Crawl, Finished]) -> None:
    _, _, finished = harvest
    counts = finished.portal("lam-khe")
    assert counts["status"] == "partial"
    assert counts["reason"].startswith("2 articles not whole, the last: http://")
    assert any(f"{path}: without its part 2: " in counts["reason"] for path in (ALWAYS, CUT))


def test_an_article_is_all_of_its_parts(harvest: tuple[PortalServer, Crawl, Finished]) -> None:
    server, crawl, _ = harvest
    assert read_paragraphs(crawl, WHOLE) == list(TEXTS)
    assert [server.log.count(part) for part in list_parts(WHOLE)] == [1, 1, 1]


def test_a_part_that_robots_txt_forbids_is_not_asked_for(harvest: tuple[PortalServer, Crawl, Finished]) -> None:
    server, crawl, _ = harvest
    assert server.log.count(f"{FORBIDDEN}3/") == 0
    assert read_paragraphs(crawl, FORBIDDEN) == list(TEXTS[:2])
    assert list_states(crawl.db)[FORBIDDEN] == ("done", "without its part 3: robots.txt forbids it")


def test_a_part_that_fails_once_is_asked_for_with_its_article(harvest: tuple[PortalServer, Crawl, Finished]) -> None:
    server, crawl, _ = harvest
    assert server.log.count(ONCE) == 2
    assert read_paragraphs(crawl, ONCE) == list(TEXTS)


@pytest.mark.parametrize("path", [ALWAYS, CUT])
def test_a_part_that_keeps_failing_does_not_keep_the_article(
    harvest: tuple[PortalServer, Crawl, Finished], path: str
) -> None:
    server, crawl, _ = harvest
    assert server.log.count(path) == 3
    assert read_paragraphs(crawl, path) == [TEXTS[0]]
    state, reason = list_states(crawl.db)[path]
    assert state == "done"
    assert str(reason).startswith("without its part 2: ")


def test_an_article_that_is_not_whole_becomes_so_though_its_first_page_is_the_same(tmp_path: Path) -> None:
    site = make_site()
    second = site.extra_pages.pop(f"{WHOLE}2/")
    with PortalServer(site) as server:
        server.plan.share, server.plan.mixed, server.plan.spare = 1.0, [honour], ()
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "lam-khe"))
        first = crawl.run().portal("lam-khe")
        assert list_states(crawl.db)[WHOLE] == ("done", "without its part 2: answers 404")
        assert (first["status"], read_paragraphs(crawl, WHOLE)) == ("partial", [TEXTS[0]])
        site.extra_pages[f"{WHOLE}2/"] = second
        night = crawl.run(now=DAYS[1]).portal("lam-khe")
        assert (night["status"], read_paragraphs(crawl, WHOLE)) == ("ok", list(TEXTS))
        assert list_states(crawl.db)[WHOLE] == ("done", None)


def test_an_archive_among_the_articles_is_walked(harvest: tuple[PortalServer, Crawl, Finished]) -> None:
    server, crawl, _ = harvest
    assert server.log.count(ARCHIVE) == 1
    assert list_states(crawl.db)[ARCHIVE] == ("done", "a listing instead of an article")
    assert all(server.log.count(path) == 1 for path in OLDER)


def test_the_next_night_finds_nothing_changed(harvest: tuple[PortalServer, Crawl, Finished]) -> None:
    _, crawl, _ = harvest
    counts = crawl.run(now=DAYS[1]).portal("lam-khe")
    assert (counts["new"], counts["updated"]) == (0, 0)
    assert read_paragraphs(crawl, WHOLE) == list(TEXTS)


@takes_long
def test_parts_keep_the_pause_between_requests(tmp_path: Path) -> None:
    site = make_site()
    site.extra_pages["/"] = show_list("home blog", WHOLE)
    with PortalServer(site) as server:
        portals = write_portal(tmp_path / "portals", server, "lam-khe")
        Crawl(tmp_path / "a.db", portals, options=("--delay", "0.3")).run()
        times = [served.at for served in server.log.served if served.request.path in list_parts(WHOLE)]
        assert server.log.most_requests_at_once == 1
    assert len(times) == 3
    assert all(later - earlier >= 0.29 for earlier, later in pairwise(times))
