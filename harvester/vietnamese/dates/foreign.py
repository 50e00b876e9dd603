"""Dates in other languages, which dateparser knows: a district's French or Chinese pages, an editor's system.

Vietnamese ones are not asked of it: on texts from real portals it adds none, and dates counters and fractions.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache

from harvester.vietnamese.dates.zones import VIETNAM

_LANGUAGES = ["en", "fr", "zh"]
_LONGEST = 40
"""Characters; what is longer is a sentence."""

# `le 25 mars 2022`, `2022 March 25`, `2022年3月25日`: a year, a day, and letters that may be a month
_LIKELY = re.compile(r"(?=.*(?<!\d)(?:19|20)\d\d(?!\d))(?=.*(?<!\d)\d{1,2}(?!\d))(?=.*(?:[^\W\d_]{3}|月))", re.DOTALL)
_TIME = re.compile(r"\d:\d\d(:\d\d)?|\d ?[ap]\.?m\b", re.IGNORECASE)


@lru_cache(maxsize=512)
def parse_other(text: str) -> datetime | None:
    """The day that a short text tells in another language, at midnight in Vietnam.

    None unless day, month and year are all told, or where it tells a time of day too, whose zone nobody knows.
    """
    text = text.strip()
    if len(text) > _LONGEST or _TIME.search(text) or not _LIKELY.match(text):
        return None
    import dateparser  # late: a third of a second, and few portals have such dates

    settings = {"REQUIRE_PARTS": ["day", "month", "year"], "DATE_ORDER": "DMY", "RETURN_AS_TIMEZONE_AWARE": False}
    found = dateparser.parse(text, languages=_LANGUAGES, settings=settings)
    return None if found is None else datetime(found.year, found.month, found.day, tzinfo=VIETNAM)
