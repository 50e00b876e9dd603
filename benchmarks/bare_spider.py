"""The floor: a Scrapy spider that fetches a list of pages, takes title and body by CSS, and stores nothing.

python benchmarks/bare_spider.py ADDRESSES TITLE_CSS BODY_CSS
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response


class BareSpider(scrapy.Spider):
    name = "bare"
    custom_settings = {"LOG_LEVEL": "ERROR", "CONCURRENT_REQUESTS_PER_DOMAIN": 16}  # noqa: RUF012
    start_urls = Path(sys.argv[1]).read_text(encoding="utf-8").split()

    def parse(self, response: Response) -> Iterator[dict[str, Any]]:
        yield {
            "title": "".join(response.css(sys.argv[2]).css("::text").getall()).strip(),
            "body": "\n".join(response.css(sys.argv[3]).css("::text").getall()).strip(),
        }


if __name__ == "__main__":
    process = CrawlerProcess()
    process.crawl(BareSpider)
    process.start()
