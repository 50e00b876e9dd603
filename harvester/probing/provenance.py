"""Where a page says what was read off it, for people who look at one article. Nothing is read by this."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harvester.discovery.anchors import find_zone
from harvester.reading.markup import Element, read_text
from harvester.reading.page import Page
from harvester.vietnamese.text import clean_text, compare_key

_DEEPEST = 60
"""Levels of nesting that are gone down; broken pages nest a thousand deep."""

_CLIMB = 4
"""Elements up that a name is looked for in."""

UNSEEN = ("script", "style")
_HEADINGS = ("h1", "h2", "h3")
SITE_NAMES = (
    "og:site_name",
    "application-name",
    "apple-mobile-web-app-title",
    "dc.publisher",
    "author",
    "og:title",
    "description",
)
TITLE_PARTS = (" - ", " – ", " | ", " :: ", " » ")


def find_place(page: Page, texts: Sequence[str]) -> str | None:
    """The smallest place that says all of these texts: `h1.title`, `meta og:title`, `JSON-LD`; or None.

    Case, spaces and punctuation make no difference. Of several elements headings go first, those of a
    menu last, then those that say nothing else.
    """
    keys = [key for text in texts if (key := compare_key(text))]
    if not keys:
        return None
    body = next(page.tree.iter("body"), page.tree)
    found = list(iter_holders(body, keys)) if _holds(_read_key(body), keys) else []
    if found:
        return describe_element(min(found, key=lambda element: weigh(element, keys)))
    for name, content in page.meta.items():
        if _holds(compare_key(content), keys):
            return f"meta {name}"
    for script in page.tree.iter("script"):
        if "ld+json" in (script.get("type") or "") and _holds(compare_key(script.text or ""), keys):
            return "JSON-LD"
    title = next(page.tree.iter("title"), None)
    return "title" if title is not None and _holds(_read_key(title), keys) else None


def weigh(element: Element, keys: Sequence[str]) -> tuple[bool, bool, bool]:
    """The lower, the likelier a place is what was read."""
    says_more = len(keys) > 1 or _read_key(element) != keys[0]
    return element.tag not in _HEADINGS, find_zone(element, {}) == "menu", says_more


def iter_holders(element: Element, keys: Sequence[str], depth: int = 0) -> Iterator[Element]:
    """The innermost elements below, or this one, that say all of the keys."""
    children = [child for child in element if isinstance(child.tag, str)] if depth < _DEEPEST else []
    inner = [child for child in children if child.tag not in UNSEEN and _holds(_read_key(child), keys)]
    if not inner:
        yield element
    for child in inner:
        yield from iter_holders(child, keys, depth + 1)


def _holds(text: str, keys: Sequence[str]) -> bool:
    """Whether a compare key has all of these in it, as whole words."""
    padded = f" {text} "
    return all(f" {key} " in padded for key in keys)


def _read_key(element: Element) -> str:
    return compare_key(read_text(element))


def describe_element(element: Element) -> str:
    """`h1.title`, `div#news-bodyhtml`, `ul.breadcrumb a`: as a selector, from the nearest named element."""
    own = name_element(element)
    if own != element.tag:
        return own
    around = element.getparent()
    for _ in range(_CLIMB):
        if around is None or around.tag == "body":
            break
        named = name_element(around)
        if named != around.tag:
            return f"{named} {own}"
        around = around.getparent()
    return own


def name_element(element: Element) -> str:
    """Tag with id, else with classes, else with its itemprop, else alone."""
    tag = str(element.tag)
    if element.get("id"):
        return f"{tag}#{element.get('id')}"
    classes = (element.get("class") or "").split()
    if classes:
        return f"{tag}.{'.'.join(classes[:2])}"
    return f"{tag}[itemprop={element.get('itemprop')}]" if element.get("itemprop") else tag


def read_site_titles(page: Page) -> list[str]:
    """What a home page calls its site, the likeliest first: its head, its title, headings, its banner."""
    names = [page.meta[name] for name in SITE_NAMES[:4] if name in page.meta]
    title = next(page.tree.iter("title"), None)
    if title is not None:
        names += split_title(read_text(title))
    names += [page.meta[name] for name in SITE_NAMES[4:6] if name in page.meta]
    names += [read_text(heading) for heading in page.tree.iter("h1")]
    names += [
        image.get("alt") or "" for image in page.tree.iter("img")
        if any(word in f"{image.get('src')} {image.get('class')}".lower() for word in ("logo", "banner"))
    ]  # fmt: skip
    names += [page.meta[name] for name in SITE_NAMES[6:] if name in page.meta]
    return list(dict.fromkeys(cleaned for name in names if 2 < len(cleaned := clean_text(name)) < 200))


def split_title(title: str) -> list[str]:
    """A title's parts, those that only say "home" left out."""
    parts = [title]
    for separator in TITLE_PARTS:
        parts = [piece for part in parts for piece in part.split(separator)]
    return [part for part in parts if compare_key(part) not in ("trang chủ", "home", "trang nhất", "")]
