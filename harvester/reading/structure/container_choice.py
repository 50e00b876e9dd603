"""From the weights of blocks to the blocks that are kept: the article's element, its threshold, and some rules."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from harvester.reading.structure.block_features import Measures
from harvester.reading.structure.line_kinds import is_of_list
from harvester.reading.structure.outline import Outline

OWN_SHARE = 0.6
"""How much of a block's weight is its own; the rest is the mean of the blocks of its kind of element."""
LEAST_GAIN = 0.22
"""A character counts for an element by how far its block's weight is above this."""
THRESHOLDS = ((0.48, 0.5), (0.4, 0.35), (0.25, 0.2), (0.15, 0.1))
"""Weights from which on a block is kept; and the gain with which the element is looked for where too little was."""
FEWEST_KEPT = 250
LEAST_SHARE = 0.12
"""Characters, and part of the prose, that are too little."""


@dataclass
class _Selection:
    """What was chosen.

    The element, the places of its kept blocks, each block's smoothed weight, and how far down the thresholds went.
    """

    node: int
    kept: list[int]
    weights: list[float]
    step: int


def smooth(outline: Outline, weights: list[float]) -> list[float]:
    """Each weight drawn towards the mean of the blocks that are like it.

    Their elements, and the elements around these, are of the same tag and class. Links with their dates weigh nothing:
    in a layout of tables they are set as the text is.
    """
    sums: dict[tuple[str, str, bool], list[float]] = {}
    keys = []
    nodes = outline.nodes
    own = []
    for place, (block, raw) in enumerate(zip(outline.blocks, weights, strict=True)):
        node = nodes[block.node]
        is_entry = is_of_list(outline, place)
        weight = 0.0 if is_entry else raw
        own.append(weight)
        key = (node.signature, nodes[node.parent].signature if node.parent >= 0 else "", is_entry)
        keys.append(key)
        total = sums.get(key)
        if total is None:
            sums[key] = [weight, 1.0]
        else:
            total[0] += weight
            total[1] += 1.0
    return [
        OWN_SHARE * weight + (1 - OWN_SHARE) * sums[key][0] / sums[key][1]
        for weight, key in zip(own, keys, strict=True)
    ]


def find_container(outline: Outline, weights: list[float], gain: float = LEAST_GAIN) -> int:
    """The node whose blocks gain most, the deepest of equals."""
    gains = ((weight - gain) * block.length for block, weight in zip(outline.blocks, weights, strict=True))
    sums = [0.0, *accumulate(gains)]
    best, place = -1e9, 0
    for number, node in enumerate(outline.nodes):
        total = sums[node.end] - sums[node.start]
        if total >= best - 1e-9 and node.end > node.start:
            best, place = max(best, total), number
    return place


def select(outline: Outline, measures: Measures, raw: list[float]) -> _Selection:
    """The blocks that are the article's."""
    weights = smooth(outline, raw)
    blocks = outline.blocks
    enough = max(FEWEST_KEPT, LEAST_SHARE * measures.prose[-1])
    chosen = _Selection(0, [], weights, 0)
    for step, (threshold, _) in enumerate(THRESHOLDS):
        gain = LEAST_GAIN if step == 0 else LEAST_GAIN * (threshold / 0.5)
        number = find_container(outline, weights, gain)
        node = outline.nodes[number]
        kept = [place for place in range(node.start, node.end) if weights[place] >= threshold]
        if sum(blocks[p].length for p in kept) > sum(blocks[p].length for p in chosen.kept) or step == 0:
            chosen = _Selection(number, kept, weights, step)
        if sum(blocks[p].length for p in kept) >= enough:
            break
    return chosen
