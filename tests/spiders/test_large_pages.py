"""Pages that are read in a process of their own: the same items, and bounds on time."""

import asyncio
import gzip
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from unittest.mock import Mock

import pytest
from scrapy.http import Request, Response

from harvester.crawling.page_ends import CUT
from harvester.crawling.requests import RequestContext
from harvester.crawling.robots import Rules
from harvester.crawling.shutdown import Interrupted
from harvester.errors import NotAPage, PageTooLarge
from harvester.items import FetchResult, Selectors
from harvester.limits import (
    ATTRIBUTE_LIMIT,
    ELEMENT_LIMIT,
    INLINE_NESTING,
    INLINE_SIZE,
    INLINE_TAGS,
    INLINE_TEXTS,
    PAGE_ATTRIBUTE_LIMIT,
)
from harvester.reading.page import Page
from harvester.spiders import large_pages
from harvester.spiders.large_pages import HANDED_AT_ONCE, LargePages, hand_over, is_large
from harvester.spiders.page_items import PageItems
from harvester.store.frontier.addresses import Address

URL = "http://lam-khe.example/tin/dap-de-7.html"
PROSE = "".join(
    f"<p>Hộ thứ {n} ở thôn Ba góp công đắp đê, trồng tre và khơi mương trong tháng này.</p>" for n in range(40)
)
PAGE = f"<html><head><title>Đắp đê</title></head><body><h1>Thôn Ba đắp đê</h1><div>{PROSE}</div></body></html>"


def make_context():
    address = Address(URL, URL, "lam-khe", "article", tries=0, claims=0, hops=0, walk=None, article=None)
    return RequestContext(address, Selectors(), "generic", datetime(2026, 3, 7, tzinfo=UTC), Rules())


def read_apart(body, **bounds):
    async def read():
        pages = LargePages(PageItems(), None)
        try:
            return await pages.read(Response(URL, body=body), make_context())
        finally:
            await pages.close()

    return asyncio.run(read())


def test_item_is_that_of_a_page_read_at_once():
    body = PAGE.encode()
    assert read_apart(body) == PageItems().make_article(Response(URL, body=body), make_context())


def test_large_home_page_shows_how_the_portals_pages_end():
    pages = PageItems()
    context = make_context()
    home = replace(context, address=replace(context.address, kind="home"))

    async def read():
        apart = LargePages(pages, Mock(get_extension=lambda kind: Mock(shutdown=Mock(wait_for=leave))))
        return [
            item async for item in apart.read_large(Response(URL, body=PAGE.encode(), request=Request(URL)), home, None)
        ]

    async def leave(awaited):
        awaited.close()
        raise Interrupted

    assert asyncio.run(read()) == []
    cut = pages.make_article(Response(URL, body=PAGE.encode()[:-20]), context)
    assert isinstance(cut, FetchResult) and cut.reason == CUT


def test_page_that_takes_too_long_has_failed(monkeypatch):
    monkeypatch.setattr(large_pages, "PAGE_SECONDS", 0.01)
    found = read_apart(("<html><body>" + "<a href='/x'><b><i></b>" * 50_000).encode())
    assert isinstance(found, FetchResult) and found.state == "failed" and "not read within 0.01 s" in found.reason


@pytest.mark.parametrize(
    "body", [b"a" * 10_000 + b"<br>" + b"a" * INLINE_SIZE, b"<html><p " + b"a=1 " * 6000, b"<p>" * INLINE_TAGS]
)
def test_page_is_large_by_its_size_its_tags_or_by_one_of_them(body):
    assert is_large(body) and not is_large(PAGE.encode())


@pytest.mark.parametrize(("unit", "deep"), [("<p>", True), ("<p></p>", False), ("<br>", False), ("<IMG SRC=a>", False)])
def test_page_is_large_by_its_depth_where_it_has_some_length(unit, deep):
    assert is_large(unit.encode() * 900) == deep
    assert not is_large(unit.encode() * 400)


@pytest.mark.parametrize(
    ("tag", "deep"),
    [
        ('<path d="M0 0" id=\'a>b\'/>', True), ("<path d='M0 0'\n/>", False), ("<feFuncR a />", False), ("<b/>", False),
        ("<a href=/tin/>", True), ('<b a=x"/>', True), ("<b a= />", True), ("<b a='x/>", True), ("<b / a>", True),
    ],
)  # fmt: skip
def test_tag_that_closes_itself_has_nothing_inside(tag, deep):
    assert is_large(tag.encode() * 900) == deep
    tree = Page(URL, f"<html><body><p>Đắp đê {tag * 40}</p></body></html>".encode()).tree
    nested = max(len(list(element.iterancestors())) for element in tree.iter())
    assert deep or nested < 10  # the parser agrees


@pytest.mark.parametrize(("around", "deep"), [(15, False), (45, True)])
def test_page_is_large_by_the_tags_around_its_tags(around, deep):
    body = b"<div>" * around + b"<br><i></i>" * 500
    assert is_large(body) == deep == (2 * 500 * around > INLINE_NESTING)


@pytest.mark.parametrize(
    ("unit", "many"), [("<p>\n Tin</p>", True), ("Tin<br>", True), ("<hr>(", True), ("<br>\n", False)]
)
def test_page_is_large_by_its_texts(unit, many):
    assert is_large(unit.encode() * (INLINE_TEXTS + 1)) == many
    assert not is_large(unit.encode() * (INLINE_TEXTS - 1))


def test_a_feed_may_have_more_tags_than_a_page():
    body = b"<p>" * INLINE_TAGS
    assert is_large(body) and not is_large(body, is_page=False)


def test_a_packed_file_is_large_by_what_it_inflates_to():
    assert is_large(gzip.compress(b"<x></x>" * 50_000)) and not is_large(gzip.compress(b"<x></x>" * 20_000))
    assert not is_large(gzip.compress(b"<x></x>" * 20_000)[:-9])


@pytest.mark.parametrize("attribute", [" a{}", "/a{}", ' a{}=">"', " a{}='<'", """ a{}='x">'""", ' a{}= ">"'])
def test_tag_of_very_many_attributes_is_no_page(attribute):
    tag = "".join(attribute.format(n) for n in range(ATTRIBUTE_LIMIT + 10))
    with pytest.raises(NotAPage, match="10,000 attributes"):
        Page(URL, f"<html><body><p{tag}>x</p></body></html>".encode())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("tags", ["<b>" * (ELEMENT_LIMIT + 1), f"<p {'a=1 ' * (ATTRIBUTE_LIMIT + 10)}>"])
def test_page_beyond_the_limits_is_refused_in_any_encoding(encoding, tags):
    with pytest.raises(PageTooLarge):
        Page(URL, f"<html><body>{tags}".encode(encoding)).tree  # noqa: B018


def test_tags_of_a_usual_page_are_not_counted(monkeypatch):
    monkeypatch.setattr("harvester.reading.page.count_attributes", None)
    paragraph = """<p class="x" onclick="show('thôn')">Thôn Gò Mận</p>\n"""
    assert Page(URL, f"<html><body>{paragraph * 2000}</body></html>".encode()).tree is not None


@pytest.mark.parametrize(
    "before", ["", "<p '>", '<p =">', "<!-- <p a='-->", '</p a="<q b=\'">', '<script>"<p a=\'"</script>']
)
def test_attributes_are_counted_behind_quotes_that_open_no_value(before):
    tag = "".join(f" a{n}" for n in range(ATTRIBUTE_LIMIT + 10))
    with pytest.raises(PageTooLarge, match="10,000 attributes"):
        Page(URL, f"<html><body>{before}<q{tag}><p '>\"".encode())


def test_a_page_of_very_many_attributes_is_none():
    tag = f"<p{''.join(f' a{n}' for n in range(900))}>x</p>"
    assert Page(URL, f"<html><body>{tag * (PAGE_ATTRIBUTE_LIMIT // 900)}".encode()).tree is not None
    with pytest.raises(PageTooLarge, match="more than 100,000 attributes"):
        Page(URL, f"<html><body>{tag * (PAGE_ATTRIBUTE_LIMIT // 900 + 1)}".encode())


def test_attributes_behind_zero_bytes_are_counted():
    tag = "".join(f" a{n}" for n in range(ATTRIBUTE_LIMIT + 10))
    with pytest.raises(PageTooLarge):
        Page(URL, f"<html><body><\0p{tag}>x".encode()).tree  # noqa: B018


def test_long_value_is_not_many_attributes():
    assert Page(URL, f'<html><body><img src="{"a b " * ATTRIBUTE_LIMIT}"></body></html>'.encode()).tree is not None


def test_program_imports_nothing_of_a_database_or_of_tables():
    code = "import sys, harvester.spiders.page_program; print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "harvester.spiders.page_items" in modules
    assert not {"sqlite_utils", "pandas", "numpy", "pyarrow"} & set(modules)


class Pipe:
    """A writer that notes how much it holds at most; waiting for it empties it."""

    def __init__(self):
        self.held, self.most, self.taken = b"", 0, b""

    def write(self, octets):
        self.held += octets
        self.most = max(self.most, len(self.held))

    async def drain(self):
        self.taken, self.held = self.taken + self.held, b""


def test_page_is_handed_over_in_pieces():
    pipe, body = Pipe(), PAGE.encode() * 100
    asyncio.run(hand_over(pipe, body))
    assert pipe.taken == body and pipe.most <= HANDED_AT_ONCE < len(body)
