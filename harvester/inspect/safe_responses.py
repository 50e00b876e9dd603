"""What every response gets on its way out: headers that refuse scripts, and CSV that runs in no spreadsheet."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

from harvester.formulas import BYTE_ORDER_MARK, CsvGuard

POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
"""No page has a script."""

Event = dict[str, Any]
_Send = Callable[[Event], Awaitable[None]]


def guard_responses(scope: Event, send: _Send) -> _Send:
    """A `send` of ASGI that passes what it is given on to another, guarded. CSV to be saved has a byte order mark."""
    is_download = "_dl" in parse_qs(scope.get("query_string", b"").decode("latin-1"))
    csv: CsvGuard | None = None
    mark = b""

    async def send_guarded(event: Event) -> None:
        nonlocal csv, mark
        if event["type"] == "http.response.start":
            sent = [*event.get("headers", []), *HEADERS]
            if _is_csv(scope["path"], sent):
                csv, mark = CsvGuard(), BYTE_ORDER_MARK if is_download or is_attached(sent) else b""
                sent = [header for header in sent if header[0].lower() != b"content-length"]
            event = {**event, "headers": sent}
        elif event["type"] == "http.response.body" and csv is not None:
            piece = csv.take(event.get("body", b""), is_last=not event.get("more_body", False))
            if piece:
                piece, mark = mark + piece, b""
            event = {**event, "body": piece}
        await send(event)

    return send_guarded


def _is_csv(path: str, headers: list[tuple[bytes, bytes]]) -> bool:
    """Datasette sends CSV as plain text unless it is to be downloaded, and its errors as something else."""
    kind = next((value for name, value in headers if name.lower() == b"content-type"), b"")
    return kind.startswith(b"text/csv") or (path.endswith(".csv") and kind.startswith(b"text/plain"))


def is_attached(headers: list[tuple[bytes, bytes]]) -> bool:
    return any(name.lower() == b"content-disposition" for name, _ in headers)


HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
]
