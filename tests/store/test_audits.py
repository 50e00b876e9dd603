"""Samples for audits, and the intervals of what they find."""

import pytest
from support.news import insert, make_database

from harvester.store import Store
from harvester.store.reports.audits import compute_wilson, draw_articles, draw_listings

PLATFORMS = ("nukeviet", "nukeviet", "nukeviet", "wordpress")


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """Forty articles, a quarter of them of another system and portal."""
    articles = [
        {"platform": platform, "portal": "xa-da-chong" if platform == "wordpress" else "xa-suoi-vang"}
        for _ in range(10)
        for platform in PLATFORMS
    ]
    return make_database(tmp_path_factory.mktemp("audits") / "news.db", *articles)


# of https://www.itl.nist.gov/div898/handbook/prc/section2/prc241.htm and of tables in print
@pytest.mark.parametrize(
    ("hits", "count", "low", "high"),
    [(4, 20, 0.0807, 0.4160), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (95, 98, 0.9138, 0.9895)],
)
def test_intervals_are_wilsons(hits, count, low, high):
    assert compute_wilson(hits, count) == pytest.approx((hits / count, low, high), abs=1e-4)


def test_there_is_no_share_of_nothing():
    assert compute_wilson(0, 0) is None


def test_each_system_has_its_share_of_a_sample(path):
    with Store.open_for_search(path) as store:
        for seed in range(5):
            drawn = [row["platform"] for row in draw_articles(store.connection, 8, seed)]
            assert (drawn.count("nukeviet"), drawn.count("wordpress")) == (6, 2)


def test_a_sample_is_told_by_its_seed(path, tmp_path):
    with Store.open_for_search(path) as store:
        first, same, other = ([row["uid"] for row in draw_articles(store.connection, 8, seed)] for seed in (1, 1, 2))
    assert first == same != other


def test_all_are_drawn_where_there_are_not_enough(path):
    with Store.open_for_search(path) as store:
        assert len({row["uid"] for row in draw_articles(store.connection, 500, 1)}) == 40


def test_what_is_gone_and_not_kept_cannot_be_judged(tmp_path):
    path = make_database(tmp_path / "news.db", {}, {"gone_at": "2024-03-01T08:00:00+07:00"})
    with Store.open_for_search(path) as store:
        assert [row["id"] for row in draw_articles(store.connection, 2, 1)] == [1]


def test_a_listing_has_the_articles_of_its_first_page(tmp_path):
    path = make_database(tmp_path / "news.db", {})
    with Store.open(path) as store, store.transaction() as connection:
        for name, state, article in (("a", "done", 1), ("b", "failed", None), ("c", "skipped", None)):
            row = {"url": name, "fetch_url": f"https://x.vn/{name}", "portal": "xa-suoi-vang", "kind": "article"}
            row |= {"rank": 1, "state": state, "found_at": "2024", "found_in": "", "found_run": 1, "article": article}
            insert(connection, "urls", row)
        walk = {"portal": "xa-suoi-vang", "start_url": "https://x.vn/tin/", "mode": "complete", "run": 1}
        insert(connection, "walks", walk | {"first_links": '["c", "a", "b"]'})
    with Store.open_for_search(path) as store:
        (listing,) = draw_listings(store.connection, 3, 1)
    assert [(link.url[-1], link.state) for link in listing.links] == [
        ("c", "skipped"),
        ("a", "stored"),
        ("b", "failed"),
    ]
    assert (listing.count("stored"), listing.count("failed", "pending")) == (1, 1)
