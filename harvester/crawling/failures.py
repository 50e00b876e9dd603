"""Why no answer came, in plain words: unknown host, refused connection, timeout, bad certificate, old TLS."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scrapy.exceptions import DownloadCancelledError, IgnoreRequest

from harvester.crawling.safety import find_refused
from harvester.limits import SENT_LIMIT
from harvester.urls import read_host

OLD_TLS = re.compile(
    r"key too small|unsupported protocol|ee key|ca md too weak|alert protocol version"
    r"|handshake failure|no protocols available|unsafe legacy|bad ecpoint|internal error",
    re.IGNORECASE,
)
"""`dh key too small`, `unsupported protocol`: what OpenSSL says of servers that are ten years old."""
PLAIN_HTTP = re.compile(r"wrong version number|http request|packet length too long", re.I)
"""What OpenSSL makes of an answer that is no TLS: one in plain HTTP."""
BAD_CERTIFICATE = re.compile(r"certificate (?:verify failed|has expired|is not yet valid)|VerificationError", re.I)
"""`[('SSL routines', '', 'certificate verify failed')]`"""
SSL_REASON = re.compile(r"\('[^']*', '[^']*', '([^']+)'\)")
"""One entry of pyOpenSSL's list of errors."""

_UNKNOWN_HOST = "there is no host of that name (is it spelled right?)"
_CLOSED = "the connection is closed without an answer"
CUT_HANDSHAKE = ' (if its TLS is too old, tls = "old" in the portal file lets it pass)'

SILENCES = {
    "CannotResolveHost": _UNKNOWN_HOST,
    "DNSLookupError": _UNKNOWN_HOST,
    "ConnectionRefused": "the connection is refused (is the port right?)",
    "ConnectionDone": _CLOSED,
    "ConnectionLost": _CLOSED,
    "DownloadTimeout": "nothing came within a minute; try later",
    "TimeoutError": "nothing came within a minute; try later",
    "ParseError": "what came is no HTTP",
    "BadStatusLine": "what came is no HTTP",
    "BadResponse": "what came is no HTTP",
}
"""Parts of the names of Scrapy's and Twisted's exceptions."""


def describe_failure(error: BaseException, url: str) -> str:
    """Return why no answer came from an address, without anything that only Python's users read."""
    if isinstance(error, DownloadCancelledError):  # what its middleware says is about settings
        return f"larger than {SENT_LIMIT // 1_000_000} MB"
    if isinstance(error, IgnoreRequest):
        return str(error) or "refused by a middleware"
    causes = list(iterate_causes(error))
    text = "; ".join(f"{type(cause).__name__}: {cause}" for cause in causes)
    if BAD_CERTIFICATE.search(text):
        return "its certificate does not hold (verify_tls = false in the portal file lets it pass)"
    tls = SSL_REASON.findall(text)
    if any(PLAIN_HTTP.search(reason) for reason in tls):
        return f"no TLS is spoken there ({tls[-1]}): does the site answer at http:// and this port?"
    if tls:
        way_out = ' (tls = "old" in the portal file lets it pass)' if OLD_TLS.search(text) else ""
        return f"its TLS {'is too old' if way_out else 'fails'}: {tls[-1]}{way_out}"
    names = [type(cause).__name__ for cause in causes]
    words = next((words for name in names for part, words in SILENCES.items() if part in name), None)
    if words is None:
        return f"{names[-1]}: {causes[-1]}".strip(": ")
    private = find_refused(read_host(url)) if words == _UNKNOWN_HOST else None
    if private is not None:
        return f"its host is at a private address: {private}"
    is_cut = words == _CLOSED and url.startswith("https:")
    return f"{words}{CUT_HANDSHAKE}" if is_cut else words


def iterate_causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and those that it wraps, the outermost first; of several beside each other the first."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        reasons = getattr(current, "reasons", None) or [getattr(current, "reason", None)]
        inner = getattr(reasons[0], "value", reasons[0])
        current = inner if isinstance(inner, BaseException) else current.__cause__
