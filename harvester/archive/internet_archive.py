"""The Internet Archive's index: arrays with a row of names first, a `resumeKey` for what comes next, no files.

https://web.archive.org/cdx/search/cdx?url=go.example.vn/&matchType=prefix&output=json&limit=5000&showResumeKey=true
"""

from __future__ import annotations

import json
from urllib.parse import urlencode

from harvester.archive.cdx_server import IndexEntry, Page, make_entry, make_record, make_replay_address
from harvester.archive.pacing import PacedClient
from harvester.archive.warc_records import Record
from harvester.errors import ArchiveError
from harvester.limits import INDEX_VALUES

_ROWS = 5000
"""Captures in one answer."""


class InternetArchive:
    """`ia+https://HOST`: an index, and the captures that it tells of."""

    def __init__(self, address: str, client: PacedClient) -> None:
        self.address = address.rstrip("/")
        self.client = client

    def read_page(self, prefix: str, page: str | None) -> Page:
        """A page of the captures below an address such as `go.example.vn/`, equal bodies in a row once.

        `page` is the resumption key of the page before.

        Raises:
            ArchiveError: for what is no index.
        """
        query = {
            "url": prefix,
            "matchType": "prefix",
            "output": "json",
            "fl": "timestamp,original,mimetype,statuscode,digest,length",
            "collapse": "digest",
            "limit": str(_ROWS),
            "showResumeKey": "true",
        }
        if page is not None:
            query["resumeKey"] = page
        answer = self.client.get(f"{self.address}/cdx/search/cdx?{urlencode(query)}")
        if answer.status != 200:
            raise ArchiveError(f"{self.address} answers {answer.status}: is it an index of captures?")
        return parse_rows(answer.body)

    def read_record(self, entry: IndexEntry) -> Record:
        """A capture as the portal sent it.

        Raises:
            BadRecord: the archive has it no more.
            CaptureUnavailable: the archive cannot give it now.
        """
        answer = self.client.get(make_replay_address(f"{self.address}/web", entry))
        return make_record(entry, answer, own_fields=False)


def parse_rows(body: bytes) -> Page:
    """The entries of an answer, and the resumption key behind an empty row.

    Raises:
        ArchiveError: for other JSON.
    """
    if body.count(b",") + body.count(b"[") + body.count(b"{") > INDEX_VALUES:
        raise ArchiveError(f"the index of an archive has more than {INDEX_VALUES:,} values in one answer")
    try:
        rows = json.loads(body or b"[]")
    except (ValueError, RecursionError) as error:
        raise ArchiveError("the index of an archive is no JSON") from error
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise ArchiveError("the index of an archive is no list of rows")
    if not rows:
        return Page([], None)
    names, rest = [str(name) for name in rows[0]], rows[1:]
    key = None
    if len(rest) >= 2 and not rest[-2] and len(rest[-1]) == 1:
        key, rest = str(rest[-1][0]), rest[:-2]
    entries = []
    for row in rest:
        fields = dict(zip(names, row, strict=False))
        entry = make_entry({**fields, "length": None}, str(fields.get("timestamp", "")))
        if entry is not None:
            entries.append(entry)
    return Page(entries, key)
