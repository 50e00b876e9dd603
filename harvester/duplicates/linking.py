"""The same text on several pages: copies, reprints and templates are found and linked, nothing is dropped.

An article is signed while it is processed, without the database. Linking runs inside the transaction that
stores it (`link_duplicates`), because look-up and insert must not be parted. Candidates come from the bands
of the signature; each is then compared exactly.
"""

from __future__ import annotations

import logging
from collections import Counter, OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from sqlite3 import Connection

from harvester.duplicates.classification import TEMPLATE_JACCARD, compare, measure_masked
from harvester.duplicates.clusters import join_text, leave_text, settle_clusters, settle_text, write_edges
from harvester.duplicates.features import Features
from harvester.duplicates.signature import MASKED_BANDS, TEXT_BANDS, VERSION, Sieve, Signed, read_parts, sign_text
from harvester.items import Signature
from harvester.store import Store
from harvester.store.articles import bands, signatures
from harvester.store.articles.bands import PLACED
from harvester.store.articles.signatures import Edge, Text

logger = logging.getLogger(__name__)

TEXT_BUCKET, MASKED_BUCKET = 12, 40
"""Texts of one band that a new one is compared with: those whose ids, which are hashes, are smallest. They are the
same whatever came first."""
BEYOND = 5000
"""Texts that share a band with a new first one and are compared with it: a stock sentence may stand in more, and
reading them all would take a second."""
STOCK = 12
"""Texts that make a sentence stock."""
LEADERS = 12
"""The same of a template that fills most masked bands: each new one is compared with the first of it only."""
KEPT = 96
"""Texts that are kept taken apart: 0.2 MB each."""


def link_duplicates(store: Store, article_id: int, signature: Signature | None = None) -> int | None:
    """Links a stored article to its like and answers the origin that it duplicates, or None.

    Without a signature the stored text is signed.

    Runs inside the caller's transaction, after the article has been saved. Calling it again changes nothing;
    after a change of text, publication date or address it brings the article's clusters up to date.
    """
    db = store.connection
    is_edited = signature is not None
    if signature is None:
        signature = sign_text(*signatures.read_content(db, article_id))
    text = signatures.find_text_of(db, article_id)
    if text is not None and text == signature.text:
        known = signatures.read_texts(db, [text])[0]
        is_edited = is_edited or (known.sketch, known.facts) != (signature.sketch, signature.facts)
        with _following_head(db, text, article_id if is_edited else None):
            settle_text(db, text)
        return signatures.read_origin(db, article_id)
    if text is not None:
        unlink(store, article_id)
    signatures.sign(db, article_id, signature.text, VERSION)
    if signature.text is not None:
        head = signatures.find_head(db, signature.text)
        if head is None:
            _add_text(db, article_id, signature)
        else:
            with _following_head(db, signature.text):
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
        with _following_head(store.connection, text):
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


@contextmanager
def _following_head(db: Connection, text: int, edited: int | None = None) -> Iterator[None]:
    """Compare a text again where another of its articles has become its head, or its head was edited.

    Copies of equal letters may differ in what comparing looks at: in capitals, in `7,3` for `73`, in sentences.
    """
    before = signatures.find_head(db, text)
    is_known = before is not None and before != edited
    spelled = signatures.read_content(db, before)[1:] if before is not None and is_known else None
    yield
    head = signatures.find_head(db, text)
    if head is None or (head == before and is_known):
        return
    if signatures.read_content(db, head)[1:] != spelled:
        _compare_again(db, head, text)


def _compare_again(db: Connection, head: int, text: int) -> None:
    edges = signatures.read_edges(db, head)
    neighbours = [edge.other_than(head) for edge in edges if edge.kind == "reprint"]
    signatures.remove_edges(db, edges)
    signatures.remove_text(db, text)
    _add_text(db, head, replace(sign_text(*signatures.read_content(db, head)), text=text))
    settle_clusters(db, [head, *neighbours], moved=head)
    for neighbour in neighbours:  # whose copies tell how similar they are
        signatures.link_copies(db, neighbour)


def _add_text(db: Connection, article: int, signature: Signature) -> None:
    """A text that no other article has: find its like."""
    text = Text(signature.text or 0, article, signature.sketch, signature.facts)
    likely, others = _find_candidates(db, text)
    signatures.add_text(db, text)
    if not likely and not others:
        return
    if isinstance(signature, Signed) and signature.features is not None:
        mine = _kept.keep(signatures.read_content(db, article)[1:], signature.features)
    else:
        mine = _kept.take(db, text)
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
    placed, sentences = text.bands[:PLACED], text.bands[PLACED:]
    of_text, of_masked, of_sentences = bands.find(
        db, (placed[:TEXT_BANDS], TEXT_BUCKET), (placed[TEXT_BANDS:], MASKED_BUCKET), (sentences, STOCK)
    )
    near = _find_by_text(db, text, of_text) | _find_by_sentences(sentences, of_sentences)
    masked: dict[int, list[int]] = {}
    for band, other in of_masked:
        masked.setdefault(band, []).append(other)
    full = sum(len(others) == MASKED_BUCKET for others in masked.values())
    most = LEADERS if 2 * full > MASKED_BANDS else MASKED_BUCKET
    near.update(other for others in masked.values() for other in others[:most])
    likely: list[Text] = []
    others: list[Text] = []
    sieve = Sieve(text.sketch, text.facts)
    for one in signatures.read_texts(db, near):
        kind = sieve.sort_out(one.sketch, one.facts)
        if kind == "reprint":
            likely.append(one)
        elif kind == "template" and len(others) < most:
            others.append(one)
    return likely, others


def _find_by_text(db: Connection, text: Text, found: list[tuple[int, int]]) -> set[int]:
    """Texts with equal runs of words."""
    near = {other for _, other in found}
    if len(found) >= TEXT_BUCKET:
        last = dict(found)
        for band, size in Counter(band for band, _ in found).items():
            if size == TEXT_BUCKET and text.id < last[band]:  # a new first one may have reprints behind
                near.update(bands.find_beyond(db, band, last[band], BEYOND))
    return near


def _find_by_sentences(sentences: Sequence[int], found: list[tuple[int, int]]) -> set[int]:
    """Texts that share sentences which are nobody's stock: two of them, if there are several."""
    sizes = Counter(band for band, _ in found)
    shared = Counter(other for band, other in found if sizes[band] < STOCK)
    least = min(2, len(sentences) // 2)
    return {other for other, count in shared.items() if count >= least}


class _Kept(OrderedDict[tuple[str | None, str], Features]):
    """Features of the texts that were compared last: the first ones of a template are compared all the time.

    A text is known by its letters, its punctuation and its capitals, never by the article that holds it: what an
    article says may change, and a transaction may be rolled back.
    """

    def take(self, db: Connection, text: Text) -> Features:
        """The features of a text as its head spells it."""
        parts = signatures.read_content(db, text.head)[1:]
        features = self.get(parts)
        if features is None:
            return self.keep(parts, read_parts(*parts))
        self.move_to_end(parts)
        return features

    def keep(self, parts: tuple[str | None, str], features: Features) -> Features:
        """Keep the features of a lead and a body, in place of those that were asked for least recently."""
        self[parts] = features
        if len(self) > KEPT:
            self.popitem(last=False)
        return features


_kept = _Kept()
