"""The plan of a run that `scrapy crawl portal -a portals=ID,ID` starts, from the environment alone."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from harvester.crawling.plan import Plan, read_clock
from harvester.errors import ConfigError
from harvester.platforms import PLATFORMS
from harvester.portals import Portal, load_portals


def read_database(environment: Mapping[str, str] = os.environ) -> Path:
    """`HARVESTER_DB`, else `harvest.db` in the working directory."""
    return Path(environment.get("HARVESTER_DB") or "harvest.db")


def read_directory(environment: Mapping[str, str] = os.environ) -> Path | None:
    """`HARVESTER_PORTALS`, a directory of portal files."""
    value = environment.get("HARVESTER_PORTALS")
    return Path(value) if value else None


def choose_portals(known: Mapping[str, Portal], ids: Sequence[str]) -> list[Portal]:
    """The portals of these ids, each once, in this order. Raises ConfigError naming all that are unknown."""
    unknown = [name for name in ids if name not in known]
    if unknown:
        import difflib

        close = difflib.get_close_matches(unknown[0], known, 1)
        hint = f" (did you mean {close[0]!r}?)" if close else " (see: harvester portals list)"
        raise ConfigError(f"no such portal: {', '.join(map(repr, unknown))}{hint}")
    return [known[name] for name in dict.fromkeys(ids)]


def make_plan(ids: Sequence[str]) -> Plan:
    """Raises ConfigError where no portal is named."""
    if not ids:
        raise ConfigError("name portals: scrapy crawl portal -a portals=ID,ID")
    known = load_portals(read_directory(), platforms=set(PLATFORMS))
    return Plan(read_database(), tuple(choose_portals(known, ids)), read_clock(), arguments=("scrapy", *ids))
