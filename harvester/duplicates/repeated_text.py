"""A body pasted twice or three times into its own page: which runs of paragraphs are copies, and which copy stays.

Editors paste a text into a page that holds it already, whole or cut, often with the title, the byline or captions.
Dropping every paragraph that was seen before would ruin refrains, forms and schedules, so whole runs of paragraphs
are looked for, which are no parts of one design. What stands in one copy only stays; captions, titles, bylines and
datelines that go with both copies stay once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from itertools import groupby, pairwise

from harvester.duplicates.alignment import (
    find_runs,
)
from harvester.duplicates.paragraphs import (
    LIST_MARK,
    Paragraph,
    count_letters,
    find_filled,
    is_beside,
    is_reworded,
    join_paragraphs,
    read_mark,
    split_paragraphs,
)
from harvester.duplicates.text_copies import Copy
from harvester.duplicates.text_pieces import drop_strung, drop_teaser, halve_paragraph, list_pieces
from harvester.duplicates.told_fields import NOTHING, ToldFields, is_bare_date
from harvester.items import Article
from harvester.vietnamese.asides import is_aside, is_blank, is_version_label
from harvester.vietnamese.text import to_nfc

FEWEST_ITEMS, SHORTEST_ITEM = 3, 15
"""Different items of a list that nobody prints twice on purpose, and their mean length in letters."""
SHORTEST_LINE = 7
"""Characters without spaces of the shortest line that is looked for a second time."""
FEWEST_DOUBLED = 3
"""Paragraphs of running text on a page on which each stands twice."""
_MOST_COPIES = 20
"""Copies that are taken out of one page."""

# How a line or a clause begins: behind a line break, or behind `, ` and the like
_CLAUSE_START = re.compile(r"(?:(?<=[.!?…;:,]\s)|^)(?=(.{30}))", re.MULTILINE)


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
    page = split_paragraphs(article.body)
    known = ToldFields.read(article)
    if all(known.is_told(one) for one in page if one.letters):
        known = NOTHING
    whole = [halve_paragraph(one) for one in page]
    halved = sum(one is not other for one, other in zip(page, whole, strict=True))
    left = drop_doubled_lists(drop_copies(drop_blocks(keep_first_copy(whole, known), known), known, whole))
    removed = len(page) - len(left) + halved
    if removed == 0:
        return article
    return replace(article, body=join_paragraphs(left), repeats_removed=article.repeats_removed + removed)


def keep_first_copy(page: list[Paragraph], known: ToldFields) -> list[Paragraph]:
    """The paragraphs of one copy where the whole text is two or three of one: then a sentence of few words is enough.

    What the fields tell may stand between the copies. A line that calls out, or is to be filled in, may be
    repeated on purpose.
    """
    filled = [index for index, one in enumerate(page) if one.letters and not known.is_told(one)]
    for copies in (2, 3):
        size, rest = divmod(len(filled), copies)
        if rest or size == 0 or not is_statement([page[index] for index in filled[:size]]):
            continue
        pairs = ((page[filled[place % size]], page[index]) for place, index in enumerate(filled))
        behind = page[filled[size - 1] + 1 :]
        asides = {one.letters for one in behind if one.letters and known.is_told(one)}
        told = known.texts.union(one.letters for one in page[: filled[size - 1]])
        if asides <= told and all(one.letters == other.letters or is_reworded(one, other) for one, other in pairs):
            return page[: filled[size - 1] + 1]
    return page


def is_statement(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether paragraphs are a text that says something once: with a sentence that is no call, and nothing to fill."""
    is_said = any(one.is_sentence and not one.text.rstrip().endswith("!") for one in paragraphs)
    return is_said and not any(is_blank(one.text) for one in paragraphs)


def drop_blocks(page: Sequence[Paragraph], known: ToldFields) -> list[Paragraph]:
    """The paragraphs without those that stand right behind themselves, without copies in one block and teasers."""
    if is_doubled_each(page):
        first = {one.letters: one for one in reversed(page)}
        page = [one for one in page if one.letters and first[one.letters] is one]
    return list(drop_teaser(drop_strung(page, known)))


def drop_copies(page: list[Paragraph], known: ToldFields, whole: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs without copies of others, and without what copies left that are gone.

    Args:
        page: The paragraphs.
        known: What the article's fields tell.
        whole: The paragraphs before any was taken out.
    """
    for _ in range(_MOST_COPIES):
        gone = find_repeat(page, known)
        if gone is None:
            break
        page = [one for index, one in enumerate(page) if index not in gone]
    return drop_rest(page, known, whole) if len(page) < len(whole) else page


def is_doubled_each(page: Sequence[Paragraph]) -> bool:
    """Whether every paragraph stands exactly twice, and several are running text or sentences.

    An aside and the first paragraph may stand once where every sentence stands right behind itself.
    """
    filled = [one for one in page if one.letters]
    counts = count_letters(filled)
    sentences = {one.letters for one in filled if one.is_sentence and counts[one.letters] == 2}
    if len(sentences) < FEWEST_DOUBLED or max(counts.values()) > 2:
        return False
    once = [one for one in filled if counts[one.letters] == 1]
    behind = {one.letters for one, other in pairwise(filled) if one.letters == other.letters}
    return not once or (sentences <= behind and all(is_aside(one.text) or one is filled[0] for one in once))


def drop_rest(page: Sequence[Paragraph], known: ToldFields, whole: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs without what copies left that are gone: others cut, the title, the first one once more."""
    out = list_pieces(page)
    out.update(index for index, one in enumerate(page) if one.letters and one.letters == known.title)
    if len(page) > 1 and page[0].letters == page[1].letters and (page[0].is_prose or stands_before(page, whole)):
        out.add(1)
    return [one for index, one in enumerate(page) if index not in out]


def stands_before(page: Sequence[Paragraph], whole: Sequence[Paragraph]) -> bool:
    """Whether a sentence that begins a page twice stood once more often than what follows it, as a lead does.

    What is said twice in each copy on purpose stood twice as often.
    """
    counts = count_letters(whole)
    following = next((one.letters for one in page if one.letters and one.letters != page[0].letters), "")
    return page[0].is_sentence and counts[page[0].letters] == counts[following] + 1


def drop_doubled_lists(page: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs with each list once: printed again right behind itself, or with each of its items twice."""
    kept: list[Paragraph] = []
    for mark, group in groupby(page, key=read_mark):
        items = list(group)
        kept.extend(halve_list(items) if mark else items)
    return kept


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
    """Whether two lines or clauses begin alike. Most pages end here, so it looks at beginnings only."""
    text = to_nfc(body)
    starts = _CLAUSE_START.findall(text)
    if len(set(starts)) < len(starts):
        return True
    lines = (LIST_MARK.sub("", line[:64]) for line in text.split("\n"))
    bare = [start for line in lines if len(start := "".join(line.split())[:16].lower()) >= SHORTEST_LINE]
    return len(set(bare)) < len(bare)


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
    again = pieces | list_told(page, known)
    paragraphs = [replace(one, letters="") if index in again else one for index, one in enumerate(page)]
    counts = count_letters(paragraphs)
    copies = (Copy(paragraphs, run, counts, pieces, known.captions) for run in find_runs(paragraphs, counts))
    pastes = [copy for copy in copies if copy.is_paste]
    if not pastes:
        return None
    best = max(pastes, key=lambda copy: (copy.weight, copy.is_close))
    return _list_removed(best, again, known, is_first=best.is_first_cut(again))


def list_told(page: Sequence[Paragraph], known: ToldFields) -> set[int]:
    """Where lines stand that the fields tell, names of a version, and days right beside them: a head once more."""
    told = {index for index, one in enumerate(page) if known.is_told(one) or is_version_label(one.text)}
    around = {find_filled(page, index, step) for index in told for step in (-1, 1)}
    days = {index for index in around if 0 <= index < len(page) and is_bare_date(page[index].text)}
    return told | days


def _list_removed(copy: Copy, again: Set[int], known: ToldFields, *, is_first: bool) -> set[int]:
    """One stretch, and the asides in it and beside it that stand elsewhere too."""
    page, run = copy.page, copy.run
    beside: Iterable[int]
    if is_first:
        removed, beside = set(run.first), range(run.second_span[0])
    else:
        removed, beside = set(copy.copied), copy.list_beside()
    removed.update(index for index in again if index in copy.inside)
    label = find_filled(page, copy.run.first_span[0], -1)
    if label >= 0 and is_version_label(page[label].text):
        removed.add(label)
    whole = range(copy.inside.start) if not is_first else range(copy.run.second_span[0], len(page))
    kept = {page[index].letters for index in whole if index not in removed} | known.captions
    for index in beside:
        one = page[index]
        if index in removed or not one.letters:
            continue
        if (one.letters in kept or one.letters.removeprefix("ảnh") in kept) and is_beside(one, copy.counts):
            removed.add(index)
        kept.add(one.letters)
    return removed
