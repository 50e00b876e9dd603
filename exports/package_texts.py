"""The words of an export: what its reports hold, and a README for a stranger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from harvester import __version__
from harvester.places.provinces import choose_province
from harvester.store.dictionary import Kind, read_meaning
from harvester.store.reports.audits import Score, compute_wilson
from harvester.store.reports.coverage import Month
from harvester.store.reports.quality import Quality, tell_status
from harvester.wording import write_count

Meaning = dict[str, tuple[Kind, str]]

COVERAGE_MEANING: Meaning = {
    "portal": ("text", "The portal."),
    "name": ("text", "Name of the unit whose portal it is."),
    "level": ("text", "Level of the unit."),
    "province": ("text", "The province."),
    "url": ("text", "Address of the portal."),
    "articles": ("integer", "Articles of the portal in this package."),
    "dated": ("integer", "Of these, with a date of publication."),
    "undated": ("integer", "Of these, without one."),
    "dated_closely": ("integer", "Dated to the hour, the minute or the second."),
    "dated_by_day": ("integer", "Dated to the day."),
    "dated_vaguely": ("integer", "Dated to the month or the year."),
    "dated_from_body": ("integer", "Dated by the first day that the text tells of: the least certain."),
    "duplicates": ("integer", "Copies of other articles."),
    "changed": ("integer", "Articles whose text has changed since it was first seen."),
    "gone": ("integer", "Articles that are no longer on the portal."),
    "first_published_at": ("datetime", "The earliest date of publication."),
    "last_published_at": ("datetime", "The latest date of publication."),
    "last_checked_at": ("datetime", "When a page of the portal was last read."),
}

MONTHS_MEANING: Meaning = {
    "portal": ("text", "The portal."),
    "month": ("text", "2023-07: of publication, else of the date beside the link, else of the first sight."),
    "status": (
        "text",
        "collected; incomplete (some articles failed or wait to be read); no news (looked at, and nothing was there);"
        " not collected (nobody looked).",
    ),
    "found": ("integer", "Articles that are known of, whatever was selected."),
    "stored": ("integer", "Of these, in the database."),
    "undated": ("integer", "Stored without a date of publication."),
    "rescued": ("integer", "Stored, and read from an archive."),
    "failed": ("integer", "Could not be fetched or read."),
    "gone": ("integer", "Withdrawn before they could be read."),
    "waiting": ("integer", "To be tried, or tried again."),
    "left_out": ("integer", "Older than what the harvest asked for."),
}

AUDIT_MEANING: Meaning = {
    "audit": ("text", "Name of the sample."),
    "drawn_at": ("datetime", "As of when the sample was drawn."),
    "seed": ("integer", "The number that it was drawn by."),
    "field": (
        "text",
        "title, lead, body_whole (nothing of the text is missing), body_clean (nothing else is in it), date, author or"
        " duplicates; listing: articles that a sample of listing pages leads to.",
    ),
    "platform": ("text", "The content system; empty for all together."),
    "judged": ("integer", "Records that a person judged."),
    "right": ("integer", "Values that are right."),
    "wrong": ("integer", "Values that are wrong."),
    "missed": ("integer", "Values that the page has and the record lacks."),
    "unsure": ("integer", "Looked at, and not to be told."),
    "precision": ("number", "right / (right + wrong)."),
    "precision_low": ("number", "Lower end of its 95 % interval (Wilson)."),
    "precision_high": ("number", "Upper end."),
    "recall": ("number", "right / (right + missed)."),
    "recall_low": ("number", "Lower end of its 95 % interval (Wilson)."),
    "recall_high": ("number", "Upper end."),
}

CHANGES_MEANING: Meaning = {
    "uid": ("text", "The article's uid; in the earlier package if it was removed."),
    "url": ("text", "Its address, likewise."),
    "change": ("text", "added, changed or removed, against the earlier package."),
    "fields": ("text", "What changed, names parted by spaces; content_hash stands for title, lead and body."),
}

REPORTS = {
    "coverage": "Coverage and quality of dates, by portal",
    "months": "Months by portal: collected, no news, or not collected",
    "audit": "Errors that people found in samples, by field",
    "changes": "Changes since the earlier package",
}

FILTERS = {
    "since": "published on {} or later", "until": "published on {} or earlier", "portals": "of the portals {}",
    "provinces": "of portals in {}", "levels": "of portals of the levels {}",
}  # fmt: skip

LEFT_OUT = {
    "other_portals": "of other portals",
    "copies": "copies or reprints of other articles, which `--with-duplicates` would keep",
    "undated": "without a date of publication, so that a filter by date cannot select them",
    "outside_period": "published outside the period",
}

_LISTED = 60
"""Portals of which the README itself tells the months that were not collected; the report has all."""

README = """\
# {title}

{description}

{moment}

- Version: {version}
- Id: `{id}`: the same selection of the same data has the same id
- Written by harvester {software}

## Which selection this is

{selection}

## How to cite

> {citation}

Name the portal and the address of an article that you quote: `articles.url`.

## What is here

| file | rows | what |
|---|---|---|
{table}

`datapackage.json` describes every column, for people and for programs (https://frictionlessdata.io).

## Reading it

- `uid` is an article's name, the same in every export; `id` is its number in one database only.
- Times are Vietnam's; `published_precision` says how much of one is known, `published_from` where it was found.
- `duplicate_of` names the article that a copy was made from: of a group of articles of the same news the one that was
  published first. `similar` says how two articles are alike: **same** is the same text; a **reprint** is the same news,
  cut or touched up, by another portal or at another address; a **template** is a form filled in with other places,
  names or numbers, and is no copy.
- `kind`, `language`, `category`, `author` and `source` are what the page says, and empty where it says nothing.
- `words` counts what blanks part: in Vietnamese, syllables.
- `runs` and `harvests` say when which portal was asked, and what came of it.
{notes}
## Which months were collected

`months` has each month of each portal, whatever was selected: `no news` is a month that was looked at and had none,
`not collected` one at which nobody looked, `incomplete` one of which articles were found that could not be read, or
not yet. An article without a date counts for the month in which it was first seen.

{months}

## How good it is

{quality}

## Licence

{license}

Administrative units: {units}
"""

CSV_NOTES = """- The files are UTF-8 CSV. NULL is an empty field without quotes, an empty text has quotes. Text that a
  spreadsheet would run as a formula has an apostrophe in front, and so has text that begins with one: take one
  leading apostrophe off to have what was stored.
"""


@dataclass(frozen=True, slots=True)
class Facts:
    """What an export says of itself. `moment` is when the newest of the database was seen."""

    id: str
    moment: str | None
    selection: dict[str, Any]
    reasons: dict[str, int]
    span: tuple[str | None, str | None]
    provinces: list[str]
    months: list[Month]
    quality: Quality
    scores: list[Score]
    units_source: str
    files: dict[str, tuple[str, int]]  # by table: place and rows
    is_csv: bool

    @property
    def version(self) -> str:
        """The day of the newest data as a version: `2026.3.7`."""
        if self.moment is None:
            return "0.0.0"
        return ".".join(str(int(part)) for part in self.moment[:10].split("-"))


def make_readme(facts: Facts) -> str:
    """The README of an export."""
    meaning = read_meaning()
    titles = {name: table.title for name, table in meaning.tables.items()} | REPORTS
    table = [f"| `{place}` | {rows:,} | {titles[name]} |" for name, (place, rows) in facts.files.items()]
    return README.format(
        title=meaning.title, description=meaning.description, license=meaning.license, table="\n".join(table),
        moment=f"As of {facts.moment}." if facts.moment else "Nothing has been harvested yet.",
        version=facts.version, id=facts.id, software=__version__, selection="\n".join(tell_selection(facts)),
        citation=make_citation(facts), notes=CSV_NOTES if facts.is_csv else "", units=facts.units_source,
        months="\n".join(tell_months(facts.months)), quality="\n".join(tell_quality(facts)),
    )  # fmt: skip


def make_citation(facts: Facts) -> str:
    """How the dataset is cited."""
    year = (facts.moment or "n.d.")[:4]
    return (
        f"{read_meaning().title} ({year}). Version {facts.version}, id {facts.id}."
        f" {tell_filters(facts.selection)}. Collected with harvester {__version__}. [Data set]"
    )


def tell_filters(selection: dict[str, Any]) -> str:
    """The filters in words."""
    parts = []
    for name, words in FILTERS.items():
        value = selection[name]
        if name == "provinces":
            value = [tell_choice(province) for province in value]
        if value:
            parts.append(words.format(", ".join(value) if isinstance(value, list) else value))
    duplicates = "with copies" if selection["with_duplicates"] else "without copies of other articles"
    return f"Articles {', '.join([*parts, duplicates])}" if parts else f"All articles, {duplicates}"


def tell_choice(province: str) -> str:
    """What a filter by a province selected: `Đồng Nai of today (before July 2025: Bình Phước, Đồng Nai)`."""
    choice = choose_province(province)
    return province if choice is None else choice.told


def tell_selection(facts: Facts) -> Iterator[str]:
    """What was selected, and how many articles were left out for which reason."""
    total = sum(facts.reasons.values())
    first, last = facts.span
    period = f", published from {first} to {last}" if first else ""
    yield f"{tell_filters(facts.selection)}: {facts.reasons['selected']:,} of {write_count(total, 'article')}{period}."
    yield ""
    left_out = [f"- {words}: {facts.reasons[name]:,}" for name, words in LEFT_OUT.items() if facts.reasons[name]]
    yield from ["Left out, each counted once:", "", *left_out] if left_out else ["Nothing was left out."]


def tell_months(months: Sequence[Month]) -> Iterator[str]:
    """Which months of which portals nobody looked at, or are incomplete."""
    told = 0
    for portal, group in groupby(months, key=lambda month: month.portal):
        statuses = [(month.month, tell_status(month)) for month in group]
        parts = [
            f"{status}: {', '.join(tell_spans(statuses, status))}"
            for status in ("not collected", "incomplete")
            if any(found == status for _, found in statuses)
        ]
        if parts:
            told += 1
        if parts and told <= _LISTED:
            yield f"- `{portal}` ({statuses[0][0]} to {statuses[-1][0]}): {'; '.join(parts)}"
    if told > _LISTED:
        yield f"- and {write_count(told - _LISTED, 'other portal')}: see `months`"
    if not months:
        yield "No portal has been harvested yet."
    elif not told:
        yield "Every month of every portal from its first article to the last run was collected, or had no news."


def tell_spans(statuses: Sequence[tuple[str, str]], wanted: str) -> Iterator[str]:
    """Months of a status, those in a row together: `2021-03 to 2021-05`."""
    for status, group in groupby(statuses, key=lambda one: one[1]):
        if status == wanted:
            months = [month for month, _ in group]
            yield months[0] if len(months) == 1 else f"{months[0]} to {months[-1]}"


def tell_quality(facts: Facts) -> Iterator[str]:
    """Dates, copies and changes in words, and what an audit found."""
    quality = facts.quality
    dated = f"{quality.articles - quality.undated:,} of {write_count(quality.articles, 'article')}"
    yield f"- Dated: {dated}; {quality.undated:,} without a date, which is never filled by guessing."
    yield f"- How exact they are: {_tell_counts(quality.precisions)}."
    yield f"- Where they were found: {_tell_counts(quality.places)}. `body` is the first day that the text tells of,"
    yield "  the least certain; the others stand on the page, in its head or address, or beside the link."
    conflicting = write_count(quality.conflicting, "article")
    yield f"- Dates that disagree: in {conflicting}. `date_candidates` has each, and why it lost."
    yield f"- Copies (`duplicate_of`): {quality.copies:,}. Pairs alike: {_tell_counts(quality.pairs)}."
    yield f"- Changed since they were first seen (`revisions`): {quality.changed:,}; gone from their portal, and kept:"
    yield f"  {quality.gone:,}. An article that was never looked at again may have changed unseen."
    yield from tell_audit(facts.scores)


def _tell_counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts.items()) or "none"


def tell_audit(scores: Sequence[Score]) -> Iterator[str]:
    """The newest audit, of several the largest: how many values of each field are wrong."""
    chosen = max(scores, key=lambda score: (score.drawn_at, score.hits + score.wrong + score.missed), default=None)
    newest = [score for score in scores if chosen and score.audit == chosen.audit and not score.platform]
    if not newest:
        yield "- How many values are wrong has not been measured: no audit is in the database (`harvester audit`)."
        return
    yield f"- People held a sample against its pages (as of {newest[0].drawn_at[:10]}, seed {newest[0].seed}):"
    for score in newest:
        yield f"    - {_tell_score(score)}"
    yield "- `audit` has this by content system. The intervals hold the true share 19 times of 20 (Wilson)."


def _tell_score(score: Score) -> str:
    """A field in words: how many are wrong, and in what interval the share of the right ones lies."""
    if score.field == "listing":
        recall = compute_wilson(score.hits, score.hits + score.missed)
        found = f"{score.missed:,} of {score.hits + score.missed:,} articles on listing pages missing"
        return f"listings: {found}{_tell_share('recall', recall)}"
    precision = compute_wilson(score.hits, score.hits + score.wrong)
    wrong = f"{score.wrong:,} of {score.hits + score.wrong:,} wrong"
    return f"{score.field}: {wrong}{_tell_share('precision', precision)}; missing: {score.missed:,} more"


def _tell_share(name: str, share: tuple[float, float, float] | None) -> str:
    return "" if share is None else f" ({name} {share[0]:.1%}, between {share[1]:.1%} and {share[2]:.1%})"
