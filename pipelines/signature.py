"""What is kept of a text so that its like can be found: a hash, MinHash bands, a sketch of its facts.

Candidates share a band of a MinHash signature: of the text, or of the text with its facts masked, since texts
of one template may share little more than their skeleton.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from hashlib import blake2b

from harvester.items import Article, Signature
from harvester.vietnamese.fingerprints import make_shingles, take_apart

VERSION = "1/rensa-0.5"
"""Goes up when a signature of the same text changes. Rensa's differ between its minor versions."""

ROWS = 3
TEXT_BANDS = 20
MASKED_BANDS = 12
"""With three rows a band, 20 bands find a pair of Jaccard index 0.47 in 89 of 100 cases and one of 0.6 in 99;
the masked bands find most of the rest, and 12 of them a template of 0.6 in 95."""
SEED = 20
FEWEST_WORDS = 25
"""A text shorter than this is not compared: a title above an attachment says the same every week."""
FACTS_KEPT = 32
"""Hashes of facts kept with a text, the smallest ones, to leave out candidates with other facts."""
FACTS_SHARED = 0.2
"""The least estimated Jaccard index of two reprints' facts. Half of them are shared at least (`likeness`)."""
FEW_FACTS = 6


def sign(article: Article) -> Signature:
    """The signature of title, lead and body. Pure."""
    return sign_text(article.title, article.lead, article.body)


def sign_text(title: str, lead: str | None, body: str) -> Signature:
    from rensa import RMinHash

    tokens = take_apart(f"{lead or ''}\n{body}")
    if len(tokens.words) < FEWEST_WORDS:
        return Signature(None)
    bands: list[int] = []
    for words, count in ((tokens.words, TEXT_BANDS), (tokens.masked, MASKED_BANDS)):
        minhash = RMinHash(count * ROWS, SEED + count)
        minhash.update(make_shingles(words))
        digest = minhash.digest()
        bands.extend(
            _hash_band(count, start, digest[start : start + ROWS]) for start in range(0, len(digest), ROWS)
        )
    letters = "".join(take_apart(title).words + tokens.words).translate(_SIGNS)
    number = int.from_bytes(blake2b(f"{VERSION}:{letters}".encode(), digest_size=8).digest(), "big") >> 1
    return Signature(number, tuple(bands), _pack_facts({fact for _, fact in tokens.facts}))


# What is left of punctuation inside numbers: `1.200` and `1200` are one number to a copyist
_SIGNS = str.maketrans("", "", ".,/:-_")


def _hash_band(kind: int, start: int, rows: Sequence[int]) -> int:
    """48 bits, apart for each band."""
    mixed = kind * 1_000 + start
    for row in rows:
        mixed = (mixed * 0x9E3779B97F4A7C15 + row + 1) & 0xFFFFFFFFFFFFFFFF
        mixed ^= mixed >> 29
    return mixed >> 16


def _pack_facts(facts: Iterable[str]) -> bytes:
    hashes = sorted({zlib.crc32(fact.encode()) for fact in facts})[:FACTS_KEPT]
    return b"".join(one.to_bytes(4, "big") for one in hashes)


def _unpack_facts(packed: bytes) -> set[bytes]:
    return {packed[i : i + 4] for i in range(0, len(packed), 4)}


def share_facts(one: bytes, other: bytes) -> float:
    """The estimated Jaccard index of two texts' facts; 1.0 where either has too few to tell."""
    if min(len(one), len(other)) < 4 * FEW_FACTS:
        return 1.0
    here, there = _unpack_facts(one), _unpack_facts(other)
    smallest = sorted(here | there)[:FACTS_KEPT]
    return sum(fact in here and fact in there for fact in smallest) / len(smallest)
