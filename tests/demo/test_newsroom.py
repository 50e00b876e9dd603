from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.demo.newsroom import COMMUNE, DISTRICT, PARTY, Newsroom

TODAY = date(2026, 2, 20)
ROOM = Newsroom(TODAY)
RELATIVES = {frozenset(("two-categories", "reprint")), frozenset(("template", "template-again"))}


def shingle(text: str, size: int = 4) -> set[tuple[str, ...]]:
    words = text.lower().split()
    return {tuple(words[i : i + size]) for i in range(len(words) - size + 1)}


def test_there_are_some_120_articles_on_three_portals():
    counts = Counter(story.portal for story in ROOM.list_stories(2))
    assert 110 <= sum(counts.values()) <= 130
    assert set(counts) == {DISTRICT, COMMUNE, PARTY}
    assert len(ROOM.list_stories(2)) - len(ROOM.list_stories(1)) == 3


def test_addresses_are_unique():
    paths = [
        (story.portal, story.path) for portal in (DISTRICT, COMMUNE, PARTY) for story in ROOM.read_edition(2, portal)
    ]
    assert len(set(paths)) == len(paths)


def test_every_article_has_three_to_eight_paragraphs():
    lengths = {story.title: len(story.lines) for story in ROOM.list_stories(2) if not story.key}
    assert {title: n for title, n in lengths.items() if not 3 <= n <= 8} == {}


def test_unrelated_articles_share_no_wording():
    stories = [(story, shingle(" ".join(story.lines))) for story in ROOM.list_stories(2)]
    for (one, a), (other, b) in combinations(stories, 2):
        if frozenset((one.key, other.key)) not in RELATIVES:
            assert len(a & b) / min(len(a), len(b)) < 0.1, (one.title, other.title)


def test_planted_relatives_are_close():
    for keys in RELATIVES:
        a, b = (shingle(" ".join(ROOM.find_planted(key).lines)) for key in sorted(keys))
        assert len(a & b) / len(a | b) > 0.5


@given(st.dates(date(2025, 7, 1), date(2050, 1, 1)))
def test_recent_stories_stay_recent_and_nothing_lies_in_the_future(today):
    room = Newsroom(today)
    stories = room.list_stories(2)
    assert all(story.at.date() < today for story in stories)
    window = today - timedelta(days=14)
    recent = [story for story in stories if story.at.date() >= window]
    assert room.find_planted("update") in recent
    assert len(recent) >= 8


def test_numbers_are_the_same_in_both_editions():
    first = {story.title: story.path for story in ROOM.list_stories(1)}
    second = {story.title: story.path for story in ROOM.list_stories(2)}
    assert first.items() <= second.items()


def test_update_changes_one_line():
    before, after = (ROOM.find_planted("update", edition) for edition in (1, 2))
    assert sum(a != b for a, b in zip(before.lines, after.lines, strict=True)) == 1
    assert after.updated and not before.updated
    assert not any("{" in line for line in after.lines)


def test_unknown_trap_is_refused():
    with pytest.raises(KeyError, match="nothing"):
        ROOM.find_planted("nothing")
