"""Links as they stand on a page: the part of it they are in, their text, what their address may be."""

from __future__ import annotations

import re
from functools import lru_cache

from harvester.reading.date_lines import DATE, DIGIT
from harvester.reading.markup import Element, read_text
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
    r"two-step-verification|comment|myapi|en)(?:/|\.html?|\.aspx|\.php|\?|$)|[?&](?:nv\w*|lang|language|"
    r"theme|returnurl)=",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)  # menus and side blocks are the same on every page of a portal
def is_section_address(address: str) -> bool:
    """Whether an address may be that of a section with news: not the home page, a form, a search, a feed."""
    start = address.find("/", address.find("://") + 3)
    path = address[start:] if start > 0 else "/"
    return (
        path.strip("/") not in ("", "index.php", "index.html", "default.aspx", "vi", "trang-chu", "home")
        and NO_NEWS.search(path) is None
    )


def list_folders(addresses: set[str]) -> set[str]:
    """The folders that articles stand in, down to the host's own: of `http://h/a/b/c.html`, `http://h/a/b`
    and `http://h/a`. A page that has such an address is a section, whatever the markup around its link."""
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


@lru_cache(maxsize=4096)
def read_zone(names: str) -> str:
    """The part of a page that classes and ids name: "away", "menu", or ""."""
    return "away" if AWAY.search(names) else "menu" if MENU.search(names) else ""


def read_link_text(link: Element) -> str:
    """A link's title: its text without a date at its end and a number before it, else its title attribute."""
    text = read_text(link)
    match = DATE.search(text) if DIGIT.search(text) else None
    if match and match.end() >= len(text) - 3 and match.start() > 3:
        text = text[: match.start()].rstrip(" (|-–[").strip()
    title = collapse_spaces(link.get("title", ""))
    if len(title) > 15 and (not text or text.endswith(("...", "…")) or title in text):
        return title
    return text or title
