"""One part of what an import reads in advance: the articles on captured pages. Knows no database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from scrapy.http import Response

from harvester.archive.exchanges import read_fields
from harvester.archive.payloads import decode_body
from harvester.archive.warc_records import Record, join_revisit, read_record
from harvester.crawling.responses import judge_status, open_page
from harvester.engines.job_parts import Part, read_lines
from harvester.engines.page_claims import Claims, write_claimed
from harvester.errors import BadRecord, PageError
from harvester.items import Article, Selectors
from harvester.jobs.reread_pages import ARTICLE
from harvester.limits import INFLATED_LIMIT
from harvester.platforms import find_platform, recognise
from harvester.vietnamese.dates.zones import VIETNAM

CAPTURE = "capture"
"""Where an answer's `meta` names its capture."""

KILLED = "two processes died of the page"

UNPACKED = frozenset({b"content-encoding", b"transfer-encoding", b"content-length"})
"""Header fields that say nothing of a body that has been unpacked."""


def make_response(url: str, record: Record, **more: Any) -> Response:
    """Return a record as the answer that a spider gets.

    Raises:
        BadRecord: for a body that does not unpack.
    """
    headers: dict[bytes, list[bytes]] = {}
    for line in record.head.split(b"\n")[1:]:
        name, colon, value = line.partition(b":")
        if colon and name.strip().lower() not in UNPACKED:
            headers.setdefault(name.strip(), []).append(value.strip())
    body = decode_body(record.body, read_fields(record.head), INFLATED_LIMIT)
    return Response(url, status=record.status or 200, headers=headers, body=body, **more)


def read_in_advance(part: Part) -> None:
    """Read the pages of a part.

    The result has a line for each: its article, nothing where there is none that could be read without more ado, or
    that processes died of it.
    """
    write_claimed(part, _read_pages)


def _read_pages(place: Path, claims: Claims, killers: set[int]) -> Iterator[str]:
    for number, line in enumerate(read_lines(place)):
        wanted = json.loads(line)
        result: dict[str, Any] = {name: wanted[name] for name in ("capture", "url", "platform")}
        if number in killers:
            result["error"] = KILLED
        else:
            claims.claim(number)
            article = read_page(wanted)
            if article is not None:
                result["item"] = ARTICLE.dump_python(article, mode="json", exclude={"signature"})
        yield json.dumps(result)


def read_page(wanted: dict[str, Any]) -> Article | None:
    """Return the article on a page; None where the import itself is to find out what the page is."""
    try:
        record = open_record(wanted)
        response = make_response(wanted["url"], record)
        if judge_status(response) is not None:
            return None
        page = open_page(response, datetime.fromisoformat(wanted["fetched_at"]).astimezone(VIETNAM))
        platform = find_platform(wanted["platform"]) if wanted["platform"] else recognise(page).platform
        return platform.article(page, Selectors(**wanted["selectors"]))
    except (BadRecord, PageError):
        return None
    except Exception:  # noqa: BLE001 - a fault of ours on this page: the import meets it again, and names it
        return None


def open_record(wanted: dict[str, Any]) -> Record:
    """Return a capture's record, with the body of the one that it repeats."""
    records = [
        read_record(Path(place["path"]), place["offset"], place["length"], start=place["start"])
        for place in wanted["places"]
    ]
    return records[0] if len(records) == 1 else join_revisit(*records)
