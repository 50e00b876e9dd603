"""`harvester probe --list`: many portals from a list of addresses."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

from harvester.cli import INTERRUPTED
from harvester.cli.terminal import make_console, read_width, write, write_wrapped
from harvester.errors import ConfigError
from harvester.formulas import guard_formula
from harvester.jobs.address_list import read_address_list
from harvester.regular_files import read_regular
from harvester.suggestions import suggest_command
from harvester.wording import write_count, write_time

if TYPE_CHECKING:
    from harvester.jobs.journal import Journal
    from harvester.jobs.probe_report import Row
    from harvester.jobs.site_looks import SampleArticle, SiteLook

STANDARD = Path("-")
_JOURNAL = ".probed.jsonl"
"""The journal of a round, in the directory that the files go to."""

_COLUMNS = (
    "line", "address", "outcome", "reason", "id", "file", "url", "formerly", "system", "sections", "feeds", "sitemaps",
    "articles", "sample_title", "sample_published_at", "sample_url", "name", "level", "province", "unit",
)  # fmt: skip

_INDENT = 6
"""Columns of the lines' numbers."""

_SPINNER = 2
"""Columns of what turns before the line that tells how far a round is."""

_HEADINGS = {
    "the same": "The same portal as another line",
    "moved": "Lead to one another",
    "does not answer": "Do not answer",
    "not found": "Not found",
    "refuses": "Refuse to be asked",
    "log-in": "Want a log-in",
    "no news": "Have no news",
    "not read": "Have news that could not be read",
    "bad line": "Lines of the list to be put right",
}
"""What the report calls those that cannot be harvested, in its order."""


@dataclass(frozen=True, slots=True)
class ListOptions:
    """What `probe --list` was asked for."""

    path: Path
    directory: Path | None
    table: Path | None
    now: datetime
    delay: float
    verify_tls: bool
    old_tls: bool


def probe_list(options: ListOptions) -> int:
    """Look at all portals of a list, report on them, and write their files. Return the exit code.

    Raises:
        ConfigError: The list or the directory of portal files cannot be used; then nothing is asked for.
    """
    from harvester.jobs.journal import Journal
    from harvester.jobs.probe_report import make_report, save_rows
    from harvester.jobs.probe_round import ProbeRound, RoundOptions
    from harvester.jobs.site_looks import LOOKS
    from harvester.platforms import PLATFORMS
    from harvester.portals import load_portals

    candidates = read_address_list(_read_list(options.path))
    configured = {}
    if options.directory is not None and options.directory.exists():
        configured = load_portals(options.directory, packaged=False, platforms=set(PLATFORMS))
    if options.table not in (None, STANDARD):
        refuse_other_file(options.table)
    with Journal(_find_journal(options), LOOKS) as journal:
        sites = {one.key: one.urls for one in candidates if one.trouble is None}
        with _show_count(len(sites), journal.looks) as notice:
            taken = RoundOptions(options.now, options.delay, options.verify_tls, options.old_tls, notice)
            is_done = ProbeRound(taken, journal).run(sites.values())
        if not is_done:
            write(f"harvester: {tell_interruption(len(sites), journal)}", err=True)
            return INTERRUPTED
        rows = make_report(candidates, journal.looks)
        if options.directory is not None:
            rows = list(save_rows(rows, options.directory, configured))
        if options.table is not None:
            _write_table(rows, options.table)
        if options.table != STANDARD:
            show_rows(rows, options)
        journal.remove()
    return 0 if any(row.outcome in ("ok", "the same") for row in rows) else 1


def _read_list(path: Path) -> bytes:
    """The list, from a file or standard input. Raises ConfigError."""
    try:
        return sys.stdin.buffer.read() if path == STANDARD else path.read_bytes()
    except OSError as error:
        raise ConfigError(f"cannot read the list {str(path)!r}: {error.strerror}") from error


def _find_journal(options: ListOptions) -> Path | None:
    """Where it is noted what has been looked at.

    Among the files, else beside the list; nowhere for a list that was piped in and has no files.
    """
    if options.directory is not None:
        return options.directory / _JOURNAL
    return None if options.path == STANDARD else options.path.with_name(options.path.name + _JOURNAL)


def tell_interruption(count: int, journal: Journal[SiteLook]) -> str:
    """What an interrupted round says."""
    done = f"interrupted: {write_count(len(journal.looks), 'look')} taken, {write_count(count, 'address')} in the list"
    return done if journal.path is None else f"{done}; the same command goes on there"


@contextmanager
def _show_count(count: int, looks: dict[str, SiteLook]) -> Iterator[Callable[[SiteLook], None]]:
    """On a terminal, a line that says how many have been looked at; it leaves nothing behind."""
    if not sys.stderr.isatty():
        yield lambda look: None
        return
    from rich.text import Text

    with make_console(stderr=True).status(f"{len(looks)} of {count} looked at") as status:

        def notice(look: SiteLook) -> None:
            found = sum(one.is_portal for one in looks.values())
            known = max(count, len(looks))  # where an address leads to is looked at as well
            told = f"{len(looks):,} of {known:,} looked at, {found:,} with news; last {look.url}"
            status.update(Text(told[: read_width() - _SPINNER]))

        yield notice


def show_rows(rows: Sequence[Row], options: ListOptions) -> None:
    """The portals that can be harvested, then the others by why not, then the sums."""
    good = [row for row in rows if row.draft is not None]
    if good:
        write(f"Can be harvested ({len(good):,})", bold=True)
    for row in good:
        show_portal(row)
    for outcome, heading in _HEADINGS.items():
        others = [row for row in rows if row.outcome == outcome]
        if others:
            write(f"\n{heading} ({len(others):,})", bold=True)
        for row in others:
            write(f"{row.line:>{_INDENT - 2}}  {_shorten(row.address)}")
            write_wrapped(row.reason, head=" " * _INDENT, indent=_INDENT)
    _show_sums(rows, options)


def show_portal(row: Row) -> None:
    """A portal: address and system; what it has; whose it is; one article; what a person is to look at."""
    draft = row.draft
    assert draft is not None
    write(f"{row.line:>{_INDENT - 2}}  {_shorten(draft.url)}")
    holdings = [
        write_count(len(entries), noun)
        for entries, noun in ((draft.sections, "section"), (draft.feeds, "feed"), (draft.sitemaps, "sitemap"))
        if entries
    ]
    system = draft.platform.value or "no known system"
    lines = [", ".join([system, *holdings, f"{write_count(row.articles, 'article')} in view"]), tell_publisher(row)]
    if row.sample is not None:
        lines.append(f"“{row.sample.title}”, {_tell_day(row.sample)}")
    lines += [f"formerly {url}" for url in row.formerly]
    for line in lines:
        write_wrapped(line, head=" " * _INDENT, indent=_INDENT)
    for note in row.notes:
        write_wrapped(note, head=" " * _INDENT, indent=_INDENT, color="yellow")


def _tell_day(sample: SampleArticle) -> str:
    """When the sample was published."""
    return "no date" if sample.published_at is None else write_time(sample.published_at, sample.precision)


def tell_publisher(row: Row) -> str:
    """Name, province, level and unit, with what is guessed."""
    assert row.draft is not None
    draft = row.draft
    unit = f", unit {draft.unit.value}" if draft.unit is not None else ", no unit"
    guessed = ", ".join(draft.guesses)
    mark = f" (guessed: {guessed})" if guessed else ""
    return f"{draft.name.value}, {draft.province.value}, {draft.level.value}{unit}{mark}"


def _shorten(address: str) -> str:
    """An address on one line of the terminal; its middle may be left out."""
    room = read_width() - _INDENT
    text = address
    return text if len(text) <= room else f"{text[: room - 20]}...{text[-17:]}"


def _show_sums(rows: Sequence[Row], options: ListOptions) -> None:
    """How many came to what, and what comes next."""
    from harvester.jobs.probe_report import count_outcomes

    counts = ", ".join(f"{number:,} {outcome}" for outcome, number in count_outcomes(rows).items())
    write()
    write_wrapped(f"{write_count(len(rows), 'address')}: {counts}.")
    if options.directory is None:
        write_wrapped("To write a file for each that can be harvested: the same command with --save DIR.")
        return
    written = sum(row.file is not None for row in rows)
    write_wrapped(f"{write_count(written, 'file')} in {options.directory}. Next:")
    write(f"  {suggest_command('portals', 'check', str(options.directory))}")
    write(f"  {suggest_command('crawl', '--all', '--portals', str(options.directory), '--limit', '5')}")


def _write_table(rows: Sequence[Row], path: Path) -> None:
    """Write the report as CSV.

    Raises:
        ConfigError: the file cannot be written.
    """
    if path == STANDARD:
        _write_csv(rows, sys.stdout)
        return
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            _write_csv(rows, file)
    except OSError as error:
        raise ConfigError(f"cannot write {str(path)!r}: {error.strerror}") from error


def refuse_other_file(path: Path) -> None:
    """Raise ConfigError where a report would be written over what is none: only a regular file may be one."""
    head = ",".join(_COLUMNS).encode("utf-8-sig")
    if not path.exists() and not path.is_symlink():
        return
    try:
        found = read_regular(path, len(head))[: len(head)]
    except ConfigError:
        found = None
    if found not in (head, b""):
        raise ConfigError(f"will not write over {str(path)!r}: it is no report of probe (name another place)")


def _write_csv(rows: Sequence[Row], file: IO[str]) -> None:
    writer = csv.writer(file)
    writer.writerow(_COLUMNS)
    for row in rows:
        writer.writerow([guard_formula(str(cell)) for cell in _list_cells(row)])


def _list_cells(row: Row) -> list[object]:
    """The cells of a row, in the order of COLUMNS."""
    reason = "; ".join([row.reason, *row.notes] if row.reason else row.notes)
    head: list[object] = [row.line, row.address, row.outcome, reason]
    draft, sample = row.draft, row.sample
    if draft is None:
        return [*head, *[""] * (len(_COLUMNS) - len(head))]
    told = ("", "", "") if sample is None else (sample.title, sample.published_at or "", sample.url)
    return [
        *head, draft.id, row.file or "", draft.url, " ".join(row.formerly), draft.platform.value,
        len(draft.sections), len(draft.feeds), len(draft.sitemaps), row.articles, *told,
        draft.name.value, draft.level.value, draft.province.value, "" if draft.unit is None else draft.unit.value,
    ]  # fmt: skip
