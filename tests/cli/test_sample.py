"""One article as rows, with the place of every field."""

from datetime import datetime
from zoneinfo import ZoneInfo

from harvester.cli.sample import EXCERPT, describe_sample, shorten
from harvester.items import Article, Attachment, Image, SeenDate
from harvester.reading.page import Page

NOW = datetime(2022, 7, 1, 8, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
HTML = """<html><body><h1 class="title">Khai trương bến đò</h1>
<div class="time">Thứ tư - 29/06/2022 20:48</div>
<div class="text"><p>Bến đò mới mở hôm qua.</p><p>Vé hai nghìn đồng.</p></div></body></html>"""
PAGE = Page("http://portal.example/ben-do-1.html", HTML.encode())


def make_article(**changes):
    return Article(**{
        "url": PAGE.url, "title": "Khai trương bến đò",
        "body": "Bến đò mới mở hôm qua.\n\nVé hai nghìn đồng.",
        "dates": [SeenDate("Thứ tư - 29/06/2022 20:48", "page")],
        "extractor": "generic/1", "fetched_at": NOW, **changes,
    })  # fmt: skip


def test_each_field_with_its_place():
    rows, missing = describe_sample(make_article(), PAGE)
    places = {row.name: (row.value, row.place) for row in rows}
    assert places["title"] == ("Khai trương bến đò", "h1.title")
    assert places["body"] == (
        "2 paragraphs, 42 characters\nbegins: Bến đò mới mở hôm qua.\nends: Vé hai nghìn đồng.",
        "div.text",
    )
    assert places["published_at"] == (
        "29 June 2022, 20:48, to the minute",
        "from the page's text 'Thứ tư - 29/06/2022 20:48'",
    )
    assert places["read by"] == ("generic/1", "")
    assert "lead" in missing
    assert "title" not in missing


def test_refused_dates_say_why():
    dates = [SeenDate("Thứ tư - 29/06/2022 20:48", "page"), SeenDate("Thứ sáu, 01/07/2022", "page", "banner")]
    rows, _ = describe_sample(make_article(dates=dates), PAGE)
    [refused] = [row for row in rows if row.is_refused]
    assert refused.value.startswith("not taken: 1 July 2022: banner")
    assert refused.place == "from the page's text 'Thứ sáu, 01/07/2022'"


def test_the_date_of_an_update_has_its_place():
    dates = [SeenDate("29/06/2022 20:48", "page"), SeenDate("2022-06-30T07:00:00+07:00", "meta", "updated")]
    rows, _ = describe_sample(make_article(dates=dates), PAGE)
    [row] = [row for row in rows if row.name == "updated_at"]
    assert (row.value, row.place) == (
        "30 June 2022, 07:00",
        "from the page's head '2022-06-30T07:00:00+07:00'",
    )
    assert not any(row.is_refused for row in rows)


def test_an_undated_article_says_so():
    rows, missing = describe_sample(make_article(dates=[], body="Một đoạn."), PAGE)
    [row] = [row for row in rows if row.name == "published_at"]
    assert row.value == "unknown: no date on the page can be trusted"
    assert row.is_refused
    assert "published_at" not in missing


def test_lists_counts_and_what_stands_nowhere():
    article = make_article(
        author="Người Lạ",
        tags=["đò", "bến"],
        images=[Image(f"http://portal.example/{n}.jpg", None) for n in range(4)],
        attachments=[Attachment("http://portal.example/a.pdf", "Bảng giá vé")],
        views=1234,
    )
    rows, _ = describe_sample(article, PAGE)
    values = {row.name: row.value for row in rows}
    assert values["tags"] == "đò, bến"
    assert values["images"].startswith("4: http://portal.example/0.jpg; ")
    assert values["images"].endswith(" ...")
    assert values["attachments"] == "1: Bảng giá vé"
    assert values["views"] == "1,234"
    assert {row.place for row in rows if row.name == "author"} == {"put together from the page"}


def test_long_texts_are_cut_between_words():
    cut = shorten("đò " * 200)
    assert len(cut) <= EXCERPT + 4
    assert cut.endswith("đò ...")
    assert shorten("x" * 500) == "x" * EXCERPT + " ..."
