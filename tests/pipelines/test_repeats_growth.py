"""The work of taking out repeats grows with the page, and no faster."""

from collections.abc import Callable

import pytest
from support.growth import assert_linear
from support.repeats import FIRST, SECOND

from harvester.duplicates.repeated_text import remove_repeats
from harvester.items import Article


def make_lines(count: int) -> str:
    return "\n".join(["Một dòng đứng mãi trên trang này"] * count)


def make_copies(count: int) -> str:
    return "\n\n".join([f"{number} {FIRST}" for number in range(count)] * 2)


def make_beginnings(count: int) -> str:
    return "\n\n".join(f"{FIRST} {number}" for number in range(count))


def make_pieces(count: int) -> str:
    return f"{'một hai ba bốn năm ' * count}\n\n" + "\n".join(["một hai ba bốn năm"] * count)


@pytest.mark.parametrize("make", [make_lines, make_copies, make_beginnings, make_pieces])
def test_the_work_grows_with_the_page(make: Callable[[int], str]) -> None:
    assert_linear(lambda body: remove_repeats(Article(url="https://a.example/1", body=body)), make, 2000)


def make_cut(count: int) -> str:
    return "\n\n".join([f"{number} {FIRST}" for number in range(count)] + [f"… {SECOND} {n}" for n in range(count)] * 2)


def test_the_work_grows_with_the_paragraphs_that_look_cut() -> None:
    assert_linear(lambda body: remove_repeats(Article(url="https://a.example/1", body=body)), make_cut, 2000)


def make_clauses(count: int) -> str:
    return ", ".join(f"một hai ba bốn năm sáu bảy {number % 7}" for number in range(count)) + "\n\n" + FIRST


def make_excerpts(count: int) -> str:
    return "\n\n".join([f"{FIRST} {number}…" for number in range(count)] + [SECOND] * 2)


@pytest.mark.parametrize("make", [make_clauses, make_excerpts])
def test_the_work_grows_with_clauses_and_excerpts(make: Callable[[int], str]) -> None:
    assert_linear(lambda body: remove_repeats(Article(url="https://a.example/1", body=body)), make, 1000)
