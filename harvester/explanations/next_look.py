"""When an address of the frontier is asked for next, in words: the rules of `loading.sources`, told only."""

from __future__ import annotations

from datetime import datetime, timedelta

from harvester.items import NO_PAGE_REASONS
from harvester.limits import (
    FAILED_DAYS,
    LOGIN_DAYS,
    NO_PAGE_NIGHTS,
    RECHECK_DAYS,
    RECHECK_HOURS,
    RETURN_DAYS,
    SWEEP_DAYS,
)
from harvester.portals import Portal
from harvester.reading.error_pages import LOGIN_REASON
from harvester.store.reports.address_facts import AddressRow, ArticleRow, PortalRow
from harvester.wording import write_time

ONLY_FULL = "Not again, but with crawl --full."


def tell_next_look(
    row: AddressRow, article: ArticleRow | None, portal: PortalRow, configured: Portal | None, now: datetime
) -> list[str]:
    """Say when an address is due, and what keeps its portal from being asked."""
    own_days = None if configured is None else configured.recheck_days
    told = [tell_due(row, article, RECHECK_DAYS if own_days is None else own_days, now)]
    if configured is None:
        told = [
            f"Unknown here: no file of the portal {portal.id} was read. It stands in a directory that --portals or"
            " HARVESTER_PORTALS names, or the portal is not configured any more, and then no run asks it."
        ]
    elif configured.status in ("moved", "gone"):
        told.append(f"The portal's file says that it is {configured.status}: crawl --all does not ask it.")
    if portal.wait_until is not None and datetime.fromisoformat(portal.wait_until) > now:
        told.append(f"The portal is left alone until {write_time(portal.wait_until)}: {portal.wait_reason}.")
    return told


def tell_due(row: AddressRow, article: ArticleRow | None, days: int, now: datetime) -> str:
    """Say when an address is due by its state."""
    if row.state == "pending":
        if row.next_try_at is None or datetime.fromisoformat(row.next_try_at) <= now:
            return "Due now: at the next run."
        return f"Due on {write_time(row.next_try_at)}, or with crawl --delay 0."
    if row.redirect_to is not None:
        return "Not again: the address that it leads to is looked at."
    if row.kind not in ("article", "file"):
        return tell_source_due(row)
    if row.kind == "file":
        return ONLY_FULL
    tell = {"done": tell_recheck, "failed": tell_failed_due, "gone": tell_gone_due, "skipped": tell_skipped_due}
    return tell[row.state](row, article, days, now)


def tell_source_due(row: AddressRow) -> str:
    """Say when a home page, listing, feed or sitemap is due."""
    if row.state in ("done", "failed") or row.kind == "home":
        return "At every run that asks for this source: always the newest, all of them once a week."
    if row.kind == "listing":
        return "At every run that walks its section."
    return "With crawl --full, or while the portal file, robots.txt or a page names it."


def tell_recheck(row: AddressRow, article: ArticleRow | None, days: int, now: datetime) -> str:
    """Say when an article is looked at for changes."""
    if article is None:
        return ONLY_FULL
    if article.read_from != row.url:
        return f"Not here: the article is looked at for changes at {article.read_from}."
    end = datetime.fromisoformat(article.published_at or article.first_seen_at) + timedelta(days=days)
    checked, first = (datetime.fromisoformat(text) for text in (article.checked_at, article.first_seen_at))
    due = checked + max(timedelta(hours=RECHECK_HOURS), (checked - first) / 2)
    if max(due, now) <= end:
        return f"At the first run after {write_time(due.isoformat())} that has room for it, for changes."
    return (
        f"Its {days} days of looks for changes are over; every article is looked at again within {SWEEP_DAYS} days of"
        f" its last look ({write_time(article.checked_at, 'day')}), or with crawl --full."
    )


def tell_failed_due(row: AddressRow, article: ArticleRow | None, days: int, now: datetime) -> str:
    """Say when an address that was given up is due again."""
    start = row.found_at if article is None else article.published_at or article.first_seen_at
    if datetime.fromisoformat(start) < now - timedelta(days=FAILED_DAYS if article is None else days):
        return (
            ONLY_FULL if article is None else f"In a sweep, {SWEEP_DAYS} days after the last try, or with crawl --full."
        )
    assert row.fetched_at is not None  # or it had not failed
    due = datetime.fromisoformat(row.fetched_at) + timedelta(hours=RECHECK_HOURS)
    return f"At the first run after {write_time(due.isoformat())}."


def tell_gone_due(row: AddressRow, _: ArticleRow | None, __: int, ___: datetime) -> str:
    """Say when an address that was gone is due again."""
    assert row.fetched_at is not None  # or nobody knew
    due = datetime.fromisoformat(row.fetched_at) + timedelta(days=RETURN_DAYS)
    return (
        f"From {write_time(due.isoformat(), 'day')} on, if the portal links to it then; in the {FAILED_DAYS} days"
        " after it was found, where it was never read and a date stood beside its link; or with crawl --full."
    )


def tell_skipped_due(row: AddressRow, _: ArticleRow | None, __: int, ___: datetime) -> str:
    """Say when an address that was passed over is due again."""
    if (row.last_error or "").startswith("older than"):
        return "When a run asks for an earlier day (--since, or the portal's `since`)."
    if row.last_error == LOGIN_REASON and row.fetched_at is not None:
        due = datetime.fromisoformat(row.fetched_at) + timedelta(days=LOGIN_DAYS)
        return f"From {write_time(due.isoformat(), 'day')} on: whoever wants a log-in may not want it any more."
    if (
        (row.last_error or "").startswith(NO_PAGE_REASONS)
        and 0 < row.tries <= NO_PAGE_NIGHTS
        and row.fetched_at is not None
    ):
        due = datetime.fromisoformat(row.fetched_at) + timedelta(hours=RECHECK_HOURS)
        return (
            f"At the first run after {write_time(due.isoformat())}: for a night other things stand in a page's place."
        )
    if (row.last_error or "").startswith("robots.txt forbids"):
        return "Not while robots.txt forbids it; crawl --full looks whether it still does."
    return ONLY_FULL
