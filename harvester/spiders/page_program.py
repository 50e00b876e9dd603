"""Reads large pages for a crawl: a program of its own, since no page may hold up the others or the end of a run.

    python -m harvester.spiders.page_program SECONDS OCTETS

Standard input holds pickled jobs of the crawl and their pages, standard output their items. What takes longer than so
many seconds of processor time ends the program, whatever it is in the middle of: libxml2 compares each attribute of a
tag with all others, and hears no signal meanwhile.
"""

from __future__ import annotations

import pickle
import resource
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

from scrapy.http import Response

from harvester.crawling.requests import RequestContext
from harvester.items import Article, FetchResult, Listing
from harvester.spiders.page_items import PageItems

PageItem = Article | Listing | FetchResult | list[Article]
"""What a page comes to; a list is the parts of an article so far."""


@dataclass(frozen=True, slots=True)
class Job:
    """One page to be read. `parts` are an article's earlier ones, where the page is a later part of it."""

    context: RequestContext  # without the rules of robots.txt
    status: int
    headers: dict[bytes, list[bytes]]
    parts: Sequence[Article] = ()


def _main() -> None:
    """Read pages until standard input ends."""
    seconds, octets = (int(word) for word in sys.argv[1:3])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the crawl's; this program ends with it
    resource.setrlimit(resource.RLIMIT_AS, (octets, octets))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _serve(sys.stdin.buffer, sys.stdout.buffer, seconds)


def _serve(jobs: IO[bytes], items: IO[bytes], seconds: float) -> None:
    """Answer each job with an item; past so many seconds the kernel ends the process.

    A job is its pickle and the page's octets, an item its pickle, each behind its length.
    """
    while head := jobs.read(8):
        job: Job = pickle.loads(jobs.read(int.from_bytes(head, "big")))  # noqa: S301 - of the crawl
        body = jobs.read(int.from_bytes(jobs.read(8), "big"))
        signal.setitimer(signal.ITIMER_PROF, seconds)
        found = pickle.dumps(_read(job, body))
        signal.setitimer(signal.ITIMER_PROF, 0)
        del body
        items.write(len(found).to_bytes(8, "big"))
        items.write(found)
        items.flush()


def _read(job: Job, body: bytes) -> PageItem | Exception:
    """Return what a page holds; an exception is a fault of ours, and the crawl's to deal with."""
    pages = PageItems()
    response = Response(job.context.address.fetch_url, job.status, job.headers, body)
    try:
        if job.parts:
            return pages.make_part(response, job.context, job.parts)
        if job.context.address.kind == "article":
            return pages.make_article(response, job.context)
        return pages.make_listing(response, job.context)
    except Exception as error:  # noqa: BLE001 - raised once more where the page came from
        return error


if __name__ == "__main__":
    _main()
