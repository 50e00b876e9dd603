"""What the check finds: pages, references, values, the full text, kept pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.news import SEEN, insert, make_article, make_database

from harvester.errors import StoreError
from harvester.store import Store, soundness
from harvester.store.lock import held
from harvester.store.soundness import check_database


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return make_database(tmp_path / "news.db", {}, {"tags": '["gặt"]'})


def change(path: Path, statement: str) -> None:
    with Store.open(path) as store:
        store.connection.execute("PRAGMA foreign_keys = OFF")
        store.connection.execute(statement)


def test_a_sound_one_is_sound(database: Path) -> None:
    for full in (False, True):
        assert check_database(database, full=full) == soundness.Soundness()


WRONG = {
    "UPDATE articles SET title = CAST(x'ff41' AS TEXT) WHERE id = 2": "articles 2: title is no UTF-8",
    "UPDATE articles SET checked_at = 'hôm qua' WHERE id = 1": "articles 1: checked_at is no time: 'hôm qua'",
    "UPDATE articles SET document_date = '1/2/2020' WHERE id = 1": "articles 1: document_date is no day: '1/2/2020'",
    "UPDATE articles SET tags = 'gặt' WHERE id = 1": "articles 1: tags is no JSON list: 'gặt'",
    "UPDATE articles SET views = 'many' WHERE id = 1": "articles 1: views is of type str, not INTEGER",
    "INSERT INTO images VALUES (9, 1, 'https://x.example/', NULL)": "images: 1 reference to none of articles",
    "UPDATE portals SET url = CAST(x'c3' AS TEXT) WHERE id = 'xa-da-chong'": "portals xa-da-chong: url is no UTF-8",
}


@pytest.mark.parametrize("statement", WRONG)
def test_the_full_look_finds_wrong_values(database: Path, statement: str) -> None:
    change(database, statement)
    assert WRONG[statement] in check_database(database, full=True).damage


def test_an_index_that_does_not_fit_the_articles(database: Path) -> None:
    change(database, "DELETE FROM articles_fts_data WHERE id > 9")
    found = check_database(database, full=True)
    assert any(line.startswith("the full-text index does not fit") for line in found.damage)


def test_what_a_killed_run_left_out_of_the_index_is_no_damage(database: Path) -> None:
    with Store.open(database) as store:
        insert(store.connection, "articles", make_article(99, {}))
        assert check_database(database, full=True).damage == []


def test_while_a_run_is_at_work_the_index_is_left_alone(database: Path) -> None:
    with held(database):
        found = check_database(database, full=True)
    assert found.damage == [] and "another run holds" in found.unseen[0]


def test_kept_pages_are_where_they_should_be(database: Path, tmp_path: Path) -> None:
    with Store.open(database) as store:
        insert(store.connection, "folders", {"id": 1, "path": str(tmp_path / "kept"), "series": "x"})
        for number, name in enumerate(("a.warc.gz", "b.warc.gz")):
            capture = {"url": "https://x.example/", "fetched_at": SEEN, "folder": 1, "file": name, "length": 40}
            insert(store.connection, "captures", {**capture, "offset": 10 * number})
    (tmp_path / "moved").mkdir()
    (tmp_path / "moved" / "a.warc.gz").write_bytes(b"x" * 40)
    assert len(check_database(database, full=True).damage) == 2
    [missing] = check_database(database, full=True, keep=tmp_path / "moved").damage
    assert "b.warc.gz" in missing and "No such file" in missing
    (tmp_path / "moved" / "b.warc.gz").write_bytes(b"x" * 40)
    [short] = check_database(database, full=True, keep=tmp_path / "moved").damage
    assert short.endswith("has 40 of 50 bytes")
    change(database, "UPDATE captures SET lost_at = fetched_at")
    assert check_database(database, full=True).damage == [], "what was told to be lost is not told again"


def test_the_quick_look_ends_in_time(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soundness, "QUICK_SECONDS", -1.0)
    monkeypatch.setattr(soundness, "STEPS_BETWEEN_LOOKS", 10)
    found = check_database(database)
    assert found.damage == [] and "--full goes on" in found.unseen[0]


def test_many_findings_are_cut(database: Path) -> None:
    with Store.open(database) as store:
        for number in range(30):
            insert(store.connection, "article_urls", {"url": f"https://x.example/{number}", "article": 1})
    change(database, "UPDATE article_urls SET url = CAST(url || x'ff' AS TEXT)")
    found = check_database(database, full=True).damage
    assert len(found) == soundness.MOST_FINDINGS + 1 and found[-1] == "... and more"


def test_a_file_of_another_program_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("Không phải. " * 100, "utf-8")
    with pytest.raises(StoreError, match="not an SQLite database"):
        check_database(tmp_path / "text.db")
