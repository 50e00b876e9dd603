"""A sitemap or feed that breaks off is a fault of the way, and is asked for again."""

import pytest
from scrapy.http import XmlResponse

from harvester.errors import CutShort
from harvester.spiders.portal import PortalSpider
from harvester.store.frontier.addresses import Address


@pytest.mark.parametrize(("kind", "body"), [("sitemap", b"<urlset>"), ("feed", b"<rss>")])
def test_a_source_that_breaks_off_is_no_end_of_it(kind, body):
    url = "http://x.example.vn/map"
    address = Address(url, url, "x", kind, tries=0, claims=0, hops=0, walk=None, article=None)
    with pytest.raises(CutShort, match="breaks off"):
        PortalSpider().read_map(XmlResponse(url, body=body), address)
