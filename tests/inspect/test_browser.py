"""The pages in a real browser, on the demo's database, in a wide and in a narrow window."""

import shutil
from pathlib import Path
from urllib.parse import unquote

import pytest
from support.browsing import NARROW, WIDE, assert_fits, serve
from support.news import SEEN, insert

from harvester.store import Store

pytestmark = pytest.mark.browser

HOSTILE = """<script>document.title = "hijacked"</script> <img src=x onerror="document.title = 'hijacked'">

<a href="javascript:document.title='hijacked'">bấm</a> javascript:alert(1) và 'x'; DROP TABLE articles; --"""

LONG = "dài" * 300


@pytest.fixture(scope="module")
def db(tmp_path_factory, demo_database):
    """The demo's harvest, and one article that means harm."""
    path = tmp_path_factory.mktemp("browser") / "demo.db"
    shutil.copy(demo_database, path)
    with Store.open(path) as store, store.transaction() as connection:
        (portal,) = connection.execute("SELECT min(id) FROM portals").fetchone()
        article = {
            "id": 9000, "uid": "x", "portal": portal, "url": "javascript:document.title='hijacked'",
            "title": "<b>Bài độc</b> hại",
            "lead": HOSTILE, "body": HOSTILE,
            "category": "<i>Tin</i>", "content_hash": "0", "document_number": HOSTILE, "signer": HOSTILE,
            "platform": "x",
            "extractor": "x/1", "read_from": "x", "first_seen_at": SEEN,
            "last_seen_at": SEEN, "checked_at": SEEN,
        }  # fmt: skip
        insert(connection, "articles", article)
        texts = {"title": f"{LONG} {HOSTILE}", "lead": HOSTILE, "body": HOSTILE}
        earlier = {"article": 9000, "revision": 1, "seen_at": SEEN, "content_hash": "1", "cause": "page", **texts}
        insert(connection, "revisions", earlier)
        date = {"article": 9000, "text": HOSTILE, "found_in": "page", "why_not": f"disagrees with {LONG}"}
        insert(connection, "date_candidates", date)
        insert(connection, "images", {"article": 9000, "position": 1, "url": "javascript:alert(1)", "caption": LONG})
    return path


@pytest.fixture(scope="module")
def address(db):
    yield from serve(db)


@pytest.fixture(params=[WIDE, NARROW], ids=["wide", "narrow"])
def page(browser, address, request):
    """A page whose errors, dialogs and scripts that were refused are failures."""
    opened = browser.new_page(viewport=request.param, base_url=address)
    troubles = []
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("dialog", lambda dialog: (troubles.append(dialog.message), dialog.dismiss()))
    opened.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    yield opened
    opened.close()
    assert troubles == []


def follow(page, link):
    """Click, and wait for the page that it leads to: counting elements does not wait."""
    with page.expect_navigation():
        link.click()


def test_front_page(page):
    page.goto("/")
    assert page.locator("h1").inner_text() == "News of Vietnam's districts and communes"
    assert page.locator(".totals dd").first.inner_text() == "121"
    chart = page.locator(".chart svg").bounding_box()
    assert chart["height"] > 150
    bars = page.locator(".chart rect:not(.hit)")
    assert bars.count() > 50
    assert all(bars.nth(i).bounding_box()["width"] > 1 for i in range(5))
    assert page.locator(".statuses").inner_text() == "1 partial 2 ok"  # the page of random bytes
    assert_fits(page)


def test_a_month_leads_to_its_articles(page):
    page.goto("/")
    page.goto(page.locator(".chart a", has_text="2022-04:").get_attribute("href"))
    shown = page.locator(".hits .hint").all_inner_texts()
    assert shown
    assert all("April 2022" in text for text in shown)


def test_search_without_accents(page):
    found = []
    for query in ("khanh thanh tuyen duong", "Khánh thành tuyến đường"):
        page.goto("/")
        page.get_by_label("Search the articles").last.fill(query)
        follow(page, page.get_by_role("button", name="Search"))
        found.append(page.locator(".hits h2").all_inner_texts())
    assert sorted(found[0]) == sorted(found[1])
    assert "Khánh thành tuyến đường" in found[1][0]
    assert "Khánh" in page.locator("mark").all_inner_texts()
    assert_fits(page)


def test_filters_narrow_the_list(page):
    page.goto("/articles?q=xa")
    page.get_by_text("Filters and order").click()
    page.get_by_label("Level").select_option("commune")
    follow(page, page.get_by_role("button", name="Search"))
    assert "level=commune" in page.url
    assert page.locator(".hits .hint").count() > 0
    assert all("Xã Bãi Nắng" in text for text in page.locator(".hits .hint").all_inner_texts())
    assert_fits(page)


def test_a_facet_narrows_the_table(page):
    page.goto("/harvest/articles?_columns=all")
    follow(page, page.locator(".facet-results").get_by_role("link", name="body", exact=True))
    assert page.locator(".count strong").inner_text() == "1 row"
    assert "published_from=body" in unquote(page.url)
    assert_fits(page)


def test_the_language_is_chosen_by_a_link(page):
    page.goto("/articles?q=xa")
    follow(page, page.get_by_role("link", name="Tiếng Việt"))
    assert page.url.endswith("/articles?q=xa")
    assert page.locator("html").get_attribute("lang") == "vi"
    page.goto("/")
    follow(page, page.get_by_role("link", name="English"))
    assert page.locator("html").get_attribute("lang") == "en"


def test_an_article_reads_like_one(page):
    page.goto("/changes")
    follow(page, page.locator(".hits a").first)
    article = page.locator("article")
    assert article.locator("h1").inner_text()
    assert article.locator(".lead").inner_text()
    assert article.locator(".body p").count() >= 3
    assert page.locator("#dates .chosen").count() == 1
    assert page.locator("#revisions ins").count() >= 1
    assert article.locator(".original a").get_attribute("href").startswith("http://127.0.0.1")
    assert_fits(page)


def test_a_table_and_a_file(page):
    page.goto("/articles?q=gia+ban+le+cho+thi+tran")
    follow(page, page.locator(".hits a").first)
    assert page.locator("article table tr").count() == 5
    assert_fits(page)


def test_copies_say_who_was_first(page):
    page.goto("/harvest/reprints")
    follow(page, page.locator("td.col-title a"))
    assert page.locator("#copies li").count() == 2
    assert "the first" in page.locator("#copies li").first.inner_text()
    follow(page, page.locator("#copies a"))
    assert page.locator("article .notice").first.inner_text().startswith("A copy of")


def test_a_question_with_a_parameter(page):
    page.goto("/")
    follow(page, page.get_by_role("link", name="Coverage by month"))
    assert page.locator("h1").inner_text() == "Coverage by month"
    page.locator("summary", has_text="Filters").click()
    page.get_by_label("Province").select_option("Trăng Khuyết")
    follow(page, page.get_by_role("button", name="Show"))
    assert page.locator("td.col-month").count() > 50
    assert page.get_by_label("Province").input_value() == "Trăng Khuyết"
    assert_fits(page)


def test_the_export_link_gives_every_row(page):
    page.goto("/")
    with page.expect_download() as download:
        page.locator("a.export").first.click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert text.startswith("uid,published_at,published_precision,title,lead,portal")
    assert "Khánh thành tuyến đường" in text
    assert len(text.splitlines()) > 121


def test_an_article_that_means_harm_is_text(page):
    page.goto("/harvest/articles/9000")
    assert page.title().startswith("<b>Bài độc</b> hại")
    assert "<script>document.title" in page.locator(".body").inner_text()
    assert page.locator("article a[href^=javascript], article img, article script").count() == 0
    page.goto('/articles?q="Bài+độc"')
    assert page.locator(".hits h2").inner_text() == "<b>Bài độc</b> hại"
    assert page.locator("main img, main script, main a[href^=javascript]").count() == 0
    assert "hijacked" not in page.title()


@pytest.mark.parametrize(
    "path",
    [
        "/harvest/articles?_columns=all", "/harvest/articles?_facet=document_number", "/changes", "/articles",
        "/articles?q=bai+doc",
        "/harvest/undated", "/harvest/documents", "/harvest/date_conflicts", "/harvest/revisions/9000,1",
        "/harvest/date_candidates?article=9000", "/harvest/images", "/harvest/portals", "/harvest",
        "/harvest/articles/9000",
    ],
)  # fmt: skip
def test_no_page_is_broken_by_texts_that_mean_harm(page, path):
    assert page.goto(path).status == 200
    assert page.title() != "hijacked"
    assert page.locator("main img, main iframe, a[href^=javascript]").count() == 0
    assert_fits(page)
