"""What a server asks for is obeyed: robots.txt, its crawl-delay, Retry-After."""

from __future__ import annotations

from pathlib import Path

from support.books import check_books, list_articles, list_states
from support.faults import ask_to_wait
from support.looks import PlainLook
from support.runs import Crawl, write_portal
from support.server import PortalServer
from support.site import Site

from harvester.limits import SENT_LIMIT

DELAY = 0.25


def test_robots_crawl_delay_and_retry_after(tmp_path: Path) -> None:
    site = Site(count=5, look=PlainLook(), sections={"tin-tuc": "Tin tức"}, sitemap="plain")
    forbidden, asked_to_wait = site.path("a-2"), site.path("a-3")
    site.robots.disallow.append(forbidden)
    site.robots.crawl_delay = DELAY
    with PortalServer(site) as server:
        server.plan.first[asked_to_wait] = (1, ask_to_wait(1))
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "p", server, "lam-khe"))
        finished = crawl.run()
    harvest = finished.portal("lam-khe")
    assert (finished.code, harvest["status"], harvest["skipped"]) == (0, "ok", 1)
    assert list_articles(crawl.db) == {site.path(p.name) for p in site.pieces} - {forbidden}
    assert list_states(crawl.db)[forbidden] == ("skipped", "robots.txt forbids it")
    assert server.log.targets()[0] == "/robots.txt"
    assert not server.log.under(forbidden, "/admin/")
    assert server.log.most_requests_at_once == 1
    assert min(server.log.gaps()) > DELAY * 0.9
    [(_, pause)] = server.log.pauses()
    assert 0.95 < pause < 20
    assert check_books(crawl.db) == []


def test_mark_at_the_head_of_robots_hides_no_rule(tmp_path: Path) -> None:
    site = Site(count=4, look=PlainLook())
    forbidden = site.path("a-2")
    site.robots.text = f"\ufeffUser-agent: *\r\nDisallow: {forbidden}\r\n"
    with PortalServer(site) as server:
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "p", server, "lam-khe"))
        assert crawl.run().code == 0
        assert forbidden not in server.log.targets() and len(list_articles(crawl.db)) == 3


def test_robots_of_any_length_is_read_to_its_limit(tmp_path: Path) -> None:
    site = Site(count=4, look=PlainLook())
    forbidden = site.path("a-2")
    site.robots.text = f"User-agent: *\nDisallow: {forbidden}\n" + "# Lối đi.\n" * (SENT_LIMIT // 10)
    with PortalServer(site) as server:
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "p", server, "lam-khe"))
        assert crawl.run().code == 0
        assert forbidden not in server.log.targets() and len(list_articles(crawl.db)) == 3


def test_pages_get_as_long_as_the_settings_say() -> None:
    """Scrapy's own limit is 10 seconds, where no middleware tells each request another."""
    from scrapy.settings import Settings
    from scrapy.utils.conf import build_component_list

    settings = Settings()
    settings.setmodule("harvester.settings")
    parts = build_component_list(settings.get_component_priority_dict_with_base("DOWNLOADER_MIDDLEWARES"))
    assert "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware" in parts
    assert settings.getfloat("DOWNLOAD_TIMEOUT") == 60
