"""Records are packed alike, whichever packer the machine has."""

import gzip
import zlib
from datetime import UTC, datetime

import pytest

pytest.importorskip("warcio")

from harvester.archive import warc
from harvester.archive.exchanges import Exchange

BODY = b"<p>" + b"Ngay hoi doan ket o thon Dong Mau. " * 400
EXCHANGE = Exchange(
    "http://dongmau.example/",
    b"GET / HTTP/1.1\r\nHost: dongmau.example\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
    BODY,
    datetime(2026, 3, 5, 8, 5, tzinfo=UTC),
)


@pytest.mark.parametrize("packer", [warc.zlib, zlib], ids=["chosen", "the standard library's"])
def test_each_member_is_a_gzip_file_of_one_record(monkeypatch, packer):
    monkeypatch.setattr(warc, "zlib", packer)
    request, answer = warc.make_members(EXCHANGE)
    assert gzip.decompress(request).endswith(EXCHANGE.asked + b"\r\n\r\n")
    assert gzip.decompress(answer).endswith(EXCHANGE.head + BODY + b"\r\n\r\n")
    assert len(answer) < len(BODY) / 10
