"""Looks at portals once more, and says what would change in their files and in what is read of their articles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from scrapy.crawler import Crawler

from harvester.crawling.responses import open_page
from harvester.crawling.tls import TlsRules
from harvester.errors import PageError, PortalMoved, ProbeError
from harvester.items import Article, Selectors
from harvester.jobs.journal import Journal
from harvester.jobs.probe_round import RoundOptions, ServerTurns, run_side_by_side
from harvester.jobs.remedies import Patient, Reading, Remedy, RemedyNote
from harvester.limits import MAX_HOPS
from harvester.platforms import find_platform
from harvester.portals import Portal
from harvester.portals.drafts import shorten
from harvester.portals.edits import KeyValue, Place
from harvester.probing.probe import look_from, run_work
from harvester.probing.proposal import propose
from harvester.probing.survey import Findings
from harvester.probing.visitor import Ask, Visitor
from harvester.reading.markup import select_elements
from harvester.reading.page import Page
from harvester.urls import is_same_site, make_key
from harvester.wording import write_count, write_time
from pipelines import process

SAMPLES = 3
"""Articles that are read by the file as it is, and as it would be."""

_SAMPLES_ASKED = 6

LISTED_ASKED = 10
"""Sections of a file that the home page does not name, and that are asked for to see whether they still list."""


def find_remedies(
    patients: Sequence[Patient],
    options: RoundOptions,
    journal: Journal[RemedyNote],
    notice: Callable[[Remedy], None] = lambda remedy: None,
) -> list[Remedy] | None:
    """Look at portals side by side, one a server at a time. What the journal knows is not looked at again.

    Args:
        patients: The portals.
        options: How looks are taken.
        journal: Told of every remedy that is found.
        notice: Likewise.

    Returns:
        Their remedies, in the order of the portals; None where Ctrl-C cut it short.
    """
    turns = ServerTurns(options.delay)
    found = dict(recall_remedies(patients, journal, options.now))
    left = [patient for patient in patients if patient.key not in found]

    async def treat(crawler: Crawler, patient: Patient) -> None:
        remedy = await find_remedy(crawler, patient, options, turns)
        journal.add(RemedyNote.of_remedy(remedy, options.now))
        found[patient.key] = remedy
        notice(remedy)

    async def work(crawler: Crawler) -> None:
        await run_side_by_side(treat(crawler, patient) for patient in left)

    portals = [patient.portal for patient in left]
    if left and not run_work(work, [portal.url for portal in portals], TlsRules.of_portals(portals)):
        return None
    return [found[patient.key] for patient in patients]


def recall_remedies(
    patients: Sequence[Patient], journal: Journal[RemedyNote], now: datetime
) -> Iterator[tuple[str, Remedy]]:
    """The remedies that a round which was cut short has found, by their patients' keys."""
    for patient in patients:
        note = journal.looks.get(patient.key)
        if note is not None and note.holds(now):
            yield patient.key, note.restore(patient)


async def find_remedy(crawler: Crawler, patient: Patient, options: RoundOptions, turns: ServerTurns) -> Remedy:
    """Look at a portal where it is now, and propose what is to be changed in its file."""
    url, passed = patient.portal.url, list[str]()
    delay = options.delay if patient.portal.delay is None else patient.portal.delay
    for _ in range(MAX_HOPS):
        ask = Ask((url,), options.now, delay)
        try:
            async with turns.take(url):
                findings = await look_from(ask, crawler)
                visit = Visit(Visitor(ask, crawler), findings, patient)
                return Remedy(patient, await visit.propose_changes(passed), await visit.read_samples())
        except PortalMoved as moved:
            passed.append(url)
            url = moved.url
        except ProbeError as error:
            return Remedy(patient, failure=str(error))
    return Remedy(patient, failure=f"redirects without end: {' -> '.join([*passed, url])}")


class Visit:
    """One look at a portal for whom there is a file already."""

    def __init__(self, visitor: Visitor, findings: Findings, patient: Patient) -> None:
        self.visitor = visitor
        self.visitor.asked = 1  # the look went before
        self.findings = findings
        self.patient = patient
        self.portal = patient.portal
        self.pages: list[Page] = [] if findings.sample_page is None else [findings.sample_page]
        self.platform = findings.recognition.platform.name
        self.kept_selectors = Selectors()

    async def propose_changes(self, passed: Sequence[str]) -> dict[Place, KeyValue | None]:
        """What would change in the file: only keys that say something wrong, and those that a crawl needs."""
        await self.fetch_samples()
        changes: dict[Place, KeyValue | None] = {}
        if passed:
            changes["", "url"] = self.findings.url
            changes["", "formerly"] = [*self.portal.formerly, *passed]
        if self.patient.reader not in (None, self.platform):
            changes["", "platform"] = self.platform
        for key in ("sections", "feeds", "sitemaps"):
            listed = getattr(self.portal, key)
            wanted = await self.choose_links(key) if listed else []
            if wanted != listed:
                changes["", key] = [shorten(link, self.findings.url) for link in wanted] or None
        kept = self.keep_selectors()
        own = self.portal.selectors.model_dump(exclude_none=True)
        changes |= {("selectors", key): None for key in own if key not in kept}
        self.kept_selectors = replace(self.portal.css, **{key: None for key in own if key not in kept})
        return changes

    async def choose_links(self, key: str) -> list[str]:
        """The links of a list that still lead to articles, then those that the portal names now."""
        draft = propose(self.findings, "")
        named = [line.value for line in getattr(draft, key)]
        known = {make_key(link) for link in named}
        kept = []
        for link in getattr(self.portal, key)[:LISTED_ASKED]:
            if make_key(link) in known or (key == "sections" and await self.lists_articles(link)):
                kept.append(link)
        if len(kept) == len(getattr(self.portal, key)):
            return kept  # all that is listed holds: the choice was a person's
        held = {make_key(link) for link in kept}
        return kept + [link for link in named if make_key(link) not in held]

    async def lists_articles(self, url: str) -> bool:
        """Whether a page of the portal still links to articles, as its system is now."""
        if not is_same_site(url, self.findings.url):
            return False
        try:
            page = open_page(await self.visitor.fetch(url))
            return bool(self.findings.recognition.platform.listing(page).articles)
        except (ProbeError, PageError):
            return False

    def keep_selectors(self) -> set[str]:
        """The selectors of the file that still match something: on an article's page, or on the home page."""
        own = self.portal.selectors.model_dump(exclude_none=True)
        pages = [*self.pages, self.findings.page]
        return {key for key, css in own.items() if any(select_elements(page.tree, (css,)) for page in pages)}

    async def fetch_samples(self) -> None:
        """Fetch articles until there are enough, those that the portal shows first."""
        known = {make_key(page.url) for page in self.pages}
        urls = [links[0].url for key, links in self.findings.links.items() if key not in known]
        for url in urls[:_SAMPLES_ASKED]:
            if len(self.pages) >= SAMPLES:
                return
            try:
                self.pages.append(open_page(await self.visitor.fetch(url)))
            except (ProbeError, PageError):
                continue  # gone, or no page: the next one is as good

    async def read_samples(self) -> list[Reading]:
        """What the articles read like before and after."""
        reader = self.patient.reader or self.platform
        readings = []
        for page in self.pages:
            before = self.tell(page, reader, self.portal.css)
            readings.append(Reading(page.url, before, self.tell(page, self.platform, self.kept_selectors)))
        return readings

    def tell(self, page: Page, platform: str, selectors: Selectors) -> str:
        """An article as a platform reads it, in a line."""
        try:
            raw = find_platform(platform).article(page, selectors)
        except PageError as error:
            return f"not read: {error}"
        return _tell_article(process(raw, self.visitor.ask.now))


def _tell_article(article: Article) -> str:
    """Title, date, and how much else there is."""
    date = "no date"
    if article.published_at is not None:
        date = write_time(article.published_at.isoformat(), article.published_precision)
    parts = [f"“{article.title}”", date, write_count(len(article.body), "character")]
    parts += [name for name in ("lead", "author", "category") if getattr(article, name)]
    return ", ".join(parts)


def list_patients(portals: Iterable[Portal], platforms: Mapping[str, str | None]) -> list[Patient]:
    """The portals with the platforms that crawls have read them as."""
    return [Patient(portal, platforms.get(portal.id)) for portal in portals]
