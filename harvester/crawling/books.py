"""The end of a run: what each portal comes to, and whether the books balance."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from harvester.store import books

if TYPE_CHECKING:
    from harvester.crawling.run import Run


def audit(run: Run) -> list[str]:
    """Judge every portal of a run, and answer what does not add up: nothing, unless there is a bug.

    Every address is in one of the five states, none is left under way, and none was opened without ending.
    """
    connection = run.store.connection
    put_off = Counter(run.put_off.values())
    errors = [f"under way at the end: {url}" for url in sorted(run.flights)] if not run.interrupted else []
    if not run.interrupted:
        claims = books.read_claims(connection).items()
        errors += [f"opened and never ended: {url}" for url, n in claims if n > run.claims_before.get(url, 0)]
    for portal in run.portals:
        states = books.count_states(connection, portal)
        found = books.count_all(connection, portal)
        if found != sum(states.values()) or set(states) - {"pending", "done", "failed", "gone", "skipped"}:
            errors.append(f"{portal}: found {found} addresses, but {states}")
        run.harvests[portal].duplicates = books.count_duplicates(connection, run.new_articles[portal])
        judge(run, portal, put_off[portal])
    return errors


def judge(run: Run, portal: str, put_off: int) -> None:
    """What the harvest of one portal comes to, with the reason where it is not `ok`."""
    harvest = run.harvests[portal]
    harvest.failed += put_off
    if portal in run.stopped:
        harvest.status, harvest.reason = run.stopped[portal]
        return
    if run.interrupted:
        harvest.status, harvest.reason = "partial", "interrupted"
        return
    broken = find_breakage(run, portal)
    if broken is not None:
        harvest.status, harvest.reason = "broken", broken
    elif harvest.failed:
        harvest.status, harvest.reason = "partial", describe_failures(run, portal, harvest.failed)


def describe_failures(run: Run, portal: str, failed: int) -> str:
    last = books.read_last_error(run.store.connection, portal, run.now)
    noun = "address" if failed == 1 else "addresses"
    return f"{failed} {noun} failed, the last: {last}" if last else f"{failed} {noun} failed"


def find_breakage(run: Run, portal: str) -> str | None:
    """Whether pages came but nothing of what they ought to hold: no home page, no article link, no article."""
    connection = run.store.connection
    home = books.read_home(connection, portal)
    if home is not None and home.state not in ("done",):
        return f"the home page gave nothing: {home.error or home.state}"
    found, ended, read = books.count_article_pages(connection, portal)
    if not found:
        return "no article was ever found: neither sitemap, feeds nor listings hold a link to one"
    if ended and not read:
        return f"none of {ended} pages was an article: {books.read_last_error(connection, portal)}"
    return None
