"""Where a text names units with their kind: "xã Xuân Dương", "các xã A, B và C", "TP. Tuy Hòa".

One pass over the text, and no decision which unit is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from harvester.places.gazetteer import Gazetteer
from harvester.places.names import KIND_WORDS, fold_name

WORD_LIMIT = 5
"""Words in a name at most: "Vĩnh Hòa Hưng Bắc" has four."""

LIST_LIMIT = 60
"""Names in one list at most."""

CAPITALS = "A-ZÀ-ÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"


def _spell(word: str) -> str:
    """Return a pattern for a kind's word as it begins a sentence, a title or a headline in capitals."""
    forms = dict.fromkeys([word, word.capitalize(), word.title(), word.upper()])
    return "|".join(form.replace(" ", "[ \u00a0]") for form in forms)


FULL_WORDS = ["thị trấn", "thị xã", "thành phố", "đặc khu", "huyện đảo", "huyện", "phường", "quận", "tỉnh", "xã"]

# "xã Xuân", "Thị trấn Nghèn", "các xã: Cẩm Hà", "TP.HCM", "TX Kỳ Anh", "P. 11", "Q.3". A name begins with a capital
# or a digit.
KIND = re.compile(
    rf"(?<![\w.])(?:({'|'.join(map(_spell, FULL_WORDS))})(?: gồm| như)?:?[ \u00a0]{{1,2}}"
    r"|([Tt]\.?[PpTtXx])(?:\.[ \u00a0]?|[ \u00a0]|(?=HCM))|([HXPQhxpq])\.[ \u00a0]?)"
    rf"[\"“']?(?=[{CAPITALS}\d])"
)

# The first words of KIND in all their cases, and what may part words. Splitting a text and looking its words up costs
# half of searching it for the pattern.
FIRST_WORDS = frozenset(
    form
    for word in ("thị", "thành", "đặc", "huyện", "phường", "quận", "tỉnh", "xã", "tp", "tt", "tx", "t", *"hxpq")
    for form in (word, word.capitalize(), word.upper())
)
BREAKS = "\n\t\u00a0.(\"“'‘/:-–"

# What is none: a cooperative, a poetess, the Paris Commune.
NOT_A_KIND = ("hợp tác ", "htx ", "bà ", "công ", "làng ", "thôn ")

# "các xã", "hai huyện", "3 phường": what follows may be a list.
PLURAL = ("các", "những", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "nhiều", "cụm", "liên")

# "các xã, phường": more kinds before the last one.
OTHER_KINDS = re.compile(rf"({'|'.join(map(_spell, FULL_WORDS))})(?:,| và)(?: các)?[ \u00a0]$")

ENDS_OF_OTHERS = (",", " và", "các")

_TOKEN = re.compile(r"[^\W_]+(?:['’‘`ʼ´][^\W_]+)?")

# Between the words of one name: a space, or a hyphen as in "Phan Rang - Tháp Chàm".
GAPS = frozenset({" ", "\u00a0", "-", "–", " - ", " – ", "  "})

# Between the names of one list.
NEXT_ITEM = re.compile(r"[ \u00a0]?(?:[,;][ \u00a0]?(?:và |cùng )?|[ \u00a0](?:và|cùng|với|&)[ \u00a0])(?:các )?")
ASIDE = re.compile(r"[ \u00a0]?\([^()\n]{0,80}\)")


@dataclass(slots=True)
class Spot:
    """A place where a unit is named.

    `listed` is a later name of a list, whose kind stands before the list; it `needs_chain` where the kind is in the
    singular: "xã Tam Quang, Tam Hợp (huyện Tương Dương)". `abbreviated` is one letter for the kind.
    """

    start: int
    end: int
    kinds: frozenset[str]
    key: str
    listed: bool = False
    needs_chain: bool = False
    abbreviated: bool = False


def find_spots(text: str, gazetteer: Gazetteer) -> list[Spot]:
    """Return the typed names of a text that the gazetteer has, in their order. The text is composed (NFC)."""
    spots: list[Spot] = []
    after = 0
    for match in find_kinds(text):
        start = match.start()
        if start < after or text[max(0, start - 8) : start].lower().endswith(NOT_A_KIND):
            continue
        word = KIND_WORDS[(match[1] or match[2] or match[3]).lower().replace("\u00a0", " ")]
        kinds, plural = _read_kinds(text, start, word)
        found = list(_read_list(text, match.end(), kinds, gazetteer))
        if found and found[0].start == match.end() and not match[0].rstrip().endswith(":"):
            found[0].start, found[0].listed, found[0].abbreviated = start, False, match[3] is not None
        for spot in found:
            spot.needs_chain = spot.listed and not plural
        if found:
            after = found[-1].end
            spots += found
    return spots


def find_kinds(text: str) -> Iterator[re.Match[str]]:
    """Yield the kinds that stand before a name, in their order."""
    broken = text
    for mark in BREAKS:
        broken = broken.replace(mark, " ")
    words = FIRST_WORDS.intersection(broken.split(" "))
    broken = f" {broken} "
    places = sorted(place for word in words for place in find_word(broken, word))
    return filter(None, (KIND.match(text, place) for place in places))


def find_word(text: str, word: str) -> Iterator[int]:
    """Yield where a word stands between two spaces, counted from the first of them."""
    place = text.find(word)
    while place >= 0:
        end = place + len(word)
        if text[place - 1] == text[end] == " ":  # looking for the spaces too takes thrice as long: they are everywhere
            yield place - 1
        place = text.find(word, end)


def _read_kinds(text: str, start: int, kind: str) -> tuple[frozenset[str], bool]:
    """Return the kinds that are named before a name, and whether the names may be several."""
    kinds = {kind}
    before = text[max(0, start - 24) : start]
    while before[:-1].endswith(ENDS_OF_OTHERS) and (match := OTHER_KINDS.search(before)):
        kinds.add(KIND_WORDS[match[1].lower().replace("\u00a0", " ")])
        before = before[: match.start()]
    return frozenset(kinds), is_plural(before)


def is_plural(before: str) -> bool:
    """Return whether what stands before a kind lets several names follow."""
    return before.endswith((" ", "\u00a0")) and (before[-2:-1].isdecimal() or before[:-1].lower().endswith(PLURAL))


def _read_list(text: str, at: int, kinds: frozenset[str], gazetteer: Gazetteer) -> Iterator[Spot]:
    """Yield the names of a list: "Cẩm Duệ, Cẩm Quan (Cẩm Xuyên) và Cẩm Hà"."""
    for _ in range(LIST_LIMIT):
        name = _read_name(text, at, kinds, gazetteer)
        end = skip_capitals(text, at) if name is None else name[0]
        if name is not None:
            yield Spot(at, end, kinds, name[1], listed=True)
        aside = ASIDE.match(text, end)
        step = NEXT_ITEM.match(text, aside.end() if aside else end)
        if end == at or step is None or KIND.match(text, step.end()):
            return
        at = step.end()


def skip_capitals(text: str, at: int) -> int:
    """Return the end of a run of words with capitals: a name in a list that the gazetteer has not."""
    end = at
    for token in list_tokens(text, at):
        end = token.end()
    return end


def list_tokens(text: str, at: int) -> Iterator[re.Match[str]]:
    """Yield the words at a place that may be one name: with capitals or digits, nothing but a gap between them."""
    end = at
    for _ in range(WORD_LIMIT):
        token = _TOKEN.search(text, end, end + 24)
        if token is None or (end != at and text[end : token.start()] not in GAPS) or (end == at != token.start()):
            return
        if not (token[0][0].isupper() or token[0][0].isdigit()):
            return
        end = token.end()
        yield token


def _read_name(text: str, at: int, kinds: frozenset[str], gazetteer: Gazetteer) -> tuple[int, str] | None:
    """Return end and key of the longest name at a place that a unit of these kinds has or had."""
    ends = [token.end() for token in list_tokens(text, at)]
    if not ends:
        return None
    words = fold_name(text[at : ends[-1]]).split(" ")
    for count in range(len(ends), 0, -1):
        key = " ".join(words[:count])
        if not kinds.isdisjoint(gazetteer.kinds_of(key)):
            return ends[count - 1], key
    return None
