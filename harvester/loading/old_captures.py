"""Old captures of a portal that crawls know: they add what is not stored, and change nothing that is newer.

How an address stands in the frontier is left as it is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from harvester.items import Article, Listing
from harvester.loading.acceptance import find_forgetting
from harvester.loading.articles import Saver
from harvester.loading.date_choice import reconsider_dates
from harvester.loading.history import insert_version, make_version
from harvester.loading.listings import select_own_links
from harvester.loading.loader import Loader
from harvester.loading.sources import make_sighting
from harvester.store import runs, unread
from harvester.store.articles import date_candidates, records, versions
from harvester.store.articles.records import Stored
from harvester.store.frontier import addresses
from harvester.store.frontier.addresses import Address
from harvester.urls import make_key

_Result = Literal["new", "updated", "earlier", "unchanged"]


def load_old_article(loader: Loader, address: Address, article: Article) -> _Result:
    """Store what a capture adds of an article; the run's clock stands at its time. One transaction."""
    now = loader.run.now
    if find_forgetting(loader.store, address, article) is not None:
        return "unchanged"
    with loader.store.transaction() as connection:
        fetch = unread.read_fetch(connection, address.url)
        article = replace(article, capture=loader.keeper.keep(address.url, address.portal))
        saver = Saver(loader.store, loader.run, address, article)
        stored = saver.find()
        if stored is not None and now <= versions.read_history(connection, stored.id).last_seen_at:
            return add_version(loader, address, article, stored)
        saved = saver.save()
        unread.restore_fetch(connection, address.url, fetch)
        if fetch["state"] == "gone" and (fetch["fetched_at"] or "") > now:
            known = None if stored is None else stored.gone_at
            gone_at = known if known is not None and known > now else fetch["fetched_at"]
            records.update(connection, saved.id, {"gone_at": gone_at, "checked_at": fetch["fetched_at"]})
        return saved.result


def add_version(loader: Loader, address: Address, article: Article, stored: Stored) -> _Result:
    """Put an old text among those that are known, and its dates among those that were seen.

    Only the page that the article is read from, or that of its canonical address, says what it said.
    """
    connection = loader.store.connection
    result: _Result = "unchanged"
    if address.url in (stored.read_from, make_key(stored.url)):
        history = versions.read_history(connection, stored.id)
        placed, result = insert_version(history, make_version(article, loader.run.now))
        if placed is not history.versions:
            versions.save_history(connection, stored.id, placed)
    date_candidates.save_seen(connection, stored.id, article.dates)
    reconsider_dates(loader.store, stored.id, loader.run.plan.now)
    return result


def load_old_listing(loader: Loader, address: Address, listing: Listing) -> None:
    """Register what a listing once led to, with the dates beside the links. One transaction."""
    run = loader.run
    with loader.store.transaction() as connection:
        platform = runs.read_portal(connection, address.portal).platform
        found = select_own_links(run.portals[address.portal], platform, listing.url, listing.articles, "article")
        addresses.register(connection, found, make_sighting(run, address.portal, address.url, address.kind))
        for article in sorted(addresses.remember_dates(connection, found)):
            reconsider_dates(loader.store, article, run.plan.now)
        loader.keeper.keep(address.url, address.portal)


def pass_over(loader: Loader, address: Address) -> None:
    """A capture that says nothing new, or nothing at all, has been looked at. One transaction."""
    with loader.store.transaction():
        loader.keeper.keep(address.url, address.portal)
