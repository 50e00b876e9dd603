"""Audits: a sample drawn from a database and written for people to judge, and their judgement stored as scores."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from harvester.errors import ArchiveError, BadRecord, ConfigError
from harvester.jobs.audit_forms import read_form, score_form
from harvester.jobs.audit_pages import Sample, make_form, make_page
from harvester.store import Store, captures
from harvester.store.lock import held
from harvester.store.reports.audits import (
    Score,
    count_known,
    draw_articles,
    draw_listings,
    read_moment,
    save_scores,
)  # fmt: skip

RECORDS_A_LISTING = 10
"""A listing page is judged for every so many records."""

PAGE_LIMIT = 300_000
"""Characters of a kept page that are shown."""


@dataclass(frozen=True, slots=True)
class AuditPlan:
    """A sample to be drawn. `page` ends in .html; the form goes beside it. `keep` is where kept pages were moved to."""

    database: str
    count: int
    seed: int
    page: Path
    keep: Path | None = None

    @property
    def form(self) -> Path:
        return self.page.with_suffix(".json")


def write_sample(plan: AuditPlan) -> tuple[int, int]:
    """Draw a sample and write its page and its empty form. Answers the numbers of records and of listing pages.

    Raises:
        ConfigError: a file is there already (it may hold somebody's ticks), the page's name does not end in .html, or
            there is nothing to draw from; StoreError.
    """
    if plan.page.suffix.lower() != ".html":
        raise ConfigError(f"the page of an audit is HTML: {str(plan.page)!r} must end in .html")
    for path in (plan.form, plan.page):
        if path.exists():
            raise ConfigError(f"will not replace {str(path)!r}: it may hold ticks (name a new file)")
    with Store.open_for_search(plan.database) as store:
        sample = draw_sample(store, plan)
    form = make_form(sample)
    try:
        for path, text in ((plan.form, f"{form.model_dump_json(indent=2)}\n"), (plan.page, make_page(sample, form))):
            with path.open("x", encoding="utf-8", errors="replace") as file:
                file.write(text)
    except OSError as error:
        raise ConfigError(f"cannot write {str(plan.page)!r}: {error.strerror}") from error
    return len(sample.articles), len(sample.listings)


def draw_sample(store: Store, plan: AuditPlan) -> Sample:
    connection = store.connection
    articles = draw_articles(connection, plan.count, plan.seed)
    if not articles:
        raise ConfigError(f"no articles to be judged in {plan.database!r}")
    listings = draw_listings(connection, -(-plan.count // RECORDS_A_LISTING), plan.seed)
    pages = {row["uid"]: page for row in articles if (page := read_kept_page(connection, row["capture"], plan.keep))}
    return Sample(plan.seed, read_moment(connection), articles, listings, pages)


def read_kept_page(connection: sqlite3.Connection, number: int | None, keep: Path | None) -> str | None:
    """The text of a kept page; None where none is kept or it cannot be read here: the address is always shown."""
    capture = None if number is None else captures.read(connection, number)
    if capture is not None and capture.revisit_of is not None:
        capture = captures.read(connection, capture.revisit_of)
    if capture is None or find_spec("warcio") is None:
        return None
    from harvester.archive.exchanges import read_fields
    from harvester.archive.payloads import decode_body
    from harvester.jobs.import_sources import Records
    from harvester.limits import INFLATED_LIMIT
    from harvester.reading.page import Page

    try:
        record = Records({}, keep).read(capture)
        headers = read_fields(record.head)
        body = decode_body(record.body, headers, INFLATED_LIMIT)
    except (BadRecord, ArchiveError):
        return None
    return Page(capture.url, body, status=record.status, headers=headers).text[:PAGE_LIMIT]


def score_audit(database: str, path: Path) -> list[Score]:
    """Turn a form that was filled in into scores, and store them.

    Raises:
        ConfigError: for a file that is no form, is empty, or is of another database; DatabaseBusy and StoreError.
    """
    form = read_form(path)
    scores = score_form(form)
    if not Path(database).is_file():
        raise ConfigError(f"no such database: {database!r}")
    with held(Path(database)), Store.open(database) as store:
        if not count_known(store.connection, [record.uid for record in form.records]):
            raise ConfigError(f"{str(path)!r} is of another database: {database!r} has none of its articles")
        with store.transaction() as connection:
            save_scores(connection, scores)
    return scores
