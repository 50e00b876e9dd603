"""Fields of a page's head or structured data, whatever system made it: the title without the site's name, the tags."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from harvester.items import DateRole, SeenDate
from harvester.reading.markup import Element, read_text
from harvester.reading.page import Page, find_in_head
from harvester.vietnamese.bylines import UPPER, is_login
from harvester.vietnamese.text import clean_text, collapse_spaces, compare_key, resolve_references

META_DATES: dict[str, DateRole] = {
    "article:published_time": "published",
    "og:article:published_time": "published",
    "og:published_time": "published",
    "datepublished": "published",
    "pubdate": "published",
    "publishdate": "published",
    "publish-date": "published",
    "publish_date": "published",
    "published_time": "published",
    "dc.date": "published",
    "dc.date.issued": "published",
    "dcterms.created": "published",
    "dcterms.issued": "published",
    "date": "published",
    "article:modified_time": "updated",
    "og:updated_time": "updated",
    "datemodified": "updated",
    "lastmod": "updated",
    "last-modified": "updated",
    "dcterms.modified": "updated",
}
"""Names of `meta` elements that hold a date, lower case, and what it is the date of."""

# What begins the name of a portal rather than of a person: "Cổng thông tin điện tử huyện …", "UBND xã …".
SITE = re.compile(
    r"\b(?:cổng (?:thông tin|tt)|trang (?:thông tin|tin|chủ|tttđt)|cổng ttđt|báo điện tử|website|portal|"
    r"wordpress|ubnd (?:huyện|xã|tỉnh|"
    r"thị|phường|quận|thành)|ủy ban nhân dân|uỷ ban nhân dân|[\w-]+\.(?:gov|org|com|net|edu|dcs)\.vn|"
    r"[\w-]+\.(?:vn|com|net|org)\b|https?:)",
    re.IGNORECASE,
)
# A unit and nothing else behind a bar: "Thông báo | Xã Gò Mây". Behind a hyphen it may belong to the title.
UNIT_BEHIND = re.compile(
    rf"[|»] (?i:xã|phường|thị trấn|thị xã|huyện|quận|thành phố|đặc khu|tỉnh)(?: [{UPPER}]\w*){{1,4}}"
)
# What links to a heading itself: "# Thể lệ cuộc thi".
ANCHOR_SIGN = re.compile(r"^[#¶§]\s+|\s+[#¶§]$")
# What parts a page's title from the site's name: "Tên bài - Cổng thông tin điện tử".
SUFFIX = re.compile(r"\s+[-|–—»:>]\s+")
_MOST_SUFFIXES = 5
"""Names of a site and its parts behind a title at most."""
TAG_SEPARATOR = re.compile(r"[,;|\n]")
NEWS_TYPES = ("article", "posting", "report", "webpage")
REFERRING = ("author", "image", "publisher")
"""What of an article may be told by an `@id`."""
# A comma behind the last of a list or object, which JSON does not allow: `"a": 1, }`.
TRAILING_COMMA = re.compile(r",\s{0,200}([}\]])")
# `"datePublished": "2026-05-20T08:30:00+07:00"` in a text that is no JSON, as where a title holds quotes.
BARE_FIELD = re.compile(
    r"\"(@type|datePublished|dateModified|dateCreated|articleSection|keywords)\"\s{0,20}:\s{0,20}\[?\s{0,20}\"([^\"]{1,300})\""
)
# The same of authors, one or a list of them: `"author": [{"@type": "Person", "name": "Minh Châu"}, {…}]`.
BARE_AUTHORS = re.compile(r"\"author\"\s{0,20}:\s{0,20}(?:\[([^\]]{1,2000})\]|\{([^}]{1,500})\}|(\"[^\"]{1,100}\"))")
BARE_NAME = re.compile(r"\"name\"\s{0,20}:\s{0,20}\"([^\"]{1,100})\"")
BARE_OBJECT = re.compile(r"\{[^{}]{1,500}")
BARE_TEXT = re.compile(r"\s{0,20}\"([^\"]{1,100})\"\s{0,20}")
# Half of a character beyond the first 65,536, escaped: `\ud83d` without `\udcf0` behind it. No text can hold it.
LONE_SURROGATE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F][0-9a-fA-F]{2})|"
    r"(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)
_LATEST_MOMENT = 10**14
"""Milliseconds since 1970 until the year 5138."""
LARGEST_JSON = 300_000
"""Characters; no article's structured data is longer."""


def unescape(text: str) -> str:
    """The text without the entities that were escaped twice, or stand in JSON: `Xã G&#242; M&amp;#7853;n`."""
    return resolve_references(resolve_references(text))


def read_title(text: str) -> str:
    """A title in one line, without the `null ` that one system puts before it, and the sign that links to it: "# "."""
    text = collapse_spaces(unescape(text))
    return ANCHOR_SIGN.sub("", text.removeprefix("null ")).strip()


def read_head_title(page: Page) -> str:
    """The title that the head gives, without the site's name behind it."""
    meta = page.meta
    title = meta.get("og:title") or meta.get("twitter:title") or ""
    title = read_title(title or page.title)
    site = compare_key(meta.get("og:site_name", ""))
    for last in reversed(list(SUFFIX.finditer(title))[-_MOST_SUFFIXES:]):
        behind = title[last.end() :]
        is_unit = UNIT_BEHIND.fullmatch(f"{last[0].strip()} {behind}") is not None
        if compare_key(behind) != site and SITE.search(behind) is None and not is_unit:
            break
        title = title[: last.start()].rstrip()
    return title


def read_canonical(page: Page) -> str | None:
    """The address that `link[rel=canonical]`, else `og:url`, claims."""
    for link in find_in_head(page.tree, "link"):
        if link.get("rel") == "canonical":
            return page.absolute(link.get("href"))
    return page.absolute(page.meta.get("og:url"))


def read_meta_dates(page: Page) -> Iterator[SeenDate]:
    """Dates in `meta` elements."""
    for name, text in page.meta.items():
        role = META_DATES.get(name)
        if role is not None and any(c.isdigit() for c in text):
            yield SeenDate(text, "meta", role)


def read_meta_tags(page: Page) -> list[str]:
    """Keywords that the head gives for this article: `article:tag` or `news_keywords`, not the site's `keywords`."""
    if "article:tag" in page.meta:
        tags = [e.get("content", "") for e in page.tree.iter("meta") if e.get("property") == "article:tag"]
    else:
        tags = page.meta.get("news_keywords", "").split(",")
    return split_tags(tags)


def split_tags(tags: Iterable[str]) -> list[str]:
    """Each tag once, in order; several in one text are parted by commas or semicolons."""
    single = (tag for text in tags for tag in TAG_SEPARATOR.split(unescape(text)))
    return [tag for tag in dict.fromkeys(collapse_spaces(tag).strip("#. ") for tag in single) if tag]


def read_site_names(page: Page) -> set[str]:
    """Compare keys of what the site calls itself."""
    meta = page.meta
    names = (
        meta.get(n, "")
        for n in (
            "og:site_name",
            "application-name",
            "copyright",
            "dc.publisher",
            "apple-mobile-web-app-title",
        )
    )
    return {key for key in map(compare_key, names) if key}


def is_person(name: str, site_names: set[str]) -> bool:
    """Whether an author's name is neither the site's, nor a login, nor an address."""
    name = clean_text(name)
    return (
        1 < len(name) < 100
        and compare_key(name) not in site_names
        and SITE.search(name) is None
        and not is_login(name)
        and any(c.isalpha() for c in name)
    )


def read_jsonld(page: Page) -> dict[str, Any]:
    """The JSON-LD object that describes the article; empty where there is none or it cannot be read.

    The names of a list of breadcrumbs are its `breadcrumbs`.
    """
    best: dict[str, Any] = {}
    crumbs: list[str] = []
    known: dict[str, dict[str, Any]] = {}
    for script in page.tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json" or not script.text:
            continue
        for found in iter_objects(parse_json(script.text)):
            name = found.get("@id")
            if isinstance(name, str):
                known.setdefault(name, found)
            if found.get("@type") == "BreadcrumbList":
                crumbs = crumbs or read_crumbs(found)
            kinds = " ".join(map(str, as_list(found.get("@type")))).lower()
            if not any(kind in kinds for kind in NEWS_TYPES):
                continue
            if not best or "article" in kinds or "posting" in kinds:
                best = {**best, **found} if "webpage" not in kinds else {**found, **best}
    for key in REFERRING:
        if key in best:
            best[key] = [follow_reference(item, known) for item in as_list(best[key])]
    return {**best, "breadcrumbs": crumbs} if crumbs else best


def follow_reference(item: Any, known: dict[str, dict[str, Any]]) -> Any:
    """The object of a graph that another names by its `@id` alone: `"author": {"@id": "#lan"}`."""
    is_reference = isinstance(item, dict) and not item.keys() & {"name", "url"} and isinstance(item.get("@id"), str)
    return known.get(item["@id"], item) if is_reference else item


def read_crumbs(crumbs: dict[str, Any]) -> list[str]:
    """The names of a `BreadcrumbList`, in its order, without the last where it leads nowhere: the page itself."""
    items = [item for item in as_list(crumbs.get("itemListElement")) if isinstance(item, dict)]
    if len(items) > 1 and all("item" in item for item in items[:-1]) and "item" not in items[-1]:
        items = items[:-1]
    names = ((item.get("item"), item.get("name")) for item in items)
    return [
        text
        for inner, name in names
        if (text := read_string(name or (inner.get("name") if isinstance(inner, dict) else None)))
    ]


def parse_json(text: str) -> Any:
    """The value of a script's text, None where it is broken. Line breaks within strings are let pass."""
    if len(text) > LARGEST_JSON:
        return None
    text = (
        text.strip("\ufeff \t\r\n")
        .removeprefix("<!--")
        .removesuffix("-->")
        .removeprefix("//<![CDATA[")
        .removesuffix("//]]>")
        .strip()
        .rstrip(";")
    )
    text = LONE_SURROGATE.sub(r"\\ufffd", text)
    try:
        return json.loads(text, strict=False)
    except ValueError:
        return parse_broken_json(text)
    except RecursionError:
        return None


def parse_broken_json(text: str) -> Any:
    """What a broken text holds.

    Without the commas behind the last of a list; else the fields of an article that can be told by their names alone.
    """
    try:
        return json.loads(TRAILING_COMMA.sub(r"\1", text), strict=False)
    except (ValueError, RecursionError):
        found: dict[str, Any] = {}
        for match in BARE_FIELD.finditer(text):
            found.setdefault(match.group(1), match.group(2))
        if authors := find_bare_authors(text):
            found["author"] = authors
        return found or None


def find_bare_authors(text: str) -> list[str]:
    """The names of an article's authors in a text that is no JSON."""
    match = BARE_AUTHORS.search(text)
    if match is None:
        return []
    listed, single, bare = match.groups()
    if bare is not None:
        return [bare.strip('"')]
    if single is not None:
        return BARE_NAME.findall(single)[:1]
    objects = [one for one in BARE_OBJECT.findall(listed) if '"Organization"' not in one]
    names = [name[1] for part in listed.split(",") if (name := BARE_TEXT.fullmatch(part)) is not None]
    return [name for one in objects for name in BARE_NAME.findall(one)] or names


def iter_objects(value: Any) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-LD value: itself, a list's, a graph's."""
    for item in as_list(value):
        if isinstance(item, dict):
            yield item
            for inner in as_list(item.get("@graph")):
                if isinstance(inner, dict):
                    yield inner


def as_list(value: Any) -> list[Any]:
    """The value as a list; None as none."""
    return value if isinstance(value, list) else [] if value is None else [value]


def read_names(value: Any) -> list[str]:
    """Names out of JSON-LD: texts, objects with `name`, or lists of both."""
    names = (item.get("name") if isinstance(item, dict) else item for item in as_list(value))
    return [
        collapse_spaces(unescape(name))
        for item in names
        for name in as_list(item)
        if isinstance(name, str) and name.strip()
    ]


def read_string(value: Any) -> str:
    """A text out of JSON-LD in one line, the first of a list; empty for anything else."""
    value = next(iter(as_list(value)), None)
    return collapse_spaces(unescape(value)) if isinstance(value, str) else ""


def read_told_date(value: Any) -> str:
    """A date out of JSON-LD, the first of a list; seconds or milliseconds since 1970 may be a number there."""
    value = next(iter(as_list(value)), None)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(int(value)) if 0 < value < _LATEST_MOMENT else ""  # neither NaN nor what Python cannot write
    return read_string(value)


ITEMS = etree.XPath("descendant::*[@itemprop]")


def find_items(scope: Element) -> list[Element]:
    """The elements below a scope that carry microdata."""
    found = ITEMS(scope)
    return [element for element in found if isinstance(element, etree._Element)] if isinstance(found, list) else []


def read_microdata(scope: Element) -> Iterator[SeenDate]:
    """`itemprop` and `time` dates within a scope."""
    for element in find_items(scope):
        prop = (element.get("itemprop") or "").lower()
        role = META_DATES.get(prop)
        if role is not None:
            text = element.get("content") or element.get("datetime") or read_text(element)
            if text and any(c.isdigit() for c in text):
                yield SeenDate(collapse_spaces(text), "meta", role)
