"""Each check against the database that a good harvest leaves, and against what goes wrong."""

from __future__ import annotations

from copy import deepcopy
from datetime import date

import pytest

from harvester.demo.newsroom import COMMUNE, DISTRICT, PARTY, Newsroom, Story
from harvester.demo.traps import DemoReport, Outcome, list_traps

ROOM = Newsroom(date(2026, 2, 20))
HOSTS = {DISTRICT: "http://127.0.0.1:8001", COMMUNE: "http://127.0.0.1:8002", PARTY: "http://127.0.0.1:8003"}


def write_article(number: int, story: Story) -> dict:
    lines = [line.strip("| ") for line in story.lines if not line.startswith("! ")]
    row = {
        "id": number,
        "portal": story.portal,
        "url": HOSTS[story.portal] + story.path,
        "title": story.title,
        "body": "\n\n".join(dict.fromkeys(lines)),
        "published_at": f"{story.at:%Y-%m-%dT%H:%M:%S}+07:00",
        "published_from": "page",
        "published_precision": "minute",
        "repeats_removed": len(lines) // 2 if story.key == "doubled" else 0,
        "duplicate_of": None,
        "revision": 2 if story.updated else 1,
    }
    if story.undated:
        row |= {
            "published_at": "2020-02-25T00:00:00+07:00",
            "published_from": "body",
            "published_precision": "day",
        }
    return row


def build_report() -> DemoReport:
    """What a harvest without fault leaves."""
    stories = ROOM.list_stories(2)
    report = DemoReport(articles=[write_article(number, story) for number, story in enumerate(stories, start=1)])
    ids = {story.key: number for number, story in enumerate(stories, start=1) if story.key}
    report.articles[ids["reprint"] - 1]["duplicate_of"] = ids["two-categories"]
    report.similar = [
        {"article": ids["reprint"], "other": ids["two-categories"], "similarity": 0.97, "kind": "reprint"},
        {"article": ids["template-again"], "other": ids["template"], "similarity": 0.8, "kind": "template"},
    ]
    report.addresses = [
        {"article": ids["two-categories"], "url": HOSTS[DISTRICT] + ROOM.find_planted("two-categories").alias}
    ]
    before = ROOM.find_planted("update", edition=1)
    report.revisions = [{"article": ids["update"], "revision": 1, "body": "\n\n".join(before.lines)}]
    for key in ("captions", "captions-commune"):
        story = ROOM.find_planted(key)
        texts = [line[2:].partition(" ")[2] for line in story.lines if line.startswith("! ")]
        texts += [story.picture[1]] if story.picture else []
        report.images += [{"article": ids[key], "caption": text} for text in texts]
    name = ROOM.find_planted("attachment").attachment
    report.attachments = [{"article": ids["attachment"], "url": HOSTS[DISTRICT] + "/x?download=1", "title": name}]
    ends = {"gone": ("gone", 404, "404"), "garbage": ("failed", 200, "no HTML: binary")}
    for key, (state, status, error) in ends.items():
        story = ROOM.find_planted(key)
        url = HOSTS[story.portal] + story.path
        row = {"url": url, "fetch_url": url, "state": state, "last_status": status, "last_error": error}
        report.urls.append(row)
    return report


GOOD = build_report()
TRAPS = {trap.name: trap for trap in list_traps(ROOM)}


def spoil(key: str, **values) -> DemoReport:
    """The good report with other values in the planted article."""
    report = deepcopy(GOOD)
    report.article(ROOM.find_planted(key).path).update(values)
    return report


def drop(key: str) -> DemoReport:
    """The good report without the planted article."""
    report = deepcopy(GOOD)
    report.articles.remove(report.article(ROOM.find_planted(key).path))
    return report


def check(name: str, report: DemoReport) -> Outcome:
    return TRAPS[name].check(report)


@pytest.mark.parametrize("name", TRAPS)
def test_good_harvest_passes(name):
    outcome = check(name, GOOD)
    assert outcome.expected, outcome.text
    assert outcome.text


@pytest.mark.parametrize("name", TRAPS)
def test_empty_database_fails_without_raising(name):
    outcome = check(name, DemoReport())
    assert not outcome.expected and outcome.text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("doubled", "stored once, 4 repeated paragraphs removed"),
        ("two-categories", "stored once, 1 other address kept"),
        ("reprint", "linked to the original on the other portal, reprint with similarity 0.97"),
        ("template", "two articles, seen as template"),
        ("undated", "25 February 2020 from the body, to the day"),
        ("update", "revision 2: 58 became 93, the old text kept"),
        ("new", "3 of 3 found by the second run"),
        ("table", "10 of 10 rows kept, cells parted by |"),
        ("captions", "4 of 4 pictures have their caption"),
        ("attachment", "1 file listed: bao-cao-quy-1-2022.pdf"),
        ("gone", "gone, status 404"),
    ],
)
def test_outcome_names_the_values(name, text):
    assert check(name, GOOD).text == text


@pytest.mark.parametrize("day", ["2026-02-19", "2026-02-20"])
def test_banner_date_is_named_when_it_fools(day):
    report = spoil("banner", published_at=f"{day}T00:00:00+07:00")
    outcome = check("banner", report)
    assert not outcome.expected and outcome.text == (
        "27 of 28 articles have the date under their title, 1 the day of the visit"
    )


def test_paragraphs_left_twice_are_found():
    line = ROOM.find_planted("doubled").lines[0]
    body = GOOD.article(ROOM.find_planted("doubled").path)["body"]
    assert check("doubled", spoil("doubled", body=f"{body}\n\n{line}", repeats_removed=3)) == Outcome(
        "paragraphs stand 1 to 2 times, 3 removed", False
    )


def test_article_stored_under_both_addresses_is_found():
    report = deepcopy(GOOD)
    story = ROOM.find_planted("two-categories")
    report.articles.append({**report.article(story.path), "id": 999, "url": HOSTS[DISTRICT] + story.alias})
    assert check("two-categories", report) == Outcome("stored 2 times", False)


@pytest.mark.parametrize(
    ("name", "key", "values"),
    [
        ("reprint", "reprint", {"duplicate_of": None}),
        ("template", "template-again", {"duplicate_of": 1}),
        ("banner", "banner", {"published_at": None}),
        ("banner", "banner", {"published_at": "2022-06-29T00:00:00+07:00"}),
        ("undated", "undated", {"published_at": None}),
        ("undated", "undated", {"published_at": "2025-02-25T00:00:00+07:00"}),
        ("update", "update", {"revision": 1, "body": "58"}),
        ("table", "table", {"body": "Mặt hàng Đơn vị"}),
        ("table", "table-commune", {"body": "Thôn Ngày"}),
    ],
)
def test_spoiled_article_fails(name, key, values):
    assert not check(name, spoil(key, **values)).expected


@pytest.mark.parametrize("field", ["revisions", "addresses", "urls", "images", "attachments"])
def test_lost_rows_fail_the_trap_that_needs_them(field):
    report = deepcopy(GOOD)
    setattr(report, field, [])
    failed = [name for name in TRAPS if not check(name, report).expected]
    needed = {
        "revisions": ["update"],
        "addresses": ["two-categories"],
        "urls": ["gone", "garbage"],
        "images": ["captions"],
        "attachments": ["attachment"],
    }
    assert failed == needed[field]


def test_stored_garbage_fails():
    report = deepcopy(GOOD)
    story = ROOM.find_planted("garbage")
    report.articles.append({**report.articles[0], "id": 999, "url": HOSTS[COMMUNE] + story.path})
    assert check("garbage", report) == Outcome("stored as an article", False)


@pytest.mark.parametrize("key", ["doubled", "reprint", "template", "undated", "update", "table", "captions"])
def test_missing_article_fails(key):
    assert "stored" in check(key, drop(key)).text and not check(key, drop(key)).expected
