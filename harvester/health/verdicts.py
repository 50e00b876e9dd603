"""What a run's harvest of one portal comes to, with the reason where it is not `ok`."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from harvester.discovery.periods import read_archive_period
from harvester.health.anomalies import Finding, find_broken, tell_silence
from harvester.health.tallies import PortalCounts
from harvester.items import SCRIPTED_END
from harvester.limits import NAME_LIMIT, REASON_LIMIT
from harvester.plan import RunFacts
from harvester.portals import Portal
from harvester.store import runs
from harvester.store.frontier import addresses, counts, walks
from harvester.store.frontier.counts import Standing
from harvester.store.reports import harvests
from harvester.urls import make_key
from harvester.wording import cut_to, write_count

ENOUGH_NEW = 10
"""New articles of a run of which most without a date say that it is not read: a few may have none."""
FULL_PAGE = 5
"""Articles that a page of a listing has at least where it is full; few portals show fewer."""


class Verdict:
    """Judges one portal at the end of a run, by what it counted and by the portal's history."""

    def __init__(self, connection: sqlite3.Connection, run: RunFacts, portal: Portal, counted: PortalCounts) -> None:
        self.connection = connection
        self.run = run
        self.portal = portal
        self.counted = counted

    def judge(self, stopped: tuple[str, str] | None, cut: str | None) -> None:
        """Fill in status, reason, duplicates and failures of the portal's harvest.

        Args:
            stopped: Status and reason of a portal that nothing more was asked of.
            cut: Why the run ended early, None where it did not.
        """
        harvest = self.counted.harvest
        harvest.duplicates = counts.count_duplicates(self.connection, sorted(self.counted.new_articles))
        harvest.failed += len(self.counted.put_off)
        if stopped is not None:
            harvest.status, harvest.reason = stopped
        elif cut is not None:
            harvest.status, harvest.reason = "partial", cut
        elif self.counted.forbidden > self.counted.stored:
            harvest.status = "blocked"
            harvest.reason = f"robots.txt forbids {write_count(self.counted.forbidden, 'article')}"
        elif (broken := self.find_breakage() or self.find_decay()) is not None:
            harvest.status, harvest.reason = "broken", broken
        elif (silence := self.find_silence()) is not None:
            harvest.status, harvest.reason = "silent", silence
        elif shortfall := self.describe_shortfall(harvest.failed):
            harvest.status, harvest.reason = "partial", shortfall
        else:
            harvest.reason = self.describe_unread()
        if harvest.reason is not None:
            harvest.reason = cut_to(harvest.reason, REASON_LIMIT)

    def describe_unread(self) -> str | None:
        """Return what no run has read of a portal that is well: listings read in parts, or that go on by a script."""
        connection, portal = self.connection, self.portal.id
        paused = sorted({walk.start_url for walk in walks.read_paused(connection, portal)})
        scripted = walks.list_starts_ended_by(connection, portal, SCRIPTED_END)
        told = [
            ("in no order of dates, and read a part each night", paused),
            (f"{SCRIPTED_END}, which is not run", scripted),
        ]
        notes = list(dict.fromkeys(self.counted.notes))[:1]
        notes += [f"{reason}: {name_some(starts)}" for reason, starts in told if starts]
        count, address, reason = counts.count_not_whole(connection, portal)
        if count:
            last = f"{cut_to(address, NAME_LIMIT)}: {reason}"
            notes.append(f"{write_count(count, 'article')} not whole, the last: {last}")
        if not addresses.has_sound_sitemap(connection, portal):
            if not walks.have_led_to_articles(connection, portal):
                notes.append("articles come by its feeds alone: what these show no more is not read")
            elif not walks.have_left_home(connection, portal, make_key(self.portal.url)):
                dead = counts.find_dead_listing(connection, portal)
                why = "no section was found" if dead is None else f"no section could be read, {dead}"
                notes.append(f"{why}: what the home page shows no more is not read")
            elif shown := find_first_pages_alone(
                walks.count_first_links(connection, portal, make_key(self.portal.url))
            ):
                notes.append(f"no section goes on behind its first {shown} articles: what it shows no more is not read")
        return "; ".join(notes) or None

    def describe_shortfall(self, failed: int) -> str:
        """Return what was due and is missing: sources, pages, parts of articles, addresses that failed; or nothing."""
        losses = list(dict.fromkeys(self.counted.losses))
        reasons = losses[:1]
        if len(losses) > 1:
            reasons.append(f"{len(losses) - 1} more of its sources")
        for pages, noun, fault in (
            (self.counted.too_large, "page", "beyond what is read"),
            (self.counted.incomplete, "article", "not whole"),
        ):
            if pages:
                address, reason = next(reversed(pages.items()))
                last = f"{cut_to(address, NAME_LIMIT)}: {reason}"
                reasons.append(f"{write_count(len(pages), noun)} {fault}, the last: {last}")
        if failed:
            reasons.append(self.describe_failures(failed))
        return "; ".join(reasons)

    def describe_failures(self, failed: int) -> str:
        """Return how many addresses failed, and the last reason."""
        last = counts.read_last_error(self.connection, self.portal.id, self.run.now)
        noun = "address" if failed == 1 else "addresses"
        return f"{failed} {noun} failed, the last: {last}" if last else f"{failed} {noun} failed"

    def find_breakage(self) -> str | None:
        """Return why pages that came held nothing of what they ought to: no home page, no link, no article."""
        own = counts.read_home(self.connection, self.portal.id)
        home = own or counts.read_shared_home(self.connection, make_key(self.portal.url))
        if home is None or home.state != "done":
            return f"the home page gave nothing: {describe_standing(home)}"
        found, ended, read = counts.count_article_pages(self.connection, self.portal.id)
        if not found and own is not None:  # of portals on one host, each article is of the one that came by it first
            return "no article was ever found: neither sitemap, feeds nor listings hold a link to one"
        if ended and not read:
            last = counts.read_last_error(self.connection, self.portal.id)
            return f"none of {write_count(ended, 'page')} was an article" + (f": {last}" if last else "")
        return self.find_undated()

    def find_undated(self) -> str | None:
        """Return that most of many new articles have no date at all: on a first run there is no other measure."""
        new, undated = self.counted.harvest.new, self.counted.undated
        if new < ENOUGH_NEW or undated * 2 <= new:
            return None
        return f"{undated:,} of {new:,} new articles have no date: {self.tell_reader('date')}"

    def find_decay(self) -> str | None:
        """Return what this portal's pages usually have and now lack: links, articles, fields."""
        now = self.counted.tallies.home_platform
        before = harvests.read_home_platform(self.connection, self.portal.id)
        changed_look = None not in (before, now) and before != now
        if changed_look and now is not None and now == self.portal.platform:
            # the exchange is known, and the file was repaired
            harvests.note_exchange(self.connection, self.portal.id, now, self.run.now)
            changed_look = False
        reasons = self.find_barren_listings()
        past = harvests.read_past(self.connection, self.portal.id, self.run.id)
        found = find_broken(self.run.plan.now, self.counted.tallies.count(), past, changed_look=changed_look)
        reasons += [self.describe_finding(finding) for finding in found]
        if not reasons:
            if now is not None:
                harvests.set_home_platform(self.connection, self.portal.id, now)
            return None
        if changed_look:
            reasons.append(f"the home page is no longer of {before!r} but of {now!r}")
        return "; ".join(reasons)

    def find_barren_listings(self) -> list[str]:
        """Return what is to be said of listings that had links to articles once and have none now."""
        listings = harvests.read_listings(self.connection, self.portal.id, self.run.id)
        barren = [url for url, has_links in listings.items() if not has_links]
        if make_key(self.portal.url) in barren:
            return ["the home page no longer links to any article"]
        if len(barren) * 2 >= len(listings) > 0:
            told = f"{len(barren)} of {write_count(len(listings), 'listing')}"
            return [f"no link to any article in {told} any more: {barren[0]}"]
        return []

    def describe_finding(self, finding: Finding) -> str:
        """Return what is missing, and the selector to look at."""
        if finding.field == "known":
            return finding.text
        if finding.field == "article":
            last = counts.read_last_error(self.connection, self.portal.id, self.run.now)
            return f"{finding.text}: {last}" if last else finding.text
        return f"{finding.text}: {self.tell_reader(finding.field)}"

    def tell_reader(self, field: str) -> str:
        """Return what reads a field of this portal's articles: the place to look at."""
        selector = getattr(self.portal.selectors, field)
        if selector is not None:
            return f"its selector is {selector!r}"
        platform = runs.read_portal(self.connection, self.portal.id).platform
        return f"see how the platform {platform!r} reads it"

    def find_silence(self) -> str | None:
        """Return why the portal counts as silent. Frozen ones never do, nor those of which not all was looked at."""
        if self.portal.status != "active" or harvests.is_first_run(self.connection, self.portal.id, self.run.id):
            return None
        if harvests.has_backlog(self.connection, self.portal.id):
            return None
        days, articles = harvests.read_days(self.connection, self.portal.id, self.run.now)
        return tell_silence(days, articles, self.run.plan.now.date())


def find_first_pages_alone(listings: Mapping[str, tuple[int, int]]) -> int | None:
    """Return how many articles each full listing of a portal shows, where none has a page behind its first.

    Two or more have the most, and as many: no chance, but what a page holds. None where nothing says so.

    Args:
        listings: Of each its pages, and the articles on the first.
    """
    links = [shown for _, shown in listings.values()]
    most = max(links, default=0)
    has_more = any(pages > 1 for pages, _ in listings.values())
    has_archives = any(read_archive_period(start) is not None for start in listings)
    return None if has_more or has_archives or most < FULL_PAGE or links.count(most) < 2 else most


def name_some(addresses: list[str]) -> str:
    """Name the first of some addresses, and how many more there are."""
    more = len(addresses) - 1
    return f"{addresses[0]} and {write_count(more, 'other listing')}" if more else addresses[0]


def describe_standing(home: Standing | None) -> str:
    """Return what is known of a home page that gave nothing."""
    return "it was not asked for" if home is None else home.error or home.state
