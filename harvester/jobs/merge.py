"""Harvest databases merged into one, in any order: what each record, its versions and its dates become.

What a merged database says is a function of what all of them say. Each is taken over in one transaction; a merge that
was cut short is run again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from harvester.duplicates.linking import link_duplicates, link_unlike, settle_all
from harvester.duplicates.signature import VERSION
from harvester.errors import StoreError
from harvester.items import Signature
from harvester.jobs.forgetting import forget_marked
from harvester.loading.article_units import UnitTies, fill_units
from harvester.loading.date_choice import choose_dates
from harvester.loading.identity import choose_key, merge_records, spell
from harvester.loading.moves import Move
from harvester.plan import Plan, RunFacts
from harvester.portals import Portal
from harvester.store import Store, merging, renaming, units
from harvester.store.articles import date_candidates, merges, records, signatures, versions
from harvester.store.articles.versions import History, Version
from harvester.store.lock import held
from harvester.store.own_files import is_same, refuse_own
from harvester.store.soundness import refuse_bad_values

_BATCH = 200
"""Articles that are linked in one transaction."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge came to: databases that were read, articles that were new, and articles in all."""

    databases: int
    new: int
    articles: int


def merge(shards: Sequence[Path], into: Path, now: datetime) -> Merged:
    """Merge databases into one, which is made where there is none.

    Args:
        shards: Harvest databases of this version; one that is named twice counts once.
        into: None of them.
        now: When.

    Raises:
        StoreError: A database is missing, no harvester's, of another version, or is `into` itself: nothing is changed.
        DamagedDatabase: One holds values that no harvester writes: neither.
        DatabaseBusy: A run holds `into`.
    """
    wanted = choose_shards(shards, into)
    for shard in wanted:
        Store.open(shard, readonly=True).close()
        refuse_bad_values(shard)
    with held(into), Store.open(into) as store:
        new = sum(Merging(store, shard, now).carry_out() for shard in wanted)
        forget_marked(store, now.isoformat(timespec="seconds"))
        link_unsigned(store)
        settle_all(store)
        if not units.is_filled(store.connection):
            fill_units(store)
        return Merged(len(wanted), new, merging.count_articles(store.connection))


def choose_shards(shards: Sequence[Path], into: Path) -> list[Path]:
    """Each database once.

    Raises:
        StoreError: one is what the others are merged into, or a file of it.
    """
    wanted: list[Path] = []
    for shard in shards:
        if is_same(shard, into):
            raise StoreError(f"will not merge {str(shard)!r} into itself (name another --into)")
        refuse_own(into, shard)
        if not any(is_same(shard, other) for other in wanted):
            wanted.append(shard)
    return wanted


class Merging:
    """One database that is taken over."""

    def __init__(self, store: Store, shard: Path, now: datetime) -> None:
        self.store = store
        self.connection = store.connection
        self.shard = shard
        self.now = now

    def carry_out(self) -> int:
        """Take the database over as it is at one moment, whatever writes it; how many of its articles were new."""
        with (
            merging.attached(self.connection, self.shard),
            Store.open(self.shard, readonly=True),  # on leaving it raises where the file was replaced meanwhile
            self.store.transaction() as connection,
        ):
            self.follow_renames()
            last = merging.read_last_article(connection)
            has_own_units = merging.copy_own_units(connection)
            merging.copy_portals(connection)
            merging.copy_tombstones(connection)
            merging.copy_audits(connection)
            merging.copy_runs(connection)
            merging.copy_captures(connection)
            merging.find_known(connection)
            new = merging.copy_articles(connection)
            changed = merging.list_changed(connection, last)
            pairs = merging.list_pairs(connection)
            merging.copy_names(connection)
            merging.copy_frontier(connection)
            if has_own_units or not merging.is_tied_alike(connection):
                units.note_unfilled(connection)
            link_signed(self.store, new)
            self.absorb(changed)
            self.join(pairs)
            merging.note_merged(connection, self.shard, self.now.isoformat(timespec="seconds"))
        return len(new)

    def follow_renames(self) -> None:
        """Call a portal that was renamed in one database so in both; another that has its earlier id is not it."""
        now = self.now.isoformat(timespec="seconds")
        renamed: set[str] = set()
        for found in merging.list_renames(self.connection):
            if renamed & {found.old, found.new} or Move(found.old_url, found.url).is_real:
                continue
            renamed.add(found.old)
            merging.note_rename(self.connection, found.old, found.new)
            if renaming.find_url(self.connection, found.old) is not None:
                renaming.rename_portal(self.connection, found.old, found.new, now)

    def absorb(self, changed: Sequence[tuple[int, int]]) -> None:
        """Bring articles up to what both databases say of them."""
        if not changed:
            return
        ties = UnitTies(self.connection)
        ties.tie_stored_portals()
        for there, here in changed:
            self.absorb_article(there, here)
            ties.tie(here)

    def absorb_article(self, there: int, here: int) -> None:
        db = self.connection
        mine, theirs = versions.read_history(db, here), versions.read_history(db, there, "other")
        if _rank(theirs) > _rank(mine):
            merging.take_page(db, there, here)
        merging.widen_times(db, there, here)
        versions.save_history(db, here, join_histories(mine, theirs))
        self.choose_address(here)
        article = date_candidates.read_article(db, here)
        first_seen = article.fetched_at or _read_record(self.store, here).first_seen_at
        date_candidates.save_choice(db, here, choose_dates(article, first_seen))
        link_duplicates(self.store, here)

    def choose_address(self, article: int) -> None:
        """The canonical address by all addresses that both databases know."""
        claims = merges.read_claims(self.connection, article)
        if not claims:
            return
        record = _read_record(self.store, article)
        home = self.read_portals()[record.portal].url
        url = spell(self.connection, home, choose_key(self.connection, claims))
        if records.find_by_canonical(self.connection, url) is None:
            records.update(self.connection, article, {"url": url})
            records.save_addresses(self.connection, article, [url, record.url])

    def join(self, pairs: Sequence[tuple[int, int]]) -> None:
        """Join records that an address shows to be one article."""
        plan = Plan(self.store.path, tuple(self.read_portals().values()), self.now)
        for one, other in pairs:
            first, second = (records.read(self.connection, article) for article in (one, other))
            if first is not None and second is not None:
                keep = merge_records(self.store, RunFacts.of_plan(0, plan), first, second)
                merging.note_joined(self.connection, keep, other if keep == one else one)

    def read_portals(self) -> dict[str, Portal]:
        """The portals as far as the database knows them."""
        rows = merging.list_portal_rows(self.connection)
        return {row["id"]: Portal.model_validate(row) for row in rows}


def _read_record(store: Store, article: int) -> records.Stored:
    """A record that is there."""
    record = records.read(store.connection, article)
    assert record is not None
    return record


def _rank(history: History) -> tuple[str, str, str]:
    """The later text of two is shown, whichever comes first."""
    return history.versions[-1].since, history.versions[-1].content_hash, history.last_seen_at


def join_histories(one: History, other: History) -> list[Version]:
    """The versions of both by their time; of those that follow each other with one text, the first."""
    found = {(version.since, version.content_hash): version for history in (one, other) for version in history.versions}
    joined: list[Version] = []
    for _, version in sorted(found.items()):
        if not joined or joined[-1].content_hash != version.content_hash:
            joined.append(version)
    return joined


def link_signed(store: Store, new: Sequence[int]) -> dict[int, Signature]:
    """Link new articles by signatures that the attached database has: most are like none, and are told by these alone.

    Returns:
        The signatures of its articles, new or not. Copies are without.
    """
    signed = merging.read_signatures(store.connection, VERSION)
    wanted = {article: signed[article] for article in new if article in signed}
    unlike = link_unlike(store, wanted)
    for article, signature in wanted.items():
        if article not in unlike:
            link_duplicates(store, article, signature)
    return signed


def link_unsigned(store: Store, progress: Callable[[int], None] = lambda count: None) -> None:
    """Sign and link the articles that came without signatures, those of an earlier merge that was cut short too."""
    done = 0
    while found := signatures.find_outdated(store.connection, VERSION, _BATCH):
        with store.transaction():
            for article in found:
                link_duplicates(store, article)
        done += len(found)
        progress(done)
