"""What is kept of a text so that its like can be found: a hash, MinHash bands, a sketch of its facts.

Candidates share a band of a MinHash signature: of the text, or of the text with its facts masked, since texts
of one template may share little more than their skeleton.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import pairwise

from harvester.duplicates.classification import Kind
from harvester.duplicates.features import Features
from harvester.duplicates.shingles import LONG, pack_runs, pack_words
from harvester.duplicates.tokens import take_apart
from harvester.items import Article, Signature
from harvester.store.articles.bands import PLACED, ROWS
from harvester.vietnamese.spelling import drop_diacritics

VERSION = "4/rensa-0.5"
"""Goes up when a signature of the same text changes. Rensa's differ between its minor versions."""

TEXT_BANDS = 24
MASKED_BANDS = PLACED - TEXT_BANDS
"""Bands of three rows each. Of pairs that share 0.39 of their runs of eight words, as the heaviest reprints
do, the 40 bands together find 91 in 100, at 0.5 all; of unrelated texts that share 0.01, one in 25,000."""
SENTENCES = 8
"""Sentences that are bands of their own, the ones with the smallest hashes. A short text with a fifth of its
paragraphs dropped, a fifth reworded and a fifth added has a third of its runs of eight words left, and half of its
sentences."""
LEAST_SENTENCE = 8
"""Words of such a sentence, with the facts masked: `@ phát biểu tại hội nghị` is anyone's."""
SEED = 20
SHORT_WORDS, FEWEST_WORDS = 25, 20
"""A text shorter than the first is compared with its title in front, and where both together are shorter than the
second not at all: a title above an attachment says the same every week."""
# What such a text says of its attachment, e.g. `Chi tiết xem tại tệp đính kèm`
_POINTER = re.compile(r" (?:dinh kem|kem theo|tep|file|tai (?:ve|xuong)|tai day) ")
ROWS_SHARED, MASKED_ROWS_SHARED = 0.16, 0.25
"""The least share of equal rows. Reprints share 0.25 of their runs of eight words and more, templates 0.5 of the
masked ones."""
FACTS_KEPT = 32
"""Hashes of facts kept with a text, the smallest ones, to leave out candidates with other facts."""
FACTS_SHARED = 0.2
"""The least estimated Jaccard index of two reprints' facts. Half of them are shared at least (`similarity`)."""
FEW_FACTS = 6


@dataclass(frozen=True, slots=True)
class Signed(Signature):
    """A signature with the text taken apart: to sign and to compare it is taken apart once."""

    features: Features | None = field(default=None, compare=False, repr=False)


def sign(article: Article) -> Signature:
    """The signature of title, lead and body. Pure."""
    return sign_text(article.title, article.lead, article.text)


def sign_text(title: str, lead: str | None, body: str) -> Signature:
    """The same of an article's parts."""
    from rensa import RMinHash

    features = read_parts(title, lead, body)
    tokens = features.tokens
    if len(tokens.words) < FEWEST_WORDS or (features.is_short and _POINTER.search(features.bare_words)):
        return Signature(None)
    rows: list[int] = []
    masked = pack_words(tokens.masked)
    for words, bands in ((pack_words(tokens.words), TEXT_BANDS), (masked, MASKED_BANDS)):
        runs = memoryview(pack_runs(words, LONG)).cast("Q")
        [minima] = RMinHash.digest_matrix_from_flat_token_hashes(runs, [0, len(runs)], bands * ROWS, SEED).to_rows()
        rows += [row & 0xFFFF for row in minima]
    sketch = struct.pack(f">{len(rows)}H", *rows) + b"".join(_pick_sentences(masked, tokens.ends))
    letters = "".join(take_apart(title).words + tokens.words).encode(errors="surrogatepass").translate(None, _SIGNS)
    number = int.from_bytes(blake2b(f"{VERSION}:".encode() + letters, digest_size=8).digest(), "big") >> 1
    facts = _pack_facts({fact for _, fact in tokens.facts})
    return Signed(number, sketch, facts, features)


def _pick_sentences(masked: bytes, ends: list[int]) -> list[bytes]:
    hashes = {
        blake2b(masked[8 * start : 8 * end], digest_size=2 * ROWS).digest()
        for start, end in pairwise([0, *ends])
        if end - start >= LEAST_SENTENCE
    }
    return sorted(hashes)[:SENTENCES]


def read_parts(title: str, lead: str | None, body: str) -> Features:
    """What is compared of an article. The title is what a reprint changes first, and counts for a short text only."""
    text = f"{lead}\n{body}" if lead else body
    features = Features(text)
    return features if len(features.tokens.words) >= SHORT_WORDS else Features(f"{title}\n{text}", is_short=True)


# What is left of punctuation inside numbers, and of spaces in dates: `1.200` and `1200` are one number to a copyist
_SIGNS = b".,/:-_ "


def _pack_facts(facts: Iterable[str]) -> bytes:
    hashes = sorted({zlib.crc32(fact.encode()) for fact in drop_diacritics("\n".join(facts)).splitlines()})[:FACTS_KEPT]
    return b"".join(one.to_bytes(4, "big") for one in hashes)


class Sieve:
    """Leaves out candidates that share a band with a text by chance. What passes is compared exactly."""

    def __init__(self, sketch: bytes, facts: bytes) -> None:
        self.rows = _unpack_rows(sketch)
        self.facts = _unpack_facts(facts)

    def sort_out(self, sketch: bytes, facts: bytes) -> Kind | None:
        """What a candidate may be, as far as sketches tell: reprint, else template, else neither."""
        differing = _find_differing(self.rows, _unpack_rows(sketch))
        text, masked = TEXT_BANDS * ROWS, MASKED_BANDS * ROWS
        shared = text - (differing >> MASKED_BITS).bit_count()
        if shared >= ROWS_SHARED * text and self._may_share_facts(_unpack_facts(facts)):
            return "reprint"
        shared = masked - (differing & _MASKED).bit_count()
        return "template" if shared >= MASKED_ROWS_SHARED * masked else None

    def _may_share_facts(self, there: set[int]) -> bool:
        if min(len(self.facts), len(there)) < FEW_FACTS:
            return True
        shared = len(self.facts & there)
        return shared >= FACTS_SHARED * (len(self.facts) + len(there) - shared)


ROW_BITS = 16
MASKED_BITS = MASKED_BANDS * ROWS * ROW_BITS
_MASKED = (1 << MASKED_BITS) - 1
_LOWEST = sum(1 << ROW_BITS * row for row in range(PLACED * ROWS))
"""The lowest bit of every row."""


def _unpack_rows(sketch: bytes) -> int:
    """All rows side by side in one number: rows are compared by the thousand, and so all at once."""
    return int.from_bytes(sketch[: PLACED * ROWS * ROW_BITS // 8], "big")


def _find_differing(one: int, other: int) -> int:
    """The lowest bit of every row that differs."""
    bits = one ^ other
    for half in (8, 4, 2, 1):  # all bits of a row are gathered in its lowest
        bits |= bits >> half
    return bits & _LOWEST


def _unpack_facts(packed: bytes) -> set[int]:
    return set(struct.unpack(f"{len(packed) // 4}I", packed))
