"""The made-up portal that most tests crawl: on a free port, with faults, and a book of all that was asked.

    with PortalServer(Site(count=60, look=NukeVietLook())) as server:
        server.plan.always["/tin-tuc/"] = answer_busy
        ...                                   # harvest server.base + "/"
        assert server.log.count("/robots.txt") == 1

The server runs in a thread of its own and takes any free port. `Trap` is one that nobody may visit.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import TracebackType

from support.answers import Answer, Request, show_html
from support.log import Log
from support.plan import Plan
from support.site import Site

REASONS = {
    200: "OK",
    301: "Moved Permanently",
    302: "Found",
    304: "Not Modified",
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    410: "Gone",
    429: "Too Many Requests",
    503: "Service Unavailable",
}
MAX_REQUEST_HEADER = 8190  # bytes in one line, Apache's LimitRequestFieldSize
PIECE = 64 * 1024


@dataclass
class After:
    """Called in the server's thread when the nth answer from now has been handed to the system's socket."""

    nth: int
    call: Callable[[], None]


@dataclass
class PortalServer:
    """Serves `site` on `host`. `keep_alive = False` closes after each answer."""

    site: Site
    host: str = "127.0.0.1"
    port: int = 0  # 0: any free one; known after the start
    plan: Plan = field(default_factory=Plan)
    keep_alive: bool = True
    max_request_header: int = MAX_REQUEST_HEADER
    tls: ssl.SSLContext | None = None
    log: Log = field(default_factory=Log)

    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop, repr=False)
    _thread: threading.Thread | None = field(default=None, repr=False)
    _asked: Counter[str] = field(default_factory=Counter, repr=False)
    _afters: list[After] = field(default_factory=list, repr=False)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set, repr=False)

    @property
    def base(self) -> str:
        """Scheme, host and port, without a slash."""
        return f"http{'s' if self.tls else ''}://{self.host}:{self.port}"

    def __enter__(self) -> PortalServer:
        started = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(started,), daemon=True)
        self._thread.start()
        if not started.wait(10):
            raise RuntimeError(f"no portal on {self.host!r}")
        self.site.base = self.base
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        if self._thread is not None:
            self._thread.join(10)

    def after_answers(self, nth: int, call: Callable[[], None]) -> None:
        """Have something done right after the nth answer from now, for instance a kill."""
        self._afters.append(After(nth, call))

    def forget(self) -> None:
        """Start with an empty book and with faults counted anew, as for a portal that nobody visited yet."""
        self.log.clear()
        self._asked.clear()
        self._afters.clear()

    def _open_socket(self) -> socket.socket:
        opened = socket.create_server((self.host, self.port))
        self.port = opened.getsockname()[1]
        return opened

    def _run(self, started: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            asyncio.start_server(self._serve, sock=self._open_socket(), ssl=self.tls, limit=2**20)
        )
        started.set()
        try:
            self._loop.run_forever()
        finally:
            server.close()
            for task in list(self._tasks):
                task.cancel()
            self._loop.run_until_complete(asyncio.gather(*self._tasks, return_exceptions=True))
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        connection = self.log.open_connection()
        try:
            while await self._serve_one(connection, reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError, ssl.SSLError):
            pass  # the other side has gone, or the test is over
        finally:
            self.log.close_connection(connection)
            writer.close()
            with contextlib.suppress(ConnectionError, ssl.SSLError, asyncio.CancelledError):
                await writer.wait_closed()

    async def _serve_one(self, connection: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """One request and its answer. False when the connection is to be closed."""
        request = await self._read_request(connection, reader)
        if request is None:
            return False
        self._asked[request.target] += 1
        answer = self._answer(request)
        served = self.log.begin(request, answer)
        try:
            if answer.wait:
                await asyncio.sleep(answer.wait)
            if answer.until:
                await asyncio.to_thread(answer.until.wait, 60)
            open_still = await self._send(request, answer, writer)
        finally:
            self.log.end(served)
            self._count_answer()
        return open_still and self.keep_alive and request.headers.get("connection", "").lower() != "close"

    async def _read_request(self, connection: int, reader: asyncio.StreamReader) -> Request | None:
        line = await reader.readline()
        parts = line.decode("latin-1").split()
        if len(parts) != 3:
            return None
        headers: dict[str, str] = {}
        while (raw := await reader.readline()).strip():
            name, _, value = raw.decode("latin-1").partition(":")
            headers[name.strip().lower()] = value.strip()
        return Request(self.log.next_number(), parts[0], parts[1], headers, connection, time.monotonic())

    def _answer(self, request: Request) -> Answer:
        """The site's answer, bent by the plan; a bug in a test's site is a 500 and kept in the log."""
        if any(len(value) > self.max_request_header for value in request.headers.values()):
            return show_html("<html><body>Request header or cookie too large</body></html>", 400)
        try:
            good = self.site.answer(request)
            fault = self.plan.choose(request, self._asked[request.target])
            return good if fault is None else fault(request, good)
        except Exception as error:  # noqa: BLE001 - shown by the test, not lost in a thread
            self.log.errors.append(f"{request.target}: {error!r}")
            return Answer(b"", 500)

    def _count_answer(self) -> None:
        for after in list(self._afters):
            after.nth -= 1
            if after.nth == 0:
                self._afters.remove(after)
                after.call()

    async def _send(self, request: Request, answer: Answer, writer: asyncio.StreamWriter) -> bool:
        """Write the answer. False when the connection cannot be used any more."""
        if answer.reset_after == 0:
            return reset_connection(writer)
        body = [answer.body] if isinstance(answer.body, bytes) else answer.body
        writer.write(self._write_head(answer))
        if request.method != "HEAD" and answer.status != 304:
            sent = 0
            for piece in split_pieces(body):
                if answer.reset_after is not None and sent + len(piece) >= answer.reset_after:
                    writer.write(piece[: answer.reset_after - sent])
                    await writer.drain()
                    return reset_connection(writer)
                if answer.pause:
                    await asyncio.sleep(answer.pause)
                writer.write(b"%x\r\n%b\r\n" % (len(piece), piece) if answer.framing == "chunked" else piece)
                await writer.drain()
                sent += len(piece)
            if answer.framing == "chunked" and not answer.unfinished:
                writer.write(b"0\r\n\r\n")
        await writer.drain()
        short = isinstance(answer.body, bytes) and (answer.claimed_length or 0) > len(answer.body)
        return not (answer.unfinished or short or answer.framing == "close")

    def _write_head(self, answer: Answer) -> bytes:
        headers = list(answer.headers)
        if answer.framing == "chunked":
            headers.append(("Transfer-Encoding", "chunked"))
        elif answer.framing == "length":
            length = answer.claimed_length
            headers.append(("Content-Length", str(len(answer.content()) if length is None else length)))
        if answer.framing == "close" or not self.keep_alive:
            headers.append(("Connection", "close"))
        lines = [f"HTTP/1.1 {answer.status} {REASONS.get(answer.status, 'Status')}"]
        lines += [f"{name}: {value}" for name, value in headers]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "surrogateescape")


def split_pieces(body: list[bytes] | object) -> Iterator[bytes]:
    """The body in pieces that a socket can take, none of them empty."""
    for part in body:  # type: ignore[attr-defined]
        for start in range(0, len(part), PIECE):
            yield part[start : start + PIECE]


def reset_connection(writer: asyncio.StreamWriter) -> bool:
    """Close with RST instead of FIN. Always False."""
    raw = writer.get_extra_info("socket")
    if raw is not None:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
    return False
