"""A request and the answer to it, as both went over the wire."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from http import HTTPStatus

from harvester.whole_numbers import read_whole_number

HEAD_END = re.compile(rb"\r?\n\r?\n")

_UNDONE = b"transfer-encoding"
RENAMED = b"X-Crawler-Transfer-Encoding"
"""What archivists call a Transfer-Encoding that was undone on the way: else readers would undo it a second time."""


@dataclass(frozen=True)
class Exchange:
    """One answer and what was asked for it.

    `head` is exact, from the status line to the blank line; `body` is as sent, Content-Encoding and all, without a
    Transfer-Encoding. `at` is aware.
    """

    url: str  # as asked
    asked: bytes  # the request's head
    head: bytes
    body: bytes
    at: datetime
    ip_address: str | None = None

    @cached_property
    def status(self) -> int:
        return read_status(self.head)

    @cached_property
    def media_type(self) -> str | None:
        """What the answer says it is, in lower case and without parameters."""
        return read_media_type(read_fields(self.head))

    @cached_property
    def digest(self) -> str:
        return compute_digest(self.body)


def compute_digest(body: bytes) -> str:
    """The digest of a body as WARC tells it: SHA-1 in base 32, by which archives find equal bodies."""
    return f"sha1:{base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode('ascii')}"


def format_date(at: datetime) -> str:
    """A WARC-Date, to the second, in UTC."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def read_status(head: bytes) -> int:
    """The status of an answer's head, 0 where it has none."""
    words = head[:200].split(None, 2)
    return (read_whole_number(words[1].decode("latin-1")) or 0) if len(words) > 1 else 0


def read_fields(head: bytes) -> dict[str, str]:
    """The header fields of a head by their names in lower case; what comes twice is joined by a comma."""
    fields: dict[str, str] = {}
    for line in head.split(b"\n")[1:]:
        name, colon, value = line.partition(b":")
        key = name.strip().lower().decode("latin-1")
        if not colon or not key:
            continue
        text = value.strip().decode("latin-1")
        fields[key] = f"{fields[key]}, {text}" if key in fields else text
    return fields


def read_media_type(fields: dict[str, str]) -> str | None:
    """The media type that header fields tell, in lower case and without parameters."""
    return fields.get("content-type", "").partition(";")[0].strip().lower()[:100] or None


def rename_undone_encoding(head: bytes) -> bytes:
    """The head with its Transfer-Encoding renamed; everything else stays as it came."""
    if _UNDONE not in head.lower():
        return head
    lines = head.split(b"\n")
    return b"\n".join(
        RENAMED + line[len(_UNDONE) :] if line[: len(_UNDONE)].lower() == _UNDONE else line for line in lines
    )


def make_request_head(method: str, path: str, fields: dict[str, str]) -> bytes:
    """The head of a request, as HTTP/1.1 has it. `path` is what stands behind the method."""
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1", errors="replace")


def make_answer_head(status: int, fields: list[tuple[str, str]]) -> bytes:
    """A head made up from its parts, for an answer whose own was not seen."""
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = ""
    lines = [f"HTTP/1.1 {status} {phrase}".rstrip(), *(f"{name}: {value}" for name, value in fields)]
    return "\r\n".join([*lines, "", ""]).encode("latin-1", errors="replace")


def cut_head(data: bytes) -> bytes:
    """The head at the beginning of data, with its blank line; empty where it does not end in it."""
    end = HEAD_END.search(data)
    return b"" if end is None else data[: end.end()]
