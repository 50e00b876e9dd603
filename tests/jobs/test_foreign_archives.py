"""Archives of other crawlers, and what is wrong in them: each counted and named, and nothing else ended."""

import gzip
import json
import zipfile
from datetime import date, timedelta

import pytest
from support.databases import open_database
from support.imports import NOW, make_html, make_page, run_import
from support.stubs import Stub
from support.warcs import make_digest, make_foreign_record, write_warc

from harvester.errors import ArchiveError, BadArchive, CaptureUnavailable, ConfigError, IndexBusy
from harvester.jobs.import_index import Period
from harvester.limits import TROUBLE_LIMIT

HTML = make_html("Làm đường ở Gò Mận")
GOOD = make_page(HTML)


def read_titles(db):
    with open_database(db) as connection:
        return [row[0] for row in connection.execute("SELECT title FROM articles ORDER BY title")]


OTHER = make_digest(b"?")
PNG = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG"
UNSOUND = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b\x08no"
BAD = {
    "a record that is torn": make_page(HTML, path="/tin/b.html")[:-20],
    "a record that has no time of capture": make_page(HTML, None, "/tin/b.html"),
    "a record that has a body with another digest than it says": make_page(
        HTML, path="/tin/b.html", WARC_Payload_Digest=OTHER
    ),
    "a record that has no http address": make_foreign_record(url="urn:x"),
    "of no portal": make_foreign_record(url="http://khac.example.vn/"),
    "not a page": make_foreign_record(url="http://go.example.vn/a.png", block=PNG),
    "a record that has a packed body that does not inflate": make_foreign_record(
        url="http://go.example.vn/g.html", block=UNSOUND
    ),
    "a record that refers to a capture that is not there": make_foreign_record(
        "revisit", "http://go.example.vn/r.html", b"HTTP/1.1 200 OK\r\n\r\n", WARC_Payload_Digest=OTHER
    ),
}


@pytest.mark.parametrize(("reason", "bad"), BAD.items(), ids=range(len(BAD)))
def test_bad_record_is_counted_by_its_reason(tmp_path, reason, bad):
    counts = run_import(tmp_path / "a.db", write_warc(tmp_path / "a.warc.gz", GOOD, bad)).counts
    assert read_titles(tmp_path / "a.db") == ["Làm đường ở Gò Mận"]
    assert (counts.records, counts.new) == (2, 1)
    assert [name.partition(":")[0] for name in counts.skipped] == [reason]


def make_wacz(path, name, compression=zipfile.ZIP_STORED):
    with zipfile.ZipFile(path, "w", compression) as archive:
        archive.writestr(name, make_page(HTML, path="/tin/b.html"))


def test_archive_that_cannot_be_read_is_counted_and_ends_nothing_else(tmp_path):
    """It stands before, between and behind what can be read; the import ends with 1, and names the first."""
    place = tmp_path / "archives"
    place.mkdir()
    make_wacz(place / "a.wacz", "../../b.warc.gz")
    write_warc(place / "b.warc.gz", GOOD)
    make_wacz(place / "c.wacz", "archive/b.warc.gz", zipfile.ZIP_DEFLATED)
    make_wacz(place / "d.wacz", "inner.wacz")
    (place / "e.wacz").write_bytes(b"no zip")
    for name in ("f.arc.gz", "g.warc.zst"):
        (place / name).write_bytes(b"")
    write_warc(place / "H.WARC.GZ", make_page(make_html("Làm cầu ở Gò Mận"), path="/tin/h.html"))
    imported = run_import(tmp_path / "a.db", place)
    assert read_titles(tmp_path / "a.db") == ["Làm cầu ở Gò Mận", "Làm đường ở Gò Mận"]
    assert isinstance(imported.failure, BadArchive) and "a.wacz' holds a path that leads out" in str(imported.failure)
    assert imported.counts.skipped == {
        "an archive that holds a path that leads out of it": 1,
        "an archive that holds an archive that is packed once more": 1,
        "an archive that holds no WARC file": 1,
        "an archive that is no WACZ": 1,
        "an archive that is of a kind that is not read": 2,
    }


def test_capture_of_a_time_that_is_still_to_come(tmp_path):
    """It would pass for newer than everything that crawls find."""
    later = make_page(make_html("Tin của ngày mai"), "2029-01-01T00:00:00Z")
    counts = run_import(tmp_path / "a.db", write_warc(tmp_path / "a.warc.gz", GOOD, later)).counts
    assert (counts.new, dict(counts.skipped)) == (1, {"of a time that is still to come": 1})


def test_reasons_are_counted_without_their_places(tmp_path):
    torn = [gzip.compress(gzip.decompress(GOOD)[:-n], mtime=0) for n in (10, 20, 30)]
    counts = run_import(tmp_path / "a.db", write_warc(tmp_path / "a.warc.gz", *torn)).counts
    assert dict(counts.skipped) == {"a record that has another length than it says": 3}


def test_revisit_before_its_original(tmp_path):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    digest = make_digest(HTML.encode())
    revisit = make_foreign_record(
        "revisit", "http://go.example.vn/tin/a.html", head, "2026-03-09T02:00:00Z", WARC_Payload_Digest=digest
    )
    original = make_page(HTML, WARC_Payload_Digest=digest)
    counts = run_import(tmp_path / "a.db", write_warc(tmp_path / "a.warc.gz", revisit, original)).counts
    assert (counts.new, counts.unchanged, dict(counts.skipped)) == (1, 1, {})
    with open_database(tmp_path / "a.db") as connection:
        [row] = connection.execute("SELECT first_seen_at, last_seen_at FROM articles").fetchall()
    assert (row[0][:10], row[1][:10]) == ("2026-03-07", "2026-03-09")


def test_redirects_with_one_body_lead_where_each_says(tmp_path):
    body = b"<html>301</html>"
    pages, first = [], None
    for n in (1, 2):
        head = f"HTTP/1.1 301 Moved\r\nLocation: http://go.example.vn/tin/{n}.html\r\n\r\n".encode()
        kind = "response" if first is None else "revisit"
        block = head + body if first is None else head
        url = f"http://go.example.vn/cu/{n}.html"
        pages.append(make_foreign_record(kind, url, block, WARC_Payload_Digest=make_digest(body)))
        first = n
    run_import(tmp_path / "a.db", write_warc(tmp_path / "a.warc.gz", *pages))
    with open_database(tmp_path / "a.db") as connection:
        rows = connection.execute("SELECT url, redirect_to FROM urls WHERE url LIKE '%/cu/%'").fetchall()
    assert {row[0][-6:]: row[1][-6:] for row in rows} == {"1.html": "1.html", "2.html": "2.html"}


def test_body_in_chunks_as_wget_keeps_it(tmp_path):
    body = HTML.encode()
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"
    block += b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    record = make_foreign_record(url="<http://go.example.vn/tin/a.html>", block=block)
    assert run_import(tmp_path / "a.db", write_warc(tmp_path / "a.warc.gz", record)).counts.new == 1


def test_only_captures_of_some_days_and_so_many(tmp_path):
    pages = [
        make_page(make_html(f"Tin thứ {n} ở Gò Mận"), f"2026-03-0{n}T02:00:00Z", f"/tin/{n}.html") for n in (1, 2, 3, 4)
    ]
    source = write_warc(tmp_path / "a.warc.gz", *pages)
    counts = run_import(tmp_path / "a.db", source, period=Period(date(2026, 3, 2), date(2026, 3, 3))).counts
    assert counts.new == 2 and counts.skipped["of another time"] == 2
    for _ in range(2):
        assert run_import(tmp_path / "b.db", source, limit=2).counts.new == 2
    assert len(read_titles(tmp_path / "b.db")) == 4


def test_sources_that_are_none(tmp_path):
    for source in ("cdx+ftp://x", "https://web.archive.org", tmp_path / "nowhere"):
        with pytest.raises(ConfigError):
            run_import(tmp_path / "a.db", source)
    (tmp_path / "empty").mkdir()
    assert run_import(tmp_path / "a.db", tmp_path / "empty").counts.records == 0


def test_listing_that_an_archive_holds_leads_to_articles(tmp_path):
    """What nothing led to is told apart by its page; a link's date counts as in a crawl."""
    links = "".join(f'<li><a href="/tin/{n}.html">Tin thứ {n} về con đường ở Gò Mận</a></li>' for n in range(8))
    pages = [
        make_page(f"<html><body><ul>{links}</ul></body></html>", path="/chuyen-muc/"),
        make_page(HTML, path="/tin/3.html"),
    ]
    counts = run_import(tmp_path / "a.db", write_warc(tmp_path / "a.warc.gz", *pages)).counts
    assert counts.new == 1
    with open_database(tmp_path / "a.db") as connection:
        [[kind]] = connection.execute("SELECT kind FROM urls WHERE url LIKE '%/chuyen-muc/'").fetchall()
        waiting = connection.execute("SELECT 1 FROM urls WHERE kind = 'article' AND state = 'pending'").fetchall()
    assert (kind, len(waiting)) == ("listing", 7)


NAMES = ["timestamp", "original", "mimetype", "statuscode", "digest", "length"]


def make_archive(stub: Stub, *, key: str = "k") -> str:
    """A stub of the Internet Archive with two pages of an index and three captures; its source."""
    query = "/cdx/search/cdx?url=go.example.vn%2F&matchType=prefix&output=json&fl=" + "%2C".join(NAMES)
    query += "&collapse=digest&limit=5000&showResumeKey=true"
    rows = [
        [f"2025030{n}000000", f"http://go.example.vn/tin/{n}.html", "text/html", "200", f"D{n}", "9"] for n in (1, 2, 3)
    ]
    stub.answers[query] = [(200, {}, json.dumps([NAMES, *rows[:2], [], [key]]).encode())]
    stub.answers[f"{query}&resumeKey={key}"] = [
        (429, {"Retry-After": "0"}, b""),
        (200, {}, json.dumps([NAMES, rows[2]]).encode()),
    ]
    for n in (1, 2, 3):
        page = make_html(f"Tin thứ {n} ở Gò Mận", day=f"0{n}/02/2025").encode()
        stub.answers[f"/web/2025030{n}000000id_/http://go.example.vn/tin/{n}.html"] = [
            (200, {"Content-Type": "text/html"}, page)
        ]
    return f"ia+{stub.base}"


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr("harvester.jobs.archive_import.choose_interval", lambda source: 0.0)


def test_index_with_resumption_keys_and_429_is_obeyed_and_finished(tmp_path, quick):
    with Stub() as stub:
        source = make_archive(stub)
        counts = run_import(tmp_path / "a.db", source).counts
        assert (counts.records, counts.new) == (3, 3)
        with open_database(tmp_path / "a.db") as connection:
            row = connection.execute("SELECT first_seen_at, published_at FROM articles ORDER BY title").fetchone()
            assert (row[0][:10], row[1][:10]) == ("2025-03-01", "2025-02-01")
        asked = len(stub.asked)
        again = run_import(tmp_path / "a.db", source).counts
        assert (again.records, again.new, len(stub.asked)) == (0, 0, asked)


def test_archive_that_wants_a_long_pause_is_left_alone_by_later_runs_too(tmp_path, quick):
    with Stub() as stub:
        source = make_archive(stub)
        page = "/web/20250302000000id_/http://go.example.vn/tin/2.html"
        good = stub.answers[page]
        stub.answers[page] = [(429, {"Retry-After": "7200"}, b"")]
        first = run_import(tmp_path / "a.db", source)
        assert isinstance(first.failure, IndexBusy) and first.counts.new == 1
        asked = len(stub.asked)
        second = run_import(tmp_path / "a.db", source)
        assert "waits until 2026-06-01T04:00:00" in str(second.failure) and len(stub.asked) == asked
        stub.answers[page] = good
        later = run_import(tmp_path / "a.db", source, now=NOW + timedelta(hours=3))
        assert (later.failure, later.counts.new) == (None, 2)


def test_capture_that_cannot_be_had_now_is_asked_for_again_by_a_later_import(tmp_path, quick):
    with Stub() as stub:
        source = make_archive(stub)
        page = "/web/20250302000000id_/http://go.example.vn/tin/2.html"
        good = stub.answers[page]
        stub.answers[page] = [(502, {}, b"")]
        first = run_import(tmp_path / "a.db", source)
        assert "captures of 1 address could not be had now" in str(first.failure)
        assert (first.counts.new, dict(first.counts.skipped)) == (2, {"a record that cannot be had now": 1})
        stub.answers[page] = good
        second = run_import(tmp_path / "a.db", source)
        assert (second.failure, second.counts.new) == (None, 1)


ROBOTS = "http://go.example.vn/robots.txt"


def add_robots(stub, *times):
    """Rows of robots.txt in an archive's index; the addresses of the captures there."""
    for query in [query for query in stub.answers if query.startswith("/cdx/") and "resumeKey=" not in query]:
        [[status, headers, body]] = stub.answers[query]
        names, *rows = json.loads(body)
        more = [[time, ROBOTS, "text/plain", "200", f"R{time}", "9"] for time in times]
        stub.answers[query] = [(status, headers, json.dumps([names, *more, *rows]).encode())]
    return [f"/web/{time}id_/{ROBOTS}" for time in times]


def test_robots_txt_that_cannot_be_had_now_ends_nothing_else(tmp_path, quick):
    with Stub() as stub:
        source = make_archive(stub)
        first, second = add_robots(stub, "20250201000000", "20250202000000")
        stub.answers[first] = [(502, {}, b"")]
        forbidding = b"User-agent: *\nDisallow: /tin/1.html"
        stub.answers[second] = [(200, {"Content-Type": "text/plain"}, forbidding)]
        found = run_import(tmp_path / "a.db", source)
        assert "captures of 1 address could not be had now" in str(found.failure)
        assert dict(found.counts.skipped)["a record that cannot be had now"] == 1
        assert found.counts.new >= 2 and stub.asked.count(first) == 1
        stub.answers[first] = stub.answers[second]
        assert run_import(tmp_path / "a.db", source).failure is None


def test_archive_that_fails_at_every_robots_txt_is_asked_for_few(tmp_path, quick):
    with Stub() as stub:
        source = make_archive(stub)
        pages = add_robots(stub, *(f"202502{day:02}000000" for day in range(1, 10)))
        stub.answers |= {page: [(502, {}, b"")] for page in pages}
        assert run_import(tmp_path / "a.db", source).counts.new == 3
        assert sum(page in pages for page in stub.asked) == TROUBLE_LIMIT


def test_archive_that_fails_at_capture_after_capture_is_left(tmp_path, quick):
    with Stub() as stub:
        source = make_archive(stub)
        rows = [
            [f"202503{n:02}000000", f"http://go.example.vn/x/{n}.html", "text/html", "200", "D", "9"]
            for n in range(1, 9)
        ]
        for query in [query for query in stub.answers if query.startswith("/cdx/")]:
            stub.answers[query] = [(200, {}, json.dumps([NAMES, *rows]).encode())]
        for row in rows:
            stub.answers[f"/web/{row[0]}id_/{row[1]}"] = [(500, {}, b"")]
        asked = len(stub.asked)
        first = run_import(tmp_path / "a.db", source)
        assert isinstance(first.failure, CaptureUnavailable) and "answers 500" in str(first.failure)
        assert len(stub.asked) - asked == 1 + TROUBLE_LIMIT


def test_archive_that_replays_a_revisit_needs_no_original(tmp_path, quick):
    """Its original may be of another host, or left out of the index as a body that is the same."""
    with Stub() as stub:
        source = make_archive(stub)
        row = ["20250301000000", "http://go.example.vn/tin/1.html", "warc/revisit", "-", "D9", "9"]
        for query in [query for query in stub.answers if query.startswith("/cdx/")]:
            stub.answers[query] = [(200, {}, json.dumps([NAMES, row]).encode())]
        counts = run_import(tmp_path / "a.db", source).counts
        assert (counts.new, dict(counts.skipped)) == (1, {})


def test_archive_that_does_not_answer(tmp_path, quick):
    failure = run_import(tmp_path / "a.db", "cdx+http://127.0.0.1:9/go").failure
    assert isinstance(failure, ArchiveError) and "does not answer" in str(failure)
