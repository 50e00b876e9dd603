"""Which address is shown, and records that turn out late to be one, in any order of arrival."""

from __future__ import annotations

import tempfile
from itertools import permutations
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.harvests import BODY, HOME, ask, end, load, make_article, make_portal, open_run, show
from support.runs import DAYS
from support.slow import takes_long

from benchmarks.local_news import write_news
from benchmarks.reprints import REPRINTS
from harvester.crawling.run import Run
from harvester.loading.identity import choose_key, spell
from harvester.urls import make_key

MAIN, OTHER, SAVED = "tin/cau-12.html", "muc-b/cau-12.html", "savefile/cau-12.html"
SITE = "go.example.vn/"
SCHEMES, HOSTS = ("http://", "https://"), ("", "www.", "m.")
TRACKED = ("", "?utm_source=zalo", "?pageindex=0", "#binh-luan")

STORY = write_news(Random(1), 7)
AGAIN = REPRINTS["all 10"](Random(2), STORY)


def claim(path: str, url: str, habit: str) -> str | None:
    """What a page names as canonical: nothing, the main address, or itself, as save copies do."""
    if habit == "none":
        return None
    return HOME + MAIN if habit == "main" and path != SAVED else url


READINGS = st.lists(
    st.builds(
        lambda scheme, host, path, rest: (path, f"{scheme}{host}{SITE}{path}{rest}"),
        st.sampled_from(SCHEMES), st.sampled_from(HOSTS), st.sampled_from((MAIN, OTHER, SAVED)),
        st.sampled_from(TRACKED),
    ),
    min_size=1, max_size=6, unique_by=lambda one: one[1],
)  # fmt: skip


def read_all(readings: list[tuple[str, str]], habit: str, reprint_at: int) -> list[Any]:
    """What is stored after these pages of one article, and one of a reprint of it, were read."""
    with tempfile.TemporaryDirectory() as folder, open_run(Path(folder) / "a.db", DAYS[0]) as run:
        for place, (path, url) in enumerate(readings):
            if place == reprint_at:
                load_reprint(run)
            page = {"canonical_url": claim(path, url, habit), "platform_id": "12", "dates": ("01/02/2026 08:00",)}
            load(run, url, make_article(STORY.title, STORY.body, **page))
        if reprint_at >= len(readings):
            load_reprint(run)
        shown = ask(run, "SELECT a.url, o.url FROM articles a LEFT JOIN articles o ON o.id = a.duplicate_of ORDER BY 1")
        others = ask(run, "SELECT u.url, a.url FROM article_urls u JOIN articles a ON a.id = u.article ORDER BY 1")
        kinds = ask(
            run,
            "SELECT a.url, o.url, s.kind FROM similar s JOIN articles a ON a.id = s.article"
            " JOIN articles o ON o.id = s.other ORDER BY 1, 2",
        )
        assert run.store.connection.execute("PRAGMA foreign_key_check").fetchall() == []
        return [shown, {(make_key(url), article) for url, article in others}, kinds]


def load_reprint(run: Run) -> None:
    load(run, "/tin/cau-moi-40.html", make_article(AGAIN.title, AGAIN.body, platform_id="40", dates=("02/02/2026",)))


@takes_long
@settings(max_examples=40, deadline=None)
@given(
    READINGS,
    st.sampled_from(("none", "main", "self")),
    st.integers(0, 6),
    st.integers(0, 6),
    st.randoms(use_true_random=False),
)
def test_the_order_of_addresses_changes_nothing(
    readings: list[tuple[str, str]], habit: str, early: int, late: int, rng: Random
) -> None:
    shuffled = readings[:]
    rng.shuffle(shuffled)
    stored = read_all(readings, habit, early)
    assert read_all(shuffled, habit, late) == stored
    origins = dict(stored[0])
    assert len(origins) == 2 and origins[origins.pop(HOME + "tin/cau-moi-40.html")] is None
    assert stored[2][0][2] == "reprint"


@pytest.mark.parametrize("order", [*permutations((("http://", MAIN), ("https://www.", MAIN), ("http://m.", OTHER)))])
def test_the_spelling_of_the_home_page_is_shown(tmp_path: Path, order: tuple[tuple[str, str], ...]) -> None:
    portal = make_portal(url=f"https://{SITE}")
    with open_run(tmp_path / "a.db", DAYS[0], portals=(portal,)) as run:
        for start, path in order:
            load(run, f"{start}{SITE}{path}", make_article("Cầu mới", platform_id="12"))
        assert ask(run, "SELECT url FROM articles") == [(f"https://{SITE}{OTHER}",)]


def test_a_home_page_that_redirects_tells_the_spelling(tmp_path: Path) -> None:
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        assert spell(run.store.connection, HOME, HOME + MAIN) == HOME + MAIN
        run.store.connection.execute("UPDATE urls SET fetch_url = 'https://www.go.example.vn/' WHERE kind = 'home'")
        if not ask(run, "SELECT 1 FROM urls WHERE kind = 'home'"):
            find_home(run)
        assert spell(run.store.connection, HOME, HOME + MAIN) == f"https://www.{SITE}{MAIN}"
        assert spell(run.store.connection, HOME, "http://khac.example.vn/a") == "http://khac.example.vn/a"


def find_home(run: Run) -> None:
    run.store.connection.execute(
        "INSERT INTO urls (url, fetch_url, portal, kind, rank, found_at, found_in, found_run)"
        " VALUES (?, 'https://www.go.example.vn/', 'go', 'home', 1, '', '', ?)",
        (HOME, run.facts.id),
    )


def test_what_another_page_names_counts_for_more_than_what_a_page_says_of_itself(tmp_path: Path) -> None:
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        assert choose_key(run.store.connection, [("a", "a"), ("b", "c"), ("c", None)]) == "c"
        assert choose_key(run.store.connection, [("b", None), ("c", "c")]) == "c"
        assert choose_key(run.store.connection, [("c", None), ("b", None)]) == "b"


def test_a_canonical_link_without_the_id_of_the_page_is_not_believed(tmp_path: Path) -> None:
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        load(run, "/xem.aspx", make_article("Tin mới nhất", BODY))
        for number in (1, 2):
            page = make_article(f"Tin {number}", f"Số {number}. {BODY}", canonical_url=HOME + "xem.aspx")
            load(run, f"/xem.aspx?newsid={number}", page)
        load(run, "/xem.aspx?newsid=2&print=1", make_article("In", BODY, canonical_url=HOME + "xem.aspx?newsid=2"))
        assert ask(run, "SELECT title, url FROM articles ORDER BY 1") == [
            ("Tin 1", HOME + "xem.aspx?newsid=1"), ("Tin 2", HOME + "xem.aspx?newsid=2"),
            ("Tin mới nhất", HOME + "xem.aspx"),
        ]  # fmt: skip


def load_pair(run: Run) -> None:
    load(run, "/cu/cau", make_article("Cầu mới", BODY + "\n\nBản cũ.", dates=("03/02/2026",)))
    load(run, "/moi/cau-tre", make_article("Cầu  mới", dates=("02/02/2026",)))


def test_a_redirect_that_is_seen_late_joins_two_records(tmp_path: Path) -> None:
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        load_pair(run)
        load(run, "/cu/cau", make_article("Cầu mới", BODY + "\n\nBản cũ, có sửa.", dates=("03/02/2026",)))
        load(run, "/khac", make_article("Cầu mới, tin lại", BODY))
        assert ask(run, "SELECT count(*) FROM articles") == [(3,)]
    with open_run(tmp_path / "a.db", DAYS[1]) as run:
        end(run, "/cu/cau", state="done", reason="", status=301, redirect_to=HOME + "moi/cau-tre")
        assert ask(run, "SELECT id, url, title, body, revision, first_seen_at FROM articles WHERE id < 3") == [
            (1, HOME + "moi/cau-tre", "Cầu mới", BODY, 3, DAYS[0])
        ]
        assert ask(run, "SELECT revision, cause, substr(body, -6) FROM revisions ORDER BY 1") == [
            (1, "page", "ản cũ."), (2, "extractor", "ó sửa."),
        ]  # fmt: skip
        assert ask(run, "SELECT url, article FROM article_urls WHERE article = 1 ORDER BY 1") == [
            (HOME + "cu/cau", 1), (HOME + "moi/cau-tre", 1),
        ]  # fmt: skip
        assert ask(run, "SELECT text, article FROM seen_dates ORDER BY 1") == [("02/02/2026", 1), ("03/02/2026", 1)]
        assert ask(run, "SELECT DISTINCT article FROM urls WHERE url LIKE '%cau%'") == [(1,)]
        assert ask(run, "SELECT duplicate_of FROM articles WHERE id = 3") == [(1,)]
        assert ask(run, "PRAGMA foreign_key_check") == []
        load(run, "/moi/cau-tre", make_article("Cầu  mới", dates=("02/02/2026",)))
        assert ask(run, "SELECT revision FROM articles WHERE id = 1") == [(3,)]
    assert run.report is not None and run.report.errors == []


def test_dates_of_links_that_redirect_here_count_for_a_new_article(tmp_path: Path) -> None:
    """A crawl and an import of what it kept come to the same candidates, whichever read the article alone."""
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        show(run, "/muc/", {"/cu/cau.html": "01/02/2026", "/moi/cau.html": "01/02/2026 08:10"})
        end(run, "/cu/cau.html", state="done", reason="", status=301, redirect_to=HOME + "moi/cau.html")
        load(run, "/moi/cau.html", make_article("Cầu mới ở Gò Mận"))
        rows = ask(run, "SELECT text FROM date_candidates WHERE found_in = 'listing' ORDER BY text")
    assert [row[0] for row in rows] == ["01/02/2026", "01/02/2026 08:10"]


def test_a_redirect_to_another_article_joins_nothing(tmp_path: Path) -> None:
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        load(run, "/tin/1", make_article("Tin số 1"))
        load(run, "/tin/2", make_article("Tin số 2"))
        end(run, "/tin/1", state="done", reason="", status=302, redirect_to=HOME + "tin/2")
        assert ask(run, "SELECT title FROM articles ORDER BY 1") == [("Tin số 1",), ("Tin số 2",)]


def test_other_ids_are_other_articles(tmp_path: Path) -> None:
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        for number in (1, 2):
            load(run, f"/lich/{number}", make_article("Lịch tiếp dân", f"Kỳ {number}. {BODY}", platform_id=str(number)))
        end(run, "/lich/1", state="done", reason="", status=302, redirect_to=HOME + "lich/2")
        assert ask(run, "SELECT count(*) FROM articles") == [(2,)]


@pytest.mark.parametrize("title", ["Cầu mới", "Cầu mới, có sửa"])
def test_a_canonical_link_that_comes_late_joins_two_records(tmp_path: Path, title: str) -> None:
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        load(run, "/muc-b/cau", make_article("Cầu mới", BODY))
        load(run, "/tin/cau", make_article("Cầu mới", BODY + "\n\nMột dòng thêm."))
        assert ask(run, "SELECT count(*) FROM articles") == [(2,)]
    with open_run(tmp_path / "a.db", DAYS[1]) as run:
        load(run, "/muc-b/cau", make_article(title, BODY, canonical_url=HOME + "tin/cau"))
        assert ask(run, "SELECT id, url, read_from, title FROM articles") == [
            (1, HOME + "tin/cau", HOME + "tin/cau", "Cầu mới")
        ]
        assert ask(run, "SELECT cause FROM revisions") == [("extractor",)]


def test_a_page_that_turns_out_to_be_the_canonical_one_is_read_again(tmp_path: Path) -> None:
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        load(run, "/muc-a/cau", make_article("Cầu mới", platform_id="7"))
        load(run, "/tin/cau", make_article("Cầu mới", BODY + "\n\nẢnh: Thôn.", platform_id="7"))
        load(run, "/muc-b/cau", make_article("Cầu mới", platform_id="7", canonical_url=HOME + "tin/cau"))
        assert ask(run, "SELECT url FROM articles") == [(HOME + "tin/cau",)]
        assert ask(run, "SELECT url FROM urls WHERE state = 'pending'") == [(HOME + "tin/cau",)]
        load(run, "/tin/cau", make_article("Cầu mới", BODY + "\n\nẢnh: Thôn.", platform_id="7"))
        assert ask(run, "SELECT substr(body, -5), revision FROM articles") == [("Thôn.", 1)]
