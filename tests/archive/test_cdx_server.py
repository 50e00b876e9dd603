"""Indexes in the dialect of pywb and Common Crawl."""

import json
from datetime import UTC, datetime

import pytest
from support.stubs import Stub
from support.warcs import make_foreign_record

from harvester.archive import cdx_server
from harvester.archive.cdx_server import CdxServer, IndexEntry, Page, parse_lines, parse_stamp
from harvester.archive.internet_archive import parse_rows
from harvester.archive.pacing import PacedClient
from harvester.errors import ArchiveError, BadRecord, CaptureUnavailable
from harvester.limits import ADDRESS_LIMIT, LINE_LIMIT

AT = datetime(2026, 3, 7, 2, 0, 0, tzinfo=UTC)
LINE = {
    "urlkey": "vn,example,go)/tin/a.html", "timestamp": "20260307020000", "url": "http://go.example.vn/tin/a.html",
    "mime": "text/html", "status": "200", "digest": "ABC", "filename": "a.warc.gz", "offset": "7", "length": "99",
}  # fmt: skip


@pytest.fixture
def stub():
    with Stub() as stub:
        yield stub


def make_server(address):
    return CdxServer(address, PacedClient(0.0, lambda *_: None))


def test_entries_of_all_spellings():
    cdxj = f"vn,example,go)/tin/a.html 20260307020000 {json.dumps({**LINE, 'timestamp': ''})}"
    for line in (json.dumps(LINE), cdxj):
        [entry] = parse_lines(line.encode())
        assert entry == IndexEntry(LINE["url"], AT, 200, "text/html", "sha1:ABC", "a.warc.gz", 7, 99)


@pytest.mark.parametrize(
    "line", ["", "no json", "{", '{"url": "ftp://x/", "timestamp": "2026"}', json.dumps({"url": "http://x/"})]
)
def test_lines_that_are_no_captures(line):
    assert list(parse_lines(line.encode())) == []


@pytest.mark.parametrize(("text", "year"), [("2026", 2026), ("20260307020000", 2026), ("99999999", None), ("x", None)])
def test_stamp(text, year):
    found = parse_stamp(text)
    assert (None if found is None else found.year) == year


def test_index_of_pywb_answers_everything_at_once(stub):
    for page in (0, 1):
        stub.answers[f"/go/cdx?url=go.example.vn/*&output=json&page={page}"] = [(200, {}, json.dumps(LINE).encode())]
    server = make_server(f"{stub.base}/go")
    page = server.read_page("go.example.vn/", None)
    assert [entry.offset for entry in page.entries] == [7] and page.next_page == "1"
    assert server.read_page("go.example.vn/", "1") == Page([], None)


def test_index_in_many_blocks_is_read_to_its_end(stub):
    """Also on other hosts than Common Crawl's: what stood behind the first page was never asked for."""
    pages = [json.dumps({**LINE, "offset": n}).encode() for n in (7, 8)]
    for number, answer in enumerate([(200, {}, pages[0]), (200, {}, pages[1]), (400, {}, b"")]):
        stub.answers[f"/go/cdx?url=go.example.vn/*&output=json&page={number}"] = [answer]
    server, found, page = make_server(f"{stub.base}/go"), [], None
    for _ in pages:
        answer = server.read_page("go.example.vn/", page)
        found += [entry.offset for entry in answer.entries]
        page = answer.next_page
    assert found == [7, 8] and server.read_page("go.example.vn/", page) == Page([], None)


@pytest.mark.parametrize("body", [b"<html>Sorry.</html>", json.dumps(LINE).encode() + b'\n{"url": "http://go.exam'])
def test_what_is_no_index_is_no_empty_one(stub, body):
    """Else the portal would be done with for ever."""
    stub.answers["/go/cdx?url=go.example.vn/*&output=json&page=0"] = [(200, {}, body)]
    with pytest.raises(ArchiveError, match="no index"):
        make_server(f"{stub.base}/go").read_page("go.example.vn/", None)


def test_nothing_there_and_no_index(stub):
    address = "/go/cdx?url=go.example.vn/*&output=json&page=0"
    stub.answers[address] = [(404, {}, b""), (500, {}, b"")]
    assert make_server(f"{stub.base}/go").read_page("go.example.vn/", None) == Page([], None)
    with pytest.raises(ArchiveError, match="is it a CDX server"):
        make_server(f"{stub.base}/go").read_page("go.example.vn/", None)


def test_capture_is_asked_for_as_it_was_sent(stub):
    [entry] = parse_lines(json.dumps(LINE).encode())
    stub.answers["/go/20260307020000id_/http://go.example.vn/tin/a.html"] = [
        (200, {"Content-Type": "text/html", "X-Own": "1"}, b"<html>A</html>")
    ]
    record = make_server(f"{stub.base}/go").read_record(entry)
    assert (record.url, record.at, record.status, record.body) == (entry.url, AT, 200, b"<html>A</html>")
    assert b"X-Own: 1" in record.head or b"x-own: 1" in record.head


def test_capture_that_the_archive_has_no_more(stub):
    [entry] = parse_lines(json.dumps(LINE).encode())
    stub.answers["/go/20260307020000id_/http://go.example.vn/tin/a.html"] = [(404, {}, b"")]
    with pytest.raises(BadRecord, match="answers 404"):
        make_server(f"{stub.base}/go").read_record(entry)


def test_capture_that_the_archive_cannot_give_now(stub):
    for status in ("200", "-"):
        [entry] = parse_lines(json.dumps({**LINE, "status": status}).encode())
        stub.answers["/go/20260307020000id_/http://go.example.vn/tin/a.html"] = [(502, {}, b"")]
        with pytest.raises(CaptureUnavailable, match="answers 502"):
            make_server(f"{stub.base}/go").read_record(entry)
    [entry] = parse_lines(json.dumps({**LINE, "status": "502"}).encode())
    assert make_server(f"{stub.base}/go").read_record(entry).status == 502, "it is what the portal answered"


def test_common_crawl_has_pages_and_ranges_of_files(stub, monkeypatch):
    monkeypatch.setattr(cdx_server, "COMMON_CRAWL", stub.base)
    monkeypatch.setattr(cdx_server, "RAW_FILES", f"{stub.base}/")
    stub.answers["/CC?url=go.example.vn/*&output=json&page=0"] = [(200, {}, json.dumps(LINE).encode())]
    stub.answers["/CC?url=go.example.vn/*&output=json&page=1"] = [(400, {}, b"")]
    server = make_server(f"{stub.base}/CC")
    first = server.read_page("go.example.vn/", None)
    assert first.next_page == "1" and server.read_page("go.example.vn/", "1").next_page is None
    stub.answers["/a.warc.gz"] = [(206, {}, make_foreign_record()), (200, {}, b"all of it")]
    (entry,) = first.entries
    assert server.read_record(entry).body == b"<html>A</html>"
    with pytest.raises(BadRecord, match="answers 200"):
        server.read_record(entry)


@pytest.mark.parametrize(
    "change",
    [
        {"timestamp": "00010101000000"},
        {"timestamp": "99991231235959"},
        {"url": "file:///etc/passwd"},
        {"url": "http://go.example.vn/" + "a" * ADDRESS_LIMIT},
        {"url": "http://go.example.vn/a\r\nX: y"},
        {"url": "http://go.example.vn/\x1b]0;x\x07"},
        {"url": "http://an@[::1/"},
        {"url": [[[]]]},
    ],
)
def test_captures_that_cannot_be_are_passed_over(change):
    assert list(parse_lines(json.dumps({**LINE, **change}).encode())) == []


def test_the_password_of_an_address_is_not_kept():
    [entry] = parse_lines(json.dumps({**LINE, "url": "http://an:bi-mat@go.example.vn/tin/a.html"}).encode())
    assert entry.url == "http://go.example.vn/tin/a.html"


def test_a_line_nested_too_deep_is_passed_over():
    assert list(parse_lines(b'{"url": ' + b"[" * 100_000)) == []
    with pytest.raises(ArchiveError, match="no JSON"):
        parse_rows(b"[" * 100_000)


def test_a_line_of_more_than_any_capture_has_is_passed_over():
    line = b'{"url": "http://go.example.vn/a", "timestamp": "20260307020000", "x": "%s"}'
    assert len(list(parse_lines(line % b"a"))) == 1
    assert list(parse_lines(line % (b"a" * LINE_LIMIT))) == []


def test_a_page_of_an_index_is_read_line_by_line(stub):
    stub.answers["/go/cdx?url=go.example.vn/*&output=json&page=0"] = [(200, {}, (json.dumps(LINE) + "\n").encode() * 3)]
    entries = make_server(f"{stub.base}/go").read_page("go.example.vn/", None).entries
    assert iter(entries) is entries and len(list(entries)) == 3
