"""Which codec reads a body: what it claims, held against its bytes."""

from __future__ import annotations

import codecs
from functools import lru_cache

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ASCII = bytes(range(32, 127))
_PIECE = 16_384
"""Bytes that are decoded at once."""


def is_utf16(body: bytes) -> bool:
    """Whether a body without mark is UTF-16: `<` and `h` each with a zero byte."""
    return body[:4] in (b"<\x00h\x00", b"<\x00!\x00", b"\x00<\x00h", b"\x00<\x00!")


def choose_encoding(body: bytes, claimed: list[str]) -> str:
    """A Python codec's name. UTF-8 is believed only where it holds but for a few bytes; else windows-1258."""
    for mark, name in BOMS:
        if body.startswith(mark):
            return name
    if is_utf16(body):
        return "utf-16-le" if body[1:2] == b"\x00" else "utf-16-be"
    names = [name for name in map(find_codec, claimed) if name]
    if not names or names[0] in ("utf-8", "ascii"):
        return "utf-8" if is_mostly_utf8(body) else next((n for n in names if n not in ("utf-8", "ascii")), "cp1258")
    return names[0]


@lru_cache(maxsize=256)
def find_codec(name: str) -> str | None:
    """Python's name of a text encoding in which ASCII is ASCII, or None. Latin-1 is read as its Windows superset.

    The limits of a page count its `<`. In EBCDIC that is an `L`, in UTF-7 `+ADw-`, and UTF-16 has none without zeros.
    """
    try:
        codec = codecs.lookup(name)
        is_ascii = codec._is_text_encoding and _ASCII.decode(codec.name) == _ASCII.decode("ascii")
    except (LookupError, ValueError):  # one that is unknown, or cannot read it
        return None
    if not is_ascii or codec.name in ("idna", "punycode", "raw_unicode_escape", "unicode_escape", "mbcs", "oem"):
        return None
    return "cp1252" if codec.name == "iso8859-1" else codec.name


def is_utf8(body: bytes) -> bool:
    """Whether the bytes are UTF-8 throughout.

    In pieces: the text of a whole page at once costs twice the time.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(body), _PIECE):
            decoder.decode(body[start : start + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def is_mostly_utf8(body: bytes) -> bool:
    """Whether the bytes are UTF-8 but for a stray few, as where a page was cut or a visitor's text pasted in."""
    if is_utf8(body):
        return True
    text = body.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    right = sum(1 for c in text if ord(c) > 127) - wrong
    return right > 4 * wrong
