"""A server on loopback that gives prepared answers, path by path, and notes what it was asked."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

Prepared = tuple[int, dict[str, str], bytes]


class Stub:
    """`answers` holds a list for each path, with its query; each answer is given once, the last for ever."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Prepared]] = {}
        self.asked: list[str] = []
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                stub.asked.append(self.path)
                prepared = stub.answers.get(self.path, [(200, {}, b"")])
                status, fields, body = prepared.pop(0) if len(prepared) > 1 else prepared[0]
                self.send_response_only(status)
                for name, value in {"Content-Length": str(len(body)), **fields}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.server.shutdown()
        self.server.server_close()
