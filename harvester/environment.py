"""The environment variables that the harvester reads, and the only place where it does."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from harvester.errors import ConfigError, WrongClock
from harvester.limits import YEARS

DATABASE = "HARVESTER_DB"
PORTALS = "HARVESTER_PORTALS"
KEEP = "HARVESTER_KEEP"
NOW = "HARVESTER_NOW"
_CONTACT = "HARVESTER_CONTACT"
_LOG_LEVEL = "HARVESTER_LOG_LEVEL"

DEFAULT_DATABASE = "harvest.db"

CARRIED = (_CONTACT, _LOG_LEVEL)
"""Variables that a scheduled crawl needs and no option stands for. `HARVESTER_NOW` is for tests."""


def read_database(environment: Mapping[str, str] = os.environ) -> Path:
    """Return `HARVESTER_DB`, else `harvest.db` in the working directory."""
    return Path(environment.get(DATABASE) or DEFAULT_DATABASE)


def read_directory(environment: Mapping[str, str] = os.environ) -> Path | None:
    """Return `HARVESTER_PORTALS`, a directory of portal files."""
    value = environment.get(PORTALS)
    return Path(value) if value else None


def read_keep(environment: Mapping[str, str] = os.environ) -> Path | None:
    """Return `HARVESTER_KEEP`, the folder that every answer is kept in."""
    value = environment.get(KEEP)
    return Path(value) if value else None


def read_contact(environment: Mapping[str, str] = os.environ) -> str:
    """Return `HARVESTER_CONTACT`, whom a portal may turn to: part of the User-Agent."""
    return environment.get(_CONTACT, "")


def read_log_level(environment: Mapping[str, str] = os.environ) -> str:
    """Return `HARVESTER_LOG_LEVEL`, else INFO."""
    return environment.get(_LOG_LEVEL, "INFO")


def read_carried(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the variables that a scheduled crawl has to be started with."""
    carried = {name: environment[name] for name in CARRIED if environment.get(name)}
    keep = read_keep(environment)
    return carried if keep is None else {**carried, KEEP: str(keep.absolute())}


def is_clock_given(environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether `HARVESTER_NOW` stands for the time of day."""
    return bool(environment.get(NOW))


def read_clock(environment: Mapping[str, str] = os.environ) -> datetime:
    """Return the run's clock, aware, in Vietnam's zone, to the second.

    It is `HARVESTER_NOW` (ISO 8601; without zone it is Vietnam's), else the time of day.

    Raises:
        ConfigError: `HARVESTER_NOW` is no time.
        WrongClock: no clock can be right that says this year; what were stored under it could not be read again.
    """
    from harvester.vietnamese.dates.zones import VIETNAM  # late: the patterns beside it take a while to compile

    text = environment.get(NOW, "")
    try:
        value = datetime.fromisoformat(text) if text else datetime.now(VIETNAM)
    except ValueError as error:
        raise ConfigError(f"{NOW} must be a time like 2026-01-31T08:00:00+07:00, not {text[:80]!r}") from error
    if value.year not in YEARS:
        raise WrongClock(f"the clock says the year {value.year} (set it, or give {NOW})")
    return (value if value.tzinfo else value.replace(tzinfo=VIETNAM)).astimezone(VIETNAM).replace(microsecond=0)
