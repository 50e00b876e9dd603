"""What a home page, listing, feed or sitemap led to: its links, the walk's next step, and its own end."""

from __future__ import annotations

from collections.abc import Iterable

from harvester.crawling.plan import BARREN_PAGES, RETURN_DAYS
from harvester.crawling.run import Run
from harvester.crawling.sources import choose_rank, open_all
from harvester.errors import PageError
from harvester.items import Link, Listing
from harvester.platforms import find_platform
from harvester.store.frontier import addresses, outcomes, walks
from harvester.store.frontier.addresses import Address, Kind, NewAddress, Sighting
from harvester.store.frontier.outcomes import Outcome
from harvester.urls import is_same_site, make_key, resolve


def save_listing(run: Run, address: Address, listing: Listing, *, status: int | None = 200) -> set[int]:
    """Register the links, take the walk one step on and end the address; called inside a transaction.

    Answers the ids of stored articles whose dates have to be chosen again, since a link brought a new one.
    """
    connection = run.store.connection
    seen = run.sight(address.portal, address.url, address.kind)
    if listing.platform is not None:
        run.recognise(address.portal, listing.platform, listing.platform_reason or "")
    found = select(run, address.portal, listing.url, listing.articles, "article")
    new = addresses.register(connection, found, seen)
    late = addresses.remember_dates(connection, found)
    known = [link.url for link in found if link.url not in new]
    addresses.reopen_returned(connection, known, run.plan.read_time(days=RETURN_DAYS))
    addresses.register(connection, select(run, address.portal, listing.url, map(Link, listing.feeds), "feed"), seen)
    open_sitemaps(run, select(run, address.portal, listing.url, listing.sitemaps, "sitemap"), seen)
    begin_sections(run, address, listing, seen)
    told = listing.validators
    done = Outcome("done", run.now, status, etag=told.etag, last_modified=told.last_modified)
    outcomes.end(connection, address.url, done)
    if new:
        widen(run, address.portal)
    if address.walk is not None:
        step(run, address, listing, [link.url for link in found], new, seen)
    return late


def widen(run: Run, portal: str) -> None:
    """A portal of which only the newest was asked for has something new: ask all its sources after all."""
    if portal in run.narrow:
        run.narrow.discard(portal)
        open_all(run, run.portals[portal])


def select(run: Run, portal: str, page: str, links: Iterable[Link], kind: Kind) -> list[NewAddress]:
    """The links that are of the portal's own site, and may be what they are taken for, each once."""
    home = run.portals[portal].url
    platform = run.platforms[portal]
    is_article_url = find_platform(platform).is_article_url if platform is not None else None
    chosen: dict[str, NewAddress] = {}
    for link in links:
        try:
            target = resolve(page, link.url)
            if not is_same_site(target, home):
                continue
            key = make_key(target)
        except PageError:
            continue  # no address at all: `javascript:`, `mailto:`, `http://[`
        if key == make_key(home):
            continue
        if kind == "article" and is_article_url is not None and is_article_url(target) is False:
            continue
        if key not in chosen or chosen[key].date is None:
            chosen[key] = NewAddress(key, target, kind, link.date)
    return list(chosen.values())


def open_sitemaps(run: Run, sitemaps: list[NewAddress], seen: Sighting) -> None:
    """The sitemaps of an index: those that changed since they were read, by `lastmod`, and those that do not tell."""
    connection = run.store.connection
    new = addresses.register(connection, sitemaps, seen)
    run.asked |= new
    for sitemap in sitemaps:
        unread = run.plan.full or not addresses.is_done(connection, sitemap.url)
        changed = unread or sitemap.date is None or not addresses.has_date(connection, sitemap)
        if seen.portal in run.narrow and not (unread or addresses.has_led_to_articles(connection, sitemap.url)):
            continue
        addresses.remember_dates(connection, [sitemap])  # only of those that are read with it
        if sitemap.url in new or sitemap.url in run.asked or not changed:
            continue
        if addresses.has_ended(connection, sitemap.url):
            run.asked.add(sitemap.url)
            addresses.reopen(connection, sitemap, seen)


def begin_sections(run: Run, address: Address, listing: Listing, seen: Sighting) -> None:
    """Begin to walk the sections of a home page that were never walked; those of the portal file go before."""
    if address.kind != "home":
        return
    portal = run.portals[address.portal]
    if portal.sections:
        return
    connection = run.store.connection
    for section in select(run, address.portal, listing.url, listing.sections, "listing"):
        if not walks.has_been(connection, address.portal, section.url):
            walks.begin(connection, section.url, section, "complete", seen)


def step(run: Run, address: Address, listing: Listing, links: list[str], new: set[str], seen: Sighting) -> None:
    """Take a walk from this page to the next, or end it, with the reason."""
    connection = run.store.connection
    assert address.walk is not None
    walk = walks.read(connection, address.walk)
    if walk.next_url is None:
        return
    known = addresses.count_known(connection, links, before_run=walk.run)
    if walk.mode == "newest" and walk.pages == 0 and links and not known:
        walks.widen(connection, walk.id)  # so much is new that the order of pages cannot be relied on
    barren = not walks.note_links(connection, walk.id, links) and not new
    target, reason = find_next(run, address, listing)
    if target is None:
        pass
    elif walks.is_page_seen(connection, walk.id, target.url):
        target, reason = None, "leads back to a page it had been at"
    elif walk.mode == "newest" and links and known == len(links):
        target, reason = None, "everything on the page was known"
    elif walks.is_awaited(connection, walk, target.url):
        target, reason = None, "an earlier walk goes on from here"
    elif walk.barren + barren >= BARREN_PAGES:
        target, reason = None, f"{BARREN_PAGES} pages that showed no other article"
    done = walks.Step(address.url, links, barren)
    if target is None:
        walks.finish(connection, walk, done, reason, run.now)
    else:
        rank = choose_rank(walk.pages + 1, run.plan.limit)
        walks.advance(connection, walk, done, target, seen, rank=rank)


def find_next(run: Run, address: Address, listing: Listing) -> tuple[NewAddress | None, str]:
    """The walk's next page, or why there is none."""
    if listing.next_url is None:
        return None, "the last page"
    try:
        location = resolve(listing.url, listing.next_url)
        target = NewAddress(make_key(location), location, "listing")
    except PageError as error:
        return None, f"the next page has no address: {error}"
    if not is_same_site(location, run.portals[address.portal].url):
        return None, "the next page is on another site"
    return target, ""
