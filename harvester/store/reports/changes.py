"""SQL for what portals changed or withdrew after publication, and for how far back anybody has looked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from harvester.store.reports.selection import Selection, find_portals, postpone_portals

BATCH = 50
"""Changes that are read at once, with their texts."""

EVENTS = """
    SELECT r.seen_at, r.article, r.revision, 'changed' AS kind FROM revisions r {joined}
    WHERE r.cause = 'page' AND r.seen_at >= :since AND {condition}
    UNION ALL
    SELECT a.gone_at, a.id, a.revision, 'withdrawn' FROM articles a
    WHERE a.gone_at IS NOT NULL AND a.gone_at >= :since AND {condition}
"""

OF_REVISIONS = "CROSS JOIN articles a INDEXED BY articles_by_id ON a.id = r.article"

_PAGE = """
SELECT e.*, a.uid, a.portal, p.name AS portal_name, p.province, a.url, a.title, a.lead, a.body, a.published_at,
    a.published_precision, a.last_seen_at, a.checked_at, r.title AS old_title, r.lead AS old_lead, r.body AS old_body,
    n.title AS new_title, n.lead AS new_lead, n.body AS new_body, n.article IS NOT NULL AS is_followed
FROM ({events} ORDER BY 1 DESC, 2 DESC, 3 DESC LIMIT :limit OFFSET :offset) e
JOIN articles a ON a.id = e.article JOIN portals p ON p.id = a.portal
LEFT JOIN revisions r ON e.kind = 'changed' AND r.article = e.article AND r.revision = e.revision
LEFT JOIN revisions n ON e.kind = 'changed' AND n.article = e.article AND n.revision = e.revision + 1
ORDER BY e.seen_at DESC, e.article DESC, e.revision DESC
"""

_REACH = """
SELECT count(*) AS articles, count(CASE WHEN checked_at > first_seen_at THEN 1 END) AS looked_at_again,
    min(CASE WHEN gone_at IS NULL THEN checked_at END) AS longest_ago, max(checked_at) AS last_look
FROM articles a WHERE {condition}
"""


@dataclass(frozen=True, slots=True)
class Text:
    """What an article said in one revision."""

    title: str
    lead: str | None
    body: str


@dataclass(frozen=True, slots=True)
class Change:
    """An article that says something else than it did, or that is gone (`after` is None)."""

    article: int
    uid: str
    portal: str
    portal_name: str
    province: str
    url: str
    published_at: str | None
    published_precision: str | None
    seen_at: str  # when the new text, or its absence, was first seen
    last_seen_at: str  # when the article was last met, in a listing or by itself
    revision: int  # the number of the old text
    before: Text
    after: Text | None


@dataclass(frozen=True, slots=True)
class Reach:
    """How far anybody has looked for changes. Times are ISO, None where there is no article."""

    articles: int
    looked_at_again: int  # at least once after the first reading
    longest_ago: str | None  # the last look at the article, of those that are not gone, that has waited longest
    last_look: str | None

    @property
    def never_again(self) -> int:
        """Articles of which nobody knows whether they changed."""
        return self.articles - self.looked_at_again


def read_changes(
    connection: sqlite3.Connection, selection: Selection | None = None, *, limit: int = -1, offset: int = 0
) -> Iterator[Change]:
    """What was changed or withdrawn, what was noticed last first. Not what only our reading of a page has changed.

    Of a selection, the portals count and `since`: the day from which on a change was noticed.
    """
    events, values = make_events(connection, selection or Selection())
    sql = _PAGE.format(events=events)
    end = offset + limit if limit >= 0 else None
    while end is None or offset < end:
        batch = BATCH if end is None else min(BATCH, end - offset)
        rows = connection.execute(sql, values | {"limit": batch, "offset": offset}).fetchall()
        yield from map(make_change, rows)
        if len(rows) < batch:
            return
        offset += batch


def count_changes(connection: sqlite3.Connection, selection: Selection | None = None) -> dict[str, int]:
    """How many of each kind there are: `changed`, `withdrawn`."""
    events, values = make_events(connection, selection or Selection())
    return dict(connection.execute(f"SELECT kind, count(*) FROM ({events}) GROUP BY kind", values).fetchall())


def make_events(connection: sqlite3.Connection, selection: Selection) -> tuple[str, dict[str, str | int]]:
    """Raise ConfigError for a portal, province or level that the database lacks."""
    values: dict[str, str | int] = {"since": "" if selection.since is None else selection.since.isoformat()}
    condition, names = make_portal_condition(connection, selection)
    joined = "" if condition == "1" else OF_REVISIONS
    return EVENTS.format(joined=joined, condition=postpone_portals(condition)), values | names


def make_portal_condition(connection: sqlite3.Connection, selection: Selection) -> tuple[str, dict[str, str]]:
    portals = find_portals(selection, connection)
    if portals is None:
        return "1", {}
    names = {f"portal{number}": portal for number, portal in enumerate(portals)}
    return f"a.portal IN ({', '.join(f':{name}' for name in names)})", names


def make_change(row: sqlite3.Row) -> Change:
    current = Text(row["title"], row["lead"], row["body"])
    before, after = current, None
    if row["kind"] == "changed":
        before = Text(row["old_title"], row["old_lead"], row["old_body"])
        after = Text(row["new_title"], row["new_lead"], row["new_body"]) if row["is_followed"] else current
    return Change(
        article=row["article"], uid=row["uid"], portal=row["portal"], portal_name=row["portal_name"],
        province=row["province"], url=row["url"], published_at=row["published_at"],
        published_precision=row["published_precision"], seen_at=row["seen_at"],
        last_seen_at=row["last_seen_at"], revision=row["revision"], before=before, after=after,
    )  # fmt: skip


def read_reach(connection: sqlite3.Connection, selection: Selection | None = None) -> Reach:
    """How far anybody has looked for changes in the articles of the selected portals."""
    condition, names = make_portal_condition(connection, selection or Selection())
    row = connection.execute(_REACH.format(condition=condition), names).fetchone()
    return Reach(row["articles"], row["looked_at_again"], row["longest_ago"], row["last_look"])
