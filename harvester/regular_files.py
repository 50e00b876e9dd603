"""Small files that a person wrote, read within a bound: a pipe or a device, which may have no end, is none."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from harvester.errors import ConfigError

MOST_OCTETS = 10_000_000
"""Octets: a hundred times what any such file has."""


def read_regular(path: Path, most: int = MOST_OCTETS, noun: str = "") -> bytes:
    """Return what is in a file, no more than a byte beyond `most`. It is opened without waiting for who writes to it.

    Args:
        path: The file, or a link to it.
        most: Octets.
        noun: What messages call it.

    Raises:
        ConfigError: it cannot be read, or is a pipe, a device or a folder.
    """
    name = f"{noun} {str(path)!r}".strip()
    try:
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:  # noqa: PTH123
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise ConfigError(f"cannot read {name}: no regular file")
            return file.read(most + 1)
    except (OSError, ValueError) as error:  # of a name with a zero in it
        raise ConfigError(f"cannot read {name}: {getattr(error, 'strerror', None) or error}") from error
