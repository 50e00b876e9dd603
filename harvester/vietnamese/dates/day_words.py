"""Words for today: a page says "Hôm nay, Thứ hai ngày 25/01/2021" of the day of the visit, and not of an article."""

from __future__ import annotations

from harvester.vietnamese.dates.folding import fold

TODAY_WORDS = ("hôm nay", "bây giờ", "today")

TODAY_PATTERN = "|".join(TODAY_WORDS)
"""An alternative of a regular expression for text as it stands, in lower case."""

FOLDED_TODAY = "|".join(map(fold, TODAY_WORDS))
"""The same for folded text."""
