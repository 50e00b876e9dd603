"""A sitemap or feed that breaks off is a fault of the way, and is asked for once more."""

from datetime import UTC, datetime

import pytest
from scrapy.http import Request, XmlResponse

from harvester.crawling.requests import RequestContext
from harvester.crawling.robots import Rules
from harvester.errors import CutShort
from harvester.items import Selectors
from harvester.spiders.page_items import XML_READERS, read_map
from harvester.spiders.portal import PortalSpider
from harvester.store.frontier.addresses import Address


@pytest.mark.parametrize(("kind", "body"), [("sitemap", b"<urlset>"), ("feed", b"<rss>")])
def test_a_source_that_breaks_off_is_no_end_of_it(kind, body):
    url = "http://x.example.vn/map"
    address = Address(url, url, "x", kind, tries=0, claims=0, hops=0, walk=None, article=None)
    context = RequestContext(address, Selectors(), None, datetime(2026, 3, 7, tzinfo=UTC), Rules())
    response = XmlResponse(url, body=body, request=Request(url, meta={"context": context}))
    with pytest.raises(CutShort, match="breaks off"):
        read_map(response, context, XML_READERS[kind])
    [result] = PortalSpider().find_callback(kind)(response)
    assert (result.state, result.request_key) == ("failed", url)
    assert "breaks off" in result.reason
