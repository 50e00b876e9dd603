"""The made-up articles have to differ from each other, or tests of duplicates would test this generator."""

import re
from itertools import combinations

from support.texts import make_slug, write_text


def find_shingles(number: int) -> set[tuple[str, ...]]:
    text = write_text(number)
    words = re.findall(r"\w+", " ".join([text.lead, *text.paragraphs]).lower())
    return set(zip(words, words[1:], words[2:], words[3:], strict=False))


def test_no_two_articles_share_much():
    sets = [find_shingles(number) for number in range(1, 301)]
    worst = max(len(a & b) / min(len(a), len(b)) for a, b in combinations(sets, 2))
    assert worst < 0.4  # unrelated real articles stay under 0.45


def test_texts_are_the_same_for_the_same_seed_and_titles_are_many():
    assert write_text(7) == write_text(7)
    assert write_text(7) != write_text(7, seed=2)
    assert len({write_text(number).title for number in range(1, 301)}) > 290


def test_later_numbers_are_newer():
    dates = [write_text(number).published for number in range(1, 400)]
    assert dates == sorted(dates)


def test_slug_is_latin():
    assert make_slug("Đường hoa ở Khê Ngàn, số 5") == "duong-hoa-o-khe-ngan-so-5"
