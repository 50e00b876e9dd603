"""`harvester probe --list` as typed, on a district of twelve addresses on loopback."""

from __future__ import annotations

import csv
import io
import os
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from support import faults
from support.regions import Region
from support.slow import takes_long

ROOT = Path(__file__).parents[2]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT), "HARVESTER_NOW": "2026-03-07T02:00:00+07:00", "COLUMNS": "60"}


def start(*words: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "harvester", *map(str, words)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, env=ENVIRONMENT, cwd=ROOT,
    )  # fmt: skip


def run(*words: object, typed: str = "") -> tuple[int, str, str]:
    process = start(*words)
    out, err = process.communicate(typed, timeout=120)
    return process.returncode, out, err


def read_rows(text: str) -> dict[str, dict[str, str]]:
    return {row["address"]: row for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))}


@pytest.fixture(scope="module")
def region():
    with Region() as region:
        yield region


@pytest.fixture(scope="module")
def probed(region, tmp_path_factory):
    """The list, killed twice in between, and then brought to its end."""
    folder = tmp_path_factory.mktemp("list")
    listed = folder / "list.csv"
    told = [f"{url},,Hà Tĩnh,commune" for url in region.lines[:1]] + region.lines[1:]
    listed.write_text("url,name,province,level\n" + "\n".join(told) + "\n", encoding="utf-8")
    words = ("probe", "--list", listed, "--save", folder / "portals", "--csv", folder / "report.csv", "--delay", "0")
    slow = region.servers[1]
    slow.plan.always["/"] = faults.stall(60)
    for server, nth in ((region.servers[0], 4), (slow, 1)):
        process = start(*words)
        server.after_answers(nth, lambda process=process: process.send_signal(signal.SIGKILL))
        process.communicate(timeout=60)
        assert process.returncode == -signal.SIGKILL
    slow.plan.always.clear()
    return folder, run(*words)


@takes_long
def test_each_address_comes_to_what_it_is(region, probed):
    folder, (code, _, err) = probed
    rows = read_rows((folder / "report.csv").read_text("utf-8"))
    assert (code, err) == (0, "")
    assert {address: row["outcome"] for address, row in rows.items()} == region.expected
    for address, system in region.systems.items():
        row = next(row for row in rows.values() if row["url"] == address)
        assert (row["system"], row["sample_title"] != "") == (system, True)


def test_list_tells_what_would_be_guessed(region, probed):
    folder, _ = probed
    rows = read_rows((folder / "report.csv").read_text("utf-8"))
    first, second = (rows[address] for address in region.lines[:2])
    assert (first["province"], first["level"]) == ("Hà Tĩnh", "commune")
    assert second["province"] == "unknown" and "its province is not known" in second["reason"]


def test_files_stand_for_all_that_can_be_harvested(region, probed):
    folder, (_, out, _) = probed
    files = [tomllib.loads(path.read_text("utf-8")) for path in (folder / "portals").glob("*.toml")]
    assert {file["url"] for file in files} == set(region.systems)
    assert f"harvester crawl --all --portals {folder / 'portals'} --limit 5" in out
    assert not (folder / "portals" / ".probed.jsonl").exists()


def test_moved_portal_keeps_its_former_address(region, probed):
    folder, _ = probed
    rows = read_rows((folder / "report.csv").read_text("utf-8"))
    for new, old in region.formerly.items():
        assert (rows[old]["url"], rows[old]["formerly"]) == (new, old)


def test_report_fits_the_terminal(probed):
    _, (_, out, _) = probed
    lines = out.splitlines()
    assert max(len(line) for line in lines if "harvester portals" not in line and "harvester crawl" not in line) <= 60
    assert lines[0] == "Can be harvested (4)"
    assert "12 addresses: 4 ok, 1 the same, 1 log-in" in " ".join(out.split())


def test_crawl_of_the_files_finds_every_article(region, probed):
    folder, _ = probed
    code, out, err = run(
        "crawl", "--all", "--portals", folder / "portals", "--db", folder / "a.db", "--delay", "0", "--json"
    )
    assert code == 0, err
    assert f'"new": {region.articles}' in out
    assert sum(site.count for site in region.portals) == out.count(f'"new": {region.articles}') * region.articles


def test_finished_list_is_looked_at_anew(region, probed, tmp_path):
    """Nothing is asked for twice within one round; another round asks once more, and keeps the files that are there."""
    folder, _ = probed
    code, out, _ = run("probe", "--list", "-", "--save", folder / "portals", "--delay", "0", typed=region.lines[0])
    assert code == 0
    assert "configured already, as 127-0-0-1-" in " ".join(out.split())


def test_lines_that_are_wrong_are_told_and_nothing_is_asked():
    text = "url;province;level\nkhông phải;;\nhttp://127.0.0.1:1/;Hà Tỉn;\nhttp://127.0.0.1:1/;;comune\n"
    code, out, _ = run("probe", "--list", "-", "--csv", "-", "--delay", "0", typed=text)
    reasons = [row["reason"] for row in csv.DictReader(io.StringIO(out))]
    assert code == 1
    assert reasons == [
        "no address: 'không phải'",
        "no such province: 'Hà Tỉn' (did you mean 'Hà Tĩnh'?)",
        "no such level: 'comune' (did you mean 'commune'?)",
    ]


@pytest.mark.parametrize(
    ("words", "typed", "message"),
    [
        (("--list", "-"), "# nothing\n", "the list holds no address"),
        (("--list", "no-such-file"), "", "cannot read the list 'no-such-file': No such file or directory"),
        (("--list", "-", "https://a.example/"), "", "name one address, or a list of them with --list"),
        ((), "", "name one address, or a list of them with --list"),
        (("https://a.example/", "--csv", "-"), "", "--csv is the report on a list: it needs --list"),
    ],
)
def test_wrong_usage(words, typed, message):
    code, out, err = run("probe", *words, typed=typed)
    assert (code, out) == (2, "")
    assert message in err and err.count("\n") == 1


def test_interrupted_round_says_where_it_is(region, tmp_path):
    listed = tmp_path / "list.txt"
    listed.write_text("\n".join(region.lines), encoding="utf-8")
    process = start("probe", "--list", listed, "--delay", "0")
    region.servers[0].after_answers(2, lambda: process.send_signal(signal.SIGINT))
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert "12 addresses in the list; the same command goes on there" in err
    assert (tmp_path / "list.txt.probed.jsonl").is_file()
