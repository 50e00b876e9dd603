"""Into the database: what a page led to and the page's own end, in one transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from harvester.crawling.run import Run
from harvester.errors import HarvestError
from harvester.health.tallies import find_losses, is_whole
from harvester.items import Article, Ending, Listing
from harvester.loading.articles import Saver, hash_content
from harvester.loading.date_choice import reconsider_dates
from harvester.loading.fetch_results import write_ending
from harvester.loading.identity import merge_moved
from harvester.loading.listings import save_listing
from harvester.store.articles import date_candidates, records, suspected_replacements
from harvester.store.frontier.addresses import Address
from harvester.store.reports import harvests
from harvester.urls import make_key

CONFIRMED_HOURS = 20.0
"""A text that replaced another is believed when it was seen so long ago, and still stands there."""

WELL_PER_SUSPICION = 3
"""So many pages read well for each suspected one show that it is not the portal that is at fault."""


class LoadPipeline:
    """The last pipeline, and the only one that writes."""

    def __init__(self, run: Run) -> None:
        self.run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        run = crawler.get_extension(Run)
        if run is None:
            raise HarvestError("the extension harvester.crawling.run.Run is not enabled")
        return cls(run)

    def process_item(self, item: Any) -> Any:
        address = self.run.flights.get(make_key(item.url))
        if address is None:
            raise HarvestError(f"nobody asked for {item.url!r}")
        if address.article is not None:  # it may have become part of another since the address was handed out
            address = replace(address, article=records.find_by_address(self.run.store.connection, address.url))
        if isinstance(item, Ending):
            write_ending(self.run, address, item)
            if item.redirect_to is not None and address.article is not None:
                merge_moved(self.run, address.url)
        elif isinstance(item, Listing):
            self.load_listing(address, item)
        else:
            self.load_article(address, item)
        return item

    def load_listing(self, address: Address, listing: Listing) -> None:
        run = self.run
        with run.store.transaction():
            for article in sorted(save_listing(run, address, listing)):
                reconsider_dates(run, article)
        run.succeed(address)

    def load_article(self, address: Address, article: Article) -> None:
        run = self.run
        self.refuse_unwanted(address, article)
        known = None if address.article is None else harvests.read_known(run.store.connection, address.article)
        losses = None
        if known is not None and known.read_from == address.url:
            losses = find_losses(known, article)
            if losses is not None and not self.is_confirmed(address, article, known):
                write_ending(run, address, Ending(address.fetch_url, "failed", losses, 200, unread=True))
                return
        run.tallies[address.portal].note_article(address.url, article, known)
        with run.store.transaction():
            if losses is not None and address.article is not None:
                date_candidates.begin_anew(run.store.connection, address.article, address.url, run.now)
                article = replace(article, dates=[date for date in article.dates if date not in address.dates])
            saved = Saver(run, address, article).save()
            if known is not None:
                suspected_replacements.settle(run.store.connection, address.url)
        harvest = run.harvests[address.portal]
        setattr(harvest, saved.result, getattr(harvest, saved.result) + 1)
        if saved.result == "new":
            run.new_articles[address.portal].append(saved.id)
            harvest.undated += article.published_at is None
        run.succeed(address)

    def is_confirmed(self, address: Address, article: Article, known: harvests.Known) -> bool:
        """Whether a text that replaced another is the article's own: seen the same on an earlier day, at no other
        address, on a portal that was well. A week's work schedule is such; a fault page is not.
        """
        if not is_whole(known, article):
            return False
        run, connection = self.run, self.run.store.connection
        suspicion = suspected_replacements.read(connection, address.url, address.portal, run.id)
        content = hash_content(article)
        if suspicion is not None and suspicion.content_hash == content:
            return (
                suspicion.run < run.id
                and suspicion.seen_at <= run.plan.read_time(hours=CONFIRMED_HOURS)
                and suspicion.same_elsewhere == 0
                and suspicion.read_well >= WELL_PER_SUSPICION * suspicion.suspicions
            )
        with run.store.transaction():
            suspected_replacements.note(connection, address.url, content, run.id, run.now)
        return False

    def refuse_unwanted(self, address: Address, article: Article) -> None:
        """Drop what is older than wanted, unless it is stored already."""
        since = self.run.plan.read_since(self.run.portals[address.portal])
        if since is None or address.article is not None or article.published_at is None:
            return
        if article.published_at.date() < since:
            raise DropItem(f"older than {since}")
