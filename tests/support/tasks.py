"""Tasks for workers: each doubles numbers, and dies or fails of some. In a module, so that workers find them."""

from __future__ import annotations

import os
import signal

from harvester.engines.job_parts import Part, read_lines, write_beside
from harvester.engines.page_claims import Claims, read_killers


def double(part: Part) -> None:
    """`kill` in a line kills the process."""
    killers = read_killers(part.claims)
    lines = []
    with Claims(part.claims) as claims:
        for place, line in enumerate(read_lines(part.input)):
            if place in killers:
                lines.append(f"failed {place}")
                continue
            claims.claim(place)
            if line == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            lines.append(str(int(line) * 2))
    write_beside(part.output, lines)


def die(part: Part) -> None:
    """Dies before it claims anything."""
    os.kill(os.getpid(), signal.SIGKILL)


def fail(part: Part) -> None:
    raise ValueError(f"a bug over {part.input.name}")
