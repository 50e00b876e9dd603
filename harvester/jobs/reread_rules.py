"""What kept pages are read by: a name for all rules together, which is another when any of them is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import harvester
from harvester.platforms import PLATFORMS
from harvester.portals import Portal

PACKAGES = ("reading", "platforms", "vietnamese", "loading", "discovery", "duplicates")
_MODULES = ("items.py", "urls.py")
SUFFIXES = frozenset({".py", ".toml", ".json", ".tsv", ".txt"})
"""Rules are code, and tables and weights beside it."""


def name_rules(portals: Iterable[Portal]) -> str:
    """A digest of all that decides how pages are read.

    Of the modules that read them, of the platforms as they are in this process, and of what portal files say of
    selectors and platforms.
    """
    digest = hashlib.blake2b(digest_size=12)
    for path in list_modules():
        digest.update(path.name.encode() + path.read_bytes())
    for platform in PLATFORMS.values():
        code = getattr(platform.article, "__code__", None)
        digest.update(platform.extractor.encode() + (b"" if code is None else code.co_code))
    for portal in sorted(portals, key=lambda one: one.id):
        digest.update(f"{portal.id} {portal.platform} {portal.css}".encode())
    return digest.hexdigest()


def list_modules() -> list[Path]:
    """The modules whose change may change what is read of a page."""
    root = Path(harvester.__file__).parent
    files = (path for package in PACKAGES for path in (root / package).rglob("*"))
    found = [path for path in files if path.suffix in SUFFIXES]
    return sorted([*found, *(root / name for name in _MODULES), root.parent / "pipelines" / "clean.py"])
