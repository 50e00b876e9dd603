"""Databases to export."""

import pytest
from support.news import insert, make_database

from benchmarks.corpus import fill_database
from harvester.store import Store

HOSTILE = (
    "=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", "\t=1", "\r=1", " =1", "＝1+1", "'quoted", "''", '"',
    '""', 'a "b", c', "a\r\nb\n\nc", "a,b;c\td", "emoji 🚜👩‍🌾", "\u202eright to left", "NULL", "nan",
    "\\N", "\u2028line\u0085", "<script>alert(1)</script>", "'; DROP TABLE articles; --",
    "đ Đ \u0111 a\u0306", "0012", "1e5", "true", " ",
)  # fmt: skip


@pytest.fixture(scope="session")
def hostile_db(tmp_path_factory):
    """Texts that break formats, NULLs, undated articles, copies."""
    articles = [
        {
            "title": text,
            "lead": text,
            "body": f"{text}\n\n{text}",
            "author": text,
            "category": None,
            "url": f"https://x.vn/{i}",
        }
        for i, text in enumerate(HOSTILE)
    ]
    articles += [{"author": "", "lead": ""}, {"author": None, "published_at": None}]
    articles += [{"duplicate_of": 1}, {"portal": "xa-da-chong"}]
    articles += [
        {
            "published_at": "2022-02-01T00:00:00+07:00",
            "published_precision": "day",
            "document_date": "2022-01-31",
        }
    ]
    path = make_database(tmp_path_factory.mktemp("hostile") / "news.db", *articles)
    with Store.open(path) as store, store.transaction() as connection:
        for number in (1, 2, len(articles) - 2):
            insert(
                connection,
                "images",
                {"article": number, "position": 1, "url": "https://x.vn/a.jpg", "caption": "=1+1"},
            )
            insert(connection, "article_urls", {"url": f"https://x.vn/other/{number}", "article": number})
        insert(connection, "similar", {"article": 2, "other": 1, "similarity": 0.25, "kind": "template"})
        insert(
            connection,
            "similar",
            {"article": len(articles) - 2, "other": 1, "similarity": 1.0, "kind": "same"},
        )
        insert(
            connection, "date_candidates",
            {"article": 1, "text": "13/07/2023", "found_in": "page", "value": "2023-07-13T20:48:00+07:00",
             "precision": "minute", "chosen": 1},
        )  # fmt: skip
        insert(
            connection,
            "date_candidates",
            {"article": 1, "text": "130/200 tỷ", "found_in": "body", "why_not": "no date"},
        )
    return path


@pytest.fixture(scope="session")
def small_db(tmp_path_factory):
    """Two thousand made-up articles."""
    path = tmp_path_factory.mktemp("small") / "small.db"
    fill_database(path, 2000, portals=20, words=30)
    return path
