"""The parts of a big job: an input file each, and a result that is there whole or not at all.

A part holds at most RECORDS_A_PART records. An engine may work on it more than once, anywhere and in any order; its
result is written beside, synced and renamed, and what exists is done.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from socket import gethostname

from harvester.limits import RECORDS_A_PART


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a job, as three files."""

    input: Path

    @property
    def output(self) -> Path:
        return self.input.with_suffix(".out")

    @property
    def claims(self) -> Path:
        return self.input.with_suffix(".claims")

    @property
    def is_done(self) -> bool:
        return self.output.is_file()


Task = Callable[[Part], None]
"""A module's own function, so that another process finds it. It writes the part's output, with `write_beside`."""


def write_beside(place: Path, lines: Iterable[str]) -> None:
    """Write a file whole or not at all: beside its place, synced, then renamed."""
    beside = place.with_name(f"{place.name}.{gethostname()}-{os.getpid()}.part")
    try:
        with beside.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{line}\n" for line in lines)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)


def read_lines(place: Path) -> Iterator[str]:
    """The lines of a file that `write_beside` wrote."""
    with place.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            yield line.removesuffix("\n")


def make_folder(folder: Path, check: Callable[[Path], None]) -> None:
    """Make the folder of a job's parts, unless what is to work on them cannot: then there is none.

    Args:
        folder: Its place.
        check: Raises what keeps parts from being worked on there.
    """
    made = [place for place in (folder, folder.parent) if not place.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    try:
        check(folder)
    except BaseException:
        for place in made:  # a folder that workers share was made by somebody else, and may not be made here
            with suppress(OSError):  # what another job has put there meanwhile stays
                place.rmdir()
        raise


def cut_parts(folder: Path, lines: Iterable[str], *, first: int = 0, records: int = RECORDS_A_PART) -> Iterator[Part]:
    """Write the records of a job, a line each, as parts into a folder; each as it is asked for."""
    rest = iter(lines)
    number = first
    while held := list(islice(rest, records)):
        part = Part(folder / f"{number:06}.in")
        write_beside(part.input, held)
        yield part
        number += 1


def name_by_content(part: Part) -> Part:
    """A part under a name that tells its content.

    What an earlier run has made of the same records counts, and of others does not.
    """
    digest = hashlib.blake2b(part.input.read_bytes(), digest_size=8).hexdigest()
    named = Part(part.input.with_name(f"{part.input.stem}-{digest}.in"))
    part.input.replace(named.input)
    return named


def remove_part(part: Part) -> None:
    """Remove what a part's work has left, once its result is loaded."""
    unfinished = part.input.parent.glob(f"{part.output.name}.*.part")  # of workers that died
    for place in (part.output, part.claims, part.input, *unfinished):
        place.unlink(missing_ok=True)
