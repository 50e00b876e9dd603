"""The first half of an import: which captures there are, noted in the database before any is read.

So a revisit may come before its original, the order of records does not count, and an import that was cut short goes
on where it stopped.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from harvester.archive.inputs import WarcFile, find_archives, open_archive
from harvester.archive.warc_records import Flaw
from harvester.errors import ArchiveError, BadArchive, PageError
from harvester.jobs.import_counts import ImportCounts
from harvester.jobs.import_sources import Found, Index, describe_entry, scan_file
from harvester.limits import ADDRESS_LIMIT, INDEX_CAPTURES, INDEX_PAGES, RECORDS_A_PART
from harvester.plan import RunFacts
from harvester.portals import Portal
from harvester.store import Store, captures, unread
from harvester.store.captures import NewCapture
from harvester.store.unread import REVISIT, IndexState
from harvester.urls import make_key, read_site
from harvester.vietnamese.dates.zones import VIETNAM

logger = logging.getLogger(__name__)

_PAGE_TYPES = (
    "text/html", "text/plain", "text/xml", "application/xhtml", "application/xml", "application/rss",
    "application/atom", "application/gzip", "application/x-gzip", REVISIT,
)  # fmt: skip
"""Media types that a portal's pages, feeds, maps and robots.txt come under."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days of which captures are wanted, in Vietnam's time, both included."""

    since: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)


class PortalFinder:
    """Finds the portal that an address belongs to: by host and port, then by the longest path."""

    def __init__(self, portals: Iterable[Portal]) -> None:
        self.by_site: dict[str, list[tuple[str, str]]] = {}
        for portal in portals:
            path = urlsplit(portal.url).path.rpartition("/")[0]
            self.by_site.setdefault(read_site(portal.url), []).append((path, portal.id))
        for found in self.by_site.values():
            found.sort(key=lambda pair: (-len(pair[0]), pair[1]))

    def find(self, key: str) -> str | None:
        """The portal of the address with this key, None where it is of none."""
        parts = urlsplit(key)
        known = self.by_site.get(parts.netloc, [])
        nearest = (portal for path, portal in known if parts.path.startswith(f"{path}/"))
        return next(nearest, known[0][1] if known else None)


class Indexer:
    """Notes the captures of the portals of one run."""

    def __init__(self, store: Store, run: RunFacts, counts: ImportCounts, period: Period) -> None:
        self.store = store
        self.run = run
        self.counts = counts
        self.period = period
        self.finder = PortalFinder(run.portals.values())
        self.failure: BadArchive | None = None

    def index_files(self, source: str) -> None:
        """Note the captures of the files of a source; those that cannot be read are counted, and the first is kept."""
        for path in find_archives(Path(source)):
            try:
                files = open_archive(Path(source), path)
            except BadArchive as error:
                self.counts.skip(f"an archive that {error.reason}")
                logger.warning("%s", error)
                self.failure = self.failure or error
                continue
            for file in files:
                self.index_file(file, source)

    def index_file(self, file: WarcFile, source: str) -> None:
        found = scan_file(file)
        while batch := list(islice(found, RECORDS_A_PART)):
            self.note(self.judge(batch, file.name), source)

    def index_archive(self, source: str, index: Index) -> None:
        """Note the captures that an archive has of each portal; where that was cut short, from there on.

        Raises:
            ArchiveError: it does not answer, or does not end.
        """
        for portal in self.run.portals.values():
            self.index_portal(source, index, portal)

    def index_portal(self, source: str, index: Index, portal: Portal) -> None:
        """Note the captures that an archive has of a portal: so many that its index is no endless one.

        Raises:
            ArchiveError: it does not answer, or leads in a circle.
        """
        state = unread.read_index(self.store.connection, source, portal.id)
        prefix = make_key(portal.url).removeprefix("http://").rpartition("/")[0] + "/"
        page = state.next_page
        asked = {page}
        most = self.counts.records + INDEX_CAPTURES
        while state.finished_at is None or page is not None:
            if len(asked) > INDEX_PAGES or self.counts.records >= most:
                self.counts.skipped["the rest of a very long index, for the next import"] += 1
                return
            answer = index.read_page(prefix, page)
            page = answer.next_page
            if page is not None and (page in asked or len(page) > ADDRESS_LIMIT):
                raise ArchiveError(f"{source} does not end: it leads back to a page that was read")
            asked.add(page)
            state = IndexState(page, None if page is not None else self.run.now)
            self.note(self.judge(map(describe_entry, answer.entries), source), source, (portal.id, state))

    def judge(self, found: Iterable[Found | Flaw], place: str) -> Iterator[Found]:
        """What is wanted of what was found; the rest is counted by the reason."""
        for one in found:
            self.counts.records += 1
            reason = f"a record that {one.reason}" if isinstance(one, Flaw) else self.refuse(one)
            if reason is None:
                assert isinstance(one, Found)
                yield one
                continue
            if isinstance(one, Flaw):
                self.counts.skip(reason)  # by its first words, which a media type behind "not a page" is none of
                logger.warning("%s at %s: %s", place, one.offset, reason)
            else:
                self.counts.skipped[reason] += 1

    def refuse(self, found: Found) -> str | None:
        """Why a capture is not wanted."""
        try:
            key = make_key(found.url)
        except PageError:
            return "no address"
        if self.finder.find(key) is None:
            return "of no portal"
        if found.at > self.run.plan.now + timedelta(days=1):
            return "of a time that is still to come"
        if not self.period.holds(found.at.astimezone(VIETNAM).date()):
            return "of another time"
        media_type = found.media_type or ""
        if media_type and (found.status or 200) < 300 and not media_type.startswith(_PAGE_TYPES):
            return f"not a page: {media_type[:60]}"
        return None

    def note(self, found: Iterable[Found], source: str, state: tuple[str, IndexState] | None = None) -> None:
        """Add rows for captures that are not known yet, each still to be read; with them, how far an index is read."""
        with self.store.transaction() as connection:
            folders: dict[str, int] = {}
            for one in found:
                if one.folder is not None and one.folder not in folders:
                    folders[one.folder] = captures.add_folder(connection, one.folder, uuid4().hex[:8]).id
                self.add(one, source, None if one.folder is None else folders[one.folder])
            if state is not None:
                unread.save_index(connection, source, *state)

    def add(self, found: Found, source: str, folder: int | None) -> None:
        key = make_key(found.url)
        portal = self.finder.find(key)
        assert portal is not None
        fetched_at = found.at.astimezone(VIETNAM).isoformat(timespec="seconds")
        row = NewCapture(
            found.url, portal, self.run.id, fetched_at, found.status, found.media_type, folder, found.file,
            found.offset, found.length, found.digest, None, source,
        )  # fmt: skip
        connection = self.store.connection
        capture = captures.add(connection, row)
        if capture is None:
            self.counts.skipped["known already"] += 1
        else:
            unread.add_unread(connection, capture, key, portal, fetched_at)
