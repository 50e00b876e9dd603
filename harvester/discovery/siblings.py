"""Which links of a page lead to articles, where the content system does not say: links are judged with their siblings.

A listing is a repeated structure: its items stand at the same place in the tree and their addresses are of one family.
What is true of most of them is true of all: a title of one word, an English one, or `…-nha-trang-465.html` is an
article among articles, and a section with a long name is a section among sections.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from harvester.discovery.anchors import find_zone, is_archive_address, list_folders, read_link_text
from harvester.discovery.home_bars import find_home_bars
from harvester.discovery.item_titles import count_title_words
from harvester.discovery.link_scores import (
    ENOUGH,
    LISTING,
    names_section,
    weigh_address,
    weigh_place,
    weigh_words,
)
from harvester.discovery.paging import is_paging_link
from harvester.reading.markup import Element

Pair = tuple[Element, str]
"""A link and its absolute address."""

FEWEST = 3
"""Items that make a repeated structure."""
DEEPEST = 100
"""How many tags above a link tell its place: pages nest a thousand deep, and broken ones have links in each of them."""
DEPTH = 5
"""How many elements around a link tell its place by their classes."""
STRAY_SHARE = 4
"""A structure is one of articles no more where only one of so many items looks like one."""
NUMBERED = 2
"""What a number at its end is worth in an address."""
LONG_TITLE = 7
"""Words that the links of a menu have on average where it is one of articles: section names have three to five."""

# Classes that tell an item's turn or state, nothing of its kind: `odd`, `first`, `active`, `post-98`.
TURN = re.compile(r"\d|^(?:odd|even|first|last|active|current|alt|col|row|clearfix|selected|open|left|right)$", re.I)


@dataclass(slots=True)
class _Candidate:
    """One address that may be an article's, with what all links to it say."""

    address: str
    words: int = 0
    place: int = -9
    in_menu: bool = False
    outside_menu: bool = False

    @property
    def is_likely(self) -> bool:
        """Whether the address looks like an article's by itself."""
        return self.looks + max(self.place, 0) * self.outside_menu >= ENOUGH and not LISTING.search(self.address)

    @property
    def looks(self) -> int:
        """How much the address and the text look like an article's, wherever they stand."""
        return weigh_address(self.address) + weigh_words(self.words)


@dataclass(frozen=True, slots=True)
class Sorted:
    """The addresses of a page's articles, and those of structures that may be a menu by no other sign."""

    articles: set[str]
    menus: set[str]


def sort_links(
    links: Sequence[Pair],
    is_here: Callable[[str], bool],
    zones: dict[Element, str],
    has_date: Callable[[Element, str, set[str]], bool],
) -> Sorted:
    """Tell a page's articles from its sections.

    Args:
        links: All links with their absolute addresses, in the order of the page.
        is_here: Whether an address is another page of this portal.
        zones: Parts of the page that elements are known to stand in; more are noted.
        has_date: Whether a date stands beside a link, and not beside another of the addresses that it is given.
    """
    note_home_bars(links, zones)
    found, groups = _gather(links, is_here, zones)
    chosen = {address for address, one in found.items() if one.is_likely and not one.in_menu}
    listed: set[str] = set()
    rest: list[list[Pair]] = []
    for members in groups.values():
        addresses = {address for _, address in members}
        if len(addresses) < FEWEST:
            chosen |= find_lone_items(members, found, has_date)
            listed |= find_menu_items(addresses, found)
        elif is_list_of_articles(members, found, has_date):
            listed |= addresses
        else:
            rest.append(members)
    if listed:
        chosen -= find_strays(rest, groups.values(), chosen, has_date)
    articles = (chosen | listed) - find_sections(chosen | listed, listed, found)
    menus = {address for members in rest if is_menu(members, articles, has_date) for _, address in members}
    return Sorted(articles, menus)


def note_home_bars(links: Sequence[Pair], zones: dict[Element, str]) -> None:
    """Note the links of a row with one to the home page as those of a menu, unless most look like articles."""
    addresses = dict(links)
    for bar in find_home_bars(links, zones):
        items = [link for link in bar if link in addresses]
        looks = (weigh_address(addresses[link]) + weigh_words(len(read_link_text(link).split())) for link in items)
        if not is_mostly(look >= ENOUGH for look in looks):
            zones.update(dict.fromkeys(items, "menu"))


def find_lone_items(
    members: list[Pair], found: dict[str, _Candidate], has_date: Callable[[Element, str, set[str]], bool]
) -> set[str]:
    """Return the articles of a list of one or two, in no menu: headings or numbered addresses with a date of their own.

    So ends a listing whose last page has one row: "Xem chi tiết" beside a title and a day.
    """
    return {
        address
        for link, address in members
        if (found[address].place > 0 or weigh_address(address) >= NUMBERED)
        and not found[address].in_menu
        and not LISTING.search(address)
        and has_date(link, address, set(found))
    }


def find_menu_items(addresses: set[str], found: dict[str, _Candidate]) -> set[str]:
    """Return the articles of one or two that a menu shows below the section that they are in, by their long titles.

    A section with a long name that is taken for one shows that it is none once it is read, and is walked then.
    """
    return {
        address
        for address in addresses
        if found[address].in_menu
        and found[address].words >= LONG_TITLE
        and found[address].looks >= ENOUGH
        and not list_folders({address}).isdisjoint(one for one in found if found[one].in_menu)
    }


def find_strays(
    rest: list[list[Pair]],
    groups: Iterable[list[Pair]],
    chosen: set[str],
    has_date: Callable[[Element, str, set[str]], bool],
) -> set[str]:
    """Return which of the chosen addresses stand only among others that are no articles, on a page that lists some.

    A static page with a long name among sections is one, and an event among events.

    Args:
        rest: The repeated structures that are no lists of articles.
        groups: All structures.
        chosen: Addresses that look like articles'.
        has_date: Whether a date stands beside a link.
    """
    strays: set[str] = set()
    others: set[str] = set()
    for members in rest:
        addresses = {address for _, address in members}
        if len(addresses & chosen) * STRAY_SHARE <= len(addresses) and is_undated(members, has_date):
            strays |= addresses & chosen
        else:
            others |= addresses
    known = {id(members) for members in rest}
    others |= {address for members in groups if id(members) not in known for _, address in members}
    return strays - others


def is_undated(members: list[Pair], has_date: Callable[[Element, str, set[str]], bool]) -> bool:
    """Return whether no item of a structure has a date beside it."""
    addresses = {address for _, address in members}
    return not any(has_date(link, address, addresses) for link, address in members)


def is_menu(members: list[Pair], articles: set[str], has_date: Callable[[Element, str, set[str]], bool]) -> bool:
    """Return whether a repeated structure that is no list of articles may be a menu: none is one, none is dated."""
    addresses = {address for _, address in members}
    if addresses & articles or any(is_archive_address(address) for address in addresses):
        return False
    return is_undated(members, has_date)


def _gather(
    links: Sequence[Pair], is_here: Callable[[str], bool], zones: dict[Element, str]
) -> tuple[dict[str, _Candidate], dict[tuple[str, ...], list[Pair]]]:
    """Return the addresses that may be articles', and the links of each repeated structure."""
    found: dict[str, _Candidate] = {}
    groups: dict[tuple[str, ...], list[Pair]] = defaultdict(list)
    places = _Places(link for link, _ in links)
    addresses = dict(links)
    for link, address in links:
        zone = find_zone(link, zones)
        if zone == "away" or not is_here(address) or is_paging_link(link, address):
            continue
        if names_section(address):
            continue
        one = found.setdefault(address, _Candidate(address))
        one.words = max(one.words, count_title_words(link, address, addresses))
        if zone == "menu":
            one.in_menu = True
        else:
            one.outside_menu = True
            one.place = max(one.place, weigh_place(link, zones))
        key = (*places.read(link), name_family(address))
        groups[key].append((link, address))
    return found, groups


def is_list_of_articles(
    members: list[Pair], found: dict[str, _Candidate], has_date: Callable[[Element, str, set[str]], bool]
) -> bool:
    """Return whether the items of a structure are articles: most look like it, or a date stands beside most."""
    addresses = {address for _, address in members}
    candidates = [found[address] for address in addresses]
    if all(LISTING.search(address) for address in addresses):
        return False
    if all(one.in_menu for one in candidates):
        words = sum(one.words for one in candidates)
        return words >= LONG_TITLE * len(candidates) and is_mostly(one.looks >= ENOUGH for one in candidates)
    if is_mostly(one.is_likely for one in candidates):
        return True
    if len(addresses) * 5 < len(members) * 3:  # the same few again and again: authors, categories
        return False
    dated = {address for link, address in members if has_date(link, address, addresses)}
    return len(dated) * 5 >= len(addresses) * 3


def is_mostly(verdicts: Iterable[bool]) -> bool:
    """Return whether at least half are true."""
    count = Counter(verdicts)
    return count[True] >= count[False]


def find_sections(chosen: set[str], listed: set[str], found: dict[str, _Candidate]) -> set[str]:
    """Return which of the chosen addresses are sections after all: others lie in them, or they stand in the menu too.

    Args:
        chosen: Addresses that look like articles'.
        listed: Those of them that stand in a list of articles.
        found: What is known of each.
    """
    folders = Counter(folder for address in chosen for folder in list_folders({address}))
    return {
        address
        for address in chosen
        if folders[address.rstrip("/")] >= FEWEST or (found[address].in_menu and address not in listed)
    }


class _Places:
    """Where links stand in the tree: the tags above them, and of what kind the nearest elements around them are."""

    def __init__(self, links: Iterable[Element]) -> None:
        self._known: dict[Element, tuple[str, ...]] = {}
        self._paths = {link: [link.getparent(), *islice(link.iterancestors(), 1, DEEPEST)] for link in links}
        near = {element for path in self._paths.values() for element in path[:DEPTH] if element is not None}
        self._counts = Counter(name for element in near for name in split_classes(element.get("class") or ""))

    def read(self, link: Element) -> tuple[str, ...]:
        """Return a link's place, the same for all items of one repeated structure."""
        path = self._paths[link]
        parent = path[0]
        if parent is None:
            return ("",)
        place = self._known.get(parent)
        if place is None:
            elements = [element for element in path if element is not None]
            tags = "/".join(str(element.tag) for element in elements)
            place = self._known[parent] = (tags, *(self._read_kind(element) for element in elements[:DEPTH]))
        return place

    def _read_kind(self, element: Element) -> str:
        """Return the class that an element shares with most others: some systems give each item one of its own."""
        names = split_classes(element.get("class") or "")
        return max(names, key=lambda name: self._counts[name], default="")


def split_classes(classes: str) -> tuple[str, ...]:
    """Return the classes that may tell of what kind an element is."""
    return tuple(name for name in classes.split()[:20] if TURN.search(name) is None)


def name_family(address: str) -> str:
    """Return what the addresses of one kind of page have in common: depth, file ending, and names of parameters."""
    path, _, query = address.partition("#")[0].partition("?")
    host = path.find("/", path.find("://") + 3)
    parts = (path[host:] if host > 0 else "/").rstrip("/").split("/")
    ending = parts[-1].rpartition(".")[2].lower() if "." in parts[-1][-6:] else ""
    names = sorted(part.partition("=")[0].lower() for part in query.split("&")[:20]) if query else []
    return f"{len(parts)} {ending} {' '.join(names)}"
