"""XML that would cost its reader too much, and what of it is read all the same."""

import pytest
from support.growth import assert_linear

from harvester.discovery.xml_recovery import BROKEN_TAG_LIMIT, Recovery

ENTRIES = "".join(f"<url><loc>http://xa.example/tin/{number}</loc></url>" for number in range(3))


def read_locs(body):
    recovery = Recovery(body.encode())
    return [element.text for element in recovery.read_elements() if element.tag == "loc"], recovery.problem


def test_tags_without_an_end_are_told_and_what_stands_before_them_is_read():
    locs, problem = read_locs(f"<urlset>{ENTRIES}" + "<rss " * (BROKEN_TAG_LIMIT + 2) + "</urlset>")
    assert locs == [f"http://xa.example/tin/{number}" for number in range(3)]
    assert problem == "more than 1,000 tags without an end"


@pytest.mark.parametrize("markup", ["<![CDATA[" + "<b <i " * 2000 + "]]>", "<rss " * 5])
def test_a_few_of_them_and_those_of_pages_in_a_feed_end_nothing(markup):
    locs, problem = read_locs(f"<urlset><description>{markup}</description>{ENTRIES}</urlset>")
    assert len(locs) == 3 and problem is None


def test_tags_that_never_end_are_read_in_linear_time():
    assert_linear(read_locs, lambda count: f"<urlset><loc>http://xa.example/{'<rss ' * count}", 10_000)
