"""What goes into a run's log: endings and errors, never a whole article."""

from __future__ import annotations

import logging
from typing import Any

from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.python.failure import Failure


class QuietFormatter(LogFormatter):
    """Scrapy's formatter, without the item's text."""

    def dropped(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Any = None
    ) -> LogFormatterResult:
        return {
            "level": logging.DEBUG,
            "msg": "dropped: %(url)s: %(reason)s",
            "args": {"url": item.url, "reason": exception},
        }

    def scraped(self, item: Any, response: Response | Failure | None, spider: Any = None) -> LogFormatterResult:
        return {"level": logging.DEBUG, "msg": "read: %(url)s", "args": {"url": item.url}}

    def item_error(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Any = None
    ) -> LogFormatterResult:
        return {"level": logging.ERROR, "msg": "a pipeline failed on %(url)s", "args": {"url": item.url}}
