"""The figures that the benchmarks promise, on corpora small enough for every run."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks import repeats
from benchmarks.duplicates import (
    find_by_harvester,
    find_root,
    group_by,
    measure_precision,
    show_similarity,
    tally_origins,
    tally_templates,
)
from benchmarks.duplicates_corpus import make_corpus
from benchmarks.duplicates_growth import measure_growth, open_store


def test_labelled_corpus(tmp_path: Path) -> None:
    documents = make_corpus(400, seed=21)
    found = find_by_harvester(documents, range(len(documents)), tmp_path)
    tally = tally_origins(documents, found)
    assert measure_precision(documents, found)[1] >= 0.99
    assert sum(row[1] for row in tally.values()) / sum(row[0] for row in tally.values()) >= 0.98
    templates = tally_templates(documents, found).values()
    assert sum(row[1] for row in templates) >= 0.9 * sum(row[0] for row in templates) > 0
    assert sum(row[2] for row in templates) <= 0.02 * sum(row[0] for row in templates)


def test_the_corpus_is_labelled() -> None:
    documents = make_corpus(300, seed=3)
    assert documents == make_corpus(300, seed=3)
    assert set(Counter(one.kind for one in documents)) == {"unique", "same", "reprint", "template"}
    for one in documents:
        root = documents[find_root(documents, one)]
        assert root.origin is None and (root.number == one.number) == (one.origin is None)


def test_pairs_are_measured_by_label(capsys: pytest.CaptureFixture[str]) -> None:
    show_similarity(make_corpus(200, seed=3), seed=1)
    printed = capsys.readouterr().out
    assert "unrelated: " in printed and "reprint, title: " in printed and "template, " in printed
    assert printed.count("containment") == printed.count(" pairs")


def test_exact_hashing_is_precise_and_blind() -> None:
    documents = make_corpus(300, seed=3)
    found = group_by(documents, lambda one: one.body)
    assert measure_precision(documents, found)[1] > 0.9
    assert sum(row[1] for row in tally_origins(documents, found).values()) < len(documents) / 3


def test_growth_is_measured(tmp_path: Path) -> None:
    with open_store(tmp_path / "x.db") as store:
        sizes = list(measure_growth(store, [20, 60]))
    assert [row[0] for row in sizes] == [20, 60]
    assert all(0 < space < 40_000 for _, _, space, _ in sizes)


def test_doubled_pages_collapse_and_meant_repetition_stays() -> None:
    right, total = repeats.measure(60, seed=4)
    assert right == total
