"""What a run lost of the pages that lead to articles: a source that cannot be read, is empty, or not whole.

A sitemap, feed or listing that led to articles before, or that the portal file names, and no longer does so makes its
portal `partial`. A guess that never led anywhere is a note in the frontier and no more.
"""

from __future__ import annotations

import sqlite3

from harvester.errors import PageError
from harvester.items import FetchResult, Listing
from harvester.portals import Portal
from harvester.store.frontier import addresses
from harvester.store.frontier.addresses import Address
from harvester.urls import make_key, resolve
from harvester.wording import write_count

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
    name = f"{NOUNS.get(address.kind, address.kind)} {address.fetch_url}"
    if listing.problem is not None:
        return f"{name}: {listing.problem}"
    if links or address.kind not in _SOURCES or (address.walk is not None and before == 0):
        return None
    if before:
        return f"{name} is empty, and led to {write_count(before, 'address')} before"
    return f"{name} is empty, and the portal file names it" if is_named(portal, address) else None


def find_result_loss(
    connection: sqlite3.Connection, portal: Portal, address: Address, result: FetchResult, counted: str
) -> str | None:
    """Return what is missing of a source that could not be read, None where it is none or never led to anything.

    `counted` is the state that the address was left in: a redirect to the home page says nothing of that itself.
    """
    if address.kind not in _SOURCES or counted not in ("gone", "skipped", "failed"):
        return None
    if not (addresses.read_links(connection, address.url) or is_named(portal, address)):
        return None
    return f"{NOUNS[address.kind]} {address.fetch_url}: {result.reason}"


def is_named(portal: Portal, address: Address) -> bool:
    """Return whether the portal file names a source."""
    for link in (*portal.sitemaps, *portal.feeds, *portal.sections):
        try:
            if make_key(resolve(portal.url, link)) == address.url:
                return True
        except PageError:
            continue
    return False
