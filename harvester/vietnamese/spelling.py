"""One form for spellings that mean the same word (`hòa` and `hoà`, ð and đ), to compare texts; đ and d stay apart.

Nothing here is for display: what is stored keeps the portal's own spelling.
"""

from __future__ import annotations

import re
import unicodedata

from harvester.vietnamese.text import INVISIBLE, NO_WIDTH, sort_marks, to_nfc

# Where the tone mark stands in oa, oe and uy is a matter of school: `hòa` (old) and `hoà` (new) are one word.
_OLD_PLACEMENT = ("òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy")
_NEW_PLACEMENT = ("oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ")
_PLACEMENTS = tuple(zip(_OLD_PLACEMENT, _NEW_PLACEMENT, strict=True))

# Letters of other scripts in the place of Vietnamese ones: Icelandic eth for đ.
_LOOKALIKES = str.maketrans({"ð": "đ", "Ð": "Đ", "Ɖ": "Đ"})
_MISPRINT = re.compile(f"[{NO_WIDTH}ðÐƉ]")

# Tone marks and the accents of â, ê, ô, ơ, ư and ă, in decomposed text; the signs of other scripts stay.
_MARKS = re.compile("[\u0300-\u036f]")

# Everything but letters and digits: `chỉ đạohội nghị` and `chỉ đạo hội nghị` differ in nothing else.
_NOT_LETTERS = re.compile(r"[\W_]+")


def compose(text: str) -> str:
    """NFC, with lookalike letters put right and signs without width dropped. Case and spaces stay."""
    if text.isascii():
        return text
    composed = to_nfc(text)
    if _MISPRINT.search(composed) is None:  # as good as always, and found out in a fraction of the time
        return composed
    return INVISIBLE.sub("", composed.translate(_LOOKALIKES))


def place_tones(lowered: str) -> str:
    """Tone marks of oa, oe and uy on the second vowel: `hòa` becomes `hoà`, `ủy` becomes `uỷ`.

    Takes composed lower-case text.
    """
    for old, new in _PLACEMENTS:
        if old in lowered:
            lowered = lowered.replace(old, new)
    return lowered


def drop_diacritics(text: str) -> str:
    """Without tone marks, accents and the stroke of đ, as some portals print it: `xã Lộc Giã` becomes `xa Loc Gia`."""
    if text.isascii():
        return text
    return _MARKS.sub("", unicodedata.normalize("NFD", sort_marks(text))).replace("đ", "d").replace("Đ", "D")


def squash(text: str) -> str:
    """Only the letters and digits, lower-case, in one spelling.

    Equal where only spaces, case, punctuation, Unicode form or tone placement differ.
    """
    return _NOT_LETTERS.sub("", place_tones(compose(text).lower()))
