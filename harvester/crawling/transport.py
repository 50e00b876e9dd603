"""What comes over the wire: certificates per portal, limits on what is inflated, cookies that cannot pile up."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.cookies import CookieJar
from scrapy.utils.httpobj import urlparse_cached
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS
from twisted.web.http import _ChunkedTransferDecoder

from harvester.archive.exchanges import cut_head
from harvester.crawling.keeping import Wire
from harvester.crawling.run import Run
from harvester.crawling.tls import PolicyByPlace, TlsRules
from harvester.crawling.unpacking import CutPage, is_complete, unpack
from harvester.limits import COOKIE_SIZE, COOKIES_KEPT, HEAD_LIMIT, INFLATED_LIMIT, LAYERS
from harvester.urls import add_path_session, find_path_session

_HEAD_END = b"\r\n\r\n"
FIELD_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""RFC 9110, 5.1"""


class EndlessHead(Exception):
    """Raised to the downloader for an answer whose head does not come to its end."""


class GatheredChunks(_ChunkedTransferDecoder):
    """Hands on what came at once as a whole: a chunk may hold one octet, and Scrapy has much to do for each."""

    def __init__(self, deliver: Callable[[bytes], None], finish: Callable[[bytes], None]) -> None:
        self.gathered: list[bytes] = []
        self.deliver = deliver
        self.finish = finish
        super().__init__(self.gathered.append, self.hand_on_last)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's interface
        try:
            super().dataReceived(data)
        finally:
            self.hand_on()

    def hand_on(self) -> None:
        """Hand on what was gathered."""
        if self.gathered:
            body = b"".join(self.gathered)
            self.gathered.clear()
            self.deliver(body)

    def hand_on_last(self, rest: bytes) -> None:
        """Hand on what was gathered, and that it was the last, with what came behind it."""
        self.hand_on()
        self.finish(rest)


class TolerantParser(_LenientHTTPClientParser):
    """Reads heads as browsers do: lines of any length within the head's limit; fields with no proper name are none."""

    MAX_LENGTH = HEAD_LIMIT
    _transferDecoders: dict[bytes, Any] = {b"chunked": GatheredChunks}  # noqa: N815, RUF012 - Twisted's

    def headerReceived(self, name: bytes, value: bytes) -> None:  # noqa: N802 - Twisted's interface
        stripped = name.strip()
        if FIELD_NAME.fullmatch(stripped):
            super().headerReceived(stripped, value)  # type: ignore[no-untyped-call]


class BoundedHeads(_LenientHTTP11ClientProtocol):
    """Scrapy's side of a connection, with a limit on what comes before a page.

    Where answers are kept, `wire` gets their heads, which Scrapy and Twisted spell anew.
    """

    counted: object = None
    head_size = 0
    head = b""
    asked = b""
    wire: Wire | None = None

    def request(self, request: Any) -> Any:
        if self.wire is not None:
            self.asked, self.head = write_request_head(request), b""
        answer = super().request(request)
        assert self._parser is not None
        self._parser.__class__ = TolerantParser  # as Scrapy puts its own in the place of Twisted's
        return answer

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's interface
        parser, end = self._parser, data.find(_HEAD_END)
        if end < 0 or not self.is_reading_head():
            self.read(data)
            return
        end += len(_HEAD_END)  # the head alone: for each of its lines Twisted copies all that came with it
        self.read(data[:end])
        if end < len(data) and self._parser is parser:  # what follows an answer without a body is nobody's
            self.read(data[end:])

    def is_reading_head(self) -> bool:
        return self._parser is not None and self._parser.state in (STATUS, HEADER)

    def read(self, data: bytes) -> None:
        if self.wire is not None and self.is_reading_head():
            self.note_head(self.wire, data)
        super().dataReceived(data)  # type: ignore[no-untyped-call]
        if not self.is_reading_head():
            return
        if self._parser is not self.counted:
            self.counted, self.head_size = self._parser, 0
        self.head_size += len(data)
        if self.head_size > HEAD_LIMIT:
            self._giveUp(Failure(EndlessHead(f"headers of more than {HEAD_LIMIT // 1000} KB")))  # type: ignore[no-untyped-call]

    def note_head(self, wire: Wire, data: bytes) -> None:
        """Add to the head that is being read; the last one counts, which no `100 Continue` is."""
        self.head += data
        end = cut_head(self.head)
        if end:
            assert self._parser is not None
            wire[self._parser.request.absoluteURI] = self.asked, end
            self.head = b""


def write_request_head(request: Any) -> bytes:
    """Return the head of a request as Twisted writes it."""
    lines = [b" ".join((request.method, request.uri, b"HTTP/1.1"))]
    if not request.persistent:
        lines.append(b"Connection: close")
    for name, values in request.headers.getAllRawHeaders():
        lines += [b": ".join((name, value)) for value in values]
    return b"\r\n".join([*lines, b"", b""])


class BoundedHeadFactory(_LenientHTTP11ClientFactory):
    """Makes connections with that limit."""

    wire: Wire | None = None

    def buildProtocol(self, addr: Any) -> BoundedHeads:  # noqa: N802
        connection = BoundedHeads(self._quiescentCallback)  # type: ignore[no-untyped-call]
        connection.wire = self.wire
        return connection


def make_factory(wire: Wire | None) -> type[BoundedHeadFactory]:
    """Return the factory of a crawl that keeps its answers' heads in `wire`; None: of one that keeps nothing."""
    return type("KeepingFactory", (BoundedHeadFactory,), {"wire": wire})


class PortalDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's handler, which takes the TLS of all servers alike, and reads heads without an end."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.path_sessions: dict[str, str] = {}
        """Sessions that stand in addresses, where a portal gives them to visitors without cookies; by cookie jar."""
        self._contextFactory = PolicyByPlace(find_tls_rules(crawler))  # type: ignore[assignment]  # zope's interface
        run = crawler.get_extension(Run)
        self.shutdown = None if run is None else run.shutdown
        self.wire = None if run is None or run.keeping is None else run.keeping.wire
        self._pool._factory = make_factory(self.wire)

    async def download_request(self, request: Request) -> Response:
        """Ask under the portal's session in the path, where it has given one; nobody above sees it.

        Raises:
            CutPage: less came than was announced, and neither packing nor page goes on to its end.
            Interrupted: the run ends before the answer has come.
        """
        jar = request.meta.get("cookiejar", "")
        session = None if request.url.endswith("/robots.txt") else self.path_sessions.get(jar)
        asked = request if session is None else request.replace(url=add_path_session(request.url, session))
        download = super().download_request(asked)
        response = await (download if self.shutdown is None else self.shutdown.wait_for(download))
        if "dataloss" in response.flags and not is_complete(response.body, read_encodings(response)):
            raise CutPage("less came than was announced, and the page has no end")
        given = find_path_session((response.headers.get("Location") or b"").decode("latin-1"))
        if given is not None:
            self.path_sessions[jar] = given
        if asked is request:
            return response
        request.meta.update(asked.meta)  # the latency
        if self.wire is not None:
            self.wire[request.url.encode("ascii")] = self.wire.pop(asked.url.encode("ascii"), (b"", b""))
        return response.replace(url=request.url)


def read_encodings(response: Response) -> list[str]:
    """Return the codings of an answer's Content-Encoding, the first that was applied first."""
    text = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1").lower()
    return [name.strip() for name in text.split(",") if name.strip()]


def find_tls_rules(crawler: Crawler) -> TlsRules:
    """Return what a run's portals ask of TLS; of a probe, which has none, what it was told."""
    run = crawler.get_extension(Run)
    if run is not None:
        return TlsRules.of_portals(run.facts.plan.portals)
    return crawler.settings["HARVEST_TLS"] or TlsRules()


class BoundedInflation(HttpCompressionMiddleware):
    """Inflates to a limit of its own, above that of what was sent, and takes no half page for a whole one."""

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self._max_size = INFLATED_LIMIT

    def _handle_encoding(self, body: bytes, content_encoding: list[bytes], max_size: int) -> tuple[bytes, list[bytes]]:
        if sum(value.count(b",") + 1 for value in content_encoding) > LAYERS:
            raise IgnoreRequest(f"packed more than {LAYERS} times")
        decoded: tuple[bytes, list[bytes]] = super()._handle_encoding(body, content_encoding, max_size)
        return decoded

    @staticmethod
    def _decode(body: bytes, encoding: bytes, max_size: int) -> bytes:
        return unpack(body, encoding.decode("ascii"), min(max_size, INFLATED_LIMIT))


class PortalCookies:
    """A jar a portal, of host-only cookies. Scrapy's own asks a public-suffix list, which it would download."""

    def __init__(self) -> None:
        self.jars: defaultdict[str, CookieJar] = defaultdict(CookieJar)

    def process_request(self, request: Request) -> None:
        """Send what the portal has set, if anything."""
        jar = self.jars[request.meta.get("cookiejar", "")]
        if len(jar):
            jar.add_cookie_header(request)

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep what it sets, within limits. The cookies that the jar makes of an answer have not expired."""
        if "Set-Cookie" not in response.headers:
            return response
        jar = self.jars[request.meta.get("cookiejar", "")]
        host = (urlparse_cached(request).hostname or "").lower()
        for cookie in jar.make_cookies(response, request):
            if len(cookie.name) + len(cookie.value or "") > COOKIE_SIZE or len(jar) >= COOKIES_KEPT:
                continue
            cookie.domain, cookie.domain_specified = host, False
            jar.set_cookie_if_ok(cookie, request)
        return response
