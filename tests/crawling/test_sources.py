"""Which turn a listing's pages get."""

from harvester.limits import EARLY_PAGES
from harvester.loading.sources import choose_rank
from harvester.store.frontier.addresses import DEEPER, RANKS


def test_first_pages_come_before_articles_and_later_ones_after():
    ranks = [choose_rank(pages, None) for pages in range(1, EARLY_PAGES + 3)]
    assert ranks == sorted(ranks)
    assert ranks.count(RANKS["listing"]) == EARLY_PAGES - 1, "a walk's very first page was begun with"
    assert RANKS["listing"] < RANKS["article"] < DEEPER == ranks[-1]


def test_with_a_limit_articles_come_before_a_second_page():
    assert choose_rank(1, 5) == DEEPER
