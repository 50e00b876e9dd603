"""Pages that an import will come by, read before it does, by as many processes as an engine has.

What is on a page depends on nothing but the page. What becomes of it depends on what was stored before, so that the
import itself goes on in its own order, one page after the other, and takes what has been read in advance where it fits.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from scrapy.http import Response

from harvester.crawling.requests import RequestContext
from harvester.engines.job_parts import Part, cut_parts, make_folder, name_by_content, remove_part
from harvester.engines.local import Engine
from harvester.errors import BadRecord, NotAPage
from harvester.items import Article
from harvester.jobs.advance_pages import CAPTURE, read_in_advance
from harvester.jobs.import_sources import Records
from harvester.jobs.reread_pages import ARTICLE
from harvester.jobs.reread_rules import name_rules
from harvester.platforms import find_platform
from harvester.portals import Portal
from harvester.store import Store, captures, runs, unread
from harvester.store.captures import Capture
from harvester.store.unread import REVISIT


class AdvanceReading:
    """The pages of one portal at a time.

    Args:
        store: What captures are still to be read.
        records: Where they lie.
        engine: Reads them.
        portals: The import's portals.

    Raises:
        EngineError: The engine cannot work; nothing is changed.
    """

    def __init__(self, store: Store, records: Records, engine: Engine, portals: Sequence[Portal]) -> None:
        self.connection = store.connection
        self.records = records
        self.engine = engine
        self.portals = {portal.id: portal for portal in portals}
        place = Path(f"{store.path.absolute()}-parts").resolve()  # may be a link to a disk that workers share
        self.work = place / f"import-{name_rules(portals)}"
        make_folder(self.work, engine.check)
        self.parts: list[Part] = []
        self.found: dict[int, tuple[Path, int]] = {}
        """Where the result of a capture stands: file and byte."""

    def read_portal(self, portal: str) -> None:
        """Read all pages of a portal that are still to be read, and let go of those of the one before."""
        self.forget()
        self.parts = [name_by_content(part) for part in cut_parts(self.work, self.list_pages(portal))]
        for part in self.engine.run(read_in_advance, self.parts):
            self.found.update(index_results(part.output))

    def forget(self) -> None:
        """Let go of what has been read."""
        for part in self.parts:
            remove_part(part)
        self.parts, self.found = [], {}

    def close(self) -> None:
        """Delete what has been read: all of it is stored."""
        self.forget()
        shutil.rmtree(self.work, ignore_errors=True)

    def list_pages(self, portal: str) -> Iterator[str]:
        """The captures of a portal that may hold an article, a line each."""
        platform = runs.read_portal(self.connection, portal).platform
        selectors = asdict(self.portals[portal].css)
        for found in unread.read_of_portal(self.connection, portal):
            capture = captures.read(self.connection, found.capture)
            assert capture is not None
            if platform is not None and find_platform(platform).is_article_url(capture.url) is False:
                continue
            places = self.find_places(capture)
            if places:
                page = {
                    "capture": found.capture,
                    "places": places,
                    "url": unread.read_fetch_url(self.connection, found.key) or capture.url,
                    "platform": platform,
                    "selectors": selectors,
                    "fetched_at": capture.fetched_at,
                }
                yield json.dumps(page)

    def find_places(self, capture: Capture) -> list[dict[str, Any]]:
        """Where a capture's record lies, and behind it that of the one which it repeats.

        Nothing where one is not on this machine's disks.
        """
        wanted = [capture]
        if capture.media_type == REVISIT:
            original = None if capture.revisit_of is None else captures.read(self.connection, capture.revisit_of)
            if original is None:
                return []
            wanted.append(original)
        places = []
        for one in wanted:
            if one.folder is None:
                return []
            try:
                file = self.records.find(one.folder, one.file)
            except BadRecord:  # the import meets it again, and names it
                return []
            places.append({"path": str(file.path), "start": file.start, "offset": one.offset, "length": one.length})
        return places

    def take(self, response: Response, context: RequestContext) -> Article | None:
        """Return the article of an answer's capture, where it was read as it is to be read now.

        Raises:
            NotAPage: Processes died of the page.
        """
        place = self.found.get(response.meta.get(CAPTURE, 0))
        if place is None:
            return None
        result = read_result(*place)
        if "error" in result:
            raise NotAPage(result["error"])
        if "item" not in result:
            return None
        article = ARTICLE.validate_python(result["item"], strict=False)
        platforms = (article.platform, None) if result["platform"] is None else (article.platform,)
        return article if context.platform in platforms and result["url"] == response.url else None


def index_results(place: Path) -> Iterator[tuple[int, tuple[Path, int]]]:
    """Where each capture's result stands in a file of results."""
    with place.open("rb") as file:
        start = 0
        for line in file:
            yield json.loads(line)["capture"], (place, start)
            start += len(line)


def read_result(place: Path, start: int) -> dict[str, Any]:
    with place.open("rb") as file:
        file.seek(start)
        result: dict[str, Any] = json.loads(file.readline())
    return result
