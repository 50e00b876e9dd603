"""Any page: JSON-LD and meta for the fields, trafilatura to find the text.

Recognise  never: it reads what no other platform claims, or more than one.
Article    the text is where trafilatura finds it, read again by the walk that all platforms share, so that
           tables, captions and repeated paragraphs are kept.
Wrong      what the head describes may be the site rather than the article, its author the site's name: both
           are held against the visible page.
"""

from __future__ import annotations

from typing import ClassVar

from harvester.discovery.links import ListingReader
from harvester.items import Listing, Selectors
from harvester.reading.page import Page
from harvester.reading.platform import NO_SELECTORS
from harvester.reading.selectors import SelectorPlatform


class Generic(SelectorPlatform):
    name: ClassVar[str] = "generic"
    version: ClassVar[int] = 3

    title = ()

    def recognise(self, page: Page) -> str | None:
        return None

    def listing(self, page: Page, selectors: Selectors = NO_SELECTORS) -> Listing:
        return ListingReader(page, self, selectors).read((), (), guess=True)
