"""The Internet Archive's own dialect, from a stub on loopback."""

import json

import pytest
from support.stubs import Stub

from harvester.archive.internet_archive import InternetArchive, parse_rows
from harvester.archive.pacing import PacedClient
from harvester.errors import ArchiveError
from harvester.limits import INDEX_VALUES

NAMES = ["timestamp", "original", "mimetype", "statuscode", "digest", "length"]
ROW = ["20250301000000", "http://go.example.vn/tin/a.html", "text/html", "200", "ABC", "512"]


@pytest.fixture
def stub():
    with Stub() as stub:
        yield stub


def test_resumption_key_stands_behind_an_empty_row():
    page = parse_rows(json.dumps([NAMES, ROW, [], ["vn,example,go)/ 2025"]]).encode())
    assert page.next_page == "vn,example,go)/ 2025"
    [entry] = page.entries
    assert (entry.url, entry.status, entry.digest, entry.file) == (ROW[1], 200, "sha1:ABC", "")


def test_last_page_and_none():
    assert parse_rows(json.dumps([NAMES, ROW]).encode()).next_page is None
    for nothing in (b"", b"[]", json.dumps([NAMES]).encode()):
        assert parse_rows(nothing).entries == []


@pytest.mark.parametrize("body", [b"<html>busy</html>", b'{"a": 1}', b"[1]"])
def test_what_is_no_index(body):
    with pytest.raises(ArchiveError):
        parse_rows(body)


def test_rows_that_are_no_captures_are_passed_over():
    rows = [NAMES, ["?", *ROW[1:]], [ROW[0], "dns:x", *ROW[2:]], ["20250301000000"], ROW]
    assert len(parse_rows(json.dumps(rows).encode()).entries) == 1


def test_pages_are_asked_for_by_key_and_captures_as_they_were_sent(stub):
    archive = InternetArchive(stub.base, PacedClient(0.0, lambda *_: None))
    query = "/cdx/search/cdx?url=go.example.vn%2F&matchType=prefix&output=json" + "&fl=" + "%2C".join(NAMES)
    query += "&collapse=digest&limit=5000&showResumeKey=true"
    stub.answers[query] = [(200, {}, json.dumps([NAMES, ROW, [], ["k 1"]]).encode())]
    stub.answers[f"{query}&resumeKey=k+1"] = [(200, {}, json.dumps([NAMES, ROW]).encode())]
    first = archive.read_page("go.example.vn/", None)
    assert archive.read_page("go.example.vn/", first.next_page).next_page is None
    stub.answers["/web/20250301000000id_/http://go.example.vn/tin/a.html"] = [
        (200, {"Content-Type": "text/html", "x-archive-orig-etag": '"7"', "Server": "archive"}, b"<html>A</html>")
    ]
    record = archive.read_record(first.entries[0])
    assert record.body == b"<html>A</html>" and record.media_type == "text/html"
    assert b"etag" in record.head and b"archive" not in record.head.replace(b"x-archive", b"")


def test_an_answer_of_very_many_values_is_not_taken_apart():
    with pytest.raises(ArchiveError, match="more than 500,000 values"):
        parse_rows(b"[" + b"[]," * INDEX_VALUES + b"[]]")
