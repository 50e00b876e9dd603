"""Pages that a parser may take seconds for: read in another process, while the crawl goes on."""

from __future__ import annotations

import asyncio
import pickle
import re
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from harvester.crawling.requests import RequestContext
from harvester.crawling.robots import Rules
from harvester.crawling.run import Run
from harvester.crawling.shutdown import Interrupted
from harvester.gzip_members import GZIP_MAGIC, inflates_beyond
from harvester.items import Article, FetchResult, Listing
from harvester.limits import INLINE_NESTING, INLINE_SIZE, INLINE_TAGS, INLINE_TEXTS, PAGE_MEMORY, PAGE_SECONDS
from harvester.spiders.page_items import PageItems, end_parts
from harvester.spiders.page_program import Job, PageItem

GoOn = Callable[[Response, RequestContext, list[Article]], Article | Request]

LONG_RUN = 20_000
"""Octets from one `<` to the next: one tag, maybe, with more attributes than libxml2 reads at once."""

SOME_TAGS = 800
"""Fewer take no time, however they nest."""

NESTING_TAG = re.compile(rb"<(/?)(?!(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)\b)[a-z]")
"""A tag that holds others, or closes one that does; of a text in lower case."""

CLOSED_TAG = re.compile(
    rb"<[a-z][\w:-]*+(?:\s++[\w:.-]++(?:\s*+=\s*+(?:\"[^\"<>]*+\"|'[^'<>]*+'))?+)*+\s*+/>",
)
"""A tag that closes itself, as SVG has many: `<path d="M0 0"/>`. In `<a href=/tin/>` the slash is the address's."""

DEPTH_STEPS = {b"": 1, b"/": -1}
"""How much deeper it is behind such a tag."""

TEXT_START = re.compile(rb">\s*+[^<\s]")
"""Where a tag ends that has a text behind it."""

HANDED_AT_ONCE = 65_536
"""Octets that are handed over at once."""


def is_large(body: bytes, *, is_page: bool = True) -> bool:
    """Return whether reading a page, or else a feed or sitemap, may take longer than a crawl can wait for."""
    if body.startswith(GZIP_MAGIC):
        return inflates_beyond(body, INLINE_SIZE)
    if len(body) > INLINE_SIZE or (is_page and has_many_parts(body)):
        return True
    return has_long_run(body)


def has_many_parts(body: bytes) -> bool:
    """Return whether a page has so many tags, or texts, or tags in one another, that reading it takes long."""
    tags = body.count(b"<")
    return (
        tags >= INLINE_TAGS
        or (tags >= INLINE_TEXTS and count_texts(body) >= INLINE_TEXTS)
        or (tags >= SOME_TAGS and is_deep(body))
    )


def count_texts(body: bytes) -> int:
    """Return how many texts a page has, each between two tags."""
    return len(TEXT_START.findall(body))


def is_deep(body: bytes) -> bool:
    """Return whether tags stand in many others; one that never closes has all behind it inside."""
    body = body.lower()
    return has_depth(body) and has_depth(CLOSED_TAG.sub(b"", body))


def has_depth(body: bytes) -> bool:
    """Return whether tags stand in many others, if none closes itself; of a text in lower case."""
    depths = list(accumulate(map(DEPTH_STEPS.__getitem__, NESTING_TAG.findall(body)), initial=0))
    if sum(depths) - len(depths) * min(depths) <= INLINE_NESTING:  # as on most pages
        return False
    lowest = accumulate(depths, min)  # what was not open is not closed
    return sum(depths) - sum(lowest) > INLINE_NESTING


def has_long_run(body: bytes) -> bool:
    """Return whether a tag may be so long that its attributes take long."""
    half = LONG_RUN // 2
    whole = range(0, len(body) - half + 1, half)
    if all(body.find(b"<", start, start + half) >= 0 for start in whole):
        return False  # a long run has one of these pieces within
    return max(map(len, body.split(b"<"))) > LONG_RUN


class LargePages:
    """Reads one page after the other in a process of its own, which is started with the first."""

    def __init__(self, pages: PageItems, crawler: Crawler) -> None:
        self._pages = pages
        self._crawler = crawler
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()

    def read_page(self, parse: Callable[[Response], Any], go_on: GoOn, response: Response) -> Any:
        """Return an iterator over what a page of a crawl holds, asynchronous for a large one.

        Args:
            parse: Reads the page at once.
            go_on: What follows on the parts of an article that were read so far.
            response: The page.
        """
        context = response.meta.get("context")
        if not isinstance(context, RequestContext) or context.address.kind == "file" or response.status != 200:
            return parse(response)
        if is_large(response.body, is_page=context.address.kind not in ("feed", "sitemap")):
            return self.read_large(response, context, go_on)
        return parse(response)

    async def read_large(self, response: Response, context: RequestContext, go_on: GoOn) -> AsyncIterator[Any]:
        """Yield what a large page holds; nothing where the run ends before that is known."""
        run = self._crawler.get_extension(Run)
        assert run is not None  # who else makes a context
        parts = response.meta.get("parts", ())
        result = self._pages.judge(response, context) if context.address.kind == "article" else None
        if context.address.kind in ("home", "listing"):
            self._pages.page_ends.learn(response, context.address)  # for the pages that are read here
        if result is not None:
            yield end_parts(context, parts, result) if parts else result
            return
        try:
            found = await run.shutdown.wait_for(self.read(response, context, parts))
        except Interrupted:
            return
        if isinstance(found, Article) and not parts:
            found = self._pages.mark_cut(found, response, context.address)
            found = [found]
        if isinstance(found, Listing):
            found = self._pages.mark_cut_listing(found, response, context.address)
        yield go_on(response, context, found) if isinstance(found, list) else found

    async def read(self, response: Response, context: RequestContext, parts: Sequence[Article] = ()) -> PageItem:
        """Return what a page holds; the result of a failure where it is not read within its bounds.

        Raises:
            Exception: reading it raised this: a fault of ours.
        """
        headers = {name: list(values) for name, values in dict.items(response.headers)}
        job = Job(replace(context, rules=Rules()), response.status, headers, parts)
        async with self._turn:
            try:
                found = await self._exchange(pickle.dumps(job), response.body)
            except (EOFError, OSError):
                found = None
            finally:
                if self._process is not None and found is None:
                    await self.close()
        if found is None:
            reason = f"a page of {len(response.body):,} octets was not read within {PAGE_SECONDS} s"
            address = context.address
            return FetchResult(
                address.fetch_url,
                "failed",
                reason,
                response.status,
                too_large=True,
                unread=True,
                request_key=address.url,
            )
        if isinstance(found, Exception):
            raise found
        return found

    async def _exchange(self, job: bytes, body: bytes) -> PageItem | Exception:
        """Return what the process makes of a job and its page.

        Raises:
            EOFError: it ends.
            OSError: it has ended.
        """
        if self._process is None or self._process.returncode is not None:
            self._process = await start_program()
        writer, reader = self._process.stdin, self._process.stdout
        assert writer is not None and reader is not None
        for octets in (job, body):
            writer.write(len(octets).to_bytes(8, "big"))
            await hand_over(writer, octets)
        size = int.from_bytes(await reader.readexactly(8), "big")
        found: PageItem | Exception = pickle.loads(await reader.readexactly(size))  # noqa: S301 - of our own program
        return found

    async def close(self) -> None:
        """End the process, whatever it reads."""
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            process.kill()
            await process.wait()


async def hand_over(writer: asyncio.StreamWriter, octets: bytes) -> None:
    """Write octets, a piece as soon as the one before is taken: at once, the pipe would hold all of them again.

    Raises:
        OSError: nobody takes them any more.
    """
    for start in range(0, len(octets), HANDED_AT_ONCE):
        writer.write(octets[start : start + HANDED_AT_ONCE])
        await writer.drain()


async def start_program() -> asyncio.subprocess.Process:
    """Return the process that reads large pages."""
    pipe = asyncio.subprocess.PIPE
    bounds = (str(PAGE_SECONDS), str(PAGE_MEMORY))
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "harvester.spiders.page_program", *bounds, stdin=pipe, stdout=pipe
    )
