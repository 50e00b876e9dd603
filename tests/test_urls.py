"""Addresses: what is one address in many spellings, and what must stay apart."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from harvester.urls import (
    BadAddress,
    is_of_site,
    is_same_site,
    join,
    make_key,
    normalize,
    read_origin,
    read_site,
    resolve,
)

LABELS = st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True)
HOSTS = st.builds(lambda a, b: f"{a}.{b}.vn", LABELS, LABELS)
PORTS = st.sampled_from(["", ":80", ":443", ":8080"])
SEGMENTS = st.text(
    alphabet=st.one_of(
        st.sampled_from("abz019-_.~!$&'()*+,;=:@%/ \t"),
        st.sampled_from("ăâđêôơưàảãạ\u0300\u0301\u031b"),
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="?#[]\\"),
    ),
    max_size=12,
)
ENCODED = st.one_of(SEGMENTS, SEGMENTS.map(quote), st.sampled_from(["%2F", "%25", "%e1%ba%a1", "%C3", "..", "."]))
PATHS = st.lists(ENCODED, max_size=5).map(lambda parts: "/" + "/".join(parts))
NAMES = st.sampled_from(["id", "t", "rnd", "page", "pageindex", "utm_source", "fbclid", "q", "PHPSESSID", "a b", "đ"])
VALUES = st.one_of(st.text(alphabet="abc01/:@ %&=+;đ", max_size=6))
QUERIES = st.lists(st.tuples(NAMES, VALUES), max_size=4).map(
    lambda pairs: "?" + "&".join(f"{quote(k)}={quote(v)}" for k, v in pairs) if pairs else ""
)
ADDRESSES = st.builds(
    lambda scheme, host, port, path, query, rest: f"{scheme}://{host}{port}{path}{query}{rest}",
    st.sampled_from(["http", "https", "HTTP"]), HOSTS, PORTS, PATHS, QUERIES, st.sampled_from(["", "#x"]),
)  # fmt: skip


@given(ADDRESSES)
@example("http://a.b.vn/..//x/./%2e%2e/y")
@example("http://a.b.vn/%25252F/%c3%80")
@example("http://a.b.vn/;jsessionid=1;sid=2/x")
@example("http://a.b.vn/(S(a))/(S(b))/x")
@example("http://a.b.vn/?a%20b")
def test_normalising_twice_changes_nothing(url: str) -> None:
    once = normalize(url)
    assert normalize(once) == once


@given(ADDRESSES)
def test_the_key_of_a_key_is_itself(url: str) -> None:
    key = make_key(url)
    assert make_key(key) == key
    assert key.startswith("http://")


@given(ADDRESSES, ADDRESSES, PORTS)
def test_keys_tell_sites_apart_as_addresses_do(url: str, other: str, port: str) -> None:
    for home in (other, f"https://www.{read_site(url)}{port if ':' not in read_site(url) else ''}/tin"):
        assert is_of_site(make_key(url), make_key(home)) == is_same_site(url, home)


@given(HOSTS, PATHS, QUERIES)
def test_spellings_of_one_address_share_a_key(host: str, path: str, query: str) -> None:
    spellings = [
        f"{scheme}://{prefix}{host}{dot}{port}{path}{query}"
        for scheme, port in (("http", ""), ("https", ""), ("http", ":80"), ("https", ":443"))
        for prefix in ("", "www.", "m.", "WWW.", "amp.")
        for dot in ("", ".")
    ]
    assert len({make_key(spelling) for spelling in spellings}) == 1


@given(st.text(alphabet="ăâđêôơưaáàạếồ-", min_size=1, max_size=20))
def test_composed_and_decomposed_spellings_share_a_key(words: str) -> None:
    keys = {
        make_key("http://xa.example.vn/tin/x" + write(unicodedata.normalize(form, words)) + "x")
        for form in ("NFC", "NFD")
        for write in (str, quote)
    }
    assert len(keys) == 1


@given(
    st.dictionaries(st.sampled_from(["id", "nid", "page", "cat", "sp", "gidzl"]), st.text("0123456789abc", min_size=1))
)
def test_parameters_that_may_tell_articles_apart_stay(parameters: dict[str, str]) -> None:
    query = "&".join(f"{name}={value}" for name, value in parameters.items())
    expected = "&".join(sorted(f"{name}={value}" for name, value in parameters.items()))
    noisy = f"utm_source=zalo&{query}&fbclid=Iw&PHPSESSID=5f2e7a90c1d34b68".replace("&&", "&")
    assert normalize(f"http://xa.example.vn/xem?{noisy}") == "http://xa.example.vn/xem" + f"?{expected}" * bool(
        parameters
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://xa.example.vn/?id=1", "http://xa.example.vn/?id=2"),
        ("http://xa.example.vn/tin", "http://xa.example.vn/Tin"),
        ("http://xa.example.vn/tin", "http://xa.example.vn/tin/"),
        ("http://xa.example.vn/", "http://xa.example.vn:8080/"),
        ("http://xa.example.vn/?pageindex=1", "http://xa.example.vn/?pageindex=2"),
        ("http://xa.example.vn/a%2Fb", "http://xa.example.vn/a/b"),
        ("http://example.vn/", "http://xa.example.vn/"),
        ("http://xa.example.vn/?1234", "http://xa.example.vn/?1235"),
        ("http://xa.example.vn/x?a=1&a=2", "http://xa.example.vn/x?a=1"),
    ],
)
def test_what_may_be_two_pages_has_two_keys(one: str, other: str) -> None:
    assert make_key(one) != make_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://xa.example.vn", "http://xa.example.vn/"),
        ("http://xa.example.vn//tin//a", "http://xa.example.vn/tin/a"),
        ("http://xa.example.vn/tin?pageindex=0", "http://xa.example.vn/tin"),
        ("http://xa.example.vn/tin;jsessionid=1A2B", "http://xa.example.vn/tin"),
        ("http://xa.example.vn/(S(abc))/tin", "http://xa.example.vn/tin"),
        ("http://xa.example.vn/tin?b=2&a=1#top", "http://xa.example.vn/tin?a=1&b=2"),
        ("http://xa.example.vn/b/../tin", "http://xa.example.vn/tin"),
        (" http://xa.example.vn/tin ", "http://xa.example.vn/tin"),
    ],
)
def test_what_is_one_page_has_one_key(one: str, other: str) -> None:
    assert make_key(one) == make_key(other)


@pytest.mark.parametrize(
    "text",
    ["", "javascript:void(0)", "mailto:a@b.vn", "http://[", "http://", "ftp://xa.example.vn/", "http://a:99999/",
     "http://a:b/", "//xa.example.vn/", "tin/a.html", "http://..../", "http://" + "ư" * 80 + ".vn/"],
)  # fmt: skip
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(BadAddress):
        normalize(text)


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_is_refused(text: str) -> None:
    for form in (text, "http://" + text, "http://a.vn/" + text, "http://a.vn/?" + text):
        try:
            normal = normalize(form)
        except BadAddress:
            continue
        assert normal.isascii()
        assert normalize(normal) == normal
        assert make_key(make_key(normal)) == make_key(normal)


@given(st.text(max_size=40))
def test_a_link_resolves_to_an_address_with_a_key_or_is_refused(link: str) -> None:
    try:
        address = resolve("http://xa.example.vn/tin/", link)
    except BadAddress:
        return
    assert make_key(address)


def test_a_link_is_fetched_as_it_is_spelled() -> None:
    decomposed = unicodedata.normalize("NFD", "đường-mới")
    assert resolve("http://xa.example.vn/muc/", f"../{decomposed}#top") == f"http://xa.example.vn/{decomposed}"
    assert resolve("http://xa.example.vn/", "a?sid=65f0c1d2a3b4c5d6e7f80912&x=") == (
        "http://xa.example.vn/a?sid=65f0c1d2a3b4c5d6e7f80912&x="
    )
    assert resolve("http://xa.example.vn/", "a?sid=5f2e7a90c1d34b68&id=2&x=%20") == "http://xa.example.vn/a?id=2&x=%20"
    assert resolve("http://xa.example.vn/", "/a;jsessionid=9?b=1") == "http://xa.example.vn/a?b=1"
    assert join("http://xa.example.vn/muc/", "tin\n.html") == "http://xa.example.vn/muc/tin.html"


def test_sites() -> None:
    assert read_site("https://www.xa.example.vn/a") == "xa.example.vn"
    assert read_origin("https://www.xa.example.vn:8443/a") == "https://www.xa.example.vn:8443"
    assert is_same_site("https://m.xa.example.vn/tin", "http://xa.example.vn/")
    assert not is_same_site("http://xa.example.vn:81/", "http://xa.example.vn/")
    assert not is_same_site("http://xa.example.vn.evil.vn/", "http://xa.example.vn/")
    assert not is_same_site("javascript:void(0)", "http://xa.example.vn/")
    assert read_site("http://www.vn/") == "www.vn"  # not a prefix: nothing would be left


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("http://xa.example.vn/bai.php?sid=7", "http://xa.example.vn/bai.php?sid=7"),
        (
            "http://xa.example.vn/bai?sid=65f0c1d2a3b4c5d6e7f80912",
            "http://xa.example.vn/bai?sid=65f0c1d2a3b4c5d6e7f80912",
        ),
        (
            "http://xa.example.vn/muc?cur=2&sid=65f0c1d2a3b4c5d6e7f80912",
            "http://xa.example.vn/muc?cur=2&sid=65f0c1d2a3b4c5d6e7f80912",
        ),
        (
            "http://xa.example.vn/muc?page=2&sid=65f0c1d2a3b4c5d6e7f80912",
            "http://xa.example.vn/muc?page=2&sid=65f0c1d2a3b4c5d6e7f80912",
        ),
        ("http://xa.example.vn/bai?id=7&sid=65f0c1d2a3b4c5d6e7f80912", "http://xa.example.vn/bai?id=7"),
        ("http://xa.example.vn/bai?sid=c5f0c1d2a3b4c5d6e7f80912", "http://xa.example.vn/bai"),
        ("http://xa.example.vn/bai?phpsessid=65f0c1d2a3b4c5d6e7f80912", "http://xa.example.vn/bai"),
        ("http://xa.example.vn/bai.php?sid=5f2e7a90c1d34b68", "http://xa.example.vn/bai.php"),
        ("http://xa.example.vn/tin?AspxAutoDetectCookieSupport=1", "http://xa.example.vn/tin"),
        ("http://xa.example.vn/(X(1)S(cna25eih5rueykzez1gr31fh))/tin", "http://xa.example.vn/tin"),
        ("http://xa.example.vn/(clnogj2arh3amhkkearw0nbn)/tin", "http://xa.example.vn/tin"),
    ],
)
def test_a_session_is_told_by_its_looks(address: str, shown: str) -> None:
    assert normalize(address) == resolve(address, address) == shown


@pytest.mark.parametrize(
    "query",
    ["rnd=0.81125549", "rnd=4711471147", "_=1772758800123", "t=1772758800123456", "ts=1772758800123456789",
     "t=638766288000000000", "nocache=1772758800", "t=.90217735"],
)  # fmt: skip
def test_what_only_keeps_caches_away_makes_no_other_address(query: str) -> None:
    for page in ("/tin/ba-con-lam-duong-moi.html", "/tin/7", "/xem.aspx"):
        number = "id=7&" if page == "/xem.aspx" else ""
        bare = f"http://go.example{page}{'?id=7' if number else ''}"
        assert make_key(f"http://go.example{page}?{number}{query}") == bare


@pytest.mark.parametrize(
    "address",
    ["/xem.aspx?t=1772758800", "/tin/bai-7.html?t=12", "/tin/bai-7.html?time=2026", "/xem.aspx?rnd=7",
     "/tin/7?r=1234567890", "/xem.aspx?page=2&t=1772758800", "/tin/bai-7.html?t=abc",
     "/lich-lam-viec-tuan?t=1772758800", "/tin-noi-bat/?time=1772758800123", "/v1/?_=5", "/tin/bai-7.html?rnd=4711"],
)  # fmt: skip
def test_numbers_that_may_tell_a_page_stay(address: str) -> None:
    assert make_key(f"http://go.example{address}").endswith(address)
