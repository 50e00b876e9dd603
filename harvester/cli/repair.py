"""`harvester portals repair`: what would change in a portal's file, and in what is read of its articles."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harvester.cli import INTERRUPTED
from harvester.cli.delay_option import Seconds
from harvester.cli.portals_option import make_portals_option
from harvester.cli.selection_options import database_option
from harvester.cli.terminal import make_console, write, write_wrapped
from harvester.errors import ConfigError
from harvester.limits import SECONDS_A_REQUEST
from harvester.portals import Portal, files, read_portal
from harvester.suggestions import suggest_command
from harvester.wording import write_count

if TYPE_CHECKING:
    from harvester.jobs.journal import Journal
    from harvester.jobs.remedies import Patient, Reading, Remedy, RemedyNote
    from harvester.store.reports.status import PortalStatus

_JOURNAL = ".repaired.jsonl"
"""What a round of looks at all portals has found so far."""

_OWN = Path("portals")
"""Where the file of a packaged portal is written to, if no directory was named."""

_INDENT = 10
"""Columns of `before` and `after`."""


@click.command("repair")
@click.argument("portal_id", metavar="[ID]", required=False)
@click.option("--all", "everything", is_flag=True, help="All portals; with --portals, all of that directory.")
@click.option("--write", "is_written", is_flag=True, help="Change the file.")
@click.option("--dry-run", is_flag=True, help="Only show what would change: so it is without --write, too.")
@make_portals_option("The directory of the portal's file.")
@click.option(
    "--delay", type=Seconds(), default=SECONDS_A_REQUEST, show_default=True,
    help="Seconds between requests, where the file says no other.",
)  # fmt: skip
@database_option
def command(
    portal_id: str | None, everything: bool, is_written: bool, dry_run: bool, directory: Path | None, delay: float,
    db: str,
) -> None:  # fmt: skip
    """Look at a portal once more: what would change in its file, and what three articles read like before and after.

    For a portal that is broken or silent, or has another content system now. A host that moved is followed. With
    --write the file is changed, and nothing of it but the keys that say something wrong; a packaged portal's goes into
    --portals, where it replaces the packaged one. Interrupted, --all goes on where it stopped.

    Exit code: 0 all were looked at; 1 one does not answer or shows no articles; 2 bad usage, 130 interrupted.
    """
    from harvester.cli.crawl import choose
    from harvester.jobs.journal import Journal
    from harvester.jobs.portal_repair import list_patients
    from harvester.jobs.remedies import NOTES

    if (portal_id is None) != everything:
        raise click.UsageError("name one portal, or say --all")
    if is_written and dry_run:
        raise click.UsageError("--write and --dry-run are contrary")
    if is_written and directory is None:
        raise ConfigError("--write needs the directory that the file goes to: --portals DIR")
    ids = () if portal_id is None else (portal_id,)
    portals = choose(ids, everything=everything, level=None, province=None, directory=directory)
    statuses = _read_statuses(db)
    patients = list_patients(portals, {id_: status.platform for id_, status in statuses.items()})
    with Journal(_find_journal(directory, db) if everything else None, NOTES) as journal:
        remedies = look_at_all(patients, delay, journal)
        places = _Places(directory)
        for remedy in remedies:
            show_remedy(remedy, places, statuses, is_written=is_written, is_alone=not everything)
        journal.remove()
    if everything:
        _show_sums(remedies, is_written=is_written)
    sys.exit(1 if any(remedy.failure is not None for remedy in remedies) else 0)


def _find_journal(directory: Path | None, db: str) -> Path:
    """Where it is noted what has been looked at: among the files, else beside the database."""
    return (Path(db).parent if directory is None else directory) / _JOURNAL


def look_at_all(patients: Sequence[Patient], delay: float, journal: Journal[RemedyNote]) -> list[Remedy]:
    """Look at all of these; what was looked at before an interruption is not asked for again."""
    from harvester.environment import read_clock
    from harvester.jobs.portal_repair import find_remedies
    from harvester.jobs.probe_round import RoundOptions

    with _show_count(len(patients)) as notice:
        remedies = find_remedies(patients, RoundOptions(read_clock(), delay), journal, notice)
    if remedies is None:
        goes_on = "" if journal.path is None else "; the same command goes on there"
        write(f"harvester: interrupted before all had been looked at; nothing was written{goes_on}", err=True)
        sys.exit(INTERRUPTED)
    return remedies


def _read_statuses(db: str) -> dict[str, PortalStatus]:
    """How portals stand by the database; nothing where there is none yet."""
    from harvester.store import Store
    from harvester.store.reports.status import read_status

    if not Path(db).exists():
        return {}
    with Store.open(db, readonly=True) as store:
        return {status.portal: status for status in read_status(store.connection)}


@contextmanager
def _show_count(count: int) -> Iterator[Callable[[Remedy], None]]:
    """On a terminal, a line that says how many have been looked at; it leaves nothing behind."""
    if not sys.stderr.isatty():
        yield lambda remedy: None
        return
    done = 0
    with make_console(stderr=True).status(f"0 of {count} looked at") as status:

        def notice(remedy: Remedy) -> None:
            nonlocal done
            done += 1
            status.update(f"{done} of {count} looked at, last {remedy.patient.portal.id}")

        yield notice


class _Places:
    """Where the files of portals are: in a directory, else packaged."""

    def __init__(self, directory: Path | None) -> None:
        self.directory = directory
        self.paths: dict[str, Path] = {}
        for path in sorted(directory.glob("*.toml")) if directory is not None else ():
            if path.name != files.SHARDS:
                self.paths[read_portal(path).id] = path

    def read(self, portal: Portal) -> str:
        """The text of a portal's file. Raises ConfigError."""
        if portal.id in self.paths:
            return files.read_bytes(self.paths[portal.id]).decode("utf-8-sig")
        return resources.files("harvester.portals").joinpath(f"{portal.id}.toml").read_text("utf-8")

    def find(self, portal: Portal) -> Path:
        """Where the file is, or will be."""
        return self.paths.get(portal.id, (self.directory or Path()) / f"{portal.id}.toml")

    def write(self, portal: Portal, text: str) -> Path:
        """Put a text in place of a portal's file, at once. Raises ConfigError."""
        path = self.find(portal)
        fresh = path.with_name(f".{path.name}.new")
        try:
            fresh.write_text(text, encoding="utf-8")
            fresh.replace(path)
        except OSError as error:
            raise ConfigError(f"cannot write {str(path)!r}: {error.strerror}") from error
        return path


def show_remedy(
    remedy: Remedy, places: _Places, statuses: Mapping[str, PortalStatus], *, is_written: bool, is_alone: bool
) -> None:
    """A portal: how it stands, what would change in its file, and what articles read like."""
    portal = remedy.patient.portal
    if not (is_alone or remedy.changes or remedy.failure):
        return
    write_wrapped(f"{portal.id}: {tell_standing(statuses.get(portal.id))}")
    if remedy.failure is not None:
        write_wrapped(f"cannot be repaired: {remedy.failure}", head="  ", indent=4, color="red")
        write()
        return
    if not remedy.changes:
        write_wrapped("its file says what the portal is: nothing to change", head="  ", indent=4)
    else:
        _show_changes(remedy, places, is_written=is_written)
    show_readings(remedy.readings)
    write()


def tell_standing(status: PortalStatus | None) -> str:
    """`broken: …`, as the last run said."""
    if status is None:
        return "not harvested yet"
    reason = status.harvest.reason if status.harvest is not None else None
    return f"{status.status}: {reason}" if reason else status.status


def _show_changes(remedy: Remedy, places: _Places, *, is_written: bool) -> None:
    """The difference of the file, and the command that writes it, or where it was written."""
    portal = remedy.patient.portal
    before = places.read(portal)
    after = edit(remedy, before)
    write(f"  {places.find(portal)}")
    for line in list(difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=1))[2:]:
        color = {"-": "red", "+": "green"}.get(line[:1])
        write(f"    {line}", fg=color)
    if is_written:
        places.write(portal, after)
        write_wrapped("written; the next crawl reads it", head="  ", indent=4)
        return
    write_wrapped("nothing was written yet:", head="  ", indent=4)
    write(f"    {suggest_writing(portal, places.directory)}")


def suggest_writing(portal: Portal, directory: Path | None) -> str:
    """The command that writes a portal's file: into a new directory where it is a packaged one."""
    if directory is not None:
        return suggest_command("portals", "repair", portal.id, "--write", directory=directory)
    command = suggest_command("portals", "repair", portal.id, "--write", directory=_OWN)
    return f"mkdir -p {_OWN} && {command}"


def edit(remedy: Remedy, text: str) -> str:
    """The file with its changes.

    Raises:
        ConfigError: it would be none any more.
    """
    from harvester.platforms import PLATFORMS
    from harvester.portals.edits import edit_portal_file

    portal = remedy.patient.portal
    after = edit_portal_file(text, remedy.changes)
    _, errors = files.parse(f"{portal.id}.toml", portal.id, after.encode(), set(PLATFORMS))
    if errors:
        raise ConfigError(f"the file of {portal.id!r} cannot be changed: {errors[0]}; change it by hand")
    return after


def show_readings(readings: Sequence[Reading]) -> None:
    """What articles read like by the file as it is, and as it would be."""
    for reading in readings:
        write(f"  {reading.url}")
        if reading.before == reading.after:
            write_wrapped(reading.after, head=f"    {'as before':<{_INDENT}}", indent=_INDENT + 4)
            continue
        write_wrapped(reading.before, head=f"    {'before':<{_INDENT}}", indent=_INDENT + 4)
        write_wrapped(reading.after, head=f"    {'after':<{_INDENT}}", indent=_INDENT + 4)


def _show_sums(remedies: Sequence[Remedy], *, is_written: bool) -> None:
    """How many would change, are right, and cannot be told."""
    failed = sum(remedy.failure is not None for remedy in remedies)
    changed = sum(bool(remedy.changes) for remedy in remedies)
    verb = "changed" if is_written else "would change"
    write_wrapped(
        f"{write_count(len(remedies), 'portal')}: {changed:,} {verb}, {len(remedies) - changed - failed:,} right as"
        f" they are, {failed:,} cannot be looked at."
    )
