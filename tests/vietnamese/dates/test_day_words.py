"""The words for today: one list for text as it stands and folded."""

from harvester.reading.date_lines import TODAY
from harvester.vietnamese.dates.day_words import FOLDED_TODAY, TODAY_WORDS
from harvester.vietnamese.dates.folding import fold


def test_every_word_is_known_in_both_spellings():
    assert FOLDED_TODAY == "hom nay|bay gio|today"
    for word in TODAY_WORDS:
        assert TODAY.search(f"{word.capitalize()}, thứ hai ngày 25/01/2021")
        assert fold(word) in FOLDED_TODAY.split("|")
