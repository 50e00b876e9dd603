"""Scrambled text, and text that is only written without marks."""

import pytest

from harvester.reading.scrambled import is_scrambled

PLAIN = "Sang nay ba con thon Ben May hop ban viec dung lai cay cau tre qua suoi cho tre di hoc. " * 8
ENGLISH = "The people of the village met this morning to talk about the bridge that was lost in the flood. " * 8


@pytest.mark.parametrize("text", [PLAIN, ENGLISH, PLAIN[:80], "Bà con thôn Bến Mây dựng lại cầu tre. " * 20])
def test_what_can_be_read_is_not_scrambled(text):
    assert not is_scrambled(text)


def test_exchanged_letters_are_told():
    letters = "abcdefghijklmnopqrstuvwxyz"
    assert is_scrambled(PLAIN.lower().translate(str.maketrans(letters, letters[7:] + letters[:7])))
