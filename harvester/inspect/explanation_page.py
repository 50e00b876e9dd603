"""A page that explains an address: the same that `harvester explain` tells."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from pathlib import Path
from typing import Any

from datasette import Response

from harvester.environment import read_clock, read_directory
from harvester.errors import ConfigError
from harvester.explanations.explanation import Explanation, explain
from harvester.explanations.portal_files import load_known_portals
from harvester.inspect.languages import gettext, mark
from harvester.store import Store
from harvester.suggestions import suggest_command

_PATH = "/-/explain"

TOPICS = {
    "found": mark("where it was found"), "asked": mark("what was asked"), "came": mark("what came"),
    "read": mark("what read it"), "decided": mark("what decided"), "published": mark("when it was published"),
    "due": mark("when it is due"),
}  # fmt: skip


async def show_explanation(datasette: Any, request: Any) -> Response:
    """The page, or JSON: `url` is the address. The sentences are English, as those of the command."""
    url = (request.args.get("url") or "").strip()
    found, problem = None, None
    if url:
        path = Path(datasette.get_database("harvest").path)
        try:
            found = await asyncio.to_thread(explain_in, path, url)
        except ConfigError as error:
            problem = str(error)
    status = 200 if problem is None else 400
    if request.url_vars.get("format") == "json":
        return Response.json({"error": problem} if found is None else asdict(found), status=status)
    values = {
        "title": gettext("Explain an address"), "url": url, "found": found, "problem": problem, "topics": TOPICS,
        "path": _PATH, "command": suggest_command("explain", url, database=datasette.get_database("harvest").path),
    }  # fmt: skip
    return Response.html(await datasette.render_template("explain.html", values, request=request), status=status)


def explain_in(path: Path, url: str) -> Explanation:
    """Explain an address by a database, and the portal files of HARVESTER_PORTALS or of the last crawl.

    Raises ConfigError.
    """
    with Store.open(path, readonly=True) as store:
        return explain(store, url, load_known_portals(store, read_directory()), read_clock())
