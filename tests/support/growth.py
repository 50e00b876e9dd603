"""How the cost of a function grows with its input."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

SHORTEST = 0.1
"""Seconds of CPU time: a step that takes less passes, whatever its ratio."""

MOST = 2.5
"""How much longer twice the input may take."""


def measure_cpu(function: Callable[[T], object], value: T) -> float:
    """Seconds of CPU time, the best of three; the first where it is below `SHORTEST`.

    Without the garbage collector, which would go through all that other tests have left.
    """
    best = float("inf")
    gc.disable()
    try:
        for _ in range(3):
            started = time.process_time()
            function(value)
            best = min(best, time.process_time() - started)
            if best < SHORTEST:
                break
    finally:
        gc.enable()
    return best


def assert_linear(function: Callable[[T], object], make: Callable[[int], T], size: int) -> None:
    """Fail where twice or four times the input takes more than `MOST` times as long a step.

    Measured up to three times: a machine that others use may be twice as slow a moment later, and what grows by the
    square takes four times as long at each try.
    """
    problem = None
    for _ in range(3):
        problem = find_steep_step(function, make, size)
        if problem is None:
            return
    raise AssertionError(problem)


def find_steep_step(function: Callable[[T], object], make: Callable[[int], T], size: int) -> str | None:
    """The step from half of an input to all of it that takes too long; None where none does."""
    larger = measure_cpu(function, make(4 * size))
    for factor in (2, 1):
        if larger < SHORTEST:
            return None
        smaller = measure_cpu(function, make(size * factor))
        if larger > MOST * smaller:
            return f"{2 * factor * size:,} took {larger:.2f} s, half of it {smaller:.2f} s"
        larger = smaller
    return None
