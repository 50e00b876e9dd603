"""Articles on several pages read anew: their later parts are found among what was kept."""

import pytest
from support.answers import show_html
from support.databases import compare_databases, open_database
from support.looks import PlainLook
from support.runs import DAYS, Crawl, write_portal
from support.server import PortalServer
from support.site import Site

from harvester.archive.verification import check_folder
from harvester.jobs.rereading import RereadPlan, reread
from harvester.platforms import PLATFORMS
from harvester.platforms.wordpress import WordPress
from harvester.portals import load_portals
from harvester.store import Store, captures

LONG, FORBIDDEN, SHORT = "/ben-do/", "/cho-phien/", "/cau-treo/"
TEXTS = ("Người già trong thôn còn nhớ.", "Mùa nước lớn, bà con sang bãi bồi.", "Năm ngoái đường mới làm xong.")
TIME = '<time class="entry-date published" datetime="2026-03-05T08:30:00+07:00">05/03/2026</time>'
LATER = "2026-06-01T02:00:00+07:00"


def show(classes: str, content: str):
    head = '<meta charset="utf-8"><meta name="generator" content="WordPress 6.4"><title>Xã Lâm Khê</title>'
    return show_html(f'<html lang="vi"><head>{head}</head><body class="{classes}">{content}</body></html>')


def show_part(path: str, count: int, text: str):
    parts = [path, *(f"{path}{number}/" for number in range(2, count + 1))]
    links = "".join(f'<a class="post-page-numbers" href="{part}">{part}</a>' for part in parts)
    content = f'<div class="entry-content"><p>{text}</p><nav>{links}</nav></div>'
    body = f'<h1 class="entry-title">Chuyện ở {path}</h1>{TIME}{content}'
    return show("single single-post", f'<article class="post hentry">{body}</article>')


def show_link(path: str) -> str:
    return f'<article class="hentry"><h2 class="entry-title"><a href="{path}">Chuyện ở {path}</a></h2>{TIME}</article>'


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A crawl of two articles in three parts and a short one; robots.txt forbids the second part of one."""
    directory = tmp_path_factory.mktemp("parts")
    site = Site(count=0, look=PlainLook(per_page=8))
    for path, count in ((LONG, 3), (FORBIDDEN, 3), (SHORT, 1)):
        for number, text in enumerate(TEXTS[:count], start=1):
            part = path if number == 1 else f"{path}{number}/"
            site.extra_pages[part] = show_part(path, count, f"{path}: {text}")
    site.extra_pages["/"] = show("home blog", "".join(map(show_link, (LONG, FORBIDDEN, SHORT))))
    site.robots.disallow.append(f"{FORBIDDEN}2/")
    with PortalServer(site) as server:
        crawl = Crawl(directory / "a.db", write_portal(directory / "portals", server, "lam-khe"))
        finished = crawl.run("--keep", str(directory / "pages"), now=DAYS[0])
        assert finished.code == 0, finished.errors
    return crawl, directory / "pages"


@pytest.fixture
def plan(kept, tmp_path):
    """A reread of a copy of that database."""
    crawl, pages = kept
    (tmp_path / "a.db").write_bytes(crawl.db.read_bytes())
    return RereadPlan(tmp_path / "a.db", pages, load_portals(crawl.portals, platforms=set(PLATFORMS)), LATER)


def read_bodies(db):
    with open_database(db) as connection:
        rows = connection.execute("SELECT url, body FROM articles").fetchall()
    return {url.rstrip("/").rpartition("/")[2]: body for url, body in rows}


def test_unchanged_rules_change_nothing(kept, plan):
    found = reread(plan)
    assert (found.sum("pages"), found.sum("unchanged"), found.failures) == (3, 3, [])
    assert compare_databases(kept[0].db, plan.database) == []


def test_changed_rules_read_every_part(plan, monkeypatch):
    read = WordPress.read_part

    def read_louder(self, page, *more):
        part = read(self, page, *more)
        part.body = part.body.upper()
        return part

    monkeypatch.setattr(WordPress, "read_part", read_louder)
    before = read_bodies(plan.database)
    assert all(text in before["ben-do"] for text in TEXTS)
    assert (reread(plan).sum("changed"), reread(plan).sum("changed")) == (3, 0)
    assert read_bodies(plan.database) == {name: body.upper() for name, body in before.items()}


def test_lost_part_is_a_failure_with_a_name(kept, plan):
    with Store.open(plan.database) as store:
        [(capture,)] = store.connection.execute("SELECT id FROM captures WHERE url LIKE '%/ben-do/3/'").fetchall()
        with store.transaction() as connection:
            captures.mark_lost(connection, [capture], LATER)
        assert check_folder(plan.folder, store).lost == []
    found = reread(plan)
    [(url, reason)] = found.failures
    assert url.endswith(LONG) and "/ben-do/3/" in reason
    assert (found.sum("unchanged"), found.sum("failed")) == (2, 1)
