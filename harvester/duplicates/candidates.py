"""Which texts a text is compared with.

Two texts are compared where they share a band and one of them is among the band's leaders: the few texts with the
smallest ids. Ids are hashes, so the leaders are the same in whatever order texts came, and a text of a template that
thousands follow is compared with a few of them. Where a new text takes a leader's place it is compared with all of the
band, which is as rare as the band is full.
"""

from __future__ import annotations

import struct
from collections import Counter
from dataclasses import dataclass, field
from operator import eq
from sqlite3 import Connection

from harvester.duplicates.signature import TEXT_BANDS
from harvester.limits import MAX_ALIKE
from harvester.store.articles import bands, signatures
from harvester.store.articles.bands import PLACED, ROWS
from harvester.store.articles.signatures import Text

TEXT_LEADERS, SENTENCE_LEADERS = 12, 12
"""Leaders of a band of the text and of a sentence; of one of the masked text there are `MAX_ALIKE`. A template's texts
are linked with the first of them, so that the links of a smaller one are all there, and grow with the texts."""
LEAST_LED = 1 / 3
"""Of the bands that two texts share, the part that one of them leads at least."""
MOST_MEMBERS = 2000
"""Texts of a band, those with the smallest ids, that a leader of it is compared with."""


_PLACES = struct.Struct(f"{2 * ROWS}s" * PLACED)
"""The bands of a sketch that are told apart by their place."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Texts that share a band with a text, by their ids."""

    led: Counter[int] = field(default_factory=Counter)  # in how many bands, sentences aside, one of the two leads
    by_sentence: Counter[int] = field(default_factory=Counter)  # how many sentences they share
    following: set[int] = field(default_factory=set)
    """Those that follow on the leaders of a band which the text leads: its leaders if it were not there."""


def find_neighbours(db: Connection, text: Text) -> Neighbours:
    """Find the texts that share a band with a text which is in its bands already."""
    placed, sentences = text.bands[:PLACED], text.bands[PLACED:]
    found = Neighbours()
    groups = ((placed[:TEXT_BANDS], TEXT_LEADERS), (placed[TEXT_BANDS:], MAX_ALIKE), (sentences, SENTENCE_LEADERS))
    answers = bands.find(db, *((group, leaders + 1) for group, leaders in groups))
    for (group, leaders), members in zip(groups, answers, strict=True):
        for band, first in members.items():
            if first == [text.id]:  # as in most bands: nobody shares them
                continue
            ids = _list_compared(db, band, first, leaders, text.id)
            if ids[leaders:]:
                found.following.add(ids[leaders])
            (found.by_sentence if group is sentences else found.led).update(ids)
    del found.led[text.id], found.by_sentence[text.id]
    return found


def _list_compared(db: Connection, band: int, first: list[int], leaders: int, text: int) -> list[int]:
    """Which texts of a band one of them is compared with: the leaders, and as a leader all of them."""
    if text not in first[:leaders]:
        return first[:leaders]
    beyond = bands.find_beyond(db, band, first[-1], MOST_MEMBERS) if len(first) > leaders else []
    return first + beyond


def read_candidates(db: Connection, text: Text, neighbours: Neighbours) -> list[Text]:
    """Read the texts that a text is compared with, in the order of their ids.

    One of the two leads a good part of the bands that both share: else every text of a large template would by chance
    lead some band. A text that shares no band but those of sentences is one if it shares two, or the only one of a
    short text.
    """
    places = _PLACES.unpack_from(text.sketch)
    candidates = []
    for one in signatures.read_texts(db, neighbours.led.keys() | neighbours.by_sentence.keys()):
        led = neighbours.led[one.id]
        shared = sum(map(eq, places, _PLACES.unpack_from(one.sketch))) if led else 0
        sentences = min(len(text.sketch), len(one.sketch)) // (2 * ROWS) - PLACED
        if (led and led >= LEAST_LED * shared) or neighbours.by_sentence[one.id] >= max(1, min(2, sentences // 2)):
            candidates.append(one)
    return candidates


def list_compared(db: Connection, text: Text, among: set[int]) -> set[int]:
    """Find out with which of some texts one is compared; the ids of texts."""
    neighbours = find_neighbours(db, text)
    for counts in (neighbours.led, neighbours.by_sentence):
        for one in counts.keys() - among:
            del counts[one]
    return {one.id for one in read_candidates(db, text, neighbours)}


def list_candidates(db: Connection, text: Text) -> list[Text]:
    """Find and read the texts that a text is compared with."""
    return read_candidates(db, text, find_neighbours(db, text))
