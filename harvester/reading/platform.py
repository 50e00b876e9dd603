"""The contract of a platform: a content system that many portals run on.

A platform is pure. It is handed a `Page` and gives back links or an `Article` of raw texts; it does no
I/O, reads no settings and keeps nothing between two pages.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from harvester.items import DEFAULT_TRUST, Article, FoundIn, Listing, Selectors
from harvester.reading.page import Page

NO_SELECTORS = Selectors()


class Platform(ABC):
    """Subclass, set `name` and `version`, and name the module in `harvester.platforms.PLATFORMS`."""

    name: ClassVar[str]
    version: ClassVar[int]
    """Goes up with every change that alters what is read."""

    generators: ClassVar[tuple[str, ...]] = ()
    """How the content of `meta[name=generator]` begins on its pages, lower case: no other mark is then
    needed."""

    date_trust: ClassVar[tuple[FoundIn, ...]] = DEFAULT_TRUST
    """Places of a publication date, the most trusted first."""

    @property
    def extractor(self) -> str:
        """The rules that read an article, as stored with it: `nukeviet/3`."""
        return f"{self.name}/{self.version}"

    @abstractmethod
    def recognise(self, page: Page) -> str | None:
        """Why this page is of this platform, e.g. "generator says NukeViet v4.5", or None."""

    @abstractmethod
    def article(self, page: Page, selectors: Selectors = NO_SELECTORS) -> Article:
        """The article on this page.

        Raises:
            ListingPage: or Refused, with the reason.
            NotAnArticle: or Refused, with the reason.
        """

    def read_part(self, page: Page, selectors: Selectors = NO_SELECTORS) -> Article:
        """A later part of an article whose pages lead from one to the next. Raises as `article` does."""
        return self.article(page, selectors)

    @abstractmethod
    def listing(self, page: Page, selectors: Selectors = NO_SELECTORS) -> Listing:
        """Links to articles, menu sections and the next page, on a home or listing page."""

    def is_article_url(self, url: str) -> bool | None:
        """Whether an address can only be an article (True), cannot be one (False), or may be (None)."""
        return None

    def article_id(self, url: str) -> str | None:
        """The content system's own id of the article at this address, the same at all its addresses."""
        return None

    def sitemaps(self, home: str) -> list[str]:
        """Addresses where this system puts a sitemap when robots.txt names none."""
        return [home.rstrip("/") + "/sitemap.xml"]
