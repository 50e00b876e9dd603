"""Parts of a page around an article whose texts read like an article's: footers, and lists with summaries."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harvester.reading.markup import Element, read_text

# `<div id="foot">`, `class="site-footer"`, `<div class="copyright">`.
FOOTER = re.compile(
    r"(?:^|[\s_-])(?:foot(?:er)?\d*|site-?footer|page-?footer|chan-?trang|copyright)(?:$|[\s_-])", re.IGNORECASE
)
# "Xem tiếp", "Chi tiết", "Đọc thêm »".
READ_MORE = re.compile(r"\W*(?:\[?\W*(?:xem|đọc) (?:tiếp|thêm|chi tiết)|chi tiết|read more|more)\W*", re.IGNORECASE)
GROUPED = frozenset(("div", "article", "section", "li", "tr", "dl"))
FEWEST = 4
"""Summaries in a row that make a list of them."""
FEWEST_LINKS = 3
LINKED = 0.6
"""Part of a list's text that is links."""
MOSTLY = 0.75
SHORTEST_SUMMARY, LONGEST_SUMMARY = 40, 900
"""Characters of a summary beside its link."""
TITLE_WORDS = 4
LARGEST_PART = 0.5
"""Part of the page's text beyond which an element is no footer, whatever it is called."""


def find_footers(root: Element, heading: Element | None) -> list[Element]:
    """The footers of a page, of the site and of articles; none holds the heading."""
    outer = list_outer(heading)
    footers = [element for element in root.iter() if element not in outer and is_footer(element)]
    whole = len(read_text(root)) if footers else 0
    return [footer for footer in footers if len(read_text(footer)) <= LARGEST_PART * whole]


def is_footer(element: Element) -> bool:
    """Whether an element is a footer, or says so."""
    if element.tag == "footer":
        return True
    named = isinstance(element.tag, str) and element.tag != "body" and element.keys()
    return bool(named and FOOTER.search(f"{element.get('class', '')} {element.get('id', '')}"))


def find_summaries(root: Element, heading: Element | None) -> list[Element]:
    """The members of lists of other articles with their summaries, where a page has an article's heading; none
    holds it."""
    if heading is None:
        return []
    outer = list_outer(heading)
    groups: dict[tuple[Element | None, object, str], list[Element]] = {}
    for element in root.iter(*GROUPED):
        if element not in outer:
            groups.setdefault((element.getparent(), element.tag, element.get("class", "")), []).append(element)
    found: list[Element] = []
    for group in groups.values():
        if len(group) >= FEWEST and sum(map(is_summary, group)) >= MOSTLY * len(group):
            found.extend(group)
    return found


def list_outer(heading: Element | None) -> set[Element]:
    """A heading and the elements around it."""
    return set() if heading is None else {heading, *heading.iterancestors()}


def find_link_lists(root: Element) -> list[Element]:
    """Lists that are hardly more than links, with or without dates beside them: menus, other articles."""
    return [found for found in root.iter("ul", "ol", "nav") if is_link_list(found)]


def is_link_list(element: Element) -> bool:
    """Whether most of a list's text is links."""
    links = list(iter_links(element))
    return len(links) >= FEWEST_LINKS and sum(map(len, links)) > LINKED * len(read_text(element))


def is_summary(element: Element) -> bool:
    """Whether an element is a link with a title, or to read on, and a short text beside it."""
    links = list(iter_links(element))
    if not any(len(text.split()) >= TITLE_WORDS or READ_MORE.fullmatch(text) for text in links):
        return False
    beside = len(read_text(element)) - sum(map(len, links))
    return SHORTEST_SUMMARY <= beside <= LONGEST_SUMMARY


def iter_links(element: Element) -> Iterator[str]:
    """The texts of the links in an element."""
    for link in element.iter("a"):
        yield read_text(link)
