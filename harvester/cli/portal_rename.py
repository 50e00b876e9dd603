"""`harvester portals rename`: another id for a portal, in the database and in its file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from harvester.cli.leftovers import take_in_leftovers
from harvester.cli.portals_option import portals_option
from harvester.cli.selection_options import database_option
from harvester.cli.terminal import write
from harvester.environment import read_clock
from harvester.errors import ConfigError
from harvester.portals import Portal, files, read_portal
from harvester.portals.edits import KeyValue, edit_portal_file, split_entries
from harvester.portals.model import check_id
from harvester.suggestions import suggest_command


@click.command("rename")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@portals_option
@database_option
def command(old: str, new: str, directory: Path | None, db: str) -> None:
    """Call the portal OLD by the id NEW: in the database, and in its file where --portals has one.

    The file says `formerly` from then on, so that other databases follow at their next crawl.

    Exit code: 0 renamed; 2 OLD is unknown, NEW is taken or no id; 75 a run holds the database.
    """
    try:
        check_id(new)
    except ValueError as error:
        raise ConfigError(f"{new!r} {error}") from error
    found = _list_files(directory)
    if new in found:
        raise ConfigError(f"{new!r} is taken by {str(found[new][0])!r}")
    done = []
    with rename_stored(Path(db), old, new) as is_stored:
        if old in found:
            path, portal = found[old]
            done.append(f"in {str(rename_file(path, portal, new))!r}")
        elif not is_stored:
            known = suggest_command("portals", "list", database=db, directory=directory)
            raise ConfigError(f"no portal {old!r}, neither in {db!r} nor among the files (see: {known})")
    if is_stored:
        done.insert(0, f"in {db!r}")
    write(f"{old} is {new} now: {', '.join(done)}")
    if old not in found:
        write(f'no file of it was changed; in that of {new}, say: formerly = ["{old}"]')


def _list_files(directory: Path | None) -> dict[str, tuple[Path, Portal]]:
    """The portals of a directory with their files, by id.

    Raises:
        ConfigError: There is no such directory, or a file in it is wrong.
    """
    if directory is None:
        return {}
    if not directory.is_dir():
        raise ConfigError(f"no such directory of portal files: {str(directory)!r}")
    paths = [path for path in sorted(directory.glob("*.toml")) if path.name != files.SHARDS]
    return {portal.id: (path, portal) for path in paths for portal in (read_portal(path),)}


@contextmanager
def rename_stored(db: Path, old: str, new: str) -> Iterator[bool]:
    """Rename a portal in the database, if what happens meanwhile succeeds; whether it has that portal.

    Raises:
        ConfigError: Another portal has the new id.
        DatabaseBusy: A run holds the database.
    """
    from harvester.store import Store, renaming
    from harvester.store.lock import held

    if not db.exists():
        yield False
        return
    take_in_leftovers(db)
    with held(db), Store.open(db) as store, store.transaction() as connection:
        if renaming.find_url(connection, new) is not None:
            raise ConfigError(f"{new!r} is taken by a portal of {str(db)!r}")
        is_stored = renaming.find_url(connection, old) is not None
        if is_stored:
            renaming.rename_portal(connection, old, new, read_clock().isoformat(timespec="seconds"))
        yield is_stored


def rename_file(path: Path, portal: Portal, new: str) -> Path:
    """Give a portal's file the new id, and its name where it is called by the id; where it is then.

    Raises:
        ConfigError: It cannot be written, or another file has that name.
    """
    text = files.read_bytes(path).decode("utf-8-sig")
    changes: dict[tuple[str, str], KeyValue | None] = {
        ("", "formerly"): [*(former for former in portal.formerly if former != new), portal.id]
    }
    is_named = path.stem == portal.id
    place = path.with_name(f"{new}.toml") if is_named else path
    if is_named and place.exists():
        raise ConfigError(f"{str(place)!r} is there already")
    if not is_named or any(entry == ("", "id") for entry, _ in split_entries(text)):
        changes["", "id"] = new
    fresh = path.with_name(f".{place.name}.new")
    try:
        fresh.write_text(edit_portal_file(text, changes), encoding="utf-8")
        fresh.replace(place)
        if is_named:
            path.unlink()
    except OSError as error:
        raise ConfigError(f"cannot write {str(place)!r}: {error.strerror}") from error
    return place
