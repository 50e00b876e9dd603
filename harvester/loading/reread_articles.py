"""Stored articles brought up to another reading of the same kept page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from harvester.duplicates.linking import link_duplicates, relink
from harvester.duplicates.signature import sign
from harvester.items import Article
from harvester.loading.content import hash_content
from harvester.store import Store, rereads
from harvester.store.articles import date_candidates, records


@dataclass(frozen=True, slots=True)
class Reread:
    """A page's new reading. Where it is the article's only one, its dates take the place of those seen before."""

    article: int
    item: Article
    is_only_reading: bool


def load_reread(store: Store, reread: Reread, now: str) -> None:
    """Write what differs, inside a transaction.

    Where its text is another, what the article said until now becomes a revision that our own rules have ended.
    """
    connection, article = store.connection, reread.item
    stored = records.read(connection, reread.article)
    if stored is None:
        return
    content = hash_content(article)
    values: dict[str, Any] = {**records.text_fields(article), "content_hash": content}
    if content != stored.content_hash:
        records.keep_revision(connection, stored, now, "extractor")
        values["revision"] = stored.revision + 1
    records.update(connection, stored.id, values)
    records.save_parts(connection, stored.id, article)
    if reread.is_only_reading:
        rereads.forget_seen(connection, stored.id)
    date_candidates.save_seen(connection, stored.id, article.dates)
    date_candidates.save_choice(connection, stored.id, article)
    after = records.read(connection, stored.id)
    if content != stored.content_hash:
        link_duplicates(store, stored.id, sign(article))
    elif after is not None and after.published_at != stored.published_at:
        relink(store, stored.id)
