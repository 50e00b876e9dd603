"""Exchanges as WARC 1.1 records, each a gzip member of its own, written by warcio."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from harvester import __version__
from harvester.archive.exchanges import Exchange, format_date, rename_undone_encoding

PACKED_LEVEL = 1
PLAIN_LEVEL = 3
"""zlib levels for a body that the server sent packed, where only the heads are left to gain from, and for a plain one.
Of a NukeViet page level 1 makes 18.9 KB in 0.5 ms, 3 makes 17.6 in 0.6, 6 makes 15.8 in 1.3 (benchmarks/keep.py)."""

IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"

SOFTWARE = f"harvester/{__version__}"


@dataclass(frozen=True, slots=True)
class Original:
    """The capture that a revisit refers to."""

    url: str
    at: str  # as of `format_date`


class ExactHead(StatusAndHeaders):  # type: ignore[misc]  # warcio has no types
    """A head that is written as it came: warcio's own spells it anew."""

    def __init__(self, raw: bytes) -> None:
        super().__init__("as it came", [])
        self.headers_buff = raw

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        """Nothing: the buffer is the head."""


def make_warcinfo(file: str, at: str) -> bytes:
    """The first member of a file: who wrote it, and how."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=False, warc_version="1.1")
    fields = {
        "software": SOFTWARE,
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "robots": "obey",
    }
    record = writer.create_warcinfo_record(file, fields)
    record.rec_headers.replace_header("WARC-Date", at)
    writer.write_record(record)
    return pack(out.getvalue(), PLAIN_LEVEL)


def make_members(exchange: Exchange, original: Original | None = None) -> tuple[bytes, bytes]:
    """The members of a request and of the answer to it. With an `original` that holds the same body, or of which
    a 304 says that it has not changed, the answer is a revisit and its body is left out."""
    answer, member = _make_answer(exchange, original)
    fields = {"WARC-Date": format_date(exchange.at), "WARC-Concurrent-To": _read_id(answer)}
    request = _write("request", exchange.url, ExactHead(exchange.asked), b"", fields)[1]
    return pack(request, PACKED_LEVEL), member


def pack(record: bytes, level: int) -> bytes:
    """A record as a gzip member."""
    compressor = zlib.compressobj(level, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return compressor.compress(record) + compressor.flush()


def _make_answer(exchange: Exchange, original: Original | None) -> tuple[Any, bytes]:
    fields = {"WARC-Date": format_date(exchange.at)}
    if exchange.ip_address is not None:
        fields["WARC-IP-Address"] = exchange.ip_address
    head = ExactHead(rename_undone_encoding(exchange.head))
    level = PACKED_LEVEL if b"content-encoding" in exchange.head.lower() else PLAIN_LEVEL
    if original is None:
        fields["WARC-Payload-Digest"] = exchange.digest
        record, octets = _write("response", exchange.url, head, exchange.body, fields)
        return record, pack(octets, level)
    fields["WARC-Refers-To-Target-URI"] = original.url
    fields["WARC-Refers-To-Date"] = original.at
    if exchange.status == 304:
        fields["WARC-Profile"] = NOT_MODIFIED
    else:
        fields["WARC-Profile"] = IDENTICAL
        fields["WARC-Payload-Digest"] = exchange.digest
    record, octets = _write("revisit", exchange.url, head, b"", fields)
    return record, pack(octets, PACKED_LEVEL)


def _write(kind: str, url: str, head: ExactHead, body: bytes, fields: dict[str, str]) -> tuple[Any, bytes]:
    """A record and its octets, not yet packed."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=False, warc_version="1.1")
    record = writer.create_warc_record(
        url, kind, payload=BytesIO(body), length=len(body), http_headers=head, warc_headers_dict=fields
    )
    writer.write_record(record)
    return record, out.getvalue()


def _read_id(record: Any) -> str:
    return str(record.rec_headers.get_header("WARC-Record-ID"))
