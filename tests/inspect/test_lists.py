"""The list of articles: the command's hits in the command's order, filters, counts, the whole as CSV, and feeds."""

import asyncio
import csv
import io
import re
import tomllib

import feedparser
import pytest
from support.news import make_database

from harvester.inspect import lists
from harvester.inspect.application import make_datasette
from harvester.inspect.list_request import ListRequest, read_request
from harvester.store import Store
from harvester.store.articles.uids import make_uid
from harvester.store.reports.search import find_articles

HIT = re.compile(r'<h2 lang="vi"><a href="/harvest/articles/(\d+)">')


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """More hits than a page holds, and than are listed by relevance."""
    articles = [
        {"title": f"Họp thôn số {number}", "portal": ("xa-suoi-vang", "xa-da-chong", "huyen-go-man")[number % 3],
         "published_at": f"202{number % 4}-0{number % 9 + 1}-01T00:00:00+07:00"}
        for number in range(620)
    ]  # fmt: skip
    path = make_database(tmp_path_factory.mktemp("lists") / "many.db", *articles)
    datasette = make_datasette(path)
    return lambda address, **options: asyncio.run(datasette.client.get(address, **options)), path


def read_csv(response):
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def list_ids(response):
    return [int(number) for number in HIT.findall(response.text)]


@pytest.mark.parametrize("query", ["dang bo huyen", "Đảng bộ huyện", "nha", "nhà -quà", "giao*"])
def test_hits_stand_in_the_order_of_the_command(ask, db, query):
    with Store.open(db, readonly=True) as store:
        expected = [hit.id for hit in find_articles(store.connection, query).hits]
    assert list_ids(ask("/articles", params={"q": query})) == expected != []


def test_hits_are_marked_where_they_stand(ask):
    page = ask("/articles", params={"q": "đảng BO dù*"}).text
    assert "<mark>Đảng</mark> <mark>bộ</mark> huyện <mark>dự</mark>." in page
    page = ask("/articles?q=qua+xin").text
    assert "&lt;b&gt;<mark>quà</mark>&lt;/b&gt;" in page
    assert "&lt;script&gt;alert(&#34;<mark>xin</mark> chào" in page
    assert "<mark>" not in ask("/articles").text


@pytest.mark.parametrize("query", ['"', "NEAR(", "???", "-nha", "'; DROP TABLE articles", "a" * 5000, "\x00", "<b>"])
def test_hostile_searches_find_nothing(ask, query):
    response = ask("/articles", params={"q": query})
    assert response.status_code in {200, 400}
    assert "<b>" not in response.text


def test_what_is_wrong_is_said(ask):
    response = ask("/articles?q=???")
    assert response.status_code == 400
    assert "Nothing to look for in &#39;???&#39;: it has no letter and no digit." in response.text
    assert "expected YYYY-MM" in ask("/articles?month=juli").text
    assert "did you mean &#39;Hà Tĩnh&#39;?" in ask("/articles?province=Ha+Tin").text
    assert "No such kind of articles" in ask("/articles?state=x").text
    assert "Nothing found." in ask("/articles?q=khongcogi").text


def test_filters_leave_counts_and_a_chart(many):
    get, _ = many
    page = get("/articles?q=hop&province=Hà Tĩnh&month=2021").text
    assert "<strong>103 articles</strong>" in page
    assert '>district</a> <span class="hint">52</span>' in page
    assert '<tr><th scope="row"><a href="/articles?q=hop&amp;province=H%C3%A0+T%C4%A9nh&amp;month=2021-' in page
    assert "By province" not in page and "By level" in page


def test_pages_follow_each_other_and_csv_is_whole(many):
    get, _ = many
    seen = [number for page in range(1, 14) for number in list_ids(get(f"/articles?q=hop&order=newest&page={page}"))]
    assert len(seen) == len(set(seen)) == 620
    assert len(read_csv(get("/articles.csv?q=hop"))) == 620
    assert {row["province"] for row in read_csv(get("/articles.csv?province=Nghe+An"))} == {"Nghệ An"}
    assert "The list ends before this page." in get("/articles?page=99").text


def test_by_relevance_only_the_best_are_paged_through(many):
    get, _ = many
    page = get("/articles?q=hop").text
    assert "620 articles" in page and "Page 1 of 10" in page
    assert "only the best 500" in page
    assert "Page 1 of 13" in get("/articles?q=hop&order=newest").text


def test_a_feed_of_the_same_question(many):
    get, _ = many
    page = get("/articles?q=hop&level=district").text
    address = re.search(r'type="application/atom\+xml"[^>]*href="([^"]+)"', page)[1].replace("&amp;", "&")
    feed = feedparser.parse(get(address).content)
    assert not feed.bozo
    assert [link.rel for link in feed.feed.links] == ["self", "alternate"]
    assert feed.feed.links[0].href.endswith("/articles.atom?q=hop&level=district")
    assert len(feed.entries) == 100
    assert feed.entries[0].id == f"urn:uuid:{make_uid(feed.entries[0].link)}"
    other = feedparser.parse(get("/articles.atom?level=district&q=hop", headers={"host": "localhost:1"}).content)
    assert other.feed.id == feed.feed.id


def test_a_question_can_be_kept(many):
    get, _ = many
    toml = re.search(r"<pre>(title.*?)</pre>", get('/articles?q="họp"&province=Hà Tĩnh&month=2021').text, re.S)[1]
    assert tomllib.loads(toml.replace("&#34;", '"')) == {
        "title": '"họp" · Hà Tĩnh · 2021', "query": '"họp"', "province": "Hà Tĩnh", "month": "2021",
    }  # fmt: skip


def test_too_many_hits_are_not_counted_by_month(many, monkeypatch):
    get, _ = many
    monkeypatch.setattr(lists, "MOST_COUNTED", 10)
    page = get("/articles?q=hop").text
    assert "Too many to be counted" in page and "<svg" not in page and len(HIT.findall(page)) == 50
    monkeypatch.setattr(lists, "MOST_PORTALS", 1)
    assert '<input id="portal" name="portal" type="text"' in get("/articles").text


def test_an_address_is_read_and_made_again():
    asked = read_request({"q": " hội nghị ", "level": "commune", "page": "3", "order": "newest", "x": "y"})
    assert asked == ListRequest(q="hội nghị", level="commune", page=3, order="newest")
    assert asked.make_query() == "q=h%E1%BB%99i+ngh%E1%BB%8B&level=commune&order=newest"
    assert asked.make_query(page=4).endswith("&page=4")
    assert asked.make_address("/articles", q="", level="", order="") == "/articles"
    assert [read_request({"page": page}).page for page in ("0", "-1", "x", "²", "9" * 20, "7")] == [1, 1, 1, 1, 1, 7]


def test_a_page_says_what_a_province_was_taken_for(tmp_path):
    path = make_database(tmp_path / "provinces.db", {"title": "Họp thôn", "portal": "huyen-go-man"})
    with Store.open(path) as store, store.connection as connection:
        connection.execute("UPDATE portals SET province = 'Bình Phước' WHERE id = 'huyen-go-man'")
    datasette = make_datasette(path)
    for address, language, said in (
        ("/articles?province=dong+nai", "en", "Đồng Nai of today: before July 2025 Bình Phước, Đồng Nai."),
        ("/changes?province=Đồng+Nai", "vi", "Đồng Nai hiện nay: trước tháng 7 năm 2025 là Bình Phước, Đồng Nai."),
        ("/articles?province=Bình+Phước", "en", "Bình Phước as it was until June 2025."),
    ):
        page = asyncio.run(datasette.client.get(address, headers={"accept-language": language})).text
        assert said in page
