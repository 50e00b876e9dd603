"""SQL for how addresses of the frontier end.

All but `claim` is called inside `with store.transaction():`. No decisions are taken here.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from harvester.items import State
from harvester.store.database import Store
from harvester.store.frontier.addresses import Address, NewAddress, Sighting, register, reopen


def claim(store: Store, url: str) -> None:
    """Note that a page is about to be opened: one that kills the process is found out by its claims."""
    store.note("UPDATE urls SET claims = claims + 1 WHERE url = ?", (url,))


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one fetch of an address ended, for its row."""

    state: State
    now: str
    status: int | None = None
    error: str | None = None
    article: int | None = None
    etag: str | None = None
    last_modified: str | None = None


def end(connection: sqlite3.Connection, url: str, outcome: Outcome) -> None:
    """Write an address's end. `pending` and `failed` count as one more try."""
    success = outcome.state not in ("pending", "failed")
    connection.execute(
        "UPDATE urls SET state = :state, fetched_at = :now, last_status = :status, last_error = :error,"
        " tries = CASE WHEN :success THEN 0 ELSE tries + 1 END, claims = 0, next_try_at = NULL, redirect_to = NULL,"
        " article = coalesce(:article, article), etag = CASE WHEN :status = 304 THEN etag ELSE :etag END,"
        " last_modified = CASE WHEN :status = 304 THEN last_modified ELSE :modified END WHERE url = :url",
        {
            "state": outcome.state,
            "now": outcome.now,
            "status": outcome.status,
            "error": outcome.error,
            "success": success,
            "article": outcome.article,
            "url": url,
            "etag": outcome.etag,
            "modified": outcome.last_modified,
        },
    )


def end_for_now(connection: sqlite3.Connection, url: str, outcome: Outcome, reasons: tuple[str, ...] = ("",)) -> None:
    """Write the end of an address that is asked for again in another run, as one more try.

    With `reasons` only the tries before count that ended for one that begins like one of these.
    """
    tries, error = connection.execute("SELECT tries, last_error FROM urls WHERE url = ?", (url,)).fetchone()
    end(connection, url, outcome)
    counted = tries if (error or "").startswith(reasons) else 0
    connection.execute("UPDATE urls SET tries = ? WHERE url = ?", (counted + 1, url))


def postpone(connection: sqlite3.Connection, url: str, outcome: Outcome, next_try_at: str | None) -> None:
    """One try failed: due again at `next_try_at`, or later in this run where that is None."""
    end(connection, url, outcome)
    connection.execute("UPDATE urls SET next_try_at = ? WHERE url = ?", (next_try_at, url))


def release(connection: sqlite3.Connection, url: str) -> None:
    """An address was handed out and nothing came of it: as due as it was."""
    connection.execute("UPDATE urls SET claims = 0 WHERE url = ?", (url,))


def redirect(
    connection: sqlite3.Connection, address: Address, target: NewAddress, outcome: Outcome, seen: Sighting
) -> int | None:
    """An address led to another of the same site: it is done, and the other becomes due unless it is known.

    The article that the target is known for, if any, becomes the address's too, unless it has led to another one.
    """
    if target.url == address.url:  # http to https, or to `www.`: the same address in another spelling
        connection.execute(
            "UPDATE urls SET fetch_url = ?, hops = hops + 1, last_status = ?, claims = 0 WHERE url = ?",
            (target.fetch_url, outcome.status, address.url),
        )
        return address.article
    end(connection, address.url, outcome)
    connection.execute("UPDATE urls SET redirect_to = ? WHERE url = ?", (target.url, address.url))
    new = register(connection, [target], seen)
    if new:
        connection.execute(
            "UPDATE urls SET hops = ?, walk = ? WHERE url = ?", (address.hops + 1, address.walk, target.url)
        )
    elif address.kind != "article":  # a source asked again goes on to where it leads now
        reopen(connection, target, seen, walk=address.walk)
        connection.execute("UPDATE urls SET hops = ? WHERE url = ?", (address.hops + 1, target.url))
    row = connection.execute("SELECT article FROM urls WHERE url = ?", (target.url,)).fetchone()
    article = None if row is None or row["article"] is None else int(row["article"])
    if article is None or address.article not in (None, article):
        return None
    connection.execute("UPDATE urls SET article = ? WHERE url = ?", (article, address.url))
    return article


def send_back(connection: sqlite3.Connection, address: Address, target: NewAddress, outcome: Outcome) -> None:
    """An address led back to one that had led to it: that one is due once more, with the walk that it was for."""
    end(connection, address.url, outcome)
    connection.execute(
        "UPDATE urls SET state = 'pending', redirect_to = NULL, next_try_at = NULL, hops = ?, walk = ? WHERE url = ?",
        (address.hops + 1, address.walk, target.url),
    )
    connection.execute("UPDATE urls SET redirect_to = ? WHERE url = ?", (target.url, address.url))
    if address.walk is not None:
        connection.execute(
            "UPDATE walks SET next_url = ? WHERE id = ? AND next_url IS NOT NULL", (target.url, address.walk)
        )


def leads_back(connection: sqlite3.Connection, target: str, url: str) -> bool:
    """Whether `target`, followed through known redirects, ends at `url`: a loop."""
    row = connection.execute(
        "WITH RECURSIVE way (url) AS (SELECT :target UNION SELECT redirect_to FROM urls JOIN way USING (url)"
        " WHERE redirect_to IS NOT NULL) SELECT 1 FROM way WHERE url = :url",
        {"target": target, "url": url},
    ).fetchone()
    return row is not None
