"""CSS on lxml trees, compiled once, and the texts of elements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from lxml import etree
from parsel.csstranslator import HTMLTranslator

from harvester.errors import ConfigError
from harvester.vietnamese.text import collapse_spaces

Element = etree._Element

# Elements that hold no text to read.
SKIPPED = frozenset(
    (
        "script", "style", "noscript", "template", "form", "button", "select", "input", "textarea",
        "option", "svg", "canvas", "nav", "iframe", "embed", "object", "video", "audio", "map",
        "link", "meta", "head", "title", "ins"
    )
)  # fmt: skip
# Elements that do not end a paragraph; Word leaves `o:p` and `st1:place`.
INLINE = frozenset(
    (
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn",
        "em", "font", "i", "ins", "kbd", "label", "mark", "o:p", "q", "s", "samp", "small", "span",
        "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "st1:place", "st1:city",
        "st1:state"
    )
)  # fmt: skip

# Parts that stand inside a body's element and are none of its text: `<div class="social-share">`.
_NOISE = re.compile(
    r"(?:^|[\s_-])(?:shares?|sharing|social|socials|fb-like|addthis|rating|rate-star|star-rating|vote|"
    r"voting|comments?|"
    r"related|relate|lienquan|lien-quan|tin-?khac|tin-?cu|tin-?moi|other-?news|breadcrumbs?|toolbar|"
    r"tools?bar|"
    r"pagination|paging|tags?|keywords?|advert|ads|quang-?cao|counter|print-?button|no-?print|author-?box|"
    r"toc|table-of-contents)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDING_NAMES = frozenset(("hidden", "d-none", "hide", "sr-only", "visually-hidden", "mw-editsection"))

# A selector that is one id, `#news-bodyhtml`: libxml2 keeps a table of ids, a hundred times faster
# than a scan.
ONE_ID = re.compile(r"#([\w-]+)\Z")

# Parts of selectors: `[href*='.pdf']`, and the names in `#menu .second-nav a`.
CONDITION = re.compile(r"\[[^\]]*\]")
_NAME = re.compile(r"[.#]([\w-]+)")
_PART_OF_NAME = re.compile(r"\[(?:class|id)\*=[\"']?([\w-]+)[\"']?\]")
"""`[class*=attach]`"""

TRANSLATOR = HTMLTranslator()

MOST_NESTED = 20
"""Matches of one selector that may stand in one another."""


@lru_cache(maxsize=2048)
def compile_css(selector: str) -> etree.XPath:
    """The compiled XPath of a CSS selector; `::text` and `::attr(name)` are understood.

    Raises:
        ConfigError: it is no CSS, since selectors come from portal files too.
    """
    one_id = ONE_ID.match(selector)
    if one_id:
        return etree.XPath(f"id('{one_id.group(1)}')")
    try:
        return etree.XPath(TRANSLATOR.css_to_xpath(selector, prefix="descendant::"), smart_strings=False)
    except (SyntaxError, etree.XPathError) as error:  # cssselect's errors are SyntaxErrors
        raise ConfigError(f"no CSS selector: {selector!r} ({error})") from error


@lru_cache(maxsize=2048)
def list_names(selector: str) -> frozenset[str]:
    """The classes and ids without which a selector finds nothing; none where it offers a choice or denies."""
    plain = CONDITION.sub("", selector)
    return frozenset() if "," in plain or ":" in plain else frozenset(_NAME.findall(plain))


@lru_cache(maxsize=2048)
def list_name_parts(selector: str) -> frozenset[str]:
    """What a class or id has to hold for a selector to find anything; none where it offers a choice or denies."""
    return frozenset() if "," in selector or ":" in selector else frozenset(_PART_OF_NAME.findall(selector))


def may_find(selector: str, names: frozenset[str]) -> bool:
    """Whether a selector may find anything among elements with these classes and ids: a search takes longer."""
    if not list_names(selector) <= names:
        return False
    parts = list_name_parts(selector)
    joined = " ".join(names) if parts else ""
    return all(part in joined for part in parts)


@lru_cache(maxsize=256)
def compile_ancestor(selector: str) -> etree.XPath:
    """The compiled XPath that finds an element itself and its ancestors where they match."""
    return etree.XPath(TRANSLATOR.css_to_xpath(selector, prefix="ancestor-or-self::"))


def find_ancestor(element: Element, selectors: Iterable[str]) -> Element | None:
    """The nearest ancestor, or the element itself, that the first selector with any match finds."""
    for selector in selectors:
        found = compile_ancestor(selector)(element)
        if isinstance(found, list) and found:
            return found[-1] if isinstance(found[-1], etree._Element) else None
    return None


def _select(scope: Element, selector: str) -> list[Element | str]:
    """All matches in document order: elements, or texts where the selector ends in a pseudo-element."""
    found = compile_css(selector)(scope)
    assert isinstance(found, list)
    matches = [match for match in found if isinstance(match, (etree._Element, str))]
    return matches if len(matches) <= MOST_NESTED else list(drop_nested(matches))


def drop_nested(matches: Iterable[Element | str]) -> Iterator[Element | str]:
    """The matches but for those that stand in `MOST_NESTED` others, each in the next.

    Thousands of headings that never close stand in one another: with each read to its end, a page of 9 KB took 5 s.
    """
    levels: dict[Element, int] = {}
    for match in matches:
        if isinstance(match, etree._Element):
            around = next((outer for outer in match.iterancestors() if outer in levels), None)
            levels[match] = 0 if around is None else levels[around] + 1
            if levels[match] >= MOST_NESTED:
                continue
        yield match


def select_elements(scope: Element, selectors: Iterable[str]) -> list[Element]:
    """The elements that the first selector with any match finds."""
    for selector in selectors:
        found = [match for match in _select(scope, selector) if isinstance(match, etree._Element)]
        if found:
            return found
    return []


def select_texts(scope: Element, selectors: Iterable[str]) -> Iterator[str]:
    """The texts, never empty, of all matches of one selector after the other."""
    for selector in selectors:
        for match in _select(scope, selector):
            text = collapse_spaces(match) if isinstance(match, str) else read_text(match)
            if text:
                yield text


def read_text(element: Element) -> str:
    """An element's text in one line; words that only a tag parts stay together, as on the screen."""
    if element.get("content") is not None and element.tag == "meta":
        return collapse_spaces(element.get("content", ""))
    return collapse_spaces("".join(iter_text(element)))


def read_link_start(element: Element, longest: int) -> str:
    """The text of a link, or of a part of one, in one line: up to another link, or to about so many characters."""
    pieces: list[str] = []
    for piece in iter_text(element, end="a"):
        pieces.append(piece)
        longest -= len(piece) + 1
        if longest < 0:
            break
    return collapse_spaces("".join(pieces))


def iter_text(element: Element, end: str | None = None) -> Iterator[str]:
    """The pieces of text below an element, a space for each line break, none of scripts and comments.

    A link ends where another begins, as in browsers: ten thousand that never close would each be read to the end.

    Args:
        element: Where to begin.
        end: The tag of elements where the text ends; of a link other links, by default.
    """
    end = end or ("a" if element.tag == "a" else None)
    for node in element.iter():
        tag = node.tag
        if tag == end and node is not element:
            return
        if isinstance(tag, str) and tag not in ("script", "style", "noscript", "template"):
            if tag in ("br", "p", "div", "li", "td", "tr"):
                yield " "
            if text := node.text:
                yield text
        if node is not element and (tail := node.tail):
            yield tail


def is_left_out(element: Element) -> bool:
    """Whether an element says of itself that it is a tool around an article, or is not shown."""
    classes, name, style = element.get("class"), element.get("id"), element.get("style")
    return (
        (classes is not None and (is_noise_name(classes) or is_hiding_class(classes)))
        or (style is not None and is_hiding_style(style))
        or (name is not None and is_noise_name(name))
        or element.get("hidden") is not None
    )


def is_hidden(element: Element) -> bool:
    """Whether an element says of itself that it is not shown."""
    classes, style = element.get("class"), element.get("style")
    return (
        (classes is not None and is_hiding_class(classes))
        or (style is not None and is_hiding_style(style))
        or element.get("hidden") is not None
    )


# Editors repeat the same few classes and styles from paragraph to paragraph.
def is_noise_name(name: str) -> bool:
    """Whether a class or id names a tool around an article."""
    return _NOISE.search(name) is not None


def is_hiding_class(classes: str) -> bool:
    """Whether one of the classes hides."""
    return not _HIDING_NAMES.isdisjoint(classes.lower().split())


@lru_cache(maxsize=1024)
def is_hiding_style(style: str) -> bool:
    """Whether a style hides."""
    return _HIDDEN.search(style) is not None
