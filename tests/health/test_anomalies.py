"""What a portal's counts say against its own history, and what a run says of ten portals."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.health.anomalies import compute_tail, find_broken, tell_silence
from harvester.health.tallies import Tallies, list_fields
from harvester.items import Article, Attachment, DateCandidate, FetchResult
from harvester.loading.acceptance import find_losses
from harvester.store.reports.harvests import Known, PastTally, Tally

NOW = datetime.fromisoformat("2026-03-08T02:00:00+07:00")
TODAY = date(2026, 3, 8)
TEXT = "Thôn Bến Mơ làm xong con đường đất đỏ dài hai cây số. " * 4


def past(*runs, status="ok", first=1):
    """Tallies of earlier nights, the latest first."""
    return [PastTally((NOW - timedelta(days=first + n)).isoformat(), status, Tally(*run)) for n, run in enumerate(runs)]


def judge(field, now, earlier=(), **more):
    return [finding.field for finding in find_broken(NOW, {field: Tally(*now)}, {field: list(earlier)}, **more)]


@pytest.mark.parametrize(
    ("field", "now", "earlier", "broken"),
    [
        ("article", (30, 30), past((30, 0)), True),
        ("article", (3, 3), past((30, 0)), True),
        ("article", (2, 2), past((30, 0)), False),  # small numbers
        ("article", (30, 30), (), False),  # the first run
        ("article", (30, 30), past((5, 0)), False),  # hardly known
        ("article", (20, 8), past((200, 80)), False),  # as usual
        ("article", (40, 3), past((300, 0)), False),  # a few odd pages among many
        ("date", (8, 8), past((300, 20)), True),
        ("date", (8, 8), past((300, 300)), False),  # this portal never shows dates
        ("lead", (4, 4), past((300, 0)), False),  # leads are forgotten in rows
        ("lead", (5, 5), past((300, 0)), True),
        ("lead", (5, 5), past((300, 150)), False),
        ("author", (8, 6), past((300, 0)), True),
        ("known", (10, 10), (), True),  # articles stay where they are, at any portal
        ("known", (10, 2), (), False),
    ],
)
def test_field_is_broken_against_the_history_of_its_portal(field, now, earlier, broken):
    assert judge(field, now, earlier) == ([field] if broken else [])


def test_break_that_shows_on_one_page_a_night_is_found_and_stays_found():
    nights = past((1, 1), (1, 1)) + past((30, 0), first=3)
    assert judge("date", (1, 1), nights[1:]) == []
    assert judge("date", (1, 1), nights) == ["date"]
    assert judge("date", (0, 0), past((1, 1), (1, 1), (1, 1), (30, 0))) == ["date"]  # a night without news


def test_what_was_put_right_is_not_held_against_a_portal():
    nights = past((8, 8), (8, 8), status="broken") + past((30, 0), first=3)
    assert judge("date", (1, 0), nights) == []


def test_broken_nights_do_not_become_usual_before_a_season_is_over():
    many = past(*[(5, 5)] * 40, status="broken", first=9) + past((60, 0), first=50)
    assert judge("date", (8, 8), many) == ["date"]
    long_ago = past(*[(5, 5)] * 40, status="broken", first=100) + past((60, 0), first=150)
    assert judge("date", (8, 8), long_ago) == []


def test_one_page_is_enough_where_the_home_page_changed_its_system_too():
    assert judge("article", (1, 1), past((30, 0))) == []
    assert judge("article", (1, 1), past((30, 0)), changed_look=True) == ["article"]
    assert judge("article", (1, 1), past((30, 15)), changed_look=True) == []


def test_finding_says_how_many_and_what_was_usual():
    [finding] = find_broken(NOW, {"lead": Tally(9, 8)}, {"lead": past((214, 3))})
    assert finding.text == "8 of 9 articles have no lead (usually 3 of 214)"


@given(st.integers(1, 2000), st.floats(0.01, 0.99), st.data())
def test_tail_is_a_chance_and_falls(trials, share, data):
    successes = data.draw(st.integers(0, trials))
    tail = compute_tail(trials, successes, share)
    assert -1e-9 <= tail <= 1 + 1e-9
    assert compute_tail(trials, 0, share) == pytest.approx(1)


def publish(every, count, ago):
    """Days of publication, newest first."""
    return [(TODAY - timedelta(days=ago + every * n)).isoformat() for n in range(count)]


@pytest.mark.parametrize(
    ("days", "silent"),
    [
        (publish(1, 60, 13), False),
        (publish(1, 60, 15), True),
        (publish(1, 60, 60), True),
        (publish(7, 40, 8), False),
        (publish(7, 40, 20), False),
        (publish(7, 40, 30), True),
        (publish(30, 30, 60), False),
        (publish(30, 30, 100), True),
        (publish(1, 6, 30), False),
        (publish(1, 6, 60), True),  # a new portal gets more time
        (publish(1, 1, 300), False),
        ([], False),
        (publish(1, 60, 0), False),
    ],
)
def test_silence_is_told_by_the_rhythm_of_the_portal(days, silent):
    assert (tell_silence(days, len(days), TODAY) is not None) == silent


def test_one_long_holiday_does_not_stretch_the_rhythm():
    days = publish(1, 40, 20) + publish(1, 40, 160)
    assert tell_silence(days, 80, TODAY) == "nothing published since 16 February 2026, for 20 days (usually every day)"


def make_article(**fields):
    dated = DateCandidate("7/3/2026", "page", NOW, "day", chosen=True)
    given = {"url": "http://a.example/1", "title": "Làm đường", "body": TEXT, "lead": "Hai cây số", "author": "An",
             "category": "Tin", "date_candidates": [dated], "extractor": "a/1"} | fields  # fmt: skip
    return Article(**given)


def make_known(article, *fields):
    return Known(article.title, article.body, frozenset(fields or list_fields(article)), "a/1", article.url)


def test_fields_of_an_article_are_those_that_its_page_had():
    assert list_fields(make_article()) == {"body", "date", "lead", "author", "category"}
    assert list_fields(make_article(lead=None, author="", body="Ngắn.")) == {"date", "category"}
    elsewhere = DateCandidate("7/3/2026", "sitemap", NOW, "day", chosen=True)
    banner = DateCandidate("8/3/2026", "page", NOW, "day", why_not="banner: the day of the visit")
    assert "date" not in list_fields(make_article(date_candidates=[elsewhere, banner]))


def test_article_that_never_had_a_lead_does_not_count_at_every_look():
    tallies, article = Tallies(), make_article(lead=None)
    tallies.note_article("a", article, None)
    for _ in range(3):
        tallies.note_article("a", article, make_known(article))
    counts = tallies.count()
    assert counts["lead"] == Tally(1, 1) and counts["date"] == Tally(4, 0) and counts["known"] == Tally(3, 0)


def test_notices_of_files_alone_and_official_documents_miss_nothing():
    tallies, files = Tallies(), [Attachment("http://a.example/1.pdf")]
    undated = {"lead": None, "author": None, "date_candidates": []}
    tallies.note_article("a", make_article(kind="file", body="", lead=None, author=None, attachments=files), None)
    tallies.note_article("b", make_article(kind="document", body="", attachments=files, **undated), None)
    counts = tallies.count()
    assert (counts["article"], counts["date"], counts["category"]) == (Tally(2, 0), Tally(1, 0), Tally(2, 0))
    assert all(counts[field] == Tally(0, 0) for field in ("body", "lead", "author"))


def test_page_that_was_read_at_last_is_not_held_against_its_portal():
    tallies = Tallies()
    for url in ("a", "b"):
        result = FetchResult(url, "failed", "no body", 200, unread=True)
        tallies.note_result(url, result, stored=False, counted="pending")
    tallies.note_article("a", make_article(), None)
    tallies.note_result("c", FetchResult("c", "gone", "answers 404", 404), stored=True, counted="gone")
    assert tallies.count()["article"] == Tally(2, 1) and tallies.count()["known"] == Tally(1, 1)
    tallies.note_result("b", FetchResult("b", "gone", "answers 404", 404), stored=False, counted="gone")
    assert tallies.count()["article"] == Tally(1, 0)


@pytest.mark.parametrize(
    ("fields", "loss"),
    [
        ({}, None),
        ({"lead": None}, None),
        ({"title": "Đường mới"}, None),
        ({"title": "Đường mới", "body": TEXT.replace("hai", "ba")}, None),
        ({"body": TEXT.replace("hai", "ba")}, None),
        ({"lead": None, "author": None}, None),
        ({"lead": None, "date_candidates": []}, "date, lead"),
        ({"lead": None, "author": None, "category": None}, "author, category, lead"),
        ({"body": "Chào.", "lead": None}, "lead, most of its text"),
        ({"title": "Cổng thông tin", "body": "Lỗi."}, "another text"),
    ],
)
def test_reading_that_lost_what_was_there_is_not_believed(fields, loss):
    found = find_losses(make_known(make_article()), make_article(**fields))
    assert (found is None) if loss is None else (found is not None and loss in found)


def test_new_rules_of_our_own_are_believed():
    assert find_losses(make_known(make_article()), make_article(extractor="a/2", title="B", body="C")) is None
