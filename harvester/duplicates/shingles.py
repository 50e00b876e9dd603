"""Runs of words as numbers: what two texts have in common is measured by the runs that stand in both.

A word's number is that of its letters without diacritics, which some portals lose, and of a date without zeros in front
and an amount without dots: copies have them or not.
"""

from __future__ import annotations

import struct
from hashlib import blake2b

from harvester.duplicates.tokens import canonise_word

SHORT = 4
"""Words of the runs that measure how alike two texts are: unrelated local news share few, and a reworded sentence
keeps some."""
LONG = 8
"""Words of the runs that find texts that may be alike: stock phrases are shorter, so that unrelated texts share a
tenth of what they share in fours, and reprints nearly as much."""

CODE = 8
"""Bytes of a word's number."""
_MOST_CODES = 20_000


class _Codes(dict[str, bytes]):
    """A number of 56 bits for each word, in eight bytes. The same in every process, and for all spellings of it."""

    def __missing__(self, word: str) -> bytes:
        if len(self) >= _MOST_CODES:
            self.clear()
        letters = canonise_word(word).encode(errors="surrogatepass")
        code = self[word] = blake2b(letters, digest_size=7).digest() + b"\0"
        return code


_codes = _Codes()


def hash_runs(words: list[str], length: int) -> tuple[int, ...]:
    """A number for each run of `length` words, 4 or 8, repeated ones too.

    There is one for the whole text where it is shorter.
    """
    packed = pack_runs(pack_words(words), length)
    return struct.unpack(f"<{len(packed) // 8}Q", packed)


def pack_words(words: list[str]) -> bytes:
    """The words' numbers, eight bytes each."""
    return b"".join(map(_codes.__getitem__, words))


def pack_runs(packed: bytes, length: int) -> bytes:
    """The numbers of `hash_runs`, eight bytes each, from those of the words.

    The words' codes stand side by side in one long number, so that shifting it brings each word upon its
    neighbours, for all runs at once. A word's code is shifted by its place in the run, 0 to 7 bits, and the
    codes of a run are combined by exclusive or; 56 and 7 bits never reach into the next 64 bits.
    """
    if not packed:
        return b""
    bits = int.from_bytes(packed, "little")
    size = 1
    while size < length:
        bits = (bits << size) ^ (bits >> 64 * size)
        size *= 2
    count = max(1, len(packed) // 8 - length + 1)
    return bits.to_bytes(len(packed) + 8, "little")[: 8 * count]
