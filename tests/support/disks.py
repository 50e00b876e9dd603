"""File systems of their own, in memory: small ones, and such as cannot be written. Only root may mount them.

with mount_disk(tmp_path / "small", "700k"):
    ...
    remount(tmp_path / "small", "ro")
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def mount_disk(place: Path, size: str) -> Iterator[None]:
    """A file system with so much room; the test is skipped where this user may not mount one."""
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(place)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        pytest.skip(f"no small disk is to be had: {error}")
    if done.returncode:
        pytest.skip(f"no small disk is to be had: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", str(place)], check=True)


def remount(place: Path, options: str) -> None:
    """Change a mounted disk: `size=200m`, `ro`."""
    subprocess.run(["mount", "-o", f"remount,{options}", str(place)], check=True)
