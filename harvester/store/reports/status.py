"""SQL for how portals stand: their last harvest, what is stored of them, what their pages lack."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict, dataclass, field

from harvester.statuses import NEVER, SUCCESSES
from harvester.store.runs import Harvest

WEEKS = 8
"""Over so many weeks before its last run a portal's rate is counted."""

ENOUGH_PAGES = 30
"""Pages of the latest runs over which missing fields are counted."""


@dataclass(frozen=True, slots=True)
class PortalStatus:
    """One line of `harvester status`. Times are ISO; shares are between 0 and 1."""

    portal: str
    name: str
    level: str
    province: str
    url: str
    platform: str | None
    configured: str  # active, frozen, moved or gone
    last_run: str | None
    last_success: str | None  # the last run that the portal answered as it should
    articles: int
    undated: int
    undated_share: float
    newest: str | None
    per_week: float  # articles published in the weeks before the last run
    missing: dict[str, float] = field(default_factory=dict)  # field -> share of the latest pages without it
    states: dict[str, int] = field(default_factory=dict)  # of its addresses
    harvest: Harvest | None = None  # the last one

    @property
    def status(self) -> str:
        """What its last harvest came to, or `never`."""
        return NEVER if self.harvest is None else self.harvest.status

    @property
    def needs_attention(self) -> bool:
        return self.configured in ("active", "frozen") and self.status not in ("ok", NEVER)


def read_status(connection: sqlite3.Connection) -> list[PortalStatus]:
    """Portal by portal what the last run brought and what is stored, in the order of their ids."""
    return [
        read_portal_status(connection, row)
        for row in connection.execute("SELECT * FROM portals ORDER BY id").fetchall()
    ]


def read_portal_status(connection: sqlite3.Connection, portal: sqlite3.Row) -> PortalStatus:
    id_ = portal["id"]
    last = connection.execute(
        "SELECT harvests.*, runs.started_at FROM harvests JOIN runs ON runs.id = run"
        " WHERE portal = ? ORDER BY run DESC LIMIT 1",
        (id_,),
    ).fetchone()
    success = connection.execute(
        "SELECT runs.started_at FROM harvests JOIN runs ON runs.id = run"
        " WHERE portal = ? AND harvests.status IN (SELECT value FROM json_each(?)) ORDER BY run DESC LIMIT 1",
        (id_, json.dumps(SUCCESSES)),
    ).fetchone()
    total, undated, newest = connection.execute(
        "SELECT count(*), count(*) FILTER (WHERE published_at IS NULL), max(published_at) FROM articles"
        " WHERE portal = ?",
        (id_,),
    ).fetchone()
    states = connection.execute("SELECT state, count(*) FROM urls WHERE portal = ? GROUP BY state", (id_,))
    names = list(asdict(Harvest()))
    return PortalStatus(
        **{name: portal[name] for name in ("name", "level", "province", "url", "platform")},
        portal=id_,
        configured=portal["status"],
        last_run=None if last is None else last["started_at"],
        last_success=None if success is None else success[0],
        articles=total,
        undated=undated,
        undated_share=round(undated / total, 4) if total else 0.0,
        newest=newest,
        per_week=0.0 if last is None else read_rate(connection, id_, last["started_at"]),
        missing=read_missing(connection, id_),
        states={row[0]: row[1] for row in states},
        harvest=None if last is None else Harvest(**{name: last[name] for name in names}),
    )


def read_rate(connection: sqlite3.Connection, portal: str, until: str) -> float:
    """Articles a week that were published in the weeks before a time."""
    count = connection.execute(
        "SELECT count(*) FROM articles WHERE portal = :portal AND published_at <= :until"
        " AND julianday(published_at) > julianday(:until) - :days",
        {"portal": portal, "until": until, "days": 7 * WEEKS},
    ).fetchone()[0]
    return round(int(count) / WEEKS, 2)


def read_missing(connection: sqlite3.Connection, portal: str) -> dict[str, float]:
    """Which fields the latest article pages lacked, and how many of them; those that none lacked are left out."""
    pages: dict[str, int] = {}
    missing: dict[str, int] = {}
    rows = connection.execute(
        "SELECT field, pages, missing FROM harvest_fields WHERE portal = ? AND field NOT IN ('known', 'article')"
        " ORDER BY run DESC",
        (portal,),
    )
    for name, some, without in rows:
        if pages.get(name, 0) < ENOUGH_PAGES:
            pages[name] = pages.get(name, 0) + some
            missing[name] = missing.get(name, 0) + without
    return {name: round(missing[name] / pages[name], 4) for name in sorted(pages) if missing[name]}
