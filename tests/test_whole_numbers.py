"""Whole numbers as pages, feeds and files write them."""

import pytest

from harvester.whole_numbers import read_whole_number


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("007", 7), ("300", 300), ("9" * 15, 10**15 - 1)])
def test_numbers(text, number):
    assert read_whole_number(text) == number


@pytest.mark.parametrize("text", ["", "²", "٣", "-1", "1.5", "1 ", "1_000", "9" * 16, "9" * 5000])
def test_what_is_none(text):
    assert read_whole_number(text) is None


def test_longest():
    assert (read_whole_number("1234", 4), read_whole_number("12345", 4)) == (1234, None)
