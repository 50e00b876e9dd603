"""What is asked of a portal at the beginning of a run: home page, sitemaps, feeds, listings, recent articles."""

from __future__ import annotations

from collections.abc import Iterable

from harvester.crawling.plan import FAILED_DAYS, RECHECK_DAYS, RECHECK_HOURS, WIDE_DAYS
from harvester.crawling.run import Run
from harvester.errors import PageError
from harvester.platforms import PLATFORMS, find_platform
from harvester.portals import Portal
from harvester.store.frontier import addresses, rechecks, walks
from harvester.store.frontier.addresses import Kind, NewAddress, Sighting
from harvester.urls import is_same_site, make_key, resolve

EARLY_PAGES = 5
"""So many pages of a walk come before the articles that are due with them: most dates that stand beside links are
known by the time that the article is read, and need not be weighed again. With `--limit` only the first page does."""


def open_sources(run: Run, portal: Portal, sitemaps: Iterable[str]) -> None:
    """Make a portal's sources due, in one transaction. `sitemaps` are those that robots.txt names.

    A run that finds nothing new asks for the newest only: home page, sitemap, one feed. The other feeds and the
    listings are asked as soon as one of these holds an unknown article, once a week, with `--full`, and always
    where a portal has neither sitemap nor feed.
    """
    seen = run.sight(portal.id, "portal file")
    with run.store.transaction() as connection:
        if run.plan.full:
            rechecks.reopen_everything(connection, portal.id)
        if run.plan.read_delay(portal) == 0:
            rechecks.forgive_waits(connection, portal.id)
        since = run.plan.read_since(portal)
        rechecks.reopen_older(connection, portal.id, f"older than {since}")
        narrow = is_narrow(run, portal)  # before the maps that tell are made due
        home = make_address(portal.url, portal.url, "home")
        addresses.reopen(connection, home, seen)
        open_walk(run, portal, home.url, home, seen)
        open_sitemaps(run, portal, sitemaps, seen)
        for feed in list_feeds(run, portal)[:1]:
            run.asked.add(feed.url)
            addresses.reopen(connection, feed, seen)
        if narrow:
            run.narrow.add(portal.id)
        else:
            open_all(run, portal)
        for walk in walks.read_unfinished(connection, portal.id):
            resume_walk(run, walk, seen)
        reopen_articles(run, portal.id)


def reopen_articles(run: Run, portal: str) -> None:
    """Make due the recent articles, for changes, and the pages that were given up of late; inside a transaction."""
    connection = run.store.connection
    window = rechecks.Window(
        run.now,
        found_since=run.plan.read_time(days=FAILED_DAYS),
        since=run.plan.read_time(days=RECHECK_DAYS),
        least_hours=RECHECK_HOURS,
    )
    rechecks.reopen_for_check(connection, portal, run.now, since=window.since, least_hours=RECHECK_HOURS)
    rechecks.reopen_failed(connection, portal, window)
    rechecks.forget_versions(connection, portal, list_extractors())


def list_extractors() -> list[str]:
    """The rule sets that read articles now, as stored with each: `nukeviet/3`."""
    return [platform.extractor for platform in PLATFORMS.values()]


def is_narrow(run: Run, portal: Portal) -> bool:
    """Whether the newest tells enough: it has for less than a week, and there is a sitemap or a feed."""
    connection = run.store.connection
    if run.plan.full or not addresses.has_useful_maps(connection, portal.id):
        return False
    last = walks.read_last_begun(connection, portal.id, make_key(portal.url))
    return last is not None and last > run.plan.read_time(days=WIDE_DAYS)


def list_feeds(run: Run, portal: Portal) -> list[NewAddress]:
    """The feeds of the portal file, then those found, in the order in which they were."""
    own = [make_address(portal.url, feed, "feed") for feed in portal.feeds]
    known = addresses.read_sources(run.store.connection, portal.id, "feed")
    return list({feed.url: feed for feed in [*own, *known]}.values())


def open_all(run: Run, portal: Portal) -> None:
    """Make every feed and listing of a portal due; called inside a transaction."""
    seen = run.sight(portal.id, "portal file")
    for feed in list_feeds(run, portal):
        if feed.url not in run.asked:
            run.asked.add(feed.url)
            addresses.reopen(run.store.connection, feed, seen)
    open_listings(run, portal, seen)


def make_address(home: str, link: str, kind: Kind) -> NewAddress:
    location = resolve(home, link)
    return NewAddress(make_key(location), location, kind)


def open_sitemaps(run: Run, portal: Portal, named: Iterable[str], seen: Sighting) -> None:
    """The portal file's sitemaps, else those of robots.txt, else where the platform puts them.

    A guess that led nowhere is made again only with `--full`.
    """
    connection = run.store.connection
    links = portal.sitemaps or [link for link in named if is_same_site(link, portal.url)]
    known = [make_address(portal.url, link, "sitemap") for link in links]
    known = known or addresses.read_sources(connection, portal.id, "sitemap")
    for address in known:
        addresses.reopen(connection, address, seen)
    if not known:
        platform = find_platform(run.platforms[portal.id] or "generic")
        guesses = [make_address(portal.url, link, "sitemap") for link in platform.sitemaps(portal.url)]
        if run.plan.full:
            for guess in guesses:
                addresses.reopen(connection, guess, seen)
        else:
            addresses.register(connection, guesses, seen)


def open_listings(run: Run, portal: Portal, seen: Sighting) -> None:
    """Walk the sections of the portal file, and every listing known from earlier runs."""
    connection = run.store.connection
    home = make_key(portal.url)
    sections = {}
    for link in portal.sections:
        try:
            address = make_address(portal.url, link, "listing")
        except PageError:
            continue
        sections[address.url] = address
    for start in walks.read_starts(connection, portal.id):
        if start != home and not (portal.sections and start not in sections):
            spelling = addresses.read_spelling(connection, start) or start
            sections.setdefault(start, NewAddress(start, spelling, "listing"))
    for start, address in sections.items():
        if start != home:
            open_walk(run, portal, start, address, seen)


def choose_rank(pages: int, limit: int | None) -> int:
    """The turn of a walk's next page, after so many pages."""
    return addresses.RANKS["listing"] if pages < EARLY_PAGES and limit is None else addresses.DEEPER


def resume_walk(run: Run, walk: walks.Walk, seen: Sighting) -> None:
    """Make due the page where a walk of an earlier run was cut short."""
    assert walk.next_url is not None
    if walk.run == run.id:
        return
    connection = run.store.connection
    spelling = addresses.read_spelling(connection, walk.next_url) or walk.next_url
    rank = choose_rank(walk.pages, run.plan.limit) if walk.pages else None
    kind = addresses.read_kind(connection, walk.next_url) or "listing"
    addresses.reopen(connection, NewAddress(walk.next_url, spelling, kind), seen, walk=walk.id, rank=rank)


def open_walk(run: Run, portal: Portal, start: str, page: NewAddress, seen: Sighting) -> None:
    """Walk a listing for the first time to its end, later from where its newest articles stand.

    Which end that is, is told by the publication of the articles that its first and last page showed; where
    that says nothing, both ends are looked at.
    """
    connection = run.store.connection
    if walks.is_due_at(connection, portal.id, page.url):
        return
    lost = walks.has_lost_its_end(connection, portal.id, start)
    if run.plan.full or lost or not walks.has_been(connection, portal.id, start):
        walks.begin(connection, start, page, "complete", seen)
        return
    ends = walks.read_ends(connection, portal.id, start)
    told = ends is not None and ends.first_published is not None and ends.last_published is not None
    oldest_first = told and ends.first_published < ends.last_published  # type: ignore[union-attr, operator]
    if not oldest_first or page.kind == "home":
        walks.begin(connection, start, page, "newest", seen)
    if ends is not None and (oldest_first or not (told or page.kind == "home")):
        spelling = addresses.read_spelling(connection, ends.last_url) or ends.last_url
        walks.begin(connection, start, NewAddress(ends.last_url, spelling, "listing"), "onward", seen)
