"""The plan of a run that `scrapy crawl portal -a portals=ID,ID` starts, from the environment alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from harvester.environment import is_clock_given, read_clock, read_database, read_directory, read_keep
from harvester.errors import ConfigError
from harvester.plan import Plan
from harvester.platforms import PLATFORMS
from harvester.portals import Portal, load_portals


def choose_portals(known: Mapping[str, Portal], ids: Sequence[str]) -> list[Portal]:
    """The portals of these ids, each once, in this order.

    Raises:
        ConfigError: naming all that are unknown.
    """
    unknown = [name for name in ids if name not in known]
    if unknown:
        import difflib

        close = difflib.get_close_matches(unknown[0], known, 1)
        hint = f" (did you mean {close[0]!r}?)" if close else " (see: harvester portals list)"
        raise ConfigError(f"no such portal: {', '.join(map(repr, unknown))}{hint}")
    return [known[name] for name in dict.fromkeys(ids)]


def make_plan(ids: Sequence[str]) -> Plan:
    """Raise ConfigError where no portal is named."""
    if not ids:
        raise ConfigError("name portals: scrapy crawl portal -a portals=ID,ID")
    known = load_portals(read_directory(), platforms=set(PLATFORMS))
    portals = tuple(choose_portals(known, ids))
    return Plan(
        read_database(),
        portals,
        read_clock(),
        arguments=("scrapy", *ids),
        keep=read_keep(),
        is_clock_given=is_clock_given(),
    )
