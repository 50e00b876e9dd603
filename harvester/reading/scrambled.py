"""Telling a text whose letters were exchanged to keep copiers away from one that is merely written without marks."""

from __future__ import annotations

import re

from harvester.vietnamese.text import measure_marks

SAMPLE = 1000
"""Characters of a text that are judged."""
FEWEST_LETTERS = 300
_LEAST_MARKS = 0.04
"""Part of letters with marks below which a text is no Vietnamese prose (it has 0.2 to 0.35)."""
LEAST_COMMON = 0.08
"""Part of words that are a language's most common ones; European prose has 0.3 to 0.5."""
LEAST_SYLLABLES = 0.75
"""Part of words that are syllables of Vietnamese without marks; English prose has 0.3, Vietnamese 0.95."""

_WORD = re.compile(r"[a-z]+")
# A Vietnamese syllable without its marks: "nghieng", "khuya", "thon", "ba".
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnprstvx])?"
    r"(?:uye|uya|uyu|ieu|yeu|uoi|uou|oai|oay|oeo|uay|ay|ai|ao|au|eo|eu|ia|ie|iu|oa|oe|oi|oo|ua|ue|ui|uo|uu|uy|ye|"
    r"[aeiouy])"
    r"(?:ch|ng|nh|[cmnpt])?"
)
COMMON_WORDS = {
    "English": "the of and to in is was for that on with as at by it he his from have has are be this a an we not who "
    "they their had but or which will",
    "German": "der die das und ist zu den mit von im ein eine auf nicht sich dem des auch",
    "French": "le la les des et un une du dans est que qui pour pas sur par au ce il",
    "Spanish": "el los las en del se por con una su para al lo como mas no",
    "Portuguese": "a o e os as do da dos das em um uma que com na no ao mais de por para",
    "Italian": "di il che non per si della gli sono con",
    "Dutch": "het een van dat niet op zijn voor met aan",
    "Indonesian": "yang dan di itu dengan untuk tidak ini dari pada akan",
}
COMMON = frozenset(word for words in COMMON_WORDS.values() for word in words.split())


def is_scrambled(text: str) -> bool:
    """Whether a long text without Vietnamese marks is neither Vietnamese without them nor another language."""
    sample = text[:SAMPLE]
    if len(sample) - len(sample.encode("ascii", "ignore")) > 2 * _LEAST_MARKS * len(sample):
        return False
    letters, marked = measure_marks(sample)
    if letters < FEWEST_LETTERS or marked >= _LEAST_MARKS:
        return False
    words = _WORD.findall(sample.lower())
    common = sum(word in COMMON for word in words)
    if common >= LEAST_COMMON * len(words):
        return False
    return not is_vietnamese_without_marks(sample)


def is_vietnamese_without_marks(text: str) -> bool:
    """Whether most words of a text are Vietnamese syllables without their marks."""
    words = _WORD.findall(text.lower())
    return sum(_SYLLABLE.fullmatch(word) is not None for word in words) >= LEAST_SYLLABLES * len(words)
