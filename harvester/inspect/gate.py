"""What happens to a request before Datasette sees it: its language, its host, and the page that answers it better."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode

from harvester.inspect.languages import COOKIE, LANGUAGE, LANGUAGES, choose_language

Scope = dict[str, Any]
_Send = Callable[[dict[str, Any]], Awaitable[None]]
App = Callable[[Scope, Any, _Send], Awaitable[None]]

LANGUAGE_ARGUMENT = "_language"

YEAR_SECONDS = 365 * 24 * 3600

READING_NAMES = {"_search": "q", "portal": "portal", "_province": "province", "_level": "level", "_month": "month"}
"""Arguments of the table of articles that the list for reading has, too, and what they are called there."""


def set_language(scope: Scope) -> None:
    """Let the pages of this request be in the language that its browser wants."""
    LANGUAGE.set(choose_language({name.lower(): value for name, value in scope["headers"]}))


def find_redirect(scope: Scope) -> tuple[str, list[tuple[bytes, bytes]]] | None:
    """The address that a request is sent on to, and headers for it; None where it is answered as it is."""
    pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    arguments = dict(pairs)
    language = arguments.get(LANGUAGE_ARGUMENT)
    if language is not None:
        rest = urlencode([(name, value) for name, value in pairs if name != LANGUAGE_ARGUMENT])
        cookie = f"{COOKIE}={language}; Path=/; Max-Age={YEAR_SECONDS}; SameSite=Lax; HttpOnly"
        headers = [(b"set-cookie", cookie.encode("latin-1"))] if language in LANGUAGES else []
        return f"?{rest}", headers  # relative: a path that begins with two slashes would be another host
    is_search = scope["path"] == "/harvest/articles" and arguments.get("_search", "").strip()
    if is_search and arguments.keys() <= READING_NAMES.keys():
        named = urlencode([(READING_NAMES[name], value) for name, value in arguments.items() if value])
        return f"/articles?{named}", []
    return None


async def send_redirect(send: _Send, address: str, headers: list[tuple[bytes, bytes]]) -> None:
    sent = [(b"location", address.encode("latin-1")), (b"cache-control", b"no-store"), *headers]
    await send({"type": "http.response.start", "status": 303, "headers": sent})
    await send({"type": "http.response.body", "body": b""})


def refuse_other_hosts(app: App, port: int) -> App:
    """The application, for whoever asks it by its own name.

    A page elsewhere could have its own name lead here (DNS rebinding) and read along.
    """
    hosts = {f"{name}:{port}".encode() for name in ("127.0.0.1", "localhost")}

    async def guarded(scope: Scope, receive: Any, send: _Send) -> None:
        if scope["type"] == "http":
            named = [value.lower() for name, value in scope["headers"] if name.lower() == b"host"]
            if len(named) != 1 or named[0] not in hosts:
                await send_refusal(send)
                return
        await app(scope, receive, send)

    return guarded


async def send_refusal(send: _Send) -> None:
    """421 Misdirected Request (RFC 9110, 15.5.20)."""
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": 421, "headers": headers})
    await send({"type": "http.response.body", "body": b"This server answers to 127.0.0.1 and localhost only.\n"})


def list_arguments(scope: Scope) -> dict[str, list[str]]:
    return parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
