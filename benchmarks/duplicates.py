"""How well copies, reprints and templates are told apart, on a made-up corpus with labels, beside other methods.

    python -m benchmarks.duplicates [--size 5000] [--seed 1] [--methods] [--similarity]

Prints per kind and degree of change how many articles point to their cluster's origin and are called what they
are; precision over all articles called duplicates; template pairs found and mistaken for reprints. `--methods`
adds exact hashing, trafilatura's fingerprint and MinHash of datasketch (if installed) on the same corpus.
`--similarity` measures labelled pairs instead: that is how the thresholds of `harvester.duplicates.classification` were
set.
The corpus comes from `duplicates_corpus`, which knows nothing of thresholds.
"""

from __future__ import annotations

import argparse
import tempfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from benchmarks.duplicates_corpus import Document, make_corpus
from benchmarks.duplicates_growth import open_store, put
from benchmarks.local_news import News
from harvester.duplicates.classification import Similarity, measure_similarity
from harvester.duplicates.features import Features
from harvester.duplicates.tokens import take_apart
from harvester.vietnamese.spelling import squash

Pair = frozenset[int]
Tally = dict[tuple[str, str], list[int]]
MEASURES = (
    "jaccard", "containment", "masked", "left_by_masking", "conflicts", "exchanged", "other_numbers", "other_names",
)  # fmt: skip


@dataclass(slots=True)
class Found:
    """What a method says: the origin of each document, or None; and the kind of each pair that it links."""

    origins: dict[int, int | None]
    kinds: dict[Pair, str] = field(default_factory=dict)


def find_root(documents: Sequence[Document], document: Document) -> int:
    while document.origin is not None:
        document = documents[document.origin]
    return document.number


def find_by_harvester(documents: Sequence[Document], order: Iterable[int], folder: Path) -> Found:
    """Stores the documents in this order, as a crawl does."""
    numbers: dict[str, int] = {}
    with open_store(folder / f"{Random().getrandbits(48)}.db") as store:
        for number in order:
            one = documents[number]
            url = f"https://p.example/{number:06}"
            put(store, News(one.title, one.lead, [[one.body]], None, one.published), url)
            numbers[url] = number
        rows = store.connection.execute("SELECT id, url, duplicate_of FROM articles").fetchall()
        places = {row["id"]: numbers[row["url"]] for row in rows}
        links = store.connection.execute("SELECT article, other, kind FROM similar").fetchall()
    origins = {places[row["id"]]: places.get(row["duplicate_of"]) for row in rows}
    return Found(origins, {frozenset((places[a], places[b])): kind for a, b, kind in links})


def tally_origins(documents: Sequence[Document], found: Found) -> Tally:
    """Per kind and degree: how many there are, point to their origin, and are linked to it as their kind."""
    tally: Tally = defaultdict(lambda: [0, 0, 0])
    for one in documents:
        if one.origin is not None:
            row = tally[(one.kind, one.degree)]
            row[0] += 1
            row[1] += found.origins[one.number] == find_root(documents, one)
            row[2] += found.kinds.get(frozenset((one.number, one.origin))) == one.kind
    return tally


def measure_precision(documents: Sequence[Document], found: Found) -> tuple[int, float]:
    """How many documents are called duplicates, and the share of these that are, of what they point to."""
    called = [(one, origin) for one, origin in found.origins.items() if origin is not None]
    right = sum(
        find_root(documents, documents[one]) == find_root(documents, documents[origin]) for one, origin in called
    )
    return len(called), right / max(1, len(called))


def tally_templates(documents: Sequence[Document], found: Found) -> Tally:
    """Per kind of template: pairs of its texts, how many are linked as template, how many as duplicates."""
    groups: dict[int, list[int]] = defaultdict(list)
    for one in documents:
        if one.kind == "template" and one.group is not None:
            groups[one.group].append(one.number)
    tally: Tally = defaultdict(lambda: [0, 0, 0])
    for members in groups.values():
        row = tally[("template", documents[members[0]].degree)]
        for index, one in enumerate(members):
            for other in members[index + 1 :]:
                kind = found.kinds.get(frozenset((one, other)))
                row[0] += 1
                row[1] += kind == "template"
                row[2] += kind in ("same", "reprint")
    return tally


def group_by(documents: Sequence[Document], key: Callable[[Document], Hashable]) -> Found:
    """Duplicates are those with an equal key; the earliest is the origin."""
    first: dict[Hashable, int] = {}
    origins: dict[int, int | None] = {}
    for one in sorted(documents, key=lambda one: (one.published, one.number)):
        mark = key(one)
        origins[one.number] = first.get(mark)
        first.setdefault(mark, one.number)
    return Found(origins)


def find_by_simhash(documents: Sequence[Document]) -> Found:
    """trafilatura's fingerprint at the similarity that it takes for a duplicate itself."""
    from trafilatura.deduplication import Simhash

    marks = [Simhash(f"{one.lead}\n{one.body}") for one in documents]
    threshold = 0.953
    origins: dict[int, int | None] = {}
    leaders: list[int] = []
    for one in sorted(documents, key=lambda one: (one.published, one.number)):
        like = (leader for leader in leaders if marks[leader].similarity(marks[one.number]) >= threshold)
        origins[one.number] = next(like, None)
        if origins[one.number] is None:
            leaders.append(one.number)
    return Found(origins)


def find_by_datasketch(documents: Sequence[Document], threshold: float) -> Found:
    """MinHash with 128 permutations over normalised runs of four words."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=threshold, num_perm=128)
    origins: dict[int, int | None] = {}
    marks: dict[int, object] = {}
    for one in sorted(documents, key=lambda one: (one.published, one.number)):
        mark = MinHash(num_perm=128)
        words = take_apart(f"{one.lead}\n{one.body}").words
        mark.update_batch([" ".join(words[start : start + 4]).encode() for start in range(len(words) - 3)])
        like = [other for other in sorted(index.query(mark)) if mark.jaccard(marks[other]) >= threshold]
        origins[one.number] = like[0] if like else None
        if not like:
            marks[one.number] = mark
            index.insert(one.number, mark)
    return Found(origins)


def run_methods(documents: Sequence[Document]) -> None:
    def show(name: str, found: Found) -> None:
        tally = tally_origins(documents, found)
        recall = sum(row[1] for row in tally.values()) / sum(row[0] for row in tally.values())
        precision = measure_precision(documents, found)[1]
        print(f"{name:32} precision {precision:.3f}  origin found {recall:.3f}", flush=True)

    show("exact bytes", group_by(documents, lambda one: one.title + one.lead + one.body))
    show("exact, NFC", group_by(documents, lambda one: unicodedata.normalize("NFC", one.title + one.lead + one.body)))
    show("exact, normalised", group_by(documents, lambda one: squash(one.title + one.lead + one.body)))
    show("trafilatura's SimHash", find_by_simhash(documents))
    try:
        for threshold in (0.7, 0.8):
            show(f"datasketch, Jaccard index {threshold}", find_by_datasketch(documents, threshold))
    except ImportError:
        print("datasketch is not installed")


def list_pairs(documents: Sequence[Document], seed: int) -> Iterator[tuple[str, Document, Document]]:
    """Reprints with their origins, neighbours of one template, and pairs that have nothing to do with one another."""
    last: dict[int | None, Document] = {}
    for one in documents:
        if one.kind == "reprint" and one.origin is not None:
            yield f"reprint, {one.degree}", one, documents[one.origin]
        elif one.kind == "template":
            if one.group in last:
                yield f"template, {one.degree}", one, last[one.group]
            last[one.group] = one
    rng = Random(seed)
    for _ in documents:
        one, other = rng.sample(documents, 2)
        if find_root(documents, one) != find_root(documents, other) and (one.group is None or one.group != other.group):
            yield "unrelated", one, other


def show_similarity(documents: Sequence[Document], seed: int) -> None:
    """Per label the least, the middle and the greatest of each measure."""
    features = {one.number: Features(f"{one.lead}\n{one.body}") for one in documents}
    measured: dict[str, list[Similarity]] = defaultdict(list)
    for label, one, other in list_pairs(documents, seed):
        measured[label].append(measure_similarity(features[one.number], features[other.number]))
    for label, pairs in sorted(measured.items()):
        print(f"{label}: {len(pairs)} pairs")
        for name in MEASURES:
            values = sorted(getattr(one, name) for one in pairs)
            print(f"    {name:16} {values[0]:7.3f} {values[len(values) // 2]:7.3f} {values[-1]:7.3f}")


def show_tally(tally: Tally, second: str, third: str) -> None:
    for (kind, degree), (total, right, other) in sorted(tally.items()):
        print(f"{kind:9} {degree:14} {total:6}  {second} {right / total:.4f}  {third} {other / total:.4f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--methods", action="store_true", help="measure other methods too")
    parser.add_argument("--similarity", action="store_true", help="measure labelled pairs instead")
    options = parser.parse_args()
    documents = make_corpus(options.size, options.seed)
    print(f"{len(documents)} documents:", dict(Counter(one.kind for one in documents)))
    if options.similarity:
        show_similarity(documents, options.seed)
        return
    order = list(range(len(documents)))
    Random(options.seed).shuffle(order)
    with tempfile.TemporaryDirectory() as folder:
        found = find_by_harvester(documents, order, Path(folder))
    tally = tally_origins(documents, found)
    show_tally(tally, "points to its origin", "linked as its kind")
    called, precision = measure_precision(documents, found)
    recall = sum(row[1] for row in tally.values()) / sum(row[0] for row in tally.values())
    print(f"{called} called duplicates: precision {precision:.4f}, origin found {recall:.4f}")
    show_tally(tally_templates(documents, found), "pairs found", "taken for duplicates")
    if options.methods:
        run_methods(documents)


if __name__ == "__main__":
    main()
