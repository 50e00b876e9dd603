"""The command that may help a portal which needs attention, as `harvester status` prints it."""

from __future__ import annotations

import sqlite3
from functools import cache
from pathlib import Path

from harvester.explanations.portal_files import find_directory
from harvester.portals import list_ids
from harvester.store.reports.status import PortalStatus
from harvester.store.runs import read_last_arguments
from harvester.suggestions import suggest_command

REPAIR = ("portals", "repair", "{id}")

_COMMANDS = {
    "broken": REPAIR,
    "silent": REPAIR,
    "unreachable": REPAIR,
    "blocked": ("crawl", "{id}", "--delay", "10"),
    "partial": ("crawl", "{id}"),
}
"""What may help a portal of this status."""

DEMO = ["demo"]
"""The arguments of the demo's runs."""


class PortalCommands:
    """Knows where portals' files are: in a directory that was named, in that of their last crawl, or packaged."""

    def __init__(self, connection: sqlite3.Connection, database: str, directory: Path | None) -> None:
        self.connection = connection
        self.database = database
        self.directory = directory
        self.list_ids = cache(list_ids)

    def suggest(self, portal: PortalStatus) -> str:
        """Return the command that may help, or in words why there is none."""
        arguments = read_last_arguments(self.connection, portal.portal)
        if arguments == DEMO:
            return f"made up, its server has ended; anew: {suggest_command('demo', '--db', self.database)}"
        words = [word.format(id=portal.portal) for word in _COMMANDS[portal.status]]
        for directory in (self.directory, find_directory(arguments), None):
            if (directory is None or directory.is_dir()) and portal.portal in self.list_ids(directory):
                return suggest_command(*words, database=self.database, directory=directory)
        return "no portal file is known for it: name their directory with --portals, or it is no longer configured"
