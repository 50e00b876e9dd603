"""The text of a page's elements, and that hostile ones are read in time."""

from support.growth import assert_linear

from harvester.reading.extraction import MARKS
from harvester.reading.markup import read_text
from harvester.reading.page import Page

URL = "http://xa.example/tin/"


def make_page(count: int) -> Page:
    """Links that hold one another: libxml2 closes a link before the next only where nothing else is open in it."""
    return Page(URL, b"<html><body>" + b"<a href='/tin/1.html'><b>Tin " * count + b"</body></html>")


def read_links(page: Page) -> list[str]:
    return [read_text(link) for link in page.tree.iter("a")]


def test_a_link_that_never_closes_ends_where_the_next_begins():
    assert [text.strip() for text in read_links(make_page(3))] == ["Tin"] * 3


def test_links_that_never_close_are_read_in_linear_time():
    assert_linear(read_links, make_page, 2_500)


def test_marks_before_a_line_are_found_in_linear_time():
    assert_linear(lambda text: MARKS.sub(" ", text), lambda count: "a" + " " * count + "a", 20_000)
