"""What goes into a run's log: fetch results and errors, never a whole article."""

from __future__ import annotations

import logging
import sys
from datetime import datetime
from pathlib import Path
from time import struct_time
from typing import Any

from itemadapter import ItemAdapter
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from scrapy.settings import Settings
from twisted.python.failure import Failure

from harvester.printable import disarm, disarm_line
from harvester.store.database import explain_place
from harvester.vietnamese.dates.zones import VIETNAM


class OneLine(logging.Formatter):
    """Writes each message as one line that commands no terminal: pages, headers and redirects speak in it.

    A traceback keeps its lines, which hold no text of a page at their beginning. Times are in the zone of all others,
    whatever zone the machine is in.
    """

    @staticmethod
    def converter(timestamp: float | None) -> struct_time:
        """Return seconds since 1970 as Vietnam's clocks show them."""
        return datetime.fromtimestamp(timestamp or 0, VIETNAM).timetuple()

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the interface of `logging`
        record.message = disarm_line(record.message)
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802
        return disarm(super().formatException(ei))


class RunLog(logging.FileHandler):
    """A run's log file. One that cannot be written, e.g. on a full disk, stops nothing.

    `logging` itself would print a traceback on standard error for every line.
    """

    def __init__(self, path: Path, *, database: Path, settings: Settings) -> None:
        try:
            super().__init__(path, mode="a", encoding="utf-8")
        except OSError as error:
            raise explain_place(error, database) from error
        self.setLevel(settings.get("LOG_LEVEL"))
        self.setFormatter(OneLine(settings.get("LOG_FORMAT"), settings.get("LOG_DATEFORMAT")))
        self.path = path
        self.failure: OSError | None = None
        """Why the last line that could not be written was lost."""

    def describe_failure(self) -> str | None:
        """Return why part of the log is missing, None where nothing is."""
        return None if self.failure is None else f"cannot write the log {str(self.path)!r}: {self.failure.strerror}"

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the interface of `logging`
        error = sys.exc_info()[1]
        if isinstance(error, OSError):
            self.failure = error
        else:  # a line that cannot be formatted is a bug
            super().handleError(record)


class QuietFormatter(LogFormatter):
    """Scrapy's formatter, without the item's text."""

    def dropped(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Any = None
    ) -> LogFormatterResult:
        return {
            "level": logging.DEBUG,
            "msg": "dropped: %(url)s: %(reason)s",
            "args": {"url": ItemAdapter(item).get("url"), "reason": exception},
        }

    def scraped(self, item: Any, response: Response | Failure | None, spider: Any = None) -> LogFormatterResult:
        return {"level": logging.DEBUG, "msg": "read: %(url)s", "args": {"url": ItemAdapter(item).get("url")}}

    def item_error(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Any = None
    ) -> LogFormatterResult:
        url = ItemAdapter(item).get("url")
        return {"level": logging.ERROR, "msg": "a pipeline failed on %(url)s", "args": {"url": url}}
