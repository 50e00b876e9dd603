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


def have_tags_few(body: bytes, limit: int = ATTRIBUTE_LIMIT) -> bool:
    """Whether a glance tells that no tag has more attributes than the limit: between two sure ends of tags is no room.

    Most pages are told so, in a hundredth of the time that finding each tag takes, which is longer than the parser's.
    """
    shortest = 2 * limit
    begin = 0
    while begin + shortest < len(body):
        end = _find_sure_end(body, begin, shortest)
        if end - begin > shortest and not has_few(body[begin:end], limit):
            return False
        begin = end + 1
    return True


def has_few(markup: bytes, limit: int) -> bool:
    """Whether the markup cannot have more attributes than the limit: before each is a space, a slash or an `=`."""
    if len(markup) <= 2 * limit:
        return True
    return len(markup.split()) + markup.count(b"/") + markup.count(b"=") < limit


def _find_sure_end(body: bytes, begin: int, window: int) -> int:
    """A `>` that ends whatever tag it stands in, in the first window behind the last such end or in a later one.

    The length of the body where none of the next eight has one.
    """
    for low in range(begin, min(begin + 8 * window, len(body)), window):
        end = _find_last_sure_end(body, begin, low, low + window)
        if end >= 0:
            return end
    return len(body)


def _find_last_sure_end(body: bytes, begin: int, low: int, high: int) -> int:
    """The last `>` of a part that cannot stand in a value, or -1: of either quote the last before it opens none.

    What opens a value stands behind `=`. A few are tried, so that a page of quotes takes no longer than others.
    """
    end = high
    for _ in range(16):
        end = body.rfind(b">", low, end)
        quotes = (body.rfind(quote, begin, end) for quote in (b'"', b"'")) if end >= 0 else ()
        opening = [place for place in quotes if place > 0 and body[place - 1] in _BEFORE_VALUE]
        if not opening:
            return end
        end = min(opening)
    return -1


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
