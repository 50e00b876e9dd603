"""Which of a portal's sources a run asks: home page, sitemaps, feeds, walks begun or resumed, articles to recheck."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from harvester.discovery.periods import is_period_of, read_archive_period
from harvester.errors import PageError
from harvester.items import FORBIDDEN, NO_PAGE_REASONS
from harvester.limits import (
    ALL_SOURCES_DAYS,
    BATCH,
    EARLY_PAGES,
    FAILED_DAYS,
    KNOWN_PAGES,
    LOGIN_DAYS,
    NO_PAGE_NIGHTS,
    PAGE_SWEEP_DAYS,
    PAST_YEAR_DAYS,
    PERIOD_DAYS,
    RECHECK_HOURS,
    RECHECKS_A_NIGHT,
    ROUND_NIGHTS,
)
from harvester.loading.date_choice import reconsider_dates
from harvester.loading.source_bounds import SourceBounds
from harvester.plan import RunFacts
from harvester.platforms import PLATFORMS, find_platform
from harvester.portals import Portal
from harvester.reading.error_pages import LOGIN_REASON
from harvester.store import Store, runs
from harvester.store.articles import date_candidates
from harvester.store.frontier import addresses, rechecks, walks
from harvester.store.frontier.addresses import SOURCE_RANKS, Kind, NewAddress, Sighting
from harvester.urls import is_same_site, make_key, resolve
from harvester.vietnamese.dates.zones import VIETNAM


@dataclass(frozen=True, slots=True)
class PagesLinked:
    """The highest numbers of pages that a walk's first page, if this run read it, and the last that it read lead to."""

    by_first: int | None
    by_last: int


class Sources:
    """Makes the sources of a run's portals due.

    A run that finds nothing new asks for the newest only: home page, sitemap, one feed. The other feeds and the
    listings are asked as soon as one of these holds an unknown article, once a week, with `--full`, and always
    where a portal has neither sitemap nor feed.
    """

    def __init__(self, store: Store, run: RunFacts) -> None:
        self.store = store
        self.run = run
        self.newest_only: set[str] = set()
        """Portals of which only the newest is asked for, as long as none of it is unknown."""
        self.asked: set[str] = set()
        """Keys of feeds and of the sitemaps of indexes that this run has made due: once is enough, also where an
        index holds itself."""
        self.bounds = SourceBounds()
        self.known_pages: Counter[int] = Counter()
        """Pages of which all was known that this run's walks for what is new came by; by walk."""
        self.pages_linked: dict[int, PagesLinked] = {}
        """What this run knows of the pages that a listing has; by walk."""
        self.first_linked: dict[str, int] = {}
        """The highest numbers of pages that first pages lead to, which this run read; by their keys."""

    def open(self, portal: Portal, sitemaps: Collection[str]) -> None:
        """Make a portal's sources due, in one transaction. `sitemaps` are those that robots.txt names."""
        seen = make_sighting(self.run, portal.id, "portal file")
        plan = self.run.plan
        with self.store.transaction() as connection:
            if plan.full:
                rechecks.reopen_everything(connection, portal.id)
            if plan.read_delay(portal) == 0:
                rechecks.forgive_waits(connection, portal.id)
            rechecks.reopen_after(connection, portal.id, LOGIN_REASON, plan.read_time(days=LOGIN_DAYS))
            rechecks.reopen_older(connection, portal.id, f"older than {plan.read_since(portal)}")
            is_newest_enough = self.is_newest_enough(portal)  # before the sitemaps that say so are made due
            home = _make_address(portal.url, portal.url, "home")
            addresses.reopen(connection, home, seen)
            self.open_walk(portal, home.url, home, seen)
            self.open_sitemaps(portal, self.bounds.bound_named(portal.id, sitemaps), seen)
            for feed in self.list_feeds(portal)[:1]:
                self.asked.add(feed.url)
                addresses.reopen(connection, feed, seen)
            if is_newest_enough:
                self.newest_only.add(portal.id)
            else:
                self.open_all(portal)
            for walk in walks.read_unfinished(connection, portal.id):
                if not walks.is_paused(connection, walk):
                    self.resume_walk(walk, seen)
            self.reopen_articles(portal)
            for article in date_candidates.find_premature(connection, portal.id, self.run.now):
                reconsider_dates(self.store, article, plan.now)

    def open_allowed(self, portal: Portal, is_allowed: Callable[[str], bool]) -> Iterator[None]:
        """Make due what an earlier robots.txt forbade and this one does not, a batch at each step.

        Asking a robots.txt of many rules takes a millisecond an address.
        """
        forbidden = list(rechecks.read_skipped(self.store.connection, portal.id, FORBIDDEN))
        for start in range(0, len(forbidden), BATCH):
            batch = forbidden[start : start + BATCH]
            allowed = [address.url for address in batch if is_allowed(address.fetch_url)]
            if allowed:
                with self.store.transaction() as connection:
                    rechecks.reopen_skipped(connection, allowed)
            yield

    def open_rest(self, portal: str) -> None:
        """Something new was found: make due what `open` has left out of a portal; inside a transaction."""
        if portal in self.newest_only:
            self.newest_only.discard(portal)
            self.open_all(self.run.portals[portal])

    def open_all(self, portal: Portal) -> None:
        """Make every feed and listing of a portal due; inside a transaction."""
        seen = make_sighting(self.run, portal.id, "portal file")
        for feed in self.list_feeds(portal):
            if feed.url not in self.asked:
                self.asked.add(feed.url)
                addresses.reopen(self.store.connection, feed, seen)
        self.open_listings(portal, seen)

    def open_inner_sitemaps(self, sitemaps: list[NewAddress], seen: Sighting) -> None:
        """Make due the sitemaps of an index.

        Those that changed since they were read, by `lastmod`, those that do not say when they changed, and for some
        days those that were found empty; all of them once a week, since some generators write a `lastmod` that never
        changes. Inside a transaction.
        """
        connection = self.store.connection
        newest_only = seen.portal in self.newest_only
        since = "" if newest_only else self.run.plan.read_time(days=ALL_SOURCES_DAYS)
        new = addresses.register(connection, sitemaps, seen)
        self.asked |= new
        for sitemap in sitemaps:
            unread = self.run.plan.full or not addresses.is_done(connection, sitemap.url, since)
            is_young = addresses.is_empty_since(connection, sitemap.url, self.run.plan.read_time(days=FAILED_DAYS))
            changed = unread or sitemap.date is None or is_young or may_have_changed(connection, sitemap)
            if newest_only and not (unread or is_young or addresses.has_led_to_articles(connection, sitemap.url)):
                continue
            addresses.remember_dates(connection, [sitemap])  # only of those that are read with it
            if sitemap.url in new or sitemap.url in self.asked or not changed:
                continue
            if addresses.has_ended(connection, sitemap.url):
                self.asked.add(sitemap.url)
                addresses.reopen(connection, sitemap, seen)

    def reopen_articles(self, portal: Portal) -> None:
        """Make due the recent articles, for changes, the pages that were given up of late, and the sweep's share."""
        connection, plan = self.store.connection, self.run.plan
        window = rechecks.Window(
            self.run.now,
            found_since=plan.read_time(days=FAILED_DAYS),
            since=plan.read_time(days=plan.read_recheck_days(portal)),
            least_hours=RECHECK_HOURS,
        )
        rechecks.reopen_for_check(
            connection, portal.id, self.run.now, since=window.since, least_hours=RECHECK_HOURS,
            most=self.count_rechecks(portal),
        )  # fmt: skip
        rechecks.reopen_failed(connection, portal.id, window)
        rechecks.reopen_gone(connection, portal.id, window)
        rechecks.reopen_no_pages(connection, portal.id, NO_PAGE_REASONS, window, NO_PAGE_NIGHTS)
        self.sweep(portal)
        rechecks.forget_versions(connection, portal.id, list_extractors())

    def count_rechecks(self, portal: Portal) -> int:
        """Return how many recent articles are looked at again: more where there was more news at the last harvest."""
        connection = self.store.connection
        before = runs.read_last_harvest(connection, portal.id, self.run.id)
        new = 0 if before is None else rechecks.count_new(connection, portal.id, before, self.run.id)
        return max(RECHECKS_A_NIGHT, 2 * new)

    def sweep(self, portal: Portal) -> None:
        """Make due the articles, and the pages of listings, that have waited longest for a look.

        As many as the time since the portal's last harvest asks for, so that they are spread evenly also where all were
        harvested in one night.
        """
        days = self.run.plan.sweep_days
        before = runs.read_last_harvest(self.store.connection, portal.id, self.run.id)
        if not days or before is None:
            return
        articles = rechecks.count_sweepable(self.store.connection, portal.id)
        share = count_share(articles, days, datetime.fromisoformat(before), self.run.plan.now)
        given_up = self.run.plan.read_time(days=days)
        rechecks.reopen_longest_unseen(self.store.connection, portal.id, share, failed_before=given_up)
        pages = rechecks.count_pages_read(self.store.connection, portal.id)
        share = count_share(pages, min(days, PAGE_SWEEP_DAYS), datetime.fromisoformat(before), self.run.plan.now)
        rechecks.reopen_pages(self.store.connection, portal.id, share)

    def is_newest_enough(self, portal: Portal) -> bool:
        """Return whether the newest says enough: it has for less than a week, and there is a sitemap or a feed."""
        connection = self.store.connection
        if self.run.plan.full or not addresses.has_useful_maps(connection, portal.id):
            return False
        last = walks.read_last_begun(connection, portal.id, make_key(portal.url))
        return last is not None and last > self.run.plan.read_time(days=ALL_SOURCES_DAYS)

    def list_feeds(self, portal: Portal) -> list[NewAddress]:
        """Return the feeds of the portal file, then those found, in the order in which they were."""
        own = [_make_address(portal.url, feed, "feed") for feed in portal.feeds]
        known = addresses.read_sources(self.store.connection, portal.id, "feed")
        return list({feed.url: feed for feed in [*own, *known]}.values())

    def open_sitemaps(self, portal: Portal, named: Iterable[str], seen: Sighting) -> None:
        """Make due the portal file's sitemaps, else those of robots.txt, else where the platform puts them."""
        connection = self.store.connection
        links = portal.sitemaps or list(resolve_named(portal.url, named))
        known = [_make_address(portal.url, link, "sitemap") for link in links]
        known = known or addresses.read_sources(connection, portal.id, "sitemap")
        for address in known:
            addresses.reopen(connection, address, seen)
        if known:
            return
        guess_sitemaps(self.store, self.run, portal)

    def open_listings(self, portal: Portal, seen: Sighting) -> None:
        """Walk the sections of the portal file, and every listing known from earlier runs."""
        connection = self.store.connection
        home = make_key(portal.url)
        sections = list_sections(portal)
        named = list(sections)
        for start in walks.read_starts(connection, portal.id):
            if start == home or start in sections or addresses.read_kind(connection, start) == "article":
                continue
            if not portal.sections or any(is_period_of(start, section) for section in named):
                spelling = addresses.read_spelling(connection, start) or start
                sections.setdefault(start, NewAddress(start, spelling, "listing"))
        month_ago = self.run.plan.read_time(days=PAST_YEAR_DAYS)
        for start, address in sections.items():
            if start != home and (self.run.plan.full or not is_past(self.store, portal.id, start, month_ago)):
                self.open_walk(portal, start, address, seen)
        for walk in walks.read_paused(connection, portal.id):
            self.resume_walk(walk, seen)

    def resume_walk(self, walk: walks.Walk, seen: Sighting) -> None:
        """Make due the page where a walk of an earlier run was cut short."""
        assert walk.next_url is not None
        if walk.run == self.run.id:
            return
        connection = self.store.connection
        spelling = addresses.read_spelling(connection, walk.next_url) or walk.next_url
        rank = choose_rank(walk.pages, self.run.plan.limit) if walk.pages else None
        kind = addresses.read_kind(connection, walk.next_url) or "listing"
        page = NewAddress(walk.next_url, spelling, kind)
        addresses.reopen(connection, page, seen, walk=walk.id, rank=rank)

    def is_part_read(self, walk: walks.Walk) -> bool:
        """Return whether a walk for what is new has read enough pages of what is known for one night.

        The first page of the night and `KNOWN_PAGES` more; of a walk that goes on from an earlier night as many as
        come to the whole listing in `ROUND_NIGHTS`.
        """
        if walk.run == self.run.id:
            return self.known_pages[walk.id] > KNOWN_PAGES
        pages = walks.count_pages(self.store.connection, walk.portal, walk.start_url)
        return self.known_pages[walk.id] >= max(KNOWN_PAGES, -(-pages // ROUND_NIGHTS))

    def open_walk(self, portal: Portal, start: str, page: NewAddress, seen: Sighting) -> None:
        """Walk a listing for the first time to its end, later from where its newest articles stand.

        Which end that is, is known by the publication of the articles that its first and last page showed; where
        that says nothing, both ends are looked at.
        """
        connection = self.store.connection
        if walks.is_due_at(connection, portal.id, page.url):
            return
        lost = walks.has_lost_its_end(connection, portal.id, start)
        if self.run.plan.full or lost or not walks.has_been(connection, portal.id, start):
            walks.begin(connection, start, page, "complete", seen)
            return
        ends = walks.read_ends(connection, portal.id, start)
        newest_first = None if ends is None else is_newest_first(ends)
        if newest_first is not False or page.kind == "home":
            walks.begin(connection, start, page, "newest", seen)
        if ends is not None and (newest_first is False or (newest_first is None and page.kind != "home")):
            spelling = addresses.read_spelling(connection, ends.last_url) or ends.last_url
            walks.begin(connection, start, NewAddress(ends.last_url, spelling, "listing"), "onward", seen)


def may_have_changed(connection: sqlite3.Connection, sitemap: NewAddress) -> bool:
    """Return whether a sitemap's `lastmod` is another than before, or a day that was not over when it was read."""
    assert sitemap.date is not None
    if not addresses.has_date(connection, sitemap):
        return True
    try:
        day = datetime.strptime(sitemap.date.text.strip(), "%Y-%m-%d").replace(tzinfo=UTC)
        end = (day + timedelta(days=1)).astimezone(VIETNAM)
    except (ValueError, OverflowError):  # 9999-12-31
        return False
    return not addresses.is_done(connection, sitemap.url, end.isoformat(timespec="seconds"))


def is_past(store: Store, portal: str, start: str, month_ago: str) -> bool:
    """Return whether a listing is the archive of a year or month, and was read when that was over for some days.

    That of a year is looked at again when its last look lies before `month_ago`: it may be a section that is called so.
    """
    period = read_archive_period(start)
    if period is None:
        return False
    end = datetime.combine(period.end, time.min, VIETNAM) + timedelta(days=PERIOD_DAYS)
    read = walks.read_last_read(store.connection, portal, start)
    if read is None or datetime.fromisoformat(read) <= end:
        return False
    return period.month is not None or read > month_ago


def resolve_named(home: str, named: Iterable[str]) -> Iterator[str]:
    """Yield the addresses of a site's own sitemaps that its robots.txt names, many of them from the root on."""
    for link in named:
        try:
            address = resolve(resolve(home, "/robots.txt"), link)
        except PageError:
            continue
        if is_same_site(address, home):
            yield address


def guess_sitemaps(store: Store, run: RunFacts, portal: Portal) -> None:
    """Make due what stands where a portal's platform puts its sitemaps; inside a transaction.

    A guess that led nowhere is made again only with `--full`.
    """
    connection = store.connection
    seen = make_sighting(run, portal.id, "portal file")
    platform = find_platform(runs.read_portal(connection, portal.id).platform or "generic")
    guesses = [_make_address(portal.url, link, "sitemap") for link in platform.sitemaps(portal.url)]
    if not run.plan.full:
        addresses.register(connection, guesses, seen)
        return
    for guess in guesses:
        addresses.reopen(connection, guess, seen)


def replace_sitemaps(store: Store, run: RunFacts, portal: Portal) -> None:
    """Make the usual guesses where all sitemaps that are known turn out to be dead or empty; inside a transaction."""
    if not run.plan.full and not addresses.has_sound_sitemap(store.connection, portal.id):
        guess_sitemaps(store, run, portal)


def make_sighting(run: RunFacts, portal: str, found_in: str, kind: str = "") -> Sighting:
    """Return a sighting now, at a page of this kind; none is the portal file."""
    return Sighting(portal, found_in, run.id, run.now, SOURCE_RANKS.get(kind, 0))


def _make_address(home: str, link: str, kind: Kind) -> NewAddress:
    """Return the address of a link on a portal's home page."""
    location = resolve(home, link)
    return NewAddress(make_key(location), location, kind)


def list_sections(portal: Portal) -> dict[str, NewAddress]:
    """Return the sections that a portal's file names, by key."""
    sections = {}
    for link in portal.sections:
        try:
            address = _make_address(portal.url, link, "listing")
        except PageError:
            continue
        sections[address.url] = address
    return sections


def list_extractors() -> list[str]:
    """Return the rule sets that read articles now, as stored with each: `nukeviet/3`."""
    return [platform.extractor for platform in PLATFORMS.values()]


def is_newest_first(ends: walks.Ends) -> bool | None:
    """Return whether a listing's first page shows newer articles than its last; None where no dates say so.

    They do not either where the first page is older, and the newest stand in the middle: it is a page of pinned ones.
    """
    if ends.first_published is None or ends.last_published is None:
        return None
    if ends.first_published >= ends.last_published:
        return True
    return False if ends.is_last_newest else None


def choose_rank(pages: int, limit: int | None) -> int:
    """Return the turn of a walk's next page, after so many pages."""
    return addresses.RANKS["listing"] if pages < EARLY_PAGES and limit is None else addresses.DEEPER


def count_share(articles: int, days: int, before: datetime, now: datetime) -> int:
    """Return how many of a portal's articles a sweep looks at in a run, where the one before began at `before`.

    In any span of `days` these add up to all articles, whatever times runs begin at. A day is left for the run that
    comes after an article has fallen due.
    """
    seconds = max(days - 1, 1) * 86_400
    return int(articles * now.timestamp() // seconds - articles * before.timestamp() // seconds)
