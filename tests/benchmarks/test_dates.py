"""The corpus of date texts that readers are measured on is that of the tests."""

from benchmarks.dates import CORPUS, read_corpus


def test_the_corpus_is_where_it_is_looked_for():
    rows = read_corpus(CORPUS)
    assert {row.expected is None for row in rows} == {True, False}
