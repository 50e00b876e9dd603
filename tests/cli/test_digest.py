"""`harvester search --saved`: each question tells what is new once, and cron mails nothing where nothing is."""

import json

import pytest
from click.testing import CliRunner
from support.news import SEEN, insert, make_article, make_database

from harvester.cli.search import command
from harvester.errors import ConfigError
from harvester.store import Store
from harvester.store.articles import fulltext

LATER = "2024-03-02T08:00:00+07:00"
EARLIER = "2024-02-01T08:00:00+07:00"


@pytest.fixture
def db(tmp_path):
    return make_database(
        tmp_path / "news.db",
        {"title": "Họp cũ", "first_seen_at": EARLIER},
        {"title": "Họp mới \x1b[2J"},
        {"title": "Họp xã khác", "portal": "xa-da-chong"},
    )


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "questions"
    folder.mkdir()
    (folder / "hop.toml").write_text('title = "Các cuộc họp"\nquery = "hop"\nprovince = "Hà Tĩnh"\nchanges = true\n')
    return folder


def ask(db, folder, *options):
    result = CliRunner().invoke(command, ["--saved", str(folder), "--db", str(db), *options])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


def add(db, number, **article):
    with Store.open(db) as store, store.transaction() as connection:
        insert(connection, "articles", make_article(number, {"first_seen_at": LATER, **article}))
        fulltext.index_rest(connection)


def test_the_first_time_tells_the_last_run(db, folder):
    assert ask(db, folder).splitlines() == [
        "Các cuộc họp: 1 new article", "", "  Họp mới \ufffd[2J", "    13 July 2023 · Xã Suối Vang",
        "    https://xa-suoi-vang.example.vn/tin-2.html", "",
    ]  # fmt: skip


def test_what_was_told_is_not_told_again(db, folder):
    ask(db, folder)
    assert ask(db, folder) == ""
    add(db, 4, title="Họp hôm nay", published_at=None)
    add(db, 5, title="Gặt lúa")
    assert ask(db, folder).startswith("Các cuộc họp: 1 new article\n\n  Họp hôm nay\n    undated · ")
    assert ask(db, folder) == ""


def test_no_more_of_a_date_is_told_than_is_known(db, folder):
    ask(db, folder)
    add(db, 4, title="Họp thường niên", published_at="2021-01-01T00:00:00+07:00", published_precision="year")
    assert "  Họp thường niên\n    2021 · Xã Suối Vang\n" in ask(db, folder)


def test_changes_are_told_where_they_are_wanted(db, folder):
    ask(db, folder)
    with Store.open(db) as store, store.transaction() as connection:
        connection.execute("UPDATE articles SET gone_at = ? WHERE id = 1", (LATER,))
    assert "1 changed or withdrawn\n\n  withdrawn: Họp cũ" in ask(db, folder)
    assert ask(db, folder) == ""


def test_another_database_is_told_on_its_own(db, folder, tmp_path):
    ask(db, folder)
    other = make_database(tmp_path / "other.db", {"title": "Họp nơi khác"})
    assert "Họp nơi khác" in ask(other, folder)


def test_json(db, folder):
    (line,) = ask(db, folder, "--json").splitlines()
    assert json.loads(line)["question"] == "hop"
    assert json.loads(line)["first_seen_at"] == SEEN


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('query = "a"\nkind = 1', "hop.toml: unknown key 'kind'"), ("query = 1", "'query' must be a text"),
        ("level = [1]", "'level' must be a text or a list"), ('month = "13"', "not a month"),
        ('since = "2024"', "'since' must be a day"), ("changes = 1", "'changes' must be true"), ("x =", "hop.toml"),
        ('province = "Không Có"', "no portal of the province"), ("x = " + "[" * 9000, "hop.toml: is nested too deep"),
        ("x = " + "1" * 9000, "hop.toml: Exceeds the limit"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_question_is_named(db, folder, text, problem):
    (folder / "hop.toml").write_text(text)
    with pytest.raises(ConfigError, match=problem):
        ask(db, folder)


def test_bad_usage(db, folder, tmp_path):
    with pytest.raises(ConfigError, match="no question is kept in"):
        ask(db, tmp_path / "none")
    with pytest.raises(ConfigError, match="their words and filters stand in their files"):
        ask(db, folder, "--level", "commune")
    ask(db, folder)
    (folder / ".told.json").write_text("[]")
    with pytest.raises(ConfigError, match="delete it to begin with the last run"):
        ask(db, folder)


def test_lists_of_places_and_days(db, folder):
    (folder / "hop.toml").write_text('query = "hop"\nportal = ["xa-da-chong", "huyen-go-man"]\nsince = 2023-01-01\n')
    assert "Họp xã khác" in ask(db, folder)
