"""Old texts put among those that are known."""

from itertools import permutations

import pytest

from harvester.loading.history import insert_version
from harvester.store.articles.versions import History, Version


def make(since: str, text: str, cause: str = "page") -> Version:
    return Version(since, text, text, None, text, None, cause)


def show(versions) -> str:
    return " ".join(f"{one.content_hash}{one.since}" for one in versions)


@pytest.mark.parametrize(
    ("seen", "shown", "place"),
    [
        (("1", "A"), "A1 B3 C5", "earlier"),
        (("1", "B"), "B1 C5", "unchanged"),
        (("4", "B"), "B3 C5", "unchanged"),
        (("4", "C"), "B3 C4", "unchanged"),
        (("4", "X"), "B3 X4 C5", "earlier"),
        (("6", "C"), "B3 C5", "unchanged"),
        (("6", "X"), "B3 C5 X6 C9", "earlier"),
    ],
)
def test_place_of_an_old_text(seen, shown, place):
    history = History([make("3", "B"), make("5", "C")], "9")
    assert (show(insert_version(history, make(*seen))[0]), insert_version(history, make(*seen))[1]) == (shown, place)


def test_two_texts_of_one_second_are_two_and_not_three():
    """Two archives may have the page from the same second, of two servers."""
    history = History([make("3", "B"), make("5", "C")], "5")
    assert show(insert_version(history, make("5", "X"))[0]) == "B3 X5 C5"


def test_text_that_only_our_rules_read_otherwise_is_no_other_text():
    history = History([make("3", "B", "extractor"), make("7", "C")], "9")
    assert insert_version(history, make("4", "C"))[1] == "unchanged"
    assert show(insert_version(history, make("1", "A"))[0]) == "A1 B3 C7"


@pytest.mark.parametrize("order", list(permutations([("1", "A"), ("2", "A"), ("4", "B")])))
def test_order_of_arrival_does_not_count(order):
    history = History([make("6", "B")], "6")
    for seen in order:
        history = History(insert_version(history, make(*seen))[0], "6")
    assert show(history.versions) == "A1 B4"
