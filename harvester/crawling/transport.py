"""What comes over the wire: certificates per portal, limits on what is inflated, cookies that cannot pile up."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from http.cookiejar import Cookie
from typing import Any

from scrapy import Request
from scrapy.core.downloader.contextfactory import _ScrapyClientContextFactory
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.cookies import CookiesMiddleware
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http.cookies import CookieJar
from scrapy.utils.httpobj import urlparse_cached
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

from harvester.crawling.answers import INFLATED_LIMIT
from harvester.crawling.run import Run

COOKIES_KEPT = 20
COOKIE_SIZE = 2000
"""Cookies of a portal, and characters of one: a session and some settings need no more."""

CHUNK = 1 << 20


class CutPage(Exception):
    """Raised to the downloader for a compressed page whose end did not come."""


@implementer(IPolicyForHTTPS)
class PolicyByHost:
    """Certificates are verified, but for the portals whose file says `verify_tls = false`."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.strict = _ScrapyClientContextFactory(verify_certificates=True)
        self.lax = _ScrapyClientContextFactory(verify_certificates=False)

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:  # noqa: N802 - Twisted's interface
        run = self.crawler.get_extension(Run)
        trusting = run is not None and hostname.decode("ascii").lower() in run.unverified_hosts
        return (self.lax if trusting else self.strict).creatorForNetloc(hostname, port)


class PortalDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's handler, which can verify all certificates or none."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._contextFactory = PolicyByHost(crawler)  # type: ignore[assignment]  # zope's interface


class BoundedInflation(HttpCompressionMiddleware):
    """Inflates to a limit of its own, above that of what was sent, and takes no half page for a whole one."""

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self._max_size = INFLATED_LIMIT

    @staticmethod
    def _decode(body: bytes, encoding: bytes, max_size: int) -> bytes:
        if encoding in {b"gzip", b"x-gzip"}:
            return inflate(body, max_size)
        decoded: bytes = HttpCompressionMiddleware._decode(body, encoding, max_size)
        return decoded


def inflate(body: bytes, limit: int) -> bytes:
    """Inflate gzip, all of its members. Raises CutPage for a stream without its end, IgnoreRequest past `limit`."""
    pieces: list[bytes] = []
    size = 0
    rest = body
    while rest.strip(b"\0"):
        stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
        while not stream.eof:
            try:
                piece = stream.decompress(rest, CHUNK)
            except zlib.error as error:
                if pieces and not rest.startswith(b"\x1f\x8b"):
                    return b"".join(pieces)  # garbage behind the last member, which browsers pass over
                raise CutPage(f"gzip that does not inflate: {error}") from error
            if not piece and not stream.unconsumed_tail and not stream.eof:
                raise CutPage("gzip that breaks off before its end")
            size += len(piece)
            if size > limit:
                raise IgnoreRequest(f"inflates to more than {limit // 1_000_000} MB")
            pieces.append(piece)
            rest = stream.unconsumed_tail
        rest = stream.unused_data
    return b"".join(pieces)


class PortalCookies(CookiesMiddleware):
    """A jar a portal, of host-only cookies. Scrapy's own asks a public-suffix list, which it would download."""

    def _process_cookies(self, cookies: Iterable[Cookie], *, jar: CookieJar, request: Request) -> None:
        host = (urlparse_cached(request).hostname or "").lower()
        for cookie in cookies:
            if len(cookie.name) + len(cookie.value or "") > COOKIE_SIZE or len(jar) >= COOKIES_KEPT:
                continue
            cookie.domain, cookie.domain_specified = host, False
            jar.set_cookie_if_ok(cookie, request)
