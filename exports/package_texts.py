"""The words of a data package: what its reports hold, and its README."""

from __future__ import annotations

from harvester.store.dictionary import Kind, read_meaning

COVERAGE_MEANING: dict[str, tuple[Kind, str]] = {
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

CHANGES_MEANING: dict[str, tuple[Kind, str]] = {
    "article": ("integer", "Number of the article."),
    "url": ("text", "Its address, in the earlier package if it was removed."),
    "change": ("text", "added, changed or removed, against the earlier package."),
    "fields": ("text", "What changed, names parted by spaces; content_hash stands for title, lead and body."),
}

README = """\
# {title}

{description}

{moment}

| file | rows | what |
|---|---|---|
{table}

## Reading it

`datapackage.json` describes every column, for people and for programs (https://frictionlessdata.io).
Times are Vietnam's; `published_precision` says how much of one is known, `published_from` where it was found.
`data/coverage.csv` says what there is of each portal, and how well it is dated.
{notes}
## Licence

{license}
"""

CSV_NOTES = """
The files are UTF-8 CSV. NULL is an empty field without quotes, an empty text has quotes. Text that a
spreadsheet would run as a formula has an apostrophe in front, and so has text that begins with one: take one
leading apostrophe off to have what was stored.
"""


def make_readme(rows: dict[str, int], table_format: str, moment: str | None) -> str:
    meaning = read_meaning()
    titles = {name: table.title for name, table in meaning.tables.items()}
    titles |= {
        "coverage": "Coverage and quality of dates, by portal",
        "changes": "Changes since the earlier package",
    }
    reports = {"coverage", "changes"}
    lines = [
        f"| `data/{name}.{'csv' if name in reports else table_format}` | {count:,} | {titles[name]} |"
        for name, count in rows.items()
    ]
    return README.format(
        title=meaning.title, description=meaning.description, license=meaning.license, table="\n".join(lines),
        moment=f"As of {moment}." if moment else "Nothing has been harvested yet.",
        notes=CSV_NOTES if table_format == "csv" else "",
    )  # fmt: skip
