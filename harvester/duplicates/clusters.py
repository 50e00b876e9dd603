"""Which article of a cluster is the origin: the rule of leaders.

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


def join_text(db: Connection, article: int, text: int, head: int) -> None:
    """One more article of a known text."""
    if signatures.sort_articles(db, (head, article))[0] == article:
        settle_text(db, text)
    else:
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
        _move_head(db, text, article, heir, edges)
        return
    signatures.remove_edges(db, edges)
    signatures.remove_text(db, text)
    settle_clusters(db, [edge.other_than(article) for edge in edges if edge.kind == "reprint"])


def settle_text(db: Connection, text: int) -> None:
    """After an article joined a text, or one of its articles changed place in the order of leaders."""
    head, first = signatures.find_head(db, text), signatures.find_first(db, text)
    assert head is not None and first is not None
    _move_head(db, text, head, first, signatures.read_edges(db, head))


def _move_head(db: Connection, text: int, head: int, first: int, edges: Sequence[Edge]) -> None:
    if first != head:
        signatures.move_head(db, text, first)
        signatures.remove_links_of(db, first)
    signatures.remove_edges(db, edges)
    write_edges(db, first, {edge.other_than(head): edge for edge in edges})
    settle_clusters(db, [first], moved=first if first != head else None)


def write_edges(db: Connection, head: int, edges: dict[int, Edge]) -> None:
    """Writes a head's edges, given by their other end: each leads from the later to the earlier article."""
    order = signatures.sort_articles(db, {head, *edges}) if edges else []
    place = {article: index for index, article in enumerate(order)}
    turned = []
    for other, edge in edges.items():
        later, earlier = (head, other) if place[head] > place[other] else (other, head)
        turned.append(Edge(later, earlier, edge.similarity, edge.kind))
    signatures.write_edges(db, turned)


def settle_clusters(db: Connection, heads: Iterable[int], moved: int | None = None) -> None:
    """Chooses origins anew in the components of these heads. `moved` has become a head just now."""
    done: set[int] = set()
    for head in heads:
        if head not in done:
            component = _walk_component(db, head)
            done.update(component)
            _choose_origins(db, component, moved)


def _walk_component(db: Connection, head: int) -> dict[int, set[int]]:
    """Every head that reprint edges lead to, with its neighbours."""
    found: dict[int, set[int]] = {}
    waiting = [head]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found[one] = {
                edge.other_than(one) for edge in signatures.read_edges(db, one) if edge.kind == "reprint"
            }
            waiting.extend(found[one])
    return found


def _choose_origins(db: Connection, component: dict[int, set[int]], moved: int | None) -> None:
    leaders: list[int] = []
    for head in signatures.sort_articles(db, component):
        origin = next((leader for leader in leaders if leader in component[head]), None)
        if origin is None:
            leaders.append(head)
        if signatures.read_origin(db, head) != origin or head == moved:
            signatures.write_origin(db, head, origin)
            signatures.link_copies(db, head)
