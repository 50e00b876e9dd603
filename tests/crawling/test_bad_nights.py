"""One night in which a portal answers every address wrongly costs nothing: the next night has all of it."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from support.answers import Answer, Request, redirect, show_html
from support.harvests import ask, end, load, make_article, open_run, show
from support.looks import NukeVietLook
from support.runs import DAYS, Crawl, write_portal
from support.server import PortalServer
from support.site import Site
from support.slow import takes_long

from harvester.errors import LoginPage, SiteClosed
from harvester.limits import LOGIN_DAYS
from harvester.platforms import read_article
from harvester.reading.error_pages import is_login_address

CLOSED = show_html("<title>Thông báo</title><h2>Website tạm ngừng hoạt động</h2><p>Mời quý vị quay lại sau.</p>")
LOGIN = show_html('<title>Đăng nhập</title><form><input name="ten"><input type="password" name="khoa"></form>')
FORBIDDEN = Answer(b"User-agent: *\nDisallow: /\n", headers=[("Content-Type", "text/plain")])


def send_to_login(request: Request) -> Answer:
    return LOGIN if request.path == "/users/login/" else redirect(f"/users/login/?nv_redirect={request.path}", 302)


def show_riddle(request: Request, good: Answer) -> Answer:
    """A page that no list of error pages knows, with a number of its own each time."""
    row = "<p>Hãy chọn đúng hai hình con trâu để đi tiếp, rồi bấm nút ở cuối trang này giúp chúng tôi nhé.</p>" * 9
    return show_html(f"<title>Đố vui</title><h1>Đố vui mỗi ngày cùng bà con</h1>{row}<i>mã {request.number}</i>")


NIGHTS = {
    "a riddle": (show_riddle, 14),
    "empty pages": (lambda request, good: good.bend(body=b""), 30),
    "closed": (lambda request, good: CLOSED, 3),
    "a log-in": (lambda request, good: LOGIN, 6),
    "a redirect to a log-in": (lambda request, good: send_to_login(request), 8),
    "robots.txt forbids all": (lambda request, good: FORBIDDEN if request.path == "/robots.txt" else good, 1),
    "all is withdrawn": (lambda request, good: show_html("<h1>Not found</h1>", 404), 40),
    "another site": (lambda request, good: redirect("http://bao-tri.example/", 302), 40),
}


@takes_long
@pytest.mark.parametrize("night", NIGHTS)
def test_a_night_of_wrong_answers_leaves_all_as_due_as_before(tmp_path: Path, night: str) -> None:
    fault, requests = NIGHTS[night]
    with PortalServer(Site(count=8, look=NukeVietLook())) as server:
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "khe"))
        assert crawl.run("--limit", "3").portal("khe")["new"] == 3
        before = list_ended(crawl.db)
        server.forget()
        server.plan.share, server.plan.mixed = 1.0, (fault,)
        bad = crawl.run(now=DAYS[2])  # no robots.txt is kept so long
        assert bad.portal("khe")["status"] in ("blocked", "broken", "unreachable")
        assert list_ended(crawl.db) <= before
        assert len(server.log.served) <= requests
        server.plan.share = 0.0
        good = crawl.run(now="2026-03-11T02:00:00+07:00")
        assert (good.portal("khe")["status"], good.portal("khe")["new"]) == ("ok", 5)


def list_ended(db: Path) -> set[str]:
    """The articles' addresses that nobody would ask for any more."""
    with sqlite3.connect(db) as connection:
        rows = connection.execute("SELECT url, state FROM urls WHERE kind = 'article'").fetchall()
    return {url for url, state in rows if state in ("gone", "skipped", "failed")}


def test_one_article_behind_a_log_in_is_no_failure_and_is_asked_for_again(tmp_path: Path) -> None:
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        load(run, "/tin/a.html", make_article("Bà con góp công làm cầu"))
        end(run, "/tin/b.html", state="skipped", reason="a log-in page", status=200, trouble="refusal")
        load(run, "/tin/c.html", make_article("Chợ phiên họp lại sau lũ"))
        assert run.backoff.stopped == {}
        assert run.counts["go"].harvest.failed == 0
    for days, state in ((LOGIN_DAYS, "skipped"), (LOGIN_DAYS + 1, "pending")):
        with open_run(tmp_path / "a.db", f"2026-03-{7 + days:02}T02:00:00+07:00") as run:
            run.sources.open(run.facts.portals["go"], [])
            assert ask(run, "SELECT state FROM urls WHERE url LIKE '%b.html'") == [(state,)]


@pytest.mark.parametrize("first", [0, 30])
def test_an_address_that_answers_with_a_picture_is_asked_for_on_some_more_nights(tmp_path: Path, first: int) -> None:
    """However long it has been known: it may have failed for weeks before."""
    states = []
    nights = [datetime.fromisoformat(DAYS[0]) + timedelta(days=days) for days in (0, *range(first + 1, first + 6))]
    for number, night in enumerate(nights):
        with open_run(tmp_path / "a.db", night.isoformat()) as run:
            run.sources.open(run.facts.portals["go"], [])
            states += [row[0] for row in ask(run, "SELECT state FROM urls WHERE url LIKE '%b.html'")]
            load(run, f"/tin/{number}.html", make_article(f"Bà con góp công làm cầu, ngày thứ {number}"))
            if number == 0 and first:
                end(run, "/tin/b.html", state="failed", reason="answers 500", status=500)
            elif number == 0 or states[-1] == "pending":
                end(run, "/tin/b.html", state="skipped", reason="not a page: image/png", status=200)
    assert states == ["pending"] * (4 if first else 3) + ["skipped"] * (1 if first else 2)


def test_what_several_nights_say_is_believed(tmp_path: Path) -> None:
    states = []
    for number in range(4):
        with open_run(tmp_path / "a.db", f"2026-03-{7 + number:02}T02:00:00+07:00") as run:
            show(run, "/", {}, kind="home")
            end(run, "/tin/a.html", state="gone", reason="answers 404", status=404)
        with sqlite3.connect(tmp_path / "a.db") as connection:
            states += [row[0] for row in connection.execute("SELECT state FROM urls WHERE kind = 'article'")]
    assert states == ["pending", "pending", "pending", "gone"]


@pytest.mark.parametrize(
    ("address", "is_login"),
    [
        ("http://go.example.vn/dang-nhap?ReturnUrl=/tin", True),
        ("http://go.example.vn/wp-login.php?redirect_to=x", True),
        ("http://go.example.vn/index.php?nv=users&op=login", True),
        ("http://go.example.vn/ucp.php?mode=login", True),
        ("http://go.example.vn/tin/huong-dan-dang-nhap-dich-vu-cong-12.html", False),
        ("http://go.example.vn/tin/dang-nhap-12.html", False),
    ],
)
def test_addresses_of_log_ins(address: str, is_login: bool) -> None:
    assert is_login_address(address) is is_login


def test_pages_that_speak_for_the_whole_site_are_told_from_those_of_one_address() -> None:
    with pytest.raises(LoginPage, match="a log-in page"):
        read_article(LOGIN.content(), "http://go.example.vn/tin/a-1.html")
    with pytest.raises(SiteClosed, match="the site is closed"):
        read_article("<title>Website tạm ngừng hoạt động</title><p>…</p>".encode(), "http://go.example.vn/tin/a-1.html")
