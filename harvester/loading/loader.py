"""The one writer: an item becomes rows and counts, in the transaction that ends its address."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterable
from dataclasses import replace

from harvester.health.tallies import Counts, list_needless
from harvester.items import FORBIDDEN, Article, AttachedFile, FetchResult, Listing, State
from harvester.limits import REASON_LIMIT
from harvester.loading.acceptance import find_age_refusal, find_forgetting, find_losses, is_confirmed
from harvester.loading.article_units import UnitTies
from harvester.loading.articles import Saved, Saver
from harvester.loading.attached_files import register_files, save_file
from harvester.loading.date_choice import reconsider_dates
from harvester.loading.fetch_results import end_cut_listing, save_fetch_result
from harvester.loading.identity import merge_moved
from harvester.loading.keeper import Keeper, NoKeeper
from harvester.loading.listings import save_listing
from harvester.loading.source_losses import (
    find_foreign_map,
    find_listing_loss,
    find_result_loss,
    find_scripted_end,
    name_source,
)
from harvester.loading.sources import Sources, replace_sitemaps
from harvester.loading.walk_pages import (
    ARTICLE_INSTEAD,
    PageFault,
    ask_again,
    find_awaited_fault,
    find_page_fault,
    has_been_listing,
    is_later_page,
    read_walk_at,
)
from harvester.plan import RunFacts
from harvester.store import Store
from harvester.store.articles import date_candidates, records, suspected_replacements
from harvester.store.frontier import addresses, walks
from harvester.store.frontier.addresses import Address
from harvester.store.frontier.outcomes import Outcome
from harvester.store.reports import harvests
from harvester.store.reports.harvests import Known
from harvester.wording import cut_to

logger = logging.getLogger(__name__)


class Loader:
    """Writes what pages held, and counts it. Each method has transactions of its own."""

    def __init__(
        self, store: Store, run: RunFacts, counts: Counts, sources: Sources, keeper: Keeper | None = None
    ) -> None:
        self.keeper = keeper or NoKeeper()
        self.store = store
        self.run = run
        self.counts = counts
        self.sources = sources
        self.units = UnitTies(store.connection)
        with store.transaction():
            self.units.tie_portals(run.portals.values())

    def refresh(self, address: Address) -> Address:
        """Return an address with the article that it leads to now: it may have become part of another meanwhile."""
        if address.article is None:
            return address
        return replace(address, article=records.find_by_address(self.store.connection, address.url))

    def adopt_article(self, address: Address) -> Address:
        """Return an address that holds an article; one that was taken for a listing's is an article's from now on.

        Not one that has led to articles: what stands there is a notice, and `judge` says so.
        """
        if address.kind != "listing" or has_been_listing(self.store.connection, address):
            return address
        with self.store.transaction() as connection:
            walk = read_walk_at(connection, address)
            addresses.become_article(connection, address.url)
            if walk is not None:  # it has been at this page, and is not begun anew
                step = walks.Step(address.url, (), barren=True)
                walks.finish(connection, walk, step, "it is an article", self.run.now)
        return replace(address, kind="article", walk=None)

    def judge(self, address: Address, article: Article) -> FetchResult | None:
        """Return the result that a reading comes to which is not to be stored, or None."""
        if address.kind == "listing":
            return FetchResult(address.fetch_url, "failed", ARTICLE_INSTEAD, 200, request_key=address.url)
        refusal = find_forgetting(self.store, address, article) or find_age_refusal(self.run, address, article)
        if refusal is not None:
            return FetchResult(address.fetch_url, "skipped", refusal, 200, request_key=address.url)
        known = self._read_known(address)
        losses = find_own_losses(address, article, known)
        if known is None or losses is None or is_confirmed(self.store, self.run, address, article, known):
            return None
        return FetchResult(address.fetch_url, "failed", losses, 200, unread=True, request_key=address.url)

    def load_article(self, address: Address, article: Article) -> Saved:
        """Store a reading that `judge` has let pass."""
        counts = self.counts[address.portal]
        known = self._read_known(address)
        counts.tallies.note_article(address.url, article, known)
        with self.store.transaction() as connection:
            if address.article is not None and find_own_losses(address, article, known) is not None:
                date_candidates.begin_anew(connection, address.article, address.url, self.run.now)
                article = replace(article, dates=[date for date in article.dates if date not in address.dates])
            article = replace(article, capture=self.keeper.keep(address.url, address.portal))
            saved = Saver(self.store, self.run, address, article).save()
            if self.run.plan.files:
                register_files(self.store, self.run, address, article, saved.id)
            self.units.tie(saved.id)
            if known is not None:
                suspected_replacements.settle(connection, address.url)
        if article.excess is not None:
            counts.too_large[address.fetch_url] = article.excess
        setattr(counts.harvest, saved.result, getattr(counts.harvest, saved.result) + 1)
        if article.shortfall is not None and not article.shortfall.endswith(FORBIDDEN):  # that is no fault
            counts.incomplete[address.fetch_url] = article.shortfall
        if saved.result == "new":
            counts.new_articles.add(saved.id)
            counts.harvest.undated += article.published_at is None
            counts.undated += article.published_at is None and "date" not in list_needless(article)
        self._count_success(address)
        return saved

    def load_listing(self, address: Address, listing: Listing) -> None:
        """Store what a listing led to."""
        if address.kind == "home" and listing.platform is not None:
            self.counts[address.portal].tallies.home_platform = listing.platform
        portal = self.run.portals[address.portal]
        with self.store.transaction() as connection:
            listing = self.sources.bounds.bound(connection, address, listing)
            loss = find_listing_loss(connection, portal, address, listing)
            is_walked = walks.is_due_at(connection, portal.id, address.url)  # else its walk has ended, and said why
            fault = find_page_fault(self.sources, address, listing)
            is_cut_map = listing.is_cut and address.kind in ("feed", "sitemap")
            is_read = fault is None and not is_cut_map
            for article in sorted(save_listing(self.sources, address, listing, is_read=is_read)):
                reconsider_dates(self.store, article, self.run.plan.now)
                self.units.tie(article)  # as of the day that it has now
            if is_walked and fault is None:
                loss = loss or find_scripted_end(connection, address, listing)
            if address.kind == "sitemap":
                replace_sitemaps(self.store, self.run, portal)
            is_due = is_cut_map and end_cut_listing(self.store, self.run, address, loss or "") == "pending"
            is_next = fault is not None and self._ask_again(connection, address, fault) == "pending"
            self.keeper.keep(address.url, address.portal)
        self._count_success(address)
        if (foreign := find_foreign_map(portal, address, listing)) is not None:
            self.counts[address.portal].notes.append(foreign)
        if not is_next:
            self._note_loss(address, loss)
            self._note_fault(address, fault if loss is None else None)
        if is_due:
            self.counts[address.portal].put_off.add(address.url)

    def _ask_again(self, connection: sqlite3.Connection, address: Address, fault: PageFault) -> State:
        """Have a page of a walk asked for again, and return the state that it is left in."""
        return ask_again(connection, address, Outcome("skipped", self.run.now, 200, fault.reason))

    def load_file(self, address: Address, file: AttachedFile) -> None:
        """Store what was read of a file that an article offers."""
        with self.store.transaction():
            save_file(self.store, self.run, address, file)
            self.keeper.keep(address.url, address.portal)
        self._count_success(address)

    def load_fetch_result(self, address: Address, result: FetchResult) -> None:
        """Store and count what became of an address that gave neither."""
        self.load_fetch_results([(address, result)])

    def load_fetch_results(self, results: Iterable[tuple[Address, FetchResult]]) -> None:
        """Store and count what became of addresses that gave neither, in one transaction."""
        bounded = [(address, bound_reason(result)) for address, result in results]
        with self.store.transaction():
            saved = [self._save_result(address, result) for address, result in bounded]
        for (address, result), (counted, loss) in zip(bounded, saved, strict=True):
            self._count_result(address, result, counted, loss)

    def _save_result(self, address: Address, result: FetchResult) -> tuple[str, str | None]:
        """Write a result's rows; what it counts as, and what of a source is missing."""
        portal, connection = self.run.portals[address.portal], self.store.connection
        awaited, fault = is_later_page(connection, address), find_awaited_fault(self.sources, address, result)
        counted = save_fetch_result(self.store, self.run, address, result)
        if address.kind == "sitemap" and result.redirect_to is None:
            replace_sitemaps(self.store, self.run, portal)
        loss = find_result_loss(connection, portal, address, result, counted, is_awaited=awaited)
        if loss is not None and awaited and counted != "failed":
            self._note_fault(address, fault)
            loss = None
        self.keeper.keep(address.url, address.portal)
        return counted, loss

    def _count_result(self, address: Address, result: FetchResult, counted: str, loss: str | None) -> None:
        """Count what became of an address, and log it where it gave nothing."""
        if counted != "pending":
            self._note_loss(address, loss)
        if result.too_large and loss is None and address.kind != "file":  # those are named in the log
            self.counts[address.portal].too_large[address.fetch_url] = result.reason
        if result.redirect_to is not None and address.article is not None:
            merge_moved(self.store, self.run, address.url)
        counts = self.counts[address.portal]
        if address.kind == "article":
            stored = address.article is not None
            counts.tallies.note_result(address.url, result, stored=stored, counted=counted)
            counts.forbidden += result.reason == FORBIDDEN
        counts.harvest.pages += result.status is not None
        if counted == "pending":
            if result.state == "failed" or result.redirect_to is not None:
                counts.put_off.add(address.url)
            return
        counts.put_off.discard(address.url)
        if counted in ("failed", "unchanged", "gone", "skipped"):
            setattr(counts.harvest, counted, getattr(counts.harvest, counted) + 1)
        if counted in ("failed", "skipped"):
            logger.info("%s: %s: %s", address.fetch_url, counted, result.reason)

    def _read_known(self, address: Address) -> Known | None:
        """Return what is stored of the article at an address."""
        return None if address.article is None else harvests.read_known(self.store.connection, address.article)

    def _note_fault(self, address: Address, fault: PageFault | None) -> None:
        """Count that a page of a listing is asked for again: as a loss where it is sure that there is such a page."""
        if fault is not None and fault.is_sure:
            self._note_loss(address, f"{name_source(address)}: {fault.reason}")
        elif fault is not None:
            self.counts[address.portal].notes.append(f"{name_source(address)}: {fault.reason}")

    def _note_loss(self, address: Address, loss: str | None) -> None:
        """Count what a source of articles lacks."""
        if loss is not None:
            self.counts[address.portal].losses.append(loss)
            logger.warning("%s", loss)

    def _count_success(self, address: Address) -> None:
        """A page has been read and stored."""
        counts = self.counts[address.portal]
        counts.harvest.pages += 1
        counts.put_off.discard(address.url)


def bound_reason(result: FetchResult) -> FetchResult:
    """Return a result whose reason, which may tell what a server says, is one line within its limit."""
    return replace(result, reason=cut_to(" ".join(result.reason.split()), REASON_LIMIT))


def find_own_losses(address: Address, article: Article, known: Known | None) -> str | None:
    """Return what a reading lacks that its very page had before, or None. At another address it may say less."""
    return find_losses(known, article) if known is not None and known.read_from == address.url else None
