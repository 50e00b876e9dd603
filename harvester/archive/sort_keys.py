"""The key that archives sort captures by (SURT), made as the package `surt` makes it, which pywb and others look up by.

http://www.go.example.vn:8080/Tin/?b=2&a=1    vn,example,go:8080)/tin?a=1&b=2
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote_from_bytes, unquote_to_bytes, urlsplit

ROUNDS = 8
"""How often an address is unescaped: `%252F` comes to `/` in two."""

UNESCAPED = "!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"
_DEFAULT_PORTS = {"http": 80, "https": 443}

WWW = re.compile(r"www\d*\.")

PATH_SESSION = re.compile(r"/\((?:\w\([0-9a-z]{24}\)|[0-9a-z]{24})\)(?=/)")
"""`/(S(abcdefghijklmnopqrstuvwx))/Default.aspx`, as ASP.NET has it."""

QUERY_SESSION = re.compile(
    r"(?:(?:jsessionid|phpsessid|sid)=[0-9a-z]{32}|aspsessionid[a-z]{8}=[a-z]{24}|cfid=[^&]{1,80}&cftoken=[^&]{1,80})(?:&|$)"
)
"""`PHPSESSID=0123456789abcdef0123456789abcdef`, and those of Java, ASP and ColdFusion."""


def make_sort_key(url: str) -> str:
    """The key of an address of http or https.

    The host's parts turned around, everything in lower case, unescaped and escaped once, without `www.`, default port,
    sessions and fragment, the query's fields in order.

    Raises:
        ValueError: for an address whose port is none.
    """
    parts = urlsplit(url.strip())
    port = parts.port
    shown = "" if port in (None, _DEFAULT_PORTS.get(parts.scheme)) else f":{port}"
    query = _make_query(parts.query)
    return f"{_turn_host(parts)}{shown}){_make_path(parts.path)}{'?' + query if query else ''}"


def _turn_host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            host = quote_from_bytes(host.encode(), safe=UNESCAPED)
    host = host.replace("..", ".").strip(".")
    www = WWW.match(host)
    return ",".join(reversed(host[www.end() if www else 0 :].split(".")))


def _make_path(path: str) -> str:
    kept: list[str] = []
    for part in _unescape(path).decode("utf-8", "surrogateescape").split("/"):
        if part == "..":
            del kept[-1:]
        elif part not in ("", "."):
            kept.append(part)
    joined = _escape("/" + "/".join(kept))
    page = joined.rfind(".aspx")
    return joined if page < 0 else PATH_SESSION.sub("", joined[:page]) + joined[page:]


def _make_query(query: str) -> str:
    text = QUERY_SESSION.sub("", _escape(_unescape(query).decode("utf-8", "surrogateescape")), count=1)
    return "&".join(sorted(text.split("&"), key=lambda field: field.split("=", 1)))


def _unescape(text: str) -> bytes:
    found = text.encode("utf-8", "surrogateescape")
    for _ in range(ROUNDS):
        if b"%" not in found:
            break
        found = unquote_to_bytes(found)
    return found


def _escape(text: str) -> str:
    return quote_from_bytes(text.encode("utf-8", "surrogateescape"), safe=UNESCAPED).lower()
