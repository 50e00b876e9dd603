"""Paragraphs that are others cut, or several in one: what a copy leaves, an excerpt, a whole text in one block."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import accumulate

from harvester.duplicates.alignment import (
    LOOKAHEAD,
    SHORTEST_START,
)
from harvester.duplicates.paragraphs import (
    PROSE,
    Paragraph,
    count_all_letters,
    read_mark,
)
from harvester.duplicates.told_fields import ToldFields
from harvester.vietnamese.spelling import squash

FEWEST_JOINED = 2
LEAST_JOINED = 0.4
"""Paragraphs of running text that are strung together in a copy, and its part of the page by letters."""
MOST_CUT = 20
"""Paragraphs of a page that are looked for in others, since they look cut."""

# What ends a sentence before another, e.g. `. `
_INNER_END = re.compile(r"[.!?…]\s")
# A paragraph that is cut: `… của xã Lộc Giã`, `[...] và trồng cây`, `giữ gìn con đường.`; `Hơn 120 đoàn viên [...]`
_CUT_START = re.compile(r"\W{0,9}(?:…|\.\.\.)")
_CUT_END = re.compile(r"(?:…|\.\.\.)\W{0,9}$")


def halve_paragraph(one: Paragraph) -> Paragraph:
    """A paragraph once, where its text of several sentences stands in it twice."""
    half = len(one.letters) // 2
    if half < FEWEST_JOINED * PROSE or one.letters != 2 * one.letters[:half]:
        return one
    words = one.text.split()
    ends = accumulate(len(squash(word)) for word in words)
    middle = next((place for place, end in enumerate(ends, 1) if end == half), 0)
    text = " ".join(words[:middle])
    return replace(one, text=text, letters=one.letters[:half]) if _INNER_END.search(text) else one


def drop_strung(page: Sequence[Paragraph], known: ToldFields) -> list[Paragraph]:
    """The paragraphs without one that is nothing but the others in one block: a copy, to be read aloud for one."""
    whole = count_all_letters(page)
    long = [index for index, one in enumerate(page) if len(one.letters) >= LEAST_JOINED * whole]
    between = sorted((*known.captions, *known.texts), key=len, reverse=True)[:MOST_CUT]
    out = {
        index
        for index in long
        if is_strung_together(page[index], page[:index], between)
        or is_strung_together(page[index], page[index + 1 :], between)
    }
    return [one for index, one in enumerate(page) if index not in out]


def is_strung_together(whole: Paragraph, parts: Sequence[Paragraph], between: Collection[str]) -> bool:
    """Whether a paragraph is several others in their order, with texts that the fields tell between them."""
    place = prose = 0
    for one in parts:
        place = _pass_by(whole, place, between)
        if one.letters and whole.letters.startswith(one.letters, place):
            place += len(one.letters)
            prose += one.is_sentence
    return _pass_by(whole, place, between) == len(whole.letters) and prose >= FEWEST_JOINED


def _pass_by(whole: Paragraph, place: int, texts: Collection[str]) -> int:
    """The place in a paragraph behind those texts that stand there, each of them once."""
    left = list(texts)
    while (found := next((text for text in left if whole.letters.startswith(text, place)), None)) is not None:
        left.remove(found)
        place += len(found)
    return place


def drop_teaser(page: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """The paragraphs without the first where it is cut from the beginning of what follows, and ends with dots."""
    filled = [one for one in page if one.letters]
    first = filled[0] if filled else None
    if first is None or not first.is_prose or not is_cut_short(first, filled[1:]):
        return page
    starts = ("".join(one.letters for one in filled[place:]) for place in range(1, LOOKAHEAD + 1))
    return [one for one in page if one is not first] if any(s.startswith(first.letters) for s in starts) else page


def is_cut_short(one: Paragraph, others: Iterable[Paragraph]) -> bool:
    """Whether a paragraph ends with dots that stand in none of the others: `tăng cường song hiệu quả chưa cao...`."""
    return _CUT_END.search(one.text) is not None and not any(one.text.strip() in other.text for other in others)


def list_pieces(page: Sequence[Paragraph]) -> set[int]:
    """Where paragraphs stand that are others cut: with dots where they are cut, or from the middle of a sentence on."""
    filled = [one for one in page if one.letters]
    cut = [
        index
        for index, one in enumerate(page)
        if len(one.letters) >= SHORTEST_START and (begins_inside(one.text) or _CUT_END.search(one.text))
    ]
    return {
        index
        for index in cut[:MOST_CUT]
        if any(is_piece(page, index, other) for other in filled) or is_excerpt(page, index)
    }


def is_excerpt(page: Sequence[Paragraph], index: int) -> bool:
    """Whether a paragraph that ends with dots stands in the rest of the page, in several paragraphs."""
    before, behind = page[:index], page[index + 1 :]
    if not is_cut_short(page[index], [*before, *behind]):
        return False
    return any(page[index].letters in "".join(one.letters for one in rest) for rest in (before, behind))


def begins_inside(text: str) -> bool:
    """Whether a text begins with dots, or as no sentence does: with a small letter."""
    first = next(filter(str.isalpha, text), "")
    return first.islower() or _CUT_START.match(text) is not None


def is_piece(page: Sequence[Paragraph], index: int, whole: Paragraph) -> bool:
    """Whether a paragraph is the beginning, the end or the middle of another; not where the rest stands beside it."""
    one = page[index]
    if len(one.letters) >= len(whole.letters):
        return False
    starts, ends = begins_inside(one.text) and not read_mark(one), is_cut_short(one, (whole,))
    if ends and whole.letters.startswith(one.letters):
        return True
    if starts and whole.letters.endswith(one.letters):
        before = next(
            (other.letters for other in reversed(page[max(0, index - LOOKAHEAD) : index]) if other.letters), ""
        )
        return not before or not whole.letters.endswith(before + one.letters)
    return starts and ends and one.letters in whole.letters
