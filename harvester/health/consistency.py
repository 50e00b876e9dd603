"""The end of a run: what each portal comes to, and whether the books balance."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from harvester.health.anomalies import Finding, find_broken, tell_silence
from harvester.store.frontier import counts
from harvester.store.reports import harvests
from harvester.urls import make_key

if TYPE_CHECKING:
    from harvester.crawling.run import Run


def audit(run: Run) -> list[str]:
    """Judge every portal of a run, and answer what does not add up: nothing, unless there is a bug.

    Every address is in one of the five states, none is left under way, and in a wary run none was opened without
    ending.
    """
    connection = run.store.connection
    put_off = Counter(run.put_off.values())
    errors = [f"under way at the end: {url}" for url in sorted(run.flights)] if not run.is_cut else []
    if not run.is_cut:
        claims = counts.read_claims(connection).items()
        errors += [f"opened and never ended: {url}" for url, n in claims if n > run.claims_before.get(url, 0)]
    for portal in run.portals:
        states = counts.count_states(connection, portal)
        found = counts.count_all(connection, portal)
        if found != sum(states.values()) or set(states) - {"pending", "done", "failed", "gone", "skipped"}:
            errors.append(f"{portal}: found {found} addresses, but {states}")
        run.harvests[portal].duplicates = counts.count_duplicates(connection, run.new_articles[portal])
        judge(run, portal, put_off[portal])
    return errors


def judge(run: Run, portal: str, put_off: int) -> None:
    """What the harvest of one portal comes to, with the reason where it is not `ok`."""
    harvest = run.harvests[portal]
    harvest.failed += put_off
    if portal in run.stopped:
        harvest.status, harvest.reason = run.stopped[portal]
        return
    if run.is_cut:
        harvest.status, harvest.reason = "partial", "interrupted" if run.failure is None else str(run.failure)
        return
    broken = find_breakage(run, portal) or find_decay(run, portal)
    silence = find_silence(run, portal)
    if broken is not None:
        harvest.status, harvest.reason = "broken", broken
    elif silence is not None:
        harvest.status, harvest.reason = "silent", silence
    elif harvest.failed:
        harvest.status, harvest.reason = "partial", describe_failures(run, portal, harvest.failed)


def describe_failures(run: Run, portal: str, failed: int) -> str:
    last = counts.read_last_error(run.store.connection, portal, run.now)
    noun = "address" if failed == 1 else "addresses"
    return f"{failed} {noun} failed, the last: {last}" if last else f"{failed} {noun} failed"


def find_breakage(run: Run, portal: str) -> str | None:
    """Whether pages came but nothing of what they ought to hold: no home page, no article link, no article."""
    connection = run.store.connection
    own = counts.read_home(connection, portal)
    home = own or counts.read_shared_home(connection, make_key(run.portals[portal].url))
    if home is None or home.state != "done":
        return f"the home page gave nothing: {home.error or home.state if home else 'it was not asked for'}"
    found, ended, read = counts.count_article_pages(connection, portal)
    if not found and own is not None:  # of portals on one host, each article is of the one that came by it first
        return "no article was ever found: neither sitemap, feeds nor listings hold a link to one"
    if ended and not read:
        return f"none of {ended} pages was an article: {counts.read_last_error(connection, portal)}"
    return None


def find_decay(run: Run, portal: str) -> str | None:
    """What this portal's pages usually have and now lack: links, articles, fields."""
    connection = run.store.connection
    tallies = run.tallies[portal]
    before = harvests.read_home_platform(connection, portal)
    changed_look = None not in (before, tallies.home_platform) and before != tallies.home_platform
    reasons = []
    listings = harvests.read_listings(connection, portal, run.id)
    barren = [url for url, has_links in listings.items() if not has_links]
    if make_key(run.portals[portal].url) in barren:
        reasons.append("the home page no longer links to any article")
    elif len(barren) * 2 >= len(listings) > 0:
        reasons.append(f"{len(barren)} of {len(listings)} listings no longer link to any article: {barren[0]}")
    past = harvests.read_past(connection, portal, run.id)
    found = find_broken(run.plan.now, tallies.count(), past, changed_look=changed_look)
    reasons += [describe_finding(run, portal, finding) for finding in found]
    if not reasons:
        if tallies.home_platform is not None:
            harvests.set_home_platform(connection, portal, tallies.home_platform)
        return None
    if changed_look:
        reasons.append(f"the home page is no longer of {before!r} but of {tallies.home_platform!r}")
    return "; ".join(reasons)


def describe_finding(run: Run, portal: str, finding: Finding) -> str:
    """What is missing, and the selector to look at."""
    if finding.field == "known":
        return finding.text
    if finding.field == "article":
        last = counts.read_last_error(run.store.connection, portal, run.now)
        return f"{finding.text}: {last}" if last else finding.text
    selector = getattr(run.portals[portal].selectors, finding.field)
    if selector is not None:
        return f"{finding.text}: its selector is {selector!r}"
    return f"{finding.text}: see how the platform {run.platforms[portal]!r} reads it"


def find_silence(run: Run, portal: str) -> str | None:
    """Why a portal counts as silent. Frozen ones never do, nor those of which not all has been looked at."""
    connection = run.store.connection
    if run.portals[portal].status != "active" or harvests.is_first_run(connection, portal, run.id):
        return None
    if harvests.has_backlog(connection, portal):
        return None
    days, articles = harvests.read_days(connection, portal, run.now)
    return tell_silence(days, articles, run.plan.now.date())
