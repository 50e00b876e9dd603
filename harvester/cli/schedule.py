"""`harvester schedule --every 6h`: a crontab line or systemd units; which intervals they can say."""

from __future__ import annotations

import hashlib
import re
import shlex
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import click

import harvester
from harvester.cli.portals_option import make_portals_option
from harvester.cli.selection_options import database_option
from harvester.cli.terminal import write
from harvester.environment import read_carried
from harvester.errors import ConfigError
from harvester.limits import DOWNLOAD_SECONDS, STOP_GRACE
from harvester.suggestions import is_console_script

PERIOD = re.compile(r"(\d{1,4})\s*(m|min|h|d|w)", re.I)  # 30m, 6h, 1d
_MINUTES = {"m": 1, "min": 1, "h": 60, "d": 24 * 60, "w": 7 * 24 * 60}
PERIODS = "5m, 10m, 15m, 20m, 30m, 1h, 2h, 3h, 4h, 6h, 8h, 12h, 1d or 1w"
"""What a crontab line can say exactly: the parts of an hour, of a day, a day, a week."""

_DAY = 24 * 60
WEEK = 7 * _DAY


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be run: absolute paths only, so that it works in any directory and environment."""

    program: tuple[str, ...]
    database: Path
    portals: Path | None = None
    directory: Path | None = None  # where the program has to be started
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def arguments(self) -> list[str]:
        """The command and its arguments, unquoted."""
        chosen = [] if self.portals is None else ["--portals", str(self.portals)]
        return [*self.program, "crawl", "--all", "--quiet", *chosen, "--db", str(self.database)]


@click.command("schedule")
@click.option("--every", default="6h", show_default=True, metavar="PERIOD", help=f"How often: {PERIODS}.")
@click.option("--systemd", is_flag=True, help="A systemd service and timer in place of a crontab line.")
@make_portals_option("A directory of portal files (HARVESTER_PORTALS); without it the packaged portals.")
@database_option
def command(every: str, systemd: bool, directory: Path | None, db: str) -> None:
    """Print a crontab line, or systemd units, that harvest all portals regularly.

    The line is complete: absolute paths, the database, the portals, the environment. Each run takes the lock
    of its database and keeps its own log in FILE-logs; what needs a person comes on standard error, which cron
    mails and systemd keeps in its journal.
    """
    period = parse_period(every)
    job = make_job(Path(db), directory, read_carried())
    start = spread(job.database, period)
    write(write_units(job, period, start) if systemd else write_crontab(job, period, start))
    if sys.stderr.isatty():
        write(_explain(systemd=systemd), err=True)


def parse_period(text: str) -> int:
    """Minutes.

    Raises:
        ConfigError: for what a crontab line cannot say exactly.
    """
    match = PERIOD.fullmatch(text.strip())
    minutes = int(match[1]) * _MINUTES[match[2].lower()] if match else 0
    exact = (
        (5 <= minutes < 60 and 60 % minutes == 0)
        or (60 <= minutes <= _DAY and minutes % 60 == 0 and _DAY % minutes == 0)
        or minutes == WEEK
    )  # fmt: skip
    if not exact:
        raise ConfigError(f"cannot harvest every {text!r}: --every must be {PERIODS}")
    return minutes


def make_job(database: Path, portals: Path | None, carried: Mapping[str, str]) -> Job:
    """The job that this very program would do.

    Raises:
        ConfigError: it would fail at every run.
    """
    from harvester.platforms import PLATFORMS
    from harvester.portals import load_portals

    database = database.expanduser().absolute()
    if not database.parent.is_dir():
        raise ConfigError(f"no such directory: {str(database.parent)!r} (the database is to be made there)")
    if portals is not None:
        portals = portals.expanduser().absolute()
        if not load_portals(portals, packaged=False, platforms=set(PLATFORMS)):
            raise ConfigError(f"no portal in {str(portals)!r}")
    program, directory = find_program(Path(sys.argv[0]), Path(harvester.__file__).parents[1])
    job = Job(program, database, portals, directory, carried)
    for text in (*job.arguments, *carried.values()):
        if "\n" in text or "\r" in text or "\0" in text:
            raise ConfigError(f"a line break cannot stand in a crontab line or a unit: {text!r}")
    return job


def find_program(started: Path, root: Path) -> tuple[tuple[str, ...], Path | None]:
    """How to start this program from anywhere: its console script, else this interpreter.

    The directory is told where the package is importable from there only, as in a checkout.
    """
    script = started.absolute()
    if is_console_script(script):
        return (str(script),), None
    installed = root.name in ("site-packages", "dist-packages")
    return (sys.executable, "-m", "harvester"), None if installed else root


def spread(database: Path, period: int) -> int:
    """Minutes after midnight of the first run: another for every database, never on the hour; daily at night.

    Hundreds of communes share servers, and cron jobs of all the world begin on the hour.
    """
    number = int.from_bytes(hashlib.sha256(str(database).encode()).digest()[:8], "big")
    if period < 60:
        return 1 + number % (period - 1)
    hours = min(period // 60, 5)  # a daily run between midnight and five
    return number // 59 % hours * 60 + 1 + number % 59


def write_crontab(job: Job, period: int, start: int) -> str:
    """One line. cron takes an unescaped `%` for a line break, also within quotes."""
    words = [f"{name}={shlex.quote(value)}" for name, value in job.environment.items()]
    words += map(shlex.quote, job.arguments)
    line = " ".join(words)
    if job.directory is not None:
        line = f"cd {shlex.quote(str(job.directory))} && {line}"
    return f"{tell_cron(period, start)} {line.replace('%', chr(92) + '%')}"


def tell_cron(period: int, start: int) -> str:
    """The five fields, e.g. `17 2-23/6 * * *`."""
    hour, minute = divmod(start, 60)
    if period < 60:
        return f"{minute}-59/{period} * * * *"
    if period == 60:
        return f"{minute} * * * *"
    if period < _DAY:
        return f"{minute} {hour}-23/{period // 60} * * *"
    return f"{minute} {hour} * * {'*' if period == _DAY else '0'}"


def tell_calendar(period: int, start: int) -> str:
    """Return systemd's calendar expression, e.g. `*-*-* 02/6:17:00`."""
    hour, minute = divmod(start, 60)
    if period < 60:
        return f"*-*-* *:{minute:02}/{period}:00"
    if period == 60:
        return f"*-*-* *:{minute:02}:00"
    if period < _DAY:
        return f"*-*-* {hour:02}/{period // 60}:{minute:02}:00"
    return f"{'' if period == _DAY else 'Sun '}*-*-* {hour:02}:{minute:02}:00"


def quote_word(text: str) -> str:
    """A word of `ExecStart=`, where `%` and `$` begin what systemd replaces (systemd.service(5))."""
    return quote_value(text).replace("$", "$$")


def quote_value(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return escaped if re.fullmatch(r"[\w@%+=:,./$-]+", escaped) else f'"{escaped}"'


def write_units(job: Job, period: int, start: int) -> str:
    """`harvester.service` and `harvester.timer`, each under a comment with its name."""
    service = [
        "# harvester.service",
        "[Unit]",
        "Description=Harvest local news into " + str(job.database).replace("%", "%%"),
        "Wants=network-online.target",
        "After=network-online.target",
        "",
        "[Service]",
        "Type=oneshot",
        *(f"Environment={quote_value(f'{name}={value}')}" for name, value in job.environment.items()),
        *([] if job.directory is None else ["WorkingDirectory=" + str(job.directory).replace("%", "%%")]),
        "ExecStart=" + " ".join(map(quote_word, job.arguments)),
        "# 75: another run is at work; 130: interrupted, what was found is stored. 1, a portal needs attention, shows"
        " as failed",
        "SuccessExitStatus=75 130",
        "# a page under way may take the whole download timeout",
        f"TimeoutStopSec={DOWNLOAD_SECONDS + STOP_GRACE}",
        "Nice=10",
    ]
    timer = [
        "# harvester.timer",
        "[Unit]",
        "Description=When to harvest local news",
        "",
        "[Timer]",
        f"OnCalendar={tell_calendar(period, start)}",
        "Persistent=true",
        "",
        "[Install]",
        "WantedBy=timers.target",
    ]
    return "\n".join([*service, "", *timer])


def _explain(*, systemd: bool) -> str:
    """What to do with it, for a person at a terminal."""
    if systemd:
        return (
            "\nSave these as harvester.service and harvester.timer in ~/.config/systemd/user"
            " (or /etc/systemd/system), then:\n"
            "  systemctl --user enable --now harvester.timer && loginctl enable-linger"
        )
    return "\nAdd this line with: crontab -e"
