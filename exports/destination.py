"""Where an export goes: written beside its place, then renamed, so that nobody ever sees half of one.

A run that is killed leaves the last export as it was, and a `.NAME.PID.partial` that the next one removes.
"""

from __future__ import annotations

import ctypes
import errno
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from harvester.errors import ExportError
from harvester.store.copies import sync_path
from harvester.store.own_files import refuse_around, refuse_own

BUFFER = 1 << 20  # bytes

AT_FDCWD = -100
RENAME_EXCHANGE = 2
"""Of renameat2(2): two names change places at once."""


@contextmanager
def replace_file(path: Path, database: Path, is_ours: Callable[[Path], bool]) -> Iterator[BinaryIO]:
    """A file to write to that takes the place of `path` when all went well.

    What stands at `path` is replaced only when it is an empty file, or `is_ours` says that it is an earlier export;
    behind a link it is what the link leads to. Raises ExportError, and StoreError for a file of `database`.
    """
    refuse_own(path, database)
    check_replaceable_file(path, is_ours)  # before its links: what /dev/stdout leads to may have no path
    path = path.resolve() if path.is_symlink() else path
    partial = make_partial(path)
    try:
        with open_new(partial) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        check_replaceable_file(path, is_ours)
        partial.replace(path)
        sync_path(path.parent)
    except OSError as error:
        raise _explain(error, path) from error
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def replace_directory(path: Path, database: Path, is_ours: Callable[[str, Path], bool]) -> Iterator[Path]:
    """A directory to write into that takes the place of `path` when all went well.

    What stands at `path` is replaced only when it is empty or holds nothing but files of an earlier export:
    `is_ours` is asked for each file, by its path below it. Raises ExportError, and StoreError where a file of
    `database` is there.
    """
    refuse_own(path, database)
    refuse_around(path, database)
    check_replaceable_directory(path, is_ours)
    partial = make_partial(path)
    try:
        partial.mkdir(parents=True)
        yield partial
        for file in sorted(partial.rglob("*")):
            if file.is_file():
                sync_path(file)
        check_replaceable_directory(path, is_ours)
        exchange(partial, path)
        sync_path(path.parent)
    except OSError as error:
        raise _explain(error, path) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def check_replaceable_file(path: Path, is_ours: Callable[[Path], bool]) -> None:
    if path.is_dir():
        raise ExportError(f"is a directory: {str(path)!r} (name a file in it)")
    if not path.exists():
        return
    if not path.is_file():
        raise ExportError(f"will not replace {str(path)!r}: it is no regular file (`export jsonl --out -` prints)")
    if path.stat().st_size and not is_ours(path):
        raise ExportError(f"will not replace {str(path)!r}: it is no export of this format (name a new file)")


def check_replaceable_directory(path: Path, is_ours: Callable[[str, Path], bool]) -> None:
    if str(path) == "-":
        raise ExportError("this export is of several files, which standard output cannot take (name a new directory)")
    if path.is_symlink() or (path.exists() and not path.is_dir()):
        raise ExportError(f"not a directory: {str(path)!r} (this export needs one; name a new one)")
    for file in path.rglob("*") if path.is_dir() else ():
        is_foreign = not file.is_dir() and not (file.is_file() and is_ours(file.relative_to(path).as_posix(), file))
        if file.is_symlink() or is_foreign:
            reason = f"it holds {file.name!r}, which is of no export"
            raise ExportError(f"will not replace {str(path)!r}: {reason} (name a new directory)")


def make_partial(path: Path) -> Path:
    """A name beside the place; what killed runs left there is cleared away first."""
    parent = path.absolute().parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
        # .articles.jsonl.4711.partial
        pattern = re.compile(re.escape(f".{path.name}.") + r"(\d+)\.partial")
        for left in parent.iterdir():
            match = pattern.fullmatch(left.name)
            if match and not is_running(int(match[1])):
                shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()
    except OSError as error:
        raise _explain(error, path) from error
    return parent / f".{path.name}.{os.getpid()}.partial"


def is_running(pid: int) -> bool:
    if pid == os.getpid():
        return False  # a name left by an earlier process of the same number
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def open_new(path: Path) -> BinaryIO:
    return path.open("xb", buffering=BUFFER)


def exchange(new: Path, path: Path) -> None:
    """Put `new` at `path`; what stood there then stands at `new`."""
    if not path.exists():
        new.rename(path)
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if hasattr(libc, "renameat2"):
        done = libc.renameat2(AT_FDCWD, os.fsencode(new), AT_FDCWD, os.fsencode(path), RENAME_EXCHANGE)
        if done == 0:
            return
        if ctypes.get_errno() not in {errno.EINVAL, errno.ENOSYS}:  # not on every file system
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(path))
    aside = new.with_suffix(".replaced")
    path.rename(aside)
    new.rename(path)
    aside.rename(new)


def _explain(error: OSError, path: Path) -> ExportError:
    return ExportError(f"cannot write {str(path)!r}: {error.strerror or error}")
