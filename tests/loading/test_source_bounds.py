"""How many feeds, sitemaps and addresses a portal may name: what goes beyond is left out, and is said."""

from support.answers import show_html, show_xml
from support.books import check_books, list_articles
from support.looks import PlainLook
from support.runs import Crawl, write_portal
from support.server import PortalServer
from support.site import Site

from harvester import limits
from harvester.loading.source_bounds import SourceBounds


def harvest(tmp_path, lay):
    """One run over a portal with these answers: the portal's counts, and the paths that were asked for."""
    site = Site(count=5, look=PlainLook())
    with PortalServer(site) as server:
        lay(site, server)
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "lam-khe"))
        finished = crawl.run()
        assert list_articles(crawl.db) == site.listed() and check_books(crawl.db) == []
        return finished.portal("lam-khe"), [entry.request.path for entry in server.log.served]


def name_indexes(server, count):
    rows = "".join(f"<sitemap><loc>{server.base}/map-{n}.xml</loc></sitemap>" for n in range(count))
    return show_xml(f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</sitemapindex>')


def chain_indexes(site, server):
    site.extra_pages["/sitemap.xml"] = name_indexes(server, 1)
    for n in range(30):
        row = f"<sitemap><loc>{server.base}/map-{n + 1}.xml</loc></sitemap>"
        site.extra_pages[f"/map-{n}.xml"] = show_xml(
            f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{row}</sitemapindex>'
        )


def test_chain_of_indexes_ends(tmp_path):
    portal, asked = harvest(tmp_path, chain_indexes)
    assert portal["status"] == "partial" and f"{limits.SITEMAP_DEPTH} indexes deep" in portal["reason"]
    assert sum(path.startswith("/map-") for path in asked) < limits.SITEMAP_DEPTH


def test_sitemaps_beyond_a_number_wait_for_the_next_run(tmp_path):
    def lay(site, server):
        site.extra_pages["/sitemap.xml"] = name_indexes(server, limits.SITEMAPS_A_RUN + 20)

    portal, asked = harvest(tmp_path, lay)
    assert portal["status"] == "partial" and "sitemaps beyond" in portal["reason"]
    assert sum(path.startswith("/map-") for path in asked) <= limits.SITEMAPS_A_RUN


def test_robots_txt_may_name_as_many():
    named = [f"http://lam-khe.example/map-{n}.xml" for n in range(limits.SITEMAPS_A_RUN + 20)]
    assert SourceBounds().bound_named("lam-khe", named) == named[: limits.SITEMAPS_A_RUN]


def test_feeds_beyond_a_number_are_left_out(tmp_path):
    def lay(site, server):
        links = "".join(
            f'<link rel="alternate" type="application/rss+xml" href="/rss/{n}">'
            for n in range(limits.FEEDS_A_PORTAL + 20)
        )
        site.extra_pages["/nguon/"] = show_html(
            f"<html><head><title>Nguồn tin</title>{links}</head><body>Tin</body></html>"
        )
        site.extra_links.append("/nguon/")

    portal, asked = harvest(tmp_path, lay)
    assert portal["status"] == "partial" and f"more than {limits.FEEDS_A_PORTAL} feeds" in portal["reason"]
    assert len({path for path in asked if path.startswith("/rss/")}) <= limits.FEEDS_A_PORTAL
