"""`harvester probe URL`: what one look at a portal found, on the terminal, and its file."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harvester.cli import INTERRUPTED
from harvester.cli.delay_option import Seconds
from harvester.cli.terminal import make_console, write
from harvester.errors import ConfigError, ProbeError
from harvester.limits import SECONDS_A_REQUEST
from harvester.suggestions import suggest_command

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from harvester.items import Link
    from harvester.portals.drafts import Draft
    from harvester.probing.survey import Findings, Source
    from harvester.probing.visitor import Ask

_SHOWN = 12
"""Lines of a list; the rest is counted."""

WIDTH = 110
"""Columns where the output is no terminal."""


@click.command("probe")
@click.argument("url", required=False)
@click.option(
    "--list",
    "listed",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE|-",
    help="Look at many: addresses, one a line, or CSV with url, name, province and level.",
)
@click.option(
    "--csv",
    "table",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE|-",
    help="With --list: write the report as CSV.",
)
@click.option(
    "--save",
    "directory",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write the portal file into DIR.",
)
@click.option(
    "--delay", type=Seconds(), default=SECONDS_A_REQUEST, show_default=True,
    help="Seconds between requests; more where robots.txt asks for more.",
)  # fmt: skip
@click.option("--no-verify-tls", is_flag=True, help="Let a certificate pass that does not hold.")
@click.option("--old-tls", is_flag=True, help="Let short keys and TLS 1.0 pass.")
def command(
    url: str | None, listed: Path | None, table: Path | None, directory: Path | None, delay: float,
    no_verify_tls: bool, old_tls: bool,
) -> None:  # fmt: skip
    """Look at a portal: what it runs on, where its news stand, how one article reads, and its portal file.

    URL is the address of the home page. Some eight pages are asked for, and robots.txt is obeyed. Nothing is
    stored; --save writes the portal file, and never over one that says something else.

    With --list many are looked at side by side, one portal a server at a time. The report says what each runs on and
    has, and what is missing where one cannot be harvested; --save writes a file for each that can be. Interrupted, the
    same command goes on where it stopped. Hosts that moved are followed.

    Exit code: 0 an article could be read (of one portal at least); 1 nobody answers, robots.txt forbids it, or there is
    no news; 2 bad usage, 130 interrupted.
    """
    from harvester.environment import read_clock

    now = read_clock()
    if (url is None) == (listed is None):
        raise click.UsageError("name one address, or a list of them with --list")
    if listed is not None:
        from harvester.cli.probe_list import ListOptions, probe_list

        options = ListOptions(listed, directory, table, now, delay, verify_tls=not no_verify_tls, old_tls=old_tls)
        sys.exit(probe_list(options))
    if table is not None:
        raise click.UsageError("--csv is the report on a list: it needs --list")
    from harvester.probing.visitor import Ask

    assert url is not None
    probe_one(url, directory, Ask((), now, delay, verify_tls=not no_verify_tls, old_tls=old_tls))


def probe_one(url: str, directory: Path | None, ask: Ask) -> None:
    """Look at one portal, show everything, and write its file."""
    from harvester.probing.probe import look_at
    from harvester.probing.proposal import propose, write_head

    urls = _spell(url)
    with show_progress() as notice:
        findings = look_at(replace(ask, urls=urls, notice=notice))
    if findings is None:
        write("harvester: interrupted before everything had been looked at", err=True)
        sys.exit(INTERRUPTED)
    head = write_head(findings.url, ask.now)
    draft = propose(findings, head, verify_tls=ask.verify_tls, old_tls=ask.old_tls)
    console = make_report_console()
    show_findings(console, findings)
    show_sample(console, findings)
    show_draft(console, draft)
    if directory is not None:
        show_saved(console, draft, directory)
    else:
        options = ["--no-verify-tls"] * (not ask.verify_tls) + ["--old-tls"] * ask.old_tls
        command = suggest_command("probe", findings.url, "--save", "portals", *options)
        show_lines(console, f"\nTo keep this file:  {command}")
    if findings.sample is None:
        raise ProbeError("no article could be read: the file may need [selectors], see CONTRIBUTING.md")


def _spell(url: str) -> tuple[str, ...]:
    """The addresses that may be meant: without a scheme first https, then http. Raises ConfigError."""
    from harvester.urls import BadAddress, spell_address

    try:
        return spell_address(url)
    except BadAddress as error:
        hint = "(expected one like https://portal.example/)"
        raise ConfigError(f"no address of a portal: {url!r} {hint}") from error


@contextmanager
def show_progress() -> Iterator[Any]:
    """On a terminal, one line that says what is asked for; it leaves nothing behind."""
    if not sys.stderr.isatty():
        yield lambda url: None
        return
    from rich.markup import escape

    with make_console(stderr=True).status("starting ...") as status:
        yield lambda url: status.update(f"asking for [cyan]{escape(url)}[/]")


def make_report_console() -> Console:
    return make_console(width=None if sys.stdout.isatty() else WIDTH, highlight=False, soft_wrap=False)


def show_lines(console: Console, lines: str, *, style: str = "") -> None:
    """Text as it is: neither wrapped, since it may be copied, nor read as markup."""
    from rich.text import Text

    console.print(Text(lines, style=style), soft_wrap=True)


def _make_table(first: int) -> Table:
    from rich.table import Table

    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="bold", min_width=first, no_wrap=True)
    table.add_column(overflow="fold")
    return table


def show_findings(console: Console, findings: Findings) -> None:
    """What the portal is and where its news stand."""
    from rich.text import Text

    console.print(Text(findings.answered_at, style="bold underline"))
    table = _make_table(12)
    rules = findings.rules
    asks = f", asks for {rules.delay:g} s between requests" if rules.delay else ""
    allows = "none: everything may be asked for" if rules.parser is None else f"allows the home page{asks}"
    table.add_row("robots.txt", Text(allows))
    table.add_row("platform", Text(f"{findings.recognition.platform.name}: {findings.recognition.reason}"))
    sections = [tell_section(section, findings) for section in findings.sections]
    table.add_row("sections", tell_list(sections, "none in the menu"))
    feeds = [tell_source(feed, findings) for feed in findings.feeds]
    table.add_row("feeds", tell_list(feeds, "none named by the home page"))
    sitemaps = [tell_source(sitemap, findings) for sitemap in findings.sitemaps]
    table.add_row("sitemaps", tell_list(sitemaps, "none"))
    counts = [f"{count:,} from {shown(place, findings)}" for place, count in findings.in_view.items() if count]
    forbidden = f", {findings.forbidden:,} of them forbidden by robots.txt" if findings.forbidden else ""
    table.add_row("articles", Text(f"{len(findings.links):,} in view ({', '.join(counts)}){forbidden}"))
    console.print(table)


def shown(url: str, findings: Findings) -> str:
    """An address as a path where it is on the portal's own origin."""
    from harvester.portals.drafts import shorten

    return shorten(url, findings.answered_at) if "://" in url else url


def tell_list(lines: Sequence[str], otherwise: str) -> Text:
    from rich.text import Text

    if not lines:
        return Text(otherwise, style="dim")
    rest = [f"... and {len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else []
    return Text("\n".join([*lines[:_SHOWN], *rest]))


def tell_section(section: Link, findings: Findings) -> str:
    forbidden = "" if findings.rules.is_allowed(section.url) else " (robots.txt forbids it)"
    return f"{shown(section.url, findings)}  {section.text}{forbidden}"


def tell_source(source: Source, findings: Findings) -> str:
    from harvester.probing.proposal import tell_holdings

    named = "" if source.named_by == "the home page" else f" ({source.named_by})"
    return f"{shown(source.url, findings)}{named}: {source.trouble or tell_holdings(source)}"


def show_sample(console: Console, findings: Findings) -> None:
    """One article, field by field, with where each came from."""
    from rich.text import Text

    console.print()
    for url, why in findings.unread:
        console.print(Text(f"not read: {shown(url, findings)}: {why}", style="yellow"))
    if findings.sample is None or findings.sample_page is None:
        return
    from harvester.cli.sample import describe_sample

    console.print(Text(f"One article as it would be stored: {findings.sample.url}", style="bold"))
    table = _make_table(12)
    table.add_column(style="dim", overflow="fold", max_width=44)
    rows, missing = describe_sample(findings.sample, findings.sample_page)
    for row in rows:
        table.add_row(row.name, Text(row.value, style="dim" if row.is_refused else ""), Text(row.place))
    console.print(table)
    if missing:
        console.print(Text(f"not on this page: {', '.join(missing)}", style="dim"))


def show_draft(console: Console, draft: Draft) -> None:
    """The file, with what is guessed marked."""
    from rich.text import Text

    from harvester.portals.drafts import write_draft

    console.print(Text(f"\nPortal file {draft.id}.toml", style="bold"))
    for line in write_draft(draft).splitlines():
        show_lines(console, f"  {line}", style="yellow" if "  # guessed: " in line else "cyan")
    console.print(Text(f"Please look at what is guessed: {', '.join(draft.guesses)}.", style="yellow"))


def show_saved(console: Console, draft: Draft, directory: Path) -> None:
    from harvester.portals.drafts import save_draft

    path = save_draft(draft, directory)
    lines = [
        f"\nWritten: {path}. Next:",
        f"  {suggest_command('portals', 'check', str(directory))}",
        f"  {suggest_command('crawl', draft.id, '--limit', '5', directory=directory)}",
    ]
    show_lines(console, "\n".join(lines))
