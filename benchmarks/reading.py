"""Scores and CPU time of reading folders of gold pages, beside trafilatura, resiliparse and readability.

    python -m benchmarks.reading FOLDER… [--rounds N]

Each FOLDER is one of `benchmarks.reading_gold`, of kind `bodies`, `segments` or `days`. Pages are read by the platform
`generic`, named, and by what of the others is installed. Of bodies our body is scored, of segments our lead and body,
of days the day that `process` chooses (a month or year alone is none). Times are of CPU, medians over pages: each page
is read by all in turn, and the whole reading (body, fields, dates, `process`) is held against trafilatura with its
metadata. Prints too on how many pages our own reader was unsure and trafilatura was asked.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from benchmarks.reading_gold import GoldPage, load_folder, score_bodies, score_days, score_segments
from harvester.errors import HarvestError
from harvester.items import Article
from harvester.platforms import read_article
from harvester.reading.extraction import extract_body
from harvester.reading.fields import read_jsonld
from harvester.reading.page import Page
from harvester.vietnamese.dates.zones import VIETNAM
from pipelines import process

NOW = datetime(2026, 11, 26, 9, tzinfo=VIETNAM)
"""The day of the measurement; no page of the benchmarks is younger."""

Reader = Callable[[GoldPage], str]


def read_ours(page: GoldPage) -> Article | None:
    """The article by our own reader, None where it refuses."""
    try:
        return process(read_article(page.html, page.url, platform="generic"), NOW)
    except HarvestError:
        return None


def read_own_text(page: GoldPage) -> str:
    """Body, and for segments the lead before it."""
    article = read_ours(page)
    if article is None:
        return ""
    return f"{article.lead or ''}\n{article.text}" if page.kind == "segments" else article.text


def list_readers() -> dict[str, Reader]:
    """Our reader and those that are installed, by name."""
    readers: dict[str, Reader] = {"harvester": read_own_text}
    for name, make in (
        ("trafilatura", make_trafilatura),
        ("trafilatura, precise", make_precise),
        ("resiliparse", make_resiliparse),
        ("readability", make_readability),
    ):
        try:
            readers[name] = make()
        except ImportError as error:
            print(f"{name}: not installed ({error.name})")
    return readers


def make_trafilatura(*, precise: bool = False) -> Reader:
    """trafilatura with its metadata."""
    import trafilatura

    def read(page: GoldPage) -> str:
        found = trafilatura.bare_extraction(
            page.html, url=page.url, with_metadata=True, include_comments=False, favor_precision=precise
        )
        return (found.text or "") if found is not None else ""

    return read


def make_precise() -> Reader:
    """trafilatura set to leave out what is unsure."""
    return make_trafilatura(precise=True)


def make_resiliparse() -> Reader:
    """resiliparse's main content."""
    from resiliparse.extract.html2text import extract_plain_text

    return lambda page: extract_plain_text(page.html.decode("utf-8", "replace"), main_content=True)


def make_readability() -> Reader:
    """readability-lxml's summary as text."""
    from lxml.html import fromstring
    from readability import Document

    def read(page: GoldPage) -> str:
        try:
            return str(fromstring(Document(page.html.decode("utf-8", "replace")).summary()).text_content())
        except (ValueError, TypeError, AttributeError):
            return ""

    return read


def measure(pages: Sequence[GoldPage], readers: dict[str, Reader], rounds: int) -> dict[str, list[float]]:
    """Seconds of CPU that each reader takes for each page, the best of some rounds."""
    best: dict[str, list[float]] = {name: [float("inf")] * len(pages) for name in readers}
    gc.collect()
    gc.freeze()
    for _ in range(rounds):
        for place, page in enumerate(pages):
            for name, read in readers.items():
                start = time.process_time()
                read(page)
                best[name][place] = min(best[name][place], time.process_time() - start)
    return best


def is_asked(page: GoldPage) -> bool:
    """Whether our reader asks trafilatura for a page."""
    try:
        opened = Page(page.url, page.html)
        found = extract_body(opened, read_jsonld(opened))
    except HarvestError:
        return False
    return found is not None and found.asked


def report_texts(pages: Sequence[GoldPage], readers: dict[str, Reader], rounds: int) -> None:
    """Prints scores and times on pages with bodies or segments."""
    score = score_bodies if pages[0].kind == "bodies" else score_segments
    taken = measure(pages, readers, rounds)
    for name, read in readers.items():
        scores = score(pages, [read(page) for page in pages])
        times = sorted(taken[name])
        told = "  ".join(f"{key} {value:.4f}" for key, value in scores.items())
        print(
            f"  {name:21}{told}  {statistics.median(times) * 1e3:6.1f} ms,"
            f" p95 {times[len(times) * 95 // 100] * 1e3:6.1f}"
        )
    if "trafilatura" in taken:
        ratio = statistics.median(taken["harvester"]) / statistics.median(taken["trafilatura"])
        print(f"  harvester / trafilatura with metadata, medians: {ratio:.2f}  (at most 0.6)")
    print(f"  trafilatura was asked on {sum(map(is_asked, pages))} of {len(pages)} pages")


def report_days(pages: Sequence[GoldPage]) -> None:
    """Prints how many days are right, wrong and not told."""
    days = []
    for page in pages:
        article = read_ours(page)
        told = article is not None and article.published_precision not in (None, "month", "year")
        days.append(article.published_at.isoformat() if article and article.published_at and told else "")
    print("  harvester            " + "  ".join(f"{key} {value:.4f}" for key, value in score_days(pages, days).items()))


def main() -> None:
    """Reads, scores and prints, a folder after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=2)
    arguments = parser.parse_args()
    readers = list_readers()
    for folder in arguments.folders:
        pages = load_folder(folder)
        print(f"{folder.name}: {len(pages)} pages of kind {pages[0].kind}")
        if pages[0].kind == "days":
            report_days(pages)
        else:
            report_texts(pages, readers, arguments.rounds)


if __name__ == "__main__":
    main()
