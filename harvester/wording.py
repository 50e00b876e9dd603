"""How messages write counts and times, and what they ask with "did you mean"."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

ZONE = "Vietnam time (UTC+7)"
"""The zone of all times that are shown and stored."""

SHAPES = {"year": "{0.year}", "month": "{0:%B} {0.year}", "day": "{0.day} {0:%B} {0.year}"}
_MINUTES = "{0.day} {0:%B} {0.year}, {0:%H:%M}"

DATE_PLACES = {
    "page": "from the page's text",
    "meta": "from the page's head",
    "jsonld": "from JSON-LD in the page",
    "feed": "from a feed",
    "sitemap": "from a sitemap",
    "listing": "from the page that linked it",
    "url": "from the address",
    "body": "from the article's text",
}
"""`found_in` of a date in words."""

DATE_DOUBTS = {
    "alike": "many articles of the portal have this very date",
    "early": "it lies years before all else of the portal",
}
"""`published_doubt` in words."""


def cut_to(text: str, most: int) -> str:
    """Return a text of so many characters at most; a longer one ends in `…`."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def write_count(number: int, noun: str) -> str:
    """Return `1 portal`, `3,321 portals`, `2 copies`, `12 addresses`."""
    plural = f"{noun}es" if noun.endswith("s") else f"{noun}s"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        plural = f"{noun[:-1]}ies"
    return f"{number:,} {noun if number == 1 else plural}"


def write_time(time: str, precision: str | None = None) -> str:
    """Return a stored time as people write it, with no more of it than is known.

    Args:
        time: ISO 8601, in Vietnam's zone.
        precision: As in `articles.published_precision`; None shows minutes.

    Returns:
        `7 March 2026, 02:00`, `7 March 2026`, `March 2026` or `2026`.
    """
    return SHAPES.get(precision or "", _MINUTES).format(datetime.fromisoformat(time))


def find_nearest(word: str, known: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """Return the known word that is nearest to a misspelled one, or None where none is near."""
    from difflib import get_close_matches  # late: only for what is misspelled

    near = get_close_matches(word, list(known), 1, cutoff)
    return near[0] if near else None
