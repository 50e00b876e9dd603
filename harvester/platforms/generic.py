"""Any page: our structural reader finds the text and what stands around it; the head is held against both.

Recognise  never: it reads what no other platform claims, or more than one.
Article    title, lead and text by structure; author, date, category and tags from JSON-LD and meta, else from what
           stands between title and text, and right behind the text.
Wrong      what the head describes may be the site rather than the article, its author the site's name, its title cut
           or escaped twice: all of it is held against the visible page.
"""

from __future__ import annotations

import re
from typing import ClassVar

from harvester.discovery.links import ListingReader
from harvester.items import Article, Listing, Selectors
from harvester.reading import around
from harvester.reading.fields import read_string, split_tags
from harvester.reading.page import Page
from harvester.reading.platform import NO_SELECTORS
from harvester.reading.selectors import Reading, SelectorPlatform
from harvester.reading.structure.nearby_documents import find_document_fields


class Generic(SelectorPlatform):
    name: ClassVar[str] = "generic"
    version: ClassVar[int] = 14

    title = ()
    # Searches, archives, log-ins and earlier versions of pages on unknown systems: `/@@search?Subject=…`,
    # `/author/an-nhien`, `/tac-gia/an-nhien-3.html`, `/tag/lua/page/2/`, `/index.php?title=Lua&oldid=588001`.
    other_path: ClassVar[re.Pattern[str] | None] = re.compile(
        r"^/(?:tac-gia|authors?|tags?)/[^/?.]{1,80}\.html?$"
        r"|^/(?:[\w-]{2,5}/)?(?:@@)?(?:search|tim-kiem|sitemap|login|dang-nhap|wp-login\.php|author|authors|tac-gia|tag|tags|"
        r"category|categories|chuyen-muc|danh-muc|archives?)(?:\.html?|/[^/?.]{1,80})?/?(?:page/\d{1,5}/?)?(?:\?.{0,500})?$"
        r"|^/(?:19|20)\d{2}(?:/\d{1,2}){0,2}/?(?:page/\d{1,5}/?)?$"
        r"|[?&](?:diff|oldid)=\w|[?&]action=(?:history|edit|raw)\b"
        r"|\.(?:jpe?g|png|gif|pdf|docx?|xlsx?)/view$",
        re.IGNORECASE,
    )

    def recognise(self, page: Page) -> str | None:
        return None

    def listing(self, page: Page, selectors: Selectors = NO_SELECTORS) -> Listing:
        return ListingReader(page, self, selectors).read((), (), guess=True)

    def open_page(self, page: Page, selectors: Selectors) -> Reading:
        """Data that is another text's is left out: a theme comes with that of its sample article."""
        reading = super().open_page(page, selectors)
        if reading.found is not None and around.tells_other(page, reading.data, reading.found.structure):
            reading.data = {"headline": reading.data["headline"]}
        return reading

    def read_title(self, reading: Reading) -> str:
        """The portal's own selector, else what is shown where the head agrees."""
        if reading.selectors.title or reading.found is None:
            return super().read_title(reading)
        return around.choose_title(reading.page, reading.data, reading.found.structure)

    def read_lead(self, reading: Reading) -> str | None:
        """The portal's own selector, else what is shown; of a page that scripts fill what its data tells."""
        if reading.element is None and not reading.selectors.lead and (told := read_string(reading.data.get("lead"))):
            return told
        return super().read_lead(reading)

    def read_category(self, reading: Reading, title: str) -> str | None:
        """The portal's own selector, else the head's section, else what is shown above the text."""
        if reading.selectors.category or reading.found is None:
            return super().read_category(reading, title)
        return around.read_category(reading.page, reading.data, reading.found.vicinity, title)

    def add_dates(self, article: Article, reading: Reading) -> None:
        """Dates of the head, and those that stand above the text; of a document what is said of it beside its own."""
        if reading.selectors.date or reading.found is None:
            super().add_dates(article, reading)
            return
        article.dates = around.read_dates(reading.page, reading.data, reading.found.vicinity)
        fields = find_document_fields(reading.found.vicinity)
        if fields is not None:
            around.describe_document(article, fields)

    def add_credits(self, article: Article, reading: Reading) -> None:
        """The authors that the head names, else those that stand above or right behind the text."""
        if reading.selectors.author or reading.found is None:
            super().add_credits(article, reading)
        else:
            around.add_credits(article, reading.page, reading.data, reading.found.vicinity)

    def add_lists(self, article: Article, reading: Reading) -> None:
        """Tags, images and files."""
        if reading.found is None:
            super().add_lists(article, reading)
            article.tags = article.tags or split_tags(around.read_keywords(reading.data.get("keywords")))
            return
        article.tags = around.read_tags(reading.page, reading.data, reading.found.vicinity)
        article.images.extend(reading.found.lead_images)
        if not article.images and all(block.kind != "image" for block in reading.body.blocks):
            article.images.extend(around.read_told_image(reading.page, reading.data))
        article.attachments = around.read_files(reading.page, reading.found.vicinity)
