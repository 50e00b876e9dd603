"""Bodies unpacked within a limit."""

import gzip
import zlib

import pytest

from harvester.archive.payloads import decode_body, join_chunks
from harvester.errors import BadRecord

PAGE = b"<html>" + b"x" * 500 + b"</html>"


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (PAGE, {}),
        (gzip.compress(PAGE, mtime=0), {"content-encoding": "gzip"}),
        (gzip.compress(PAGE[:99], mtime=0) + gzip.compress(PAGE[99:], mtime=0), {"content-encoding": "x-gzip"}),
        (zlib.compress(PAGE), {"content-encoding": "deflate"}),
        (zlib.compress(PAGE)[2:-4], {"content-encoding": "deflate"}),
        (PAGE, {"content-encoding": "gzip"}),  # unpacked by the crawler, which left the head as it was
        (b"200\r\n" + PAGE[:512] + b"\r\n1;a=b\n" + PAGE[512:] + b"\r\n0\r\n\r\n", {"transfer-encoding": "chunked"}),
        (PAGE, {"transfer-encoding": "chunked"}),
    ],
)
def test_page_within(body, fields):
    assert decode_body(body, fields, 1000) == PAGE


def test_brotli_page():
    brotli = pytest.importorskip("brotli")
    assert decode_body(brotli.compress(PAGE), {"content-encoding": "br"}, 1000) == PAGE
    with pytest.raises(BadRecord, match=r"does not (?:unpack|inflate)"):
        decode_body(b"\xff" * 50, {"content-encoding": "br"}, 1000)


@pytest.mark.parametrize(
    ("body", "fields", "reason"),
    [
        (gzip.compress(PAGE, mtime=0)[:-9], {"content-encoding": "gzip"}, "breaks off"),
        (gzip.compress(b"x" * 5000, mtime=0), {"content-encoding": "gzip"}, "more than"),
        (b"x" * 5000, {}, "more than"),
        (b"\x1f\x8b\x08" + b"x" * 50, {"content-encoding": "gzip"}, r"breaks off before its end"),
        (b"x", {"content-encoding": "rot13"}, "not known"),
        (b"ff\r\nshort", {"transfer-encoding": "chunked"}, None),
        (b"1\r\nx\r\nff\r\nshort", {"transfer-encoding": "chunked"}, "amid its chunks"),
    ],
)
def test_what_does_not_unpack(body, fields, reason):
    if reason is None:
        assert decode_body(body, fields, 1000) == body
        return
    with pytest.raises(BadRecord, match=reason):
        decode_body(body, fields, 1000)


def test_body_without_chunks_stays():
    assert join_chunks(b"<html>") == b"<html>"
