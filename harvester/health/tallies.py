"""What is counted of each portal during a run, for the judgement at its end: what pages had, and what they lacked."""

from __future__ import annotations

from collections import Counter

from harvester.items import Article, Ending
from harvester.store.reports.harvests import ON_PAGE, Known, Tally

FIELDS = ("article", "known", "body", "date", "lead", "author", "category")
"""`article`: an article page holds an article; `known`: a stored article is still there; else the article's part."""

SHORT_BODY = 120
"""Characters; a shorter text is next to none."""

LESS = 0.5
"""Part of a stored text below which a new reading of its page has lost text."""


KEPT = 0.1
"""Part of a text's runs of three words; one that keeps fewer is another text."""


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
        """An article was read; `known` is what was stored of it before. A field that a stored article never had
        says nothing, else an article without it would count at every look."""
        self.unread.discard(url)
        present = list_fields(article)
        for field in ("body", "date", "lead", "author", "category"):
            if known is None or field in known.fields:
                self.pages[field] += 1
                self.missing[field] += field not in present
        self.pages["article"] += 1
        self.pages["known"] += known is not None

    def note_ending(self, url: str, ending: Ending, *, stored: bool, counted: str) -> None:
        """A page was no article; `counted` is what its ending came to."""
        if ending.unread:
            self.unread.add(url)
        elif counted != "pending":
            self.unread.discard(url)
        if stored and counted in ("gone", "unchanged"):
            self.pages["known"] += 1
            self.missing["known"] += counted == "gone"

    def count(self) -> dict[str, Tally]:
        """The counts by field."""
        tallies = {field: Tally(self.pages[field], self.missing[field]) for field in FIELDS}
        unread = len(self.unread)
        tallies["article"] = Tally(self.pages["article"] + unread, unread)
        return tallies


def list_fields(article: Article) -> set[str]:
    """Which of the fields that health is judged by an article's page had."""
    present = {name for name in ("lead", "author", "category") if getattr(article, name)}
    if len(article.text) >= SHORT_BODY:
        present.add("body")
    dates = (date for date in article.date_candidates if date.found_in in ON_PAGE and date.role == "published")
    if any(date.value is not None and not (date.why_not or "").startswith("banner") for date in dates):
        present.add("date")
    return present


def is_other_text(before: str, now: str) -> bool:
    """Whether two texts have next to no run of three words in common."""
    kept, given = (
        {tuple(words[place : place + 3]) for place in range(len(words) - 2)}
        for words in (before.casefold().split(), now.casefold().split())
    )
    return len(kept & given) < KEPT * len(kept)


def is_whole(known: Known, article: Article) -> bool:
    """Whether a reading has all that was stored of the page: it may say something else, and lacks nothing."""
    return known.fields <= list_fields(article) and len(article.text) >= LESS * len(known.body)


def find_losses(known: Known, article: Article) -> str | None:
    """Why a new reading of a stored article's page is not to be believed, or None.

    A page that changed its layout, or that stands in for the article, is read as something, and would be taken
    for a new version of it. Authorities edit a paragraph, a title, a lead; they do not put another text in its
    place. What our own new rules read otherwise is not judged.
    """
    if known.extractor != article.extractor:
        return None
    lost = sorted(known.fields - list_fields(article) - {"body"})
    if article.title != known.title and is_other_text(known.body, article.text):
        return "the page holds another text than before, under another title"
    shorter = len(article.text) < LESS * len(known.body)
    if len(lost) + shorter >= (2 if shorter else 3) or {"date", "lead"} <= set(lost):
        return f"the page has lost what it had: {', '.join([*lost, *(['most of its text'] if shorter else [])])}"
    return None
