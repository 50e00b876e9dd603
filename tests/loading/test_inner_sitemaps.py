"""Which sitemaps of an index are read again."""

import pytest
from support.harvests import HOME, ask, find, open_run, show
from support.runs import DAYS

from harvester.items import Link, Listing, SeenDate
from pipelines.load import LoadPipeline

INNER = "bai.xml"
NEVER = SeenDate("2026-01-01", "sitemap")
"""A `lastmod` that stays the same."""


def show_index(run):
    index = find(run, "/sitemap.xml", "sitemap")
    inner = [Link(HOME + INNER, date=NEVER)]
    LoadPipeline(run.completion).process_item(Listing(url=index.fetch_url, request_key=index.url, sitemaps=inner))
    return ask(run, "SELECT state FROM urls WHERE kind = 'sitemap' AND fetch_url = ?", HOME + INNER)


@pytest.mark.parametrize(
    ("later", "state"), [(DAYS[1], "done"), ("2026-03-15T02:00:00+07:00", "pending")], ids=["a day", "a week"]
)
def test_a_sitemap_that_never_says_that_it_changed_is_read_once_a_week(tmp_path, later, state):
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        assert show_index(run) == [("pending",)]
        show(run, f"/{INNER}", {"tin/a.html": None}, kind="sitemap")
    with open_run(tmp_path / "a.db", later) as run:
        assert show_index(run) == [(state,)]


@pytest.mark.parametrize(
    ("lastmod", "state"),
    [
        ("2026-03-07", "pending"),
        ("2026-03-06", "pending"),
        ("2026-03-05", "done"),
        ("2026-03-07T01:00:00Z", "done"),
        ("9999-12-31", "done"),
    ],
    ids=["within it", "within it by UTC", "after it", "a time", "the last day of all"],
)
def test_a_day_that_was_not_over_says_nothing_of_what_came_later_in_it(tmp_path, lastmod, state):
    for day in DAYS[:2]:
        with open_run(tmp_path / "a.db", day) as run:
            index = find(run, "/sitemap.xml", "sitemap")
            inner = [Link(HOME + INNER, date=SeenDate(lastmod, "sitemap"))]
            listing = Listing(url=index.fetch_url, request_key=index.url, sitemaps=inner)
            LoadPipeline(run.completion).process_item(listing)
            states = ask(run, "SELECT state FROM urls WHERE kind = 'sitemap' AND fetch_url = ?", HOME + INNER)
            show(run, f"/{INNER}", {"tin/a.html": None}, kind="sitemap")
    assert states == [(state,)]


@pytest.mark.parametrize(
    ("later", "state"), [(DAYS[1], "pending"), (DAYS[2], "pending"), ("2026-03-11T02:00:00+07:00", "done")]
)
def test_a_sitemap_that_was_found_empty_is_read_again_for_some_days(tmp_path, later, state):
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        show_index(run)
        show(run, f"/{INNER}", {}, kind="sitemap")
    with open_run(tmp_path / "a.db", later) as run:
        assert show_index(run) == [(state,)]
