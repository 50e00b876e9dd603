"""Wall time, CPU time and peak memory of a command in a process of its own, for the other benchmarks."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one whole process: seconds of wall time and of both kinds of CPU time, and megabytes at the peak."""

    wall: float
    cpu: float
    peak: float


def measure(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Cost:
    """Run a command to its end. Raises CalledProcessError unless it exits 0."""
    own = {**os.environ, **(environment or {})}
    own.pop("PYTHONDONTWRITEBYTECODE", None)  # or whatever is not installed as a package is compiled anew each time
    started = time.perf_counter()
    process = subprocess.Popen(command, env=own, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
