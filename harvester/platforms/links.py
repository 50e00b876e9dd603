"""Links of home and listing pages: to articles, to sections, to feeds."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import islice

from harvester.items import Link, Listing, SeenDate, Selectors
from harvester.platforms.base import Platform
from harvester.platforms.datelines import DATE, read_date_line
from harvester.platforms.markup import Element, read_text, select_elements
from harvester.platforms.media import MEDIA_TYPES
from harvester.platforms.page import Page, read_host
from harvester.platforms.paging import find_next, split_page
from harvester.vietnamese.text import collapse_spaces

# Classes and ids of the parts of a page that a link stands in: `<ul id="main-menu">`, `<div
# class="footer-links">`.
MENU = re.compile(
    r"(?:^|[\s_-])(?:menu|nav|navbar|navigation|topnav|mainmenu|menusite|megamenu|sidemenu|"
    r"dropdown-menu|submenu|metismenu|thuc-?don|chuyen-?muc|danh-?muc)",
    re.IGNORECASE,
)
AWAY = re.compile(
    r"(?:^|[\s_-])(?:breadcrumbs?|footer|pagination|paging|pager|phan-?trang|language|lang|"
    r"login|social|banner|weblink|lien-?ket)",
    re.IGNORECASE,
)

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
            next_url=find_next(self._page, [link for link, _ in self._links], self._selectors.next_page),
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
        found = select_elements(self._page.tree, css)
        return [
            link for element in found for link in ([element] if element.tag == "a" else element.iter("a"))
        ]

    def _is_article(self, address: str, listed: bool) -> bool:
        verdict = self._platform.is_article_url(address)
        return listed if verdict is None else verdict

    def _is_here(self, address: str) -> bool:
        """Whether an address is another page, and no file, of this portal."""
        extension = address.split("?", maxsplit=1)[0].rsplit("/", 1)[-1].rpartition(".")[2].lower()
        return (
            read_host(address) == self._page.host
            and address.rstrip("/") != self._here
            and extension not in MEDIA_TYPES
        )

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
            near = [self._addresses.get(a) for a in islice(around.iter("a"), MOST_AROUND)]
            if len(near) == MOST_AROUND or any(other in targets and other != address for other in near):
                return None
            for piece in islice(around.itertext(), MOST_AROUND):
                if (date := read_date_line(piece)) is not None:
                    return date
            around = around.getparent()
        return None

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
                and self._platform.is_article_url(address) is not True
            ):
                sections[address] = Link(address, text)
        return list(sections.values())

    def _matching_all(self, css: Sequence[str]) -> list[Element]:
        return [link for one in css for link in self._matching((one,))]


def list_folders(addresses: set[str]) -> set[str]:
    """The folders that articles stand in, down to the host's own: of `http://h/a/b/c.html`,
    `http://h/a/b` and
    `http://h/a`. A page that has such an address is a section, whatever the markup around its link."""
    folders = set()
    for address in addresses:
        start = address.find("/", address.find("://") + 3)
        folder = address.split("?", maxsplit=1)[0].rstrip("/").rpartition("/")[0]
        while start > 0 and len(folder) > start:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return folders


# Parts of addresses, between slashes, that are no news: `/lien-he`, `/dang-nhap`, `/seek/`, `/rss/`.
NO_NEWS = re.compile(
    r"/(?:lien-he\w*|contact\w*|dang-nhap|dang-ky|login|logout|register|signin|users?|thanh-vien|member|"
    r"seek|search|tim-kiem|rss|feeds?|"
    r"voting|tham-do\w*|sitemap|so-do-\w+|site-?map|siteterms|banners|statistics|thong-ke\w*|hoi-dap|faq|"
    r"gop-y|thu-dien-tu|webmail|mail|"
    r"gioi-thieu|about|video|videos|album|thu-vien-anh|download|index\.php/rss|wp-admin|wp-login\.php|"
    r"cart|gio-hang|tag|tags|freecontent|"
    r"two-step-verification|comment|myapi|en)(?:/|\.html?|\.aspx|\.php|\?|$)|[?&](?:nv\w*|lang|language|"
    r"theme|returnurl)=",
    re.IGNORECASE,
)


def is_section_address(address: str) -> bool:
    """Whether an address may be that of a section with news: not the home page, a form, a search, a feed."""
    start = address.find("/", address.find("://") + 3)
    path = address[start:] if start > 0 else "/"
    return (
        path.strip("/") not in ("", "index.php", "index.html", "default.aspx", "vi", "trang-chu", "home")
        and NO_NEWS.search(path) is None
    )


def find_zone(link: Element, known: dict[Element, str]) -> str:
    """The part of the page that a link stands in: "menu", "away" (footer, breadcrumbs, paging), or ""."""
    path = []
    zone = ""
    element: Element | None = link
    while element is not None:
        if element in known:
            zone = known[element]
            break
        path.append(element)
        if element.tag in ("nav", "menu"):
            zone = "menu"
            break
        if element.tag == "footer":
            zone = "away"
            break
        named = f"{element.get('class', '')} {element.get('id', '')}"
        if len(named) > 1 and element.tag not in ("body", "html"):
            if AWAY.search(named):
                zone = "away"
                break
            if MENU.search(named):
                zone = "menu"
                break
        element = element.getparent()
    for element in path:
        known[element] = zone
    return zone


def read_link_text(link: Element) -> str:
    """A link's title: its text without a date at its end and a number before it, else its title attribute."""
    text = read_text(link)
    match = DATE.search(text)
    if match and match.end() >= len(text) - 3 and match.start() > 3:
        text = text[: match.start()].rstrip(" (|-–[").strip()
    title = collapse_spaces(link.get("title", ""))
    if len(title) > 15 and (not text or text.endswith(("...", "…")) or title in text):
        return title
    return text or title


def read_feeds(page: Page) -> list[str]:
    """Addresses of feeds that the head names."""
    feeds: dict[str, None] = {}
    for link in page.tree.iter("link"):
        if "alternate" in (link.get("rel") or "").lower() and any(
            k in (link.get("type") or "").lower() for k in ("rss", "atom")
        ):
            address = page.absolute(link.get("href"))
            if address is not None:
                feeds[address] = None
    return list(feeds)


# Signs in an address that it leads to an article: an id, or a slug of four words and more.
ID = re.compile(
    r"(?:[-/_.](?:a|n|t|c|id|post|news|bv)?\d{2,}|/\d+)(?:\.\w{3,5})?/?(?:$|\?)|[?&](?:id|"
    r"newsid|tc|itemid|articleid|idtin|nid|p|aid|articleId|contentid|tinid)=\d+|/-/",
    re.IGNORECASE,
)
SLUG = re.compile(r"/[^/?]*(?:[^/?-]+-){4,}[^/?]*(?:/?$|\?)")
ENDING = re.compile(r"\.(?:html?|aspx|htm|php|shtml|vnp|epi)(?:$|\?)", re.IGNORECASE)
LISTING = re.compile(
    r"/(?:category|chuyen-muc|chuyen-trang|danh-muc|the-loai|author|tac-gia|tag|tags|"
    r"chu-de|page|topic|archives?)(?:/|$)|/\d{4}/\d{2}/?$",
    re.IGNORECASE,
)
ENOUGH = 4


def guess_articles(
    links: Sequence[tuple[Element, str]], is_here: Callable[[str], bool], zones: dict[Element, str]
) -> list[tuple[Element, str]]:
    """The links that most likely lead to articles: by the shape of the address, the length of the text
    and the
    place, best judged over all links to one address."""
    texts: dict[str, int] = {}
    marks: dict[str, int] = {}
    for link, address in links:
        if not is_here(address) or find_zone(link, zones) == "away" or not is_section_address(address):
            continue
        if LISTING.search(address) or split_page(address).number is not None:
            continue
        texts[address] = max(texts.get(address, 0), len(read_link_text(link).split()))
        marks[address] = max(marks.get(address, -9), weigh_place(link, zones))
    chosen = {
        address
        for address, words in texts.items()
        if weigh_address(address) + weigh_words(words) + marks[address] >= ENOUGH
    }
    return [pair for pair in links if pair[1] in chosen]


def weigh_address(address: str) -> int:
    """How much an address looks like an article's."""
    return 2 * bool(SLUG.search(address)) + 2 * bool(ID.search(address)) + bool(ENDING.search(address))


def weigh_words(words: int) -> int:
    """How much a link's text, by its number of words, looks like a title."""
    return 3 if words >= 7 else 2 if words >= 5 else 0 if words >= 4 else -2


def weigh_place(link: Element, zones: dict[Element, str]) -> int:
    """How much a link's place speaks for a title: in a heading yes, in a menu no."""
    if find_zone(link, zones) == "menu":
        return -4
    around = [link, *(parent for _, parent in zip(range(3), link.iterancestors(), strict=False))]
    return (
        1
        if any(element.tag in ("h1", "h2", "h3", "h4", "h5", "article") for element in (*around, *link))
        else 0
    )
