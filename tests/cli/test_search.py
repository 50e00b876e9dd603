"""`harvester search` as typed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.news import make_database

from harvester.cli.search import command
from harvester.errors import ConfigError, QueryError, StoreError


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    return make_database(
        tmp_path_factory.mktemp("cli") / "news.db",
        {"title": "Đảng bộ huyện họp", "body": "Họp xong."},
        {"title": "Họp thôn", "published_at": None, "duplicate_of": 1},
        {"title": "Chợ phiên", "published_at": "2022-05-01T00:00:00+07:00", "published_precision": "month"},
    )


def run(*arguments, **environment):
    result = CliRunner().invoke(command, [str(a) for a in arguments], env=environment)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_hits_are_shown(db):
    output = run("dang", "bo", "huyen", "--db", db).output
    assert "[Đảng] [bộ] [huyện] họp" in output
    assert "13 July 2023, 20:48 · Xã Suối Vang · article 1" in output
    assert output.endswith("1 article\n")


def test_as_much_of_the_date_as_is_known(db):
    assert "May 2022 · " in run("cho phien", HARVESTER_DB=str(db)).output
    assert "undated · Xã Suối Vang · article 2 · copy of article 1" in run("thon", HARVESTER_DB=str(db)).output


def test_limit_says_how_many_there_are(db):
    assert run("hop", "--limit", 1, "--db", db).output.endswith("2 articles, the best 1 shown\n")
    assert run("khongco", "--db", db).output == "nothing found\n"


def test_copies_are_found_unless_they_are_not_wanted(db):
    assert run("hop", "--db", db).output == run("hop", "--with-duplicates", "--db", db).output
    assert run("hop", "--without-duplicates", "--db", db).output.endswith("1 article\n")


def test_no_text_gives_the_terminal_orders(tmp_path):
    db = make_database(tmp_path / "x.db", {"title": "Họp \x1b]0;x\x07 thôn \u202e đảo", "body": "a\x9b31m họp"})
    output = run("hop", "--db", db).output
    assert "[Họp] \ufffd]0;x\ufffd thôn \ufffd đảo" in output
    assert not set(output) & set("\x1b\x07\x9b\u202e")


def test_json(db):
    hits = [json.loads(line) for line in run("hop", "--json", "--db", db).output.splitlines()]
    assert [hit["id"] for hit in hits] == [2, 1] or [hit["id"] for hit in hits] == [1, 2]
    assert hits[0]["title"] in {"Đảng bộ huyện họp", "Họp thôn"}


def test_bad_usage(db, tmp_path):
    with pytest.raises(QueryError, match="nothing to look for"):
        run("???", "--db", db)
    with pytest.raises(ConfigError, match="is later than"):
        run("hop", "--db", db, "--since", "2023-02-01", "--until", "2023-01-01")
    with pytest.raises(StoreError, match="no such database"):
        run("hop", "--db", tmp_path / "none.db")
    result = run("hop", "--db", db, "--since", "gestern")
    assert result.exit_code == 2
    assert "expected YYYY-MM-DD" in result.output


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_the_output_is_told_in_one_line(db):
    command = [sys.executable, "-m", "harvester", "search", "dang", "bo", "--db", str(db)]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines() == ["harvester: no room left for what is printed: No space left on device"]
