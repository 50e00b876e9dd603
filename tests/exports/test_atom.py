"""Feeds, read back by feedparser and by a strict XML parser."""

import feedparser
import pytest
from lxml import etree
from support.news import make_database

from exports.atom import OURS, export_atom, make_name
from harvester.errors import QueryError
from harvester.store.reports.selection import Selection
from harvester.store.reports.snapshot import Snapshot

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    return make_database(
        tmp_path_factory.mktemp("atom") / "news.db",
        {
            "title": "Đảng bộ huyện <b>họp</b> & bàn",
            "lead": 'Lời "dẫn" & <script>',
            "author": "Vân Lâm",
            "category": "Tin",
        },
        {"title": "Mới hơn", "published_at": "2023-08-01T07:00:00+07:00", "body": "Một câu dài. " * 60},
        {"title": "Không ngày", "published_at": None},
        {"title": "Bản sao", "duplicate_of": 1},
        {"title": "Đã gỡ", "gone_at": "2024-01-01T00:00:00+07:00"},
        {"title": "Ký tự \x00\x0b\ufffe lạ", "url": "javascript:alert(1)", "portal": "xa-da-chong"},
    )


def export(db, out, selection=None, **options):
    with Snapshot.open(db, selection or Selection()) as snapshot:
        return export_atom(snapshot, out, **options)


def titles(path):
    etree.parse(path)
    feed = feedparser.parse(path.read_bytes())
    assert not feed.bozo, feed.get("bozo_exception")
    return [entry.title for entry in feed.entries]


def test_a_feed_for_each_portal_and_province(db, tmp_path):
    counts = export(db, tmp_path / "feeds")
    assert counts == {"feeds": 5, "feed entries": 6}
    names = sorted(path.relative_to(tmp_path / "feeds").as_posix() for path in (tmp_path / "feeds").rglob("*.xml"))
    assert names == [
        "portals/huyen-go-man.xml", "portals/xa-da-chong.xml", "portals/xa-suoi-vang.xml",
        "provinces/ha-tinh.xml", "provinces/nghe-an.xml",
    ]  # fmt: skip
    assert all(OURS.fullmatch(name) for name in names)
    assert titles(tmp_path / "feeds" / "provinces" / "ha-tinh.xml") == [
        "Mới hơn",
        "Đảng bộ huyện <b>họp</b> & bàn",
    ]
    assert titles(tmp_path / "feeds" / "portals" / "huyen-go-man.xml") == []


def test_an_entry_is_whole(db, tmp_path):
    export(db, tmp_path / "a.xml")
    entry = etree.parse(tmp_path / "a.xml").findall(f"{ATOM}entry")[2]
    values = {child.tag.removeprefix(ATOM): child.text for child in entry}
    assert values["title"] == "Đảng bộ huyện <b>họp</b> & bàn"
    assert values["summary"] == 'Lời "dẫn" & <script>'
    assert values["published"] == "2023-07-13T20:48:00+07:00"
    assert values["updated"] == "2024-03-01T08:00:00+07:00"
    assert values["id"].startswith("urn:uuid:")
    assert entry.find(f"{ATOM}author/{ATOM}name").text == "Vân Lâm"
    assert entry.find(f"{ATOM}link").get("href") == "https://xa-suoi-vang.example.vn/tin-1.html"
    assert [c.get("term") for c in entry.findall(f"{ATOM}category")] == ["Xã Suối Vang", "Tin"]


def test_one_feed_of_a_search(db, tmp_path):
    assert export(db, tmp_path / "feed", query="dang bo huyen") == {"feed entries": 1}
    assert titles(tmp_path / "feed") == ["Đảng bộ huyện <b>họp</b> & bàn"]
    with pytest.raises(QueryError):
        export(db, tmp_path / "feed", query="???")
    assert export(db, tmp_path / "a.atom", Selection(provinces=("nghe an",))) == {"feed entries": 1}
    assert export(db, tmp_path / "a.atom", limit=1) == {"feed entries": 1}
    assert titles(tmp_path / "a.atom") == ["Mới hơn"]


def test_hostile_texts_and_links(db, tmp_path):
    export(db, tmp_path / "feeds")
    text = (tmp_path / "feeds" / "portals" / "xa-da-chong.xml").read_text(encoding="utf-8")
    assert "javascript:" not in text
    assert "Ký tự \ufffd\ufffd\ufffd lạ" in text
    assert "<script>" not in (tmp_path / "feeds" / "portals" / "xa-suoi-vang.xml").read_text(encoding="utf-8")


def test_ids_stay_and_bytes_are_the_same(db, tmp_path):
    export(db, tmp_path / "a")
    export(db, tmp_path / "b")
    for path in (tmp_path / "a").rglob("*.xml"):
        assert path.read_bytes() == (tmp_path / "b" / path.relative_to(tmp_path / "a")).read_bytes()


@pytest.mark.parametrize("text", ["../../etc/passwd", "/etc/passwd", "..", "", "Hà Tĩnh", "a\x00b", "x" * 500, "日本"])
def test_names_stay_in_their_directory(text):
    taken = set()
    first, second = make_name("portals", text, taken), make_name("portals", text, taken)
    assert OURS.fullmatch(first)
    assert OURS.fullmatch(second)
    assert first != second
