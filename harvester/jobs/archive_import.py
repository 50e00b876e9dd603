"""The import of archives: first which captures there are, then each read as if it had just been fetched."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from harvester.archive import require_extra
from harvester.archive.inputs import find_foreign_kind
from harvester.engines.local import Engine, choose_engine
from harvester.errors import (
    ArchiveError,
    BadArchive,
    CaptureUnavailable,
    ConfigError,
    EngineError,
    HarvestError,
    IndexBusy,
    StoreError,
)
from harvester.jobs.advance_reading import AdvanceReading
from harvester.jobs.import_counts import ImportCounts
from harvester.jobs.import_index import Indexer, Period
from harvester.jobs.import_sources import Index, Records, choose_interval, is_index, open_index
from harvester.jobs.portal_import import Budget, PortalImport
from harvester.jobs.replay import Replay
from harvester.plan import Plan
from harvester.store import Store, runs, unread
from harvester.store.lock import hold
from harvester.wording import write_count

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What is imported, from where, of which portals.

    `limit` bounds the captures that one run reads; pages are read in advance by processes of this machine, or by the
    workers of a Dask scheduler.
    """

    plan: Plan
    sources: Sequence[str]
    period: Period = field(default_factory=Period)
    limit: int | None = None
    jobs: int = 1
    engine: str | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import; `failure` is what ended it before its end."""

    run: int
    counts: ImportCounts
    failure: HarvestError | None = None


def import_archives(wanted: ImportPlan) -> Imported:
    """Import captures into a database.

    Raises ConfigError for sources that are none, DatabaseBusy and StoreError for a database that cannot be had,
    EngineError and MissingExtra for an engine that cannot; what comes later ends the import, which goes on from there
    when it is run again.
    """
    require_extra()
    if not any(is_index(source) for source in wanted.sources):
        for source in wanted.sources:
            if not Path(source).exists():
                raise ConfigError(f"no such file or folder: {source!r}")
            if (kind := find_foreign_kind(Path(source))) is not None:
                raise ConfigError(f"no archive: {source!r} ({kind})")
    is_parted = wanted.jobs > 1 or wanted.engine is not None
    engine = choose_engine(wanted.jobs, wanted.engine) if is_parted else None
    lock = hold(wanted.plan.database)
    try:
        with Store.open(wanted.plan.database) as store:
            return Import(store, wanted, engine).carry_out()
    finally:
        lock.release()


class Import:
    """One import, over one run."""

    def __init__(self, store: Store, wanted: ImportPlan, engine: Engine | None) -> None:
        self.store = store
        self.wanted = wanted
        self.counts = ImportCounts()
        self.indexes: dict[str, Index] = {}
        self.records = Records(self.indexes)
        self.budget = Budget(wanted.limit)
        self.advance: AdvanceReading | None = None
        """What reads pages before the import comes by them; None where this process reads each when it comes."""
        if engine is not None:
            self.advance = AdvanceReading(store, self.records, engine, wanted.plan.portals)
        self.replay = Replay(store, wanted.plan, self.advance)
        self.run = self.replay.facts
        self.postponed = 0
        """Addresses of which captures are left for a later import."""

    def carry_out(self) -> Imported:
        failure: HarvestError | None = None
        try:
            bad = self.index()
            for portal in unread.read_portals(self.store.connection):
                if portal in self.run.portals:
                    self.import_portal(portal)
            if self.advance is not None:
                self.advance.close()
            failure = bad or self.name_postponed()
        except (ArchiveError, EngineError, StoreError) as error:
            failure = error
        with suppress(StoreError), self.store.transaction() as connection:
            runs.finish_run(connection, self.run.id, "ok" if failure is None else "failed", self.run.now)
        return Imported(self.run.id, self.counts, failure)

    def import_portal(self, portal: str) -> None:
        if self.advance is not None:
            self.advance.read_portal(portal)
        part = PortalImport(self.replay, self.records, self.counts, portal, self.budget)
        part.carry_out()
        self.postponed += len(part.postponed)

    def name_postponed(self) -> CaptureUnavailable | None:
        """What is said where an archive could not give everything."""
        if not self.postponed:
            return None
        left = write_count(self.postponed, "address")
        return CaptureUnavailable(f"captures of {left} could not be had now: run again later")

    def index(self) -> BadArchive | None:
        """Note what captures the sources have; the first file that could not be read as an archive."""
        indexer = Indexer(self.store, self.run, self.counts, self.wanted.period)
        for source in self.wanted.sources:
            if not is_index(source):
                indexer.index_files(source)
                continue
            self.indexes[source] = self.open_index(source)
            indexer.index_archive(source, self.indexes[source])
        with self.store.transaction() as connection:
            unread.resolve_revisits(connection)
        return indexer.failure

    def open_index(self, source: str) -> Index:
        """The index of a source, which remembers in the database how long it is to be left alone."""
        from harvester.archive.pacing import PacedClient

        host = urlsplit(source.partition("+")[2]).netloc
        waits = unread.read_wait(self.store.connection, host, self.run.now)
        if waits is not None:
            raise IndexBusy(waits)

        def note_wait(seconds: float, reason: str) -> None:
            until = (self.run.plan.now + timedelta(seconds=seconds)).isoformat(timespec="seconds")
            with self.store.transaction() as connection:
                unread.save_wait(connection, host, until, reason)

        return open_index(source, PacedClient(choose_interval(source), note_wait))
