"""The rows of a fetch result: redirects, failures, what is gone or skipped, and the pause before the next try.

All the ways in which an address can end are told in docs/fetch-results.md.
"""

from __future__ import annotations

from datetime import timedelta

from harvester.items import NO_PAGE_REASONS, FetchResult, State
from harvester.limits import MAX_HOPS, MAX_ROUND_TRIP
from harvester.loading.sources import make_sighting
from harvester.loading.walk_pages import ask_for_awaited, end_page, is_later_page
from harvester.plan import RunFacts
from harvester.store import Store
from harvester.store.articles import records
from harvester.store.frontier import counts, outcomes, rechecks, walks
from harvester.store.frontier.addresses import Address, NewAddress
from harvester.store.frontier.outcomes import Outcome
from harvester.urls import is_same_site, make_key, normalize


def save_fetch_result(store: Store, run: RunFacts, address: Address, result: FetchResult) -> str:
    """Write a fetch result's rows; inside a transaction.

    Returns:
        What it counts as: a state of the frontier, or `unchanged` for an article that a 304 answers for.
    """
    connection = store.connection
    outcome = Outcome(result.state, run.now, result.status, result.reason)
    if result.redirect_to is not None:
        return follow_redirect(store, run, address, result.status, result.redirect_to)
    if result.state == "failed":
        return put_off(store, run, address, outcome, is_at_once=result.retry_after is not None)
    if result.state == "pending":
        outcomes.release(connection, address.url)
        return "pending"
    if result.state in ("gone", "skipped") and (state := ask_for_awaited(connection, address, outcome)) is not None:
        return state
    if result.state == "skipped" and result.reason.startswith(NO_PAGE_REASONS) and address.kind == "article":
        outcomes.end_for_now(connection, address.url, outcome, NO_PAGE_REASONS)
        return "skipped"
    end_page(connection, address, outcome)
    if result.status == 304 and address.article is not None:
        records.mark_seen(connection, address.article, run.now)
        return "unchanged"
    if result.status == 304 and address.kind == "sitemap":
        rechecks.reopen_maps(connection, address.url)
    if result.state == "gone" and address.article is not None:
        records.mark_gone(connection, address.article, address.url, run.now)
    return result.state


def end_cut_listing(store: Store, run: RunFacts, address: Address, reason: str) -> str:
    """Have a source that broke off asked for once more; inside a transaction. Return the state that it is left in."""
    return put_off(store, run, address, Outcome("failed", run.now, 200, reason))


def put_off(store: Store, run: RunFacts, address: Address, outcome: Outcome, *, is_at_once: bool = False) -> str:
    """Put an address off, or give it up after the last pause. A walk waits for its page and goes on there.

    With `is_at_once` it is due as soon as its portal is: the server itself has said when that is.
    """
    pauses = run.plan.read_pauses(run.portals[address.portal])
    if address.tries >= len(pauses):
        outcomes.end(store.connection, address.url, outcome)
        return "failed"
    pause = 0.0 if is_at_once else pauses[address.tries]
    due = None if pause == 0 else (run.plan.now + timedelta(seconds=pause)).isoformat(timespec="seconds")
    postponed = Outcome("pending", outcome.now, outcome.status, outcome.error)
    outcomes.postpone(store.connection, address.url, postponed, due)
    return "pending"


def follow_redirect(store: Store, run: RunFacts, address: Address, status: int | None, location: str) -> str:
    """A redirect: the address is done, and what it leads to becomes an address of its own."""
    connection = store.connection
    target = NewAddress(make_key(location), location, address.kind)
    if not is_same_site(location, run.portals[address.portal].url):
        skipped = Outcome("skipped", run.now, status, f"redirects to another site: {location[:300]}")
        outcomes.end(connection, address.url, skipped)
        return "skipped"
    if is_endless(store, address, target):
        endless = Outcome("failed", run.now, status, f"redirects without end: {location[:300]}")
        return put_off(store, run, address, endless)
    if _leads_back(store, address, target):
        outcomes.send_back(connection, address, target, Outcome("done", run.now, status))
        return "done"
    if address.walk is not None and walks.is_page_seen(connection, address.walk, target.url):
        # NukeViet: past the last page is page 1
        back = Outcome("skipped", run.now, status, f"redirects to {location[:300]}")
        if (state := ask_for_awaited(connection, address, back)) is not None:
            return state
        end = back if is_later_page(connection, address) else Outcome("done", run.now, status)
        end_page(connection, address, end, "came back to a page it had been at")
        return end.state
    if address.kind != "home" and _is_home(store, run, address, target):
        return end_at_home(store, run, address, status)
    if address.walk is not None:
        walks.move(connection, address.walk, target.url)
    seen = make_sighting(run, address.portal, address.url, address.kind)
    article = outcomes.redirect(connection, address, target, Outcome("done", run.now, status), seen)
    if article is not None and target.url != address.url:
        records.save_addresses(connection, article, [normalize(address.fetch_url)])
    return "done"


def is_endless(store: Store, address: Address, target: NewAddress) -> bool:
    """Return whether a redirect is one too many, or leads back to where it came from."""
    return address.hops >= (MAX_ROUND_TRIP if _leads_back(store, address, target) else MAX_HOPS)


def _leads_back(store: Store, address: Address, target: NewAddress) -> bool:
    """Return whether a redirect leads to an address that led here: as a check does that sets a cookie on the way."""
    return target.url != address.url and outcomes.leads_back(store.connection, target.url, address.url)


def _is_home(store: Store, run: RunFacts, address: Address, target: NewAddress) -> bool:
    """Return whether a redirect leads to a home page."""
    home = make_key(run.portals[address.portal].url)
    return home == target.url or counts.is_home(store.connection, target.url)


def end_at_home(store: Store, run: RunFacts, address: Address, status: int | None) -> str:
    """Systems send whoever asks for what they do not have to their home page, which stays what it is."""
    connection = store.connection
    state: State = "gone" if address.kind == "article" else "skipped"
    outcome = Outcome(state, run.now, status, "redirects to the home page")
    if (left := ask_for_awaited(connection, address, outcome)) is not None:
        return left
    end_page(connection, address, outcome, "redirects to the home page")
    if address.article is not None:
        records.mark_gone(connection, address.article, address.url, run.now)
    return state
