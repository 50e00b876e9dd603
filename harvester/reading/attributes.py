"""How many attributes a page's tags have, counted as libxml2 finds them: before it does, since it takes the square."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from harvester.limits import ATTRIBUTE_LIMIT

_BEFORE_VALUE = b"= \t\n\f\r"

# `data-id="7"`, `hidden`: a quote opens a value behind `=` alone, and a slash parts attributes as a space does.
# Possessive, so that nothing is looked at twice; a value whose quote does not close counts as attributes up to the
# next `>`.
_ATTRIBUTE = re.compile(
    rb"""[^ \t\n\f\r/>][^ \t\n\f\r/>=]*+"""
    rb"""(?:[ \t\n\f\r]*+=[ \t\n\f\r]*+(?:"[^"]*+"|'[^']*+'|[^ \t\n\f\r>"'][^ \t\n\f\r>]*+)?+)?+"""
)

# A comment; `<?xml ?>`, `<!DOCTYPE>` and whatever else ends at the next `>`; a tag: its name, its attributes, its `/`.
_MARKUP = re.compile(
    rb"<(?:!--(?:-?>|.*?(?:--!?>|\Z))|(?:[!?]|/(?![A-Za-z]))[^>]*+>?"
    rb"|/?([A-Za-z][^ \t\n\f\r/>]*+)((?:[ \t\n\f\r]++|/(?!>)|" + _ATTRIBUTE.pattern + rb")*+)(/?)>?)",
    re.DOTALL,
)
_TEXT_ENDS = {
    name: re.compile(rb"</" + name + rb"(?=[ \t\n\f\r/>])", re.IGNORECASE)
    for name in (b"style", b"textarea", b"title", b"xmp", b"iframe", b"noembed", b"noframes")
}
"""The ends of elements that have text in them and no tags. `script` has rules of its own, `plaintext` no end."""
_SCRIPT_MARK = re.compile(rb"<!--(-?>)?|-->|<(/?)script(?=[ \t\n\f\r/>])", re.IGNORECASE)


def ends_tags_often(body: bytes) -> bool:
    """Whether a sure end of any tag, as most pages have many, is never farther than the shortest tag of too many.

    That is a `">` whose quote opens no value, and before which no apostrophe opens one: they stand behind `=`. To find
    all tags instead takes longer than the parser does.
    """
    begin = 0
    while begin + 2 * ATTRIBUTE_LIMIT < len(body):
        end = body.rfind(b'">', begin + 1, begin + 2 * ATTRIBUTE_LIMIT)
        apostrophe = body.rfind(b"'", begin + 1, max(begin, end))
        if end < 0 or any(place > 0 and body[place - 1] in _BEFORE_VALUE for place in (end, apostrophe)):
            return False
        begin = end + 1
    return True


def count_attributes(body: bytes) -> Iterator[int]:
    """How many attributes each tag has, in order; of one with too many, one more than may be."""
    begin = 0
    while (found := _MARKUP.search(body, begin)) is not None:
        begin = found.end()
        if found[1] is None:
            continue
        attributes = _ATTRIBUTE.finditer(body, *found.span(2))
        yield sum(1 for _ in islice(attributes, ATTRIBUTE_LIMIT + 1))
        name = found[1].lower()
        if not found[3] and body[found.start() + 1] != ord("/"):
            begin = _find_text_end(body, name, begin)


def _find_text_end(body: bytes, name: bytes, begin: int) -> int:
    """Where the text ends that a tag begins with no tags in it: at once behind most."""
    if name == b"script":
        return _find_script_end(body, begin)
    if name in _TEXT_ENDS:
        end = _TEXT_ENDS[name].search(body, begin)
        return len(body) if end is None else end.start()
    return len(body) if name == b"plaintext" else begin


def _find_script_end(body: bytes, begin: int) -> int:
    """Where a script ends: one that is named in a comment in it has an end of its own."""
    in_comment = is_nested = False
    for mark in _SCRIPT_MARK.finditer(body, begin):
        if mark[2] is None:
            in_comment = mark[0] == b"<!--"
            is_nested = is_nested and in_comment
        elif not mark[2]:
            is_nested = is_nested or in_comment
        elif is_nested:
            is_nested = False
        else:
            return mark.start()
    return len(body)
