"""Small files that a person wrote: a pipe, a device, a folder or a link in a circle is told in one line, at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from harvester.cli.probe_list import refuse_other_file
from harvester.errors import ConfigError, HarvestError
from harvester.jobs.audit_forms import read_form
from harvester.portals import read_portal
from harvester.portals.shards import read_plan
from harvester.regular_files import MOST_OCTETS, read_regular
from harvester.store.reports.kept_questions import read_question

PORTAL = 'name = "Xã Gò Mận"\nlevel = "commune"\nprovince = "Lâm Khê"\nurl = "http://go.example/"\n'


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def make_circle(path: Path) -> None:
    path.symlink_to(path.name)


def make_zeros(path: Path) -> None:
    path.symlink_to("/dev/zero")


ODD = {"pipe": make_pipe, "circle": make_circle, "zeros": make_zeros, "folder": Path.mkdir}


@pytest.mark.parametrize("odd", ODD)
def test_what_is_no_regular_file_is_refused(tmp_path, odd):
    path = tmp_path / "a.toml"
    ODD[odd](path)
    with pytest.raises(ConfigError, match="cannot read"):
        read_regular(path)
    for read in (read_question, read_form, read_portal, refuse_other_file):
        with pytest.raises(HarvestError, match=r"a\.toml"):
            read(path)


@pytest.mark.parametrize("odd", ["pipe", "zeros"])
def test_a_plan_of_shards_that_is_no_regular_file_is_refused(tmp_path, odd):
    ODD[odd](tmp_path / "shards.toml")
    with pytest.raises(ConfigError, match="no regular file"):
        read_plan(tmp_path)


def test_no_more_than_the_limit_is_read(tmp_path):
    path = tmp_path / "a.toml"
    path.write_bytes(b"x" * (MOST_OCTETS + 10))
    assert len(read_regular(path)) == MOST_OCTETS + 1


@pytest.mark.parametrize("command", [["portals", "check"], ["portals", "list", "--portals"]])
def test_odd_portal_files_are_named_a_line_each(tmp_path, command):
    (tmp_path / "go.toml").write_text(PORTAL, encoding="utf-8")
    for odd, make in ODD.items():
        make(tmp_path / f"{odd}.toml")
    words = [sys.executable, "-m", "harvester", *command, str(tmp_path)]
    done = subprocess.run(words, check=False, capture_output=True, text=True, timeout=20)
    assert done.returncode in (1, 2) and "Traceback" not in done.stderr
    told = done.stdout + done.stderr
    assert all(told.count(f"{odd}.toml") == 1 for odd in ODD)


def test_a_report_is_written_over_a_report_only(tmp_path):
    notes, report = tmp_path / "notes.csv", tmp_path / "report.csv"
    notes.write_text("line,address\n1,http://go.example/\n")
    report.write_text("line,address,outcome,reason,id,file,url,formerly", encoding="utf-8-sig")
    with pytest.raises(ConfigError, match="no report of probe"):
        refuse_other_file(notes)
    refuse_other_file(tmp_path / "new.csv")
