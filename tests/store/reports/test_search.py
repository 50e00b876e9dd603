"""Search: the same hits with and without diacritics, marks on the original, and no query that breaks it."""

import unicodedata
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.news import make_database

from harvester.errors import ConfigError, QueryError
from harvester.store import Store
from harvester.store.reports.marking import Piece, cut_snippet, split_pieces
from harvester.store.reports.queries import make_match, make_spelling_counter
from harvester.store.reports.search import find_articles
from harvester.store.reports.selection import Selection

PARTY = "Đảng bộ huyện Gò Mận họp"


@pytest.fixture(scope="module")
def connection(tmp_path_factory):
    path = make_database(
        tmp_path_factory.mktemp("search") / "news.db",
        {"title": PARTY, "lead": "Sáng nay.", "body": "Hội nghị bàn về đường đi."},
        {"title": unicodedata.normalize("NFD", PARTY), "body": "x"},
        {
            "title": "Thu hoạch lạc",
            "body": "Nhân dân " * 80 + "nghe Đảng bộ huyện nói về lạc. " + "Sau đó " * 80,
        },
        {"title": "Đường mới", "portal": "xa-da-chong", "published_at": "2019-01-02T00:00:00+07:00"},
        {"title": "Đường mới", "portal": "huyen-go-man", "published_at": "2023-12-31T23:59:00+07:00"},
        {"title": "Đường mới", "published_at": None, "duplicate_of": 4},
        {"title": "Thông báo 15-TB/UBND", "lead": "Bộ máy của huyện, không phải của đảng."},
    )
    with Store.open(path) as store:
        yield store.connection


def ids(connection, query, selection=None):
    return {hit.id for hit in find_articles(connection, query, selection).hits}


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("query", ["Đảng bộ huyện", "dang bo huyen", "ĐẢNG BỘ HUYỆN", "đang bô huyên"])
def test_spellings_find_the_same(connection, query, form):
    assert ids(connection, unicodedata.normalize(form, query)) == {1, 2, 3, 7}


def test_index_is_whole(connection):
    connection.execute("INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)")
    connection.execute("UPDATE articles SET title = 'Đổi tên' WHERE id = 5")
    connection.execute("INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)")
    assert ids(connection, "doi ten") == {5}
    connection.execute("UPDATE articles SET title = 'Đường mới' WHERE id = 5")
    assert ids(connection, "doi ten") == set()


def test_phrase_prefix_and_exclusion(connection):
    assert ids(connection, '"đảng bộ huyện"') == {1, 2, 3}
    assert ids(connection, '"dang bo huy"*') == {1, 2, 3}
    assert ids(connection, "thu hoach la*") == {3}
    assert ids(connection, "dang bo huyen -hop") == {3, 7}
    assert ids(connection, 'huyen -"bo may" -lac') == {1, 2}
    assert ids(connection, "15-TB/UBND") == {7}
    assert ids(connection, '"đảng bộ huy') == set(), "no prefix"
    assert ids(connection, '"đảng bộ') == {1, 2, 3}, "an open quote is closed at the end"


def test_filters(connection):
    assert ids(connection, "duong moi") == {4, 5, 6}
    assert ids(connection, "duong moi", Selection()) == {4, 5}
    assert ids(connection, "duong moi", Selection(portals=("xa-da-chong",))) == {4}
    assert ids(connection, "duong moi", Selection(provinces=("ha tinh",), with_duplicates=True)) == {5, 6}
    assert ids(connection, "duong moi", Selection(since=date(2023, 12, 31), until=date(2023, 12, 31))) == {5}
    assert ids(connection, "duong moi", Selection(until=date(2023, 12, 30))) == {4}
    assert ids(connection, "duong moi", Selection(portals=("xa-da-chong",), provinces=("Hà Tĩnh",))) == set()
    with pytest.raises(ConfigError, match="did you mean 'xa-da-chong'"):
        ids(connection, "duong", Selection(portals=("xa-da-chon",)))
    with pytest.raises(ConfigError, match="did you mean 'Hà Tĩnh'"):
        ids(connection, "duong", Selection(provinces=("Hà Tin",)))


def test_fresh_articles_come_first(connection):
    hits = find_articles(connection, "duong moi").hits
    assert [hit.id for hit in hits] == [5, 4, 6]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_title_counts_more_than_body(connection):
    assert find_articles(connection, "lac", limit=1).hits[0].id == 3
    found = find_articles(connection, "dang bo huyen", limit=2)
    assert {hit.id for hit in found.hits} == {1, 2}
    assert found.total == 4


def test_marks_stand_on_the_original(connection):
    hit = next(hit for hit in find_articles(connection, '"dang bo huyen"').hits if hit.id == 1)
    assert [(piece.text, piece.is_hit) for piece in hit.title] == [
        ("Đảng bộ huyện", True),
        (" Gò Mận họp", False),
    ]
    hit = next(hit for hit in find_articles(connection, '"dang bo huyen"').hits if hit.id == 3)
    text = "".join(piece.text for piece in hit.snippet)
    assert [piece.text for piece in hit.snippet if piece.is_hit] == ["Đảng bộ huyện"]
    assert text.startswith("…") and text.endswith("…") and len(text) < 260


def test_marks_of_the_text_itself_are_no_hits():
    pieces = split_pieces("\ue000a\ue001 đ", "\ue000a\ue001 \ue002d\ue003", "\ue002", "\ue003")
    assert [(piece.text, piece.is_hit) for piece in pieces] == [("\ue000a\ue001 ", False), ("đ", True)]


NUMBERS = ["15/2021/QĐ-UBND", "15/2021/qd-ubnd", "HĐND-UBND", "hdnd", "hdnd-ubnd 2021", "15/2021*"]


@pytest.mark.parametrize("query", NUMBERS)
def test_numbers_and_hyphens_are_found_as_they_stand(tmp_path, query):
    text = "Theo Quyết định 15/2021/QĐ-UBND, HĐND-UBND xã họp."
    db = make_database(tmp_path / "news.db", {"body": text}, {"body": "UBND xã họp năm 2021 về 15 việc; QĐ số 2."})
    with Store.open(db, readonly=True) as store:
        found = find_articles(store.connection, query)
    assert [hit.id for hit in found.hits] == [1]
    assert any(piece.is_hit for piece in found.hits[0].snippet)


def test_a_nul_ends_no_marked_text(tmp_path):
    db = make_database(tmp_path / "news.db", {"title": "Họp thôn\x00 Bãi Cát"})
    with Store.open(db, readonly=True) as store:
        (hit,) = find_articles(store.connection, "hop").hits
    assert "".join(piece.text for piece in hit.title) == "Họp thôn\x00 Bãi Cát"
    assert hit.title[0] == Piece("Họp", is_hit=True)


def test_long_queries_are_shown_short():
    with pytest.raises(QueryError, match=r"^nothing to look for in .{60,70}: it has") as caught:
        make_match("?" * 10_000)
    assert len(str(caught.value)) < 130


def test_snippet_of_a_text_without_hits_is_its_beginning():
    assert cut_snippet(split_pieces("Một hai", "Một hai", "<", ">")) == split_pieces("Một hai", "Một hai", "<", ">")


@pytest.mark.parametrize("query", ["", "   ", '"', '""', "*", "-", "(((", "?!", "\u0301", "-duong", "a " * 65])
def test_queries_for_nothing_are_refused(query):
    with pytest.raises(QueryError):
        make_match(query)


@pytest.mark.parametrize(
    "query",
    ["NEAR(a b", "title:x", "a AND", "OR OR", "{a}:b", "^duong", "a\x00b", "'; DROP TABLE articles; --",
     "\ud800duong", 'a"b', "duong*moi", "**duong**", "--duong x", '"a" "b', "a + b", "%s %(x)s",
     "\u202edường", "🚜 đường"],
)  # fmt: skip
def test_hostile_queries_are_text(connection, query):
    assert find_articles(connection, query).total >= 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(query=st.text(st.characters() | st.sampled_from('"*-():^+{}đĐạ\x00 '), max_size=40))
def test_no_query_breaks_the_search(connection, query):
    try:
        match = make_match(query)
    except QueryError:
        return
    sql = "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH ?"
    assert connection.execute(sql, (match,)).fetchone()[0] >= 0, f"{query!r} became {match!r}"


@pytest.fixture(scope="module")
def spelled(tmp_path_factory):
    """Two readings of the same letters: the one that is rarer in the index first, as bm25 has it."""
    path = tmp_path_factory.mktemp("spelled") / "news.db"
    make_database(
        path,
        {"title": "Hỏi nghĩ, hỏi nghĩ", "published_at": "2024-01-02T00:00:00+07:00"},
        {"title": "Xã Bến Lau", "body": "Hôm qua họp. " * 30 + "Hội nghị bàn về lúa."},
        {"title": "ÐẢNG BỘ họp", "body": "Ngày hội hoà bình."},
        {"title": "Tin", "body": "Đường đi xa."},
    )
    with Store.open(path, readonly=True) as store:
        yield store.connection


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("query", ["hội nghị", '"hội nghị"', "HỘI NGHỊ", "hội ngh*"])
def test_what_is_spelled_as_typed_comes_first(spelled, query, form):
    query = unicodedata.normalize(form, query)
    assert [hit.id for hit in find_articles(spelled, query).hits] == [2, 1]


def test_without_diacritics_nothing_is_preferred(spelled):
    assert [hit.id for hit in find_articles(spelled, "hoi nghi").hits] == [1, 2]


@pytest.mark.parametrize("query", ["đảng bộ", "dang bo", "\u00d0ảng bộ", "\u00f0ang bo", "hòa bình", "hoà binh"])
def test_eth_is_a_d_with_a_stroke(spelled, query):
    (hit,) = find_articles(spelled, query).hits
    assert hit.id == 3
    assert any(piece.is_hit for piece in (*hit.title, *hit.snippet))


def test_place_of_tones_is_no_spelling_of_its_own():
    count = make_spelling_counter("hoà đường -bỏ")
    assert count("Hòa", None, "con ÐƯỜNG") == 2
    assert count("Hòa", "đườngs", "") == 1
    assert make_spelling_counter("hoa -bỏ") is None
