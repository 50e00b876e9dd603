"""SQL for administrative units: the gazetteer's copy in the file, and what ties portals and articles to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import itemgetter

from harvester.places import Gazetteer, Unit, UnitChange, gazetteer_version, load_gazetteer
from harvester.places.gazetteer import LEVELS
from harvester.places.publishers import PortalUnit
from harvester.store.schema import read_script, split_statements

SOURCE = "vietnamadminunits 1.0.4 (MIT, Hieu Tran), after the General Statistics Office; corrected"
"""What every copy of the gazetteer says of where it comes from."""

OWN_REGIMES = 1000
"""Regimes below it are made-up or the user's own: a new gazetteer leaves them alone."""

INSERT_UNITS = "INSERT INTO units VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
INSERT_CHANGES = "INSERT INTO unit_changes VALUES (?, ?, ?, ?, ?)"
INSERT_TODAY = "INSERT INTO units_today VALUES (?, ?, ?)"

UnitRow = tuple[str | int | None, ...]


@dataclass(frozen=True, slots=True)
class ArticleUnit:
    """One tie of an article to a unit. `field`, `start` and `end` are None for its publisher."""

    unit: str
    role: str
    field: str | None
    start: int | None
    end: int | None
    how: str


@dataclass(frozen=True, slots=True)
class ArticleText:
    """What of an article tells of units. `day` is the first ten characters of a time, None where it has no date."""

    id: int
    portal: str
    title: str
    lead: str | None
    body: str
    day: str | None
    first_seen_on: str


def list_rows(gazetteer: Gazetteer) -> tuple[list[UnitRow], list[UnitRow], list[UnitRow]]:
    """Return the rows of units, unit_changes and units_today."""
    today = gazetteer.today
    units = [make_unit_row(unit, gazetteer, [new for new, _ in today[unit.id]]) for unit in gazetteer.units.values()]
    changes: list[UnitRow] = [
        (change.old, change.new, change.share, change.on_date.isoformat(), change.decision)
        for change in gazetteer.changes
    ]
    follow: list[UnitRow] = [(unit, new, relation) for unit, news in today.items() for new, relation in news]
    by_units = itemgetter(0, 1)  # in the order of the tables' keys
    return sorted(units, key=by_units), sorted(changes, key=by_units), sorted(follow, key=by_units)


def make_unit_row(unit: Unit, gazetteer: Gazetteer, today: Sequence[str]) -> UnitRow:
    provinces = {gazetteer.find_province(gazetteer.units[new]).id for new in today}
    after = gazetteer.today[provinces.pop()] if len(provinces) == 1 else []
    return (
        unit.id,
        unit.regime,
        unit.code,
        unit.level,
        unit.kind,
        unit.name,
        unit.parent,
        unit.valid_from.isoformat() if unit.valid_from else None,
        unit.valid_to.isoformat() if unit.valid_to else None,
        gazetteer.find_province(unit).id,
        today[0] if len(today) == 1 else None,
        after[0][0] if after else None,
    )


@lru_cache(maxsize=1)
def make_template() -> bytes:
    """Return a database of the packaged gazetteer's tables, to be copied into new files.

    In a fourth of the time that their rows take one by one.
    """
    units, changes, today = list_rows(load_gazetteer())
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for statement in split_statements(read_script("gazetteer")):
        connection.execute(statement)
    connection.execute("BEGIN")
    connection.executemany(INSERT_UNITS, units)
    connection.executemany(INSERT_CHANGES, changes)
    connection.executemany(INSERT_TODAY, today)
    connection.execute("COMMIT")
    template = connection.serialize()
    connection.close()
    return template


def refresh_gazetteer(connection: sqlite3.Connection) -> bool:
    """Bring the tables of units up to the packaged gazetteer, where they are not. Answers whether they were changed.

    Outside of a transaction, since another database is attached. What the new one has no longer loses its ties.
    """
    row = connection.execute("SELECT version FROM gazetteer").fetchone()
    if row is not None and row[0] == gazetteer_version():
        return False
    connection.execute("ATTACH ':memory:' AS packaged")
    try:
        connection.deserialize(make_template(), name="packaged")
        connection.execute("BEGIN IMMEDIATE")
        try:
            copy_packaged(connection)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:  # a full disk has rolled it back already
                connection.execute("ROLLBACK")
            raise
    finally:
        connection.execute("DETACH packaged")
    return True


def copy_packaged(connection: sqlite3.Connection) -> None:
    """Replace the units of the packaged regimes by those of the attached gazetteer."""
    has_rows = connection.execute("SELECT EXISTS (SELECT 1 FROM units)").fetchone()[0]
    if has_rows:
        connection.execute("PRAGMA defer_foreign_keys = ON")
        clear_packaged(connection)
    for table in ("units", "unit_changes", "units_today"):
        connection.execute(f"INSERT INTO main.{table} SELECT * FROM packaged.{table}")
    has_articles = connection.execute("SELECT EXISTS (SELECT 1 FROM articles)").fetchone()[0]
    connection.execute("DELETE FROM gazetteer")
    connection.execute(
        "INSERT INTO gazetteer VALUES (?, ?, ?)",
        (gazetteer_version(), SOURCE, None if has_articles else gazetteer_version()),
    )


def clear_packaged(connection: sqlite3.Connection) -> None:
    """Take the packaged regimes' units away, and ties to those that do not come back."""
    lost = "unit NOT IN (SELECT id FROM packaged.units) AND CAST(unit AS INTEGER) >= :own"
    for table in ("article_units", "portal_units"):
        connection.execute(f"DELETE FROM {table} WHERE {lost}", {"own": OWN_REGIMES})
    connection.execute("DELETE FROM units WHERE regime >= ?", (OWN_REGIMES,))
    connection.execute("DELETE FROM unit_changes WHERE CAST(old AS INTEGER) >= ?", (OWN_REGIMES,))
    connection.execute("DELETE FROM units_today WHERE CAST(unit AS INTEGER) >= ?", (OWN_REGIMES,))


def add_own_units(connection: sqlite3.Connection, gazetteer: Gazetteer) -> None:
    """Store units of regimes of the user's own: their changes and what stands of them today, too."""
    units, changes, today = list_rows(gazetteer)
    for statement, rows in ((INSERT_UNITS, units), (INSERT_CHANGES, changes), (INSERT_TODAY, today)):
        connection.executemany(statement.replace("INSERT", "INSERT OR REPLACE"), rows)


def read_gazetteer(connection: sqlite3.Connection) -> Gazetteer:
    """Return the packaged gazetteer with the units of the file's own regimes."""
    packaged = load_gazetteer()
    if not has_units(connection):
        return packaged
    rows = connection.execute("SELECT * FROM units WHERE regime < ?", (OWN_REGIMES,)).fetchall()
    if not rows:
        return packaged
    changes = connection.execute("SELECT * FROM unit_changes WHERE CAST(old AS INTEGER) < ?", (OWN_REGIMES,))
    own = {row["id"]: _make_unit(row) for row in rows}
    changed = [
        UnitChange(row["old"], row["new"], row["share"], date.fromisoformat(row["on_date"]), row["decision"])
        for row in changes
    ]
    return Gazetteer(
        {**packaged.units, **own}, [*packaged.changes, *changed], list(packaged.former), dict(packaged.earlier)
    )


def _make_unit(row: sqlite3.Row) -> Unit:
    first, last = (row[name] and date.fromisoformat(row[name]) for name in ("valid_from", "valid_to"))
    level = {level: level for level in LEVELS.values()}[row["level"]]
    return Unit(row["id"], row["regime"], row["code"], level, row["kind"], row["name"], row["parent"], first, last)


def save_portal_units(connection: sqlite3.Connection, portal: str, units: Iterable[PortalUnit]) -> None:
    """Let a portal speak for these units and no others."""
    connection.execute("DELETE FROM portal_units WHERE portal = ?", (portal,))
    connection.executemany(
        "INSERT INTO portal_units VALUES (?, ?, ?, ?, ?)",
        [(portal, one.unit.id, _tell_day(one.valid_from), _tell_day(one.valid_to), one.how) for one in units],
    )


def _tell_day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


_TEXTS = """
    SELECT id, portal, title, lead, body, substr(published_at, 1, 10), substr(first_seen_at, 1, 10) FROM articles
"""


def read_text(connection: sqlite3.Connection, article: int) -> ArticleText:
    """Return what of an article tells of units."""
    return ArticleText(*connection.execute(f"{_TEXTS} WHERE id = ?", (article,)).fetchone())


def read_texts(connection: sqlite3.Connection, after: int, limit: int) -> list[ArticleText]:
    """Return the texts of the next articles by id."""
    rows = connection.execute(f"{_TEXTS} WHERE id > ? ORDER BY id LIMIT ?", (after, limit))
    return [ArticleText(*row) for row in rows]


def read_article_units(connection: sqlite3.Connection, article: int) -> list[ArticleUnit]:
    """Return an article's ties in the order of their roles and units."""
    rows = connection.execute(
        'SELECT unit, role, field, start, "end", how FROM article_units WHERE article = ? ORDER BY role, unit',
        (article,),
    )
    return [ArticleUnit(*row) for row in rows]


def save_article_units(connection: sqlite3.Connection, article: int, units: Sequence[ArticleUnit]) -> None:
    """Tie an article to these units and no others; nothing is written where nothing changes."""
    ordered = sorted(units, key=lambda one: (one.role, one.unit))
    stored = read_article_units(connection, article)
    if stored == ordered:
        return
    if stored:
        connection.execute("DELETE FROM article_units WHERE article = ?", (article,))
    connection.executemany(
        "INSERT INTO article_units VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(article, one.role, one.unit, one.field, one.start, one.end, one.how) for one in ordered],
    )


def note_filled(connection: sqlite3.Connection) -> None:
    """Note that all articles have been tied by the gazetteer that the file holds."""
    connection.execute("UPDATE gazetteer SET articles = version")


def note_unfilled(connection: sqlite3.Connection) -> None:
    """Note that articles have to be tied again."""
    connection.execute("UPDATE gazetteer SET articles = NULL")


def is_filled(connection: sqlite3.Connection) -> bool:
    """Whether all articles have been tied by the gazetteer that the file holds."""
    row = connection.execute("SELECT articles = version FROM gazetteer").fetchone()
    return row is not None and bool(row[0])


def has_units(connection: sqlite3.Connection) -> bool:
    """Whether a file that is only read has the tables of units: an older one has not."""
    row = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'units'").fetchone()
    return row is not None


def list_portals(connection: sqlite3.Connection) -> Iterator[tuple[str, str, str, str, str, str | None]]:
    """Yield id, name, level, province, address, and the unit that the portal's file named."""
    yield from connection.execute(
        "SELECT id, name, level, province, url,"
        " (SELECT unit FROM portal_units WHERE portal = id AND how = 'file') FROM portals ORDER BY id"
    ).fetchall()


def count_articles(connection: sqlite3.Connection, unit: str) -> dict[str, int]:
    """Return how many articles a unit of any day has by role: published by it, mentioning it."""
    rows = connection.execute("SELECT role, count(*) FROM article_units WHERE unit = ? GROUP BY role", (unit,))
    return dict(rows.fetchall())
