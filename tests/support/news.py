"""A small database written by hand, for tests of what is read from one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from harvester.store import Store
from harvester.store.articles.uids import make_uid

SEEN = "2024-03-01T08:00:00+07:00"
PORTALS = {
    "xa-suoi-vang": ("Xã Suối Vang", "commune", "Hà Tĩnh"),
    "xa-da-chong": ("Xã Đá Chồng", "commune", "Nghệ An"),
    "huyen-go-man": ("Huyện Gò Mận", "district", "Hà Tĩnh"),
}


def make_database(path: Path, *articles: dict[str, Any]) -> Path:
    """A database of three portals with these articles; what an article leaves out is made up."""
    with Store.open(path) as store, store.transaction() as connection:
        connection.execute(
            "INSERT INTO runs (id, started_at, finished_at, status) VALUES (1, ?, ?, 'ok')", (SEEN, SEEN)
        )
        for portal, (name, level, province) in PORTALS.items():
            row = (portal, name, level, province, f"https://{portal}.example.vn/")
            connection.execute("INSERT INTO portals (id, name, level, province, url) VALUES (?, ?, ?, ?, ?)", row)
            connection.execute("INSERT INTO harvests (run, portal, status, new) VALUES (1, ?, 'ok', 3)", (portal,))
        for number, article in enumerate(articles, 1):
            insert(connection, "articles", make_article(number, article))
    return path


def make_article(number: int, given: dict[str, Any]) -> dict[str, Any]:
    portal = given.get("portal", "xa-suoi-vang")
    url = given.get("url", f"https://{portal}.example.vn/tin-{number}.html")
    article = {
        "id": number, "uid": make_uid(url), "portal": portal, "url": url, "title": f"Tin số {number}",
        "body": "Không có gì.",
        "published_at": "2023-07-13T20:48:00+07:00", "content_hash": f"{number:032x}", "platform": "nukeviet",
        "extractor": "nukeviet/1", "read_from": url, "first_seen_at": SEEN, "last_seen_at": SEEN, "checked_at": SEEN,
    } | given  # fmt: skip
    if article["published_at"] is not None:
        article = {"published_precision": "minute", "published_from": "page"} | article
    return article


def insert(connection: Any, table: str, row: dict[str, Any]) -> None:
    marks = ", ".join(f":{column}" for column in row)
    connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", row)
