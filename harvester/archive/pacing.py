"""Asking the index of a web archive at its own pace: few requests a minute, one at a time, and none after a 429."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

from harvester import __version__
from harvester.errors import ArchiveError, IndexBusy
from harvester.limits import ANSWER_LIMIT, ANSWER_SECONDS, INDEX_PATIENCE, INDEX_PAUSE, INDEX_SECONDS, INDEX_TRIES
from harvester.retry_after import BUSY, read_retry_after
from harvester.whole_numbers import read_whole_number

_PIECE = 65_536
"""Octets that are asked for at once."""
OVERLOADED = BUSY | {504}
"""An index that sorts a large site may also be given up by the gateway before it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an archive sent: header fields by their names in lower case, and the body, as sent."""

    status: int
    fields: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Clock:
    """Seconds that only go on, and waiting for them to pass."""

    read: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


class PacedClient:
    """GET requests to one archive, `interval` seconds apart.

    `on_wait` is told of every wait that an archive asks for, in seconds and with the reason, before it begins.
    """

    def __init__(self, interval: float, on_wait: Callable[[float, str], None], clock: Clock | None = None) -> None:
        self.interval = interval
        self.on_wait = on_wait
        self.clock = clock or Clock()
        self.next_at = 0.0
        self.opener = urllib.request.build_opener(NoRedirects)

    def get(self, url: str, fields: dict[str, str] | None = None) -> Answer:
        """What an archive answers.

        Raises:
            IndexBusy: it asks for more patience than a run has.
            ArchiveError: it does not answer.
        """
        pause = INDEX_PAUSE
        for _ in range(INDEX_TRIES):
            self.wait(self.next_at - self.clock.read())
            answer = self.ask(url, fields or {})
            self.next_at = self.clock.read() + self.interval
            if answer.status not in OVERLOADED:
                return answer
            asked = read_retry_after(answer.fields)
            seconds = pause if asked is None else asked
            reason = f"{urlsplit(url).netloc} answers {answer.status}"
            self.on_wait(seconds, reason)
            if seconds > INDEX_PATIENCE:
                raise IndexBusy(f"{reason} and is left alone for {seconds:.0f} s: run again later")
            self.next_at = self.clock.read() + seconds
            pause *= 2
        raise IndexBusy(f"{urlsplit(url).netloc} answered {INDEX_TRIES} times that it is busy: run again later")

    def wait(self, seconds: float) -> None:
        if seconds > 0:
            self.clock.sleep(seconds)

    def ask(self, url: str, fields: dict[str, str]) -> Answer:
        """One request. An answer that is longer than ANSWER_LIMIT, or breaks off, is none."""
        if not url.startswith(("http://", "https://")):
            raise ArchiveError(f"no http address: {url!r}")
        request = urllib.request.Request(  # noqa: S310 - checked above
            url, headers={"User-Agent": f"harvester/{__version__}", "Accept-Encoding": "identity", **fields}
        )
        try:
            with self.open(request) as response:
                return read_answer(response, self.clock)
        except (OSError, HTTPException) as error:
            raise ArchiveError(f"{urlsplit(url).netloc} does not answer: {error}") from error

    def open(self, request: urllib.request.Request) -> Any:
        """The response to a request, whatever its status."""
        try:
            return self.opener.open(request, timeout=INDEX_SECONDS)
        except urllib.error.HTTPError as error:
            return error


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer: a capture may be one, and nobody is to send us elsewhere."""

    def redirect_request(self, *_: object) -> None:
        return None


def read_answer(response: Any, clock: Clock) -> Answer:
    """An answer read to its end.

    Raises:
        ArchiveError: for one that is too long, or takes too long: an octet a minute never times out.
    """
    pieces: list[bytes] = []
    size, last = 0, clock.read() + ANSWER_SECONDS
    while piece := response.read1(_PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > ANSWER_LIMIT:
            raise ArchiveError(f"an archive sent more than {ANSWER_LIMIT // 1_000_000} MB at once")
        if clock.read() > last:
            raise ArchiveError(f"an archive's answer took more than {ANSWER_SECONDS:g} s")
    body = b"".join(pieces)
    fields: dict[str, str] = {}
    for name, value in response.headers.items():
        fields[name.lower()] = f"{fields[name.lower()]}, {value}" if name.lower() in fields else value
    told = read_whole_number(fields.get("content-length", ""))
    if told is not None and told > len(body) and response.status != 304:
        raise ArchiveError(f"an archive's answer breaks off: {len(body)} of {told} bytes")
    return Answer(response.status, fields, body)
