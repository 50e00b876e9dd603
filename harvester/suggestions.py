"""Commands that output suggests: they work as printed, with the options that this one was started with."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path

from harvester.environment import read_database, read_directory


def suggest_command(*words: str, database: Path | str | None = None, directory: Path | None = None) -> str:
    """Return a command line as it can be typed where this program was started.

    Args:
        words: The command, its arguments and options.
        database: What it is to open; left out where that is what it would open anyway.
        directory: The portal files that it is to read; left out likewise.

    Returns:
        `harvester crawl xa-moi --db kept.db --portals portals`.
    """
    options: list[str] = []
    if database is not None and Path(database) != read_database():
        options += ["--db", str(database)]
    if directory is not None and directory != read_directory():
        options += ["--portals", str(directory)]
    return f"{name_program()} {shlex.join([*words, *options])}"


def name_program() -> str:
    """What a shell starts this program by: its name where that is on the path, else what it was started as."""
    if shutil.which("harvester") is not None:
        return "harvester"
    if is_console_script(Path(sys.argv[0])):
        return shlex.quote(sys.argv[0])
    return f"{shlex.quote(sys.executable)} -m harvester"


def is_console_script(started: Path) -> bool:
    """Whether what a program was started as is the script that an installation makes."""
    return started.stem == "harvester" and started.is_file() and os.access(started, os.X_OK)
