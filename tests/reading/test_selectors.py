"""Which classes and ids a selector needs, what leaving it out changes, and what is read without guesses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.reading.markup import list_name_parts, list_names, select_elements
from harvester.reading.page import Page
from harvester.reading.selectors import SelectorPlatform

NAMES = st.sampled_from(("tin", "anh", "moc"))
PARTS = st.one_of(
    NAMES.map(".{}".format),
    NAMES.map("#{}".format),
    st.sampled_from(("p", "div", "b")),
    st.tuples(NAMES, NAMES).map(lambda two: f"div:not(.{two[0]}) .{two[1]}"),
    st.tuples(NAMES, NAMES).map(lambda two: f".{two[0]}, #{two[1]}"),
    NAMES.map("div[class*={}]".format),
    NAMES.map("[id*='{}n'] b".format),
    NAMES.map(lambda name: f":not([class*={name}h])"),
)


@pytest.mark.parametrize(
    ("selector", "names"),
    [
        (".paging .active", {"paging", "active"}),
        ("#menu li.top a", {"menu", "top"}),
        ("a[href*='.pdf']", set()),
        ("h1:not(.hidden)", set()),
        (".one, .two", set()),
    ],
)
def test_list_names(selector: str, names: set[str]) -> None:
    assert list_names(selector) == names


@pytest.mark.parametrize(
    ("selector", "parts"),
    [
        ("[class*=attach] a", {"attach"}),
        ("div[id*='dinh-kem'] [class*=\"tin\"]", {"dinh-kem", "tin"}),
        ("a[href*='.pdf']", set()),
        ("h1:not([class*=hidden])", set()),
        ("[class*='a b']", set()),
        ("[class*=one], [class*=two]", set()),
    ],
)
def test_list_name_parts(selector: str, parts: set[str]) -> None:
    assert list_name_parts(selector) == parts


def test_a_part_of_a_name_is_looked_for_in_each_name_alone() -> None:
    page = Page("http://xa.example/", b'<p class="tin-attached" id="moc">x</p>')
    assert page.may_match("[class*=attach]") and page.may_match("[id*=mo]")
    assert not page.may_match("[class*=dmoc]") and not page.may_match("p[class*=attach] .tin")


@given(st.lists(PARTS, min_size=1, max_size=3).map(" ".join), NAMES, NAMES)
def test_what_may_not_match_matches_nothing(selector: str, outer: str, inner: str) -> None:
    html = f'<div class="{outer} x" id="{inner}"><p class="{inner}"><b id="moc">Suối Mơ</b></p></div>'
    page = Page("http://xa.example/", html.encode())
    assert page.may_match(selector) or not select_elements(page.tree, (selector,))


class Village(SelectorPlatform):
    name = "village"
    version = 1
    use_heuristics = False
    title = ("h1",)
    body = ("div.noi-dung",)
    tags = ("ul.the a",)

    def recognise(self, page: Page) -> str | None:
        return None


def test_tags_are_read_where_nothing_is_guessed() -> None:
    html = '<h1>Họp thôn</h1><div class="noi-dung"><p>Thôn họp ở đình.</p></div><ul class="the"><a>làm đường</a></ul>'
    page = Page("https://xa.example/", html.encode())
    assert Village().article(page).tags == ["làm đường"]
