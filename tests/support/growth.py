"""How the cost of a function grows with its input."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from itertools import pairwise
from typing import TypeVar

T = TypeVar("T")

SHORTEST = 0.1
"""Seconds of CPU time: a step that takes less passes, whatever its ratio."""

MOST = 2.5
"""How much longer twice the input may take."""


def measure_cpu(function: Callable[[T], object], value: T) -> float:
    """Seconds of CPU time, the best of three."""
    best = float("inf")
    for _ in range(3):
        gc.collect()
        started = time.process_time()
        function(value)
        best = min(best, time.process_time() - started)
        if best < SHORTEST:
            break
    return best


def assert_linear(function: Callable[[T], object], make: Callable[[int], T], size: int) -> None:
    """Fail where twice or four times the input takes more than `MOST` times as long a step."""
    costs = [measure_cpu(function, make(size * factor)) for factor in (1, 2, 4)]
    for smaller, larger in pairwise(costs):
        assert larger < SHORTEST or larger <= MOST * smaller, f"n, 2n, 4n took {costs} s"
