"""What a harvest takes on the disk: database, logs, kept pages, and what a year adds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from harvester.limits import KEPT_LOGS

WEEKS_A_YEAR = 52
RUNS_WEIGHED = 28
"""The latest crawls, the median of which stands for the nights to come: the first one of a portal is larger."""


@dataclass(frozen=True, slots=True)
class DiskUse:
    """Sizes in bytes. `a_year` is None where too little has run to tell."""

    database: int  # with its WAL
    logs: int
    kept: int  # that the database knows of, in whatever folder
    folders: tuple[str, ...]
    a_year: int | None


def measure_disk_use(connection: sqlite3.Connection, path: Path, articles_a_week: float) -> DiskUse:
    """Return what a database and what belongs to it takes.

    Args:
        connection: To the database.
        path: Its file.
        articles_a_week: Published of late, by which the database grows.

    Returns:
        The sizes, and what a year adds: articles at the mean size of those stored, and kept answers at the median
        of the latest crawls. Logs do not grow beyond the number that is kept.
    """
    database = sum(measure_files([path, Path(f"{path}-wal")]))
    logs = measure_files(Path(f"{path}-logs").glob("*.log"))
    kept = connection.execute("SELECT coalesce(sum(length), 0) FROM captures WHERE lost_at IS NULL").fetchone()[0]
    articles = connection.execute("SELECT count(*) FROM articles").fetchone()[0]
    folders = tuple(row[0] for row in connection.execute("SELECT path FROM folders ORDER BY path"))
    a_year = None
    if articles:
        nightly = measure_kept_a_year(connection)
        if nightly is not None:
            left = max(0, KEPT_LOGS - len(logs)) * (sum(logs) // max(1, len(logs)))
            a_year = int(articles_a_week * WEEKS_A_YEAR * database / articles) + nightly + left
    return DiskUse(database, sum(logs), kept, folders, a_year)


def measure_files(paths: Iterable[Path]) -> list[int]:
    """Return the sizes of those files that are there."""
    return [path.stat().st_size for path in paths if path.is_file()]


def measure_kept_a_year(connection: sqlite3.Connection) -> int | None:
    """Return the bytes that crawls keep in a year at the pace of the latest; None where they span less than a day."""
    runs = connection.execute(
        "SELECT julianday(started_at), (SELECT coalesce(sum(length), 0) FROM captures WHERE captures.run = runs.id)"
        " FROM runs WHERE kind = 'crawl' ORDER BY id DESC LIMIT ?",
        (RUNS_WEIGHED,),
    ).fetchall()
    days = runs[0][0] - runs[-1][0] if len(runs) > 1 else 0
    if days < 1:
        return None
    return int(median(row[1] for row in runs) * 365 * (len(runs) - 1) / days)
