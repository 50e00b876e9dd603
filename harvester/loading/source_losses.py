"""What a run lost of the pages that lead to articles: a source that cannot be read, is empty, or not whole.

A sitemap, feed or listing that led to articles before, or that the portal file names, and no longer does so makes its
portal `partial`. A guess that never led anywhere is a note in the frontier and no more.
"""

from __future__ import annotations

import sqlite3

from harvester.discovery.unnamed_paging import names_day
from harvester.errors import PageError
from harvester.items import SCRIPTED_END, FetchResult, Listing
from harvester.limits import NAME_LIMIT
from harvester.portals import Portal
from harvester.store.frontier import addresses, walks
from harvester.store.frontier.addresses import Address
from harvester.urls import is_of_site, make_key, resolve
from harvester.wording import cut_to, write_count

_SOURCES = frozenset({"sitemap", "feed", "listing"})
NOUNS = {"sitemap": "the sitemap", "feed": "the feed", "listing": "the listing", "home": "the home page"}


def find_listing_loss(connection: sqlite3.Connection, portal: Portal, address: Address, listing: Listing) -> str | None:
    """Return what is missing of a source that was read, and keep how much it led to; inside a transaction.

    Args:
        connection: The database.
        portal: The portal that the source is of.
        address: The source.
        listing: What it held.

    Returns:
        The reason for people, None where nothing is missing.
    """
    before = addresses.read_links(connection, address.url)
    links = len(listing.articles) + len(listing.sitemaps)
    addresses.note_links(connection, address.url, links)
    name = name_source(address)
    if listing.problem is not None:
        return f"{name}: {listing.problem}"
    if links or address.kind not in _SOURCES or names_day(listing.next_url or ""):
        return None
    if before:
        return f"{name} is empty, and led to {write_count(before, 'address')} before"
    return f"{name} is empty, and the portal file names it" if is_named(portal, address) else None


def find_result_loss(
    connection: sqlite3.Connection,
    portal: Portal,
    address: Address,
    result: FetchResult,
    counted: str,
    *,
    is_awaited: bool = False,
) -> str | None:
    """Return what is missing of a source that could not be read, None where it is none or never led to anything.

    `counted` is the state that the address was left in: a redirect to the home page says nothing of that itself. What
    `is_awaited` is a later page of a listing, which another page leads to.
    """
    if address.kind not in _SOURCES or counted not in ("gone", "skipped", "failed"):
        return None
    if not (is_awaited or addresses.read_links(connection, address.url) or is_named(portal, address)):
        return None
    return f"{name_source(address)}: {result.reason}"


def find_foreign_map(portal: Portal, address: Address, listing: Listing) -> str | None:
    """Return that all addresses of a sitemap or feed are of other sites, of which none is asked for; None where not."""
    if address.kind not in ("sitemap", "feed") or not listing.articles:
        return None
    links = [link.url for link in listing.articles]
    if any(is_own_address(listing.url, link, portal) for link in links):
        return None
    first = cut_to(links[0], NAME_LIMIT)
    return f"{name_source(address)} names {write_count(len(links), 'address')} of other sites alone: {first}"


def is_own_address(page: str, link: str, portal: Portal) -> bool:
    """Return whether a link leads to a page of the portal's own site."""
    try:
        return is_of_site(make_key(resolve(page, link)), make_key(portal.url))
    except PageError:
        return False


def name_source(address: Address) -> str:
    """Return what messages call a source: `the sitemap http://…`."""
    return f"{NOUNS.get(address.kind, address.kind)} {cut_to(address.fetch_url, NAME_LIMIT)}"


def find_scripted_end(connection: sqlite3.Connection, address: Address, listing: Listing) -> str | None:
    """Return that a listing goes on by a script where its walk ended, None where nothing can be missing for that.

    A walk for what is new ends at what is known, before it would have to go on.
    """
    if address.kind != "listing" or address.walk is None or listing.scripted_next is None:
        return None
    is_complete = walks.read(connection, address.walk).mode == "complete"
    return f"{name_source(address)}: {tell_scripted_end(listing.scripted_next)}" if is_complete else None


def tell_scripted_end(control: str) -> str:
    """Return why a walk ends where a script goes on. `control` is what the button or link says."""
    return f"{SCRIPTED_END} ({control!r}), which is not run"


def is_named(portal: Portal, address: Address) -> bool:
    """Return whether the portal file names a source."""
    for link in (*portal.sitemaps, *portal.feeds, *portal.sections):
        try:
            if make_key(resolve(portal.url, link)) == address.url:
                return True
        except PageError:
            continue
    return False
