"""The pages in two languages: the catalogue is whole, and numbers, dates and texts follow the request."""

import asyncio
import runpy
from datetime import date
from pathlib import Path

import pytest

from harvester.inspect import languages
from harvester.inspect.languages import LANGUAGE, format_day, format_number, gettext, ngettext, read_catalogue

ROOT = Path(__file__).parents[2]


@pytest.fixture
def vietnamese():
    token = LANGUAGE.set("vi")
    yield
    LANGUAGE.reset(token)


@pytest.fixture(scope="module")
def script():
    return runpy.run_path(str(ROOT / "docs/make_catalogue.py"))


def test_the_catalogue_is_what_the_pages_need(script):
    catalogue = script["update"]("vi")
    assert script["list_missing"](catalogue) == []
    made = script["make_file"]("vi", catalogue)
    assert script["find_file"]("vi").read_bytes() == made, "run: python docs/make_catalogue.py"


def test_every_translation_has_the_places_of_its_text(script):
    for message in script["update"]("vi"):
        if message.id:
            assert list(message.check()) == [], message.id


def test_texts_numbers_and_dates(vietnamese):
    assert gettext("Articles") == "Bài viết"
    assert gettext("") == ""
    assert ngettext("%(shown)s article", "%(shown)s articles", 2) == "%(shown)s bài"
    assert format_number(2709) == "2.709"
    assert format_day(date(2023, 7, 13)) == "13 tháng 7, 2023"
    assert format_day(date(2023, 7, 1), is_month=True) == "tháng 7 năm 2023"


def test_english_is_that_of_the_code():
    assert gettext("Articles") == "Articles"
    assert ngettext("a", "b", 1) == "a" and ngettext("a", "b", 2) == "b"
    assert (format_number(2709), format_day(date(2023, 7, 13))) == ("2,709", "13 July 2023")
    assert read_catalogue("en") is read_catalogue("en")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", "Tin tức huyện, xã Việt Nam"), ("/articles?q=nha", "cấp xã"), ("/changes", "Sửa sau khi đăng"),
        ("/harvest/articles/1", "Đăng khi nào, và vì sao biết"), ("/harvest", "Câu hỏi và bảng"),
        ("/harvest/undated", "Bài không có ngày"), ("/none", "Tổng quan"),
        ("/harvest/portals/xa-da-chong", "bị chặn"), ("/harvest/revisions", "Các bản trước"),
    ],
)  # fmt: skip
def test_pages_follow_the_browser(ask, path, words):
    page = ask(path, headers={"accept-language": "vi-VN,vi;q=0.9"}).text
    assert '<html lang="vi">' in page and words in page
    assert words not in ask(path, headers={"accept-language": "en"}).text


def test_two_requests_at_once_have_their_own_language(ask):
    async def ask_both():
        client = ask.datasette.client
        asked = (client.get("/articles?q=nha", headers={"accept-language": language}) for language in ("vi", "en") * 4)
        return [response.text for response in await asyncio.gather(*asked)]

    pages = asyncio.run(ask_both())
    assert ["cấp xã" in page for page in pages] == [True, False] * 4
    assert languages.LANGUAGE.get() == "en"
