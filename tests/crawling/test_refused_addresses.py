"""Addresses that robots.txt forbids: by the thousand they take a batch at a time, and no neighbour waits for them."""

from __future__ import annotations

import pytest
from support.databases import open_database
from support.harvests import HOME, end, open_run
from support.looks import PlainLook
from support.runs import DAYS, Crawl, write_portal
from support.server import PortalServer
from support.site import Robots, Site

from harvester.crawling.portal_queue import Frontier, PortalQueue
from harvester.crawling.robots import read_rules
from harvester.items import FORBIDDEN
from harvester.limits import BATCH, ROBOTS_RULES, ROBOTS_WILDCARDS
from harvester.loading.sources import make_sighting
from harvester.store.frontier import addresses
from harvester.store.frontier.addresses import NewAddress
from harvester.store.runs import Robots as KeptRobots

RULES = read_rules(KeptRobots(HOME, "", 200, "User-agent: *\nDisallow: /cam/\n"), "harvester")


def test_a_batch_of_refused_addresses_is_one_commit(tmp_path):
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        links = [NewAddress(f"{HOME}cam/{n}", f"{HOME}cam/{n}", "article") for n in range(3 * BATCH)]
        with run.store.transaction() as connection:
            addresses.register(connection, links, make_sighting(run.facts, "go", HOME))
        frontier = Frontier(run.store, run.facts, run.in_flight, run.counts)
        queue = PortalQueue(frontier, run.facts.portals["go"], RULES)
        commits = []
        run.store.connection.set_trace_callback(lambda sql: commits.append(sql) if sql == "COMMIT" else None)
        while refused := queue.take_refused():
            run.completion.complete_results(refused)
        run.store.connection.set_trace_callback(None)
        assert len(commits) == 3
        rows = run.store.connection.execute("SELECT DISTINCT state, last_error FROM urls WHERE kind = 'article'")
        assert [tuple(row) for row in rows] == [("skipped", FORBIDDEN)]
        assert run.counts["go"].forbidden == 3 * BATCH


def test_what_is_forbidden_no_more_is_made_due_a_batch_at_a_time(tmp_path):
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        for n in range(BATCH + 1):
            end(run, f"/cam/{n}", state="skipped", reason=FORBIDDEN)
        steps = list(run.sources.open_allowed(run.facts.portals["go"], lambda url: not url.endswith("/0")))
        rows = run.store.connection.execute("SELECT state, count(*) FROM urls WHERE kind = 'article' GROUP BY state")
        assert (len(steps), dict(map(tuple, rows))) == (2, {"pending": BATCH, "skipped": 1})


def test_all_of_a_portal_that_forbids_much_is_read_or_refused(tmp_path):
    site = Site(count=130, look=PlainLook(), sitemap="plain")
    site.robots = Robots(disallow=[site.path(f"a-{n}") for n in range(2, 62)])
    with PortalServer(site) as server:
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "lam-khe"))
        found = crawl.run().portal("lam-khe")
    assert found["new"] == 70 and found["skipped"] == 60
    with open_database(crawl.db) as connection:
        assert connection.execute("SELECT count(*) FROM urls WHERE state = 'pending'").fetchone()[0] == 0


@pytest.mark.parametrize("rule", ["Disallow: /*{}*x", "Disallow: *{}", "Allow: /tin/{}$"])
def test_a_robots_txt_of_very_many_wildcards_is_asked_of_nothing(rule):
    lines = "\n".join(rule.format(n) for n in range(ROBOTS_WILDCARDS + 1))
    rules = read_rules(KeptRobots(HOME, "", 200, f"User-agent: *\n{lines}"), "harvester")
    assert rules.refusal == "robots.txt has more than 1,000 wildcards"


def test_wildcards_are_counted_within_a_rule():
    text = f"User-agent: *\nDisallow: /{'*a' * ROBOTS_WILDCARDS}"
    assert read_rules(KeptRobots(HOME, "", 200, text), "harvester").refusal is None
    assert read_rules(KeptRobots(HOME, "", 200, f"{text}*"), "harvester").refusal is not None


@pytest.mark.parametrize("line", ["Disallow: /tin/{}", " allow:/{}", "User-agent: bot-{}", "Crawl-delay: {}"])
def test_a_robots_txt_of_very_many_rules_is_asked_of_nothing(line):
    lines = "\n".join(line.format(n) for n in range(ROBOTS_RULES + 1))
    rules = read_rules(KeptRobots(HOME, "", 200, lines), "harvester")
    assert rules.refusal == "robots.txt has more than 10,000 rules"


@pytest.mark.parametrize("line", ["Sitemap: http://lam-khe.example/{}.xml", "# Disallow: /{}", "", "tin {}"])
def test_remarks_and_sitemaps_of_a_robots_txt_are_no_rules(line):
    lines = "\n".join(line.format(n) for n in range(ROBOTS_RULES + 1))
    assert read_rules(KeptRobots(HOME, "", 200, lines), "harvester").refusal is None
