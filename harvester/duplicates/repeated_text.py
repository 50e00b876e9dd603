"""A body pasted twice or three times into its own page: which runs of paragraphs are copies, and which copy stays.

Editors paste a text into a page that holds it already, whole or cut, often with the title, the byline or captions.
Dropping every paragraph that was seen before would ruin refrains, forms and schedules, so whole runs of paragraphs
are looked for, which are no parts of one design. What stands in one copy only stays; captions, titles, bylines and
datelines that go with both copies stay once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import groupby, takewhile

from harvester.duplicates.alignment import (
    LOOKAHEAD,
    SHORTEST_START,
    AlignedRun,
    Paragraph,
    count_letters,
    find_runs,
    is_beside,
    join_paragraphs,
    split_paragraphs,
)
from harvester.items import Article
from harvester.reading.date_lines import read_date_line
from harvester.vietnamese.asides import SHORT, is_aside, is_blank, is_credit, is_heading, is_labelled, is_numbered
from harvester.vietnamese.spelling import squash
from harvester.vietnamese.text import to_nfc

ENOUGH_PROSE = 4
"""Paragraphs of running text that nobody repeats on purpose, whatever else is on the page."""
LEAST_COVERED = 1 / 3
"""How much of a page, by letters, copies of two or three paragraphs make up at least."""
MOST_COVERED = 0.8
"""The same for a single paragraph of running text."""
ALL_COVERED = 0.95
"""The same for lines without running text, such as those of a poem."""
FEWEST_ITEMS, SHORTEST_ITEM = 3, 15
"""Different items of a list that nobody prints twice on purpose, and their mean length in letters."""
FEWEST_JOINED = 2
LEAST_JOINED = 0.4
"""Paragraphs of running text that are strung together in a copy, and its part of the page by letters."""
MOST_CUT = 20
"""Paragraphs of a page that are looked for in others, since they look cut."""
FEWEST_DOUBLED = 3
"""Paragraphs of running text on a page on which each stands twice."""
_MOST_COPIES = 20
"""Copies that are taken out of one page."""
POEM_LINES, POEM_LETTERS = 6, 100
"""The least number of different lines, and their letters, that make a doubled poem and no refrain."""

# What marks an item of a list, e.g. `- `, `1) `, `2. `
LIST_MARK = re.compile(r"\s*(?:[-–•*+]|\d{1,2}[.)])\s+")
# A paragraph that is cut: `… của xã Lộc Giã`, `[...] và trồng cây`, `giữ gìn con đường.`; `Hơn 120 đoàn viên [...]`
_CUT_START = re.compile(r"\W{0,9}(?:…|\.\.\.)")
_CUT_END = re.compile(r"(?:…|\.\.\.)\W{0,9}$")
# A day in figures, e.g. `Ngày đăng: 5/3/2021`
_DAY = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")
# How a report begins, e.g. `Sáng ngày 4/3, …`, `Vừa qua, …`, `Thực hiện kế hoạch …`
_OPENING = re.compile(
    r"^\W*(?:sáng|trưa|chiều|tối|ngày|hôm|vừa qua|mới đây|trong|từ|theo|thực hiện|nhằm|hưởng ứng|nhân|căn cứ|vào|để)\b",
    re.IGNORECASE,
)
# How it goes on, e.g. `Phát biểu tại buổi lễ, …`, `Ông Lò Văn Bưởi, trưởng thôn, cho biết: …`, `Đến nay, …`
_GOING_ON = re.compile(
    r"^\W*(?:ông|bà|anh|chị|em|thầy|cô|đồng chí|bên cạnh|ngoài ra|sắp tới|thời gian tới|năm sau|sau đó|đến nay|hiện"
    r"|theo đó|được biết|kết thúc|cũng|dịp|tuy nhiên|phát biểu|người thì|bước tiếp|khó nhất|nếu như)\b",
    re.IGNORECASE,
)
# The larger unit, which a report names once, where it says where it took place, e.g. `huyện Sông Mây`, `tỉnh Đồi Gió`
_LARGER_UNIT = re.compile(r"\b(?i:huyện|quận|thị xã|thành phố|tỉnh) [A-ZĐÀ-Ỹ]")


@dataclass(frozen=True, slots=True)
class ToldFields:
    """What an article's fields tell, as letters: lines of it go with the copy that they stand before."""

    texts: frozenset[str] = frozenset()  # title, lead, byline
    captions: frozenset[str] = frozenset()  # of its images
    title: str = ""
    author: str = ""
    day: date | None = None

    @classmethod
    def read(cls, article: Article) -> ToldFields:
        beside = (article.title, article.lead or "", *(article.byline or "").split("\n"))
        captions = (image.caption or "" for image in article.images)
        return cls(
            frozenset(letters for text in beside if (letters := squash(text))),
            frozenset(letters for text in captions if (letters := squash(text))),
            squash(article.title),
            squash(article.author or ""),
            None if article.published_at is None else article.published_at.date(),
        )

    def is_told(self, one: Paragraph) -> bool:
        """Whether a paragraph is one of the texts, also where a few words were added or cut, or the author or day."""
        letters = one.letters
        return bool(letters) and (self._is_credited(one) or any(
            letters == text
            or (min(len(text), len(letters)) >= 0.75 * max(len(text), len(letters))
                and (text.startswith(letters) or letters.startswith(text)))
            for text in self.texts
        ))  # fmt: skip

    def _is_credited(self, one: Paragraph) -> bool:
        """Whether a line says who wrote the article, or when, and its fields say the same."""
        match = _DAY.search(one.text)
        is_dated = match is not None and is_aside(one.text) and read_date_line(one.text) is not None
        if not is_dated and not is_credit(one.text):
            return False
        if self.author and one.letters.endswith(self.author):
            return True
        return match is not None and self.day is not None and tuple(map(int, match.groups())) == (
            self.day.day, self.day.month, self.day.year,
        )  # fmt: skip


NOTHING = ToldFields()


def _find_filled(page: Sequence[Paragraph], index: int, step: int) -> int:
    """Where the next paragraph that is not empty stands; -1 or the end where there is none."""
    index += step
    while 0 <= index < len(page) and not page[index].text.strip():
        index += step
    return index


@dataclass(frozen=True)
class Copy:
    """A run in its page: what stands before, between and behind the two stretches, empty paragraphs left out."""

    page: Sequence[Paragraph]
    run: AlignedRun
    counts: Counter[str]
    pieces: frozenset[int] = frozenset()  # where paragraphs stand that are others cut

    def _pick(self, indices: Iterable[int]) -> list[Paragraph]:
        return [self.page[index] for index in indices if self.page[index].letters]

    @cached_property
    def before(self) -> list[Paragraph]:
        """Paragraphs before the first stretch."""
        return self._pick(range(self.run.first[0]))

    @cached_property
    def between(self) -> list[Paragraph]:
        """Paragraphs between the stretches."""
        return self._pick(range(self.run.first[-1] + 1, self.run.second[0]))

    @cached_property
    def after(self) -> list[Paragraph]:
        """Paragraphs behind the second stretch."""
        return self._pick(range(self.run.second[-1] + 1, len(self.page)))

    @cached_property
    def repeated(self) -> list[Paragraph]:
        """The paragraphs of the second stretch."""
        return self._pick(self.run.second)

    @cached_property
    def weight(self) -> int:
        """Letters of the second stretch."""
        return _count(self.repeated)

    @cached_property
    def covered(self) -> float:
        """How much of the page the copies make up, by letters, the title and the lead left aside."""
        copies = {self.page[index].letters for index in (*self.run.first, *self.run.second)}
        return _count([one for one in self.page if one.letters in copies]) / _count(self.page)

    @property
    def is_close(self) -> bool:
        """Whether nothing but asides stands between the stretches, and few of them."""
        between = self.between
        return len(between) <= 2 * LOOKAHEAD and self.are_beside(between) and _count(between) <= 0.5 * self.weight

    def are_beside(self, paragraphs: Sequence[Paragraph]) -> bool:
        """Whether none of them is of the running text."""
        return all(is_beside(one, self.counts) for one in paragraphs)

    @property
    def is_design(self) -> bool:
        """Whether the stretches are parts of one design: each under a heading of its own, or lines to be filled in."""
        if self.run.exchanged:
            return True
        if self.is_cut or (not self.before and not self._follows_heading):
            return False
        heads = [one for one in self.between if not is_labelled(one.text) and self.counts[one.letters] < 2]
        if self._has_head(self.between) and self._has_head(self.before):
            return True
        if any(is_heading(one.text) and not one.is_prose for one in heads):
            return True
        if any(is_numbered(one.text) for one in heads) and not any(is_numbered(one.text) for one in self.repeated):
            return True
        return 2 * sum(is_blank(one.text) for one in self.repeated) >= len(self.repeated)

    @property
    def is_cut(self) -> bool:
        """Whether a paragraph that is another cut stands right behind the first stretch, or beside the second."""
        beside = {
            _find_filled(self.page, self.run.first[-1], 1),
            _find_filled(self.page, self.run.second[0], -1),
            _find_filled(self.page, self.run.second[-1], 1),
        }
        return not beside.isdisjoint(self.pieces)

    @property
    def _follows_heading(self) -> bool:
        """Whether a heading, or a line in capitals, stands right before the second stretch."""
        last = self.between[-1].text if self.between else ""
        return is_heading(last) or last.isupper()

    def _has_head(self, paragraphs: Sequence[Paragraph]) -> bool:
        """Whether a heading that stands nowhere else is among them."""
        return any(self.counts[one.letters] < 2 and _is_head(one) for one in paragraphs)

    @property
    def is_paste(self) -> bool:
        """Whether the page's text stands there over again: no refrain, form or schedule."""
        prose = sum(one.is_prose for one in self.repeated)
        if prose >= 2:
            return (prose >= ENOUGH_PROSE or self.covered >= LEAST_COVERED) and not self.is_design
        if not self.is_close or self.is_design:
            return False
        if prose == 1:
            return self.covered >= MOST_COVERED and self.are_beside(self.before)
        lines = {one.letters for one in self.repeated}
        return len(lines) >= POEM_LINES and self.weight >= POEM_LETTERS and self.covered >= ALL_COVERED

    def is_first_cut(self, again: Set[int]) -> bool:
        """Whether the first stretch is a copy without the beginning of the text, which stands between the two.

        What stands there may as well be the end of the first copy. Then a title, a byline or a dateline says where the
        second copy begins, else which of the two paragraphs a report would rather begin with.

        Args:
            again: Where the title, the lead or the byline stand in the page.
        """
        between = range(self.run.first[-1] + 1, self.run.second[0])
        filled = [index for index in between if self.page[index].letters]
        mains = [index for index in filled if not is_beside(self.page[index], self.counts)]
        if not mains or not self.are_beside(self.before):
            return False
        marks = [index for index in between if index in again or self._begins_or_ends(self.page[index])]
        if marks or is_beside(self.page[self.run.second[0]], self.counts):
            return bool(marks) and marks[-1] < mains[0]
        rate = _rate_opening(self.page[mains[0]].text) - _rate_opening(self.repeated[0].text)
        return rate > 0 or (rate == 0 and not self.are_beside(self.after))

    def _begins_or_ends(self, one: Paragraph) -> bool:
        """Whether it is a line such as stands at the beginning or the end of a text."""
        is_own = (
            self.counts[one.letters] < 2
            and is_aside(one.text)
            and not is_labelled(one.text)
            and not is_numbered(one.text)
        )
        return bool(one.letters) and (is_credit(one.text) or is_own)


def remove_repeats(article: Article) -> Article:
    """Remove the copies of an article's text within its page.

    Args:
        article: A cleaned article.

    Returns:
        The article with its text once, `repeats_removed` saying how many paragraphs went; the article itself where
        there was nothing to remove.
    """
    if not _may_repeat(article.body):
        return article
    paragraphs = split_paragraphs(article.body)
    count = len(paragraphs)
    known = ToldFields.read(article)
    if all(known.is_told(one) for one in paragraphs if one.letters):
        known = NOTHING
    if is_doubled_each(paragraphs):
        first = {one.letters: one for one in reversed(paragraphs)}
        paragraphs = [one for one in paragraphs if one.letters and first[one.letters] is one]
    paragraphs = drop_strung(paragraphs, known.captions)
    for _ in range(_MOST_COPIES):
        gone = find_repeat(paragraphs, known)
        if gone is None:
            break
        paragraphs = [one for index, one in enumerate(paragraphs) if index not in gone]
    if len(paragraphs) < count:
        paragraphs = drop_rest(paragraphs, known)
    paragraphs = drop_doubled_lists(paragraphs)
    removed = count - len(paragraphs)
    if removed == 0:
        return article
    body = join_paragraphs(paragraphs)
    return replace(article, body=body, repeats_removed=article.repeats_removed + removed)


def is_doubled_each(page: Sequence[Paragraph]) -> bool:
    """Whether every paragraph stands exactly twice, and several are running text."""
    filled = [one for one in page if one.letters]
    counts = count_letters(filled)
    prose = {one.letters for one in filled if one.is_prose}
    return len(prose) >= FEWEST_DOUBLED and all(count == 2 for count in counts.values())


def drop_strung(page: Sequence[Paragraph], captions: Set[str]) -> list[Paragraph]:
    """The paragraphs without one that is nothing but those before it: a copy in one block."""
    whole = _count(page)
    long = [index for index, one in enumerate(page) if len(one.letters) >= LEAST_JOINED * whole]
    out = {index for index in long if is_strung_together(page[index], page[:index], captions)}
    return [one for index, one in enumerate(page) if index not in out]


def is_strung_together(whole: Paragraph, parts: Sequence[Paragraph], captions: Set[str]) -> bool:
    """Whether a paragraph is several others in their order, with captions of images between them."""
    place = prose = 0
    between = sorted(captions)[:MOST_CUT]
    for one in parts:
        place += sum(len(text) for text in between if whole.letters.startswith(text, place))
        if one.letters and whole.letters.startswith(one.letters, place):
            place += len(one.letters)
            prose += one.is_prose
    return place == len(whole.letters) and prose >= FEWEST_JOINED


def list_pieces(page: Sequence[Paragraph]) -> set[int]:
    """Where paragraphs stand that are others cut: with dots where they are cut, or from the middle of a sentence on."""
    filled = [one for one in page if one.letters]
    cut = [
        index
        for index, one in enumerate(page)
        if len(one.letters) >= SHORTEST_START and (begins_inside(one.text) or _CUT_END.search(one.text))
    ]
    return {index for index in cut[:MOST_CUT] if any(is_piece(page, index, other) for other in filled)}


def begins_inside(text: str) -> bool:
    """Whether a text begins with dots, or as no sentence does: with a small letter."""
    first = next(filter(str.isalpha, text), "")
    return first.islower() or _CUT_START.match(text) is not None


def is_piece(page: Sequence[Paragraph], index: int, whole: Paragraph) -> bool:
    """Whether a paragraph is the beginning, the end or the middle of another; not where the rest stands beside it."""
    one = page[index]
    if len(one.letters) >= len(whole.letters):
        return False
    starts, ends = begins_inside(one.text), _CUT_END.search(one.text) is not None
    if ends and whole.letters.startswith(one.letters):
        return True
    if starts and whole.letters.endswith(one.letters):
        before = next(
            (other.letters for other in reversed(page[max(0, index - LOOKAHEAD) : index]) if other.letters), ""
        )
        return not before or not whole.letters.endswith(before + one.letters)
    return starts and ends and one.letters in whole.letters


def drop_rest(page: Sequence[Paragraph], known: ToldFields) -> list[Paragraph]:
    """The paragraphs without what copies left that are gone: others cut, the title, the first one once more."""
    out = list_pieces(page)
    out.update(index for index, one in enumerate(page) if one.letters and one.letters == known.title)
    if len(page) > 1 and page[0].is_prose and page[0].letters == page[1].letters:
        out.add(1)
    return [one for index, one in enumerate(page) if index not in out]


def drop_doubled_lists(page: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs with each list once: printed again right behind itself, or with each of its items twice."""
    kept: list[Paragraph] = []
    for mark, group in groupby(page, key=read_mark):
        items = list(group)
        kept.extend(halve_list(items) if mark else items)
    return kept


def read_mark(one: Paragraph) -> str:
    """How an item of a list is marked: its dash, its dot, a number; nothing for what is none."""
    match = LIST_MARK.match(one.text)
    return re.sub(r"\d+", "1", match[0].strip()) if match is not None else ""


def halve_list(items: list[Paragraph]) -> list[Paragraph]:
    """The items of a list once, where several different ones stand exactly twice, in one of both ways."""
    half = len(items) // 2
    letters = [one.letters for one in items]
    once = set(letters)
    if len(items) != 2 * half or len(once) != half or half < FEWEST_ITEMS:
        return items
    if sum(map(len, once)) < FEWEST_ITEMS * SHORTEST_ITEM:
        return items
    if letters[:half] == letters[half:]:
        return items[:half]
    return items[::2] if letters[::2] == letters[1::2] else items


def _may_repeat(body: str) -> bool:
    """Whether two lines begin alike, spaces aside. Most pages end here, so it looks at beginnings only."""
    lines = to_nfc(body).split("\n")
    bare = (LIST_MARK.sub("", line[:64]) for line in lines)
    starts = [start for line in bare if len(start := "".join(line.split())[:16].lower()) >= 12]
    return len(set(starts)) < len(starts)


def find_repeat(page: Sequence[Paragraph], known: ToldFields = NOTHING) -> set[int] | None:
    """Find which paragraphs of a page are copies of others.

    Args:
        page: The paragraphs, see `split_paragraphs`.
        known: What the article's fields tell, which often stands again before the second copy: it belongs to no run
            and goes with what it stands before.

    Returns:
        The indices of one copy and of the asides that go with it, or None where nothing is repeated.
    """
    pieces = frozenset(list_pieces(page))
    again = pieces.union(index for index, one in enumerate(page) if known.is_told(one))
    paragraphs = [replace(one, letters="") if index in again else one for index, one in enumerate(page)]
    counts = count_letters(paragraphs)
    copies = (Copy(paragraphs, run, counts, pieces) for run in find_runs(paragraphs, counts))
    pastes = [copy for copy in copies if copy.is_paste]
    if not pastes:
        return None
    best = max(pastes, key=lambda copy: (copy.weight, copy.is_close))
    return _list_removed(best, again, known, is_first=best.is_first_cut(again))


def _list_removed(copy: Copy, again: Set[int], known: ToldFields, *, is_first: bool) -> set[int]:
    """One stretch, and the asides in it and beside it that stand elsewhere too."""
    page, run = copy.page, copy.run
    if is_first:
        removed, beside = set(run.first), range(run.second[0])
    else:
        removed = set(run.second) | {index for index in again if run.first[-1] < index < run.second[0]}
        behind = takewhile(lambda index: is_beside(page[index], copy.counts), range(run.second[-1] + 1, len(page)))
        beside = range(run.first[-1] + 1, run.second[-1] + 1 + len(list(behind)))
    kept = {one.letters for index, one in enumerate(page) if index not in removed and index not in beside}
    kept |= known.captions
    for index in beside:
        one = page[index]
        if index in removed or not one.letters:
            continue
        if one.letters in kept and is_beside(one, copy.counts):
            removed.add(index)
        kept.add(one.letters)
    return removed


def _is_head(one: Paragraph) -> bool:
    """Whether it may be the heading of what follows: short, and no sentence."""
    is_other = is_labelled(one.text) or is_credit(one.text)
    return not is_other and (is_aside(one.text) or (len(one.letters) <= SHORT and is_heading(one.text)))


def _rate_opening(text: str) -> int:
    """How well a report would begin with a paragraph."""
    first = text.partition(". ")[0]
    return 2 * bool(_LARGER_UNIT.search(first)) + bool(_OPENING.match(text)) - bool(_GOING_ON.match(text))


def _count(paragraphs: Sequence[Paragraph]) -> int:
    return sum(len(one.letters) for one in paragraphs)
