"""Changing some keys of a portal file, and nothing else of it: comments, order and spelling stay."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence

from harvester.portals.drafts import quote

KEY = re.compile(r"\s*([\w-]+)\s*=")
"""`sections = [`: where a value begins; keys of portal files are bare."""

TABLE = re.compile(r"\s*\[\s*([\w.-]+)\s*\]")

LONGEST_LINE = 100

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
    lines = text.splitlines(keepends=True)
    number = 0
    while number < len(lines):
        line = lines[number]
        key, head = KEY.match(line), TABLE.match(line)
        count = count_lines(lines[number:]) if key is not None else 1
        if key is None and head is not None:
            table = head[1]
        name = key[1] if key is not None else ""
        entries.append(((table, name), "".join(lines[number : number + count])))
        number += count
    return entries


def count_lines(lines: Sequence[str]) -> int:
    """Over how many lines a value goes: those of a list, of a text in three quotes."""
    for count in range(1, len(lines) + 1):
        try:
            tomllib.loads("".join(lines[:count]))
        except tomllib.TOMLDecodeError:
            continue
        return count
    return 1


def write_value(key: str, value: KeyValue) -> str:
    """A key with its value: a list on one line where it is short."""
    if isinstance(value, str):
        return f"{key} = {quote(value)}\n"
    line = f"{key} = [{', '.join(map(quote, value))}]\n"
    if len(line) <= LONGEST_LINE:
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
