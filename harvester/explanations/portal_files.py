"""Whose portal files an explanation goes by: those that are named, else those of the last crawl that named any."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from harvester.platforms import PLATFORMS
from harvester.portals import Portal, load_portals
from harvester.store import Store
from harvester.store.runs import list_last_arguments


def load_known_portals(store: Store, directory: Path | None) -> dict[str, Portal]:
    """Return the portals by their ids, as the last crawl had them.

    Args:
        store: A harvest, whose runs keep their command lines.
        directory: The files that are named; None for those of the last crawl, where they still are: seen from here, or
            from beside the database.

    Raises:
        ConfigError: Files are wrong.
    """
    if directory is None:
        named = (find_directory(words) for words in list_last_arguments(store.connection))
        places = (place for path in named if path is not None for place in (path, store.real.parent / path))
        directory = next((place for place in places if place.is_dir()), None)
    return load_portals(directory, platforms=set(PLATFORMS))


def find_directory(arguments: Sequence[str]) -> Path | None:
    """Return the directory of portal files that a crawl's command line names."""
    for word, following in zip(arguments, [*arguments[1:], ""], strict=False):
        name, _, value = word.partition("=")
        if name == "--portals" and (value or following):
            return Path(value or following)
    return None
