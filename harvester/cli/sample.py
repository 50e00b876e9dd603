"""One article as rows for people: each field with its value and the place that it came from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from itemadapter import ItemAdapter

from harvester.items import Article, DateCandidate
from harvester.probing.provenance import find_place
from harvester.reading.page import Page
from harvester.wording import DATE_PLACES, write_count, write_time
from pipelines import process

EXCERPT = 160
"""Characters of a text that are shown."""

TEXT_FIELDS = ("title", "lead", "author", "photographer", "source", "category", "document_number", "signer")
_COUNTS = ("views", "comments")
_FIELDS = (
    *TEXT_FIELDS,
    "body",
    "published_at",
    "updated_at",
    "document_date",
    "tags",
    "images",
    "attachments",
    *_COUNTS,
)


@dataclass(frozen=True, slots=True)
class _Row:
    """A field, its value, and where it stood."""

    name: str
    value: str
    place: str = ""
    is_refused: bool = False


def describe_sample(raw: Article, page: Page) -> tuple[list[_Row], list[str]]:
    """The rows of an article, and the names of the fields that the page does not have."""
    assert raw.fetched_at is not None
    article = process(raw, raw.fetched_at)
    rows = [*describe_texts(article, page), *describe_body(article, page)]
    rows += [*describe_dates(article), *describe_rest(article)]
    names = {row.name for row in rows}
    return rows, [name for name in _FIELDS if name not in names]


def describe_texts(article: Article, page: Page) -> Iterator[_Row]:
    texts = ItemAdapter(article)
    for name in TEXT_FIELDS:
        value = texts[name]
        if value:
            yield _Row(name, shorten(value), find_place(page, [value]) or "put together from the page")


def describe_body(article: Article, page: Page) -> Iterator[_Row]:
    paragraphs = article.paragraphs
    if not paragraphs:
        return
    size = f"{write_count(len(paragraphs), 'paragraph')}, {write_count(len(article.body), 'character')}"
    lines = [line for paragraph in (paragraphs[0], paragraphs[-1]) for line in paragraph.split("\n")]
    place = find_place(page, [lines[0], lines[-1]]) or "put together from the page"
    begins = f"begins: {shorten(paragraphs[0])}"
    ends = f"\nends: {shorten(paragraphs[-1])}" if len(paragraphs) > 1 else ""
    yield _Row("body", f"{size}\n{begins}{ends}", place)
    if article.repeats_removed:
        yield _Row("", f"{write_count(article.repeats_removed, 'repeated paragraph')} left out")


def describe_dates(article: Article) -> Iterator[_Row]:
    """The publication date with its precision, and every other date that was on the table."""
    chosen = [candidate for candidate in article.date_candidates if candidate.chosen]
    if article.published_at is None:
        yield _Row("published_at", "unknown: no date on the page can be trusted", "", is_refused=True)
    else:
        precision = article.published_precision
        value = f"{_write_moment(article.published_at, precision)}, to the {precision}"
        shift = f"; clock put right by {chosen[0].shift:+} minutes" if chosen and chosen[0].shift else ""
        place = DATE_PLACES[article.published_from or "page"]
        yield _Row("published_at", value, f"{place} {article.published_text!r}{shift}")
    others = [candidate for candidate in article.date_candidates if not candidate.chosen]
    updates = [candidate for candidate in others if is_update(candidate, article)]
    for candidate in others:
        if candidate not in updates:
            yield describe_refused(candidate)
    if article.updated_at is not None:
        yield _Row(
            "updated_at", _write_moment(article.updated_at, "minute"), tell_origin(updates[0]) if updates else ""
        )
    if article.document_date is not None:
        yield _Row("document_date", _write_moment(article.document_date, "day"))


def _write_moment(moment: date, precision: str | None) -> str:
    """A day or a time as people write it."""
    return write_time(moment.isoformat(), precision)


def is_update(candidate: DateCandidate, article: Article) -> bool:
    """Whether a date is the one that `updated_at` holds."""
    return candidate.role == "updated" and candidate.value is not None and candidate.value == article.updated_at


def tell_origin(candidate: DateCandidate) -> str:
    return f"{DATE_PLACES[candidate.found_in]} {shorten(candidate.text)!r}"


def describe_refused(candidate: DateCandidate) -> _Row:
    value = _write_moment(candidate.value, candidate.precision) if candidate.value is not None else "no date"
    why = candidate.why_not or f"its role is {candidate.role!r}"
    return _Row("", f"not taken: {value}: {why}", tell_origin(candidate), is_refused=True)


def describe_rest(article: Article) -> Iterator[_Row]:
    if article.tags:
        yield _Row("tags", ", ".join(article.tags))
    if article.images:
        yield _Row("images", tell_files([image.caption or image.url for image in article.images]))
    if article.attachments:
        yield _Row("attachments", tell_files([file.title or file.url for file in article.attachments]))
    counts = ItemAdapter(article)
    for name in _COUNTS:
        if counts[name] is not None:
            yield _Row(name, f"{counts[name]:,}")
    yield _Row("read by", article.extractor)


def tell_files(names: Sequence[str]) -> str:
    return f"{len(names)}: {'; '.join(shorten(name) for name in names[:3])}{' ...' if len(names) > 3 else ''}"


def shorten(text: str) -> str:
    """A text in one line, cut between two words."""
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else f"{line[:EXCERPT].rpartition(' ')[0] or line[:EXCERPT]} ..."
