"""Later pages of a listing that do not come while a walk waits for them: asked for again, before the walk ends there.

A page that the one before leads to is there, whatever its server says in one night: that it is gone, that the home page
or the first page is what was wanted, or half of it.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from harvester.discovery.paging import split_page
from harvester.items import FORBIDDEN, FetchResult, Listing, State
from harvester.limits import PAGE_NIGHTS, PAGE_TRIES
from harvester.loading.sources import PagesLinked, Sources
from harvester.store.frontier import addresses, outcomes, walks
from harvester.store.frontier.addresses import Address
from harvester.store.frontier.outcomes import Outcome
from harvester.urls import make_key

FIRST_INSTEAD = "shows the first page instead"
"""Why a page is asked for again that holds what its listing's first page does."""
ARTICLE_INSTEAD = "shows an article instead of the listing"
"""Why a page is asked for again that led to articles, and where a notice stands for a night."""
_FEWEST_ALIKE = 0.8
"""So large a part of both pages' links is on the other if it is the first page and an earlier night read that: since
then some may have come. In the same night all are; a short last page has a few others beside a box of the newest."""


@dataclass(frozen=True, slots=True)
class PageFault:
    """Why a page is not taken for the one that a walk waits for.

    It is sure where other pages show that there is such a page; else it may be what stands past the last one.
    """

    reason: str
    is_sure: bool


def is_later_page(connection: sqlite3.Connection, address: Address) -> bool:
    """Return whether a walk stands at a page of its listing behind the first."""
    walk = read_walk_at(connection, address)
    return walk is not None and walk.pages > 0


def has_been_listing(connection: sqlite3.Connection, address: Address) -> bool:
    """Return whether a listing's address has led to articles, and nothing else says that it is an article's."""
    if address.is_known_as_article:
        return False
    return is_later_page(connection, address) or addresses.read_links(connection, address.url) > 0


def read_walk_at(connection: sqlite3.Connection, address: Address) -> walks.Walk | None:
    """Return the walk that stands at a page of a listing; None where the page is read without one."""
    if address.kind != "listing" or address.walk is None:
        return None
    walk = walks.read_kept(connection, address.walk)
    return walk if walk is not None and walk.next_url == address.url else None


def may_come(address: Address) -> bool:
    """Return whether a page that did not come is asked for again; not when it was for some nights."""
    return address.tries < PAGE_TRIES + PAGE_NIGHTS


def ask_again(connection: sqlite3.Connection, address: Address, outcome: Outcome) -> State:
    """Have a page asked for again, in this run or another; the walk waits. Return the state that it is left in."""
    if address.tries < PAGE_TRIES:
        pending = Outcome("pending", outcome.now, outcome.status, outcome.error)
        outcomes.postpone(connection, address.url, pending, None)
        return "pending"
    outcomes.end_for_now(connection, address.url, outcome)
    return outcome.state


def end_page(connection: sqlite3.Connection, address: Address, outcome: Outcome, reason: str = "") -> None:
    """End an address for good, and the walks that stand there: its own, or all where it is lost.

    The tries of a later page are kept, so that the next walk that comes there asks for it but once.
    """
    told = reason or f"{outcome.state}: {outcome.error}"
    is_lost = outcome.state in ("gone", "skipped")
    end = outcomes.end_for_now if is_lost and is_later_page(connection, address) else outcomes.end
    end(connection, address.url, outcome)
    if address.walk is not None:
        walks.abandon(connection, address.walk, told, outcome.now)
        if is_lost:
            walks.abandon_at(connection, address.portal, address.url, told, outcome.now)


def wait_for_robots(connection: sqlite3.Connection, address: Address, outcome: Outcome) -> State | None:
    """Have a walk wait at a later page as long as robots.txt forbids it; None for another reason or page."""
    if outcome.error != FORBIDDEN or not is_later_page(connection, address):
        return None
    outcomes.end(connection, address.url, outcome)
    return outcome.state


def ask_for_awaited(connection: sqlite3.Connection, address: Address, outcome: Outcome) -> State | None:
    """Have a later page asked for again that is gone, or leads elsewhere; None where the walk is to end there."""
    if outcome.error == FORBIDDEN:
        return wait_for_robots(connection, address, outcome)
    if not may_come(address) or not is_later_page(connection, address):
        return None
    return ask_again(connection, address, outcome)


def find_awaited_fault(sources: Sources, address: Address, result: FetchResult) -> PageFault | None:
    """Return how a later page of a walk is told of that is gone or leads elsewhere; None where it is not.

    It is sure only where the paging of others shows that it is there. Once given up it is no more than a note.
    """
    walk = read_walk_at(sources.store.connection, address)
    if walk is None:
        return None
    number = split_page(address.fetch_url).number
    linked = sources.pages_linked.get(walk.id)
    by_last = 0 if linked is None else linked.by_last
    is_shown = number is not None and shows_page(PagesLinked(sources.first_linked.get(walk.start_url), by_last), number)
    is_sure = is_shown and not is_unsure(sources.store.connection, address, result)
    if address.tries <= PAGE_TRIES + PAGE_NIGHTS:
        return PageFault(result.reason, is_sure)
    return PageFault(result.reason, is_sure=False) if is_sure else None


def is_unsure(connection: sqlite3.Connection, address: Address, result: FetchResult) -> bool:
    """Return whether a page of a walk did not come for what is no fault, or may be none.

    robots.txt forbids it, or it only redirects to one that the walk has read, as the one past the last may do.
    """
    return result.reason == FORBIDDEN or leads_back_to_walk(connection, address, result)


def leads_back_to_walk(connection: sqlite3.Connection, address: Address, result: FetchResult) -> bool:
    """Return whether a page of a walk only redirects to one that the walk has read."""
    if result.redirect_to is None or address.walk is None:
        return False
    return walks.is_page_seen(connection, address.walk, make_key(result.redirect_to))


def find_page_fault(sources: Sources, address: Address, listing: Listing) -> PageFault | None:
    """Return why a page is to be asked for again that a walk waits for, None where it may be that page.

    One that breaks off is none as long as it leads on: the end of a list stands before its paging.
    """
    walk = read_walk_at(sources.store.connection, address)
    if walk is None or not may_come(address):
        return None
    if listing.is_cut and listing.next_url is None:
        return PageFault(listing.problem or "", is_sure=True)
    number = split_page(address.fetch_url).number
    linked = sources.pages_linked.get(walk.id)
    if not listing.articles and number is not None and linked is not None and shows_page(linked, number):
        return PageFault("is empty", is_sure=True)
    if walk.pages == 0 or address.url == walk.start_url or walk.barren or not shows_first_page(sources, walk, listing):
        return None
    if number is None or linked is None:
        return PageFault(FIRST_INSTEAD, is_sure=False)
    if linked.by_first is not None and listing.last_number > max(linked.by_first, number):
        return None  # its paging is that of the page which was asked for: such a portal shows the first past the last
    if linked.by_first is not None and listing.last_number < linked.by_first:
        return None  # nor does the last page lead as far as the first, which may show its articles in a box
    return PageFault(FIRST_INSTEAD, is_sure=shows_page(linked, number))


def shows_first_page(sources: Sources, walk: walks.Walk, listing: Listing) -> bool:
    """Return whether a page holds the articles of its listing's first page, and little else.

    A short last page may hold no others than the first, which shows them in its boxes.
    """
    first = set(walks.read_first_links(sources.store.connection, walk.id))
    found = {make_key(link.url) for link in listing.articles[:50]}  # as many as are kept of the first
    fewest = 1.0 if walk.id in sources.pages_linked else _FEWEST_ALIKE
    return bool(found) and len(found & first) >= fewest * max(len(found), len(first))


def shows_page(linked: PagesLinked, number: int) -> bool:
    """Return whether the pages read before show that there is a page of this number.

    The one before does where it leads to pages behind it, the first where it leads to it from afar: "next" alone may
    lead anywhere.
    """
    first = linked.by_first or 0
    return linked.by_last > number or first >= max(number, 3)
