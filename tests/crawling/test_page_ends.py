"""Pages that break off: of a portal whose pages end they are cut, unless all of their kind do, or each time alike."""

import pytest
from scrapy.http import HtmlResponse

from harvester.crawling.page_ends import PageEnds
from harvester.store.frontier.addresses import Address

END = b"</body></html>"


@pytest.fixture
def ends() -> PageEnds:
    return PageEnds()


def judge(ends: PageEnds, body: bytes, number: int = 1, kind: str = "article") -> bool:
    """Return whether a page is refused."""
    url = f"http://go-man.example/{kind}/{number}"
    address = Address(url, url, "go-man", kind, 0, 0, 0, None, None)  # type: ignore[arg-type]
    return ends.judge(HtmlResponse(url, body=b"<html>" + body), address) is not None


def test_a_portal_whose_pages_have_no_end_at_all(ends):
    assert not any(judge(ends, b"x", number) for number in range(9))


def test_a_page_that_breaks_off_where_others_do_not(ends):
    assert not judge(ends, END)
    assert all(judge(ends, b"x", number) for number in range(9))


def test_articles_that_have_no_end_where_listings_do(ends):
    assert not judge(ends, END, kind="listing")
    assert [judge(ends, b"x", number) for number in range(5)] == [True, True, True, False, False]


def test_a_page_that_breaks_off_at_the_same_place_each_time(ends):
    assert not judge(ends, END)
    assert [judge(ends, b"x" * 900 + b"abc") for _ in range(3)] == [True, True, False]
    assert [judge(ends, b"x" * 300 + b"abcdef"[:size], 2) for size in range(6)] == [True] * 6
