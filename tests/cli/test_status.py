"""`harvester status`: the table, what is wrong in words, JSON, the exit code, and months without news."""

import json
import os
import shlex
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.news import insert, make_database

from harvester.cli.coverage_table import fold
from harvester.cli.status import command, tell_share, write_size
from harvester.store import Store
from harvester.store.reports.coverage import Gap, Month, list_month_gaps, read_coverage, read_month
from harvester.store.reports.status import read_status

ROOT = Path(__file__).parents[2]
FIRST = "2024-03-01T08:00:00+07:00"  # of the run that support.news writes
LAST = "2024-06-10T08:00:00+07:00"


def ask(db, *options, columns=80):
    return CliRunner().invoke(command, options, env={"COLUMNS": str(columns), "HARVESTER_DB": str(db)})


@pytest.fixture(autouse=True)
def program(monkeypatch):
    monkeypatch.setattr("harvester.suggestions.name_program", lambda: "harvester")


@pytest.fixture
def portals(tmp_path, monkeypatch):
    """The files of the two portals that are ill, in the directory that HARVESTER_PORTALS names."""
    directory = tmp_path / "portals"
    directory.mkdir()
    for name in ("huyen-go-man", "xa-da-chong"):
        text = f'name = "{name}"\nlevel = "commune"\nprovince = "Hà Tĩnh"\nurl = "https://{name}.example/"\n'
        (directory / f"{name}.toml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("HARVESTER_PORTALS", str(directory))
    return directory


@pytest.fixture
def db(tmp_path):
    """Two runs. One portal is well, one has been silent, one has broken and has an address that failed."""
    path = make_database(
        tmp_path / "a.db",
        {"portal": "xa-suoi-vang", "published_at": "2024-06-05T08:00:00+07:00"},
        {"portal": "xa-suoi-vang", "published_at": "2024-05-20T08:00:00+07:00"},
        {"portal": "xa-suoi-vang", "published_at": None},
        {"portal": "huyen-go-man", "published_at": "2023-12-31T23:00:00+07:00"},
        {"portal": "huyen-go-man", "published_at": "2024-03-02T08:00:00+07:00"},
    )
    with Store.open(path) as store, store.transaction() as connection:
        insert(connection, "runs", {"id": 2, "started_at": LAST, "finished_at": LAST, "status": "attention"})
        for portal, status, reason in (
            ("xa-suoi-vang", "ok", None),
            ("xa-da-chong", "silent", "nothing published since 2024-01-01, for 161 days (usually every day)"),
            ("huyen-go-man", "broken", "9 of 9 articles have no lead (usually 0 of 30): see its selector"),
        ):
            insert(connection, "harvests", {"run": 2, "portal": portal, "status": status, "reason": reason})
        for run, pages, missing in ((1, 30, 0), (2, 10, 9)):
            row = {"run": run, "portal": "huyen-go-man", "field": "lead", "pages": pages, "missing": missing}
            insert(connection, "harvest_fields", row)
        for number, (state, error) in enumerate(
            (("failed", "answers 500"), ("pending", None), ("skipped", "older than 2024-01-01"), ("skipped", "no body"))
        ):
            url = f"https://huyen-go-man.example.vn/{number}"
            row = {
                "url": url, "fetch_url": url, "portal": "huyen-go-man", "kind": "article", "rank": 5, "state": state,
                "found_at": LAST, "found_in": "x", "found_run": 2, "last_error": error, "fetched_at": LAST,
            }  # fmt: skip
            insert(connection, "urls", row)
        insert(connection, "link_dates",
               {"url": "https://huyen-go-man.example.vn/0", "text": "15/04/2024", "found_in": "listing"})  # fmt: skip
    return path


@pytest.mark.parametrize("columns", [60, 80])
@pytest.mark.usefixtures("portals")
def test_what_needs_attention_comes_first_with_reason_and_command(db, columns):
    result = ask(db, columns=columns)
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert max(map(len, lines)) <= columns
    text = " ".join(result.output.split())
    reason = "9 of 9 articles have no lead (usually 0 of 30): see its selector"
    assert text.startswith(f"huyen-go-man: broken: {reason}; last well on 1 March 2024, 08:00")
    assert "  harvester portals repair huyen-go-man" in lines
    assert "  harvester portals repair xa-da-chong" in lines
    assert "No attention: xa-suoi-vang: 3 articles" in text
    assert "3 portals, 2 in need of attention." in text


def test_command_names_the_database_and_the_portals_that_it_needs(db, portals, monkeypatch):
    monkeypatch.delenv("HARVESTER_PORTALS")
    result = CliRunner().invoke(command, ["--db", str(db), "--portals", str(portals)])
    assert f"  harvester portals repair huyen-go-man --db {db} --portals {portals}\n" in result.output


def test_command_names_the_portals_of_the_last_crawl(db, portals, monkeypatch):
    monkeypatch.delenv("HARVESTER_PORTALS")
    with Store.open(db) as store:
        arguments = json.dumps(["crawl", "--all", f"--portals={portals}"])
        store.connection.execute("UPDATE runs SET arguments = ? WHERE id = 2", (arguments,))
    assert f"  harvester portals repair xa-da-chong --portals {portals}\n" in ask(db).output


def test_no_command_is_suggested_for_a_portal_that_no_file_names(db):
    output = ask(db).output
    assert "harvester" not in output
    assert "no portal file is known for it" in output


def test_demo_is_harvested_anew_by_its_own_command(db):
    with Store.open(db) as store:
        store.connection.execute("""UPDATE runs SET arguments = '["demo"]'""")
    assert f"anew: harvester demo --db {db}\n" in ask(db).output


def test_command_as_printed_is_right(tmp_path):
    portals = tmp_path / "my portals"
    portals.mkdir()
    (portals / "xa-nui.toml").write_text(
        'name = "Xã Núi"\nlevel = "commune"\nprovince = "Hà Tĩnh"\nurl = "http://127.0.0.1:9/"\n', encoding="utf-8"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HARVESTER_")}

    def run(line):
        done = subprocess.run(
            line, shell=True, cwd=tmp_path, env=environment | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
            timeout=60, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout

    program = f"{shlex.quote(sys.executable)} -m harvester"
    assert run(f"{program} crawl --all --portals 'my portals' --db kept.db --delay 0")[0] == 1
    suggested = run(f"{program} status --db kept.db")[1].splitlines()[-4].strip()
    assert "portals repair xa-nui --db kept.db --portals 'my portals'" in suggested
    code, output = run(suggested)
    assert code == 1 and "cannot be repaired" in output


def test_filters_that_nothing_fits_say_so(db):
    assert ask(db, "--portal", "xa-suoi-vang", "--attention").output == "no portal needs attention\n"


def test_one_portal_is_one_portal(db):
    assert "\n1 portal, none in need of attention." in ask(db, "--portal", "xa-suoi-vang").output


def test_filter_shows_figures(db):
    text = " ".join(ask(db, "--portal", "huyen-go-man").output.split())
    assert "huyen-go-man: broken; 2 articles" in text and "lacking: lead 22 %" in text
    assert text.count("addresses: 1 failed, 1 pending") == 1 and "50 % undated" not in text


@pytest.mark.usefixtures("portals")
@pytest.mark.parametrize(
    ("reason", "help_"),
    [
        ("robots.txt forbids the home page", "no command helps, and each run looks whether it still forbids"),
        ("the site is closed: 'bảo trì'", "no command helps: each run looks whether it is open again"),
        ("a log-in page", "harvester portals repair xa-da-chong"),
        ("answers 403", "harvester crawl xa-da-chong --delay 10"),
    ],
)
def test_a_portal_that_refuses_is_told_what_helps(db, reason, help_):
    with Store.open(db) as store:
        values = ("blocked", reason, "xa-da-chong")
        store.connection.execute("UPDATE harvests SET status = ?, reason = ? WHERE portal = ? AND run = 2", values)
    assert help_ in " ".join(ask(db, "--portal", "xa-da-chong").output.split())


@pytest.mark.usefixtures("portals")
def test_what_is_never_read_of_a_portal_that_is_well_stands_with_its_figures(db):
    reason = "the next page is loaded by a script, which is not run: http://a.example/tin"
    with Store.open(db) as store, store.transaction() as connection:
        connection.execute("UPDATE harvests SET reason = ? WHERE portal = 'xa-suoi-vang' AND status = 'ok'", (reason,))
    assert reason in " ".join(ask(db, "--portal", "xa-suoi-vang").output.split())


def test_the_gravest_comes_first(db):
    with Store.open(db) as store:
        store.connection.execute("UPDATE harvests SET status = 'partial' WHERE portal = 'huyen-go-man' AND run = 2")
    assert ask(db).output.index("xa-da-chong: silent") < ask(db).output.index("huyen-go-man: partial")


def test_attention_leaves_out_who_is_well(db, tmp_path):
    assert {row["portal"] for row in json.loads(ask(db, "--attention", "--json").output)} == {
        "huyen-go-man", "xa-da-chong"}  # fmt: skip
    assert ask(make_database(tmp_path / "well.db"), "--attention").output == "no portal needs attention\n"


def test_disk_use_says_what_a_year_adds(db):
    text = " ".join(ask(db).output.split())
    assert "Disk: database " in text and "what a year adds: about " in text


def test_json_holds_what_the_table_shows(db):
    portals = {portal["portal"]: portal for portal in json.loads(ask(db, "--json").output)}
    assert {name: portal["status"] for name, portal in portals.items()} == {
        "xa-suoi-vang": "ok", "xa-da-chong": "silent", "huyen-go-man": "broken"}  # fmt: skip
    well = portals["xa-suoi-vang"]
    assert (well["last_success"], well["per_week"], well["undated_share"]) == (LAST, 0.25, 0.3333)
    assert portals["xa-da-chong"]["last_success"] == LAST
    assert portals["huyen-go-man"]["last_success"] == FIRST
    assert portals["huyen-go-man"]["missing"] == {"lead": 0.225}
    assert portals["huyen-go-man"]["states"] == {"failed": 1, "pending": 1, "skipped": 2}


def test_strict_sets_the_exit_code(db, tmp_path):
    assert ask(db, "--strict").exit_code == 1
    assert ask(db, "--strict", "--json").exit_code == 1
    assert ask(make_database(tmp_path / "well.db"), "--strict").exit_code == 0


def test_portal_that_is_known_to_be_gone_needs_no_attention(db):
    with Store.open(db) as store:
        store.connection.execute("UPDATE portals SET status = 'gone' WHERE id <> 'xa-suoi-vang'")
        store.connection.execute("UPDATE portals SET status = 'frozen' WHERE id = 'xa-suoi-vang'")
    result = ask(db, "--strict")
    assert result.exit_code == 0
    assert "huyen-go-man (gone)" in result.output and "xa-suoi-vang (frozen)" in " ".join(result.output.split())
    assert "none in need of attention" in result.output


def test_database_without_portals_says_so(tmp_path):
    Store.open(tmp_path / "a.db").close()
    assert ask(tmp_path / "a.db").output == "no portal has been harvested yet\n"
    assert json.loads(ask(tmp_path / "a.db", "--json").output) == []
    assert ask(tmp_path / "a.db", "--coverage", "--json").output == "[]\n"


def test_portal_that_was_never_judged_is_shown(tmp_path):
    path = make_database(tmp_path / "a.db")
    with Store.open(path) as store:
        store.connection.execute("DELETE FROM harvests WHERE portal = 'xa-da-chong'")
    with closing(Store.open(path, readonly=True)) as store:
        status = {portal.portal: portal.status for portal in read_status(store.connection)}
    assert status["xa-da-chong"] == "never"
    assert ask(path, "--strict").exit_code == 0 and "xa-da-chong (never)" in ask(path).output


def test_coverage_tells_no_news_from_not_collected(db):
    with closing(Store.open(db, readonly=True)) as store:
        months = {(month.portal, month.month): month for month in read_coverage(store.connection)}
    go_man = {key[1]: month for key, month in months.items() if key[0] == "huyen-go-man"}
    assert list(go_man) == ["2023-12", "2024-01", "2024-02", "2024-03", "2024-04", "2024-05", "2024-06"]
    assert (go_man["2023-12"].stored, go_man["2024-04"].failed, go_man["2024-04"].found) == (1, 1, 1)
    assert [go_man[f"2024-0{n}"].words for n in (1, 2, 5)] == ["no news", "no news", "not collected"]
    assert go_man["2024-06"].words == "1 waiting, 1 too old" and go_man["2024-06"].found == 2
    well = [month for key, month in months.items() if key[0] == "xa-suoi-vang"]
    assert [(month.month, month.found, month.undated) for month in well] == [
        ("2024-03", 1, 1), ("2024-04", 0, 0), ("2024-05", 1, 0), ("2024-06", 1, 0)]  # fmt: skip
    assert well[1].words == "no news"


def test_gaps_are_the_months_that_are_not_whole(db):
    with closing(Store.open(db, readonly=True)) as store:
        assert list_month_gaps(store.connection, "huyen-go-man") == [
            Gap("2024-06", "2024-06", 1), Gap("2024-05", "2024-05"), Gap("2024-04", "2024-04", 1),
        ]  # fmt: skip
        assert list_month_gaps(store.connection, "xa-suoi-vang") == []


def test_coverage_of_a_portal_with_a_backlog_claims_no_empty_months(db):
    with Store.open(db) as store, store.transaction() as connection:
        walk = {"portal": "xa-suoi-vang", "start_url": "x", "mode": "complete", "run": 2, "next_url": "y"}
        insert(connection, "walks", walk)
        months = [month for month in read_coverage(connection) if month.portal == "xa-suoi-vang"]
    assert [month.words for month in months] == ["", "not collected", "", ""]


def test_coverage_table_folds_empty_months(db):
    lines = [line.split() for line in ask(db, "--coverage").output.splitlines()]
    assert ["2024-01", "to", "2024-02", "-", "-", "-", "-", "no", "news"] in lines
    assert ["huyen-go-man"] in lines and ["2023-12", "1", "1", "0", "0"] in lines
    rows = json.loads(ask(db, "--coverage", "--json").output)
    assert {"found", "stored", "failed", "undated", "meaning", "portal", "month"} <= set(rows[0])


def test_month_is_that_of_the_date_beside_the_link():
    assert read_month("2023-07-13T20:48:00+07:00", LAST) == "2023-07"
    assert read_month("Tin mới\n13/07/2023", LAST) == "2023-07"
    assert read_month(None, LAST) == read_month("Tin mới", LAST) == "2024-06"


def test_months_of_another_meaning_are_not_folded():
    empty = [Month("a", f"2024-0{n}", collected=n < 3) for n in range(1, 5)]
    assert [len(group) for group in fold(empty)] == [2, 2]


@pytest.mark.parametrize(("share", "text"), [(0.0, "-"), (0.004, "<1 %"), (0.125, "12 %"), (1.0, "100 %")])
def test_share_is_never_rounded_to_none(share, text):
    assert tell_share(share) == text


def test_portals_are_chosen(db):
    assert "xa-da-chong" not in ask(db, "--province", "ha tinh").output
    assert [row["portal"] for row in json.loads(ask(db, "--level", "district", "--json").output)] == ["huyen-go-man"]
    rows = json.loads(ask(db, "--coverage", "--portal", "huyen-go-man", "--json").output)
    assert {row["portal"] for row in rows} == {"huyen-go-man"}


def test_coverage_fits_a_narrow_terminal(db):
    assert max(map(len, ask(db, "--coverage", columns=60).output.splitlines())) <= 60


@pytest.mark.parametrize(("size", "text"), [(900, "1 kB"), (2_340_000, "2.3 MB"), (5_000_000_000, "5.0 GB")])
def test_size_is_written_for_people(size, text):
    assert write_size(size) == text
