"""Texts in pieces on a terminal."""

import pytest

from harvester.cli.terminal import wrap_pieces

RED, PLAIN = {"fg": "red"}, {}


def join(lines):
    return ["".join(text for text, _ in line) for line in lines]


def test_lines_are_parted_between_words():
    lines = wrap_pieces([("có 58 ngôi nhà ", PLAIN), ("bị tốc mái", RED)], 10)
    assert join(lines) == ["có 58 ngôi", "nhà bị tốc", "mái"]


def test_a_word_of_two_pieces_stays_in_one_line():
    lines = wrap_pieces([("thu về [-1207-]", RED), ("{+3407+} tỷ", PLAIN)], 16)
    assert join(lines) == ["thu về", "[-1207-]{+3407+}", "tỷ"]
    assert lines[1] == [("[-1207-]", RED), ("{+3407+}", PLAIN)]


@pytest.mark.parametrize("width", [None, 200])
def test_nothing_is_lost(width):
    pieces = [("  hai  ", PLAIN), ("chữ", RED), ("", PLAIN)]
    assert join(wrap_pieces(pieces, width)) == ["  hai  chữ"]
