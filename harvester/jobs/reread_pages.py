"""One part of a reread: its pages are read anew and compared with what is stored. Knows no database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from harvester.archive.exchanges import read_fields
from harvester.archive.payloads import decode_body
from harvester.archive.warc_records import read_record
from harvester.duplicates.repeated_text import remove_repeats
from harvester.engines.job_parts import Part, read_lines
from harvester.engines.page_claims import Claims, write_claimed
from harvester.items import Article, SeenDate, Selectors
from harvester.limits import INFLATED_LIMIT
from harvester.loading.content import hash_content
from harvester.loading.date_choice import choose_dates
from harvester.platforms import find_platform, recognise
from harvester.reading.page import Page
from harvester.reading.parts import is_repeated, join_parts
from harvester.store.articles.date_candidates import date_fields
from harvester.store.articles.records import text_fields
from pipelines.clean import clean

ARTICLE = TypeAdapter(Article)

LATER = ("extractor", "capture")
"""Columns that tell of a reading, not of the page."""


class LaterPart(Exception):
    """An article goes on at an address whose captures are to be looked up."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


def read_part(part: Part) -> None:
    """Read the pages of a part.

    The result tells of each page the article where it is not as it is stored, or why there is none.
    """
    write_claimed(part, _read_pages)


def _read_pages(place: Path, claims: Claims, killers: set[int]) -> Iterator[str]:
    for number, line in enumerate(read_lines(place)):
        wanted = json.loads(line)
        if number in killers:
            result: dict[str, Any] = {"error": "two processes died of the page"}
        else:
            claims.claim(number)
            result = read_page(wanted)
        yield json.dumps({"article": wanted["article"], "capture": wanted["capture"], **result}, ensure_ascii=False)


def read_page(wanted: dict[str, Any]) -> dict[str, Any]:
    """What a page comes to.

    The `item` where it is not as it is stored, an `error`, or the address of a `later` part whose captures are to be
    told.
    """
    try:
        article = _read_article(wanted)
    except LaterPart as error:
        return {"later": error.url}
    except Exception as error:  # noqa: BLE001 - of the page or of ours: it is named, and the others are read
        return {"error": f"{type(error).__name__}: {error}"[:300]}
    result: dict[str, Any] = {"platform": article.platform, "extractor": article.extractor}
    if make_fingerprint(list_columns(article)) != wanted["stored"]:
        result["item"] = ARTICLE.dump_python(article, mode="json", exclude={"signature"})
    return result


def _read_article(wanted: dict[str, Any]) -> Article:
    """The article on a kept page, as the pipelines leave it, its dates chosen over all that was seen of it."""
    page = _open_page(wanted["url"], wanted)
    platform = find_platform(wanted["platform"]) if wanted["platform"] else recognise(page).platform
    selectors = Selectors(**wanted["selectors"])
    parts = [platform.article(page, selectors)]
    for later in list_later(parts, wanted.get("later")):
        parts.append(platform.read_part(later, selectors))
    article = join_parts(parts)
    article.portal = wanted["portal"]
    article = clean(article)
    article.url = wanted["canonical"]
    article.dates = merge_dates(article.dates, [SeenDate(*seen) for seen in wanted["dates"]])
    article.fetched_at = datetime.fromisoformat(wanted["as_of"])
    return remove_repeats(choose_dates(article, article.fetched_at))


def _open_page(url: str, place: dict[str, Any]) -> Page:
    """The page of a record.

    Raises:
        BadRecord: there is none at its place.
    """
    record = read_record(Path(place["path"]), place["offset"], place["length"], start=place["start"], digests=False)
    headers = read_fields(record.head)
    body = decode_body(record.body, headers, INFLATED_LIMIT)
    fetched_at = datetime.fromisoformat(place["fetched_at"])
    return Page(url, body, status=record.status, headers=headers, fetched_at=fetched_at)


def list_later(parts: list[Article], places: dict[str, dict[str, Any]] | None) -> Iterator[Page]:
    """The pages of an article's later parts, while `parts` grows by them.

    One that never was kept was never read, and ends the article as it did then. Raises LaterPart where it was not
    looked for yet.
    """
    while (url := parts[-1].next_part) is not None and not is_repeated(parts):
        if places is None:
            raise LaterPart(url)
        if url not in places:
            return
        yield _open_page(url, places[url])


def merge_dates(page: list[SeenDate], others: list[SeenDate]) -> list[SeenDate]:
    """All date texts in the order in which the store gives them: by place and role, those of the page first."""
    placed = [(seen.found_in, seen.role, number, seen.text) for number, seen in enumerate(page)]
    placed += [(seen.found_in, seen.role, len(page) + number, seen.text) for number, seen in enumerate(others)]
    return list(dict.fromkeys(SeenDate(text, found_in, role) for found_in, role, _, text in sorted(placed)))


def list_columns(article: Article) -> dict[str, Any]:
    """What is stored of an article and comes from its page."""
    columns = {**text_fields(article), **date_fields(article), "content_hash": hash_content(article)}
    images = [[image.url, image.caption] for image in article.images]
    files = {file.url: [file.url, file.title, file.media_type] for file in reversed(article.attachments)}
    return {name: value for name, value in columns.items() if name not in LATER} | {
        "images": images,
        "attachments": sorted(files.values()),
    }


def make_fingerprint(columns: dict[str, Any]) -> str:
    """A fingerprint of what is compared of an article, for comparing it elsewhere; other columns are passed over."""
    text = json.dumps([columns[name] for name in COMPARED], ensure_ascii=False)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


COMPARED = tuple(list_columns(Article(url="")))
