"""Links as they stand on a page: in which part of it, with which text; forms, log-ins and print copies are none."""

from __future__ import annotations

import re
from itertools import islice, takewhile

from harvester.reading.date_lines import DATE, DIGIT
from harvester.reading.markup import Element, read_link_start
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

# Parts of addresses, between slashes, that are no news: `/lien-he`, `/dang-nhap`, `/seek/`, `/rss/`.
NO_NEWS = re.compile(
    r"/(?:lien-he\w*|contact\w*|dang-nhap|dang-ky|login|logout|register|signin|users?|thanh-vien|member|"
    r"seek|search|tim-kiem|rss|feeds?|"
    r"voting|tham-do\w*|sitemap|so-do-\w+|site-?map|siteterms|banners|statistics|thong-ke\w*|hoi-dap|faq|"
    r"gop-y|thu-dien-tu|webmail|mail|"
    r"gioi-thieu|about|video|videos|album|thu-vien-anh|download|index\.php/rss|wp-admin|wp-login\.php|"
    r"cart|gio-hang|tag|tags|freecontent|"
    r"two-step-verification|comment|myapi)(?:/|\.html?|\.aspx|\.php|\?|$)|[?&](?:nv\w*|"
    r"lang(?:uage)?(?!=(?:vi|vn)\b)|theme|returnurl)=",
    re.IGNORECASE,
)


LANGUAGE_ALONE = re.compile(r"\?lang(?:uage)?=[a-z-]{2,5}$", re.IGNORECASE)
"""`/?lang=vi` is the home page; with more parameters the language is that of the whole site."""
HOMES = frozenset(("", "index.php", "index.html", "default.aspx", "vi", "en", "english", "trang-chu", "home"))
"""Paths of home pages, those in other languages too."""
# Archives by year, month or day: `/2026/11/`.
ARCHIVE = re.compile(
    r"/(?:19|20)\d{2}(?:/\d{1,2}){0,2}/?$|/archives?(?:\.\w+|/)?$|\.(?:xml|rss|atom)$|"
    r"[?&](?:m|page_id|ngay|thang|nam|tuan|date|day|week|month|year)="
)


def is_archive_address(address: str) -> bool:
    """Return whether an address is that of an archive by date, a feed, or a static page, which is no section."""
    return ARCHIVE.search(address) is not None


# Addresses that say that they are of a category: WordPress's `/category/tin-xa/` and `/?cat=4`, `/chuyen-muc/tin-xa`.
CATEGORY = re.compile(r"/(?:category|chuyen-muc|chuyen-trang|danh-muc|the-loai|chu-de)/[^/?#]", re.IGNORECASE)
CATEGORY_NUMBER = re.compile(r"[?&]cat=\d", re.IGNORECASE)
# A number beside that of a category, which is an article's: `?cat=4&bai=57`, not `?cat=4&page=2`.
NUMBER_BESIDE = re.compile(
    r"[?&](?!(?:cat|tag|author|page|paged|pg|trang|p|start|offset|limit|sort|order|m|year|month|lang|language)=)"
    r"[a-z_]\w{0,40}=\d{1,12}(?:&|$)",
    re.IGNORECASE,
)


def is_category_address(address: str) -> bool:
    """Return whether an address says that it is of a category of articles."""
    if CATEGORY.search(address) is not None:
        return True
    return CATEGORY_NUMBER.search(address) is not None and NUMBER_BESIDE.search(address) is None


def is_section_address(address: str) -> bool:
    """Whether an address may be that of a section with news: not the home page, a form, a search, a feed."""
    start = address.find("/", address.find("://") + 3)
    path = address[start:] if start > 0 else "/"
    bare = LANGUAGE_ALONE.sub("", path)
    return bare.strip("/").lower() not in HOMES and NO_NEWS.search(path) is None


_MOST_PARTS = 40
"""Elements of one link that are looked at; an item of a listing has fewer."""
_LONGEST_TITLE = 4000
"""Characters of a link that are read: four times what a title may have, or a title and a summary behind it."""


def list_folders(addresses: set[str]) -> set[str]:
    """The folders that articles stand in, down to the host's own.

    Of `http://h/a/b/c.html`, `http://h/a/b` and `http://h/a`. A page that has such an address is a section, whatever
    the markup around its link.
    """
    folders = set()
    for address in addresses:
        start = address.find("/", address.find("://") + 3)
        folder = address.split("?", maxsplit=1)[0].rstrip("/").rpartition("/")[0]
        while start > 0 and len(folder) > start:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return folders


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
        if element.keys() and element.tag not in ("body", "html"):
            zone = read_zone(f"{element.get('class', '')} {element.get('id', '')}")
            if zone:
                break
        element = element.getparent()
    for element in path:
        known[element] = zone
    return zone


def read_zone(names: str) -> str:
    """The part of a page that classes and ids name: "away", "menu", or ""."""
    return "away" if AWAY.search(names) else "menu" if MENU.search(names) else ""


_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = frozenset(("div", "p", "ul", "section", "figure", "span", "strong", "b", *_HEADINGS))
TITLE_CLASS = re.compile(r"(?:^|[\s_-])(?:title|tieu-?de|headline|name|heading)", re.IGNORECASE)


def read_link_text(link: Element) -> str:
    """Return a link's title, without its summary or a date at its end; else its title attribute."""
    text = read_link_start(find_title_part(link), _LONGEST_TITLE) or read_parted_text(link)
    match = DATE.search(text) if DIGIT.search(text) else None
    if match and match.end() >= len(text) - 3 and match.start() > 3:
        text = text[: match.start()].rstrip(" (|-–[").strip()
    title = collapse_spaces(link.get("title", ""))
    if len(title) > 15 and (not text or text.endswith(("...", "…")) or title in text):
        return title
    return text or title


def read_parted_text(link: Element) -> str:
    """Return the text of the table right behind a link that is empty: parsers end a link where a table begins in it."""
    table = link.getnext()
    if table is None or table.tag != "table" or len(link) or (link.tail or "").strip():
        return ""
    return read_link_start(table, _LONGEST_TITLE)


def find_title_part(link: Element) -> Element:
    """Return the part of a link that is its title, where it holds a whole item: a heading, or what is called so."""
    if len(link) == 0:
        return link
    parts = list(islice(takewhile(lambda part: part is link or part.tag != "a", link.iter()), _MOST_PARTS))
    heading = next((part for part in parts if part.tag in _HEADINGS and read_link_start(part, _LONGEST_TITLE)), None)
    if heading is not None:
        return heading
    named = (part for part in parts[1:] if part.tag in BLOCKS and TITLE_CLASS.search(part.get("class") or ""))
    return next((part for part in named if read_link_start(part, _LONGEST_TITLE)), link)
