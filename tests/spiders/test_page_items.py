"""What the spider makes of a page that holds no article."""

from __future__ import annotations

import pytest

from harvester.errors import ListingPage, MissingText, NotAnArticle, OtherPage, Refused
from harvester.items import Listing, SeenDate
from harvester.platforms import find_platform
from harvester.spiders.page_items import judge_page, may_be_article
from harvester.store.frontier.addresses import Address

SURE, UNSURE = "http://xa.example/tin/bo-dua-8.html", "http://xa.example/lich-tiep-dan/tuan-20/"
NUKEVIET = find_platform("nukeviet")


def judge(url: str, error: Exception, article: int | None = None, dates: tuple[SeenDate, ...] = ()):
    address = Address(url, url, "xa", "article", tries=0, claims=0, hops=0, walk=None, article=article, dates=dates)
    result = judge_page(address, NUKEVIET, error, 200)
    return result.state, result.unread


@pytest.mark.parametrize("error", [OtherPage("a static page"), ListingPage("an archive")])
def test_a_page_that_says_what_else_it_is_is_no_fault(error):
    assert judge(SURE, error) == judge(UNSURE, error) == ("skipped", False)


def test_a_stored_article_that_turns_into_another_page_is_tried_again():
    assert judge(UNSURE, OtherPage("a post behind a password"), article=1) == ("failed", False)


def test_a_page_that_cannot_be_read_speaks_of_the_layout():
    assert judge(SURE, NotAnArticle("no body")) == ("failed", True)
    assert judge(UNSURE, NotAnArticle("no body")) == ("skipped", True)


@pytest.mark.parametrize(("place", "state"), [("listing", "failed"), ("feed", "failed"), ("sitemap", "skipped")])
def test_a_link_with_a_date_beside_it_leads_to_an_article(place, state):
    dates = (SeenDate("20/11/2026", place),)
    assert judge(UNSURE, NotAnArticle("no body"), dates=dates) == (state, True)
    assert judge(UNSURE, OtherPage("a static page"), dates=dates) == ("skipped", False)


def test_a_text_that_is_not_there_yet_is_asked_for_again():
    assert judge(UNSURE, MissingText("đang cập nhật")) == ("failed", True)


def test_an_error_page_says_nothing_of_the_page():
    assert judge(SURE, Refused("a flood page")) == judge(UNSURE, Refused("a flood page")) == ("failed", False)


@pytest.mark.parametrize(
    ("url", "may_be"), [("http://xa.example/gioi-thieu/", True), ("http://xa.example/tin/?page=3", False)]
)
def test_a_page_of_a_listing_that_shows_a_notice_for_a_night(url, may_be):
    address = Address(url, url, "xa", "listing", tries=0, claims=0, hops=0, walk=1, article=None)
    assert may_be_article(address, Listing(url=url)) is may_be
