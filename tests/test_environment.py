"""The run's clock: what cannot be one ends a command before anything is stored."""

from __future__ import annotations

import subprocess
import sys

import pytest

from harvester.environment import read_clock
from harvester.errors import ConfigError, WrongClock


@pytest.mark.parametrize(
    "now",
    [
        "0001-01-01T00:00:00+14:00",
        "0001-01-01",
        "1970-01-01T00:00:00+00:00",
        "9999-12-31T23:59:59+00:00",
        "9999-12-31T23:59:59-11:00",
    ],
)
def test_a_clock_beyond_reckoning_is_refused(now):
    with pytest.raises(WrongClock, match="the clock says the year"):
        read_clock({"HARVESTER_NOW": now})


@pytest.mark.parametrize("now", ["hôm qua", "9" * 5000, "2026-03-07T02:00:00+99:00", "\x1b[2J"])
def test_what_is_no_time_is_refused_in_a_short_line(now):
    with pytest.raises(ConfigError, match="must be a time like") as caught:
        read_clock({"HARVESTER_NOW": now})
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("words", [["crawl", "--all"], ["import", "."], ["probe", "http://127.0.0.1:9/"]])
def test_a_command_under_such_a_clock_stores_nothing(tmp_path, words):
    command = [sys.executable, "-m", "harvester", *words]
    if words[0] != "probe":
        command += ["--db", str(tmp_path / "a.db")]
    environment = {"HARVESTER_NOW": "9999-12-31T23:59:59+00:00", "PATH": ""}
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1) and "the year 9999" in done.stderr
    assert not (tmp_path / "a.db").exists()
