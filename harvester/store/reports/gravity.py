"""SQL for the order of harvests' statuses: the gravest first, never harvested before well."""

from __future__ import annotations

from harvester.statuses import HARVEST_STATUSES

GRAVEST = max(status.gravity for status in HARVEST_STATUSES.values())


def order_by_gravity(column: str) -> str:
    """Return a term of `ORDER BY` over a column that holds a status or null."""
    places = {name: GRAVEST - status.gravity + (status.gravity == 0) for name, status in HARVEST_STATUSES.items()}
    cases = " ".join(f"WHEN '{name}' THEN {place}" for name, place in places.items())
    return f"CASE {column} {cases} ELSE {GRAVEST} END"
