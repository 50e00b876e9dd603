"""The demo portals on loopback: three servers on free or fixed ports, rendered once an edition."""

from __future__ import annotations

import threading
import tomllib
from collections.abc import Callable
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from types import TracebackType
from typing import Any

from harvester.demo.commune import build_commune
from harvester.demo.district import build_district
from harvester.demo.newsroom import COMMUNE, DISTRICT, PARTY, Newsroom
from harvester.demo.party import build_party
from harvester.demo.site_markup import Answer, Site

BUILDERS: dict[str, Callable[[Newsroom, int, str], Site]] = {
    DISTRICT: build_district,
    COMMUNE: build_commune,
    PARTY: build_party,
}

FIXED_PORT = 8017
"""Where `harvester demo --serve` puts the district's portal, the others on the two ports behind it. The contracts of
the spider's callbacks name it."""

_NOT_FOUND = Answer("<!DOCTYPE html><title>404</title><h1>Không tìm thấy trang</h1>".encode(), status=404)


class _PortalServer(ThreadingHTTPServer):
    """One portal on a port of 127.0.0.1; 0 takes any that is free."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Visit)
        self.site: Site = {}
        self.requests: list[str] = []

    @property
    def base(self) -> str:
        """The portal's address without the last slash."""
        return f"http://127.0.0.1:{self.server_port}"


class _Visit(BaseHTTPRequestHandler):
    """One connection, kept open. Answers are buffered and leave in one piece."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _PortalServer

    def do_GET(self) -> None:
        """Answer from the rendered site."""
        self.server.requests.append(self.path)
        answer = self.server.site.get(self.path, _NOT_FOUND)
        self.send_response(answer.status)
        if answer.location is not None:
            self.send_header("Location", answer.location)
        self.send_header("Content-Type", answer.media_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    do_HEAD = do_GET  # noqa: N815  the name that http.server looks for

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the signature of http.server
        """Stay silent: `requests` is the log."""


class DemoServer:
    """The three portals, served from daemon threads until `close`.

    Args:
        today: The day of the second edition; the first is read the day before.
        edition: Which of the two is served.
        port: That of the first portal, the others follow; 0 takes free ones.

    Raises:
        OSError: a port is taken.
    """

    def __init__(self, today: date, edition: int = 1, port: int = 0) -> None:
        self.newsroom = Newsroom(today)
        self.edition = edition
        self._servers: dict[str, _PortalServer] = {}
        try:
            for number, portal in enumerate(BUILDERS):
                self._servers[portal] = _PortalServer(port and port + number)
        except OSError:
            for server in self._servers.values():
                server.server_close()
            raise
        self._render()
        for server in self._servers.values():
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    @property
    def portals(self) -> dict[str, str]:
        """Portal id to its address, ending in a slash."""
        return {portal: server.base + "/" for portal, server in self._servers.items()}

    @property
    def requests(self) -> dict[str, list[str]]:
        """Portal id to the paths that were asked for, with their queries, in order."""
        return {portal: server.requests for portal, server in self._servers.items()}

    def publish_update(self) -> None:
        """Go over to the second edition: three new stories, and one that says something else."""
        self.edition = 2
        self._render()

    def _render(self) -> None:
        for portal, server in self._servers.items():
            server.site = BUILDERS[portal](self.newsroom, self.edition, server.base)

    def close(self) -> None:
        """Stop serving and free the ports."""
        for server in self._servers.values():
            server.shutdown()
            server.server_close()

    def __enter__(self) -> DemoServer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def serve(today: date, edition: int = 1, port: int = 0) -> DemoServer:
    """Serve the three portals; as a context manager, or until `close`. Takes and raises what `DemoServer` does."""
    return DemoServer(today, edition, port)


def portals(server: DemoServer) -> list[dict[str, Any]]:
    """The packaged portal files of five keys, with the address that the portal was given."""
    found = []
    for entry in sorted((files("harvester.demo") / "portals").iterdir(), key=lambda path: path.name):
        if entry.name.endswith(".toml"):
            portal = tomllib.loads(entry.read_text(encoding="utf-8"))
            found.append({**portal, "url": server.portals[portal["id"]]})
    return found
