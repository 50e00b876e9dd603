"""Datasette on small databases, asked without a server."""

import asyncio

import pytest
from support.browsing import browser, demo_address, demo_database  # noqa: F401 - fixtures
from support.news import SEEN, insert, make_database

from harvester.inspect.application import make_datasette
from harvester.store import Store

BODY = """Sáng 12/7, xã Suối Vang bàn giao nhà. <script>alert("xin chào")</script>

Thôn | Số nhà
Bãi Cát | 2

<a href="javascript:alert(1)">bấm vào đây</a> và 'O''Hara'; DROP TABLE articles; --"""


@pytest.fixture(scope="session")
def db(tmp_path_factory):
    path = make_database(
        tmp_path_factory.mktemp("inspect") / "any name?.db",
        {"title": "Bàn giao nhà & <b>quà</b>", "lead": "Đảng bộ huyện dự.", "body": BODY, "revision": 2,
         "author": "Vân Lâm", "document_number": "15/TB-UBND", "document_date": "2023-07-12"},
        {"title": "Bàn giao nhà", "duplicate_of": 1, "portal": "xa-da-chong", "url": "javascript:alert(2)"},
        {"title": "Không ngày", "published_at": None, "gone_at": SEEN},
        {"title": "Họp cuối năm", "portal": "huyen-go-man", "published_at": "2022-12-30T00:00:00+07:00",
         "published_precision": "day", "published_from": "url"},
    )  # fmt: skip
    with Store.open(path) as store, store.transaction() as connection:
        insert(connection, "similar", {"article": 2, "other": 1, "similarity": 0.93, "kind": "reprint"})
        insert(connection, "similar", {"article": 4, "other": 1, "similarity": 0.5, "kind": "template"})
        chosen = {"article": 1, "text": "13/07/2023 20:48", "found_in": "page",
                  "value": "2023-07-13T20:48:00+07:00",
                  "precision": "minute", "chosen": 1}  # fmt: skip
        insert(connection, "date_candidates", chosen)
        refused = {"article": 1, "text": "9/7", "found_in": "sitemap",
                   "value": "2023-07-09T00:00:00+07:00",
                   "precision": "day",
                   "why_not": "less trusted than page; disagrees with page by 4 days"}  # fmt: skip
        insert(connection, "date_candidates", refused)
        earlier = {"article": 1, "revision": 1, "seen_at": "2023-07-20T08:00:00+07:00",
                   "title": "Bàn giao <i>nhà</i>",
                   "body": BODY.replace("Sáng", "Chiều"), "content_hash": "0", "cause": "page"}  # fmt: skip
        insert(connection, "revisions", earlier)
        insert(
            connection,
            "images",
            {"article": 1, "position": 1, "url": "https://x.vn/a.jpg", "caption": "Lễ <i>trao</i>"},
        )
        insert(
            connection,
            "images",
            {"article": 1, "position": 2, "url": "javascript:alert(3)", "caption": "Ảnh hai"},
        )
        insert(connection, "attachments", {"article": 1, "url": "https://x.vn/15.pdf", "title": "Thông báo 15"})
        insert(connection, "article_urls", {"url": "https://x.vn/print/1", "article": 1})
        connection.execute(
            "UPDATE harvests SET status = 'blocked', reason = 'answers 403' WHERE portal = 'xa-da-chong'"
        )
    return path


@pytest.fixture(scope="session")
def ask(db):
    """`ask(path)` answers a response of Datasette on the database."""
    datasette = make_datasette(db)

    def get(path, **options):
        return asyncio.run(datasette.client.get(path, **options))

    get.datasette = datasette
    return get
