"""Which article of a cluster is the origin, given the order of leaders that store/articles/signatures.py sorts by.

In the order of publication (unknown last), then of addresses, an article joins the first leader to which it
has a direct edge, else it leads. Articles of equal text have the same edges, so the rule is worked out among
the first article of each text, its head. What comes out is a function of the articles, not of their arrival.
All of it runs inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from sqlite3 import Connection

from harvester.store.articles import signatures
from harvester.store.articles.signatures import Edge

MOST_AT_ONCE = 64
"""Copies of a text, and texts of a cluster, that are settled for each article that comes. Settling takes time by their
number, so that thousands that come one by one would take it by the square."""


def join_text(db: Connection, article: int, text: int, head: int) -> None:
    """Add one more article of a known text.

    Where very many have it, that this one was published first is found when the postponed ones are settled.
    """
    is_first = signatures.sort_articles(db, (head, article))[0] == article
    if is_first and signatures.has_more_articles(db, text, MOST_AT_ONCE):
        signatures.postpone(db, text)
    elif is_first:
        settle_text(db, text, most=MOST_AT_ONCE)
        return
    signatures.link_copy(db, article, head)


def leave_text(db: Connection, article: int, text: int) -> None:
    """Takes an article out of its text and its clusters, which are settled without it."""
    head = signatures.find_head(db, text)
    edges = signatures.read_edges(db, article) if head == article else []
    signatures.remove_signature(db, article)
    signatures.remove_links_of(db, article)
    signatures.write_origin(db, article, None)
    if head != article:
        return
    heir = signatures.find_first(db, text)
    if heir is not None:
        _move_head(db, text, (article, heir), edges)
        return
    signatures.remove_edges(db, edges)
    signatures.remove_text(db, text)
    settle_clusters(db, [edge.other_than(article) for edge in edges if edge.kind == "reprint"])


def settle_text(db: Connection, text: int, most: int | None = None) -> None:
    """After an article joined a text, or one of its articles changed place in the order of leaders."""
    head, first = signatures.find_head(db, text), signatures.find_first(db, text)
    assert head is not None and first is not None
    _move_head(db, text, (head, first), signatures.read_edges(db, head), most)


def _move_head(
    db: Connection, text: int, heads: tuple[int, int], edges: Sequence[Edge], most: int | None = None
) -> None:
    """Let the second of two articles be the head of their text in place of the first."""
    head, first = heads
    if first != head:
        signatures.move_head(db, text, first)
        signatures.remove_links_of(db, first)
    signatures.remove_edges(db, edges)
    write_edges(db, first, {edge.other_than(head): edge for edge in edges})
    settle_clusters(db, [first], moved=first if first != head else None, most=most)


def write_edges(db: Connection, head: int, edges: dict[int, Edge]) -> None:
    """Writes a head's edges, given by their other end: each leads from the later to the earlier article."""
    order = signatures.sort_articles(db, {head, *edges}) if edges else []
    place = {article: index for index, article in enumerate(order)}
    turned = []
    for other, edge in edges.items():
        later, earlier = (head, other) if place[head] > place[other] else (other, head)
        turned.append(Edge(later, earlier, edge.similarity, edge.kind))
    signatures.write_edges(db, turned)


def settle_clusters(db: Connection, heads: Iterable[int], moved: int | None = None, most: int | None = None) -> None:
    """Choose origins anew in the components of these heads.

    Args:
        db: Within a transaction.
        heads: One of each component, or several.
        moved: An article that has become a head just now.
        most: Heads of the largest component that is settled now; None to settle all. Larger ones wait for
            `settle_postponed`, and until then a head of one has the first origin that it is a reprint of.
    """
    done: set[int] = set()
    for head in heads:
        if head in done:
            continue
        component = _walk_component(db, head, most)
        if component is None:
            _postpone_head(db, head, moved)
        else:
            done.update(component)
            _choose_origins(db, component, moved)


def _walk_component(db: Connection, head: int, most: int | None) -> dict[int, set[int]] | None:
    """Every head that reprint edges lead to, with its neighbours; None where there are more than `most`."""
    found: dict[int, set[int]] = {}
    waiting = [head]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found[one] = _find_reprints(db, one)
            waiting.extend(found[one] - found.keys())
            if most is not None and len(found) > most:
                return None
    return found


def _find_reprints(db: Connection, head: int) -> set[int]:
    return {edge.other_than(head) for edge in signatures.read_edges(db, head) if edge.kind == "reprint"}


def _postpone_head(db: Connection, head: int, moved: int | None) -> None:
    origins = [one for one in _find_reprints(db, head) if signatures.read_origin(db, one) is None]
    order = signatures.sort_articles(db, [head, *origins])
    _change_origin(db, head, None if order[0] == head else order[0], moved)
    text = signatures.find_text_of(db, head)
    if text is not None:
        signatures.postpone(db, text)


def _change_origin(db: Connection, head: int, origin: int | None, moved: int | None) -> None:
    if signatures.read_origin(db, head) != origin or head == moved:
        signatures.write_origin(db, head, origin)
        signatures.link_copies(db, head)


def _choose_origins(db: Connection, component: dict[int, set[int]], moved: int | None) -> None:
    leaders: list[int] = []
    for head in signatures.sort_articles(db, component):
        origin = next((leader for leader in leaders if leader in component[head]), None)
        if origin is None:
            leaders.append(head)
        _change_origin(db, head, origin, moved)
