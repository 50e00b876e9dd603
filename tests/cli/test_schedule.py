"""What `harvester schedule` prints works as printed, in cron's bare environment."""

import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from support.looks import NukeVietLook
from support.runs import write_portal
from support.server import PortalServer
from support.site import Site

from harvester.cli.schedule import (
    Job,
    command,
    find_program,
    parse_period,
    quote_value,
    quote_word,
    spread,
    write_crontab,
)
from harvester.errors import ConfigError

CLEAN = dict.fromkeys(f"HARVESTER_{name}" for name in ("CONTACT", "DB", "PORTALS", "LOG_LEVEL"))
CRONTAB = re.compile(r"(\S+ \S+ \S+ \S+ \S+) (.+)\n")


def run(*arguments, **environment):
    return CliRunner().invoke(command, list(map(str, arguments)), env=CLEAN | environment)


def read_crontab(text):
    """The times and the command, as cron hands it to the shell: `\\%` is `%`."""
    match = CRONTAB.fullmatch(text)
    assert match, text
    assert not re.search(r"(?<!\\)%", match[2])
    return match[1].split(), match[2].replace("\\%", "%")


def run_as_cron(line, home):
    """cron's environment is no more than this, and its directory is the home."""
    bare = {"HOME": str(home), "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh", "LOGNAME": "thu"}
    return call("/bin/sh", "-c", line, env=bare, cwd=home)


def call(*command, **surroundings):
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=60, **surroundings)


def test_crontab_line_harvests_in_the_environment_of_cron(tmp_path):
    odd = tmp_path / "thư mục 100% 'của tôi'"
    odd.mkdir()
    with PortalServer(Site(count=3, look=NukeVietLook())) as server:
        portals = write_portal(odd / "portals", server, "lam-khe", delay=0)
        contact = "a 'b' $c <d@e.example>"
        result = run("--portals", portals, HARVESTER_DB=str(odd / "tin.db"), HARVESTER_CONTACT=contact)
        _, line = read_crontab(result.output)
        done = run_as_cron(line, tmp_path)
        agents = {served.request.headers.get("user-agent", "") for served in server.log.served}
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    with sqlite3.connect(odd / "tin.db") as database:
        assert database.execute("select count(*) from articles").fetchone() == (3,)
        assert database.execute("select status from runs").fetchall() == [("ok",)]
    assert len(list((odd / "tin.db-logs").glob("run-*.log"))) == 1
    assert all(contact in agent for agent in agents)


def test_dead_portal_puts_one_line_on_standard_error_of_cron(tmp_path):
    with PortalServer(Site(count=1, look=NukeVietLook())) as server:
        portals = write_portal(tmp_path / "portals", server, "vang-bong", delay=0)
    _, line = read_crontab(run("--portals", portals, "--db", tmp_path / "a.db").output)
    done = run_as_cron(line, tmp_path)
    assert done.returncode == 1 and done.stdout == ""
    assert len(done.stderr.splitlines()) == 1 and done.stderr.startswith("vang-bong: unreachable: ")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze here")
@pytest.mark.parametrize("every", ["15m", "1h", "6h", "1d", "1w"])
def test_systemd_units_are_verified_by_systemd(tmp_path, every):
    odd = tmp_path / 'a "b" 5% $HOME \\c'
    odd.mkdir()
    result = run("--systemd", "--every", every, "--db", odd / "tin.db", HARVESTER_CONTACT='thư "ký" 5% $x')
    service, timer = result.output.split("# harvester.timer\n")
    (tmp_path / "harvester.service").write_text(service)
    (tmp_path / "harvester.timer").write_text(timer)
    units = [tmp_path / "harvester.service", tmp_path / "harvester.timer"]
    done = call("systemd-analyze", "verify", "--man=no", *units)
    ours = [line for line in done.stderr.splitlines() if str(tmp_path) in line or "harvester." in line]
    assert ours == []
    assert done.returncode == 0
    calendar = re.search(r"OnCalendar=(.*)", timer)[1]
    assert call("systemd-analyze", "calendar", calendar).returncode == 0


def test_units_stop_later_than_a_page_may_take_and_take_an_interruption_for_success(tmp_path):
    from harvester.settings import DOWNLOAD_TIMEOUT

    text = run("--systemd", "--db", tmp_path / "a.db").output
    assert int(re.search(r"TimeoutStopSec=(\d+)", text)[1]) > DOWNLOAD_TIMEOUT
    assert "SuccessExitStatus=75 130\n" in text and "Type=oneshot" in text and "Persistent=true" in text
    assert f"crawl --all --quiet --db {tmp_path / 'a.db'}\n" in text


@pytest.mark.parametrize(
    ("every", "times"),
    [("15m", 4 * 24), ("30 min", 48), ("1h", 24), ("6H", 4), ("12h", 2), ("24h", 1), ("1d", 1), ("7d", 1 / 7)],
)
def test_line_runs_as_often_as_asked_and_never_on_the_hour(tmp_path, every, times):
    fields, _ = read_crontab(run("--every", every, "--db", tmp_path / "a.db").output)
    minutes, hours = (expand(field, size) for field, size in zip(fields[:2], (60, 24), strict=True))
    assert len(minutes) * len(hours) == max(times, 1) and 0 not in minutes
    assert fields[2:] == ["*", "*", "0" if times < 1 else "*"]


def expand(field, size):
    """The values of one crontab field."""
    span, _, step = field.partition("/")
    if span == "*":
        return list(range(size))
    first, _, last = span.partition("-")
    return list(range(int(first), int(last or first) + 1, int(step or 1)))


@pytest.mark.parametrize("every", ["7h", "0h", "1m", "45m", "36h", "2d", "6", "often", "", "-6h", "1.5h"])
def test_period_that_cron_cannot_keep_is_refused(every):
    with pytest.raises(ConfigError, match="--every must be 5m, 10m"):
        parse_period(every)


@given(st.text(min_size=1, max_size=30), st.sampled_from([5, 15, 30, 60, 120, 360, 720, 1440, 10080]))
def test_first_run_lies_within_the_period(name, period):
    start = spread(Path("/srv") / name.replace("/", "-").replace("\0", "-"), period)
    assert 0 < start < min(period, 300 if period > 60 else 60)
    assert start % 60 != 0


def test_databases_are_spread_over_the_hour():
    minutes = {spread(Path(f"/srv/{number}.db"), 360) for number in range(200)}
    assert len(minutes) > 100


def test_database_in_no_directory_is_refused_before_it_fails_every_night(tmp_path):
    result = run("--db", tmp_path / "none" / "a.db")
    assert isinstance(result.exception, ConfigError) and "no such directory" in str(result.exception)
    (tmp_path / "empty").mkdir()
    result = run("--db", tmp_path / "a.db", "--portals", tmp_path / "empty")
    assert isinstance(result.exception, ConfigError) and "portal" in str(result.exception)


def test_line_break_is_refused(tmp_path):
    result = run("--db", tmp_path / "a.db", HARVESTER_CONTACT="a\n* * * * * rm -rf x")
    assert isinstance(result.exception, ConfigError) and "line break" in str(result.exception)


def test_console_script_is_preferred_and_a_checkout_is_gone_to(tmp_path):
    script = tmp_path / "harvester"
    script.write_text("#!/bin/sh\n")
    assert find_program(script, tmp_path)[0][0] == sys.executable
    script.chmod(0o755)
    assert find_program(script, tmp_path) == ((str(script),), None)
    assert find_program(tmp_path / "__main__.py", tmp_path)[1] == tmp_path
    assert find_program(tmp_path / "__main__.py", tmp_path / "site-packages")[1] is None


@given(st.text(st.characters(exclude_characters="\n\r\0", exclude_categories=["Cs"]), max_size=40))
def test_any_path_reaches_the_program_unchanged_through_cron_and_shell(text):
    job = Job(("harvester",), Path("/" + text))
    words = write_crontab(job, 360, 17).replace("\\%", "%").split(" ", 5)[5]
    assert shlex.split(words)[-1] == str(job.database)


@pytest.mark.parametrize(
    ("text", "value", "word"),
    [
        ("/srv/tin.db", "/srv/tin.db", "/srv/tin.db"),
        ("a b", '"a b"', '"a b"'),
        ("5%", "5%%", "5%%"),
        ("$HOME", "$HOME", "$$HOME"),
        ('a"b\\c', '"a\\"b\\\\c"', '"a\\"b\\\\c"'),
        ("", '""', '""'),
    ],
)
def test_words_are_quoted_as_systemd_reads_them(text, value, word):
    assert (quote_value(text), quote_word(text)) == (value, word)


def test_environment_of_tests_is_not_carried_over(tmp_path):
    output = run("--db", tmp_path / "a.db", HARVESTER_NOW="2026-01-01T00:00:00+07:00").output
    assert "HARVESTER_NOW" not in output and os.linesep in output
