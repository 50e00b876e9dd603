"""`--portals`: a directory of portal files, for every command that reads them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from harvester.environment import PORTALS

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def make_portals_option(described: str) -> Decorator:
    """Return the option as a decorator, with what the directory is to a command; its argument is `directory`."""
    return click.option("--portals", "directory", type=click.Path(path_type=Path), envvar=PORTALS, help=described)


portals_option = make_portals_option("A directory of portal files; the same id replaces a packaged one.")
