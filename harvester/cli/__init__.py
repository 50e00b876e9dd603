"""The command line. One module a command, loaded when it is called for; the only place that prints."""

from __future__ import annotations

import errno
import gc
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import Any, NoReturn

import click

from harvester import __version__
from harvester.cli.terminal import write
from harvester.errors import ConfigError, DiskFull, HarvestError, RunInterrupted
from harvester.wording import cut_to, find_nearest

COMMANDS = {
    "demo": "Serve made-up portals, harvest them twice, show what came of it.",
    "crawl": "Harvest portals into the database.",
    "probe": "Look at a portal: platform, sections, one article, and its portal file.",
    "portals": "Portals and their files: list, show, check, repair, rename.",
    "status": "What needs attention, why, and what helps; coverage, changes, disk use.",
    "search": "Find articles, with or without diacritics.",
    "units": "An administrative unit, its predecessors and successors.",
    "export": "Write the articles as a dataset.",
    "audit": "Measure how many values are wrong, by a sample.",
    "inspect": "Open the database in Datasette.",
    "import": "Harvest archives: WARC, WACZ, the index of a web archive.",
    "reread": "Read kept pages anew with today's rules.",
    "merge": "Merge harvest databases into one.",
    "shards": "Part portals among machines: plan, show.",
    "archive": "Look after kept pages: check, index, wacz.",
    "schedule": "Print a crontab line, or systemd units.",
    "explain": "Say why an address is an article, or is not, and when it is due.",
    "forget": "Take a record out for good, kept pages and all.",
    "backup": "Copy the database, also while a run writes it.",
    "check": "Say whether the database is sound; save what can be read of a damaged one.",
}
"""In the order of the help; told here so that the help needs no import of them all."""

INTERRUPTED = RunInterrupted.exit_code
"""The exit code of a command that was interrupted, as the shell has it."""

OPENED = "harvester.database"
"""Where a command's context keeps the database's name, for what is said of a damaged one."""


def find_module(command: str) -> str:
    """The module of a command: `import` is a word of Python's own."""
    return f"{command}_" if iskeyword(command) else command


class CommandGroup(click.Group):
    """Answers a word that is no command of it with the nearest one, or with all that there are."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command, or say which one is nearest."""
        known = self.list_commands(ctx)
        if args[0] not in known:
            ctx.fail(f"no such command: {args[0]!r}{_suggest(args[0], known)}")
        return super().resolve_command(ctx, args)


class LazyGroup(CommandGroup):
    """Imports a command's module when the command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        gc.disable()  # while hundreds of modules are made, none of which is garbage
        try:
            command: click.Command = import_module(f"harvester.cli.{find_module(cmd_name)}").command
        finally:
            gc.freeze()  # or the first collection looks through them all
            gc.enable()
        return command

    def make_context(self, *arguments: Any, **options: Any) -> click.Context:
        """Read a command line. Click would end with 1 where nobody reads the help to its end."""
        with spare_pipe():
            return super().make_context(*arguments, **options)
        raise click.exceptions.Exit(0)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command. What a damaged database makes of it is told as damage; anything else is a bug."""
        try:
            with spare_pipe():
                return super().invoke(ctx)
            return 0
        except (HarvestError, click.ClickException, OSError, RuntimeError):
            raise
        except Exception as error:
            from harvester.store.soundness import DATA_ERRORS, explain_damage

            database = ctx.meta.get(OPENED)
            failure = None
            if database is not None and isinstance(error, DATA_ERRORS):
                failure = explain_damage(Path(database))
            if failure is None:
                raise
            raise failure from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@contextmanager
def spare_pipe() -> Iterator[None]:
    """A reader that has read enough (`harvester … | head`) is no error, whenever what was printed gets there."""
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        leave_output()


def leave_output() -> None:
    """Print no more: or Python tries to write the rest at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def open_streams() -> None:
    """Open, on nothing, the standard streams that whoever started this has closed (`>&-`).

    Else a database or a log, opened next, would take the number of one, and what is printed there would go into it.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free, which is this one
            os.set_inheritable(number, True)
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, "w" if number else "r", encoding="utf-8", closefd=False))  # noqa: SIM115


def exit_with(message: str, code: int) -> NoReturn:
    """Say in a line why a command ends, and end it with this code, also where nobody can be told."""
    with suppress(OSError):
        write(message, err=True)
    sys.exit(code)


def tell_bad_name(error: OSError | RuntimeError) -> str | None:
    """Return what is wrong with a path that names nothing: too long, a link in a circle, a folder that is gone.

    Every option that takes a path meets these; None for any other error.
    """
    if isinstance(error, RuntimeError):  # of `Path.resolve`, up to Python 3.12
        return f"a link that leads to itself: {error}" if str(error).startswith("Symlink loop") else None
    if error.errno in (errno.ENAMETOOLONG, errno.ELOOP):
        return f"no path: {cut_to(str(error.filename), 80)!r}: {error.strerror}"
    if error.errno == errno.ENOENT and not Path().exists():
        return "the working directory is gone (go to one that exists)"
    return None


def _suggest(word: str, known: Iterable[str]) -> str:
    """Return ` (did you mean 'crawl'?)`, or nothing where nothing is near."""
    near = find_nearest(word, known, cutoff=0.5)
    return f" (did you mean {near!r}?)" if near is not None else ""


def find_typed(option: str, words: list[str]) -> str:
    """Return the word that an unknown option is of: `-hoi` is parsed letter by letter, and known as `-o`."""
    if option.startswith("--"):
        return option
    letter = option.lstrip("-")
    return next((word for word in words if word[:1] == "-" and word[:2] != "--" and letter in word), option)


def tell_usage(error: click.ClickException) -> str:
    """Return what is wrong with a command line in one line, with the nearest right option."""
    message = " ".join(error.format_message().split())
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is None:
        return message
    if isinstance(error, click.NoSuchOption):
        word = find_typed(error.option_name, sys.argv[1:])
        known = [name for param in context.command.get_params(context) for name in param.opts if name.startswith("--")]
        message = f"no such option: {word}{_suggest('--' + word.lstrip('-'), known)}"
    return f"{message} (see: {context.command_path} --help)"


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="harvester")
def cli() -> None:
    """News of Vietnam's districts and communes as data."""


def main() -> None:
    """Entry point: an expected error becomes one line and its exit code; anything else is a bug and shows itself."""
    open_streams()
    try:
        sys.exit(cli(standalone_mode=False))
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(error.exit_code)
    except click.ClickException as error:
        exit_with(f"harvester: {tell_usage(error)}", error.exit_code)
    except click.Abort as error:
        if isinstance(error.__cause__, KeyboardInterrupt):  # else somebody has not confirmed what was asked
            exit_with("harvester: interrupted (what was stored stays)", INTERRUPTED)
        exit_with("harvester: nothing was done", 1)
    except HarvestError as error:
        exit_with(f"harvester: {error}", error.exit_code)
    except (OSError, RuntimeError) as error:
        if (reason := tell_bad_name(error)) is not None:
            exit_with(f"harvester: {reason}", ConfigError.exit_code)
        if not isinstance(error, OSError) or error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        leave_output()
        exit_with(f"harvester: no room left for what is printed: {error.strerror}", DiskFull.exit_code)
    finally:
        gc.freeze()  # what is left goes with the process: no need to look for what is garbage
