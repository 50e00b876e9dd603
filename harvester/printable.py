"""Texts from outside as they may be shown and logged: no commands to a terminal, no passwords."""

from __future__ import annotations

import re

# ESC and the other control characters but line break and tab, those of the upper half too (U+009B is ESC and `[`), line
# and paragraph separators, and the marks that turn the direction of what follows, or hide in it.
COMMAND = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)

# `user:pass@` of `http://user:pass@host/`, and of `//user@host`.
_USERINFO = re.compile(r"(?<=//)[^/?#\s@\"'<>]{1,300}@")


def disarm(text: str) -> str:
    """Return a text without what gives a terminal commands.

    Each is shown as U+FFFD; a user's name and password that stand in an address are left out. Line breaks stay.
    """
    if "@" in text:
        text = _USERINFO.sub("", text)
    return text if text.isascii() and text.isprintable() else COMMAND.sub("\ufffd", text)


def disarm_line(text: str) -> str:
    """Return the same as one line: a line break in it would begin a line that nobody wrote."""
    return disarm(text).replace("\n", "\ufffd").replace("\t", " ")
