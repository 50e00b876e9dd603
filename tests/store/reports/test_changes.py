"""What was changed or withdrawn, in the order in which it was noticed, and how far anybody has looked."""

from datetime import date

import pytest
from support.news import SEEN, insert, make_database

from harvester.store import Store
from harvester.store.reports import changes
from harvester.store.reports.changes import count_changes, read_changes, read_reach
from harvester.store.reports.selection import Selection

LATER = "2024-03-09T08:00:00+07:00"


@pytest.fixture(scope="module")
def connection(tmp_path_factory):
    path = make_database(
        tmp_path_factory.mktemp("changes") / "news.db",
        {"title": "Thu ngân sách", "body": "Thu được 3407 triệu.", "revision": 3, "checked_at": LATER},
        {"title": "Đã gỡ", "portal": "xa-da-chong", "gone_at": "2024-03-05T08:00:00+07:00", "checked_at": LATER},
        {"title": "Như cũ", "portal": "huyen-go-man"},
        {"title": "Đọc lại", "revision": 2, "checked_at": "2024-03-04T08:00:00+07:00"},
    )
    rows = (
        (1, 1, "2024-03-02T08:00:00+07:00", "Thu được 1107 triệu.", "page"),
        (1, 2, "2024-03-08T08:00:00+07:00", "Thu được 1207 triệu.", "page"),
        (4, 1, "2024-03-04T08:00:00+07:00", "Đọc", "extractor"),
    )
    with Store.open(path) as store, store.transaction() as connection:
        for article, revision, seen_at, body, cause in rows:
            row = {"article": article, "revision": revision, "seen_at": seen_at, "title": "Thu ngân sách",
                   "body": body, "content_hash": str(revision), "cause": cause}  # fmt: skip
            insert(connection, "revisions", row)
    with Store.open(path, readonly=True) as store:
        yield store.connection


def show(found):
    return [(change.article, change.before.body, change.after and change.after.body) for change in found]


def test_what_was_noticed_last_comes_first(connection, monkeypatch):
    expected = [
        (1, "Thu được 1207 triệu.", "Thu được 3407 triệu."),
        (2, "Không có gì.", None),
        (1, "Thu được 1107 triệu.", "Thu được 1207 triệu."),
    ]
    assert show(read_changes(connection)) == expected
    assert show(read_changes(connection, limit=1, offset=1)) == expected[1:2]
    assert count_changes(connection) == {"changed": 2, "withdrawn": 1}
    monkeypatch.setattr(changes, "BATCH", 2)
    assert show(read_changes(connection)) == expected
    assert show(read_changes(connection, limit=3)) == expected


def test_filters(connection):
    assert [one.article for one in read_changes(connection, Selection(provinces=("nghe an",)))] == [2]
    assert [one.article for one in read_changes(connection, Selection(portals=("xa-suoi-vang",)))] == [1, 1]
    assert count_changes(connection, Selection(levels=("district",))) == {}
    assert [one.revision for one in read_changes(connection, Selection(since=date(2024, 3, 6)))] == [2]


def test_reach_tells_what_was_not_looked_at_again(connection):
    reach = read_reach(connection)
    assert (reach.articles, reach.looked_at_again, reach.never_again) == (4, 3, 1)
    assert (reach.longest_ago, reach.last_look) == (SEEN, LATER)
    assert read_reach(connection, Selection(levels=("district",))).never_again == 1
