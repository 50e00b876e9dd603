"""Written beside and renamed: nobody sees half an export, and nothing but an export is replaced."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from exports import destination
from exports.destination import replace_directory, replace_file
from harvester.errors import ExportError, StoreError

DB = Path("elsewhere.db")


def is_any(*_):
    return True


def test_a_failed_file_leaves_the_last_one(tmp_path):
    out = tmp_path / "a.jsonl"
    out.write_text("last")
    with pytest.raises(ZeroDivisionError), replace_file(out, DB, is_any) as file:
        file.write(b"half")
        assert out.read_text() == "last"
        raise ZeroDivisionError
    assert [path.name for path in tmp_path.iterdir()] == ["a.jsonl"]
    assert out.read_text() == "last"


def test_a_failed_directory_leaves_the_last_one(tmp_path):
    out = tmp_path / "out"
    with replace_directory(out, DB, is_any) as directory:
        (directory / "a.csv").write_text("last")
    with pytest.raises(ZeroDivisionError), replace_directory(out, DB, is_any) as directory:
        (directory / "a.csv").write_text("half")
        raise ZeroDivisionError
    assert [path.name for path in tmp_path.rglob("*")] == ["out", "a.csv"]
    assert (out / "a.csv").read_text() == "last"


@pytest.mark.parametrize("has_exchange", [True, False])
def test_a_directory_is_replaced_whole(tmp_path, monkeypatch, has_exchange):
    if not has_exchange:
        monkeypatch.setattr(destination.ctypes, "CDLL", lambda *_, **__: object())
    out = tmp_path / "out"
    for names in (["a", "b"], ["b", "c/d"]):
        with replace_directory(out, DB, is_any) as directory:
            for name in names:
                (directory / name).parent.mkdir(exist_ok=True)
                (directory / name).write_text(name)
    assert sorted(p.relative_to(out).as_posix() for p in out.rglob("*")) == ["b", "c", "c/d"]
    assert list(tmp_path.iterdir()) == [out]


def test_other_places_are_refused(tmp_path):
    (tmp_path / "file").write_text("x")
    (tmp_path / "directory").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "directory")
    with pytest.raises(ExportError, match="is a directory"), replace_file(tmp_path / "directory", DB, is_any):
        pass
    for name in ("file", "link"):
        with pytest.raises(ExportError, match="not a directory"), replace_directory(tmp_path / name, DB, is_any):
            pass
    with pytest.raises(ExportError, match="cannot write"), replace_file(tmp_path / "file" / "below", DB, is_any):
        pass
    (tmp_path / "directory" / "inside").symlink_to(tmp_path / "file")
    with (
        pytest.raises(ExportError, match="holds 'inside'"),
        replace_directory(tmp_path / "directory", DB, is_any),
    ):
        pass
    assert (tmp_path / "file").read_text() == "x"


def test_only_a_file_that_is_ours_is_replaced(tmp_path):
    out = tmp_path / "a.csv"
    out.write_text("accounts\n")
    with pytest.raises(ExportError, match="it is no export of this format"), replace_file(out, DB, lambda file: False):
        pass
    assert out.read_text() == "accounts\n"
    out.write_text("")
    with replace_file(out, DB, lambda file: False) as file:
        file.write(b"new")
    assert out.read_text() == "new", "an empty file is an empty place"


def test_a_pipe_is_not_replaced(tmp_path):
    os.mkfifo(tmp_path / "a.jsonl")
    with pytest.raises(ExportError, match="no regular file"), replace_file(tmp_path / "a.jsonl", DB, is_any):
        pass
    assert (tmp_path / "a.jsonl").is_fifo()


def test_behind_a_link_the_file_is_replaced(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "a.jsonl")
    with replace_file(tmp_path / "link", DB, is_any) as file:
        file.write(b"new")
    assert (tmp_path / "link").is_symlink() and (tmp_path / "a.jsonl").read_text() == "new"


def test_what_is_the_database_s_is_not_replaced(tmp_path):
    database = tmp_path / "harvest.db"
    database.write_text("x")
    for name in ("harvest.db", "harvest.db-wal"):
        with pytest.raises(StoreError, match="of the database"), replace_file(tmp_path / name, database, is_any):
            pass
    with pytest.raises(StoreError, match=r"it holds .harvest\.db."), replace_directory(tmp_path, database, is_any):
        pass


def test_a_killed_export_leaves_no_half_file(tmp_path):
    out = tmp_path / "a.jsonl"
    out.write_text("last")
    script = (
        "import sys, time; from pathlib import Path; from exports.destination import replace_file\n"
        f"with replace_file(Path({str(out)!r}), Path('x.db'), bool) as file:\n"
        "    file.write(b'half'); file.flush(); print('writing', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "writing\n"
    with replace_file(tmp_path / "a.jsonl", DB, is_any) as file:
        file.write(b"of another run")
    assert len(list(tmp_path.iterdir())) == 2, "what a running export writes is left alone"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert out.read_text() == "of another run"
    with replace_file(out, DB, is_any) as file:
        file.write(b"new")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a.jsonl": "new"}


def test_a_killed_directory_is_cleared_away_by_the_next(tmp_path):
    out = tmp_path / "out"
    with replace_directory(out, DB, is_any) as directory:
        (directory / "a.csv").write_text("last")
    script = (
        "import time; from pathlib import Path; from exports.destination import replace_directory\n"
        f"with replace_directory(Path({str(out)!r}), Path('x.db'), lambda name, file: True) as directory:\n"
        "    (directory / 'a.csv').write_text('half'); print('writing', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "writing\n"
    process.kill()
    process.communicate()
    assert (out / "a.csv").read_text() == "last"
    assert len(list(tmp_path.iterdir())) == 2
    with replace_directory(out, DB, is_any) as directory:
        (directory / "a.csv").write_text("new")
    assert list(tmp_path.iterdir()) == [out]
    assert (out / "a.csv").read_text() == "new"


def test_running_is_asked_of_the_system():
    assert destination.is_running(os.getppid())
    assert not destination.is_running(2**40)


def test_what_a_link_leads_to_that_has_no_path_is_no_regular_file(tmp_path):
    read, write = os.pipe()
    (tmp_path / "a.jsonl").symlink_to(f"/proc/self/fd/{write}")
    with (
        pytest.raises(ExportError, match=r"no regular file .*--out -"),
        replace_file(tmp_path / "a.jsonl", tmp_path / "a.db", lambda file: True),
    ):
        pass
    os.close(read)
    os.close(write)


def test_an_export_of_several_files_is_none_for_standard_output(tmp_path):
    with (
        pytest.raises(ExportError, match="standard output"),
        replace_directory(Path("-"), tmp_path / "a.db", lambda name, file: True),
    ):
        pass
