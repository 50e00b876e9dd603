"""What the pages of lists share: queries with a time limit, and a page of a template."""

from __future__ import annotations

import contextvars
import sqlite3
from collections.abc import Callable
from typing import Any, TypeVar

LONGEST_MS = 5000
"""Milliseconds of one query for a page."""

LONGEST_DOWNLOAD_MS = 600_000
"""Milliseconds that a file may take to be made."""

Made = TypeVar("Made")


async def run_query(database: Any, read: Callable[[sqlite3.Connection], Made], longest: int = LONGEST_MS) -> Made:
    """What a function reads from Datasette's database, in a thread.

    Raises:
        TimeoutError: after `longest` ms.
    """
    from datasette.utils import sqlite_timelimit

    language = contextvars.copy_context()  # a thread of a pool has none of its own

    def run(connection: sqlite3.Connection) -> Made:
        with sqlite_timelimit(connection, longest):
            return language.run(read, connection)

    try:
        made: Made = await database.execute_fn(run)
    except sqlite3.OperationalError as error:
        if "interrupted" in str(error):
            raise TimeoutError(f"the answer took more than {longest} ms") from error
        raise
    return made


async def show_page(datasette: Any, request: Any, template: str, context: dict[str, Any], *, status: int = 200) -> Any:
    from datasette import Response

    return Response.html(await datasette.render_template(template, context, request=request), status=status)


def make_host(request: Any) -> str:
    """The address that the pages are asked at: `http://127.0.0.1:8001`."""
    return f"{request.scheme}://{request.host}"
