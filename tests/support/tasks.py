"""Tasks for workers: each doubles numbers, and dies or fails of some. In a module, so that workers find them."""

from __future__ import annotations

import os
import signal

from harvester.engines.job_parts import Part, read_lines, write_beside
from harvester.engines.page_claims import Claims, read_killers


def double(part: Part) -> None:
    """`kill` in a line kills the process; `SIGKILL` and `SIGSTOP` do what they say to the first that meets them."""
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
            lines.append(meet_once(part, line) if line.startswith("SIG") else str(int(line) * 2))
    write_beside(part.output, lines)


def meet_once(part: Part, name: str) -> str:
    """Get a signal, and leave a file that tells of it, unless somebody has."""
    met = part.input.parent / name
    try:
        with met.open("x") as file:
            file.write(str(os.getpid()))
    except FileExistsError:
        return f"survived {name}"
    os.kill(os.getpid(), getattr(signal, name))
    return f"went on after {name}"


def die(part: Part) -> None:
    """Dies before it claims anything."""
    os.kill(os.getpid(), signal.SIGKILL)


def fail(part: Part) -> None:
    raise ValueError(f"a bug over {part.input.name}")
