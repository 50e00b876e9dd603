"""The checkout is a Scrapy project: Scrapy's own commands do what those who know them expect."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from support.answers import redirect
from support.databases import open_database
from support.looks import NukeVietLook
from support.runs import DAYS, ROOT, write_portal
from support.server import PortalServer
from support.site import Site
from support.slow import takes_long

from harvester.demo.server import FIXED_PORT, serve

FIELDS = ("title", "lead", "body", "byline", "author", "category", "published_at", "published_precision", "kind")


@pytest.fixture
def server() -> Iterator[PortalServer]:
    with PortalServer(Site(count=8, look=NukeVietLook(), sitemap="plain", feed=True)) as server:
        yield server


def call_scrapy(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`scrapy WORDS` in the checkout, by the clock of the first day."""
    given = {**os.environ, "HARVESTER_NOW": DAYS[0], **environment}
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *words],
        cwd=ROOT, env=given, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def crawl(server: PortalServer, directory: Path, *words: str) -> subprocess.CompletedProcess[str]:
    portals = write_portal(directory / "portals", server, "lam-khe", delay=0.0)
    names = {"HARVESTER_PORTALS": str(portals), "HARVESTER_DB": str(directory / "a.db")}
    return call_scrapy("crawl", "portal", "-a", "portals=lam-khe", *words, **names)


def test_the_project_is_found() -> None:
    assert call_scrapy("list").stdout == "portal\n"
    assert call_scrapy("settings", "--get", "BOT_NAME").stdout == "harvester\n"


def read_articles(path: Path) -> dict[str, dict[str, Any]]:
    with open_database(path) as connection:
        rows = connection.execute(f"SELECT url, {', '.join(FIELDS)} FROM articles").fetchall()
    return {row["url"]: {name: row[name] for name in FIELDS} for row in rows}


@takes_long
@pytest.mark.parametrize("option", ["-O", "FEEDS"])
def test_feeds_hold_every_article_as_it_was_stored_and_nothing_else(
    server: PortalServer, tmp_path: Path, option: str
) -> None:
    out = tmp_path / "items.jsonl"
    feeds = json.dumps({str(out): {"format": "jsonlines"}})
    done = crawl(server, tmp_path, *(("-O", str(out)) if option == "-O" else ("-s", f"FEEDS={feeds}")))
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert len(lines) == 8
    assert {line["url"]: {name: line[name] for name in FIELDS} for line in lines} == read_articles(tmp_path / "a.db")
    assert all("signature" not in line and line["date_candidates"] for line in lines)


def test_counts_are_in_the_stats_that_scrapy_dumps(server: PortalServer, tmp_path: Path) -> None:
    done = crawl(server, tmp_path)
    dumped = done.stderr.partition("Dumping Scrapy stats:")[2]
    assert "'harvest/new': 8," in dumped
    assert "'harvest/status/ok': 1," in dumped
    assert "'downloader/response_status_count/200'" in dumped
    assert "'finish_reason': 'finished'" in dumped


def test_a_crawl_without_portals_says_what_is_missing() -> None:
    assert "name portals: scrapy crawl portal -a portals=ID,ID" in call_scrapy("crawl", "portal").stderr


@takes_long
def test_a_page_of_any_address_can_be_fetched_and_looked_at(server: PortalServer) -> None:
    url = server.site.base + server.site.path("a-3")
    title = server.site.piece("a-3").text.title
    assert title in call_scrapy("fetch", "--nolog", url).stdout
    shown = call_scrapy("shell", "--nolog", "-c", "response.css('h1::text').get()", url).stdout
    assert shown.strip() == title


@takes_long
def test_what_is_typed_is_read_by_generic_where_no_portal_file_has_it(server: PortalServer, tmp_path: Path) -> None:
    url = server.site.base + server.site.path("a-3")
    parsed = call_scrapy("parse", "--nocolour", url).stdout
    assert "'extractor': 'generic/" in parsed and "'portal': ''" in parsed
    portals = write_portal(tmp_path / "portals", server, "lam-khe", platform="nukeviet")
    parsed = call_scrapy("parse", "--nocolour", "-c", "parse_article", url, HARVESTER_PORTALS=str(portals)).stdout
    assert "'extractor': 'nukeviet/" in parsed and "'portal': 'lam-khe'" in parsed


@pytest.mark.parametrize("path", ["/", "/sitemap.xml", "/nong-thon/"])
def test_a_page_that_leads_on_is_read_as_such(server: PortalServer, path: str) -> None:
    parsed = call_scrapy("parse", "--nocolour", server.site.base + path).stdout
    assert server.site.path("a-8") in parsed
    assert "'sections'" in parsed


@takes_long
def test_a_typed_address_may_be_private_and_what_it_redirects_to_may_not(server: PortalServer) -> None:
    port = server.site.base.rpartition(":")[2]
    server.site.extra_pages["/away"] = redirect(f"http://127.0.0.2:{port}/")
    server.site.extra_pages["/here"] = redirect(server.site.base + "/")
    assert "no results for hostname lookup: 127.0.0.2" in call_scrapy("fetch", server.site.base + "/away").stderr
    assert "<html" in call_scrapy("fetch", "--nolog", server.site.base + "/here").stdout


def test_contracts_hold_against_the_demo_portals() -> None:
    """The contracts in spiders/portal.py name one fixed port."""
    try:
        demo = serve(date(2026, 3, 7), port=FIXED_PORT)
    except OSError:
        pytest.skip(f"contracts against the demo portals: port {FIXED_PORT} or one of the two behind it is taken")
    with demo:
        checked = call_scrapy("check")
    assert checked.returncode == 0, checked.stderr
    listed = call_scrapy("check", "--list").stdout
    assert {"parse_article", "parse_home", "parse_listing", "parse_feed", "parse_sitemap"} <= set(listed.split())
