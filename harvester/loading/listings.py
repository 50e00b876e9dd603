"""What a home page, listing, feed or sitemap led to: its links, the walk's next step, and its own result."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from harvester.discovery.periods import is_part_of_listing, is_period_of, read_archive_period
from harvester.discovery.unnamed_paging import names_day
from harvester.errors import PageError
from harvester.items import Link, Listing
from harvester.limits import NO_NEWS_PAGES, QUIET_DAYS, RETURN_DAYS
from harvester.loading.source_losses import tell_scripted_end
from harvester.loading.sources import PagesLinked, Sources, choose_rank, make_sighting
from harvester.platforms import find_platform
from harvester.portals import Portal
from harvester.store import runs
from harvester.store.articles.tombstones import find_forgotten
from harvester.store.frontier import addresses, outcomes, walks
from harvester.store.frontier.addresses import LISTED_INSTEAD, Address, Kind, NewAddress, Sighting
from harvester.store.frontier.outcomes import Outcome
from harvester.urls import is_of_site, make_key, resolve


@dataclass(frozen=True, slots=True)
class _Found:
    """The articles that a listing linked.

    All keys in their order, those that were unknown, and the stored articles for which a date beside a link was a new
    sighting.
    """

    keys: list[str]
    new: set[str]
    late: set[int]


def save_listing(
    sources: Sources, address: Address, listing: Listing, *, status: int | None = 200, is_read: bool = True
) -> set[int]:
    """Register the links, take the walk one step on and end the address; inside a transaction.

    Neither of the two latter where it is not `is_read`: then the page is asked for again, and its tries counted on.

    Returns:
        The ids of stored articles whose dates have to be chosen anew, since a link brought one more.
    """
    run, connection = sources.run, sources.store.connection
    portal = run.portals[address.portal]
    was_article = address.was_article or address.kind == "article"
    if address.kind == "article":
        address = adopt_listing(sources, address)
    seen = make_sighting(run, portal.id, address.url, address.kind)
    if address.kind == "home":
        adopt_platform(sources, portal.id, listing)
    platform = runs.read_portal(connection, portal.id).platform
    found = save_links(sources, select_own_links(portal, platform, listing.url, listing.articles, "article"), seen)
    feeds = select_own_links(portal, platform, listing.url, map(Link, listing.feeds), "feed")
    addresses.register(connection, feeds, seen)
    sources.open_inner_sitemaps(select_own_links(portal, platform, listing.url, listing.sitemaps, "sitemap"), seen)
    sections = choose_sections(sources, address, listing)
    begin_sections(sources, select_own_links(portal, platform, listing.url, sections, "listing"), seen)
    sent = listing.validators
    doubt = LISTED_INSTEAD if was_article else None
    done = Outcome("done", run.now, status, doubt, etag=sent.etag, last_modified=sent.last_modified)
    if is_read:
        outcomes.end(connection, address.url, done)
    if found.new:
        sources.open_rest(portal.id)
    if address.walk is not None and is_read:
        take_step(sources, address, listing, found, seen)
    return found.late


def choose_sections(sources: Sources, address: Address, listing: Listing) -> list[Link]:
    """Return which of a page's sections are walked: a home page's, and of a listing those that are parts of it.

    All of a listing that has nothing else; of one with articles those that lie below it. Of such a listing the home
    page must have led to it: sections lie two deep, and calendars without end. Archives by years and their months
    are parts of every listing. Where the portal file names sections, nothing else is walked but such archives.
    """
    if address.kind not in ("home", "listing") or not listing.sections:
        return []
    periods = [link for link in listing.sections if is_period_of(link.url, listing.url)]
    if sources.run.portals[address.portal].sections or read_archive_period(listing.url) is not None:
        return periods
    if address.kind == "home":
        return listing.sections
    above = addresses.read_found_in(sources.store.connection, address.url)
    if above is None or addresses.read_kind(sources.store.connection, above) != "home":
        return periods
    if not listing.articles:
        return listing.sections
    return [link for link in listing.sections if link in periods or is_part_of_listing(link.url, listing.url)]


def adopt_listing(sources: Sources, address: Address) -> Address:
    """Return an address that was taken for an article's as that of a listing, whose walk begins there."""
    connection, page = sources.store.connection, NewAddress(address.url, address.fetch_url, "listing")
    seen = make_sighting(sources.run, address.portal, address.url, "listing")
    return replace(address, kind="listing", walk=walks.begin(connection, address.url, page, "complete", seen))


def adopt_platform(sources: Sources, portal: str, listing: Listing) -> None:
    """Keep what a home page was recognised as, for a portal whose platform is not known yet."""
    connection = sources.store.connection
    if listing.platform is not None and runs.read_portal(connection, portal).platform is None:
        runs.set_platform(connection, portal, listing.platform, listing.platform_reason or "")


def save_links(sources: Sources, links: list[NewAddress], seen: Sighting) -> _Found:
    """Register links to articles, with their dates."""
    connection = sources.store.connection
    forgotten = find_forgotten(connection, [link.url for link in links])
    links = [link for link in links if link.url not in forgotten]
    new = addresses.register(connection, links, seen)
    late = addresses.remember_dates(connection, links)
    known = [link.url for link in links if link.url not in new]
    addresses.reopen_returned(connection, known, sources.run.plan.read_time(days=RETURN_DAYS))
    return _Found([link.url for link in links], new, late)


def select_own_links(
    portal: Portal, platform: str | None, page: str, links: Iterable[Link], kind: Kind
) -> list[NewAddress]:
    """Return the links that are of the portal's own site, and may be what they are taken for, each once."""
    home = make_key(portal.url)
    is_article_url = find_platform(platform).is_article_url if platform is not None else None
    chosen: dict[str, NewAddress] = {}
    for link in links:
        target = resolve_own(page, link, home, kind)
        if target is None or target.url == home:
            continue
        if kind == "article" and is_article_url is not None and is_article_url(target.fetch_url) is False:
            continue
        if target.url not in chosen or chosen[target.url].date is None:
            chosen[target.url] = target
    return list(chosen.values())


def resolve_own(page: str, link: Link, home: str, kind: Kind) -> NewAddress | None:
    """Return the address of a link on the portal's own site, whose home page has the key `home`.

    None for others and for what is no address at all: `javascript:`, `mailto:`, `http://[`.
    """
    try:
        target = resolve(page, link.url)
        key = make_key(target)
    except PageError:
        return None
    return NewAddress(key, target, kind, link.date) if is_of_site(key, home) else None


def begin_sections(sources: Sources, sections: list[NewAddress], seen: Sighting) -> None:
    """Begin to walk the sections of a home page that were never walked."""
    connection = sources.store.connection
    for section in sections:
        if not walks.has_been(connection, seen.portal, section.url):
            walks.begin(connection, section.url, section, "complete", seen)


def take_step(sources: Sources, address: Address, listing: Listing, found: _Found, seen: Sighting) -> None:
    """Take a walk from this page to the next, or end it, with the reason."""
    run, connection = sources.run, sources.store.connection
    assert address.walk is not None
    walk = walks.read(connection, address.walk)
    if walk.next_url is None:
        return
    known = addresses.count_known(connection, found.keys, before_run=walk.run)
    is_new = walk.mode == "newest" and walk.pages == 0 and bool(found.keys) and not known
    if is_new and not names_day(listing.next_url or ""):  # a day's news are all new, and the day before is behind them
        walks.widen(connection, walk.id)  # so much is new that the order of pages cannot be relied on
    barren = not walks.note_links(connection, walk.id, found.keys) and not found.new
    step = walks.Step(address.url, found.keys, barren)
    note_pages(sources, walk, listing)
    target, reason = _find_next(run.portals[address.portal], listing)
    is_known = walk.mode == "newest" and bool(step.links) and known == len(step.links)
    if target is not None:
        reason = _find_end(sources, walk, target, step, is_known=is_known)
    if target is None or reason:
        walks.finish(connection, walk, step, reason, run.now)
    elif is_known and sources.is_part_read(walk) and addresses.is_done(connection, target.url):
        walks.pause(connection, walk, step, target.url)
    else:
        walks.supersede(connection, walk, target.url, run.now)
        rank = choose_rank(walk.pages + 1, run.plan.limit)
        walks.advance(connection, walk, step, target, seen, rank=rank)


def note_pages(sources: Sources, walk: walks.Walk, listing: Listing) -> None:
    """Note which pages a page of a walk leads to."""
    if walk.pages == 0 and walk.mode != "onward":
        sources.first_linked[walk.start_url] = listing.last_number
        by_first: int | None = listing.last_number
    else:
        before = sources.pages_linked.get(walk.id)
        by_first = None if before is None else before.by_first
    sources.pages_linked[walk.id] = PagesLinked(by_first, listing.last_number)


def _find_end(sources: Sources, walk: walks.Walk, target: NewAddress, step: walks.Step, *, is_known: bool) -> str:
    """Return why a walk does not go on to the next page, or an empty text.

    `is_known` says that a walk for what is new has come to a page of which all was known before.
    """
    connection = sources.store.connection
    if walks.is_page_seen(connection, walk.id, target.url):
        return "leads back to a page it had been at"
    if is_known and (reason := _find_known_end(sources, walk, step)):
        return reason
    if walks.is_awaited(connection, walk, target.url):
        return "an earlier walk goes on from here"
    if walk.mode == "newest" and names_day(target.url) and walk.barren + step.barren >= QUIET_DAYS:
        return f"{QUIET_DAYS} days without another article"
    if walk.barren + step.barren >= NO_NEWS_PAGES:
        return f"{NO_NEWS_PAGES} pages that showed no other article"
    return ""


def _find_known_end(sources: Sources, walk: walks.Walk, step: walks.Step) -> str:
    """Return why a walk for what is new ends at a page of which all is known, or an empty text.

    Behind it may stand what is new where the listing is in no order of dates. Of a walk that goes on from an earlier
    night the first page tells that, as it did then.
    """
    connection = sources.store.connection
    sources.known_pages[walk.id] += 1
    is_resumed = walk.run != sources.run.id
    links = (walks.read_first_links(connection, walk.id) if is_resumed else []) or step.links
    if not walks.has_newer_behind(connection, walk.portal, walk.start_url, links):
        return "everything on the page was known"
    if sources.is_part_read(walk) and walks.is_read_by_another(connection, walk):
        return "an earlier walk goes on through the listing"
    return ""


def _find_next(portal: Portal, listing: Listing) -> tuple[NewAddress | None, str]:
    """Return the walk's next page, or None and why there is none."""
    if listing.next_url is None:
        return None, "the last page" if listing.scripted_next is None else tell_scripted_end(listing.scripted_next)
    try:
        location = resolve(listing.url, listing.next_url)
        target = NewAddress(make_key(location), location, "listing")
    except PageError as error:
        return None, f"the next page has no address: {error}"
    if not is_of_site(target.url, make_key(portal.url)):
        return None, "the next page is on another site"
    return target, ""
