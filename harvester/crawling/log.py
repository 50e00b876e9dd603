"""What goes into a run's log: endings and errors, never a whole article."""

from __future__ import annotations

import logging
from typing import Any

from scrapy import logformatter
from scrapy.http import Response


class QuietFormatter(logformatter.LogFormatter):
    """Scrapy's formatter, without the item's text."""

    def dropped(self, item: Any, exception: BaseException, response: Response | None, spider: Any = None) -> dict[str, Any]:
        return {"level": logging.DEBUG, "msg": "dropped: %(url)s: %(reason)s", "args": {"url": item.url, "reason": exception}}

    def scraped(self, item: Any, response: Response | None, spider: Any = None) -> dict[str, Any]:
        return {"level": logging.DEBUG, "msg": "read: %(url)s", "args": {"url": item.url}}

    def item_error(self, item: Any, exception: BaseException, response: Response | None, spider: Any = None) -> dict[str, Any]:
        return {"level": logging.ERROR, "msg": "a pipeline failed on %(url)s", "args": {"url": item.url}}
