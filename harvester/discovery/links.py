"""Links of home and listing pages: to articles, to sections, to feeds."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from harvester.discovery.anchors import find_zone, is_section_address, list_folders, read_link_text
from harvester.discovery.feeds import is_comments_feed
from harvester.discovery.link_scores import guess_articles
from harvester.discovery.paging import find_next, split_page
from harvester.items import Link, Listing, SeenDate, Selectors
from harvester.reading.date_lines import read_date_line
from harvester.reading.markup import Element, read_text, select_elements
from harvester.reading.media import MEDIA_TYPES
from harvester.reading.page import Page, read_host
from harvester.reading.platform import Platform
from harvester.vietnamese.text import collapse_spaces

MOST_LINKS = 3000
"""Links that are looked at; only broken pages hold more."""
MOST_AROUND = 40
"""Links and pieces of text around a link; an item of a listing has fewer."""
CLIMB = 5
"""How many elements up from a link its date is looked for."""


class ListingReader:
    """Reads one page for one platform."""

    def __init__(self, page: Page, platform: Platform, selectors: Selectors) -> None:
        self._page = page
        self._platform = platform
        self._selectors = selectors
        self._here = page.url.split("#")[0].rstrip("/")
        links = islice(page.tree.iter("a"), MOST_LINKS)
        self._links = [(a, address) for a in links if (address := page.absolute(a.get("href"))) is not None]
        self._addresses = dict(self._links)
        self._zones: dict[Element, str] = {}
        self._lines: dict[Element, str | None] = {}  # the first date line within each element that was asked
        self._inner: dict[str, bool] = {}
        self._verdicts: dict[str, bool | None] = {}

    def read(self, article_css: Sequence[str], section_css: Sequence[str], *, guess: bool = False) -> Listing:
        """All that the page leads to. Links to other hosts are left out. With `guess`, links that neither an
        address nor a selector decides about are weighed."""
        chosen = self._choose_articles(article_css)
        if guess and not self._selectors.article_link:
            chosen = guess_articles(self._links, self._is_here, self._zones)
        articles = self._describe(chosen)
        return Listing(
            url=self._page.url,
            articles=articles,
            sections=self._read_sections(section_css, {link.url for link in articles}),
            next_url=find_next(self._page, self._links, self._selectors.next_page),
            feeds=read_feeds(self._page),
        )

    def _choose_articles(self, article_css: Sequence[str]) -> list[tuple[Element, str]]:
        if self._selectors.article_link:
            wanted = set(self._matching((self._selectors.article_link,)))
            return [pair for pair in self._links if pair[0] in wanted and self._is_here(pair[1])]
        listed = set(self._matching(article_css))
        return [
            (link, address)
            for link, address in self._links
            if self._is_here(address) and self._is_article(address, link in listed)
        ]

    def _matching(self, css: Sequence[str]) -> list[Element]:
        found = select_elements(self._page.tree, filter(self._page.may_match, css))
        return [link for element in found for link in ([element] if element.tag == "a" else element.iter("a"))]

    def _is_article(self, address: str, listed: bool) -> bool:
        verdict = self._judge(address)
        return listed if verdict is None else verdict

    def _judge(self, address: str) -> bool | None:
        if address not in self._verdicts:
            self._verdicts[address] = self._platform.is_article_url(address)
        return self._verdicts[address]

    def _is_here(self, address: str) -> bool:
        """Whether an address is another page, and no file, of this portal."""
        known = self._inner.get(address)
        if known is None:
            extension = address.split("?", maxsplit=1)[0].rsplit("/", 1)[-1].rpartition(".")[2].lower()
            known = read_host(address) == self._page.host and address.rstrip("/") != self._here
            known = self._inner[address] = known and extension not in MEDIA_TYPES
        return known

    def _describe(self, chosen: list[tuple[Element, str]]) -> list[Link]:
        """One link for each address, at its first place, with its best text and date."""
        targets = {address for _, address in chosen}
        texts: dict[str, str] = {}
        dates: dict[str, SeenDate] = {}
        for link, address in chosen:
            text = read_link_text(link)
            if len(text) > len(texts.get(address, "")):
                texts[address] = text
            texts.setdefault(address, "")
            if address not in dates and (date := self._find_date(link, address, targets)) is not None:
                dates[address] = SeenDate(date, "listing")
        return [Link(address, text, dates.get(address)) for address, text in texts.items()]

    def _find_date(self, link: Element, address: str, targets: set[str]) -> str | None:
        """The date in the smallest element around a link that holds no link to another article."""
        around: Element | None = link
        for _ in range(CLIMB):
            if around is None or around.tag in ("body", "html"):
                return None
            for count, near in enumerate(around.iter("a"), 1):
                other = self._addresses.get(near)
                if count == MOST_AROUND or (other != address and other in targets):
                    return None
            if (date := self._find_line(around)) is not None:
                return date
            around = around.getparent()
        return None

    def _find_line(self, element: Element) -> str | None:
        """The first date line among an element's pieces of text."""
        if element not in self._lines:
            lines = (read_date_line(piece) for piece in islice(element.itertext(), MOST_AROUND))
            self._lines[element] = next((line for line in lines if line is not None), None)
        return self._lines[element]

    def _read_sections(self, css: Sequence[str], articles: set[str]) -> list[Link]:
        menu = set(self._matching_all(css))
        folders = list_folders(articles)
        sections: dict[str, Link] = {}
        for link, address in self._links:
            if address in articles or address in sections or not self._is_here(address):
                continue
            in_menu = link in menu or find_zone(link, self._zones) == "menu"
            if not in_menu and address.rstrip("/") not in folders:
                continue
            text = read_text(link) or collapse_spaces(link.get("title", ""))
            if (
                text
                and is_section_address(address)
                and split_page(address).number is None
                and self._judge(address) is not True
            ):
                sections[address] = Link(address, text)
        return list(sections.values())

    def _matching_all(self, css: Sequence[str]) -> list[Element]:
        return [link for one in css for link in self._matching((one,))]


def read_feeds(page: Page) -> list[str]:
    """Addresses of feeds that the head names, but for those of comments."""
    feeds: dict[str, None] = {}
    for link in page.tree.iter("link"):
        if "alternate" in (link.get("rel") or "").lower() and any(
            k in (link.get("type") or "").lower() for k in ("rss", "atom")
        ):
            address = page.absolute(link.get("href"))
            if address is not None and not is_comments_feed(address):
                feeds[address] = None
    return list(feeds)
