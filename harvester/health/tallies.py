"""What is counted of each portal during a run, for the judgement at its end: what pages had, and what they lacked."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from harvester.items import Article, FetchResult
from harvester.store.reports.harvests import ON_PAGE, Known, Tally
from harvester.store.runs import Harvest

_FIELDS = ("article", "known", "body", "date", "lead", "author", "category")
"""`article`: an article page holds an article; `known`: a stored article is still there; else the article's part."""

SHORT_BODY = 120
"""Characters; a shorter text is next to none."""


class Tallies:
    """The counts of one portal in one run."""

    def __init__(self) -> None:
        self.pages: Counter[str] = Counter()
        self.missing: Counter[str] = Counter()
        self.unread: set[str] = set()
        """Addresses of article pages that held no article at their last try."""
        self.home_platform: str | None = None
        """What the home page was recognised as in this run."""

    def note_article(self, url: str, article: Article, known: Known | None) -> None:
        """An article was read; `known` is what was stored of it before.

        A field that a stored article never had says nothing, else an article without it would count at every look.
        """
        self.unread.discard(url)
        present = list_fields(article)
        needless = list_needless(article)
        for field in ("body", "date", "lead", "author", "category"):
            if (known is None or field in known.fields) and field not in needless:
                self.pages[field] += 1
                self.missing[field] += field not in present
        self.pages["article"] += 1
        self.pages["known"] += known is not None

    def note_result(self, url: str, result: FetchResult, *, stored: bool, counted: str) -> None:
        """A page was no article; `counted` is what its fetch result came to."""
        if result.unread:
            self.unread.add(url)
        elif counted != "pending":
            self.unread.discard(url)
        if stored and counted in ("gone", "unchanged"):
            self.pages["known"] += 1
            self.missing["known"] += counted == "gone"

    def count(self) -> dict[str, Tally]:
        """The counts by field."""
        tallies = {field: Tally(self.pages[field], self.missing[field]) for field in _FIELDS}
        unread = len(self.unread)
        tallies["article"] = Tally(self.pages["article"] + unread, unread)
        return tallies


@dataclass(slots=True)
class PortalCounts:
    """All that is counted of one portal in one run."""

    harvest: Harvest = dataclasses.field(default_factory=Harvest)
    tallies: Tallies = dataclasses.field(default_factory=Tallies)
    new_articles: set[int] = dataclasses.field(default_factory=set)
    """Ids of the articles first stored in this run."""
    put_off: set[str] = dataclasses.field(default_factory=set)
    """Keys of the addresses whose last try in this run failed, and that will be tried again."""

    losses: list[str] = dataclasses.field(default_factory=list)
    """What sources of articles lack that they had before, or could not be read of them: reasons for people."""
    notes: list[str] = dataclasses.field(default_factory=list)
    """What may be missing of sources, though nothing says that it is: reasons for people."""
    incomplete: dict[str, str] = dataclasses.field(default_factory=dict)
    """Articles on several pages that were stored without one of them, and why."""
    too_large: dict[str, str] = dataclasses.field(default_factory=dict)
    """Pages that are past a limit, and which one."""
    undated: int = 0
    """New articles without a date from any place, of those that ought to have one."""
    forbidden: int = 0
    """Articles' addresses that robots.txt forbids."""

    @property
    def stored(self) -> int:
        """How many articles were read and are in the database."""
        return self.harvest.new + self.harvest.updated + self.harvest.unchanged


Counts = dict[str, PortalCounts]
"""The counts of a run, by portal."""


def make_counts(portals: Iterable[str]) -> Counts:
    """Return counts of nothing yet for these portals."""
    return {portal: PortalCounts() for portal in portals}


def list_needless(article: Article) -> frozenset[str]:
    """Which fields are no loss to an article.

    One of files or pictures alone has no text, and nobody wrote it; a page with an official document may show no date
    but the document's own.
    """
    is_without_text = not article.text and bool(article.attachments or article.images)
    needless = ("body", "lead", "author") if is_without_text else ()
    return frozenset((*needless, "author", "date") if article.kind == "document" else needless)


def list_fields(article: Article) -> set[str]:
    """Which of the fields that health is judged by an article's page had."""
    present = {name for name in ("lead", "author", "category") if getattr(article, name)}
    if len(article.text) >= SHORT_BODY:
        present.add("body")
    dates = (date for date in article.date_candidates if date.found_in in ON_PAGE and date.role == "published")
    if any(date.value is not None and not (date.why_not or "").startswith("banner") for date in dates):
        present.add("date")
    return present
