"""WARC files made for tests: exchanges, records of other crawlers, and folders that lack something."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path

from harvester.archive.exchanges import Exchange, compute_digest

NIGHT = datetime(2026, 3, 7, 2, 0, 0, tzinfo=UTC)


def make_exchange(path: str = "/tin/a.html", body: bytes = b"<html>A</html>", **more: object) -> Exchange:
    """An answer of a made-up portal. `head` and `at` may be given; `seconds` are added to the time."""
    head = more.get("head") or (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(body)
    )
    at = more.get("at") or NIGHT + timedelta(seconds=int(str(more.get("seconds", 0))))
    asked = f"GET {path} HTTP/1.1\r\nHost: go.example.vn\r\n\r\n".encode()
    return Exchange(f"http://go.example.vn{path}", asked, head, body, at)  # type: ignore[arg-type]


def make_foreign_record(
    kind: str = "response",
    url: str = "http://go.example.vn/tin/a.html",
    block: bytes = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>A</html>",
    date: str | None = "2026-03-07T02:00:00Z",
    **fields: str,
) -> bytes:
    """A record as another crawler might write it, packed. Names of `fields` have `_` for `-`."""
    lines = ["WARC/1.0", f"WARC-Type: {kind}", f"WARC-Target-URI: {url}", "WARC-Record-ID: <urn:uuid:1>"]
    lines += [f"WARC-Date: {date}"] if date else []
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    lines += [f"Content-Length: {len(block)}", "", ""]
    return gzip.compress("\r\n".join(lines).encode() + block + b"\r\n\r\n", mtime=0)


def make_digest(body: bytes) -> str:
    return compute_digest(body)


def write_warc(path: Path, *records: bytes) -> Path:
    path.write_bytes(b"".join(records))
    return path
