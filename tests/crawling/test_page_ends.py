"""Pages that break off: of a portal whose pages end they are cut, unless all of their kind end alike."""

import pytest
from scrapy.http import HtmlResponse

from harvester.crawling.page_ends import PageEnds
from harvester.store.frontier.addresses import Address

END = b"</body></html>"


@pytest.fixture
def ends() -> PageEnds:
    return PageEnds()


def judge(ends: PageEnds, body: bytes, number: int = 1, kind: str = "article", **known: int) -> bool:
    """Return whether a page is refused."""
    url = f"http://go-man.example/{kind}/{number}"
    address = Address(url, url, "go-man", kind, known.get("tries", 0), 0, 0, None, known.get("article"))  # type: ignore[arg-type]
    return ends.judge(HtmlResponse(url, body=b"<html>" + body), address) is not None


def test_a_portal_whose_pages_have_no_end_at_all(ends):
    assert not any(judge(ends, b"x", number) for number in range(9))


def test_a_page_that_breaks_off_where_others_do_not(ends):
    assert not judge(ends, END)
    assert all(judge(ends, b"x", number) for number in range(9))


def test_articles_that_have_no_end_where_listings_do(ends):
    assert not judge(ends, END, kind="listing")
    assert [judge(ends, b"x", number) for number in range(5)] == [True, True, True, False, False]


def test_articles_that_are_cut_each_in_another_place(ends):
    assert not judge(ends, END, kind="listing")
    assert all(judge(ends, f"Thôn số {number} họp".encode() * 9, number) for number in range(9))


def test_ends_that_no_two_articles_share_are_not_kept_for_ever(ends):
    ends.most_tails = 4
    assert not any(judge(ends, b"x", number) for number in range(5))
    assert not any(judge(ends, f"Thôn số {number} họp".encode() * 9, number) for number in range(90))
    assert len(ends.articles) < 5_100
    assert [len(urls) for (_, tail), urls in ends.articles.items() if tail.endswith(b"x")] == [4]


def test_a_page_that_breaks_off_night_after_night_is_read_as_far_as_it_goes(ends):
    assert not judge(ends, END)
    assert [judge(ends, b"x", tries=tries) for tries in range(6)] == [True] * 5 + [False]


def test_nothing_that_breaks_off_takes_the_place_of_what_is_stored(ends):
    assert not judge(ends, END)
    assert judge(ends, b"x", tries=9, article=1)


def judge_listing(ends: PageEnds, body: bytes, number: int = 1) -> bool:
    """Return whether a listing is said to break off."""
    url = f"http://go-man.example/tin?page={number}"
    address = Address(url, url, "go-man", "listing", 0, 0, 0, None, None)
    response = HtmlResponse(url, body=b"<html><body>" + body)
    ends.learn(response, address)
    return ends.is_listing_cut(response, address)


def test_a_listing_that_breaks_off(ends):
    cut = "<div><p>Thôn họp</p><div class='x'><a>Thôn".encode()
    assert not judge_listing(ends, cut[:-5], 9), "nothing shows yet that this portal's pages have ends"
    assert not judge_listing(ends, b"<div>" + END)
    assert judge_listing(ends, cut) and judge_listing(ends, cut), "as often as it comes"
    assert not judge_listing(ends, b"<div><ul></ul></div><script>f()</script>", 2), "all is closed: a template"
    assert not judge_listing(ends, cut, 3), "another one ends like it: a template"


def test_a_listing_where_only_other_pages_show_that_the_portal_has_ends(ends):
    """Articles, and the home page, are of other templates."""
    assert not judge(ends, END)
    assert not judge(ends, END, kind="home")
    assert not judge_listing(ends, b"<div><div><ul></ul></div><script>f()</script>")
    assert judge_listing(ends, b"<div><div><ul><li>Thon", 2)
    assert not judge_listing(ends, b"<div></div>" + END, 3)
    assert judge_listing(ends, b"<div><div><ul><li></li>", 4)


def test_what_a_script_writes_is_not_open(ends):
    assert not judge_listing(ends, b"<div></div>" + END)
    assert not judge_listing(ends, b"<div></div><script>$('<div>')</script>", 2)


def test_one_page_that_is_asked_for_often_makes_no_template(ends):
    assert not judge(ends, END, kind="listing")
    assert all(judge(ends, b"x", 7) for _ in range(9))


@pytest.mark.parametrize(
    ("body", "is_amid"),
    [
        (b"<div><p>Thon hop", True),
        (b"<div><p>Thon hop</p", True),
        (b"<div><p>Thon hop</p>", False),
        (b"<div><p>Thon hop</p></div> 2026", False),
    ],
)
def test_pages_that_stop_within_a_text_on_a_portal_without_ends(ends, body, is_amid):
    """They are stored, and told of: nothing says that there is more."""
    assert not judge(ends, body)
    url = "http://go-man.example/article/1"
    address = Address(url, url, "go-man", "article", 0, 0, 0, None, None)
    response = HtmlResponse(url, body=b"<html>" + body)
    assert ends.ends_amid_text(response, address) is is_amid
    assert ends.is_listing_cut(response, address) is is_amid
    assert not judge(ends, body, 2)
    assert not ends.ends_amid_text(response, address), "another one ends like it: a template"
