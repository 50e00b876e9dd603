"""The files of workers: portals that were cut off a database, each to be crawled by a process of its own.

They lie beside the database in `FILE-workers`. What a killed run has left there is taken back before anything else is
written to the database.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from harvester.archive.folder import KeptFolder
from harvester.duplicates.linking import link_duplicates, settle_all, unlink
from harvester.errors import ArchiveError, StoreError
from harvester.jobs.merge import Merging, link_signed, link_unsigned
from harvester.portals import Portal
from harvester.store import Store, captures, cutting, merging, returning
from harvester.store.lock import held
from harvester.store.own_files import COMPANIONS, WORKERS, remove_file
from harvester.store.returning import Returned
from harvester.urls import read_host

logger = logging.getLogger(__name__)

PATIENCE = 30.0
"""Seconds that a file is waited for whose worker has outlived its run: it ends as soon as it sees that."""


def name_folder(database: Path) -> Path:
    return Path(f"{database.resolve()}{WORKERS}")


def _list_files(database: Path) -> list[Path]:
    """The files that are there, in the order of their numbers."""
    return sorted(name_folder(database).glob("*.db"))


def cut_files(store: Store, groups: Sequence[Sequence[Portal]]) -> list[Path]:
    """Cut one file for each group of portals; with them go those of the same hosts that are not crawled now.

    Raises:
        StoreError: There is no room for them; none is left then.
    """
    folder = name_folder(store.path)
    neighbours = cutting.list_neighbours(store.connection, [portal.id for group in groups for portal in group])
    made = []
    try:
        folder.mkdir(exist_ok=True)
        for place, group in enumerate(groups):
            hosts = {read_host(portal.url) for portal in group}
            ids = [*(portal.id for portal in group), *(name for name, url in neighbours if read_host(url) in hosts)]
            made.append(folder / f"{place + 1:04}.db")
            cutting.cut(store.connection, made[-1], ids, place)
    except BaseException as error:
        for path in made:
            remove_file(path)
        remove_folder(store.path)
        if isinstance(error, OSError):
            raise StoreError(f"cannot write {str(folder)!r}: {error.strerror or error}") from error
        raise
    return made


def take_back_left(database: Path, now: datetime) -> int:
    """Take back what a killed run has left; how many files there were. The database is not held meanwhile.

    Raises:
        DatabaseBusy: A run is at work.
        StoreError: The database cannot be written.
    """
    with held(database):
        if not _list_files(database):
            remove_folder(database)
            return 0
        with Store.open(database) as store:
            return take_back_all(store, now)


def take_back_all(store: Store, now: datetime) -> int:
    """The same for a database that is held."""
    files = _list_files(store.path)
    for path in files:
        take_back_file(store, path, now)
    finish(store)
    return len(files)


def take_back_file(store: Store, path: Path, now: datetime) -> list[int]:
    """Take back what a file's worker has stored, and delete the file; the numbers of articles that are new."""
    with held(path, patience=PATIENCE):
        with Store.open(path) as part:
            is_part = part.is_part
            recover_archives(part)
        new = Taking(store, path).carry_out() if is_part else None
        if new is None:
            logger.warning("%s was not cut off this database as it is now, and is merged into it", path)
            Merging(store, path, now).carry_out()
            link_unsigned(store)
    remove_file(path)
    return new or []


def finish(store: Store) -> None:
    """What follows when all files have been taken back."""
    settle_all(store)
    remove_folder(store.path)


def recover_archives(part: Store) -> None:
    """Bring the archives that a killed worker was writing back to what its file knows, and close them."""
    for folder in captures.read_folders(part.connection):
        if folder.series:
            try:
                KeptFolder.open(Path(folder.path), part).close()
            except ArchiveError as error:  # `archive check` tells of it, and what to do
                logger.warning("%s", error)


class Taking:
    """One file that is taken back, in one transaction."""

    def __init__(self, store: Store, path: Path) -> None:
        self.store = store
        self.connection = store.connection
        self.path = path

    def carry_out(self) -> list[int] | None:
        """The numbers of articles that are new; None where the file has to be merged.

        It was not cut off this database, or other runs have written here since.
        """
        with merging.attached(self.connection, self.path):
            if not returning.has_begun(self.connection):
                return []
            if not returning.is_cut_from(self.connection):
                return None
            with self.store.transaction() as connection:
                returning.begin(connection)
                gone = returning.list_gone(connection)
                for article in gone:
                    unlink(self.store, article)
                returning.remove_articles(connection, gone)
                returned = returning.replace_articles(connection)
                returning.replace_frontier(connection)
                self.link(returned)
            return returned.new

    def link(self, returned: Returned) -> None:
        """Find what new and changed articles are like."""
        signed = link_signed(self.store, returned.new)
        for article in (*returned.changed, *(one for one in returned.new if one not in signed)):
            link_duplicates(self.store, article, signed.get(article))


def remove_folder(database: Path) -> None:
    """Delete the folder where no file is in it any more, with what a kill has left of files that are gone."""
    folder = name_folder(database)
    if _list_files(database):
        return
    for companion in COMPANIONS:
        for path in folder.glob(f"*.db{companion}"):
            path.unlink(missing_ok=True)
    with suppress(OSError):  # it holds what somebody else has put there, is a link, or is none
        folder.rmdir()
