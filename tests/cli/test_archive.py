"""`harvester archive check`, `reread` as typed: exit codes, what is given up, and what is no database."""

from __future__ import annotations

import sys

import pytest
from support.warcs import make_exchange

from harvester.archive.folder import KeptFolder
from harvester.cli import main
from harvester.store import Store


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    """Type a command in a folder; its exit code and what was printed."""
    monkeypatch.chdir(tmp_path)

    def type_in(*words: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["harvester", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out + printed.err

    return type_in


@pytest.fixture
def kept(tmp_path):
    """A folder with two pages, the second of which is damaged, and its database."""
    with Store.open(tmp_path / "a.db") as store:
        kept = KeptFolder.open(tmp_path / "pages", store)
        for number in range(2):
            with store.transaction():
                kept.keep(make_exchange(f"/tin/{number}.html", b"<html>%d</html>" % number), None, None)
        kept.close()
    [place] = kept.path.iterdir()
    octets = bytearray(place.read_bytes())
    octets[-6] ^= 0xFF
    place.write_bytes(octets)


def test_damage_is_named_then_given_up_and_then_no_more_told(kept, run):
    code, told = run("archive", "check", "pages", "--db", "a.db")
    assert code == 1 and "http://go.example.vn/tin/1.html" in told and "2 wrong" in told
    code, told = run("archive", "check", "pages", "--db", "a.db", "--accept-loss")
    assert code == 0 and "1 capture given up as lost" in told
    code, told = run("archive", "check", "pages", "--db", "a.db")
    assert (code, told) == (0, "1 file, 4 records, 1 capture: nothing wrong, 1 record given up before\n")


def test_database_that_is_named_and_is_not_there(kept, run, tmp_path):
    """Else a mistyped name would pass for a folder that is sound, or make a database."""
    for words in (("archive", "check", "pages"), ("reread", "pages")):
        code, told = run(*words, "--db", "news.db")
        assert code == 2 and "no such database: 'news.db'" in told
    assert run("archive", "check", "pages")[0] == 1, "without a name the files are checked by themselves"
    assert {place.name for place in tmp_path.iterdir()} <= {"a.db", "a.db-wal", "a.db-shm", "pages"}


def test_portal_that_is_not_there(kept, run, tmp_path):
    code, told = run("reread", "pages", "--db", "a.db", "--portal", "go", "--dry-run")
    assert code == 2 and "no such portal in the database: 'go'" in told
    assert not (tmp_path / "a.db-parts").exists()


def test_interruption_is_told_as_such(run, monkeypatch):
    def interrupt(plan: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("harvester.jobs.rereading.reread", interrupt)
    code, told = run("reread", "pages", "--db", "a.db", "--dry-run")
    assert code == 130 and told.strip() == "harvester: interrupted (what was stored stays)"


def test_folder_that_is_not_there_ends_in_one_line(kept, run, tmp_path):
    """`index` ended in a traceback."""
    for words in (("index", "nowhere"), ("wacz", "nowhere", "--out", "a.wacz"), ("check", "nowhere")):
        code, told = run("archive", *words)
        assert code == 1 and "no such file or folder" in told and told.count("\n") == 1
    code, told = run("archive", "wacz", "pages", "--out", "nowhere/a.wacz")
    assert code == 1 and "no such folder" in told and told.count("\n") == 1
    (tmp_path / "pages" / "index.cdxj.part").mkdir()
    code, told = run("archive", "index", "pages")
    assert code == 1 and "cannot write 'pages/index.cdxj.part'" in told and told.count("\n") == 1
