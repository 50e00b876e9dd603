"""What is told of an address: one for each row of docs/fetch-results.md that a crawl over a test server can reach."""

from datetime import datetime
from pathlib import Path

import pytest
from support import faults
from support.answers import redirect, show_html
from support.looks import NukeVietLook
from support.runs import DAYS, Crawl, write_portal
from support.server import PortalServer
from support.site import Site
from support.slow import takes_long

from harvester.errors import ConfigError
from harvester.explanations.explanation import explain, name_rule
from harvester.platforms import PLATFORMS
from harvester.portals import load_portals
from harvester.store import Store

NOW = datetime.fromisoformat(DAYS[0])
FAULTS = {
    "a-1": faults.ask_to_wait(0, 503), "a-2": faults.reset, "a-3": faults.send_nothing, "a-4": faults.show_block_page,
    "a-5": faults.redirect_to("https://elsewhere.example/"), "a-6": faults.redirect_to("/"),
    "a-7": faults.claim_type("application/pdf", b"%PDF-1.4"), "a-8": faults.redirect_to_itself,
    "a-9": lambda request, good: show_html("<html><body><h1>x</h1></body></html>", 404),
    "a-10": lambda request, good: show_html("<html><body><h1>x</h1></body></html>", 410),
    "a-11": lambda request, good: show_html("<html><title>Kho</title><body><p>Trang tĩnh</p></body></html>"),
    "a-12": faults.send_large(12_000_000), "a-13": faults.cut_short,
    "a-14": lambda request, good: show_html("<html><body>no</body></html>", 500),
}  # fmt: skip

DECIDED = {
    "a-1": ("failed", "given up", "answers 503"), "a-2": ("failed", "given up", "closed without an answer"),
    "a-3": ("failed", "given up", "empty page"), "a-4": ("failed", "given up", ""),
    "a-5": ("skipped", "passed over", "only the portal's own host"),
    "a-6": ("gone", "has it no more", "home page"), "a-7": ("skipped", "passed over", "only pages are read"),
    "a-8": ("failed", "given up", "circle"), "a-9": ("gone", "has it no more", "there is no such page"),
    "a-10": ("gone", "has it no more", "taken away"), "a-11": ("failed", "given up", ""),
    "a-12": ("skipped", "passed over", "no page has more than 10 MB"), "a-13": ("failed", "given up", ""),
    "a-14": ("failed", "given up", "answers 500"), "a-17": ("gone", "has it no more", "shows the home page"),
}  # fmt: skip


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """One crawl over a portal where nearly every article's address ends in another way."""
    folder = tmp_path_factory.mktemp("explained")
    site = Site(count=20, look=NukeVietLook(per_page=30), sitemap="plain", feed=True)
    site.robots.disallow = [site.path("a-15")]
    with PortalServer(site) as server:
        server.plan.always = {site.path(name): fault for name, fault in FAULTS.items()}
        server.plan.always[site.path("a-17")] = lambda request, good: show_html(site.look.show_home(site))
        moved = "/tin-tuc/cho-cu-99.html"
        site.extra_pages[moved] = redirect(site.path("a-16"))
        site.extra_links.append(moved)
        crawl = Crawl(folder / "a.db", write_portal(folder / "portals", server, "lam-khe"))
        for _ in range(3):  # five failures in a row end a portal's harvest: the next run goes on
            crawl.run("--keep", str(folder / "kept"))
        yield site, crawl, site.base + moved


def ask(crawl: Crawl, url: str, now: datetime = NOW):
    portals = load_portals(Path(crawl.portals), packaged=False, platforms=set(PLATFORMS))
    with Store.open(crawl.db, readonly=True) as store:
        return explain(store, url, portals, now)


@takes_long
@pytest.mark.parametrize("name", DECIDED)
def test_each_end_is_told_with_its_reason(crawled, name):
    site, crawl, _ = crawled
    told = ask(crawl, site.base + site.path(name))
    state, start, reason = DECIDED[name]
    words = " ".join(told.sentences["decided"])
    assert told.state == state, told
    assert start in words and reason in words
    assert told.sentences["due"]


def test_of_answers_that_are_kept_the_newest_is_told_and_the_others_are_counted(crawled):
    site, crawl, _ = crawled
    came = ask(crawl, site.base + "/").sentences["came"]
    assert [told.split(" ")[0] for told in came] == ["The", "Kept:", "2"]
    assert came[2].startswith("2 earlier answers kept, too, the first of")


def test_article_tells_source_rules_date_and_next_look(crawled):
    site, crawl, _ = crawled
    told = ask(crawl, site.base + site.path("a-20"))
    assert told.article is not None and told.state == "done"
    assert told.sentences["found"][0].startswith("Found on 7 March 2026, 02:00 as an article's address, in the sitemap")
    assert told.sentences["asked"][0].startswith("GET http://127.0.0.1")
    assert told.sentences["came"][0] == "The last answer was 200 (OK)."
    assert "text/html" in told.sentences["came"][-1] and told.captures
    assert told.sentences["read"][0].startswith("Article read by the rules nukeviet/")
    assert "generator says" in told.sentences["read"][1]
    assert site.piece("a-20").text.title in " ".join(told.sentences["decided"])
    assert told.dates[0].chosen
    assert told.sentences["due"] == ["At the first run after 7 March 2026, 08:00 that has room for it, for changes."]


def test_sources_are_told_as_what_they_are(crawled):
    site, crawl, _ = crawled
    home = ask(crawl, site.base + "/")
    assert "portal's home page, no article" in home.sentences["decided"][0]
    sitemap = ask(crawl, site.base + "/sitemap.xml")
    assert "a sitemap, no article; 2" in sitemap.sentences["decided"][0]


def test_rule_of_robots_is_named(crawled):
    site, crawl, _ = crawled
    told = ask(crawl, site.base + site.path("a-15"))
    assert told.state == "skipped"
    assert told.sentences["asked"] == ["It was not asked for."]
    assert f"(Disallow: {site.path('a-15')})" in told.sentences["decided"][1]
    assert "robots.txt forbids" in told.sentences["due"][0]


def test_redirect_is_told_at_both_ends(crawled):
    site, crawl, moved = crawled
    source = ask(crawl, moved)
    assert source.sentences["decided"][0] == "No page of its own is here: it only leads on."
    assert "redirects to" in " ".join(source.sentences["came"])
    target = ask(crawl, site.base + site.path("a-16"))
    assert "Redirects lead here from" in " ".join(target.sentences["came"])


def test_unseen_address_would_be_taken_or_says_by_which_rule_not(crawled):
    site, crawl, _ = crawled
    own = ask(crawl, site.base + "/tin-tuc/chua-thay-777.html")
    assert (own.state, own.would_be_taken) == ("unseen", True)
    site_of_none = ask(crawl, "https://elsewhere.example/tin-1.html")
    assert site_of_none.would_be_taken is False
    assert "no configured portal (1 portal file read)" in site_of_none.sentences["decided"][0]
    file = ask(crawl, site.base + "/tin-tuc/thong-bao.PDF?v=2")
    assert file.would_be_taken is False and "it is a file (.pdf)" in file.sentences["decided"][0]
    forbidden = ask(crawl, site.base + site.path("a-15") + "/x")
    assert forbidden.would_be_taken is False and "(Disallow:" in forbidden.sentences["decided"][0]


def test_older_article_is_looked_at_in_a_sweep(crawled):
    site, crawl, _ = crawled
    told = ask(crawl, site.base + site.path("a-20"), datetime.fromisoformat("2026-08-01T02:00:00+07:00"))
    assert "within 180 days of its last look (7 March 2026)" in told.sentences["due"][0]


def test_no_address_is_refused(crawled):
    with pytest.raises(ConfigError, match="javascript"):
        ask(crawled[1], "javascript:alert(1)")


def test_no_rule_is_named_that_does_not_forbid():
    assert name_rule("User-agent: *\nDisallow: /admin/\n", "harvester", "https://a.example/tin.html") == ""
