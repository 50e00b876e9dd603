"""The listing of a home or section page: links to articles, to sections, to feeds, and to the next page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from urllib.parse import urlsplit

from harvester.discovery.anchors import (
    find_zone,
    is_archive_address,
    is_category_address,
    is_section_address,
    list_folders,
)
from harvester.discovery.clicks import find_clicks
from harvester.discovery.date_order import mark_month_first
from harvester.discovery.feeds import is_comments_feed
from harvester.discovery.item_titles import find_link_title
from harvester.discovery.link_scores import weigh_place
from harvester.discovery.paging import find_last_number, find_next, is_paging_link
from harvester.discovery.periods import find_periods
from harvester.discovery.scripted_paging import find_scripted_paging
from harvester.discovery.siblings import FEWEST, name_family, sort_links
from harvester.discovery.unnamed_paging import find_by_form, find_by_parameters, find_day_before, names_day
from harvester.discovery.unnamed_sections import find_inner_frames, find_short_links, is_month_of_index
from harvester.items import Link, Listing, SeenDate, Selectors
from harvester.limits import ADDRESS_LIMIT, LINK_LIMIT, SECTION_LIMIT
from harvester.reading.date_lines import parse_unsure_date, read_date_line
from harvester.reading.markup import Element, read_link_start, select_elements
from harvester.reading.media import MEDIA_TYPES, read_extension
from harvester.reading.page import Page, read_bare_host
from harvester.reading.platform import Platform
from harvester.vietnamese.text import collapse_spaces

_MOST_AROUND = 40
"""Links and pieces of text around a link; an item of a listing has fewer."""
_LONGEST_NAME = 1000
"""Characters of a link to a section that are read."""
_EXTENSION = re.compile(r"\.(?:html?|aspx|php)$", re.IGNORECASE)
"""Of `/linh-vuc.html`, below which `/linh-vuc/kinh-te.html` stands."""
_CLIMB = 5
"""How many elements up from a link its date is looked for."""


class ListingReader:
    """Reads one page for one platform."""

    def __init__(self, page: Page, platform: Platform, selectors: Selectors) -> None:
        self._page = page
        self._platform = platform
        self._selectors = selectors
        self._here = page.url.split("#")[0].rstrip("/")
        anchors = list(islice(page.tree.iter("a"), LINK_LIMIT + 1))
        long = sum(len(a.get("href") or "") > ADDRESS_LIMIT for a in anchors)
        self._problem = describe_excess(len(anchors) > LINK_LIMIT, long)
        self._links = [
            (a, address)
            for a in anchors[:LINK_LIMIT]
            if len(a.get("href") or "") <= ADDRESS_LIMIT and (address := page.absolute(a.get("href"))) is not None
        ] + list(islice(find_clicks(page), LINK_LIMIT))
        self._addresses = dict(self._links)
        self._zones: dict[Element, str] = {}
        self._lines: dict[Element, str | None] = {}  # the first date line within each element that was asked
        self._inner: dict[str, bool] = {}
        self._verdicts: dict[str, bool | None] = {}

    def read(
        self,
        article_css: Sequence[str],
        section_css: Sequence[str],
        next_css: Sequence[str] = (),
        *,
        guess: bool = False,
    ) -> Listing:
        """Return all that the page leads to. Links to other hosts are left out.

        Args:
            article_css: Where the platform has links to articles.
            section_css: Where it has its menus.
            next_css: Where it has the link to a listing's next page; the portal's own selector goes before.
            guess: Whether links that neither an address nor a selector decides about are weighed.
        """
        chosen = self._choose_articles(article_css)
        menus: set[str] = set()
        if guess:
            found = sort_links(self._links, self._is_here, self._zones, self._has_date)
            menus = found.menus
            if not self._selectors.article_link:
                chosen = self._add_likely(chosen, found.articles)
        periods = {link.url: link for link in find_periods(self._page, self._links)}
        named = {address for _, address in chosen if address in periods}
        if len(named) == 1:
            del periods[named.pop()]  # an article among others that is called "2025": archives stand beside archives
        articles = self._describe([pair for pair in chosen if pair[1] not in periods])
        targets = {link.url for link in articles}
        sections = self._read_sections(section_css, targets, menus | self._find_below(targets))
        next_url = find_next(self._page, self._links, self._selectors.next_page, next_css)
        if next_url is None and articles:
            taken = targets | {link.url for link in sections}
            next_url = find_by_parameters(self._page, self._links, taken) or find_by_form(self._page)
        next_url = next_url or find_day_before(self._page, self._links, has_articles=bool(articles))
        if guess and not sections:
            left = (pair for pair in self._links if self._is_here(pair[1]) and self._judge(pair[1]) is not True)
            sections = list(find_short_links(left, {*targets, next_url or ""}, self._zones)) if targets else []
        sections = list({link.url: link for link in (*sections, *periods.values())}.values())
        return Listing(
            url=self._page.url,
            articles=articles,
            sections=sections,
            next_url=next_url,
            last_number=find_last_number(self._page, self._links),
            scripted_next=find_scripted_paging(self._page) if next_url is None else None,
            feeds=read_feeds(self._page),
            names_itself=self._names_itself(),
            problem=self._problem,
        )

    def _names_itself(self) -> bool:
        """Whether the page is linked from itself, as what stands in a menu is; not from its heading or breadcrumbs."""
        here = [link for link, address in self._links if address.rstrip("/") == self._here]
        return any(find_zone(link, self._zones) != "away" and weigh_place(link, self._zones) <= 0 for link in here)

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

    def _add_likely(self, chosen: list[tuple[Element, str]], likely: set[str]) -> list[tuple[Element, str]]:
        """The links to what was chosen by address and selector, and those that are articles among their siblings."""
        wanted = {address for address in likely if self._judge(address) is not False}
        wanted.update(address for _, address in chosen)
        return [pair for pair in self._links if pair[1] in wanted]

    def _has_date(self, link: Element, address: str, targets: set[str]) -> bool:
        return self._find_date(link, address, targets) is not None

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
            known = read_bare_host(address) == self._page.host and address.rstrip("/") != self._here
            known = self._inner[address] = known and read_extension(address) not in MEDIA_TYPES
        return known

    def _describe(self, chosen: list[tuple[Element, str]]) -> list[Link]:
        """One link for each address, at its first place, with its best text and date."""
        targets = {address for _, address in chosen}
        texts: dict[str, str] = {}
        dates: dict[str, SeenDate] = {}
        for link, address in chosen:
            text = find_link_title(link, address, self._addresses)
            if len(text) > len(texts.get(address, "")):
                texts[address] = text
            texts.setdefault(address, "")
            if address not in dates and (date := self._find_date(link, address, targets)) is not None:
                dates[address] = SeenDate(date, "listing")
        dates = mark_month_first(dates)
        return [Link(address, text, dates.get(address)) for address, text in texts.items()]

    def _find_date(self, link: Element, address: str, targets: set[str]) -> str | None:
        """The date in the smallest element around a link that holds no link to another article."""
        around: Element | None = link
        for _ in range(_CLIMB):
            if around is None or around.tag in ("body", "html"):
                return None
            others: set[str] = set()
            for count, near in enumerate(around.iter("a"), 1):
                other = self._addresses.get(near)
                if count == _MOST_AROUND or (other != address and other in targets):
                    return None
                if other is not None and other != address:
                    others.add(other)
            if max(Counter(map(name_family, others)).values(), default=0) >= FEWEST:
                return None  # a block of its own: the link is its heading
            if (date := self._find_line(around)) is not None:
                return date
            around = around.getparent()
        return None

    def _find_line(self, element: Element) -> str | None:
        """The first date line among an element's pieces of text."""
        if element not in self._lines:
            time = next((value for one in element.iter("time") if (value := one.get("datetime"))), None)
            if time is not None and read_date_line(time) is not None:
                self._lines[element] = time
                return time
            pieces = islice(element.itertext(), _MOST_AROUND)
            lines = (read_date_line(piece) or parse_unsure_date(piece) for piece in pieces)
            self._lines[element] = next((line for line in lines if line is not None), None)
        return self._lines[element]

    def _read_sections(self, css: Sequence[str], articles: set[str], menus: set[str]) -> list[Link]:
        menu = set(self._matching_all(css))
        folders = list_folders(articles)
        sections: dict[str, Link] = {}
        for link, address in self._links:
            if address in articles or address in sections or not self._is_here(address):
                continue
            in_menu = link in menu or find_zone(link, self._zones) == "menu"
            is_named = address in menus or address.rstrip("/") in folders or is_category_address(address)
            is_named = is_named or is_month_of_index(address, self._here, articles)
            if not in_menu and not is_named:
                continue
            if len(sections) >= SECTION_LIMIT:
                self._problem = self._problem or f"more than {SECTION_LIMIT} sections"
                break
            text = read_link_start(link, _LONGEST_NAME) or collapse_spaces(link.get("title", ""))
            if (
                text
                and is_section_address(address)
                and not is_paging_link(link, address)
                and (not is_archive_address(address) or is_month_of_index(address, self._here, articles))
                and self._judge(address) is not True
            ):
                sections[address] = Link(address, text)
        if not articles:
            frames = filter(self._is_here, find_inner_frames(self._page))
            sections |= {address: Link(address, "") for address in frames}
        return list(sections.values())

    def _find_below(self, articles: set[str]) -> set[str]:
        """The addresses below that of a page without articles: `/linh-vuc/kinh-te` where this is `/linh-vuc`."""
        if articles or "?" in self._here or urlsplit(self._here).path in ("", "/"):
            return set()
        folder = _EXTENSION.sub("", self._here)
        below = {address for _, address in self._links if address.startswith(f"{folder}/")}
        return {address for address in below if not names_day(address)}

    def _matching_all(self, css: Sequence[str]) -> list[Element]:
        return [link for one in css for link in self._matching((one,))]


def describe_excess(has_more: bool, long: int) -> str | None:
    """Return what of a page's links was left out, for people; None for nothing."""
    reasons = [f"more than {LINK_LIMIT} links"] if has_more else []
    if long:
        noun = "address" if long == 1 else "addresses"
        reasons.append(f"{long} {noun} of more than {ADDRESS_LIMIT} characters")
    return "; ".join(reasons) or None


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
