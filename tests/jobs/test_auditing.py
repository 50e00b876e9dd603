"""A sample for an audit with the pages that were kept of it."""

import json

import pytest
from lxml import html
from support.databases import open_database
from support.imports import make_html, make_page, run_import
from support.warcs import write_warc

from harvester.jobs.auditing import AuditPlan, write_sample

pytest.importorskip("warcio", reason="warcio is not installed (extra `archive`)")


def draw(tmp_path, **more):
    plan = AuditPlan(str(tmp_path / "a.db"), 5, 1, tmp_path / "audit.html", **more)
    assert write_sample(plan) == (1, 0)
    return html.fromstring((tmp_path / "audit.html").read_bytes()).xpath("//iframe")


@pytest.fixture
def kept(tmp_path):
    (tmp_path / "pages").mkdir()
    page = make_html('Họp thôn <i onclick="x()">bàn việc đường</i>')
    run_import(tmp_path / "a.db", write_warc(tmp_path / "pages" / "a.warc.gz", make_page(page)))
    return page


def test_the_kept_page_stands_in_a_frame_that_runs_nothing(tmp_path, kept):
    (frame,) = draw(tmp_path)
    assert frame.get("sandbox") == ""
    assert frame.get("srcdoc") == kept


def test_kept_pages_that_were_moved_are_found(tmp_path, kept):
    (tmp_path / "pages").rename(tmp_path / "moved")
    assert len(draw(tmp_path, keep=tmp_path / "moved")) == 1


def test_a_page_that_cannot_be_read_leaves_the_address(tmp_path, kept):
    (tmp_path / "pages" / "a.warc.gz").unlink()
    assert draw(tmp_path) == []
    with open_database(tmp_path / "a.db") as connection:
        (url,) = connection.execute("SELECT url FROM articles").fetchone()
    assert json.loads((tmp_path / "audit.json").read_text("utf-8"))["records"][0]["url"] == url
