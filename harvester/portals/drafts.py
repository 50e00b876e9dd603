"""A proposed portal file as TOML: quoting, and setting and saving the comments that probing/proposal.py words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from harvester.errors import ConfigError
from harvester.regular_files import read_regular
from harvester.urls import read_origin, read_site

COMMON_ENDING = re.compile(r"(?:\.(?:gov|com|org|edu|net))?\.vn$|\.example$")
"""What hosts have in common: `kimson.ninhbinh` is left of `kimson.ninhbinh.gov.vn`."""

NOT_PLAIN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
"""Characters that a line of TOML cannot hold as they are."""

SURE = ""
"""The reason for what needs none."""


@dataclass(frozen=True, slots=True)
class Line:
    """A value and the remark beside it. `is_guess` asks the reader to look at it."""

    value: str
    remark: str = SURE
    is_guess: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A portal file that is proposed. Sections, feeds and sitemaps are absolute addresses with remarks."""

    url: str
    name: Line
    level: Line
    province: Line
    platform: Line  # an empty value: none was recognised
    sections: Sequence[Line] = field(default_factory=tuple)
    feeds: Sequence[Line] = field(default_factory=tuple)
    sitemaps: Sequence[Line] = field(default_factory=tuple)
    head: str = ""
    verify_tls: bool = True
    old_tls: bool = False
    unit: Line | None = None
    formerly: Sequence[Line] = field(default_factory=tuple)
    own_id: str = ""  # where another portal has the one of the host

    @property
    def id(self) -> str:
        """What the file is called, from the host."""
        return self.own_id or make_id(self.url)

    @property
    def guesses(self) -> list[str]:
        """The keys that a person should look at."""
        lines = {"name": self.name, "level": self.level, "province": self.province, "unit": self.unit}
        return [key for key, line in lines.items() if line is not None and line.is_guess]


def make_id(url: str) -> str:
    """An id from a host: `kimson-ninhbinh` of `https://www.kimson.ninhbinh.gov.vn/`. Raises BadAddress."""
    host = COMMON_ENDING.sub("", read_site(url))
    return re.sub(r"[^a-z0-9_]+", "-", host).strip("-")[:80] or "portal"


def write_draft(draft: Draft) -> str:
    """The text of the file; valid TOML and a valid portal, whatever the site called itself."""
    lines = [f"# {plain(draft.head)}"] if draft.head else []
    lines += write_key("name", draft.name)
    lines += write_key("level", draft.level)
    lines += write_key("province", draft.province)
    if draft.unit is not None:
        lines += write_key("unit", draft.unit)
    lines += write_key("url", Line(draft.url))
    if draft.platform.value:
        lines += write_key("platform", draft.platform)
    else:
        lines.append(f"# platform: {plain(draft.platform.remark)}")
    for key in ("sections", "feeds", "sitemaps", "formerly"):
        lines += write_list(key, getattr(draft, key), draft.url)
    if not draft.verify_tls:
        lines.append("verify_tls = false  # its certificate is let pass, whatever it says")
    if draft.old_tls:
        lines.append('tls = "old"  # short keys and TLS 1.0 are let pass')
    return "\n".join(lines) + "\n"


def write_key(key: str, line: Line) -> list[str]:
    text = f"{key} = {quote(line.value)}"
    mark = "guessed: " if line.is_guess else ""
    return [f"{text}  # {mark}{plain(line.remark)}" if line.remark or mark else text]


def write_list(key: str, entries: Iterable[Line], url: str) -> list[str]:
    """A list, one entry a line with its remark; nothing for an empty one."""
    values = [(quote(shorten(entry.value, url)) + ",", plain(entry.remark)) for entry in entries]
    if not values:
        return []
    width = max(len(value) for value, _ in values)
    return [
        f"{key} = [",
        *(f"    {value:<{width}}  # {remark}" if remark else f"    {value}" for value, remark in values),
        "]",
    ]


def shorten(link: str, url: str) -> str:
    """A link on the portal's own origin as a path."""
    if read_origin(link) != read_origin(url):
        return link
    parts = urlsplit(link)
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    return link if path.startswith("//") else path


def quote(value: str) -> str:
    """A TOML string; JSON's are, once control characters are gone."""
    return json.dumps(plain(value), ensure_ascii=False)


def plain(text: str) -> str:
    return " ".join(NOT_PLAIN.sub(" ", text).split())


def save_draft(draft: Draft, directory: Path) -> Path:
    """Write the file into a directory, which is made where there is none; the path.

    A file that is there stays: raises ConfigError, unless it says the very same.
    """
    path = directory / f"{draft.id}.toml"
    text = write_draft(draft)
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        if path.is_file() and read_regular(path).decode("utf-8", "replace") == text:
            return path
        if not directory.is_dir():
            raise ConfigError(f"not a directory: {str(directory)!r}") from error
        raise ConfigError(
            f"nothing was written: {str(path)!r} is there already and says something else; move it away first"
        ) from error
    except OSError as error:
        raise ConfigError(f"cannot write {str(path)!r}: {error.strerror or error}") from error
    return path
