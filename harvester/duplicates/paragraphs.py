"""The paragraphs of a page: how they are compared, counted and told from what stands beside the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import normalize

from harvester.vietnamese.asides import is_aside, is_labelled
from harvester.vietnamese.spelling import drop_diacritics, squash

PROSE = 60
"""Letters from which a paragraph counts as running text; lines of songs, forms and captions are shorter."""
SHORTEST_SENTENCE = 25
"""Letters from which a paragraph that ends as a sentence does counts as one."""
MOST_MISSPELT = 0.3
"""Part of a paragraph's words that may be misspelt in a copy."""
LONGEST_SLIP = 20_000
"""Letters of the longest paragraph in which a slip is looked for."""

# What marks an item of a list, e.g. `- `, `1) `, `2. `
LIST_MARK = re.compile(r"\s*(?:[-–•*+]|\d{1,2}[.)])\s+")
# What ends a sentence, e.g. `.`
_SENTENCE_END = re.compile(r"[.!?…]\W*$")
_DIGIT = re.compile(r"\d")
LONGEST_SYLLABLE = 12
"""Letters of what is spelled by its sound: `nghiêng` has seven. To take apart thousands of marks takes long."""
# How a syllable begins whose sound some regions do not tell from another's, e.g. `tr`
_START = re.compile(r"tr|ch|gi|[sxlnrd](?!h)")
_SOUNDS = {"s": "x", "x": "x", "l": "n", "n": "n", "tr": "ch", "ch": "ch", "gi": "d", "r": "d", "d": "d"}
# The y of `ty`, `quy`, none of `hay`
_FINAL_Y = re.compile(r"(?:(?<=[bcdghklmnpqrstvx])|(?<=qu))y(?=[\u0300-\u036f]*$)")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block, or a line of a block, with its letters alone; a table is one paragraph."""

    text: str
    letters: str
    after: str  # what parts it from the next one: a blank line or a line break

    @property
    def is_prose(self) -> bool:
        """Whether it is running text."""
        return len(self.letters) >= PROSE and " | " not in self.text

    @property
    def is_sentence(self) -> bool:
        """Whether it is running text, or a short sentence."""
        is_whole = len(self.letters) >= SHORTEST_SENTENCE and _SENTENCE_END.search(self.text) is not None
        return self.is_prose or (is_whole and " | " not in self.text)


def split_paragraphs(body: str) -> list[Paragraph]:
    """Split a body into blocks, and blocks that are no tables into lines: a copy may have line breaks for blank lines.

    Args:
        body: Blocks parted by blank lines.
    """
    found: list[Paragraph] = []
    for block in body.split("\n\n"):
        lines = [block] if " | " in block else block.split("\n")
        for index, line in enumerate(lines):
            after = "\n\n" if index == len(lines) - 1 else "\n"
            found.append(Paragraph(line, squash(line), after))
    return found


def join_paragraphs(paragraphs: Sequence[Paragraph]) -> str:
    """Put a body together again."""
    return "".join(one.text + one.after for one in paragraphs).strip("\n")


def read_mark(one: Paragraph) -> str:
    """How an item of a list is marked: its dash, its dot, a number; nothing for what is none."""
    match = LIST_MARK.match(one.text)
    return re.sub(r"\d+", "1", match[0].strip()) if match is not None else ""


def count_letters(paragraphs: Sequence[Paragraph]) -> Counter[str]:
    """How often each paragraph stands in a page, by its letters."""
    return Counter(one.letters for one in paragraphs if one.letters)


def count_all_letters(paragraphs: Sequence[Paragraph]) -> int:
    """How many letters paragraphs have together."""
    return sum(len(one.letters) for one in paragraphs)


def find_filled(page: Sequence[Paragraph], index: int, step: int) -> int:
    """Where the next paragraph that is not empty stands; -1 or the end where there is none."""
    index += step
    while 0 <= index < len(page) and not page[index].text.strip():
        index += step
    return index


def is_beside(one: Paragraph, counts: Counter[str]) -> bool:
    """Whether a paragraph may stand beside the text: a caption, a byline, a heading; no running text that is copied."""
    return is_aside(one.text) and (not one.is_prose or is_labelled(one.text) or counts[one.letters] < 2)


def is_reworded(one: Paragraph, other: Paragraph) -> bool:
    """Whether two paragraphs differ in nothing but misspelt words, or in the marks of a list."""
    if SHORTEST_SENTENCE <= max(len(one.letters), len(other.letters)) <= LONGEST_SLIP and are_misspelt(
        one.text, other.text
    ):
        return True
    marks = read_mark(one), read_mark(other)
    bare = [squash(LIST_MARK.sub("", paragraph.text)) for paragraph in (one, other)] if marks[0] != marks[1] else []
    return bool(bare) and bare[0] == bare[1] != ""


def are_misspelt(a: str, b: str) -> bool:
    """Whether two texts are of the same words, a few of which are misspelt in one: `cuả` for `của`, `khôg` for `không`.

    What is written with a capital is a name: another name says another thing.
    """
    one, other = a.split(), b.split()
    if len(one) != len(other):
        return False
    pairs = [(x, y) for x, y in zip(one, other, strict=True) if squash(x) != squash(y)]
    return len(pairs) <= MOST_MISSPELT * len(one) and all(_is_misspelt(x, y) for x, y in pairs)


def _is_misspelt(a: str, b: str) -> bool:
    """Whether two words without capitals have the same letters, tones and accents aside, or but for one.

    Of one length, they sound alike: `se` for `xe`, `nô nức` for `lô nức`, `tỉ` for `tỷ`. Figures are never misspelt.
    """
    if not a.islower() or not b.islower() or _DIGIT.search(a + b) is not None:
        return False
    shorter, longer = sorted((drop_diacritics(squash(a)), drop_diacritics(squash(b))), key=len)
    if sorted(shorter) == sorted(longer) or spell_by_sound(squash(a)) == spell_by_sound(squash(b)):
        return True
    head = count_common(shorter, longer)
    return len(longer) - len(shorter) == 1 and shorter[head:] == longer[head + 1 :]


def spell_by_sound(word: str) -> str:
    """A word in one of the spellings that are taken for one another, and of those that are both right.

    Its accents stay: `sau` and `xấu` are two words.

    Writers mistake s and x, l and n, ch and tr, d, gi and r at the beginning; `tỷ` and `tỉ`, `quý` and `quí` are one.
    """
    if len(word) > LONGEST_SYLLABLE:
        return word
    word = normalize("NFD", word)
    start = _START.match(word)
    sound = word if start is None else _SOUNDS[start[0]] + word[start.end() :]
    return _FINAL_Y.sub("i", sound)


def count_common(a: str, b: str) -> int:
    """How many letters two texts have in common at their beginning."""
    shorter = min(len(a), len(b))
    return bisect_left(range(shorter), True, key=lambda length: a[: length + 1] != b[: length + 1])
