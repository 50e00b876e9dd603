"""What each place of a date tells: texts, addresses, metadata and feeds, and pages whose clock is shifted."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from support.dated import NOW, find_candidate, make_article, tell

from harvester.items import SeenDate
from harvester.loading.date_choice import choose_dates

NUKEVIET = ("page", "listing", "meta", "sitemap", "feed", "url", "body")


@pytest.mark.parametrize("now", ["2021-01-25T09:00:00+07:00", "2026-11-22T09:00:00+07:00"])
def test_without_a_date_the_first_event_of_the_body_counts(now: str):
    article = make_article(
        SeenDate("Hôm nay, Thứ hai ngày 25/01/2021", "page", "banner"),
        body="Sáng 25/02, xã họp giao ban.\n\nHoàn thành tuyển quân năm 2020. Nhiệm kỳ 2015 – 2020.",
    )
    assert tell(choose_dates(article, datetime.fromisoformat(now))) == ("2020-02-25T00:00:00", "day", "body")


def test_a_documents_date_is_its_own():
    body = "ĐẢNG ỦY XÃ MỘT\n\nXã Một, ngày 22 tháng 3 năm 2022\n\nBÁO CÁO"
    article = choose_dates(make_article(SeenDate("25/03/2022 16:19", "page"), body=body), NOW)
    assert tell(article) == ("2022-03-25T16:19:00", "minute", "page")
    assert article.document_date == date(2022, 3, 22)
    assert (
        find_candidate(article, "Xã Một, ngày 22 tháng 3 năm 2022").why_not
        == "date of a document; disagrees with page by 3 days"
    )
    alone = choose_dates(make_article(body=body), NOW)
    assert tell(alone) == ("2022-03-22T00:00:00", "day", "body")


def test_an_event_before_its_document_is_not_the_publication():
    body = "Xã Một, ngày 22 tháng 3 năm 2022\n\nSáng 15/2/2022, xã họp."
    assert tell(choose_dates(make_article(body=body), NOW)) == ("2022-03-22T00:00:00", "day", "body")
    after = "Xã Một, ngày 22 tháng 3 năm 2022\n\nSáng 25/3/2022, xã họp."
    assert tell(choose_dates(make_article(body=after), NOW)) == ("2022-03-25T00:00:00", "day", "body")


def test_the_lead_is_looked_at_before_the_body():
    article = choose_dates(make_article(lead="Sáng 12/7/2022, xã họp.", body="Ngày 14/7/2022, huyện họp."), NOW)
    assert article.published_text == "Sáng 12/7/2022"


@pytest.mark.parametrize(
    ("url", "value", "precision"),
    [
        ("https://bao.example.vn/mot-bai-180250421172815.htm", "2025-04-21T17:28:15", "second"),
        ("https://xa.example.vn/portal/pages/2022-07-28/mot-bai.aspx", "2022-07-28T00:00:00", "day"),
        ("https://xa.example.vn/2022/7/8/mot-bai.html", "2022-07-08T00:00:00", "day"),
        ("https://xa.example.vn/2022/07/mot-bai.html", "2022-07-01T00:00:00", "month"),
        ("https://bao.example.vn/mot-bai-20220728093015123.htm", "2022-07-28T09:30:15", "second"),
    ],
)
def test_an_address_may_hold_the_date(url: str, value: str, precision: str):
    now = datetime.fromisoformat("2026-01-01T00:00:00+07:00")
    assert tell(choose_dates(make_article(url=url), now)) == (value, precision, "url")


@pytest.mark.parametrize(
    "url",
    [
        "https://xa.example.vn/hoi-nghi-ngay-28-07-2022.html",
        "https://xa.example.vn/bai-180259921172815.htm",
        "http://[xa/2022/07/28/",
        "https://xa.example.vn/2022/13/bai-12345678.html",
    ],
)
def test_other_numbers_in_an_address_are_no_dates(url: str):
    assert choose_dates(make_article(url=url), NOW).published_at is None


@pytest.mark.parametrize("place", ["meta", "page"])
def test_american_dates_are_read_where_no_other_is_a_day(place: str):
    article = choose_dates(make_article(SeenDate("3/25/2022 4:19:00 PM", place)), NOW)
    assert tell(article) == ("2022-03-25T16:19:00", "second", place)
    assert choose_dates(make_article(SeenDate("3/25/2022", place)), NOW).published_at is None, "may be a slip"
    padded = choose_dates(make_article(SeenDate("03/04/2022 04:19:00 PM", "meta")), NOW)
    assert tell(padded) == ("2022-04-03T16:19:00", "second", "meta")


def test_a_feed_with_the_month_for_its_minutes_tells_the_hour():
    article = choose_dates(make_article(SeenDate("Fri, 25 Mar 2022 09:03:00 GMT", "feed")), NOW)
    assert tell(article) == ("2022-03-25T16:00:00", "hour", "feed")
    other = choose_dates(make_article(SeenDate("Fri, 25 Mar 2022 09:04:00 GMT", "feed")), NOW)
    assert tell(other) == ("2022-03-25T16:04:00", "second", "feed")


@pytest.mark.parametrize(
    ("shown", "told", "value", "shift"),
    [
        ("Thứ tư - 29/06/2022 09:48", SeenDate("2022-06-29EDT09:48:00", "meta"), "2022-06-29T20:48:00", 660),
        ("Chủ nhật - 02/01/2022 21:30", SeenDate("2022-01-03T09:30:00+07:00", "sitemap"), "2022-01-03T09:30:00", 720),
    ],
    ids=["by the zone in the broken meta", "by the sitemap"],
)
def test_a_shifted_clock_is_put_right(shown: str, told: SeenDate, value: str, shift: int):
    article = choose_dates(make_article(SeenDate(shown, "page"), told), NOW, trust=NUKEVIET)
    assert tell(article) == (value, "minute", "page")
    assert find_candidate(article, shown).shift == shift
