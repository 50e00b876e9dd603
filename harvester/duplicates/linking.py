"""The same text on several pages: copies, reprints and templates are found and linked, nothing is dropped.

An article is signed while it is processed, without the database. Linking runs inside the transaction that
stores it (`link_duplicates`), because look-up and insert must not be parted. Candidates come from the bands
of the signature; each is then compared exactly.
"""

from __future__ import annotations

import logging
from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from sqlite3 import Connection

from harvester.duplicates.candidates import find_neighbours, list_candidates, list_compared, read_candidates
from harvester.duplicates.classification import TEMPLATE_JACCARD, compare, measure_masked
from harvester.duplicates.clusters import (
    MOST_AT_ONCE,
    join_text,
    leave_text,
    settle_clusters,
    settle_text,
    write_edges,
)
from harvester.duplicates.date_plausibility import note_doubts
from harvester.duplicates.features import Features
from harvester.duplicates.signature import VERSION, Sieve, Signed, read_parts, sign_text
from harvester.items import Signature
from harvester.store import Store
from harvester.store.articles import bands, signatures
from harvester.store.articles.bands import list_bands
from harvester.store.articles.signatures import Edge, Text

logger = logging.getLogger(__name__)

_KEPT = 96
"""Texts that are kept taken apart: 0.2 MB each."""


def link_duplicates(store: Store, article_id: int, signature: Signature | None = None) -> int | None:
    """Links a stored article to its like and answers the origin that it duplicates, or None.

    Without a signature the stored text is signed.

    Runs inside the caller's transaction, after the article has been saved. Calling it again changes nothing;
    after a change of text, publication date or address it brings the article's clusters up to date.
    """
    db = store.connection
    if store.is_part:
        _keep_signature(store, article_id, signature)
        return None
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


def _keep_signature(store: Store, article_id: int, signature: Signature | None) -> None:
    """Keep a signature with an article of a part, which is linked where the part is taken back."""
    unlink(store, article_id)
    if signature is not None:
        signatures.sign(store.connection, article_id, signature.text, VERSION)
        if signature.text is not None:
            text = Text(signature.text, article_id, signature.sketch, signature.facts)
            signatures.keep_text(store.connection, text)


def link_unlike(store: Store, signed: Mapping[int, Signature]) -> set[int]:
    """Add new articles whose texts share no band with any other: no text is compared with theirs.

    Args:
        store: Within a transaction.
        signed: Signatures by article, each of another text.

    Returns:
        The articles that were added; `link_duplicates` adds the others.
    """
    db = store.connection
    counts = Counter(band for one in signed.values() for band in set(list_bands(one.sketch)))
    taken = bands.find_taken(db, list(counts))
    unlike = {
        article: one
        for article, one in signed.items()
        if not any(counts[band] > 1 or band in taken for band in list_bands(one.sketch))
    }
    for article, one in unlike.items():
        signatures.sign(db, article, one.text, VERSION)
    signatures.add_texts(
        db, [Text(one.text, article, one.sketch, one.facts) for article, one in unlike.items() if one.text is not None]
    )
    return set(unlike)


def relink(store: Store, article_id: int) -> int | None:
    """Brings an article's clusters up to date after its date, address or text changed in the database."""
    return link_duplicates(store, article_id)


def unlink(store: Store, article_id: int) -> None:
    """Takes an article out of its clusters, e.g. before its record is merged into another."""
    text = signatures.find_text_of(store.connection, article_id)
    if text is None:
        signatures.remove_signature(store.connection, article_id)
        return
    db = store.connection
    following = find_neighbours(db, signatures.read_texts(db, [text])[0]).following
    with _following_head(db, text):
        leave_text(db, article_id, text)
    if signatures.find_head(db, text) is None:
        _compare_leaders(db, following)


def settle_all(store: Store) -> None:
    """Choose the origins that hang on all articles together. Run when all that was to come has come.

    That is at the end of a run, of an import, of a merge. A part is settled where it is taken back.
    """
    if not store.is_part:
        note_doubts(store)
        settle_postponed(store)


def settle_postponed(store: Store) -> int:
    """Settle the clusters that were too large to be settled for each article that came; how many texts there were."""
    db = store.connection
    texts = signatures.list_postponed(db)
    for text in texts:
        with store.transaction(), _following_head(db, text):
            if signatures.find_head(db, text) is not None:
                settle_text(db, text, most=MOST_AT_ONCE)
    with store.transaction():
        settle_clusters(db, [one.head for one in signatures.read_texts(db, texts)])
        signatures.forget_postponed(db)
    return len(texts)


def resign_outdated(store: Store, limit: int) -> int:
    """Signs up to `limit` articles again whose signatures an older version made; how many there were.

    Each in a transaction of its own: a run that is cut short goes on where it stopped.
    """
    if store.is_part:
        return 0
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
    spelled = signatures.read_content(db, before) if before is not None and is_known else None
    yield
    head = signatures.find_head(db, text)
    if head is None or (head == before and is_known):
        return
    if signatures.read_content(db, head) != spelled:
        _compare_again(db, head, text)


def _compare_again(db: Connection, head: int, text: int) -> None:
    edges = signatures.read_edges(db, head)
    neighbours = [edge.other_than(head) for edge in edges if edge.kind == "reprint"]
    following = find_neighbours(db, signatures.read_texts(db, [text])[0]).following
    signatures.remove_edges(db, edges)
    signatures.remove_text(db, text)
    _compare_leaders(db, following)
    _add_text(db, head, replace(sign_text(*signatures.read_content(db, head)), text=text))
    settle_clusters(db, [head, *neighbours], moved=head)
    for neighbour in neighbours:  # whose copies tell how similar they are
        signatures.link_copies(db, neighbour)


def _add_text(db: Connection, article: int, signature: Signature) -> None:
    """Add a text that no other article has, and link it with its like."""
    text = Text(signature.text or 0, article, signature.sketch, signature.facts)
    if isinstance(signature, Signed) and signature.features is not None:
        _kept.keep(signatures.read_content(db, article), signature.features)
    signatures.add_text(db, text)
    neighbours = find_neighbours(db, text)
    edges = _find_edges(db, text, read_candidates(db, text, neighbours))
    write_edges(db, article, edges)
    parted = [head for displaced in neighbours.following for head in _drop_unfounded(db, displaced)]
    if any(edge.kind == "reprint" for edge in edges.values()):
        settle_clusters(db, [article], most=MOST_AT_ONCE)
    settle_clusters(db, parted)


def _find_edges(db: Connection, text: Text, candidates: Iterable[Text]) -> dict[int, Edge]:
    """Compare a text with others; the edges of its head by their other end."""
    edges = {}
    sieve = Sieve(text.sketch, text.facts)
    for one in candidates:
        likely = sieve.sort_out(one.sketch, one.facts)
        if likely == "reprint":
            found = compare(_kept.take(db, text), _kept.take(db, one))
            if found is not None:
                edges[one.head] = Edge(text.head, one.head, round(found[1], 4), found[0])
        elif likely == "template":
            similarity = measure_masked(_kept.take(db, text), _kept.take(db, one))
            if similarity >= TEMPLATE_JACCARD:
                edges[one.head] = Edge(text.head, one.head, round(similarity, 4), "template")
    return edges


def _drop_unfounded(db: Connection, displaced: int) -> list[int]:
    """Drop the edges of a text that led a band till now to those that it would not be compared with any more.

    Returns:
        The heads whose clusters have to be settled.
    """
    text = signatures.read_texts(db, [displaced])[0]
    known = signatures.read_edges(db, text.head)
    if not known:
        return []
    edges = {signatures.find_text_of(db, edge.other_than(text.head)): edge for edge in known}
    compared = list_compared(db, text, {other for other in edges if other is not None})
    lost = [edge for other, edge in edges.items() if other not in compared]
    signatures.remove_edges(db, lost)
    return [head for edge in lost if edge.kind == "reprint" for head in (edge.article, edge.other)]


def _compare_leaders(db: Connection, following: Iterable[int]) -> None:
    """Compare texts that have become leaders of a band with those of it that they were not compared with."""
    for text in signatures.read_texts(db, following):
        known = {edge.other_than(text.head) for edge in signatures.read_edges(db, text.head)}
        edges = _find_edges(db, text, (one for one in list_candidates(db, text) if one.head not in known))
        write_edges(db, text.head, edges)
        if any(edge.kind == "reprint" for edge in edges.values()):
            settle_clusters(db, [text.head])


class _Kept(OrderedDict[tuple[str, str | None, str], Features]):
    """Features of the texts that were compared last: the first ones of a template are compared all the time.

    A text is known by its letters, its punctuation and its capitals, never by the article that holds it: what an
    article says may change, and a transaction may be rolled back.
    """

    def take(self, db: Connection, text: Text) -> Features:
        """The features of a text as its head spells it."""
        parts = signatures.read_content(db, text.head)
        features = self.get(parts)
        if features is None:
            return self.keep(parts, read_parts(*parts))
        self.move_to_end(parts)
        return features

    def keep(self, parts: tuple[str, str | None, str], features: Features) -> Features:
        """Keep the features of a title, a lead and a body, in place of those that were asked for least recently."""
        self[parts] = features
        if len(self) > _KEPT:
            self.popitem(last=False)
        return features


_kept = _Kept()
