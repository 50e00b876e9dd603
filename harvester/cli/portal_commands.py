"""The command that may help a portal which needs attention, as `harvester status` prints it."""

from __future__ import annotations

import sqlite3
from functools import cache
from pathlib import Path

from harvester.explanations.portal_files import find_directory
from harvester.portals import list_ids
from harvester.reading.error_pages import LOGIN_REASON
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

_UNHELPED = {
    "robots.txt forbids": "its robots.txt is obeyed: no command helps, and each run looks whether it still forbids",
    "the site is closed": "no command helps: each run looks whether it is open again",
}
"""What is said in place of a command, by how the reason begins."""

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
        reason = "" if portal.harvest is None else portal.harvest.reason or ""
        unhelped = next((told for start, told in _UNHELPED.items() if reason.startswith(start)), None)
        if unhelped is not None:
            return unhelped
        chosen = REPAIR if reason.startswith(LOGIN_REASON) else _COMMANDS[portal.status]
        words = [word.format(id=portal.portal) for word in chosen]
        for directory in (self.directory, find_directory(arguments), None):
            if (directory is None or directory.is_dir()) and portal.portal in self.list_ids(directory):
                return suggest_command(*words, database=self.database, directory=directory)
        return "no portal file is known for it: name their directory with --portals, or it is no longer configured"
