"""The same text on several pages: copies, reprints and templates are found and linked, nothing is dropped.

An article is signed while it is processed, without the database. Linking runs inside the transaction that
stores it (`link_duplicates`), because look-up and insert must not be parted. Candidates come from the bands
of the signature; each is then compared exactly.
"""

from __future__ import annotations

import logging
from collections import Counter, OrderedDict
from sqlite3 import Connection
from typing import Any, Self

from scrapy.crawler import Crawler

from harvester.crawling.run import Run
from harvester.errors import HarvestError
from harvester.items import Article, Signature
from harvester.store import Store, signatures
from harvester.store.signatures import Edge, Text
from harvester.vietnamese.fingerprints import Features
from harvester.vietnamese.likeness import TEMPLATE_JACCARD, compare, measure_masked
from pipelines.clusters import join_text, leave_text, settle_clusters, settle_text, write_edges
from pipelines.signature import TEXT_BANDS, VERSION, Sieve, Signed, read_parts, sign, sign_text

logger = logging.getLogger(__name__)

TEXT_BUCKET, MASKED_BUCKET = 12, 24
"""Texts of one band that a new one is compared with: of a template with thousands of texts, those whose ids,
which are hashes, are smallest. They are the same whatever came first."""
RESIGNED_A_RUN = 20_000
"""Articles that are signed again at the start of a run, after an upgrade: about a minute."""
TEMPLATES = 24
"""Texts with other facts that a new one is compared with."""
KEPT = 96
"""Texts that are kept taken apart: 0.2 MB each."""


def link_duplicates(store: Store, article_id: int, signature: Signature | None = None) -> int | None:
    """Links a stored article to its like and answers the origin that it duplicates, or None.

    Without a signature the stored text is signed.

    Runs inside the caller's transaction, after the article has been saved. Calling it again changes nothing;
    after a change of text, publication date or address it brings the article's clusters up to date.
    """
    db = store.connection
    if signature is None:
        signature = sign_text(*signatures.read_content(db, article_id))
    if signatures.find_text_of(db, article_id) == signature.text and signature.text is not None:
        settle_text(db, signature.text)
        return signatures.read_origin(db, article_id)
    unlink(store, article_id)
    signatures.sign(db, article_id, signature.text, VERSION)
    if signature.text is not None:
        head = signatures.find_head(db, signature.text)
        if head is None:
            _add_text(db, article_id, signature)
        else:
            join_text(db, article_id, signature.text, head)
    return signatures.read_origin(db, article_id)


def relink(store: Store, article_id: int) -> int | None:
    """Brings an article's clusters up to date after its date, address or text changed in the database."""
    return link_duplicates(store, article_id)


def unlink(store: Store, article_id: int) -> None:
    """Takes an article out of its clusters, e.g. before its record is merged into another."""
    text = signatures.find_text_of(store.connection, article_id)
    if text is None:
        signatures.remove_signature(store.connection, article_id)
    else:
        leave_text(store.connection, article_id, text)


def resign_outdated(store: Store, limit: int) -> int:
    """Signs up to `limit` articles again whose signatures an older version made; how many there were.

    Each in a transaction of its own: a run that is cut short goes on where it stopped.
    """
    outdated = signatures.find_outdated(store.connection, VERSION, limit)
    for article in outdated:
        with store.transaction():
            relink(store, article)
    return len(outdated)


def _add_text(db: Connection, article: int, signature: Signature) -> None:
    """A text that no other article has: find its like."""
    text = Text(signature.text or 0, article, signature.sketch, signature.facts)
    likely, others = _find_candidates(db, text)
    signatures.add_text(db, text)
    if not likely and not others:
        return
    mine = _kept.take(db, text, signature.features if isinstance(signature, Signed) else None)
    edges = {}
    for candidate in likely:
        found = compare(mine, _kept.take(db, candidate))
        if found is not None:
            edges[candidate.head] = Edge(article, candidate.head, round(found[1], 4), found[0])
    for candidate in others:
        similarity = measure_masked(mine, _kept.take(db, candidate))
        if similarity >= TEMPLATE_JACCARD:
            edges[candidate.head] = Edge(article, candidate.head, round(similarity, 4), "template")
    write_edges(db, article, edges)
    if any(edge.kind == "reprint" for edge in edges.values()):
        settle_clusters(db, [article])


def _find_candidates(db: Connection, text: Text) -> tuple[list[Text], list[Text]]:
    """Texts to compare with: all that may be reprints, and the first of those that have other facts.

    In a band of very many texts one is compared with the first of them, and the first ones with all.
    """
    bands = text.bands
    near: set[int] = set()
    for part, bucket in ((bands[:TEXT_BANDS], TEXT_BUCKET), (bands[TEXT_BANDS:], MASKED_BUCKET)):
        found = signatures.find_in_bands(db, part, bucket)
        near.update(other for _, other in found)
        sizes = Counter(band for band, _ in found)
        last = dict(found)
        for band, size in sizes.items():
            if size == bucket == TEXT_BUCKET and text.id < last[band]:  # a new first one may have reprints behind
                near.update(signatures.find_beyond(db, band, last[band]))
    likely: list[Text] = []
    others: list[Text] = []
    sieve = Sieve(text.sketch, text.facts)
    for one in signatures.read_texts(db, near):
        kind = sieve.sort_out(one.sketch, one.facts)
        if kind == "reprint":
            likely.append(one)
        elif kind == "template" and len(others) < TEMPLATES:
            others.append(one)
    return likely, others


class _Kept(OrderedDict[tuple[int, int], Features]):
    """Features of the texts that were compared last: the first ones of a template are compared all the time."""

    def take(self, db: Connection, text: Text, known: Features | None = None) -> Features:
        key = (text.id, text.head)
        features = self.get(key)
        if features is None:
            features = self[key] = known or read_parts(*signatures.read_content(db, text.head)[1:])
            if len(self) > KEPT:
                self.popitem(last=False)
        else:
            self.move_to_end(key)
        return features


_kept = _Kept()


class DuplicatesPipeline:
    """Signs each article; `load` links it inside its transaction.

    Before the first, articles that an older version signed are signed again, as many as a run has time for.
    """

    def __init__(self, store: Store) -> None:
        self.store = store

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        run = crawler.get_extension(Run)
        if run is None:
            raise HarvestError("the extension harvester.crawling.run.Run is not enabled")
        return cls(run.store)

    def open_spider(self) -> None:
        count = resign_outdated(self.store, RESIGNED_A_RUN)
        if count:
            logger.info("signed %s articles again", count)

    def process_item(self, item: Any) -> Any:
        if isinstance(item, Article):
            item.signature = sign(item)
        return item
