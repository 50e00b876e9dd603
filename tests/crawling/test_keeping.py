"""A crawl that keeps every answer, and what its folder holds."""

import gzip
from collections import Counter
from dataclasses import replace
from datetime import datetime

import pytest
from support.answers import honour
from support.books import check_books, check_file
from support.databases import compare_databases, open_database
from support.looks import NukeVietLook
from support.runs import DAYS, Crawl, write_portal
from support.server import PortalServer
from support.site import Site
from support.slow import takes_long

from harvester.archive.inputs import find_warc_files
from harvester.archive.verification import check_folder
from harvester.archive.warc_records import read_record, scan_records
from harvester.store import Store

ROWS = "SELECT captures.*, folders.path FROM captures JOIN folders ON folders.id = folder ORDER BY captures.id"


def make_site():
    """A portal with a feed, a sitemap, a copy, an article that is gone and one that redirects."""
    site = Site(
        count=12, look=NukeVietLook(per_page=5), order="mixed", sitemap="index", feed=True, second_category=3,
        newest=datetime.fromisoformat("2026-03-06T08:00:00+07:00"),
    )  # fmt: skip
    site.add(replace(site.piece("a-5").text, title="Tin chép lại"))
    site.withdraw("a-4")
    site.extra_links.append(site.path("a-4"))
    return site


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """The server, and a crawl of two nights that kept everything."""
    directory = tmp_path_factory.mktemp("kept")
    with PortalServer(make_site()) as server:
        server.plan.share, server.plan.mixed, server.plan.spare = 1.0, [honour], ()
        crawl = Crawl(directory / "a.db", write_portal(directory / "portals", server, "lam-khe"))
        crawl.options = (*crawl.options, "--keep", str(directory / "pages"))
        for night in DAYS[:2]:
            finished = crawl.run(now=night)
            assert finished.code == 0, finished.errors
        yield server, crawl, directory / "pages"


def read_rows(crawl):
    with open_database(crawl.db) as connection:
        return [dict(row) for row in connection.execute(ROWS)]


@takes_long
def test_every_answer_is_kept_once(kept):
    server, crawl, pages = kept
    asked = Counter(server.base + one.request.target for one in server.log.served)
    rows = read_rows(crawl)
    assert Counter(row["url"] for row in rows) == asked
    with Store.open(crawl.db, readonly=True) as store:
        found = check_folder(pages, store)
    assert (found.flaws, found.captures) == ([], len(rows))
    assert {row["status"] for row in rows} >= {200, 301, 304, 404}
    assert [path.suffix for path in pages.iterdir()] == [".gz"]


def test_each_row_opens_at_its_offset(kept):
    _, crawl, pages = kept
    for row in read_rows(crawl):
        record = read_record(pages / row["file"], row["offset"], row["length"])
        assert (record.url, record.status, row["fetched_at"][:10]) == (
            row["url"],
            row["status"],
            row["fetched_at"][:10],
        )
        assert record.kind == ("response" if row["revisit_of"] is None else "revisit")


def test_articles_lead_to_the_capture_that_they_were_read_from(kept):
    _, crawl, pages = kept
    with open_database(crawl.db) as connection:
        rows = connection.execute("SELECT title, c.* FROM articles a JOIN captures c ON c.id = a.capture").fetchall()
        assert len(rows) == connection.execute("SELECT count(*) FROM articles").fetchone()[0] > 10
        for row in rows:
            place = connection.execute(
                "SELECT * FROM captures WHERE id = ?", (row["revisit_of"] or row["id"],)
            ).fetchone()
            record = read_record(pages / place["file"], place["offset"], place["length"])
            assert row["title"] in record.body.decode()


def test_other_programs_read_the_files(kept):
    from warcio.archiveiterator import ArchiveIterator

    fastwarc = pytest.importorskip("fastwarc.warc")
    _, crawl, pages = kept
    for path in pages.iterdir():
        assert gzip.decompress(path.read_bytes())
        with path.open("rb") as file:
            kinds = Counter(record.rec_type for record in ArchiveIterator(file, check_digests="raise"))
        with path.open("rb") as file:
            found = Counter(
                str(record.record_type).rpartition(".")[2]
                for record in fastwarc.ArchiveIterator(file, verify_digests=True)
            )
        assert kinds["response"] + kinds["revisit"] == kinds["request"] == len(read_rows(crawl))
        assert found == kinds


def test_head_is_what_came_over_the_wire(kept):
    """Case, order and reason are the server's."""
    _, _, pages = kept
    [file] = find_warc_files(pages)
    with file.open() as stream:
        records = [record for record in scan_records(stream) if record.kind in ("response", "revisit", "request")]
    heads = {record.status: record.head for record in records if record.kind != "request"}
    assert heads[404].startswith(b"HTTP/1.1 404 Not Found\r\n")
    assert heads[304].startswith(b"HTTP/1.1 304 Not Modified\r\nETag: ")
    asked = [record.block for record in records if record.kind == "request"]
    assert all(block.startswith(b"GET /") and b"\r\nHost: 127.0.0.1:" in block for block in asked)
    assert any(b"If-None-Match" in block or b"If-Modified-Since" in block for block in asked)


@takes_long
def test_same_database_as_without_keeping(kept, tmp_path):
    server, crawl, _ = kept
    server.forget()
    plain = Crawl(tmp_path / "a.db", crawl.portals)
    for night in DAYS[:2]:
        assert plain.run(now=night).code == 0
    assert compare_databases(crawl.db, plain.db) == []
    assert check_file(crawl.db) == [] and check_books(crawl.db) == []


@takes_long
def test_first_night_of_keeping_asks_for_whole_pages(kept, tmp_path):
    """What was fetched before anything was kept is not kept as a mere 304."""
    _, kept_crawl, _ = kept
    crawl = Crawl(tmp_path / "a.db", kept_crawl.portals)
    assert crawl.run(now=DAYS[0]).code == 0
    assert crawl.run("--keep", str(tmp_path / "pages"), now=DAYS[1]).code == 0
    assert 304 not in {row["status"] for row in read_rows(crawl)}
    assert crawl.run("--keep", str(tmp_path / "pages"), now=DAYS[2]).code == 0
    assert all(row["revisit_of"] for row in read_rows(crawl) if row["status"] == 304)


def test_refusals_and_faults_are_kept(tmp_path):
    from support.faults import answer_busy, cut_short

    site = Site(count=4, look=NukeVietLook(per_page=5), order="mixed", sitemap="none", feed=False)
    with PortalServer(site) as server:
        server.plan.always[site.path("a-1")] = answer_busy
        server.plan.always[site.path("a-2")] = cut_short
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "lam-khe"))
        crawl.run("--keep", str(tmp_path / "pages"))
    told = {row["url"].removeprefix(server.base): row["status"] for row in read_rows(crawl)}
    assert told[site.path("a-1")] == 503
    assert site.path("a-2") not in told, "half a page is no answer"
