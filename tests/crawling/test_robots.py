"""What is kept of a robots.txt."""

from pathlib import Path

import pytest
from scrapy.http import TextResponse
from support.harvests import HOME, open_run
from support.runs import DAYS

from harvester.crawling.robots import judge, recall
from harvester.limits import ROBOTS_LIMIT
from harvester.store import runs
from harvester.store.runs import Robots


def test_no_password_is_kept():
    body = b"User-agent: *\nDisallow: /a@b\nSitemap: http://mai:bi-mat@go.example.vn/ban-do.xml\n"
    response = TextResponse("http://go.example.vn/robots.txt", body=body)
    text = judge("2026-03-07", "http://go.example.vn", response).text
    assert text == "User-agent: *\nDisallow: /a@b\nSitemap: http://go.example.vn/ban-do.xml\n"


def test_what_stands_behind_the_limit_is_not_read_and_makes_no_other_rule(caplog):
    rule = b"User-agent: *\n"
    body = rule + b"#" * (ROBOTS_LIMIT - len(rule) - 12) + b"\nDisallow: /tim-kiem\nDisallow: /tin\n"
    text = judge("2026-03-07", "http://go.example.vn", TextResponse("http://go.example.vn/robots.txt", body=body)).text
    assert text is not None and text.startswith("User-agent: *\n#") and "Disallow" not in text
    assert "http://go.example.vn/robots.txt: what stands behind 512 kB is not read" in caplog.text


@pytest.mark.parametrize(
    ("text", "at", "is_kept"),
    [
        ("User-agent: *\nDisallow: /tim-kiem", "2026-03-07T02:00:00+07:00", True),
        ("User-agent: *\nDisallow: /", "2026-03-07T02:00:00+07:00", False),
        ("", "2026-03-06T02:05:00+07:00", False),
    ],
)
def test_a_robots_txt_is_not_kept_for_another_night_nor_one_that_forbids_all(tmp_path: Path, text, at, is_kept):
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        with run.store.transaction() as connection:
            runs.save_robots(connection, Robots(HOME.rstrip("/"), at, 200, text, None))
        assert (recall(run.store, run.facts, HOME, "harvester") is not None) == is_kept
