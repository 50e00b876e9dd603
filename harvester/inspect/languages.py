"""The languages of the pages: which one a browser wants, its texts, numbers and dates.

Texts are English in the code and the templates; `locale/vi/LC_MESSAGES/harvester.po` has them in Vietnamese, and is
compiled when the pages are first asked for.
"""

from __future__ import annotations

import gettext as catalogues
import io
import re
from contextvars import ContextVar
from datetime import date
from functools import cache
from importlib.resources import files

LANGUAGES = {"en": "English", "vi": "Tiếng Việt"}
"""The languages by their code, each by its own name."""

LOCALES = {"en": "en_GB", "vi": "vi"}
"""Whose dates and numbers are written: `13 July 2023`, `2,709`; `13 tháng 7, 2023`, `2.709`."""

COOKIE = "language"

LANGUAGE: ContextVar[str] = ContextVar("language", default="en")
"""The language of the page that is being made."""

# One part of Accept-Language: `vi-VN`, `en;q=0.8`.
PREFERENCE = re.compile(
    r"\s*(?P<tag>[A-Za-z]{1,8}|\*)(?:-[A-Za-z0-9-]{1,30})?\s*(?:;\s*q=(?P<weight>[01](?:\.\d{1,3})?))?\s*"
)

MOST_PREFERENCES = 50


@cache
def read_catalogue(language: str) -> catalogues.NullTranslations:
    """The texts of a language. English ones are those of the code."""
    if language == "en":
        return catalogues.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    source = files("harvester.inspect").joinpath("locale", language, "LC_MESSAGES", "harvester.po")
    compiled = io.BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return catalogues.GNUTranslations(compiled)


def gettext(text: str) -> str:
    """A text in the page's language."""
    return read_catalogue(LANGUAGE.get()).gettext(text) if text else text


def ngettext(singular: str, plural: str, number: int) -> str:
    """A text in the page's language, of one thing or of several."""
    return read_catalogue(LANGUAGE.get()).ngettext(singular, plural, number)


def mark(text: str) -> str:
    """The text itself: a place where `pybabel extract` finds a text that is translated elsewhere."""
    return text


def choose_language(headers: dict[bytes, bytes]) -> str:
    """The language of the cookie, else the one of ours that the browser likes best, else English."""
    chosen = read_cookie(headers.get(b"cookie", b"").decode("latin-1"))
    if chosen in LANGUAGES:
        return chosen
    weights = read_preferences(headers.get(b"accept-language", b"").decode("latin-1"))
    return max(LANGUAGES, key=lambda language: weights.get(language, 0.0))


def read_cookie(header: str) -> str:
    """The language that a Cookie header asks for (RFC 6265, 4.2.1); empty where it names none.

    `http.cookies` takes time by the square of a header's length.
    """
    pairs = (part.strip().partition("=") for part in header.split(";"))
    return next((value.strip('"') for name, _, value in pairs if name == COOKIE), "")


def read_preferences(header: str) -> dict[str, float]:
    """The weight of each language of an Accept-Language header (RFC 9110, 12.5.4); what is none is passed over."""
    weights: dict[str, float] = {}
    for part in header.split(",")[:MOST_PREFERENCES]:
        found = PREFERENCE.fullmatch(part)
        if found is not None:
            tag, weight = found["tag"].lower(), float(found["weight"] or 1)
            weights[tag] = max(weight, weights.get(tag, 0.0))
    return weights


def format_number(value: float) -> str:
    """`2,709`, in Vietnamese `2.709`."""
    from babel.numbers import format_decimal

    return str(format_decimal(value, locale=LOCALES[LANGUAGE.get()]))


def format_share(value: float) -> str:
    """`93%`."""
    from babel.numbers import format_percent

    return str(format_percent(value, locale=LOCALES[LANGUAGE.get()]))


def format_day(value: date, *, is_month: bool = False) -> str:
    """A date: `13 July 2023`, or a month: `July 2023`; in Vietnamese `13 tháng 7, 2023`, `tháng 7 năm 2023`."""
    from babel.dates import format_date, format_skeleton

    locale = LOCALES[LANGUAGE.get()]
    return str(format_skeleton("yMMMM", value, locale=locale) if is_month else format_date(value, "long", locale))
