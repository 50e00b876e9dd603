"""`harvester units NAME | --fill`: an administrative unit, its predecessors and successors."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import click

from harvester.cli.leftovers import take_in_leftovers
from harvester.cli.selection_options import database_option
from harvester.cli.terminal import write
from harvester.errors import ConfigError
from harvester.places import Gazetteer, Unit
from harvester.places.lookup import find_units, suggest_unit
from harvester.store import Store, units
from harvester.wording import write_count, write_time


@click.command("units")
@click.argument("name", nargs=-1)
@click.option("--fill", is_flag=True, help="Tie all portals and articles of the database to units, again.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a unit.")
@database_option
def command(name: tuple[str, ...], fill: bool, as_json: bool, db: str) -> None:
    """An administrative unit of any day: what it belonged to, what it came of, and what became of it.

    NAME is a name with or without kind, district, province and diacritics ("xã Xuân Dương, Thường Xuân"), or an id
    such as 2025:15646. With --fill, articles of a database that is older than its gazetteer are tied to units.
    """
    if fill == bool(name):
        raise ConfigError("name a unit, or say --fill")
    if fill:
        count = fill_database(db)
        write("1 article is tied to its units" if count == 1 else f"{count:,} articles are tied to their units")
        return
    asked = " ".join(name)
    with OptionalStore(db) as store:
        gazetteer = store.gazetteer
        found = find_units(asked, gazetteer)
        if not found:
            raise ConfigError(f"no such unit: {asked!r}{suggest_unit(asked, gazetteer)}")
        for unit in found:
            described = _describe(unit, gazetteer) | store.count(unit)
            write(json.dumps(described, ensure_ascii=False) if as_json else _tell(described))


def fill_database(db: str) -> int:
    """Fill a database that exists, unless a run holds it. Answers the number of articles."""
    from harvester.loading.article_units import fill_units
    from harvester.store.lock import hold

    if not Path(db).is_file():
        raise ConfigError(f"no such database: {db!r}")
    take_in_leftovers(Path(db))
    lock = hold(Path(db))
    try:
        with Store.open(db) as store:
            return fill_units(store)
    finally:
        lock.release()


_RELATIONS = {"district": "on the land of the district"}
"""What lies today where a unit lay, in words."""


class OptionalStore:
    """The database where there is one: its own units, and how many articles a unit has."""

    def __init__(self, db: str) -> None:
        from harvester.places import load_gazetteer

        self.store = Store.open(db, readonly=True) if Path(db).is_file() else None
        self.connection: sqlite3.Connection | None = None
        if self.store is not None and units.has_units(self.store.connection):
            self.connection = self.store.connection
        self.gazetteer = load_gazetteer() if self.connection is None else units.read_gazetteer(self.connection)

    def count(self, unit: Unit) -> dict[str, Any]:
        """Return how many articles the unit published, and how many mention it."""
        return {} if self.connection is None else {"articles": units.count_articles(self.connection, unit.id)}

    def __enter__(self) -> OptionalStore:
        return self

    def __exit__(self, *error: object) -> None:
        if self.store is not None:
            self.store.close()


def _describe(unit: Unit, gazetteer: Gazetteer) -> dict[str, Any]:
    """A unit as JSON has it, with its predecessors and successors."""
    return {
        "id": unit.id,
        "name": gazetteer.describe(unit),
        "level": unit.level,
        "valid_from": unit.valid_from and unit.valid_from.isoformat(),
        "valid_to": unit.valid_to and unit.valid_to.isoformat(),
        "formerly": [
            f"{former.kind} {former.name}" + (f" (until {former.until})" if former.until else "")
            for former in gazetteer.former_names.get(unit.id, ())
        ],
        "predecessors": [
            {"id": one.old, "name": gazetteer.describe(gazetteer.units[one.old]), "share": one.share}
            | {"on": one.on_date.isoformat(), "decision": one.decision}
            for one in gazetteer.predecessors.get(unit.id, ())
        ],
        "today": [
            {"id": new, "name": gazetteer.describe(gazetteer.units[new]), "relation": relation}
            for new, relation in gazetteer.today[unit.id]
        ],
        "successors": [
            {"id": one.new, "name": gazetteer.describe(gazetteer.units[one.new]), "share": one.share}
            | {"on": one.on_date.isoformat(), "decision": one.decision}
            for one in gazetteer.successors.get(unit.id, ())
        ],
    }


def _tell(described: dict[str, Any]) -> str:
    """A unit in lines."""
    lines = [f"{described['id']}  {described['name']}", f"  {tell_time(described)}"]
    lines += [f"  also {name}" for name in described["formerly"]]
    lines += [f"  of   {tell_change(one)}" for one in described["predecessors"]]
    lines += [f"  to   {tell_change(one)}" for one in described["successors"]]
    if not described["successors"]:
        lines += [
            f"  now  {one['id']}  {one['name']} ({_RELATIONS.get(one['relation'], one['relation'])})"
            for one in described["today"]
            if one["relation"] != "same"
        ]
    counts = described.get("articles")
    if counts is not None:
        mentions = counts.get("mentioned", 0)
        verb = "mentions" if mentions == 1 else "mention"
        lines.append(f"  {write_count(counts.get('publisher', 0), 'article')} published, {mentions:,} {verb} it")
    return "\n".join(lines) + "\n"


def tell_time(described: dict[str, Any]) -> str:
    first, last = described["valid_from"], described["valid_to"]
    since = f"since {write_time(first, 'day')}" if first else "since before 2025"
    return f"{described['level']}, {since}" + (f", until {write_time(last, 'day')}" if last else "")


def tell_change(one: dict[str, Any]) -> str:
    decision = f", {one['decision']}" if one["decision"] else ""
    return f"{one['id']}  {one['name']} ({one['share']}, {write_time(one['on'], 'day')}{decision})"
