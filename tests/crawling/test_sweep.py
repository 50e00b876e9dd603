"""Every article is looked at again by the time since its last look, a few each night: a quiet edit is found too."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from support.books import check_books
from support.databases import open_database
from support.looks import NukeVietLook
from support.runs import ROOT, Crawl, write_portal
from support.server import PortalServer
from support.site import Site
from support.slow import takes_long

from harvester.loading.sources import count_share

FIRST = datetime.fromisoformat("2026-03-07T02:00:00+07:00")
OLD = FIRST - timedelta(days=400)
MOMENTS = st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2030, 1, 1))


def change_figure(site: Site, name: str, before: str, after: str) -> None:
    """A figure of an article is another one from now on; nothing else changes."""
    piece = site.piece(name)
    paragraphs = [f"Xã thu được {before} triệu đồng trong năm.", *piece.text.paragraphs[1:]]
    piece.text = replace(piece.text, paragraphs=[text.replace(before, after) for text in paragraphs])


@takes_long
def test_a_quiet_edit_of_an_old_article_is_found_within_the_period(tmp_path: Path) -> None:
    site = Site(count=6, look=NukeVietLook(per_page=10), sitemap="plain", newest=OLD)
    last, gone = site.pieces[-1].name, site.pieces[0].name
    change_figure(site, last, "1207", "1207")
    with PortalServer(site) as server:
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "lam-khe"))
        assert crawl.run(now=FIRST.isoformat()).portal("lam-khe")["new"] == 6
        change_figure(site, last, "1207", "3407")
        site.withdraw(gone, 410)
        paths = {site.path(piece.name) for piece in site.pieces}
        looks: list[list[str]] = []
        for night in range(1, 5):
            server.forget()
            now = (FIRST + timedelta(days=night)).isoformat()
            assert crawl.run("--sweep-days", "4", now=now).code == 0
            looks.append([target for target in server.log.targets() if target in paths])
        assert all(1 <= len(night) <= 3 for night in looks), looks
        assert {target for night in looks for target in night} == paths
    command = [sys.executable, "-m", "harvester", "status", "--changes", "--json", "--db", str(crawl.db)]
    done = subprocess.run(command, capture_output=True, check=True, cwd=ROOT)
    found = {change["kind"]: change for change in json.loads(done.stdout)}
    words = {part["text"] for part in found["changed"]["differences"][0] if part["change"] != "same"}
    assert words == {"1207", "3407"}
    assert found["withdrawn"]["url"].endswith(site.path(gone))
    assert check_books(crawl.db) == []


@takes_long
def test_no_sweep_and_a_portals_own_reach(tmp_path: Path) -> None:
    site = Site(count=4, look=NukeVietLook(per_page=10), sitemap="plain", newest=FIRST - timedelta(days=20))
    with PortalServer(site) as server:
        portals = write_portal(tmp_path / "portals", server, "lam-khe")
        crawl = Crawl(tmp_path / "a.db", portals)
        assert crawl.run(now=FIRST.isoformat()).code == 0
        assert count_looks(crawl, FIRST + timedelta(days=1), "--sweep-days", "0") == 0
        assert count_looks(crawl, FIRST + timedelta(days=2), "--sweep-days", "0", "--recheck-days", "90") == 4
        (file,) = portals.glob("*.toml")
        file.write_text(file.read_text("utf-8") + "recheck_days = 90\n", "utf-8")
        assert count_looks(crawl, FIRST + timedelta(days=9), "--sweep-days", "0") == 4
        assert count_looks(crawl, FIRST + timedelta(days=40), "--sweep-days", "0", "--recheck-days", "0") == 0


@takes_long
def test_a_portal_with_nothing_new_costs_ten_looks_a_night(tmp_path: Path) -> None:
    site = Site(count=24, look=NukeVietLook(per_page=30), sitemap="plain", newest=FIRST)
    paths = {site.path(piece.name) for piece in site.pieces}
    with PortalServer(site) as server:
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "lam-khe"))
        assert crawl.run(now=FIRST.isoformat()).code == 0
        looks: list[list[str]] = []
        for night in (1, 1, 2, 3):  # the second time as after a kill
            server.forget()
            assert crawl.run("--sweep-days", "0", now=(FIRST + timedelta(days=night)).isoformat()).code == 0
            looks.append([target for target in server.log.targets() if target in paths])
    assert [len(night) for night in looks] == [10, 0, 10, 10]
    assert len(set(looks[0]) | set(looks[2])) == 20, "those that have waited longest come first"
    assert {target for night in looks for target in night} == paths


def count_looks(crawl: Crawl, now: datetime, *options: str) -> int:
    """How many stored articles a run looks at again."""
    assert crawl.run(*options, now=now.isoformat()).code == 0
    with open_database(crawl.db) as connection:
        sql = "SELECT count(*) FROM articles WHERE checked_at = ?"
        return int(connection.execute(sql, (now.isoformat(),)).fetchone()[0])


@given(st.integers(0, 100_000), st.integers(1, 400), st.lists(MOMENTS, min_size=3, max_size=6, unique=True))
def test_shares_add_up_whenever_runs_begin(articles: int, days: int, moments: list[datetime]) -> None:
    times = sorted(moments)
    shares = [count_share(articles, days, *pair) for pair in pairwise(times)]
    assert sum(shares) == count_share(articles, days, times[0], times[-1])
    assert all(share >= 0 for share in shares)


@given(st.integers(1, 100_000), st.integers(2, 400), MOMENTS)
def test_a_night_has_its_part_and_the_period_all(articles: int, days: int, start: datetime) -> None:
    night = count_share(articles, days, start, start + timedelta(days=1))
    assert abs(night - articles / (days - 1)) <= 1
    assert count_share(articles, days, start, start + timedelta(days=days - 1)) == articles
