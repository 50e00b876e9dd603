"""What a page led to, in the database: records, revisions, other addresses, dates that come late."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from scrapy.exceptions import DropItem
from support.harvests import BODY, HOME, ask, end, find, kill, load, make_article, make_portal, open_run, show
from support.runs import DAYS

from harvester.errors import ItemError
from harvester.items import Attachment, FetchResult, Image
from pipelines.load import LoadPipeline

DATES = "SELECT published_at, published_from, published_text FROM articles"
CHOICES = "SELECT text, found_in, chosen FROM date_candidates ORDER BY 1, 2"


def test_an_article_is_stored_with_its_parts(tmp_path: Path) -> None:
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        article = make_article(
            "Khánh thành cầu Gò Mận", dates=("06/03/2026 08:15",), byline="Tin: Thôn Đông", tags=["cầu"],
            images=[Image(HOME + "a.jpg", "Cầu mới")], attachments=[Attachment(HOME + "a.pdf", "Kế hoạch")],
        )  # fmt: skip
        load(run, "/tin/cau.html", article)
        harvest = run.counts["go"].harvest
        assert (harvest.new, harvest.pages, harvest.undated, harvest.duplicates) == (1, 1, 0, 0)
        assert ask(run, "SELECT title, byline, published_precision, revision, tags FROM articles") == [
            ("Khánh thành cầu Gò Mận", "Tin: Thôn Đông", "minute", 1, '["cầu"]')
        ]
        assert ask(run, DATES) == [("2026-03-06T08:15:00+07:00", "page", "06/03/2026 08:15")]
        assert ask(run, "SELECT url, caption FROM images") == [(HOME + "a.jpg", "Cầu mới")]
        assert ask(run, "SELECT url, title FROM attachments") == [(HOME + "a.pdf", "Kế hoạch")]
        assert ask(run, "SELECT state, article FROM urls WHERE kind = 'article'") == [("done", 1)]
        assert not run.in_flight
    assert run.report is not None and run.report.errors == []


def test_nobody_asked_for_it(tmp_path: Path) -> None:
    with open_run(tmp_path / "a.db", DAYS[0]) as run, pytest.raises(ItemError, match="no request under way"):
        LoadPipeline(run.completion).process_item(FetchResult(HOME + "x", "gone", "answers 404"))


def test_an_update_keeps_what_was_said_before(tmp_path: Path) -> None:
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        load(run, "/a", make_article("Lịch họp", images=[Image(HOME + "1.jpg")]))
    with open_run(tmp_path / "a.db", DAYS[1]) as run:
        load(run, "/a", make_article("Lịch họp", BODY.replace("Đoạn thứ 3", "Đoạn ba"), images=[Image(HOME + "2.jpg")]))
        assert (run.counts["go"].harvest.updated, run.counts["go"].harvest.unchanged) == (1, 0)
        load(run, "/a", make_article("Lịch  họp", BODY.replace("Đoạn thứ 3", "Đoạn ba").replace(" ", "  ")))
        assert (run.counts["go"].harvest.updated, run.counts["go"].harvest.unchanged) == (1, 1), "spaces are no update"
        newer = replace(make_article("Lịch họp", "Đoạn đầu.\n\n" + BODY), extractor="generic/2")
        load(run, "/a", newer)
        assert ask(run, "SELECT revision, cause, seen_at, body FROM revisions ORDER BY revision") == [
            (1, "page", DAYS[1], BODY), (2, "extractor", DAYS[1], BODY.replace("Đoạn thứ 3", "Đoạn ba")),
        ]  # fmt: skip
        assert ask(run, "SELECT revision, first_seen_at, last_seen_at, extractor FROM articles") == [
            (3, DAYS[0], DAYS[1], "generic/2")
        ]
        assert ask(run, "SELECT count(*) FROM images") == [(0,)]


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("path", ["/a", "/2026/02/20/a"])
def test_dates_that_come_late_give_the_same_choice(tmp_path: Path, path: str, late: bool) -> None:
    links: dict[str, str | None] = {path: "03/03/2026"}
    article = make_article("Lịch họp", BODY + "\n\nNgày 01/03/2026, xã họp.", byline="Bài và ảnh: T. Đông, 02/03/2026")
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        if not late:
            show(run, "/muc", links)
            show(run, "/rss", {path: "Wed, 04 Mar 2026 08:00:00 +0700"}, "feed", "feed")
        load(run, path, article)
        if late:
            show(run, "/rss", {path: "Wed, 04 Mar 2026 08:00:00 +0700"}, "feed", "feed")
            show(run, "/muc", links)
        ((value, found_in, _),) = ask(run, DATES)
        assert (value[:10], found_in) in {("2026-03-03", "listing"), ("2026-03-04", "feed")}
        result = ask(run, DATES) + ask(run, CHOICES)
    with open_run(tmp_path / "b.db", DAYS[0]) as run:
        show(run, "/muc", links)
        load(run, path, article)
        show(run, "/rss", {path: "Wed, 04 Mar 2026 08:00:00 +0700"}, "feed", "feed")
        assert ask(run, DATES) + ask(run, CHOICES) == result


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_addresses_of_one_article_in_any_order(tmp_path: Path, order: tuple[int, ...]) -> None:
    canonical = HOME + "muc-a/cau-moi-12.html"
    paths = ["/muc-a/cau-moi-12.html", "/muc-b/cau-moi-12.html", "/2026/02/20/cau-moi-12.html"]
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        for place in order:
            load(run, paths[place], make_article("Cầu mới", canonical_url=canonical, platform_id="12"))
        assert ask(run, "SELECT url FROM articles") == [(canonical,)]
        assert ask(run, "SELECT url FROM article_urls ORDER BY 1") == sorted((HOME + p[1:],) for p in paths)
        assert ask(run, DATES) == [(None, None, None)], "a day in another address than the canonical one is none"
        assert ask(run, CHOICES) == []
        assert ask(run, "SELECT DISTINCT article FROM urls WHERE kind = 'article'") == [(1,)]
        assert (run.counts["go"].harvest.new, run.counts["go"].harvest.duplicates) == (1, 0)


def test_canonical_links_that_all_point_to_one_address(tmp_path: Path) -> None:
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        for number in range(4):
            load(
                run,
                f"/tin/{number}",
                make_article(f"Tin {number}", f"Số {number}. " + BODY, canonical_url=HOME + "tin/0"),
            )
        load(run, "/tin/9", make_article("Tin 9", "Số 9. " + BODY, canonical_url=HOME))
        assert ask(run, "SELECT title, url FROM articles ORDER BY 1") == [
            (f"Tin {n}", f"{HOME}tin/{n}") for n in (0, 1, 2, 3, 9)
        ]


def test_the_page_that_another_claims_as_canonical_with_another_title(tmp_path: Path) -> None:
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        load(run, "/in/cau-moi", make_article("Bản in: Cầu mới", canonical_url=HOME + "tin/cau-moi"))
        load(run, "/tin/cau-moi", make_article("Cầu mới", canonical_url=HOME + "tin/cau-moi"))
        assert ask(run, "SELECT title, url FROM articles") == [("Cầu mới", HOME + "tin/cau-moi")]
        assert not run.in_flight


def test_a_withdrawn_article_stays_with_the_day_it_was_missed(tmp_path: Path) -> None:
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        load(run, "/a", make_article("Lịch họp"))
    for day in DAYS[1:]:
        with open_run(tmp_path / "a.db", day) as run:
            end(run, "/a", state="gone", reason="answers 404", status=404)
            assert run.counts["go"].harvest.gone == 1
            assert ask(run, "SELECT gone_at, checked_at FROM articles") == [(DAYS[1], day)]
    with open_run(tmp_path / "a.db", "2026-03-10T02:00:00+07:00") as run:
        load(run, "/a", make_article("Lịch họp"))
        assert ask(run, "SELECT gone_at FROM articles") == [(None,)]


def test_another_address_of_an_article_says_nothing_of_its_withdrawal(tmp_path: Path) -> None:
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        for path in ("/muc-a/cau-12.html", "/muc-b/cau-12.html"):
            load(run, path, make_article("Cầu mới", canonical_url=HOME + "muc-a/cau-12.html", platform_id="12"))
    with open_run(tmp_path / "a.db", DAYS[1]) as run:
        end(run, "/muc-b/cau-12.html", state="gone", reason="answers 404", status=404)
        assert ask(run, "SELECT gone_at FROM articles") == [(None,)]
        end(run, "/muc-a/cau-12.html", state="gone", reason="answers 404", status=404)
        assert ask(run, "SELECT gone_at FROM articles") == [(DAYS[1],)]
    with open_run(tmp_path / "a.db", DAYS[2]) as run:
        load(run, "/muc-b/cau-12.html", make_article("Cầu mới, sửa", platform_id="12"))
        assert ask(run, "SELECT title, gone_at FROM articles") == [("Cầu mới, sửa", None)]


def test_an_article_that_has_moved_is_still_the_same(tmp_path: Path) -> None:
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        load(run, "/cu/a.html", make_article("Cầu mới"))
    with open_run(tmp_path / "a.db", DAYS[1]) as run:
        end(run, "/cu/a.html", state="done", reason="", status=301, redirect_to=HOME + "moi/a-b.html")
        load(run, "/moi/a-b.html", make_article("Cầu mới", BODY + "\n\nThêm một đoạn."))
        assert ask(run, "SELECT count(*), max(body) FROM articles") == [(1, BODY + "\n\nThêm một đoạn.")]
        assert ask(run, "SELECT article FROM urls WHERE kind = 'article'") == [(1,), (1,)]
        assert ask(run, "SELECT url FROM article_urls ORDER BY 1") == [(HOME + "cu/a.html",), (HOME + "moi/a-b.html",)]


def test_articles_that_all_redirect_to_one_page_stay_themselves(tmp_path: Path) -> None:
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        for number in range(3):
            load(run, f"/tin/{number}", make_article(f"Tin số {number}", f"Số {number}. " + BODY))
    with open_run(tmp_path / "a.db", DAYS[1]) as run:
        for number in range(3):
            end(run, f"/tin/{number}", state="done", reason="", status=302, redirect_to=HOME + "bao-tri")
        load(run, "/bao-tri", make_article("Trang đang bảo trì", "Xin quay lại sau. " * 20))
        assert [row[0] for row in ask(run, "SELECT title FROM articles ORDER BY id")] == [
            "Tin số 0", "Tin số 1", "Tin số 2", "Trang đang bảo trì",
        ]  # fmt: skip
        assert ask(run, "SELECT count(DISTINCT article) FROM urls WHERE kind = 'article'") == [(4,)]


def test_what_is_older_than_wanted_is_not_stored(tmp_path: Path) -> None:
    from datetime import date

    with open_run(tmp_path / "a.db", DAYS[0], portals=(make_portal(since=date(2026, 1, 1)),)) as run:
        with pytest.raises(DropItem, match="older than 2026-01-01"):
            load(run, "/a", make_article("Tin cũ", dates=("31/12/2025 08:00",)))
        load(run, "/b", make_article("Tin mới", dates=("01/01/2026 08:00",)))
        load(run, "/c", make_article("Không ngày"))
        assert ask(run, "SELECT title FROM articles ORDER BY 1") == [("Không ngày",), ("Tin mới",)]


@pytest.mark.parametrize(
    ("ending", "state", "error"),
    [
        ({"state": "gone", "reason": "answers 410", "status": 410}, "gone", "answers 410"),
        ({"state": "skipped", "reason": "not a page", "status": 200}, "skipped", "not a page"),
        ({"state": "failed", "reason": "answers 500", "status": 500}, "pending", "answers 500"),
        ({"state": "pending", "reason": ""}, "pending", None),
        ({"state": "done", "reason": "", "status": 301, "redirect_to": "http://khac.example.vn/"}, "skipped",
         "redirects to another site: http://khac.example.vn/"),
        ({"state": "done", "reason": "", "status": 301, "redirect_to": HOME}, "gone", "redirects to the home page"),
        ({"state": "done", "reason": "", "status": 301, "redirect_to": HOME + "b"}, "done", None),
    ],
)  # fmt: skip
def test_endings(tmp_path: Path, ending: dict, state: str, error: str | None) -> None:  # type: ignore[type-arg]
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        end(run, "/a", **ending)
        assert ask(run, "SELECT state, last_error, claims FROM urls WHERE url LIKE '%/a'") == [(state, error, 0)]
        assert not run.in_flight


def test_what_is_opened_is_noted_after_a_death(tmp_path: Path) -> None:
    """A page that kills the process is found out by it; a commit for every page of every run would be one in two."""
    claims = "SELECT claims FROM urls WHERE url LIKE '%/a'"
    for day, died, expected in ((DAYS[0], False, 0), (DAYS[1], True, 1), (DAYS[2], True, 2)):
        with open_run(tmp_path / "a.db", day) as run:
            assert run.claims.is_wary is died
            run.claims.claim(find(run, "/a").url)
            assert ask(run, claims) == [(expected,)]
            kill(run)
    with open_run(tmp_path / "a.db", DAYS[2], portals=(make_portal(id="khac", url="http://khac.example.vn/"),)) as run:
        assert run.claims.is_wary
    with open_run(tmp_path / "a.db", DAYS[2]) as run:
        assert run.claims.is_wary, "another portal's run has ended well in between"
        end(run, "/a", state="gone", reason="answers 410", status=410)
        assert ask(run, claims) == [(0,)]
    with open_run(tmp_path / "a.db", DAYS[2]) as run:
        assert not run.claims.is_wary


def test_tries_end_with_a_failure(tmp_path: Path) -> None:
    with open_run(tmp_path / "a.db", DAYS[0], delay=0.0) as run:
        for number in range(len(run.facts.plan.retry_pauses) + 1):
            assert find(run, "/a").tries == number
            end(run, "/a", state="failed", reason="answers 500", status=500)
        assert ask(run, "SELECT state, last_error FROM urls WHERE url LIKE '%/a'") == [("failed", "answers 500")]
        assert run.counts["go"].harvest.failed == 1


def test_redirects_without_end(tmp_path: Path) -> None:
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        for _ in range(2):  # once around is what a check for cookies does
            assert ask(run, "SELECT last_error FROM urls WHERE last_error IS NOT NULL") == []
            end(run, "/a", state="done", reason="", status=301, redirect_to=HOME + "b")
            end(run, "/b", state="done", reason="", status=301, redirect_to=HOME + "a")
        assert "without end" in ask(run, "SELECT last_error FROM urls WHERE url LIKE '%/a'")[0][0]
        for _ in range(20):
            end(run, "/c", state="done", reason="", status=301, redirect_to="https://www.go.example.vn/c")
        assert "without end" in ask(run, "SELECT last_error FROM urls WHERE url LIKE '%/c'")[0][0]
