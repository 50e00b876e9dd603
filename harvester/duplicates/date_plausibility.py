"""Which claimed dates are no evidence of who was first: those given to many alike, and those years before all else.

A portal may date its copies of others' news as it likes, and a new content system gives all that it takes over one
day. An article of such a date leads no cluster in which another's date can be believed. What is doubtful is a function
of all articles of a portal and of its first harvest, not of the order in which they came.

That a portal's later harvest saw an article appear near its date confirms it. A first harvest confirms nothing: it
meets the old and the new at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from sqlite3 import Connection
from statistics import median

from harvester.store import Store
from harvester.store.articles import date_doubts, signatures
from harvester.store.articles.date_doubts import DatedArticle, Doubt
from harvester.store.runs import list_portal_ids

MOST_A_MINUTE = 9
"""Articles of a portal that may have one minute, or second, in common. Ten are the work of a machine."""
MOST_A_DAY, TIMES_USUAL = 29, 10
"""Articles that may have one day in common, unless that is so many times what the portal's other days have at most."""
WIDE_GAP = timedelta(days=730)
"""What lies further before all younger articles of its portal is years before all else."""
LEAST_YOUNGER, LEAST_SHARE = 5, 0.1
"""Younger articles that "all else" has at least, unless the older ones are fewer; and what share of the older ones. The
archive of a portal that fell asleep and woke once is not doubtful."""
SIGHTED_WITHIN = timedelta(days=31)
"""How long after its date a later harvest may first see an article, to confirm the date."""
EXACT = ("second", "minute", "day")
"""Precisions of dates that articles do not share by nature, as they share months and years."""
MIDNIGHT = "T00:00:00"


def note_doubts(store: Store) -> int:
    """Find the doubtful dates of all portals, note them, and let the clusters be settled that hang on them.

    Args:
        store: Not within a transaction: each portal has one of its own.

    Returns:
        Of how many articles something else is noted than before; `settle_postponed` settles their clusters.
    """
    db = store.connection
    doubting = date_doubts.list_doubting(db)
    count = 0
    for portal in list_portal_ids(db):
        doubts = _find_doubts(db, portal)
        if not doubts and portal not in doubting:
            continue
        with store.transaction():
            changed = date_doubts.replace_doubts(db, portal, doubts)
            for text in {signatures.find_text_of(db, article) for article in changed}:
                if text is not None:
                    signatures.postpone(db, text)
        count += len(changed)
    return count


def _find_doubts(db: Connection, portal: str) -> dict[int, Doubt]:
    """Find a portal's articles whose dates are doubtful, with the reason."""
    dates = date_doubts.count_dates(db, portal)
    frequent = [date for date, count in dates.items() if count > MOST_A_MINUTE]
    exact = [one for one in date_doubts.list_by_date(db, portal, among=frequent) if one.precision in EXACT]
    alike = find_alike(Counter(one.published_at for one in exact), find_usual(dates))
    end = find_gap({date: count for date, count in dates.items() if date not in alike})
    doubts: dict[int, Doubt] = {one.article: "alike" for one in exact if one.published_at in alike}
    early = date_doubts.list_by_date(db, portal, before=end) if end else []
    doubts |= {one.article: "early" for one in early if one.article not in doubts}
    if doubts:
        first = date_doubts.read_first_harvest(db, portal)
        for one in exact + early:
            if is_sighted(one, first):
                doubts.pop(one.article, None)
    return doubts


def find_usual(dates: Mapping[str, int]) -> float:
    """Return how many articles a portal usually has on a day that has any: the median."""
    days: Counter[str] = Counter()
    for date, count in dates.items():
        days[date[:10]] += count
    return median(days.values()) if days else 0


def find_alike(dates: Mapping[str, int], usual: float) -> set[str]:
    """Find the dates that too many articles of a portal have in common.

    Args:
        dates: How many articles have each, ISO 8601; midnight stands for a whole day.
        usual: How many articles it has on a day.
    """
    most_a_day = max(MOST_A_DAY, TIMES_USUAL * usual)
    return {date for date, count in dates.items() if count > (most_a_day if MIDNIGHT in date else MOST_A_MINUTE)}


def find_gap(dates: Mapping[str, int]) -> str:
    """Find the date before which a portal's dates lie years before all else; empty where none do.

    Args:
        dates: How many articles have each, in order: ISO 8601, of one time zone.
    """
    older, younger = sum(dates.values()), 0
    for late, early in pairwise(reversed(list(dates))):
        older, younger = older - dates[late], younger + dates[late]
        is_all_else = younger >= min(older, LEAST_YOUNGER) and younger >= LEAST_SHARE * older
        if is_all_else and datetime.fromisoformat(late) - datetime.fromisoformat(early) > WIDE_GAP:
            return late
    return ""


def is_sighted(article: DatedArticle, first_harvest: str | None) -> bool:
    """Return whether a later harvest than the portal's first saw an article appear near its date.

    Args:
        article: The article's date, and when it was first seen.
        first_harvest: When the portal's first harvest ended; None where there was none.
    """
    if first_harvest is None or article.first_seen_at <= first_harvest:
        return False
    age = datetime.fromisoformat(article.first_seen_at) - datetime.fromisoformat(article.published_at)
    return timedelta(days=-1) <= age <= SIGHTED_WITHIN
