"""The page of an audit: a sample of records, each beside its address and its kept page, to be ticked in a browser.

Everything that comes from portals is escaped, kept pages stand in frames that run nothing and load nothing, and the
page's policy allows its own script alone.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from string import Template

from harvester.jobs.audit_forms import FIELDS, AuditForm, FormListing, FormRecord, make_id
from harvester.store.reports.audits import SampledListing

_QUESTIONS = {
    "title": "Title", "lead": "Lead", "body_whole": "Body whole: nothing is missing",
    "body_clean": "Body clean: nothing else is in it", "date": "Date of publication", "author": "Author",
    "duplicates": "Copy of another article",
}  # fmt: skip

VERDICTS = ("right", "wrong", "unsure")

_INLINE = re.compile(r"<(script|style)>(.*?)</\1>", re.S)


@dataclass(frozen=True, slots=True)
class Sample:
    """What is to be judged. `pages` are the kept pages of articles as HTML, by uid; not every article has one."""

    seed: int
    drawn_at: str
    articles: Sequence[sqlite3.Row]
    listings: Sequence[SampledListing]
    pages: dict[str, str]


def make_form(sample: Sample) -> AuditForm:
    """An empty form of a sample."""
    records = [
        FormRecord(
            uid=row["uid"], platform=row["platform"], url=row["url"],
            filled=[field for field in FIELDS if find_value(row, field)], fields=dict.fromkeys(FIELDS),
        )
        for row in sample.articles
    ]  # fmt: skip
    listings = [
        FormListing(
            url=one.url, stored=one.count("stored"), unread=one.count("failed", "pending"), missing=None
        )
        for one in sample.listings
    ]  # fmt: skip
    audit = make_id(sample.seed, (record.uid for record in records))
    return AuditForm(audit=audit, drawn_at=sample.drawn_at, seed=sample.seed, records=records, listings=listings)


def find_value(row: sqlite3.Row, field: str) -> str | None:
    """What a record has in a field, as it is shown; None or empty where it has nothing."""
    if field == "date":
        if row["published_at"] is None:
            return None
        told = f"{row['published_at']}, to the {row['published_precision']}"
        return f"{told}, from {row['published_from']}: {row['published_text'] or ''}"
    if field == "duplicates":
        return None if row["original_url"] is None else f"{row['original_title']}\n{row['original_url']}"
    value: str | None = row["body" if field.startswith("body") else field]
    return value


def make_page(sample: Sample, form: AuditForm) -> str:
    """The page, complete in itself."""
    template = files("harvester.jobs").joinpath("audit_page.html").read_text("utf-8")
    hashes = {f"{kind}_hash": hash_inline(text) for kind, text in _INLINE.findall(template)}
    return Template(template).substitute(
        hashes,
        count=len(sample.articles),
        records="\n".join(_make_record(number, row, sample.pages) for number, row in enumerate(sample.articles)),
        listings="\n".join(_make_listing(number, one) for number, one in enumerate(sample.listings)),
        form=escape(json.dumps(form.model_dump(), ensure_ascii=False)),
    )


def hash_inline(text: str) -> str:
    """What a Content-Security-Policy names a script or style by."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _make_record(number: int, row: sqlite3.Row, pages: dict[str, str]) -> str:
    """A record with its questions."""
    rows = "\n".join(_make_question(number, field, find_value(row, field)) for field in FIELDS)
    kept = pages.get(row["uid"])
    frame = "" if kept is None else (
        "<details><summary>The kept page</summary>"
        f'<iframe sandbox="" loading="lazy" title="Kept page of record {number + 1}" srcdoc="{escape(kept)}"></iframe>'
        "</details>"
    )  # fmt: skip
    return (
        f'<section><h2>{number + 1}. <span lang="vi">{escape(row["title"])}</span></h2>'
        f'<p><span lang="vi">{escape(row["portal_name"])}</span>, {escape(row["platform"])}:'
        f" {_make_link(row['url'])}</p>"
        f"{frame}<table>{rows}</table></section>"
    )


def _make_question(number: int, field: str, value: str | None) -> str:
    """A row of a record's table."""
    shown = (
        '<p class="none">empty</p>' if not value else f'<div class="text" lang="vi" tabindex="0">{escape(value)}</div>'
    )
    if field == "body_clean":
        shown = "the same text"
    label = escape(f"{_QUESTIONS[field]}, record {number + 1}")
    choices = "".join(_make_choices(f"{number}.{field}"))
    return (
        f'<tr><th scope="row">{escape(_QUESTIONS[field])}</th><td>{shown}</td>'
        f'<td class="choices" role="radiogroup" aria-label="{label}">{choices}</td></tr>'
    )


def _make_choices(name: str) -> Iterator[str]:
    for verdict in VERDICTS:
        yield f'<label><input type="radio" name="{name}" value="{verdict}"> {verdict}</label>'


def _make_listing(number: int, listing: SampledListing) -> str:
    """A listing page with what was found on it."""
    links = "".join(f"<li>{_make_link(link.url)} ({escape(link.state)})</li>" for link in listing.links)
    return (
        f"<section><h2>Listing {number + 1}</h2><p>{escape(listing.portal)}: {_make_link(listing.url)}, as it was on"
        f" {escape(listing.seen_at[:16])}. Count the articles that it showed then and that the list lacks; an article"
        " that the list has as skipped or gone counts as lacking if it should have been stored.</p>"
        f'<label>Missing articles <input type="number" name="{number}" min="0" step="1"></label>'
        f"<ol>{links}</ol></section>"
    )


def _make_link(url: str) -> str:
    """A link to an address of the web; anything else as text."""
    if not url.lower().startswith(("http://", "https://")):
        return escape(url)
    return f'<a href="{escape(url)}" rel="noreferrer">{escape(url)}</a>'
