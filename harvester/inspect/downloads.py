"""Answers that are files: CSV of any length, and Atom feeds."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, BinaryIO, cast

IN_MEMORY = 8_000_000
"""Bytes of a file that are kept in memory; what is longer is written to a temporary file."""

_PIECE = 256 * 1024
"""Bytes that are sent at once."""

_Send = Callable[[dict[str, Any]], Awaitable[None]]


class Download:
    """A file as an answer of Datasette. `responses.guard_responses` makes CSV harmless on its way out."""

    def __init__(self, file: BinaryIO, content_type: str, name: str | None = None) -> None:
        self.file = file
        self.content_type = content_type
        self.name = name

    async def asgi_send(self, send: _Send) -> None:
        headers = [(b"content-type", self.content_type.encode())]
        if self.name is not None:
            headers.append((b"content-disposition", f'attachment; filename="{self.name}"'.encode("latin-1")))
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        with self.file:
            while piece := self.file.read(_PIECE):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


def _write_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> BinaryIO:
    """A temporary file with a heading and rows after RFC 4180, ready to be read."""
    file = cast(BinaryIO, tempfile.SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115 - whoever sends it closes it
    text = io.TextIOWrapper(file, encoding="utf-8", errors="replace", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(rows)
    text.detach()
    file.seek(0)
    return file


def make_csv(columns: Sequence[str], rows: Iterable[Sequence[object]], name: str) -> Download:
    """The rows, all of them, as a file to be saved."""
    return Download(_write_csv(columns, rows), "text/csv; charset=utf-8", name)


def make_atom(feed: bytes) -> Download:
    return Download(io.BytesIO(feed), "application/atom+xml; charset=utf-8")
