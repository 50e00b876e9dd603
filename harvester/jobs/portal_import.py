"""The second half of an import: the captures of one portal, each read as if it had just been fetched."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from harvester.archive.warc_records import Record, join_revisit
from harvester.crawling import robots
from harvester.errors import BadRecord, CaptureUnavailable
from harvester.items import Article, FetchResult, Listing
from harvester.jobs.import_counts import ImportCounts
from harvester.jobs.import_sources import Records
from harvester.jobs.replay import Item, Replay
from harvester.limits import TROUBLE_LIMIT
from harvester.loading.old_captures import load_old_article, load_old_listing, pass_over
from harvester.platforms import find_platform
from harvester.store import captures, runs, unread
from harvester.store.captures import Capture
from harvester.store.frontier import addresses
from harvester.store.frontier.addresses import Address, Kind, NewAddress, Sighting
from harvester.store.runs import Robots
from harvester.store.unread import REVISIT, Unread
from harvester.urls import make_key, read_origin

logger = logging.getLogger(__name__)

AGENT = "harvester"
"""The product token in robots.txt, as crawls have it."""

ARCHIVE_RANK = 9
"""An archive is the least sure of all places where an address was found."""

XML_MARKS: tuple[tuple[bytes, Kind], ...] = (
    (b"<urlset", "sitemap"), (b"<sitemapindex", "sitemap"), (b"<rss", "feed"), (b"<feed", "feed"), (b"<rdf:", "feed"),
)  # fmt: skip
"""What a map or feed holds within its first 2,000 octets."""


@dataclass(slots=True)
class Budget:
    """How many captures may still be read; None: all."""

    left: int | None

    @property
    def is_spent(self) -> bool:
        return self.left is not None and self.left <= 0

    def spend(self) -> None:
        if self.left is not None:
            self.left -= 1


class PortalImport:
    """Reads the captures of one portal."""

    def __init__(self, replay: Replay, records: Records, counts: ImportCounts, portal: str, budget: Budget) -> None:
        self.replay = replay
        self.loader = replay.loader
        self.connection = replay.store.connection
        self.records = records
        self.counts = counts
        self.portal = portal
        self.budget = budget
        self.is_fresh = not unread.is_crawled(self.connection, portal)
        """Whether no crawl has harvested the portal, so that its captures are walked as a crawl would."""
        self.postponed: set[str] = set()
        self.failures = 0
        """How often in a row a capture could not be had."""

    def carry_out(self) -> None:
        """Read what a crawl would come by, in its order, then the rest."""
        rules = self.replay.rules = self.read_robots()
        self.replay.find_page = self.find_page
        if self.is_fresh and not unread.has_addresses(self.connection, self.portal):
            self.replay.set_clock(unread.read_first_time(self.connection, self.portal) or self.replay.facts.now)
            self.replay.sources.open(self.replay.facts.portals[self.portal], rules.sitemaps)
        after = ""
        while not self.budget.is_spent:
            due = unread.read_next_pending(self.connection, self.portal, self.postponed) if self.is_fresh else None
            if due is not None:
                self.read_key(due.url, due)
                continue
            key = unread.read_next_key(self.connection, self.portal, after)
            if key is None:
                break
            after = key
            if key not in self.postponed:
                self.read_key(key)
        if self.is_fresh:
            self.refuse_forbidden(rules)

    def read_key(self, key: str, due: Address | None = None) -> None:
        """Read every capture of an address; where its archive cannot give one now, that and later ones stay unread.

        Args:
            key: The address's key.
            due: The address, where it is known.

        Raises:
            CaptureUnavailable: of address after address.
        """
        try:
            address = due or unread.read_address(self.connection, key) or self.register(key)
            if address is not None:
                self.read_address(address)
        except CaptureUnavailable as error:
            self.postpone(key, error)
            if self.failures >= TROUBLE_LIMIT:
                raise
        else:
            self.failures = 0

    def read_robots(self) -> robots.Rules:
        """What the first kept robots.txt allows; everything where there is none.

        One that its archive cannot give now stays unread, as other captures do, and a later one is read in its place.
        """
        origin = read_origin(self.replay.facts.portals[self.portal].url)
        url = f"{origin}/robots.txt"
        key = make_key(url)
        rules: robots.Rules | None = None
        for found in unread.read_of_address(self.connection, url, key):
            capture = captures.read(self.connection, found.capture)
            try:
                record = None if capture is None else self.read_record(capture)
            except CaptureUnavailable as error:
                self.postpone(key, error)
                if self.failures >= TROUBLE_LIMIT:
                    break
                continue
            if rules is None and record is not None and record.status == 200:
                text = robots.read_lines(origin, record.body)
                rules = robots.read_rules(Robots(origin, found.fetched_at, 200, text), AGENT)
            with self.loader.store.transaction() as connection:
                unread.end_unread(connection, found.capture)
        return rules or robots.Rules()

    def postpone(self, key: str, error: CaptureUnavailable) -> None:
        """Leave what is unread of an address to a later import, and say why."""
        self.postponed.add(key)
        self.failures += 1
        self.counts.skip("a record that cannot be had now")
        logger.warning("%s: %s", key, error)

    def find_page(self, url: str) -> Record | None:
        """The first capture of a page that is a later part of an article, which is not read by itself then."""
        for found in unread.read_of_address(self.connection, url, make_key(url)):
            capture = captures.read(self.connection, found.capture)
            record = None if capture is None else self.read_record(capture)
            if record is not None:
                with self.loader.store.transaction() as connection:
                    unread.end_unread(connection, found.capture)
                return record
        return None

    def read_address(self, address: Address) -> None:
        """Read every capture of an address, in the order of their times."""
        for found in unread.read_unread(self.connection, address.url):
            if self.budget.is_spent:
                return
            self.budget.spend()
            known = unread.read_address(self.connection, address.url)
            self.read_capture(known or address, found)

    def read_capture(self, address: Address, found: Unread) -> None:
        """Read one capture, and store what it held."""
        capture = captures.read(self.connection, found.capture)
        assert capture is not None
        self.replay.set_clock(capture.fetched_at)
        record = None if address.kind == "file" else self.read_record(capture)
        if record is None:
            self.pass_over(address, found)
            return
        try:
            items = self.replay.read(address, record, found.capture)
        except BadRecord as error:
            self.counts.skip(f"a record that {error}")
            self.pass_over(address, found)
            return
        for item in items:
            self.store(address, found, item)

    def read_record(self, capture: Capture) -> Record | None:
        """The record of a capture, with the body of the one that it refers to; None where it cannot be had.

        An archive that replays captures knows what one refers to, be it not among those that it was asked for.

        Raises:
            CaptureUnavailable: its archive cannot give it now.
        """
        try:
            if capture.media_type != REVISIT:
                return self.records.read(capture)
            if capture.revisit_of is None and capture.folder is None:
                record = self.records.read(capture)
                if record.kind != "revisit":
                    return record
            original = None if capture.revisit_of is None else captures.read(self.connection, capture.revisit_of)
            if original is None:
                raise BadRecord("refers to a capture that is not there")
            return join_revisit(self.records.read(capture), self.records.read(original))
        except BadRecord as error:
            self.counts.skip(f"a record that {error}")
            return None

    def pass_over(self, address: Address, found: Unread) -> None:
        self.replay.reading.capture = found.capture
        pass_over(self.loader, address)
        self.replay.reading.capture = None

    def store(self, address: Address, found: Unread, item: Item) -> None:
        """Store what a capture held: as a crawl would where it is the newest of a portal that no crawl has seen."""
        state, fetched_at = unread.read_ended(self.connection, address.url)
        is_due = self.is_fresh and state == "pending"
        is_newest = self.is_fresh and fetched_at is not None and fetched_at < found.fetched_at
        self.replay.reading.capture = found.capture
        if is_due or (is_newest and not isinstance(item, Listing)):
            self.store_as_crawled(address, item)
        elif isinstance(item, Article):
            self.counts.count(load_old_article(self.loader, address, item))
        elif isinstance(item, Listing):
            load_old_listing(self.loader, address, item)
        else:
            pass_over(self.loader, address)
            self.counts.count_result(item)
        self.replay.reading.capture = None

    def store_as_crawled(self, address: Address, item: Item) -> None:
        result = self.replay.load(address, item)
        if isinstance(item, FetchResult):
            self.counts.count_result(item)
        elif result in ("new", "updated", "unchanged"):
            self.counts.count(result)
        elif isinstance(item, Article):
            self.counts.failed += 1

    def register(self, key: str) -> Address | None:
        """Make an address known that nothing has led to but the archive; None where its captures cannot be read."""
        for found in unread.read_unread(self.connection, key):
            capture = captures.read(self.connection, found.capture)
            assert capture is not None
            self.replay.set_clock(capture.fetched_at)
            record = self.read_record(capture)
            if record is None:
                with self.loader.store.transaction() as connection:
                    unread.end_unread(connection, found.capture)
                continue
            kind = self.choose_kind(key, capture, record)
            facts = self.replay.facts
            seen = Sighting(self.portal, capture.source or "", facts.id, facts.now, ARCHIVE_RANK)
            with self.loader.store.transaction() as connection:
                addresses.register(connection, [NewAddress(key, capture.url, kind)], seen)
            return unread.read_address(self.connection, key)
        return None

    def choose_kind(self, key: str, capture: Capture, record: Record) -> Kind:
        """What an address is, by the address, by how its page begins, else by whether an article can be read there."""
        begin = record.body[:2000].lower()
        for mark, kind in XML_MARKS:
            if mark in begin and b"<html" not in begin:
                return kind
        name = runs.read_portal(self.connection, self.portal).platform
        told = None if name is None else find_platform(name).is_article_url(capture.url)
        if told is not None:
            return "article" if told else "listing"
        if record.status != 200:
            return "article"
        address = Address(key, capture.url, self.portal, "article", 0, 0, 0, None, None)
        try:
            items = self.replay.read(address, record, capture.id)
        except BadRecord:
            return "article"
        return "listing" if any(isinstance(item, FetchResult) and item.unread for item in items) else "article"

    def refuse_forbidden(self, rules: robots.Rules) -> None:
        """End the addresses that robots.txt forbids, as a crawl would have."""
        for address in unread.read_pending(self.connection, self.portal):
            if not rules.is_allowed(address.fetch_url):
                refusal = FetchResult(address.fetch_url, "skipped", "robots.txt forbids it", request_key=address.url)
                self.loader.load_fetch_result(address, refusal)
