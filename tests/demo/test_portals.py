"""The pages of the three portals: what a platform has to find on them."""

from __future__ import annotations

import json
from datetime import date
from urllib.parse import urljoin

import pytest
from lxml import etree, html

from harvester.demo.commune import build_commune
from harvester.demo.district import build_district
from harvester.demo.newsroom import COMMUNE, DISTRICT, PARTY, Newsroom
from harvester.demo.party import build_party

ROOM = Newsroom(date(2026, 2, 20))
BASE = "http://127.0.0.1:8000"
BUILDERS = {DISTRICT: build_district, COMMUNE: build_commune, PARTY: build_party}
SITES = {portal: build(ROOM, 2, BASE) for portal, build in BUILDERS.items()}


def parse(portal: str, path: str):
    return html.fromstring(SITES[portal][path].body.decode())


def walk_links(portal: str, start: str = "/") -> set[str]:
    """Every path that links on pages lead to."""
    seen, todo = {start}, [start]
    while todo:
        answer = SITES[portal].get(todo[0])
        path = todo.pop(0)
        if answer is None or not answer.media_type.startswith("text/html") or answer.status != 200:
            continue
        for href in html.fromstring(answer.body.decode("utf-8", "replace")).xpath("//a/@href"):
            url = urljoin(BASE + path, href)
            if url.startswith(BASE) and (found := url.removeprefix(BASE)) not in seen:
                seen.add(found)
                todo.append(found)
    return seen


@pytest.mark.parametrize("portal", BUILDERS)
def test_links_lead_to_every_story_and_only_the_dead_one_is_missing(portal):
    seen = walk_links(portal)
    assert {story.path for story in ROOM.read_edition(2, portal)} <= seen
    dead = {path for path in seen if path not in SITES[portal]}
    assert dead == ({ROOM.find_planted("gone").path} if portal == DISTRICT else set())


def test_district_article_has_the_marks_of_nukeviet():
    story = ROOM.find_planted("attachment")
    page = parse(DISTRICT, story.path)
    assert page.xpath("//meta[@name='generator']/@content") == ["NukeViet v4.5"]
    (box,) = page.xpath("//div[contains(@itemtype, 'NewsArticle')]")
    assert box.xpath(".//h1[@itemprop='headline']/text()") == [story.title]
    assert box.xpath("(.//span[@class='h5'])[1]/text()") == ["Thứ sáu - 25/03/2022 16:19"]
    assert box.xpath(".//div[contains(@class, 'hometext')]/text()") == [story.lead]
    assert len(box.xpath(".//*[@id='news-bodyhtml' and contains(@class, 'bodytext')]")) == 1
    assert box.xpath(".//*[contains(@class, 'news-download-file')]//a[@download]/strong/text()") == [story.attachment]


def test_district_meta_date_is_garbled_as_nukeviet_garbles_it():
    page = parse(DISTRICT, ROOM.find_planted("attachment").path)
    assert page.xpath("//meta[@property='article:published_time']/@content") == ["2022-03-25+0716:19:00"]


def test_district_sitemap_leads_in_two_steps_to_the_stories():
    index = etree.fromstring(SITES[DISTRICT]["/sitemap.xml"].body)
    (first,) = index.xpath("//*[local-name()='loc']/text()")
    listed = etree.fromstring(SITES[DISTRICT][first.removeprefix(BASE)].body).xpath("//*[local-name()='loc']/text()")
    assert {url.removeprefix(BASE) for url in listed} == {
        story.path for story in ROOM.read_edition(2, DISTRICT) if story.fault != "missing"
    }


def test_district_feed_has_the_month_for_minutes():
    feed = etree.fromstring(SITES[DISTRICT]["/rss/van-hoa-giao-duc/"].body)
    dates = dict(zip(feed.xpath("//item/title/text()"), feed.xpath("//item/pubDate/text()"), strict=True))
    assert dates["Ngày khai trường ở điểm trường xa nhất huyện"] == "Thu, 05 Sep 2019 03:09:00 GMT"


def test_second_section_lists_the_alias():
    story = ROOM.find_planted("two-categories")
    pages = [path for path in SITES[DISTRICT] if path.startswith("/nong-thon-moi/") and path.endswith("/")]
    listed = {href for path in pages for href in parse(DISTRICT, path).xpath("//h3/a/@href")}
    assert story.alias in listed and story.path not in listed


def test_doubled_story_stands_twice_on_its_page():
    story = ROOM.find_planted("doubled")
    text = " ".join(parse(DISTRICT, story.path).text_content().split())
    assert [text.count(line) for line in story.lines] == [2] * len(story.lines)


def test_commune_article_has_json_ld_and_no_sitemap():
    story = ROOM.find_planted("table-commune")
    page = parse(COMMUNE, story.path)
    (data,) = [json.loads(text) for text in page.xpath("//script[@type='application/ld+json']/text()")]
    assert data["@type"] == "NewsArticle" and data["headline"] == story.title
    assert data["datePublished"] == "2022-03-08T08:00:00+07:00"
    assert page.xpath("//meta[@name='generator']/@content") == ["WordPress 6.4.3"]
    assert "/sitemap.xml" not in SITES[COMMUNE]
    assert len(page.xpath("//div[@class='entry-content']//tr")) == 5


def test_commune_feed_holds_the_newest_ten():
    feed = etree.fromstring(SITES[COMMUNE]["/feed/"].body)
    links = [url.removeprefix(BASE) for url in feed.xpath("//item/link/text()")]
    assert links == [story.path for story in ROOM.read_edition(2, COMMUNE)[:10]]


def test_party_pages_show_the_day_of_the_visit_above_the_date():
    story = ROOM.find_planted("banner")
    text = parse(PARTY, story.path).text_content()
    assert text.index("Hôm nay, Thứ sáu ngày 20/02/2026") < text.index("20:48 29/06/2022")
    assert "Bồ Câu (Văn phòng Huyện ủy)" in text


def test_banner_moves_from_one_edition_to_the_next():
    pages = [build_party(ROOM, edition, BASE)["/"].body.decode() for edition in (1, 2)]
    assert "Thứ năm ngày 19/02/2026" in pages[0] and "Thứ sáu ngày 20/02/2026" in pages[1]


def test_undated_page_shows_no_date_but_the_banner_and_the_event():
    page = parse(PARTY, ROOM.find_planted("undated").path)
    assert page.xpath("//*[@class='ngay-gio']") == []
    assert "Sáng 25/02," in page.text_content()


def test_party_portal_has_neither_feed_nor_sitemap_nor_meta_data():
    assert not [path for path in SITES[PARTY] if "rss" in path or "feed" in path or "sitemap" in path]
    assert parse(PARTY, ROOM.find_planted("banner").path).xpath("//meta[@property]") == []
