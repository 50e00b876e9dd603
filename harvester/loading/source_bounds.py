"""How many sources a portal may name: feeds, sitemaps, listings, and how much of a frontier they may fill.

What a page names beyond that is left out, and the portal is `partial` with the reason. Nothing that was found earlier
is lost by it, and of what is left out a later run takes its share where the limit is one of a run.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection
from dataclasses import replace

from harvester.errors import PageError
from harvester.items import Link, Listing
from harvester.limits import FEEDS_A_PORTAL, FRONTIER_SIZE, SITEMAP_DEPTH, SITEMAPS_A_RUN
from harvester.store.frontier import addresses
from harvester.store.frontier.addresses import Address
from harvester.urls import make_key, resolve


class SourceBounds:
    """What the portals of one run have named so far."""

    def __init__(self) -> None:
        self.sitemaps: Counter[str] = Counter()
        """New sitemaps, by portal."""
        self.octets: Counter[str] = Counter()
        """Octets of the addresses that pages have led to, by portal."""
        self._left_out: dict[str, str] = {}
        """What is said with the home page of sitemaps that robots.txt names, by portal."""

    def bound(self, connection: sqlite3.Connection, address: Address, listing: Listing) -> Listing:
        """Return what a page leads to, without what goes beyond the bounds; that is its `problem`.

        Args:
            connection: The database, within a transaction.
            address: The page.
            listing: All that it names.
        """
        problems = [listing.problem] if listing.problem else []
        if address.kind == "home" and address.portal in self._left_out:
            problems.append(self._left_out.pop(address.portal))
        feeds, sitemaps = listing.feeds, listing.sitemaps
        if feeds:
            feeds = self._bound_feeds(connection, address, feeds, problems)
        if sitemaps:
            sitemaps = self._bound_sitemaps(connection, address, sitemaps, problems)
        articles = self._bound_articles(connection, address, listing.articles, problems)
        if not problems:
            return listing
        return replace(listing, feeds=feeds, sitemaps=sitemaps, articles=articles, problem="; ".join(problems))

    def bound_named(self, portal: str, sitemaps: Collection[str]) -> list[str]:
        """Return the sitemaps that a robots.txt names, as many as a run takes."""
        kept = list(sitemaps)[:SITEMAPS_A_RUN]
        self.sitemaps[portal] += len(kept)
        if left := len(sitemaps) - len(kept):
            self._left_out[portal] = f"robots.txt names {left:,} sitemaps beyond the first {SITEMAPS_A_RUN:,}"
        return kept

    def _bound_feeds(
        self, connection: sqlite3.Connection, address: Address, feeds: list[str], problems: list[str]
    ) -> list[str]:
        known = addresses.count_kind(connection, address.portal, "feed", FEEDS_A_PORTAL)
        if known + len(feeds) <= FEEDS_A_PORTAL:
            return feeds
        new = [feed for feed in feeds if not _is_known(connection, address, feed)]
        if known + len(new) <= FEEDS_A_PORTAL:
            return feeds
        problems.append(f"the portal names more than {FEEDS_A_PORTAL:,} feeds")
        return new[: FEEDS_A_PORTAL - known]

    def _bound_sitemaps(
        self, connection: sqlite3.Connection, address: Address, sitemaps: list[Link], problems: list[str]
    ) -> list[Link]:
        if addresses.measure_depth(connection, address.url, SITEMAP_DEPTH) >= SITEMAP_DEPTH:
            problems.append(f"an index of sitemaps {SITEMAP_DEPTH} indexes deep")
            return []
        room = SITEMAPS_A_RUN - self.sitemaps[address.portal]
        kept = []
        for sitemap in sitemaps:
            if not _is_known(connection, address, sitemap.url):
                room -= 1
                if room < 0:
                    continue
                self.sitemaps[address.portal] += 1
            kept.append(sitemap)
        if room < 0:
            problems.append(f"{-room:,} sitemaps beyond {SITEMAPS_A_RUN:,} new ones in a run")
        return kept

    def _bound_articles(
        self, connection: sqlite3.Connection, address: Address, articles: list[Link], problems: list[str]
    ) -> list[Link]:
        size = sum(len(link.url) for link in articles)
        if self.octets[address.portal] + size <= FRONTIER_SIZE:
            self.octets[address.portal] += size
            return articles
        kept = []
        for link in articles:
            if self.octets[address.portal] + len(link.url) <= FRONTIER_SIZE:
                self.octets[address.portal] += len(link.url)
            elif not _is_known(connection, address, link.url):
                continue
            kept.append(link)
        if len(kept) < len(articles):
            problems.append(f"more than {FRONTIER_SIZE // 1_000_000} MB of addresses in a run")
        return kept


def _is_known(connection: sqlite3.Connection, address: Address, link: str) -> bool:
    """Return whether the frontier has the address of a link on a page."""
    try:
        return addresses.read_kind(connection, make_key(resolve(address.fetch_url, link))) is not None
    except PageError:
        return False
