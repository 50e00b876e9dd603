"""Which record an article is, and what this reading of it changes there. The SQL is the store's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal
from urllib.parse import parse_qsl, urlsplit

from harvester.duplicates.linking import link_duplicates, relink
from harvester.duplicates.signature import sign
from harvester.errors import PageError
from harvester.items import Article, Validators
from harvester.loading.acceptance import is_other_text
from harvester.loading.content import hash_content
from harvester.loading.date_choice import choose_dates
from harvester.loading.identity import choose_key, find_from_before, is_one_title, may_be_one, merge_records, spell
from harvester.plan import RunFacts
from harvester.platforms import find_platform
from harvester.store import Store
from harvester.store.articles import date_candidates, fulltext, merges, records
from harvester.store.articles.records import Stored
from harvester.store.frontier import outcomes
from harvester.store.frontier.addresses import Address, read_dates
from harvester.store.frontier.outcomes import Outcome
from harvester.urls import IDENTIFYING, is_of_site, make_key, normalize

_Result = Literal["new", "updated", "unchanged"]


CHOSEN_DATES = (
    "published_at",
    "published_precision",
    "published_from",
    "published_text",
    "updated_at",
    "document_date",
    "date_candidates",
)
"""The fields that `choose_dates` fills."""


@dataclass(frozen=True, slots=True)
class Saved:
    """An article's id, what became of it, and the reading with the address and the dates that its record has."""

    id: int
    result: _Result
    article: Article


class Saver:
    """Saves one article that was read at one address; used inside one transaction."""

    def __init__(self, store: Store, run: RunFacts, address: Address, article: Article) -> None:
        self.store = store
        self.run = run
        self.address = address
        self.article = article
        self.connection = store.connection
        self.claim = self.read_claim()
        self.is_trusted = self.is_claim_trusted()
        self.spelling = normalize(address.fetch_url)
        self.spelled = self.spell(address.url)
        """The address as it was fetched, and as the portal's home page would spell it."""
        self.url = ""
        """The canonical address, from when it is chosen."""
        self.dates: dict[str, Any] = {}
        """The dates that its record has, from when they are chosen."""

    def save(self) -> Saved:
        merges.note_claim(self.connection, self.address.url, self.claim if self.is_trusted else None)
        stored = self.find()
        result: _Result = "new"
        article = self.insert() if stored is None else stored.id
        if stored is not None:
            result = self.update(stored)
        self.link_addresses(article)
        return Saved(article, result, replace(self.article, url=self.url, **self.dates))

    def spell(self, key: str) -> str:
        """Return the address of a key as the portal's home page is spelled."""
        return spell(self.connection, self.run.portals[self.article.portal].url, key)

    def find(self) -> Stored | None:
        """The record that this article is: by its address, its system's own id, or a canonical link that holds.

        Where these lead to several records, they turn out to be one and are merged.
        """
        found: Stored | None = None
        for article, is_sure in self.list_found():
            one = records.read(self.connection, article)
            if one is None or (found is not None and one.id == found.id):
                continue
            if found is None:
                found = one
            elif may_be_one(found, one) and (is_sure or self.has_title_of(found, one)):
                found = records.read(self.connection, merge_records(self.store, self.run, found, one))
        return found

    def list_found(self) -> Iterator[tuple[int, bool]]:
        """The records that this article may be, the likeliest first, and whether its canonical link vouches for it."""
        article, connection = self.article, self.connection
        at_claim = None
        if self.claim is not None and self.claim != self.address.url:
            at_claim = records.find_by_address(connection, self.claim)
        found = [records.find_by_address(connection, self.address.url)]
        if article.platform_id is not None:
            found.append(records.find_by_platform_id(connection, article.portal, article.platform, article.platform_id))
        if at_claim is not None and not self.is_named(records.read(connection, at_claim)):
            at_claim = None
        found += [
            at_claim,
            records.find_by_claim(connection, self.address.url, article.title),
            *(records.find_by_canonical(connection, url) for url in dict.fromkeys((self.spelled, self.spelling))),
            records.find_moved(connection, self.address.url, article.title),
        ]
        if not any(found):
            found.append(find_from_before(connection, article, self.run.portals[article.portal].url))
        return ((one, one == at_claim and self.is_trusted) for one in found if one is not None)

    def is_named(self, stored: Stored | None) -> bool:
        """Whether the record at the canonical address is this article.

        By its title, or where the canonical link can be trusted by its text. A careless template names one address on
        all of its pages.
        """
        if stored is None:
            return False
        alike = self.is_trusted and not is_other_text(stored.body, self.article.text)
        return alike or stored.title == self.article.title

    def has_title_of(self, *records: Stored) -> bool:
        return all(is_one_title(self.article.title, record.title) for record in records)

    def read_claim(self) -> str | None:
        """The key of the page's canonical link, where it is of the same site and no home page."""
        if self.article.canonical_url is None:
            return None
        try:
            claimed = make_key(self.article.canonical_url)
        except PageError:
            return None
        home = make_key(self.run.portals[self.article.portal].url)
        return claimed if is_of_site(claimed, home) and claimed != home else None

    def is_claim_trusted(self) -> bool:
        """Whether the canonical link names the same article: its own address, the same id, or the same last part."""
        if self.claim is None or self.claim == self.address.url:
            return self.claim is not None
        platform = find_platform(self.article.platform)
        if platform.is_article_url(self.claim) is False:
            return False
        ids = platform.article_id(self.claim), platform.article_id(self.address.url)
        if ids[0] is not None or ids[1] is not None:
            return ids[0] == ids[1]
        here, there = urlsplit(self.address.url), urlsplit(self.claim)
        last = here.path.rstrip("/").rpartition("/")[2]
        said, named = (set(parse_qsl(parts.query, keep_blank_values=True)) for parts in (here, there))
        return (
            bool(last)
            and last == there.path.rstrip("/").rpartition("/")[2]
            and named <= said
            and not any(IDENTIFYING.search(name) for name, _ in said - named)
        )

    def choose_url(self, stored: Stored | None) -> str:
        """The canonical address, chosen among all that are known of the article."""
        claims = [] if stored is None else merges.read_claims(self.connection, stored.id)
        claims = [claim for claim in claims if claim[0] != self.address.url]
        key = choose_key(self.connection, [*claims, (self.address.url, self.claim if self.is_trusted else None)])
        chosen = self.spelled if key == self.address.url else self.spell(key)
        taken = records.find_by_canonical(self.connection, chosen)
        if taken is not None and (stored is None or taken != stored.id):
            return stored.url if stored is not None else self.spelled
        return chosen

    def insert(self) -> int:
        article = self.article
        self.url = self.choose_url(None)
        values = {
            "url": self.url,
            "content_hash": hash_content(article),
            "claimed": self.claim,
            "read_from": self.address.url,
            "capture": article.capture,
        }
        new = records.insert(self.connection, article, values, self.run.now)
        date_candidates.save_seen(self.connection, new, article.dates)
        self.bind(new)
        has_redirects = bool(records.link_redirects(self.connection, self.address.url, new))
        self.decide_dates(new, datetime.fromisoformat(self.run.now), is_new=not has_redirects)
        link_duplicates(self.store, new, article.signature)
        fulltext.add(self.connection, new)
        return new

    def update(self, stored: Stored) -> _Result:
        """Bring a record up to this reading.

        Only the page of its canonical address, or the one that it was read from, says what an article says;
        another address of it (a print copy, another category) adds its dates, and speaks when that page has
        moved or gone.
        """
        self.url = self.choose_url(stored)
        values: dict[str, Any] = {"last_seen_at": self.run.now, "url": self.url}
        result: _Result = "unchanged"
        changed = False
        speaks = self.address.url == stored.read_from or records.is_unavailable(self.connection, stored.read_from)
        if speaks or self.address.url == make_key(self.url):
            result, changed = self.take_reading(stored, values, speaks=speaks)
        records.update(self.connection, stored.id, values)
        date_candidates.save_seen(self.connection, stored.id, self.article.dates)
        self.bind(stored.id)
        shown = make_key(self.url)
        if shown not in (make_key(stored.url), self.address.url, stored.read_from):
            merges.reopen_page(self.connection, shown)  # another address turns out to be the one that speaks
        self.decide_dates(stored.id, stored.first_seen_at)
        if changed:
            link_duplicates(self.store, stored.id, self.article.signature or sign(self.article))
        elif (after := records.read(self.connection, stored.id)) is not None and (
            (after.published_at, after.url) != (stored.published_at, stored.url)
        ):
            relink(self.store, stored.id)  # both say which of a cluster was first
        return result

    def take_reading(self, stored: Stored, values: dict[str, Any], *, speaks: bool) -> tuple[_Result, bool]:
        """Let the record say what this page says, and keep what it said before as a revision.

        Whether the text has changed comes back too; it is no revision unless this page `speaks` for what the
        article said before: where the first reading was another address's.
        """
        article = self.article
        content = hash_content(article)
        changed = content != stored.content_hash
        is_revision = changed and speaks
        if is_revision:
            cause: records.Cause = "page" if article.extractor == stored.extractor else "extractor"
            records.keep_revision(self.connection, stored, self.run.now, cause)
            values["revision"] = stored.revision + 1
        values |= records.text_fields(article)
        values |= {
            "content_hash": content,
            "claimed": self.claim,
            "read_from": self.address.url,
            "checked_at": self.run.now,
            "gone_at": None,
        }
        if article.capture is not None or changed:
            values["capture"] = article.capture
        records.save_parts(self.connection, stored.id, article)
        return "updated" if is_revision else "unchanged", changed

    def bind(self, article_id: int) -> None:
        """The address has its article; one that lacks a part is asked for whole, though its first page be the same."""
        missing = self.article.shortfall
        told = self.article.validators if missing is None else Validators()
        outcome = Outcome("done", self.run.now, 200, missing, article_id, told.etag, told.last_modified)
        outcomes.end(self.connection, self.address.url, outcome)

    def decide_dates(self, article_id: int, first_seen_at: datetime, *, is_new: bool = False) -> None:
        """The choice over everything ever seen of the article, where that is more than this page.

        From its record, so that it does not matter which of its addresses was read last. One that `is_new` has no
        other addresses yet.
        """
        article = self.article
        as_stored = normalize(article.url) == self.url and first_seen_at == article.fetched_at
        if is_new:  # what it has been seen with besides is what came with its link meanwhile
            seen = {*article.dates, *read_dates(self.connection, self.address.url)}
        else:
            seen = set(date_candidates.read_seen(self.connection, article_id))
        is_chosen = as_stored and seen == set(article.dates)
        if not is_chosen:
            article = date_candidates.read_article(self.connection, article_id)
            latest = datetime.fromisoformat(self.run.now)
            article = choose_dates(article, article.fetched_at or first_seen_at, latest=latest)
        self.dates = {name: getattr(article, name) for name in CHOSEN_DATES}
        if is_new and is_chosen:  # the dates are in its record, and no candidates yet
            rows = date_candidates.read_rows(article.date_candidates)
            date_candidates.add_candidates(self.connection, article_id, rows.values())
        else:
            date_candidates.save_choice(self.connection, article_id, article)

    def link_addresses(self, article_id: int) -> None:
        """Every address that is known to lead here: its own, the canonical one, and those that redirect."""
        spellings = {self.spelling}
        spellings.update(
            normalize(url) for url in records.link_redirects(self.connection, self.address.url, article_id)
        )
        records.save_addresses(self.connection, article_id, sorted(spellings | {self.url}))
