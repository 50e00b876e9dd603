"""How an address ends that gave no article and no listing, as docs/fetch-results.md tells it.

One transaction each; every ending is counted.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from harvester.crawling.plan import MAX_HOPS, TROUBLE_LIMIT
from harvester.crawling.run import Run
from harvester.crawling.throttle import FLOOD_PAUSE
from harvester.items import Ending, State
from harvester.store.articles import records
from harvester.store.frontier import counts, outcomes, rechecks, walks
from harvester.store.frontier.addresses import Address, NewAddress
from harvester.store.frontier.outcomes import Outcome
from harvester.urls import is_same_site, make_key, normalize

logger = logging.getLogger(__name__)


def write_ending(run: Run, address: Address, ending: Ending) -> None:
    """Write an ending and land the address. Has a transaction of its own."""
    with run.store.transaction():
        counted = apply(run, address, ending)
    note_trouble(run, address, ending)
    if ending.retry_after is not None:
        run.rest(address.portal, ending.retry_after, ending.reason)
    elif ending.trouble == "refusal" and run.plan.read_delay(run.portals[address.portal]) > 0:
        run.rest(address.portal, FLOOD_PAUSE, ending.reason)
    if address.kind == "article":
        run.tallies[address.portal].note_ending(
            address.url, ending, stored=address.article is not None, counted=counted
        )
    harvest = run.harvests[address.portal]
    harvest.pages += ending.status is not None
    if counted != "pending":
        run.put_off.pop(address.url, None)
    if counted == "failed":
        harvest.failed += 1
        logger.info("%s: failed: %s", address.fetch_url, ending.reason)
    elif counted == "unchanged":
        harvest.unchanged += 1
    elif counted == "gone":
        harvest.gone += 1
    elif counted == "skipped":
        harvest.skipped += 1
        logger.info("%s: skipped: %s", address.fetch_url, ending.reason)
    run.land(address)


def apply(run: Run, address: Address, ending: Ending) -> str:
    """The ending's rows; as what it counts. Called inside a transaction."""
    connection = run.store.connection
    outcome = Outcome(ending.state, run.now, ending.status, " ".join(ending.reason.split()))
    if ending.redirect_to is not None:
        return follow(run, address, ending, ending.redirect_to)
    if ending.state == "failed":
        return fail(run, address, outcome)
    if ending.state == "pending":
        outcomes.release(connection, address.url)
        return "pending"
    outcomes.end(connection, address.url, outcome)
    if ending.status == 304 and address.article is not None:
        records.mark_seen(connection, address.article, run.now)
        return "unchanged"
    if ending.status == 304 and address.kind == "sitemap":
        rechecks.reopen_maps(connection, address.url)
    if ending.state == "gone" and address.article is not None:
        records.mark_gone(connection, address.article, address.url, run.now)
    if address.walk is not None:
        walks.abandon(connection, address.walk, f"{ending.state}: {ending.reason}", run.now)
    return ending.state


def fail(run: Run, address: Address, outcome: Outcome) -> str:
    """Put off, or give up after the last pause. A walk waits for its page and goes on there."""
    connection = run.store.connection
    pauses = run.plan.read_pauses(run.portals[address.portal])
    if address.tries >= len(pauses):
        outcomes.end(connection, address.url, outcome)
        return "failed"
    pause = pauses[address.tries]
    due = None if pause == 0 else (run.plan.now + timedelta(seconds=pause)).isoformat(timespec="seconds")
    postponed = Outcome("pending", outcome.now, outcome.status, outcome.error)
    outcomes.postpone(connection, address.url, postponed, due)
    run.put_off[address.url] = address.portal
    return "pending"


def follow(run: Run, address: Address, ending: Ending, location: str) -> str:
    """A redirect: the address is done, and what it leads to becomes an address of its own."""
    connection = run.store.connection
    portal = run.portals[address.portal]
    target = NewAddress(make_key(location), location, address.kind)
    if not is_same_site(location, portal.url):
        skipped = Outcome("skipped", run.now, ending.status, f"redirects to another site: {location[:300]}")
        outcomes.end(connection, address.url, skipped)
        return "skipped"
    if address.hops >= MAX_HOPS or (
        outcomes.leads_back(connection, target.url, address.url) and target.url != address.url
    ):
        return fail(run, address, Outcome("failed", run.now, ending.status, f"redirects without end: {location[:300]}"))
    if address.walk is not None and walks.is_page_seen(connection, address.walk, target.url):
        # NukeViet: past the last page is page 1
        outcomes.end(connection, address.url, Outcome("done", run.now, ending.status))
        walks.abandon(connection, address.walk, "came back to a page it had been at", run.now)
        return "done"
    if address.kind != "home" and (make_key(portal.url) == target.url or counts.is_home(connection, target.url)):
        return follow_home(run, address, ending)
    if address.walk is not None:
        walks.move(connection, address.walk, target.url)
    outcome = Outcome("done", run.now, ending.status)
    seen = run.sight(address.portal, address.url, address.kind)
    article = outcomes.redirect(connection, address, target, outcome, seen)
    if article is not None and target.url != address.url:
        records.save_addresses(connection, article, [normalize(address.fetch_url)])
    return "done"


def follow_home(run: Run, address: Address, ending: Ending) -> str:
    """Systems send whoever asks for what they do not have to their home page, which stays what it is."""
    connection = run.store.connection
    state: State = "gone" if address.kind == "article" else "skipped"
    outcomes.end(connection, address.url, Outcome(state, run.now, ending.status, "redirects to the home page"))
    if address.article is not None:
        records.mark_gone(connection, address.article, address.url, run.now)
    if address.walk is not None:
        walks.abandon(connection, address.walk, "redirects to the home page", run.now)
    return state


def note_trouble(run: Run, address: Address, ending: Ending) -> None:
    """Count connection failures and refusals in a row: too many say something of the portal.

    Each address counts once, however often it was tried, and a dead feed or sitemap says nothing of the pages.
    """
    troubles = run.troubles[address.portal]
    if ending.trouble is None:
        troubles.clear()
        return
    if address.kind in ("feed", "sitemap"):
        return
    troubles.add(address.url)
    if len(troubles) >= TROUBLE_LIMIT or (address.kind == "home" and address.tries >= 2):
        run.stop_portal(address.portal, "unreachable" if ending.trouble == "connection" else "blocked", ending.reason)
