"""What the workers of a killed run have left beside a database, before a command writes to it."""

from __future__ import annotations

from pathlib import Path

from harvester.environment import read_clock
from harvester.store.own_files import WORKERS


def take_in_leftovers(database: Path) -> None:
    """Take back what workers have stored and nobody has taken back.

    Raises:
        DatabaseBusy: A run is at work.
        StoreError: The database cannot be written.
    """
    if Path(f"{database.resolve()}{WORKERS}").exists():
        from harvester.jobs.worker_files import take_back_left  # late: it is seldom needed

        take_back_left(database, read_clock())
