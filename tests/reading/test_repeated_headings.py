"""The page's title once more and once more, each in the one before: it is looked for in the first of them."""

from support.growth import assert_linear

from harvester.reading.heuristics import read_cuts
from harvester.reading.page import Page

HEADING = "<div class='e'><span><h1>Vườn cam thôn Bờ Dừa sai quả</h1>"


def make_page(count: int) -> Page:
    title = "<title>Vườn cam thôn Bờ Dừa sai quả - Xã Đồi Sim</title>"
    page = Page("http://xa.example/tin/a-1.html", f"<html><head>{title}</head><body>{HEADING * count}".encode())
    assert page.tree is not None
    return page


def test_headings_that_stand_in_one_another_take_time_by_their_number() -> None:
    assert_linear(read_cuts, make_page, 300)
    assert read_cuts(make_page(200)) == {"vườn cam thôn bờ dừa sai quả"}
