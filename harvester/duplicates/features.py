"""What is compared of a text: its runs of words, and the facts with the places that they fill.

Comparing begins with the runs; the facts of most candidates are never asked for, and are worked out when they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from harvester.duplicates.shingles import CODE, SHORT, hash_runs, pack_words
from harvester.duplicates.tokens import Tokens, take_apart
from harvester.vietnamese.spelling import drop_diacritics

_BEFORE, _AFTER = 5, 3
"""Masked words around a fact that say which place in the text it fills. With three and two, sentences of
unrelated paragraphs had places in common; a template's are the same over whole sentences."""

LONG_SENTENCE = 5
"""Masked words that make a sentence long enough to know its neighbours by."""
LIST_LINES, SHORT_LINE = 20, 15
"""A list has this many lines or more, half of them with at most so many words."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with facts: how it is found by its masked form and a neighbour's, and its facts in order."""

    after: int | None  # with the sentence before it; None where that is too short to tell
    before: int | None  # with the sentence after it
    facts: tuple[str, ...]


class Features:
    """A text taken apart for comparing it with another exactly. Some hashes hold within one process only."""

    def __init__(self, text: str, *, is_short: bool = False) -> None:
        self.text = text
        self.is_short = is_short  # so that its title is in it
        self.tokens: Tokens = take_apart(text)

    @cached_property
    def is_list(self) -> bool:
        """Many short lines: a job offer, an agenda, a list of prices."""
        lengths = sorted(line.count(" ") + 1 for line in self.text.split("\n") if line.strip())
        return len(lengths) >= LIST_LINES and lengths[len(lengths) // 2] <= SHORT_LINE

    @cached_property
    def runs(self) -> tuple[int, ...]:
        """Runs of four words, in their order."""
        return hash_runs(self.tokens.words, SHORT)

    @cached_property
    def shingles(self) -> frozenset[int]:
        """The same, each once."""
        return frozenset(self.runs)

    @cached_property
    def masked(self) -> frozenset[int]:
        """The same of the masked text."""
        return frozenset(hash_runs(self.tokens.masked, SHORT))

    @cached_property
    def numbers(self) -> frozenset[str]:
        return frozenset(fact for _, fact in self.tokens.facts if fact[0].isdigit())

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(fact for _, fact in self.tokens.facts if not fact[0].isdigit())

    @cached_property
    def words(self) -> str:
        """All words and facts, each between spaces: to see whether a fact stands anywhere."""
        return f" {' '.join(self.tokens.words)} {' '.join(fact for _, fact in self.tokens.facts)} "

    @cached_property
    def bare_words(self) -> str:
        """The same without diacritics."""
        return drop_diacritics(self.words)

    def has_fact(self, fact: str) -> bool:
        """Whether a number or name stands anywhere; a name without any diacritics is that of those with them."""
        if f" {fact} " in self.words:
            return True
        if fact[-1].isdigit():
            return False
        bare = drop_diacritics(fact)
        return f" {bare} " in (self.bare_words if bare == fact else self.words)

    @cached_property
    def places(self) -> dict[int, frozenset[str]]:
        """The facts that fill a place, known by the masked words around it."""
        found: dict[int, set[str]] = {}
        padded = pack_words([*[""] * _BEFORE, *self.tokens.masked, *[""] * _AFTER])
        for place, fact in self.tokens.facts:
            around = padded[CODE * place : CODE * (place + _BEFORE + _AFTER + 1)]
            found.setdefault(hash(around), set()).add(fact)
        return {place: frozenset(facts) for place, facts in found.items()}

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Those with facts."""
        tokens = self.tokens
        starts = [0, *tokens.ends[:-1]]
        masked = pack_words(tokens.masked)
        hashes = [hash(masked[CODE * a : CODE * b]) for a, b in zip(starts, tokens.ends, strict=False)]
        longs = [b - a >= LONG_SENTENCE for a, b in zip(starts, tokens.ends, strict=False)]
        found = []
        facts = iter([*tokens.facts, (len(tokens.masked), "")])
        place, fact = next(facts)
        for index, end in enumerate(tokens.ends):
            own = []
            while place < end:
                own.append(fact)
                place, fact = next(facts)
            if own:
                last, after = index - 1, index + 1
                found.append(
                    Sentence(
                        hash((hashes[last], hashes[index], "after")) if index and longs[last] else None,
                        hash((hashes[index], hashes[after], "before")) if after < len(longs) and longs[after] else None,
                        tuple(own),
                    )
                )
        return tuple(found)

    @cached_property
    def beside(self) -> dict[int, tuple[str, ...]]:
        """Facts of a sentence, by its masked form and the sentence before or after."""
        return {place: one.facts for one in self.sentences for place in (one.after, one.before) if place is not None}
