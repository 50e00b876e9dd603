"""Requests that cannot be answered: their page says why. Only a bug is told in the terminal, too.

Datasette's own answer prints every mistake there, with all local variables.
"""

from __future__ import annotations

import logging
import sqlite3
from dataclasses import dataclass
from typing import Any

from datasette import Response
from datasette.utils.asgi import Base400
from datasette.views.base import DatasetteError
from markupsafe import Markup

OWN_ANSWER = "datasette.handle_exception"
"""Datasette's plugin that this takes the place of."""

LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Mistake:
    """What is wrong with a request. `message` is Markup where Datasette has made it."""

    status: int
    message: str
    title: str | None = None


def read_mistake(exception: Exception) -> _Mistake:
    """Return what a request got wrong, or 500 for a bug, which is logged."""
    if isinstance(exception, Base400):
        return _Mistake(exception.status, str(exception.args[0]) if exception.args else "")
    if isinstance(exception, (sqlite3.DataError, sqlite3.ProgrammingError)):  # too large a value, or two statements
        return _Mistake(400, str(exception))
    if not isinstance(exception, DatasetteError):
        LOGGER.error("an address cannot be answered", exc_info=exception)
        return _Mistake(500, str(exception))
    message = Markup(exception.message) if exception.message_is_html else str(exception.message)  # noqa: S704 - escaped
    status = 400 if exception.status == 500 else exception.status  # what it says of all without another
    return _Mistake(status, message, exception.title)


async def tell_mistake(datasette: Any, request: Any, mistake: _Mistake) -> Any:
    """Answer a request that got something wrong, as a page or as JSON."""
    values = {"ok": False, "error": mistake.message, "status": mistake.status, "title": mistake.title}
    if request.path.endswith(".json"):
        return Response.json(values, status=mistake.status)
    return Response.html(await datasette.render_template("error.html", values), status=mistake.status)
