"""What makes a text recognisable: its syllables, its facts, and the same text with the facts masked.

Facts are numbers and names. Dates and amounts are one fact each (`12/5/2023`, `12,4 tỷ`): split into tokens
they would agree by chance. The masked text has `#` for a number and `@` for a name, so that two texts of one
template have it in common.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from operator import add

from harvester.vietnamese.spelling import compose, place_tones

NUMBER, NAME = "#", "@"
BEFORE, AFTER = 5, 3
"""Masked words around a fact that say which place in the text it fills. With three and two, sentences of
unrelated paragraphs had places in common; a template's are the same over whole sentences."""

LONG_SENTENCE = 5
"""Masked words that make a sentence long enough to know its neighbours by."""
LIST_LINES, SHORT_LINE = 20, 15
"""A list has this many lines or more, half of them with at most so many words."""

# A word, or a number with its inner signs: `12/5/2023`, `12,4`, `1.200`, `08:30`, `2a`
_WORD = re.compile(r"\w+(?:[.,/:-]\d+)*")
# Parts sentences; `12.5` and `1.200` have no space after the dot
_SENTENCE_END = re.compile(r"[.!?…;]+\s|\n")
# `ngày 5 tháng 9 năm 2021` is the date `5/9/2021`
_LONG_DATE = re.compile(r"(\d{1,2}) tháng (\d{1,2})(?: năm (\d{4}))?")
# `5.9.2021`, `5-9-2021`, `05/09/2021`
_DATE = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
# `05/09`
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})")
# `1.124` or `4.884.100.000`: dots or commas between thousands
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_MAGNITUDES = frozenset({"tỷ", "tỉ", "triệu", "nghìn", "ngàn", "trăm"})

_PLACES = frozenset({"xã", "phường", "huyện", "quận", "tỉnh", "thôn", "xóm", "bản", "ấp", "làng"})
_TOWNS = frozenset({("thị", "trấn"), ("thị", "xã"), ("thành", "phố")})


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text as words, and the same with its facts masked. A name of several words is one masked token."""

    words: list[str]  # lower-case, in one spelling, without punctuation; numbers whole
    masked: list[str]
    facts: list[tuple[int, str]]  # where in `masked`, and the fact


def take_apart(text: str) -> Tokens:
    """Words, masked words and facts. Two and more capitalised words in a row are a name: `Bế Chí Sáo`."""
    tokens = _WORD.findall(compose(text))
    if not tokens:
        return Tokens([], [], [])
    words = place_tones(" ".join(tokens).lower()).split(" ")
    masked: list[str] = []
    facts: list[tuple[int, str]] = []
    capitals = 0  # capitalised words just before, already in `masked`
    start = 0
    # most words are small ones, and are taken over in runs: this is called for every article stored
    for index in [at for at, token in enumerate(tokens) if token[0] <= "9" or not token.islower()]:
        if index > start and capitals:
            _mask_name(masked, facts, capitals)
            capitals = 0
        masked += words[start:index]
        start = index + 1
        token = tokens[index]
        if token[0].isupper() and not token[1:2].isupper():
            capitals += 1
            masked.append(words[index])
            continue
        if capitals:
            _mask_name(masked, facts, capitals)
            capitals = 0
        if token[0].isdigit():
            unit = words[index + 1] if index + 1 < len(words) else ""
            number = canonise_number(words[index])
            facts.append((len(masked), f"{number} {unit}" if unit in _MAGNITUDES else number))
            masked.append(NUMBER)
        else:
            masked.append(words[index])
    if capitals:
        _mask_name(masked, facts, capitals)
    return Tokens(words, masked + words[start:], facts)


def _mask_name(masked: list[str], facts: list[tuple[int, str]], length: int) -> None:
    """The last words, if there are several, as one name. What kind of place it is goes too: `xã @` and
    `thị trấn @` are one template."""
    if length < 2:
        return
    name = " ".join(masked[-length:])
    del masked[-length:]
    if masked and masked[-1] in _PLACES:
        masked.pop()
    elif len(masked) > 1 and (masked[-2], masked[-1]) in _TOWNS:
        del masked[-2:]
    facts.append((len(masked), name))
    masked.append(NAME)


def canonise_number(text: str) -> str:
    """One form of a number or date: `05/09/2021` and `5-9-2021` are `5/9/2021`, `1.200` is `1200`."""
    if text.isdigit():
        return text.lstrip("0") or "0"
    if match := _DATE.fullmatch(text):
        return f"{int(match[1])}/{int(match[2])}/{match[3]}"
    if match := _DAY.fullmatch(text):
        return f"{int(match[1])}/{int(match[2])}"
    if _THOUSANDS.fullmatch(text):
        return text.replace(".", "").replace(",", "")
    return text.replace(",", ".")


def make_shingles(words: list[str]) -> list[str]:
    """Runs of four words, repeated ones too; the whole text where it is shorter.

    Unrelated local news share few runs of four; a reworded sentence keeps some. These measure how alike two
    texts are.
    """
    if len(words) < 4:
        return ["".join(words)] if words else []
    pairs = list(map(add, words, words[1:]))
    return list(map(add, pairs, pairs[2:]))


def make_long_shingles(words: list[str]) -> list[str]:
    """Runs of eight words. These find texts that may be alike: stock phrases are shorter, so that unrelated
    texts share a tenth of what they share in fours, and reprints nearly as much."""
    if len(words) < 8:
        return ["".join(words)] if words else []
    fours = make_shingles(words)
    return list(map(add, fours, fours[4:]))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with facts: how it is found by its masked form and a neighbour's, and its facts in order."""

    after: int | None  # with the sentence before it; None where that is too short to tell
    before: int | None  # with the sentence after it
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Features:
    """A text taken apart for comparing it with another exactly."""

    shingles: frozenset[int]
    masked: frozenset[int]
    places: dict[int, frozenset[str]]  # the facts that fill a place, known by the masked words around it
    numbers: frozenset[str]
    names: frozenset[str]
    sentences: tuple[Sentence, ...]  # those with facts
    beside: dict[int, tuple[str, ...]]  # facts of a sentence, by its masked form and the sentence before or after
    words: str  # all words and facts, each between spaces: to see whether a fact stands anywhere
    is_list: bool  # many short lines: a job offer, an agenda, a list of prices


def read_features(text: str) -> Features:
    """Takes a text apart. Hashes hold within one process."""
    parts = [take_apart(part) for part in _SENTENCE_END.split(_LONG_DATE.sub(_shorten_date, compose(text)))]
    words = [word for part in parts for word in part.words]
    masked = [word for part in parts for word in part.masked]
    facts = [fact for part in parts for _, fact in part.facts]
    sentences = _find_sentences([part for part in parts if part.words])
    return Features(
        shingles=_hash_all(make_shingles(words)),
        masked=_hash_all(make_shingles(masked)),
        places=_find_places(parts, masked),
        numbers=frozenset(fact for fact in facts if fact[0].isdigit()),
        names=frozenset(fact for fact in facts if not fact[0].isdigit()),
        sentences=sentences,
        beside={place: one.facts for one in sentences for place in (one.after, one.before) if place is not None},
        words=f" {' '.join(words)} {' '.join(facts)} ",
        is_list=_is_list(text),
    )


def _find_sentences(parts: list[Tokens]) -> tuple[Sentence, ...]:
    hashes = [hash(tuple(part.masked)) for part in parts]
    longs = [len(part.masked) >= LONG_SENTENCE for part in parts]
    found = []
    for index, part in enumerate(parts):
        if part.facts:
            last, after = index - 1, index + 1
            found.append(
                Sentence(
                    hash((hashes[last], hashes[index], "after")) if index and longs[last] else None,
                    hash((hashes[index], hashes[after], "before")) if after < len(parts) and longs[after] else None,
                    tuple(fact for _, fact in part.facts),
                )
            )
    return tuple(found)


def _is_list(text: str) -> bool:
    lengths = sorted(line.count(" ") + 1 for line in text.split("\n") if line.strip())
    return len(lengths) >= LIST_LINES and lengths[len(lengths) // 2] <= SHORT_LINE


def _shorten_date(match: re.Match[str]) -> str:
    return "/".join(part for part in match.groups() if part)


def _hash_all(items: Iterable[str]) -> frozenset[int]:
    return frozenset(map(hash, items))


def _find_places(parts: list[Tokens], masked: list[str]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    padded = [*[""] * BEFORE, *masked, *[""] * AFTER]
    start = 0
    for part in parts:
        for index, fact in part.facts:
            place = start + index
            found.setdefault(hash(tuple(padded[place : place + BEFORE + AFTER + 1])), set()).add(fact)
        start += len(part.masked)
    return {place: frozenset(facts) for place, facts in found.items()}
