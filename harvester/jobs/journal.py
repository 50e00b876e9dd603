"""The journal of a round of looks at portals: a line for each, so that a round that was cut short goes on."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Generic, Protocol, Self, TypeVar

from pydantic import TypeAdapter, ValidationError

from harvester.errors import ConfigError


class Keyed(Protocol):
    """What a journal holds: it says what it was a look at."""

    @property
    def key(self) -> str: ...


Look = TypeVar("Look", bound=Keyed)


class Journal(Generic[Look]):
    """Looks by their keys. With a path they are written there as they are taken, and read from there at the start.

    A line that is torn, or of another release, is as if it were not there: that portal is looked at once more.
    """

    def __init__(self, path: Path | None, lines: TypeAdapter[Look]) -> None:
        self.path = path
        self.lines = lines
        self.looks: dict[str, Look] = {}
        self._file: BinaryIO | None = None

    def __enter__(self) -> Self:
        if self.path is None:
            return self
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("a+b")
        except OSError as error:
            raise ConfigError(f"cannot write {str(self.path)!r}: {error.strerror}") from error
        self._take_lock(self._file)
        self._read(self._file)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, look: Look) -> None:
        """Keep a look, on the disk before anything else goes on."""
        if self._file is not None:
            self._file.write(self.lines.dump_json(look) + b"\n")
            self._file.flush()
        self.looks[look.key] = look

    def remove(self) -> None:
        """Take the file away: the round is over, and the next one looks anew."""
        if self.path is not None:
            self.path.unlink(missing_ok=True)

    def _take_lock(self, file: BinaryIO) -> None:
        """Hold the file. It is let go of with the process.

        Raises:
            ConfigError: another process has it.
        """
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ConfigError(f"another command is at work with {str(self.path)!r}") from error

    def _read(self, file: BinaryIO) -> None:
        """Read what is there, and end a line that was torn."""
        file.seek(0)
        last = b"\n"
        for last in file:
            try:
                look = self.lines.validate_json(last)
            except ValidationError:
                continue
            self.looks[look.key] = look
        file.seek(0, os.SEEK_END)
        if not last.endswith(b"\n"):
            file.write(b"\n")
