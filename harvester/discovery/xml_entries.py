"""Entries of sitemaps and feeds that are not closed, or hold tags of HTML; several files in one.

A parser that goes on after a tag which was not closed takes each later end for that of another element, and loses all
entries behind it without a word.
"""

from __future__ import annotations

import re

ROOTS = frozenset({"urlset", "sitemapindex", "rss", "feed", "rdf"})
ENTRIES = frozenset({"url", "sitemap", "item", "entry"})

# `<url>`, `</sm:url>`, `<item rdf:about="…">`, `</urlset>`.
_TAG = re.compile(
    rf"<(/?)((?:[\w.-]{{1,40}}:)?(?:{'|'.join(sorted(ROOTS | ENTRIES))}))(?=[\s/>])[^<>]*>", re.IGNORECASE
)
# Tags of pages in an entry's description that should have been escaped: `<br>`, `<img src='/anh/1.jpg'>`, `<o:p>`.
_HTML = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|br|center|div|em|figure|figcaption|font|h[1-6]|hr|i|iframe|img|li|o:p|ol|p|pre|small|"
    r"span|strong|strike|sub|sup|table|tbody|td|th|thead|tr|u|ul)(?=[\s/>])[^<>]*>",
    re.IGNORECASE,
)
DROPPED = "\ufffc"
"""What stands for something that was left out: in a title it is nothing, in an address all."""
# `<link href=http://go-man.example/tin/1 />`
_BARE_HREF = re.compile(r"(<(?:[\w.-]{1,40}:)?link\b[^<>]{0,300}?\bhref=)([^\s\"'<>]{1,2000})(?=[\s>])", re.IGNORECASE)
DECLARATION = re.compile(r"<\?xml\s[^<>]{0,300}\?>")


class EntryTags:
    """Puts the tags of entries and roots right, piece by piece."""

    def __init__(self) -> None:
        self.opened = 0
        """Entries that began."""
        self._root: str | None = None
        self._entry: str | None = None
        self._is_ended = False

    def mend(self, text: str) -> str:
        """Return a piece, outside CDATA, whose entries are closed where the next begins, within one root."""
        text = _HTML.sub(f" {DROPPED} ", text)
        text = _BARE_HREF.sub(r'\1"\2"', text) if "href=" in text else text
        return _TAG.sub(self._mend_tag, DECLARATION.sub("", text))

    def end(self) -> str:
        """Return what closes the file, where it went on to its end."""
        if not self._is_ended:
            return ""
        return (f"</{self._entry}>" if self._entry else "") + f"</{self._root}>"

    def _mend_tag(self, match: re.Match[str]) -> str:
        name = match[2]
        if name.rpartition(":")[2].lower() in ROOTS:
            return self._mend_root(match)
        if match[1]:
            self._entry = None if self._entry == name else self._entry
            return match[0]
        self.opened += 1
        if match[0].endswith("/>"):
            return match[0]
        if self._entry == name:
            return f"</{name}>{match[0]}"
        self._entry = self._entry or name
        return match[0]

    def _mend_root(self, match: re.Match[str]) -> str:
        """Return the first root's beginning; its end is written when the file's is there, and others go on in it."""
        if match[1]:
            self._is_ended = self._root is not None
            return ""
        if self._root is not None:
            return ""
        self._root = match[2]
        return match[0]
