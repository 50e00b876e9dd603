"""A search query as an FTS5 expression: its terms, the folding of đ to d, and which texts spell them as typed.

Words, all of which must occur; `"a phrase"`; `pre*` for what begins so; `-word` for what must not occur. Everything
else is text: there is no way to write a query that SQLite would refuse.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from harvester.errors import QueryError
from harvester.vietnamese.spelling import compose, place_tones
from harvester.vietnamese.text import sort_marks, to_nfc

MAX_TERMS = 64

# One term: -"a phrase"*, -word, pre*
TERM = re.compile(r'(?P<minus>-?)"(?P<phrase>[^"]*)"?(?P<star>\*?)|(?P<word>\S+)')

STROKES = str.maketrans("đĐðÐ", "dDdD")
"""Icelandic eth (U+00F0, U+00D0, `&ETH;`) stands for đ in many an old page."""

NOT_TOKEN = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase. `text` is folded, `typed` as it was typed."""

    text: str
    typed: str
    is_prefix: bool
    is_unwanted: bool

    @property
    def expression(self) -> str:
        return f'"{self.text}"' + (" *" if self.is_prefix else "")


def fold_stroke(text: str) -> str:
    """What the index holds of a text before its tokenizer folds the rest: one character for one."""
    return text.translate(STROKES)


def make_match(query: str) -> str:
    """The FTS5 expression of a query.

    Raises:
        QueryError: there is nothing to look for.
    """
    terms = read_terms(query)
    wanted = [term.expression for term in terms if not term.is_unwanted]
    unwanted = [term.expression for term in terms if term.is_unwanted]
    if len(terms) > MAX_TERMS:
        raise QueryError(f"query too long: {len(terms)} terms (at most {MAX_TERMS})")
    if not wanted and unwanted:
        raise QueryError(f"nothing to look for in {_shorten(query)!r}: it only says what must not occur")
    if not wanted:
        raise QueryError(f"nothing to look for in {_shorten(query)!r}: it has no letter and no digit")
    expression = " AND ".join(wanted)
    return expression if not unwanted else f"({expression}) NOT ({' OR '.join(unwanted)})"


def _shorten(query: str) -> str:
    return query if len(query) <= 60 else f"{query[:59]}…"


def read_terms(query: str) -> list[Term]:
    """The terms of a query that hold a letter or a digit, in their order."""
    composed = to_nfc(query)
    text = "".join(c if unicodedata.category(c) not in {"Cc", "Cs"} else " " for c in composed)
    terms = []
    for found in TERM.finditer(text):
        if found["word"] is None:
            typed, is_unwanted, is_prefix = found["phrase"], bool(found["minus"]), bool(found["star"])
        else:
            word = found["word"]
            typed, is_unwanted, is_prefix = word.replace('"', " "), word[0] == "-", word[-1] == "*"
        if has_token(typed):
            terms.append(Term(fold_stroke(typed), typed, is_prefix, is_unwanted))
    return terms


def has_token(text: str) -> bool:
    """Whether unicode61 makes a token of anything in the text."""
    return any(unicodedata.category(c)[0] in "LN" or unicodedata.category(c) == "Co" for c in text)


def make_spelling_counter(query: str) -> Callable[[str | None, str | None, str | None], int] | None:
    """A function that counts how many of the terms a text has as they were typed.

    Of those that were typed with diacritics, and one more where all terms stand side by side.

    None for a query without diacritics, which has no preference. `hòa` and `hoà` are one spelling, and so are đ and
    its lookalikes.
    """
    wanted = [term for term in read_terms(query) if not term.is_unwanted]
    typed = [term for term in wanted if has_diacritics(term.typed)]
    if not typed:
        return None
    patterns = [make_pattern(_spell(term.typed), is_prefix=term.is_prefix) for term in typed]
    if len(wanted) > 1:
        together = " ".join(_spell(term.typed) for term in wanted)
        patterns.append(make_pattern(together, is_prefix=wanted[-1].is_prefix))

    def count(title: str | None, lead: str | None, body: str | None) -> int:
        text = _spell("\n".join((title or "", lead or "", body or "")))
        return sum(1 for literal, pattern in patterns if literal in text and pattern.search(text))

    return count


def _spell(text: str) -> str:
    """A text in one spelling, lower-case, tokens parted by single spaces."""
    return NOT_TOKEN.sub(" ", place_tones(compose(text).lower())).strip()


def make_pattern(literal: str, *, is_prefix: bool) -> tuple[str, re.Pattern[str]]:
    return literal, re.compile(rf"(?:^|(?<= )){re.escape(literal)}" + ("" if is_prefix else r"(?= |$)"))


def has_diacritics(text: str) -> bool:
    decomposed = unicodedata.normalize("NFD", sort_marks(text))
    return fold_stroke(decomposed) != decomposed or any(map(unicodedata.combining, decomposed))
