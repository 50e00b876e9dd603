"""What an article's fields tell, which often stands in its text once more, before a copy or behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from harvester.duplicates.paragraphs import (
    Paragraph,
)
from harvester.items import Article
from harvester.reading.date_lines import read_date_line
from harvester.vietnamese.asides import is_aside, is_credit
from harvester.vietnamese.spelling import squash

# A day in figures, e.g. `Ngày đăng: 5/3/2021`
_DAY = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")


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
        if not is_bare_date(one.text) and not is_credit(one.text):
            return False
        if self.author and one.letters.endswith(self.author):
            return True
        return match is not None and self.day is not None and tuple(map(int, match.groups())) == (
            self.day.day, self.day.month, self.day.year,
        )  # fmt: skip


NOTHING = ToldFields()


def is_bare_date(text: str) -> bool:
    """Whether a line is a date in figures with nothing else that tells anything: `Chủ nhật, ngày 16/11/2025`."""
    return _DAY.search(text) is not None and is_aside(text) and read_date_line(text) is not None
