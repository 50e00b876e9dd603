"""The language of a text, by its script, its marks and its commonest words; the page's own word where these are silent.

What a page says is often its theme's: `<html lang="en-US">` stands on many a Vietnamese WordPress.
"""

from __future__ import annotations

import re
from collections import Counter

from harvester.reading.scrambled import COMMON_WORDS, is_vietnamese_without_marks
from harvester.vietnamese.text import to_nfc

_SAMPLE = 2000
"""Characters of a text that are judged."""
_LEAST_MARKS = 0.03
"""Part of letters that no other language has from which on a text is Vietnamese; prose has 0.1 to 0.2."""
_OWN_LETTERS = "đăơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉĩịọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ"
_OWN_LETTER = re.compile(f"[{_OWN_LETTERS}{_OWN_LETTERS.upper()}]")
_LEAST_COMMON = 0.15
"""Part of words that are a language's commonest ones; prose has 0.3 to 0.5."""
_FEWEST_WORDS = 8
_LEAST_SCRIPT = 0.2
"""Part of letters of another script: names and numbers beside them are Latin."""
# The scripts of neighbours' and partners' languages. Japanese has Chinese characters, too, and is looked for before.
_SCRIPTS = {
    "ja": re.compile(r"[\u3040-\u30ff]"),
    "ko": re.compile(r"[\uac00-\ud7af]"),
    "zh": re.compile(r"[\u4e00-\u9fff]"),
    "km": re.compile(r"[\u1780-\u17ff]"),
    "lo": re.compile(r"[\u0e80-\u0eff]"),
    "th": re.compile(r"[\u0e00-\u0e7f]"),
    "ru": re.compile(r"[\u0400-\u04ff]"),
}
_OTHER_SCRIPT = re.compile(r"[\u0400-\u04ff\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
"""A character of any of these; most texts have none, and are not gone through for each."""
_CODES = {
    "English": "en", "German": "de", "French": "fr", "Spanish": "es", "Portuguese": "pt", "Italian": "it",
    "Dutch": "nl", "Indonesian": "id",
}  # fmt: skip
_COMMON = {_CODES[name]: frozenset(words.split()) for name, words in COMMON_WORDS.items()}
_WORD = re.compile(r"[^\W\d_]+")
_TAG = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9-]{1,20})?", re.IGNORECASE)
"""`vi`, `en-US`, `vi_VN`"""


def tell_language(text: str, told: str = "") -> str | None:
    """Return the language of a text.

    Args:
        text: Title, lead and body.
        told: What the page says of itself, as its `<html lang>`; empty where it says nothing.

    Returns:
        Its shortest code of BCP 47, such as "vi"; None where neither the text nor the page tells.
    """
    sample = text[:_SAMPLE]
    return _read_script(sample) or _read_words(sample) or _read_tag(told)


def _read_script(sample: str) -> str | None:
    if _OTHER_SCRIPT.search(sample) is None:
        return None
    letters = sum(map(str.isalpha, sample))
    for code, script in _SCRIPTS.items():
        if len(script.findall(sample)) > _LEAST_SCRIPT * letters:
            return code
    return None


def _read_words(sample: str) -> str | None:
    """The language of a text in Latin letters, None for one too short to tell."""
    composed = to_nfc(sample)
    enough = int(_LEAST_MARKS * len(composed))
    own = len(_OWN_LETTER.split(composed, maxsplit=enough + 1)) - 1
    if own > enough or (own and own > _LEAST_MARKS * sum(map(str.isalpha, composed))):
        return "vi"
    words = _WORD.findall(composed.lower())
    if len(words) < _FEWEST_WORDS:
        return None
    counts = Counter({code: sum(word in common for word in words) for code, common in _COMMON.items()})
    code, count = counts.most_common(1)[0]
    if count >= _LEAST_COMMON * len(words):
        return code
    return "vi" if is_vietnamese_without_marks(sample) else None


def _read_tag(told: str) -> str | None:
    match = _TAG.fullmatch(told.strip())
    return match[1].lower() if match else None
