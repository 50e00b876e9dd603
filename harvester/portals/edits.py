"""Changing some keys of a portal file, and nothing else of it: comments, order and spelling stay."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from harvester.portals.drafts import quote

KEY = re.compile(r"[ \t]*([\w-]+)[ \t]*=")
"""`sections = [`: where a value begins; keys of portal files are bare."""

TABLE = re.compile(r"[ \t]*\[[ \t]*([\w.-]+)[ \t]*\]")

_TOKEN = re.compile(
    r"'{3}(?s:.)*?'{3,5}|\"{3}(?s:[^\\\"]|\\.|\"(?!\"\"))*+\"{3,5}|'[^'\n]*+'|\"(?:[^\"\\\n]|\\.)*+\"|#[^\n]*|[\[\]{}\n]"
)
"""What a value ends by, or not: texts in three quotes or one, comments, brackets and lines."""

_LINE_END = re.compile(r"\n")
OPENING, CLOSING = ("[", "{"), ("]", "}")

_LONGEST_LINE = 100

KeyValue = str | Sequence[str]
Place = tuple[str, str]
"""A table's name (empty: before any) and a key."""


def edit_portal_file(text: str, changes: Mapping[Place, KeyValue | None]) -> str:
    """Return a portal file with some keys changed.

    Args:
        text: A portal file, which is TOML.
        changes: The new value of a key, None to take it out. A key that is not there is added behind the last one that
            stands before the tables.
    """
    entries = split_entries(text)
    kept: list[str] = []
    end = 0  # behind the last key before the tables
    found: set[Place] = set()
    for place, lines in entries:
        if place in changes:
            found.add(place)
            value = changes[place]
            kept.append("" if value is None else write_value(place[1], value))
        else:
            kept.append(lines)
        if place[0] == "" and place[1]:
            end = len(kept)
    added = [
        write_value(place[1], value)
        for place, value in changes.items()
        if place not in found and value is not None and place[0] == ""
    ]
    return drop_empty_tables("".join([*kept[:end], *added, *kept[end:]]))


def split_entries(text: str) -> list[tuple[Place, str]]:
    """The keys of a file with their lines; comments, empty lines and heads of tables have an empty key."""
    entries: list[tuple[Place, str]] = []
    table = ""
    start = 0
    while start < len(text):
        key, head = KEY.match(text, start), TABLE.match(text, start)
        end = _find_end(text, start if key is None else key.end(), is_value=key is not None)
        if key is None and head is not None:
            table = head[1]
        name = key[1] if key is not None else ""
        entries.append(((table, name), text[start:end]))
        start = end
    return entries


def _find_end(text: str, start: int, *, is_value: bool) -> int:
    """Behind the line that is read from `start`; of a list, or a text in three quotes, behind its last line."""
    depth = 0
    for token in (_TOKEN if is_value else _LINE_END).finditer(text, start):
        depth += (token[0] in OPENING) - (token[0] in CLOSING)
        if token[0] == "\n" and depth <= 0:
            return token.end()
    return len(text)


def write_value(key: str, value: KeyValue) -> str:
    """A key with its value: a list on one line where it is short."""
    if isinstance(value, str):
        return f"{key} = {quote(value)}\n"
    line = f"{key} = [{', '.join(map(quote, value))}]\n"
    if len(line) <= _LONGEST_LINE:
        return line
    return "\n".join([f"{key} = [", *(f"    {quote(entry)}," for entry in value), "]\n"])


def drop_empty_tables(text: str) -> str:
    """Without the head of a table that has no key left."""
    entries = split_entries(text)
    used = {table for (table, key), _ in entries if key}
    return "".join(
        lines for (table, key), lines in entries
        if key or table in used or table == "" or TABLE.match(lines) is None
    )  # fmt: skip
