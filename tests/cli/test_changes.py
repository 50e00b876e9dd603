"""`harvester status --changes` as typed: the words that differ, what was withdrawn, and what nobody looked at."""

import json
import sys

import pytest
from click.testing import CliRunner
from support.news import insert, make_database

from harvester.cli.changes import mark_changes
from harvester.cli.status import command
from harvester.inspect.differences import compare_change
from harvester.store import Store
from harvester.store.reports.changes import read_changes
from harvester.store.reports.selection import Selection


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    path = make_database(
        tmp_path_factory.mktemp("changes") / "news.db",
        {"title": "Thu ngân sách", "body": "Xã họp. Thu được 3407 triệu \x1b[2J.", "revision": 2},
        {"title": "Lễ hội", "portal": "xa-da-chong", "gone_at": "2024-03-05T08:00:00+07:00",
         "checked_at": "2024-03-05T08:00:00+07:00"},
    )  # fmt: skip
    earlier = {"article": 1, "revision": 1, "seen_at": "2024-03-02T09:00:00+07:00", "title": "Thu ngân sách",
               "body": "Xã họp. Thu được 1207 triệu \x1b[2J.", "content_hash": "1", "cause": "page"}  # fmt: skip
    with Store.open(path) as store, store.transaction() as connection:
        insert(connection, "revisions", earlier)
        connection.execute("UPDATE articles SET checked_at = '2024-03-02T09:00:00+07:00' WHERE id = 1")
    return path


def ask(db, *options):
    return CliRunner().invoke(command, ["--db", str(db), "--changes", *options]).output


def test_both_figures_stand_in_their_sentence(db):
    assert ask(db).splitlines() == [
        "5 March 2024, 08:00  xa-da-chong  withdrawn: Lễ hội",
        "  https://xa-da-chong.example.vn/tin-2.html",
        "    last seen 1 March 2024, 08:00, missed 5 March 2024, 08:00",
        "",
        "2 March 2024, 09:00  xa-suoi-vang  changed: Thu ngân sách",
        "  https://xa-suoi-vang.example.vn/tin-1.html",
        "    … Thu được [-1207-]{+3407+} triệu \ufffd[2J.",
        "",
        "2 of 2 articles have been looked at again; every article was last looked at on 2 March 2024 or later",
        "2 articles changed, 1 of them withdrawn",
    ]


def test_json_has_what_stands_in_the_text(db):
    gone, changed = json.loads(ask(db, "--json"))
    assert (gone["kind"], gone["seen_at"], gone["differences"]) == ("withdrawn", "2024-03-05T08:00:00+07:00", [])
    assert {part["text"] for part in changed["differences"][0] if part["change"] != "same"} == {"1207", "3407"}


def test_what_was_not_looked_at_is_not_said_to_be_unchanged(tmp_path):
    output = ask(make_database(tmp_path / "news.db", {}, {}))
    assert "0 of 2 articles have been looked at again; whether the other 2 have changed is not known" in output
    assert output.endswith("0 articles changed\n")
    assert ask(make_database(tmp_path / "none.db")) == "no article has been stored yet\n0 articles changed\n"


def test_changes_of_a_province(db):
    assert ask(db, "--province", "ha tinh").endswith("1 article changed\n")
    assert "Lễ hội" not in ask(db, "--level", "commune", "--province", "ha tinh")


def test_marks_stand_on_a_terminal_too(db, monkeypatch):
    """Without them 1207 and 3407 would be one figure for whoever sees no colours."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    with Store.open(db, readonly=True) as store:
        [change] = [one for one in read_changes(store.connection, Selection()) if one.after]
    texts = ["".join(text for text, _ in mark_changes(paragraph)) for paragraph in compare_change(change)]
    assert any("[-1207-]{+3407+}" in text for text in texts)
