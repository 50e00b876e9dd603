"""One fetched page, decoded and parsed once."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property, lru_cache
from itertools import chain, islice
from urllib.parse import urljoin, urlsplit

from lxml import etree

from harvester.errors import NotAPage, PageTooLarge
from harvester.items import Headers
from harvester.limits import ATTRIBUTE_LIMIT, ELEMENT_LIMIT, PAGE_ATTRIBUTE_LIMIT
from harvester.reading.attributes import count_attributes, has_few, have_tags_few
from harvester.reading.encoding import UTF16_MARKS, choose_encoding, is_utf8, is_utf16
from harvester.reading.markup import may_find
from harvester.urls import drop_userinfo
from harvester.vietnamese.text import collapse_spaces, to_nfc

# First bytes of what servers send under a page's address, and what it is.
_FILES = {
    b"%PDF": "a PDF file", b"PK\x03\x04": "a zip or Office file", b"\xd0\xcf\x11\xe0": "an old Office file",
    b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"GIF8": "a picture",
    b"\x1f\x8b": "gzip under no such name", b"Rar!": "a RAR file", b"7z\xbc\xaf": "a 7z file",
    b"RIFF": "a sound or film", b"ID3": "a sound", b"OggS": "a sound",
}  # fmt: skip

# `<meta charset="utf-8">` and `content="text/html; charset=windows-1258"`.
META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*+=\s*+["']?\s*+([\w-]{1,40})""", re.IGNORECASE)
HEADER_CHARSET = re.compile(r"charset\s*+=\s*+[\"']?\s*+([\w-]{1,40})", re.IGNORECASE)
HTML_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|frameset|title|meta|div|p|table|span|h[1-6]|a|ul|br|"
    rb"article)[\s/>]",
    re.I,
)
_PATH = re.compile(r"[^?#]*")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*+):")
"""`mailto:`, `javascript:`, `tel:`"""
_XML_ROOT = re.compile(
    rb"\s*+(?:<\?xml[^>]*+>\s*+)?+(?:<!--(?:[^-]|-(?!->))*+-->\s*+)*+<(?:rss|feed|urlset|sitemapindex|rdf:RDF)\b",
    re.I,
)
"""Possessive throughout: what two loops share, a page of comments would try in every way."""

# Characters no text holds, but for tab, line feed and carriage return. Only with a zero byte is
# the whole page
# searched for them, since the parser would stop there; `collapse_spaces` drops the others.
_CONTROL = bytes(c for c in range(32) if c not in (9, 10, 13)) + b"\x7f"

_HREFS = etree.XPath("descendant::a/@href", smart_strings=False)
_CLASSES = etree.XPath("descendant-or-self::*/@class", smart_strings=False)
_IDS = etree.XPath("descendant-or-self::*/@id", smart_strings=False)
"""Apart: libxml2 sorts a union into document order, which takes as long as finding it."""
# What no text of a tree may be set to, though the parser may leave it in one.
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
COMBINING = "\u0301".encode()[:1]
"""The first byte of marks that stand apart from their letters, in UTF-8."""
NOT_UTF8 = frozenset({etree.ErrorTypes.ERR_INVALID_ENCODING, etree.ErrorTypes.ERR_INVALID_CHAR})
"""What libxml2 reports of bytes that are no UTF-8, 2.14 and earlier ones."""
ERRORS_KEPT = 100
"""How many of a page's errors lxml keeps: of what came after so many it says nothing."""

HTML_TYPES = ("html", "xml", "text/plain", "octet-stream")
_SNIFFED = 4096
"""Bytes that are looked at to find out what a body is."""
MANY_TAGS = f"more than {ELEMENT_LIMIT:,} tags"
"""Why a page is no article, or a listing not whole."""


class Page:
    """A response as platforms see it. `tree` and `text` are made when first asked for.

    Raises NotAPage at once for what cannot be HTML: an empty body, a file, JSON, a feed.
    """

    def __init__(
        self,
        url: str,
        body: bytes,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        encoding: str | None = None,
        fetched_at: datetime | None = None,
    ) -> None:
        self.url = url
        self.body = body
        self.status = status
        self.headers: Headers = {k.lower(): v for k, v in (headers or {}).items()}
        self.fetched_at = fetched_at
        self._named_encoding = encoding
        check_html(body, self.headers.get("content-type", ""))

    @cached_property
    def encoding(self) -> str:
        """The codec that reads the body: what is claimed (argument, mark, header, meta), unless the bytes say no."""
        if self._is_utf8 and not is_utf16(self.body) and not self.body.startswith(UTF16_MARKS):
            return "utf-8"  # whatever it claims: no text in another encoding happens to be UTF-8 throughout
        return choose_encoding(self.body, self._claimed())

    def _claimed(self) -> list[str]:
        header = HEADER_CHARSET.search(self.headers.get("content-type", ""))
        meta = META_CHARSET.search(self.body, 0, _SNIFFED)
        return [
            name
            for name in (
                self._named_encoding,
                header.group(1) if header else None,
                meta.group(1).decode("ascii") if meta else None,
            )
            if name
        ]

    @cached_property
    def _is_utf8(self) -> bool:
        return is_utf8(self.body)

    @cached_property
    def _utf8(self) -> bytes:
        encoding = self.encoding
        body = self.body
        if encoding == "utf-8":
            clean = body.removeprefix(codecs.BOM_UTF8)
            if not self._is_utf8:
                clean = clean.decode("utf-8", "replace").encode()
        else:
            text = body.decode(encoding, "replace").lstrip("\ufeff")
            clean = (to_nfc(text) if encoding == "cp1258" else text).encode("utf-8", "replace")
        if b"\x00" in clean:
            clean = clean.translate(None, _CONTROL)
        if clean is not body:  # tags may stand in it that were not seen before
            refuse_large(clean)
        return clean

    @cached_property
    def text(self) -> str:
        """The whole page as text, without control characters."""
        return self._utf8.decode("utf-8", "replace")

    @cached_property
    def tree(self) -> etree._Element:
        """The root element. Never fails on broken markup; nesting beyond the parser's bound is flattened."""
        try:
            root, is_whole = None, False
            if b"\x00" not in self.body:
                root, is_whole = parse_html(self.body.removeprefix(codecs.BOM_UTF8))
            if not is_whole:
                root, _ = parse_html(self._utf8)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise NotAPage(f"no HTML at {self.url!r}: {error}") from error
        if root is None:
            raise NotAPage(f"no HTML at {self.url!r}: there is no element in it")
        if COMBINING in self.body:
            compose_texts(root)
        return root

    @cached_property
    def names(self) -> frozenset[str]:
        """All classes and ids on the page."""
        return collect_names(self.tree)

    def may_match(self, selector: str) -> bool:
        """Whether all classes and ids that a selector asks for are on the page: a search costs a hundred times more."""
        return may_find(selector, self.names)

    @cached_property
    def hrefs(self) -> list[str]:
        """Where the links of the page lead, as it spells that out."""
        return list(_HREFS(self.tree))

    @cached_property
    def hrefs_beside(self) -> list[str]:
        """Where the page says that those before and behind it are."""
        return [link.get("href", "") for link in self.tree.iter("link") if link.get("rel") in ("next", "prev")]

    @cached_property
    def head(self) -> list[etree._Element]:
        """All `meta` and `title` elements of the head, in order."""
        return list(find_in_head(self.tree, "meta", "title"))

    @cached_property
    def title(self) -> str:
        """The text of the first `title` element in one line."""
        return next((collapse_spaces(e.text or "") for e in self.head if e.tag == "title"), "")

    @cached_property
    def meta(self) -> dict[str, str]:
        """`meta` contents by lower-case name, property or itemprop; the first of a name stands."""
        found: dict[str, str] = {}
        for element in self.head:
            content = (element.get("content") or "").strip()
            name = element.get("property") or element.get("name") or element.get("itemprop")
            if content and name:
                found.setdefault(name.strip().lower(), content)
        return found

    @cached_property
    def base_url(self) -> str:
        """What relative links on the page are relative to. A `<base>` of another host is not believed.

        The first with an address counts, as in browsers; one may only say where links open.
        """
        for element in self.tree.iter("base"):
            if element.get("href") is None:
                continue
            address = join(self.url, element.get("href") or "")
            if address is not None and read_bare_host(address) == self.host:
                return address
            break
        return self.url

    @cached_property
    def _origin(self) -> str:
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}"

    @cached_property
    def host(self) -> str:
        """The host in lower case, without port and a leading `www.`; empty where the address is broken."""
        return read_bare_host(self.url)

    def absolute(self, href: str | None) -> str | None:
        """The absolute http address of a link, without fragment; None for anything else or a broken one."""
        if not href:
            return None
        href = href.strip()
        if "\\" in href:
            path = _PATH.match(href)[0]  # type: ignore[index]  # it matches anything
            href = path.replace("\\", "/") + href.removeprefix(path)  # as browsers read it
        scheme = _SCHEME.match(href)
        if href.startswith("#") or (scheme is not None and scheme[1].lower() not in ("http", "https")):
            return None
        if href.startswith("/") and not href.startswith("//"):
            return join(self._origin, href)  # the same from every page of a portal: menus, side blocks
        return join(self.base_url, href)


def compose_texts(root: etree._Element) -> None:
    """Compose the letters of a page's texts, as some systems write them apart from their marks. Addresses stay."""
    for element in root.iter():
        text, tail = element.text, element.tail
        if text and not text.isascii() and isinstance(element.tag, str) and (composed := to_nfc(text)) != text:
            element.text = NO_XML.sub("", composed)
        if tail and not tail.isascii() and (composed := to_nfc(tail)) != tail:
            element.tail = NO_XML.sub("", composed)


def parse_html(text: bytes) -> tuple[etree._Element | None, bool]:
    """The root of a text, and whether the parser, which looks at every byte anyway, found all of it to be UTF-8."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    root = etree.fromstring(text, parser)
    errors = parser.error_log
    if len(errors) >= ERRORS_KEPT:
        return root, is_utf8(text)
    return root, not any(error.type in NOT_UTF8 for error in errors)


@lru_cache(maxsize=16384)
def join(base: str, href: str) -> str | None:
    """A link as an absolute http address without fragment; None for anything else or a broken one."""
    try:
        address = "".join(href.split("\n")).strip().partition("#")[0]
        if not address.startswith(("http://", "https://")):
            address = urljoin(base, address)
        parts = urlsplit(address)
        if "@" in parts.netloc:
            address = drop_userinfo(address)
        return address if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def collect_names(scope: etree._Element) -> frozenset[str]:
    """All classes and ids of an element and of those in it."""
    found: list[str] = [*_CLASSES(scope), *_IDS(scope)]
    return frozenset(" ".join(found).split())


def find_in_head(root: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """The elements of a page's head, in order; of the whole page where its head has no `meta`, as on broken ones."""
    heads = list(root.iterchildren("head")) if root.tag == "html" else []
    if all(next(head.iterchildren("meta"), None) is None for head in heads):
        return root.iter(*tags)
    return chain.from_iterable(head.iterchildren(*tags) for head in heads)


def read_bare_host(url: str) -> str:
    """The host of an address in lower case without `www.` and a trailing dot; empty where there is none."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.rstrip(".").removeprefix("www.")


def check_html(body: bytes, content_type: str) -> None:
    """Raise NotAPage unless the bytes may be HTML."""
    kind = content_type.split(";", maxsplit=1)[0].strip().lower()
    if kind and not any(part in kind for part in HTML_TYPES):
        raise NotAPage(f"not HTML but {kind!r}")
    start = body[:_SNIFFED].lstrip()
    if not start:
        raise NotAPage("the body is empty")
    if (file := next((words for magic, words in _FILES.items() if start.startswith(magic)), None)) is not None:
        raise NotAPage(f"not HTML but {file}")
    if _XML_ROOT.match(start):
        raise NotAPage("not HTML but a feed or a sitemap")
    if body.startswith(UTF16_MARKS) or is_utf16(body):
        return
    if start.count(b"\x00") > len(start) // 10:
        raise NotAPage("not HTML: the body is binary")
    if not HTML_TAG.search(body):
        raise NotAPage("not HTML: there is no tag in it")
    refuse_large(body)


def refuse_large(body: bytes) -> None:
    """Raise PageTooLarge for more tags, or more attributes, than can be read."""
    if len(body) > ELEMENT_LIMIT < body.count(b"<"):
        raise PageTooLarge(MANY_TAGS)
    if has_few(body, PAGE_ATTRIBUTE_LIMIT) and have_tags_few(body):
        return
    total = 0
    for count in count_attributes(body):
        total += count
        if count > ATTRIBUTE_LIMIT:
            raise PageTooLarge(f"a tag of more than {ATTRIBUTE_LIMIT:,} attributes")
        if total > PAGE_ATTRIBUTE_LIMIT:
            raise PageTooLarge(f"more than {PAGE_ATTRIBUTE_LIMIT:,} attributes")


def cut_tags(body: bytes) -> bytes:
    """The beginning of a page, up to the tag that is one too many; all of it where none is."""
    if body.count(b"<") <= ELEMENT_LIMIT:
        return body
    excess = next(islice(re.finditer(b"<", body), ELEMENT_LIMIT, None))
    return body[: excess.start()]
