"""The options of `search` and `export` for which articles are wanted: how --since and --until are read as days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

import click

from harvester.cli import OPENED
from harvester.cli.province_option import tell_province
from harvester.environment import DATABASE, DEFAULT_DATABASE
from harvester.errors import ConfigError
from harvester.store.reports.selection import Selection


class Day(click.ParamType[date]):
    """A day, as `2022-05-31`, of an option."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"not a day: {value!r} (expected YYYY-MM-DD, as in 2023-07-31)", param, ctx)


def remember_database(context: click.Context, _: click.Parameter, value: str) -> str:
    context.meta[OPENED] = value
    return value


database_option = click.option(
    "--db",
    callback=remember_database,
    envvar=DATABASE,
    default=DEFAULT_DATABASE,
    show_default=True,
    metavar="FILE",
    help="The database (HARVESTER_DB).",
)


duplicates_option = click.option(
    "--with-duplicates", is_flag=True, help="Also articles that are copies of another one."
)


def selection_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add --since, --until, --portal, --province, --level; with --with-duplicates, the command gets one `selection`."""

    @click.option(
        "--since",
        type=Day(),
        metavar="DATE",
        help="Published on that day or later; undated articles are left out.",
    )
    @click.option(
        "--until",
        type=Day(),
        metavar="DATE",
        help="Published on that day or earlier; undated articles are left out.",
    )
    @click.option(
        "--portal",
        "portals",
        multiple=True,
        metavar="ID",
        help="Only this portal; may be given several times.",
    )
    @click.option(
        "--province",
        "provinces",
        multiple=True,
        metavar="NAME",
        help="Only this province, of the day or of today, with or without diacritics.",
    )
    @click.option("--level", "levels", multiple=True, metavar="LEVEL", help="Only portals of this level, as commune.")
    @wraps(command)
    def wrapper(
        since: date | None, until: date | None, portals: tuple[str, ...], provinces: tuple[str, ...],
        levels: tuple[str, ...], with_duplicates: bool = False, **others: Any,
    ) -> None:  # fmt: skip
        if since is not None and until is not None and since > until:
            raise ConfigError(f"--since {since} is later than --until {until}")
        for province in provinces:
            tell_province(province)
        selection = Selection(since, until, portals, provinces, with_duplicates, levels)
        command(selection=selection, **others)

    return wrapper
