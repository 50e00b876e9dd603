"""Kept pages read anew: nothing changes but what the rules read otherwise."""

import os
import signal
from dataclasses import replace

import pytest
from support.dask_workers import run_cluster
from support.databases import compare_databases, open_database
from support.looks import NukeVietLook
from support.runs import DAYS, Crawl, write_portal
from support.server import PortalServer
from support.site import Site
from support.slow import takes_long

from harvester.errors import ArchiveError, ConfigError, NotAnArticle
from harvester.jobs import reread_pages
from harvester.jobs.rereading import RereadPlan, reread
from harvester.platforms import PLATFORMS
from harvester.platforms.nukeviet import NukeViet
from harvester.portals import load_portals
from harvester.store import Store

LATER = "2026-06-01T02:00:00+07:00"


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A crawl of three nights, with a text that changed, that kept everything."""
    directory = tmp_path_factory.mktemp("kept")
    site = Site(count=10, look=NukeVietLook(per_page=5), order="mixed", sitemap="index", feed=True, second_category=3)
    site.add(replace(site.piece("a-5").text, title="Tin chép lại"))
    with PortalServer(site) as server:
        crawl = Crawl(directory / "a.db", write_portal(directory / "portals", server, "lam-khe"))
        crawl.options = (*crawl.options, "--keep", str(directory / "pages"), "--full")
        for night in DAYS[:2]:
            finished = crawl.run(now=night)
            assert finished.code == 0, finished.errors
            site.update("a-3")
    return crawl, directory / "pages"


@pytest.fixture
def plan(kept, tmp_path):
    """A reread of a copy of that database."""
    crawl, pages = kept
    copy = tmp_path / "a.db"
    with open_database(crawl.db) as connection:
        copy.write_bytes(crawl.db.read_bytes())
        assert connection.execute("PRAGMA wal_checkpoint").fetchone() is not None
    return RereadPlan(copy, pages, load_portals(crawl.portals, platforms=set(PLATFORMS)), LATER)


def count_articles(db):
    with open_database(db) as connection:
        return connection.execute("SELECT count(*) FROM articles").fetchone()[0]


@pytest.fixture
def other_titles(monkeypatch):
    """A change of the platform: it reads the titles of some articles otherwise."""
    read = NukeViet.article

    def read_otherwise(self, page, *more):
        article = read(self, page, *more)
        if "-1" in page.url:
            article.title = f"Mới: {article.title}"
        return article

    monkeypatch.setattr(NukeViet, "article", read_otherwise)


@takes_long
def test_unchanged_rules_change_nothing(kept, plan):
    for pages in (11, 11):
        counts = reread(plan).describe()
        assert (counts["pages"], counts["changed"], counts["unchanged"], counts["failed"]) == (pages, 0, 11, 0), counts
    assert counts["platforms"]["nukeviet"]["pages"] == 11 == count_articles(plan.database)
    assert compare_databases(kept[0].db, plan.database) == []


def test_pages_that_a_finished_reread_has_read_by_the_same_rules_are_passed_over(plan, monkeypatch):
    reread(plan)
    monkeypatch.setattr(reread_pages, "read_page", lambda wanted: pytest.fail("was read"))
    assert reread(plan).describe()["unchanged"] == 11


def test_changed_rules_change_the_records_concerned(kept, plan, other_titles):
    with open_database(plan.database) as connection:
        before = dict(connection.execute("SELECT id, title FROM articles").fetchall())
        concerned = {row[0] for row in connection.execute("SELECT id FROM articles WHERE url LIKE '%-1%'")}
    assert 0 < len(concerned) < len(before)
    counts = reread(plan).describe()
    assert (counts["changed"], counts["fields"]) == (
        len(concerned), {"title": len(concerned), "content_hash": len(concerned)},
    )  # fmt: skip
    with open_database(plan.database) as connection:
        for number, title in connection.execute("SELECT id, title FROM articles").fetchall():
            assert title == (f"Mới: {before[number]}" if number in concerned else before[number])
        rows = connection.execute("SELECT article, title, cause, seen_at FROM revisions WHERE cause = 'extractor'")
        assert {tuple(row) for row in rows} == {(n, before[n], "extractor", LATER) for n in concerned}
        found = connection.execute("SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'moi'").fetchone()[0]
        assert found >= len(concerned)
    assert reread(plan).describe()["changed"] == 0


def test_dry_run_shows_and_writes_nothing(kept, plan, other_titles):
    counts = reread(replace(plan, dry_run=True)).describe()
    assert counts["fields"]["title"] == counts["changed"] > 0
    example = next(one for one in counts["examples"] if one["field"] == "title")
    assert example["after"] == f"Mới: {example['before']}" and example["platform"] == "nukeviet"
    assert compare_databases(kept[0].db, plan.database) == []


def test_date_that_is_no_longer_read_is_no_longer_chosen(plan, monkeypatch):
    read = NukeViet.article

    def read_otherwise(self, page, *more):
        article = read(self, page, *more)
        article.dates = [seen for seen in article.dates if seen.found_in != "page"]
        return article

    monkeypatch.setattr(NukeViet, "article", read_otherwise)
    counts = reread(plan).describe()
    assert counts["fields"]["published_from"] > 0
    with open_database(plan.database) as connection:
        rows = connection.execute("SELECT published_from, revision FROM articles").fetchall()
    assert all(row[0] != "page" for row in rows if row[1] == 1)


def test_page_that_holds_no_article_any_more_is_a_failure_with_a_name(kept, plan, monkeypatch):
    read = NukeViet.article

    def refuse(self, page, *more):
        if "-1" in page.url:
            raise NotAnArticle("no title")
        return read(self, page, *more)

    monkeypatch.setattr(NukeViet, "article", refuse)
    counts = reread(plan).describe()
    assert counts["failed"] == len(counts["failures"]) > 0
    assert counts["failures"][0]["reason"] == "NotAnArticle: no title"
    assert compare_databases(kept[0].db, plan.database) == []


def test_portal_and_day_choose(plan):
    with pytest.raises(ConfigError, match="no such portal"):
        reread(replace(plan, wanted=("khac",)))
    with Store.open(plan.database) as store, store.transaction() as connection:
        connection.execute(
            "INSERT INTO portals (id, name, level, province, url) VALUES ('khac', 'Xã Khác', 'commune', 'Hà Tĩnh', 'u')"
        )
    assert [reread(replace(plan, wanted=(name,))).describe()["pages"] for name in ("khac", "lam-khe")] == [0, 11]
    with open_database(plan.database) as connection:
        days = sorted(row[0] for row in connection.execute("SELECT published_at FROM articles"))
    chosen = reread(replace(plan, since=days[4][:10])).describe()["pages"]
    assert chosen == sum(day >= days[4][:10] for day in days)


def test_two_processes_read_the_same(kept, plan):
    counts = reread(replace(plan, jobs=2)).describe()
    assert (counts["pages"], counts["changed"], counts["failed"]) == (11, 0, 0)
    assert compare_databases(kept[0].db, plan.database) == []


@takes_long
def test_dask_workers_read_the_same(kept, plan, tmp_path):
    if not os.environ.get("HARVESTER_CI"):
        pytest.skip("Dask workers are started where HARVESTER_CI is set")
    with run_cluster(tmp_path) as address:
        counts = reread(replace(plan, engine=address)).describe()
    assert (counts["pages"], counts["changed"], counts["failed"]) == (11, 0, 0)
    assert compare_databases(kept[0].db, plan.database) == []


def test_interrupted_reread_goes_on(kept, plan, monkeypatch):
    """The process that died left its parts; a page that two died of is named, and the others are read."""
    read = reread_pages.read_page

    def die(wanted):
        if wanted["article"] == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return read(wanted)

    monkeypatch.setattr(reread_pages, "read_page", die)
    for _ in range(2):
        child = os.fork()
        if child == 0:
            reread(plan)
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    counts = reread(plan).describe()
    assert (counts["pages"], counts["unchanged"], counts["failed"]) == (11, 10, 1)
    assert "two processes died" in counts["failures"][0]["reason"]
    assert not list(plan.database.parent.glob("a.db-parts/*"))


def test_what_a_reread_by_other_rules_has_left_is_deleted(plan):
    left, dry = (plan.database.parent / "a.db-parts" / f"reread-{name}" for name in ("0", "0-dry"))
    for place in (left, dry):
        place.mkdir(parents=True)
    reread(plan)
    assert dry.exists() and not left.exists()


def test_folder_that_is_not_known(plan, tmp_path):
    with pytest.raises(ArchiveError, match="nothing that this database knows"):
        reread(replace(plan, folder=tmp_path))
