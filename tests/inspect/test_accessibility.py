"""Every kind of page, for those who do not see it or use no mouse: in two widths and two languages."""

import os
import re
from pathlib import Path

import pytest
from support.browsing import NARROW, WIDE, assert_fits

pytestmark = pytest.mark.browser

AXE = Path(os.environ.get("HARVESTER_AXE", ".cache/axe/node_modules/axe-core/axe.min.js"))

PAGES = (
    "/", "/articles", "/articles?q=hội+nghị", "/articles?q=hop&province=Trăng+Khuyết&level=commune",
    "/articles?month=2022", "/articles?state=copies", "/articles?q=khongcogi", "/articles?month=x", "/changes",
    "/changes?level=party", "/harvest", "/harvest/articles", "/harvest/articles?_columns=all",
    "/harvest/articles?category=Tin+tức", "/harvest/articles/{changed}", "/harvest/articles/{copy}",
    "/harvest/articles/{table}", "/harvest/portals", "/harvest/portals/{portal}", "/harvest/undated",
    "/harvest/units",
    "/harvest/units/{unit}", "/harvest/coverage?province=Trăng+Khuyết", "/harvest/reprints", "/harvest/revisions",
    "/harvest/revisions/{changed},1", "/harvest/urls", "/harvest?sql=SELECT+1+AS+one", "/harvest?sql=SELECT+nope",
    "/harvest/none", "/-/versions", "/-/explain?url=http://nowhere.example/",
)  # fmt: skip

RUN = "async () => (await axe.run()).violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' | '))"


@pytest.fixture(scope="module")
def keys(demo_database):
    """Articles of the demo that show what few do."""
    from harvester.store import Store

    with Store.open(demo_database, readonly=True) as store:
        read = store.connection.execute
        return {
            "changed": read("SELECT article FROM revisions").fetchone()[0],
            "copy": read("SELECT id FROM articles WHERE duplicate_of IS NOT NULL").fetchone()[0],
            "table": read("SELECT id FROM articles WHERE body LIKE '%' || char(10) || '% | %'").fetchone()[0],
            "portal": read("SELECT id FROM portals").fetchone()[0],
            "unit": read("SELECT min(id) FROM units WHERE regime = 2025").fetchone()[0].replace(":", "~3A"),
        }


@pytest.fixture(scope="module", params=["en", "vi"])
def page(browser, demo_address, request):
    context = browser.new_context(base_url=demo_address, locale=request.param, bypass_csp=True)
    opened = context.new_page()
    opened.language = request.param
    yield opened
    context.close()


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed (npm install --prefix .cache/axe axe-core)")
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(page, keys, path):
    page.goto(path.format(**keys))
    page.add_script_tag(path=AXE)
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        assert page.evaluate(RUN) == []
        assert_fits(page)
    assert page.locator("html").get_attribute("lang") == page.language


@pytest.mark.parametrize(
    ("path", "headline"),
    [("/", ".news a"), ("/articles", ".hits a"), ("/articles?q=hội+nghị&level=party", ".hits a"),
     ("/changes", ".hits a")],
)  # fmt: skip
def test_the_first_headline_is_near(page, path, headline):
    page.set_viewport_size(NARROW)
    page.goto(path)
    first = page.locator(headline).first
    assert first.bounding_box()["y"] + first.bounding_box()["height"] < NARROW["height"]
    reached = []
    for _ in range(10):
        page.keyboard.press("Tab")
        reached.append(first.evaluate("link => link === document.activeElement"))
    assert any(reached)


def test_the_skip_link_leads_to_the_content(page):
    page.goto("/articles")
    page.keyboard.press("Tab")
    assert page.locator(".skip").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_chart_is_a_table_and_no_row_of_stops(page):
    page.goto("/")
    assert page.locator(".chart a:not([tabindex='-1'])").count() == 0
    page.locator(".chart-section summary").click()
    row = page.locator(".chart-section tbody tr").first
    month = row.locator("th").inner_text()
    count = row.locator("td").first.inner_text()
    row.locator("a").click()
    assert f"month={month}" in page.url
    assert re.match(r"\d+", page.locator(".count strong").inner_text())[0] == count
