"""Claims: eight bytes written before each record is worked on, so that one that kills its process is found out.

A process that died was working on what it claimed last. Who was claimed last by two processes that died is left out
from then on, and is a failure with a name.
"""

from __future__ import annotations

import os
import signal
import struct
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

from harvester.engines.job_parts import Part, write_beside
from harvester.limits import RECORD_DEATHS

SIZE = 8
BEGIN = 2**64 - 1
END = 2**64 - 2
"""What a process claims before anything else, and when it ends in order."""

_HELD: list[Claims] = []
"""The claims that this process has open."""


class Claims:
    """The claims of one part, by the places of its records."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.descriptor = -1

    def __enter__(self) -> Self:
        self.descriptor = os.open(self.place, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        self.claim(BEGIN)
        _HELD.append(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.claim(END)  # before it is held no more: a signal between the two would leave a death that nobody died
        _HELD.remove(self)
        os.close(self.descriptor)

    def claim(self, record: int) -> None:
        """Note that the record at this place is about to be worked on."""
        os.write(self.descriptor, struct.pack("<Q", record))


def release_on_terminate() -> None:
    """From now on SIGTERM ends this process in order.

    A pool sends it to all others when one of it has died, and none of them died of what it is working on.
    """
    signal.signal(signal.SIGTERM, _release_and_exit)


def _release_and_exit(number: int, frame: FrameType | None) -> None:
    for claims in _HELD:
        claims.claim(END)
    os._exit(128 + number)


def read_killers(place: Path) -> set[int]:
    """The records that RECORD_DEATHS processes died of. Read before a process claims anything itself."""
    return {record for record, deaths in count_deaths(place).items() if deaths >= RECORD_DEATHS}


def count_deaths(place: Path) -> Counter[int]:
    """How many processes died of each record: what stands last before another process began, or at the end."""
    deaths: Counter[int] = Counter()
    try:
        data = place.read_bytes()
    except FileNotFoundError:
        return deaths
    claims = [record for (record,) in struct.iter_unpack("<Q", data[: len(data) // SIZE * SIZE])]
    for record, following in pairwise([*claims, BEGIN]):
        if record < END and following == BEGIN:
            deaths[record] += 1
    return deaths


def count_all_deaths(places: Iterable[Path]) -> int:
    """How many processes died over these parts' claims."""
    return sum(sum(count_deaths(place).values()) for place in places)


def write_claimed(part: Part, read: Callable[[Path, Claims, set[int]], Iterator[str]]) -> None:
    """Write the result of a part whose pages may kill the process that reads them.

    Args:
        part: The part.
        read: Makes the result's lines of the input, claiming each page before it is read; those of the numbers that it
            is given have killed processes before.
    """
    killers = read_killers(part.claims)
    with Claims(part.claims) as claims:
        write_beside(part.output, read(part.input, claims, killers))
