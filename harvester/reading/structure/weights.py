"""The weights of the structural reader: a small file that `benchmarks/train_reader.py` makes."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from operator import mul

from harvester.reading.structure.block_features import NUMBERS, Description
from harvester.reading.structure.markings import MARK_NAMES

FILE = "weights.json"


@dataclass(frozen=True, slots=True)
class Weights:
    """What each number, mark and tag of a block is worth, in log odds. What is not named is worth nothing."""

    numbers: tuple[float, ...]
    own: dict[int, float]  # by mark
    inherited: dict[int, float]
    tags: dict[str, float]
    parent_tags: dict[str, float]
    _sums: dict[tuple[int, bool], float] = field(default_factory=dict)  # of sets of marks that were met

    def weigh(self, block: Description) -> float:
        """The probability that a block is the article's text."""
        odds = self.tags.get(block.tag, 0.0) + self.parent_tags.get(block.parent_tag, 0.0)
        odds += self._sum(block.own, self.own, False) + self._sum(block.inherited, self.inherited, True)
        odds = sum(map(mul, self.numbers, block.numbers), odds)
        return 1.0 / (1.0 + math.exp(-odds)) if odds > -50 else 0.0

    def _sum(self, marks: int, table: dict[int, float], inherited: bool) -> float:
        known = self._sums.get((marks, inherited))
        if known is None:
            known = sum(weight for mark, weight in table.items() if marks & mark)
            if len(self._sums) < 20_000:
                self._sums[(marks, inherited)] = known
        return known


def parse_weights(text: str) -> Weights:
    """The weights of a file's text.

    Raises:
        KeyError: one of the numbers has none.
    """
    data = json.loads(text)
    return Weights(
        tuple(data["numbers"][name] for name in NUMBERS),
        {MARK_NAMES[name]: weight for name, weight in data["own"].items()},
        {MARK_NAMES[name]: weight for name, weight in data["inherited"].items()},
        data["tags"],
        data["parent_tags"],
    )


@lru_cache(maxsize=1)
def load_weights() -> Weights:
    """The weights that are shipped."""
    return parse_weights((files(__package__) / FILE).read_text(encoding="utf-8"))
