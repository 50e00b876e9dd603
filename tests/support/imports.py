"""Imports in this process, of pages of a made-up portal at times of their own.

with open_import(tmp_path / "a.db") as run_import:
    run_import(write_warc(tmp_path / "a.warc.gz", make_page("Tiêu đề", "2026-03-07")))
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from support.harvests import BODY, make_portal
from support.warcs import make_foreign_record

from harvester.jobs.archive_import import Imported, ImportPlan, import_archives
from harvester.plan import Plan
from harvester.vietnamese.dates.zones import VIETNAM

NOW = datetime(2026, 6, 1, 2, 0, 0, tzinfo=VIETNAM)


def make_html(title: str, body: str = BODY, day: str = "01/03/2026", links: str = "") -> str:
    """An article as the generic reader likes it."""
    paragraphs = "".join(f"<p>{one}</p>" for one in body.split("\n\n"))
    return (
        f'<html><head><meta charset="utf-8"><title>{title}</title></head><body><article><h1>{title}</h1>'
        f'<p class="date">Ngày đăng: {day} 08:00</p><div class="content">{paragraphs}</div></article>{links}'
        "</body></html>"
    )


def make_page(html: str, date: str | None = "2026-03-07T02:00:00Z", path: str = "/tin/a.html", **more: Any) -> bytes:
    """A record of an article's page. `status` may be given."""
    status = more.pop("status", "200 OK")
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n".encode()
    return make_foreign_record("response", f"http://go.example.vn{path}", head + html.encode(), date, **more)


def run_import(db: Path, *sources: object, **more: Any) -> Imported:
    """An import into a database of the portal `go`. `portals` and what an ImportPlan takes may be given."""
    portals = more.pop("portals", (make_portal(),))
    now = more.pop("now", NOW)
    return import_archives(ImportPlan(Plan(db, portals, now), [str(source) for source in sources], **more))
