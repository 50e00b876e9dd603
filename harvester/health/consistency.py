"""The consistency check at a run's end: does every address have exactly one state?"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import get_args

from harvester.items import State
from harvester.store.frontier import counts

_STATES = frozenset(get_args(State))


def find_inconsistencies(connection: sqlite3.Connection, portals: Iterable[str]) -> list[str]:
    """Return what does not add up in the frontier: nothing, unless there is a bug."""
    errors = []
    for portal in portals:
        states = counts.count_states(connection, portal)
        found = counts.count_all(connection, portal)
        if found != sum(states.values()) or set(states) - _STATES:
            errors.append(f"{portal}: found {found} addresses, but {states}")
    return errors
