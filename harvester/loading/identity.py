"""Which address of an article is shown, and what becomes of two records that turn out to be one article.

Both are functions of everything that was seen, whatever came first: a redirect or a canonical link may be the last
to come, and then joins what had been stored apart.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from urllib.parse import urlsplit, urlunsplit

from harvester.duplicates.classification import compare
from harvester.duplicates.linking import link_duplicates, unlink
from harvester.duplicates.signature import read_parts
from harvester.items import Article
from harvester.loading.date_choice import choose_dates
from harvester.plan import RunFacts
from harvester.store import Store
from harvester.store.articles import date_candidates, merges, records
from harvester.store.articles.records import Stored
from harvester.urls import is_same_site, make_key, normalize, read_origin
from harvester.vietnamese.spelling import squash

Claim = tuple[str, str | None]
"""The key of an address whose page shows an article, and the key that the page's canonical link names."""


def choose_key(connection: sqlite3.Connection, claims: Iterable[Claim]) -> str:
    """The key of the address to show.

    One that another address's page names as canonical, else one that names itself, else any; of several the smallest.

    Print copies name themselves as often as not, so that what others say counts for more.
    """
    pages = dict(claims)
    named = {key for page, key in pages.items() if key is not None and key != page}
    present = {key for key in named if not records.is_unavailable(connection, key)}
    own = {page for page, key in pages.items() if key == page}
    return min(present or own or set(pages) or named)


def spell(connection: sqlite3.Connection, home: str, key: str) -> str:
    """The address of a key as the portal's home page is spelled: with http or https, with or without `www.`.

    Which of these spellings an article was first met at is chance.
    """
    scheme, netloc, key_netloc = _split_home(merges.read_home(connection, make_key(home)) or home)
    parts = urlsplit(key)
    if key_netloc != parts.netloc:
        return key
    return normalize(urlunsplit((scheme, netloc, parts.path, parts.query, "")))


def _split_home(url: str) -> tuple[str, str, str]:
    """Scheme and host of a home page, and its host as it is in a key."""
    home = urlsplit(normalize(url))
    return home.scheme, home.netloc, urlsplit(make_key(urlunsplit(home))).netloc


def is_one_title(one: str, other: str) -> bool:
    """Whether two titles are equal but for spaces, case and signs."""
    return squash(one) == squash(other)


def merge_moved(store: Store, run: RunFacts, key: str) -> None:
    """An address that had an article redirects by now: to the same article, if it has the same title.

    A page that many addresses are sent to, as in maintenance, has its own.
    """
    with store.transaction() as connection:
        pair = merges.find_target(connection, key)
        if pair is None:
            return
        one, other = (records.read(connection, article) for article in pair)
        if one is not None and other is not None and is_one_title(one.title, other.title) and may_be_one(one, other):
            merge_records(store, run, one, other)


def may_be_one(one: Stored, other: Stored) -> bool:
    """Whether two records are of one portal, and have its id or nearly all of their text in common.

    Addresses alone do not tell: last week's schedule may lead to this week's, which has the same title.
    """
    if one.portal != other.portal:
        return False
    if one.platform_id is not None and other.platform_id is not None:
        return one.platform_id == other.platform_id
    return has_one_text(one, other)


def has_one_text(one: Stored, other: Stored) -> bool:
    """Whether two records say the same, but for what is edited: not another day, place or amount in a form."""
    return is_one_text((one.lead, one.body), (other.lead, other.body))


def find_from_before(connection: sqlite3.Connection, article: Article, home: str) -> int | None:
    """The record of an article from before its portal's content system was exchanged, or its host.

    Of its day, with its title and its text, whichever paragraph either takes for the lead, at an address of the earlier
    system or site.
    """
    if article.published_at is None:
        return None
    day = article.published_at.date().isoformat()
    for one in records.list_earlier_of_day(connection, article.portal, day, article.platform, read_origin(home)):
        is_from_before = one.platform != article.platform or not is_same_site(one.url, home)
        if not is_from_before or not is_one_title(one.title, article.title):
            continue
        stored = records.read(connection, one.id)
        if stored is not None and is_one_text((stored.lead, stored.body), (article.lead, article.body)):
            return one.id
    return None


def is_one_text(one: tuple[str | None, str], other: tuple[str | None, str]) -> bool:
    """Whether two texts, each a lead and a body, say the same but for what is edited."""
    if squash(one[1]) == squash(other[1]):
        return True
    found = compare(read_parts("", *one), read_parts("", *other))
    return found is not None and found[0] != "template"


def merge_records(store: Store, run: RunFacts, one: Stored, other: Stored) -> int:
    """Makes two records one, in the caller's transaction; its id, which is that of the older.

    Nothing is lost: see `join_records`.
    """
    connection = store.connection
    keep, gone = sorted((one, other), key=lambda record: record.id)
    for record in (one, other):
        unlink(store, record.id)
    claims = merges.read_claims(connection, keep.id) + merges.read_claims(connection, gone.id)
    key = choose_key(connection, claims) if claims else make_key(keep.url)
    current = min(
        (keep, gone),
        key=lambda record: (
            record.read_from != key,
            records.is_unavailable(connection, record.read_from),
            record.read_from,
        ),
    )
    merges.join_records(connection, keep.id, gone.id, current=current.id, now=run.now)
    url = spell(connection, run.portals[one.portal].url, key)
    if records.find_by_canonical(connection, url) is None:
        records.update(connection, keep.id, {"url": url})
    records.save_addresses(connection, keep.id, [url, keep.url])
    if key != current.read_from and key in dict(claims):
        merges.reopen_page(connection, key)
    article = date_candidates.read_article(connection, keep.id)
    first_seen = article.fetched_at or min(one.first_seen_at, other.first_seen_at)
    date_candidates.save_choice(connection, keep.id, choose_dates(article, first_seen))
    link_duplicates(store, keep.id)
    return keep.id
