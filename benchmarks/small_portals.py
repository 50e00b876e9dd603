"""Many small portals on loopback, a port each, served by one asyncio loop in a process of its own.

    python benchmarks/small_portals.py COUNT ARTICLES

Prints the addresses, a line each, then serves until standard input ends. `GET /requests` on any port answers how
often each of its paths was asked for, as JSON, and forgets it.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

WORDS = """
xã huyện thôn đường cầu trường trạm chợ ruộng lúa vụ mùa mưa nước dân họp bàn xây sửa trồng nuôi thu chi quỹ hội đoàn
phụ nữ cựu binh học sinh thầy cô bác sĩ kế hoạch kết quả năm tháng tuần ngày sáng chiều mới cũ lớn nhỏ
""".split()  # noqa: SIM905
LAST = datetime(2025, 12, 20, 8, tzinfo=UTC)
"""Publication of the newest article; each other is a month older than the next."""


class Portal:
    """One portal: home page, a paged section, a sitemap, a feed, and articles that nobody else has."""

    def __init__(self, number: int, articles: int) -> None:
        self.number = number
        self.articles = articles
        self.base = ""
        self.counts: Counter[str] = Counter()

    def answer(self, path: str) -> tuple[str, str] | None:
        """Media type and text, or None for a path that there is not."""
        if path == "/robots.txt":
            return "text/plain", f"User-agent: *\nDisallow: /quan-tri/\nSitemap: {self.base}/sitemap.xml\n"
        if path == "/sitemap.xml":
            urls = "".join(f"<url><loc>{self.base}{self.path(n)}</loc></url>" for n in range(self.articles))
            return "text/xml", f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
        if path == "/feed":
            items = "".join(f"<item><link>{self.base}{self.path(n)}</link></item>" for n in self.newest())
            return "text/xml", f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>'
        if path in ("/", "/tin-tuc/"):
            return "text/html", self.show_listing()
        number = path.rsplit("-", 1)[-1].removesuffix(".html")
        if number.isdigit() and int(number) < self.articles and path == self.path(int(number)):
            return "text/html", self.show_article(int(number))
        return None

    def newest(self) -> range:
        return range(self.articles - 1, max(-1, self.articles - 11), -1)

    def path(self, number: int) -> str:
        return f"/tin-tuc/{'-'.join(['tin', 'so', 'cua', 'xa', str(self.number)])}-{1000 + number}-{number}.html"

    def say(self, number: int, words: int) -> str:
        chosen = Random(self.number * 100_003 + number * 101 + words)
        return " ".join(chosen.choices(WORDS, k=words)).capitalize() + "."

    def show_listing(self) -> str:
        links = "".join(f'<h3><a href="{self.path(n)}">{self.say(n, 9)}</a></h3>' for n in self.newest())
        return self.wrap("Xã", f'<nav><a href="/tin-tuc/">Tin tức</a></nav>{links}')

    def show_article(self, number: int) -> str:
        at = LAST - timedelta(days=30 * (self.articles - 1 - number))
        body = "".join(f"<p>{self.say(number, 60 + part)}</p>" for part in range(5))
        return self.wrap(
            self.say(number, 9),
            f"<article><h1>{self.say(number, 9)}</h1><time>{at:%d/%m/%Y %H:%M}</time>{body}</article>",
        )

    def wrap(self, title: str, content: str) -> str:
        return (
            f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title>'
            f'<link rel="alternate" type="application/rss+xml" href="/feed"></head><body>{content}</body></html>'
        )

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                path = head.split(b" ", 2)[1].decode("latin-1")
                if path == "/requests":
                    found: tuple[str, str] | None = "application/json", json.dumps(self.counts)
                    self.counts.clear()
                else:
                    self.counts[path] += 1
                    found = self.answer(path)
                kind, text = found or ("text/html", "<html><title>404</title></html>")
                body = text.encode()
                status = "200 OK" if found else "404 Not Found"
                writer.write(
                    f"HTTP/1.1 {status}\r\nContent-Type: {kind}; charset=utf-8\r\n"
                    f"Content-Length: {len(body)}\r\n\r\n".encode()
                    + body
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


async def main(count: int, articles: int) -> None:
    servers = []
    for number in range(count):
        portal = Portal(number, articles)
        server = await asyncio.start_server(portal.serve, "127.0.0.1", 0)
        portal.base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        print(portal.base, flush=True)
        servers.append(server)
    print(flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    for server in servers:
        server.close()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
