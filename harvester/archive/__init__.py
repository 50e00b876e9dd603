"""Answers kept as archivists keep them (WARC 1.1), read back, indexed and packed; and the indexes of web archives.

All but this module needs the extra `archive`.
"""

from __future__ import annotations

from importlib.util import find_spec

from harvester.errors import MissingExtra


def require_extra() -> None:
    """Raise MissingExtra unless the package that writes and reads WARC is installed."""
    if find_spec("warcio") is None:
        raise MissingExtra("WARC needs warcio", "archive")
