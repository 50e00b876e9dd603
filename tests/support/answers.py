"""What a portal is asked and what it answers, before the answer becomes bytes on a socket."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

HTML = "text/html; charset=utf-8"
XML = "application/xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came. `target` is the raw request target, percent-encoded, with its query."""

    number: int  # from 1, in order of arrival at this server
    method: str
    target: str
    headers: dict[str, str]  # lower-case names
    connection: int
    at: float  # seconds on the monotonic clock

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> dict[str, str]:
        """The query's parameters, undecoded; of equal names the last."""
        pairs = (pair.partition("=") for pair in self.target.partition("?")[2].split("&") if pair)
        return {name: value for name, _, value in pairs}


@dataclass(slots=True)
class Answer:
    """What goes back. The defaults make an honest page; faults bend one field or another."""

    body: bytes | Iterable[bytes] = b""
    status: int = 200
    headers: list[tuple[str, str]] = field(default_factory=lambda: [("Content-Type", HTML)])
    framing: Literal["length", "chunked", "close"] = "length"  # "close": the connection's end ends it
    claimed_length: int | None = None  # what Content-Length says, where it is not the body's length
    wait: float = 0.0  # seconds before the first byte
    until: threading.Event | None = None  # the first byte waits for it, a minute at most
    pause: float = 0.0  # seconds between two pieces of a body that comes in pieces
    reset_after: int | None = None  # bytes of the body (0: not even a status line), then RST
    unfinished: bool = False  # the connection closes before the last chunk
    name: str = ""  # of the fault, "" for a good answer

    def bend(self, **changes: object) -> Answer:
        """A copy with some fields changed."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def content(self) -> bytes:
        """The whole body. Not for endless ones."""
        return self.body if isinstance(self.body, bytes) else b"".join(self.body)

    def set_header(self, name: str, value: str) -> Answer:
        """A copy in which this header has this value only."""
        kept = [(n, v) for n, v in self.headers if n.lower() != name.lower()]
        return replace(self, headers=[*kept, (name, value)])


Fault = Callable[[Request, Answer], Answer]
"""Takes what the portal would have answered and gives what it answers instead."""


def redirect(location: str, status: int = 301) -> Answer:
    """A redirect to an address, which is written as it is."""
    return Answer(b"", status, [("Location", location), ("Content-Type", HTML)])


def show_html(text: str, status: int = 200) -> Answer:
    """A page in honest UTF-8."""
    return Answer(text.encode(), status)


def show_xml(text: str) -> Answer:
    """A feed or sitemap."""
    return Answer(text.encode(), headers=[("Content-Type", XML)])


def honour(request: Request, good: Answer) -> Answer:
    """The good answer with its version, or the word that it is still the same."""
    if good.status != 200:
        return good
    version = f'"{hashlib.sha256(good.content()).hexdigest()[:16]}"'
    if request.headers.get("if-none-match") == version:
        return Answer(b"", 304, headers=[("ETag", version)])
    return good.bend(headers=[*good.headers, ("ETag", version)])
