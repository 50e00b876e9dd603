"""Sitemaps and feeds as portals send them: gzipped (told by first bytes), mislabelled, with bare &, or cut off.

What can be put right without guessing is put right before the parser sees it, since the parser's own recovery alters
addresses: of `tin.aspx?id=1&cat=2` it keeps `tin.aspx?id=1=2`. Everything is done piece by piece, so that a file that
inflates to 50 MB never stands in memory as a whole.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from html.entities import html5

from lxml import etree

from harvester.discovery.xml_entries import DROPPED, ENTRIES, EntryTags
from harvester.errors import NotAPage
from harvester.gzip_members import GZIP_MAGIC, PIECE, BrokenGzip, iterate_gzip
from harvester.limits import ENTRY_ELEMENT_LIMIT, LINE_LIMIT, XML_ELEMENT_LIMIT, XML_LIMIT
from harvester.wording import write_count

TAG_LIMIT = 16_384
"""Characters of one tag. libxml2 compares each attribute of a tag with all others."""

# The first tag: `<urlset xmlns="…">`, `<sm:sitemapindex>`, `<rdf:RDF …>`.
ROOT = re.compile(r"<(?:[\w.-]{1,40}:)?(urlset|sitemapindex|rss|feed|rdf|channel)(?=[\s/>])", re.IGNORECASE)
ROOT_END = re.compile(r"</(?:[\w.-]{1,40}:)?(?:urlset|sitemapindex|rss|feed|rdf)\s{0,99}>", re.IGNORECASE)
CHANNEL_END = re.compile(r"</channel\s{0,99}>", re.IGNORECASE)
"""The end of a feed that has no other root."""
_HTML = re.compile(r"<html[\s>]", re.IGNORECASE)
DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})["']""")
LONG_TAG = re.compile(rf"<[A-Za-z_:][^<>]{{{TAG_LIMIT}}}")

BROKEN_TAG = re.compile(r"<[A-Za-z_:][^<>]{0,400}(?=<)")
"""A tag in which another begins: `<rss <rss `. libxml2 reads each of many slower than the one before."""
BROKEN_TAG_LIMIT = 1000

# `&` that begins no character reference, and `&eacute;`, which XML does not know.
AMPERSAND = re.compile(
    r"&(?!#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|amp;|lt;|gt;|quot;|apos;)(?:([A-Za-z][A-Za-z0-9]{1,31};))?"
)
# `<` that begins no tag: `?a=<5`, `5 < 7`.
BARE_SIGN = re.compile(r"<(?=[^A-Za-z_:/!?])")
# `&#55296;`, `&#x1b;`: what may name a character that XML forbids, half a surrogate pair among them.
REFERENCE = re.compile(r"&#(?:([0-9]{1,7})|[xX]([0-9a-fA-F]{1,6}));")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
CDATA, CDATA_END = "<![CDATA[", "]]>"
# Where a piece may not be cut: `&am|p;`, `<![CD|ATA[`, `]|]>`.
UNSAFE = re.compile(r"[&<\]]")
_HELD = 64
USUAL_TAG = 1000
_WINDOW = 40


@dataclass(slots=True)
class ElementBounds:
    """How many elements a file may have: in one entry, since those are in memory together, and in all."""

    inside: int = 0
    read: int = 0

    def count(self, *, is_end: bool) -> None:
        """Count an element; whether it ends an entry."""
        self.read += 1
        self.inside = 0 if is_end else self.inside + 1

    @property
    def problem(self) -> str | None:
        """What there is too much of."""
        if self.inside > ENTRY_ELEMENT_LIMIT:
            return f"more than {ENTRY_ELEMENT_LIMIT:,} elements in one entry"
        return f"more than {XML_ELEMENT_LIMIT:,} elements" if self.read > XML_ELEMENT_LIMIT else None


class Recovery:
    """The elements of one file, and why not all of it could be read."""

    def __init__(self, body: bytes) -> None:
        """Open a file.

        Args:
            body: The octets as they came, gzipped or not.

        Raises:
            NotAPage: The file does not inflate, or has none of the roots of a sitemap or feed.
        """
        self.problem: str | None = None
        """Why not all was read, for people; None where it was."""
        self.is_cut = False
        """Whether it broke off on its way."""
        self.unreadable = 0
        """Entries whose address was not whole."""
        self._is_ended = False
        self._broken = 0
        self._tags = EntryTags()
        self._pieces = self._unpack(body)
        first = next(self._pieces, b"")
        codec = choose_codec(first)
        self._decoder = codecs.getincrementaldecoder(codec)("replace")
        self.head = self._decoder.decode(first).lstrip("\ufeff \t\r\n")
        """The beginning as text, from the first character that is no space."""
        match = ROOT.search(self.head)
        page = _HTML.search(self.head)
        self._end = CHANNEL_END if match is not None and match[1].lower() == "channel" else ROOT_END
        self._start = -1 if match is None or (page is not None and page.start() < match.start()) else match.start()

    @property
    def has_root(self) -> bool:
        """Whether the file is XML of a known kind."""
        return self._start >= 0

    def read_lines(self) -> Iterator[str]:
        """Yield the lines of the file: of a sitemap in text."""
        held = self.head
        for piece in self._pieces:
            *lines, held = (held + self._decoder.decode(piece)).splitlines(keepends=True) or [""]
            yield from lines
            if len(held) > LINE_LIMIT:
                self.problem = f"a line of more than {LINE_LIMIT:,} characters"
                return
        yield from held.splitlines()

    def read_elements(self) -> Iterator[etree._Element]:
        """Yield each element as it closes. What a cut file had not closed is left out."""
        parser = etree.XMLPullParser(
            events=("end",), recover=True, encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False,
            huge_tree=False, remove_comments=True, remove_pis=True,
        )  # fmt: skip
        read, bounds = 0, ElementBounds()
        for piece in self._repair():
            parser.feed(piece.encode("utf-8", "replace"))
            for element in take_elements(parser):
                is_entry = split_name(element)[1] in ENTRIES
                read += is_entry
                yield element
                bounds.count(is_end=forget_before(element) or is_entry)
            self.problem = self.problem or bounds.problem
            if bounds.problem is not None:
                return
        if not self._is_ended and self.problem is None:
            self._note_cut()
        if self.problem is None and self.unreadable:
            self.problem = f"{write_count(self.unreadable, 'entry')} without an address that can be read whole"
        if self.problem is None and read < self._tags.opened:
            self.problem = f"{self._tags.opened - read} of {self._tags.opened} entries cannot be read"

    def _repair(self) -> Iterator[str]:
        """Yield the text from its root on, with what XML does not allow put right."""
        held, is_cdata = self.head[self._start :], False
        is_empty = held[: held.find(">") + 1].endswith("/>")
        for piece in self._pieces:
            text = held + self._decoder.decode(piece)
            cut = find_cut(text)
            ready, held = text[:cut], text[cut:]
            repaired, is_cdata, broken = repair(ready, is_cdata, self._tags)
            if self._is_refused(ready, broken):
                yield cut_before_fault(repaired)
                return
            yield repaired
            self._note_end(text)
        repaired, is_cdata, broken = repair(held, is_cdata, self._tags)
        if self._is_refused(held, broken):
            yield cut_before_fault(repaired)
            return
        self._note_end(held)
        self._is_ended = self._is_ended or is_empty
        yield repaired + self._tags.end()

    def _is_refused(self, text: str, broken: int) -> bool:
        """Note what the parser would take too long for; `broken` is how many tags of the text have no end."""
        self._broken += broken
        if LONG_TAG.search(text):
            self.problem = f"a tag of more than {TAG_LIMIT} characters"
        elif self._broken > BROKEN_TAG_LIMIT:
            self.problem = f"more than {BROKEN_TAG_LIMIT:,} tags without an end"
        else:
            return False
        return True

    def _note_cut(self) -> None:
        self.problem, self.is_cut = "it breaks off before its end", True

    def _note_end(self, text: str) -> None:
        self._is_ended = self._is_ended or self._end.search(text) is not None

    def _unpack(self, body: bytes) -> Iterator[bytes]:
        """Yield the octets, unpacked. What stands behind a gzip file's end is none of it."""
        if not body.startswith(GZIP_MAGIC):
            if len(body) > XML_LIMIT:
                self.problem = f"larger than {XML_LIMIT // 1_048_576} MB"
            yield from (body[start : start + PIECE] for start in range(0, min(len(body), XML_LIMIT), PIECE))
            return
        total = 0
        try:
            for piece in iterate_gzip(body):
                yield piece
                total += len(piece)
                if total >= XML_LIMIT:
                    self.problem = f"larger than {XML_LIMIT // 1_048_576} MB when unpacked"
                    return
        except BrokenGzip as error:
            if not total:
                raise NotAPage(f"a file that {error}") from error
            self.problem, self.is_cut = f"it {error}", True


def cut_before_fault(text: str) -> str:
    """Return a text up to its first tag that is too long or has no end."""
    faults = (BROKEN_TAG.search(text), LONG_TAG.search(text))
    return text[: min((fault.start() for fault in faults if fault is not None), default=0)]


def forget_before(element: etree._Element) -> bool:
    """Let go of what stands before an element, and in it, where it is the root's child or a channel's.

    Seven million empty elements are 78 kB when packed, and took 900 MB.

    Returns:
        Whether it is.
    """
    parent = element.getparent()
    if parent is None or (parent.getparent() is not None and split_name(parent)[1] != "channel"):
        return False
    element.clear(keep_tail=True)
    while (before := element.getprevious()) is not None:
        parent.remove(before)
    return True


def take_elements(parser: etree.XMLPullParser) -> Iterator[etree._Element]:
    """Yield what a parser has closed; XML from which nothing can be recovered ends it."""
    try:
        for _, element in parser.read_events():
            yield element
    except etree.XMLSyntaxError:
        return


def choose_codec(first: bytes) -> str:
    """Return the codec that a file's first octets are in, whatever it claims of UTF-16."""
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if first[:200].count(b"\0") > len(first[:200]) // 4:
        return "utf-16-le" if first[1:2] == b"\0" else "utf-16-be"
    match = DECLARED.search(first[:2000])
    claimed = match[1].decode("ascii").lower() if match else "utf-8"
    if claimed.startswith(("utf-8", "utf8", "utf-16", "utf16", "us-ascii", "ascii")):
        return "utf-8"
    try:
        is_text = getattr(codecs.lookup(claimed), "_is_text_encoding", True)
        "".encode(claimed)
    except (LookupError, ValueError):
        return "utf-8"
    return claimed if is_text and not is_utf8_start(first) else "utf-8"


def is_utf8_start(first: bytes) -> bool:
    """Return whether a file that claims another encoding begins with letters in UTF-8."""
    try:
        return not codecs.getincrementaldecoder("utf-8")().decode(first).isascii()
    except UnicodeDecodeError:
        return False


def find_cut(text: str) -> int:
    """Return where a piece can be cut so that no reference and no mark of CDATA is, nor a tag but for a long one."""
    start = max(0, len(text) - _HELD - _WINDOW)
    match = UNSAFE.search(text, start, max(0, len(text) - _HELD))
    cut = match.start() if match else max(0, len(text) - _HELD)
    tag = text.rfind("<", max(0, cut - USUAL_TAG), cut)
    return cut if tag < 0 or text.find(">", tag, cut) >= 0 else tag


def repair(text: str, is_cdata: bool, tags: EntryTags) -> tuple[str, bool, int]:
    """Make a piece of text well-formed where that takes no guess.

    Args:
        text: The piece; no reference and no mark of CDATA is cut at its ends.
        is_cdata: Whether it begins within CDATA.
        tags: The tags of entries in the pieces before.

    Returns:
        The piece, whether it ends within CDATA, and how many tags in it, but for CDATA, have no end.
    """
    parts, position, broken = [], 0, 0
    text = _FORBIDDEN.sub(DROPPED, text)
    while position < len(text):
        mark = CDATA_END if is_cdata else CDATA
        end = text.find(mark, position)
        stop = len(text) if end < 0 else end + len(mark)
        part = text[position:stop]
        parts.append(part if is_cdata else tags.mend(repair_references(part)))
        broken += 0 if is_cdata else sum(1 for _ in BROKEN_TAG.finditer(part))
        position = stop
        if end >= 0:
            is_cdata = not is_cdata
    return "".join(parts), is_cdata, broken


def repair_references(text: str) -> str:
    """Return a text with bare ampersands and signs escaped, and without references to characters that XML forbids."""
    text = BARE_SIGN.sub("&lt;", text)
    if "&" not in text:
        return text
    text = AMPERSAND.sub(escape_ampersand, text)
    return REFERENCE.sub(drop_forbidden, text) if "&#" in text else text


def drop_forbidden(match: re.Match[str]) -> str:
    """Return a reference as it is, or the mark of what was left out where no XML may hold its character."""
    code = int(match[1]) if match[1] else int(match[2], 16)
    is_allowed = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code <= 0x10FFFF
    return match[0] if is_allowed else DROPPED


def escape_ampersand(match: re.Match[str]) -> str:
    """Return `&amp;` for a bare ampersand, and the character that a name of HTML stands for."""
    name = match[1]
    if name is None:
        return "&amp;"
    return escape(html5[name], quote=False) if name in html5 else f"&amp;{name}"


def split_name(element: etree._Element) -> tuple[str, str]:
    """Return an element's name space, or its prefix where that is not declared, and its own name in lower case."""
    tag = element.tag
    if not isinstance(tag, str):
        return "", ""
    space, _, name = tag.rpartition("}" if "}" in tag else ":")
    return space, name.lower()


def read_all_text(element: etree._Element) -> str:
    """Return an element's text, that of what it holds too, without spaces at its ends."""
    text = "".join(element.itertext()) if len(element) else (element.text or "")
    return text.replace(DROPPED, "").strip()


def read_address(element: etree._Element) -> str:
    """Return the address in an element, or an empty text where it is not whole: no other is asked for in its place."""
    return "" if len(element) else check_address(element.text or "")


def check_address(text: str) -> str:
    """Return an address without what stands around it, or an empty text where something in it was left out or lost."""
    text = text.strip().strip(f"{DROPPED} ").strip()
    return "" if DROPPED in text or "\ufffd" in text else text
