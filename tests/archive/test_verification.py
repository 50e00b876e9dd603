"""A folder held against its database."""

import shutil
import zipfile

import pytest
from support.imports import make_html, make_page, run_import
from support.warcs import make_exchange, write_warc

from harvester.archive.folder import KeptFolder
from harvester.archive.verification import check_folder, find_folders
from harvester.errors import ArchiveError
from harvester.store import Store, captures, runs

NOW = "2026-03-07T09:00:00+07:00"


@pytest.fixture
def kept(tmp_path):
    """A folder with three pages, and its database."""
    with Store.open(tmp_path / "a.db") as store:
        with store.transaction() as connection:
            runs.start_run(connection, NOW, [], "0")
        kept = KeptFolder.open(tmp_path / "pages", store)
        for number in range(3):
            with store.transaction():
                kept.keep(make_exchange(f"/tin/{number}.html", b"<html>%d</html>" % number), None, 1)
        kept.close()
        yield kept


def test_sound_folder(kept):
    found = check_folder(kept.path, kept.store)
    assert (found.files, found.records, found.captures, found.flaws, found.lost) == (1, 7, 3, [], [])
    assert check_folder(kept.path, None).records == 7


def test_torn_end_is_told_of_its_row(kept):
    [place] = kept.path.iterdir()
    place.write_bytes(place.read_bytes()[:-4])
    found = check_folder(kept.path, kept.store)
    assert len(found.lost) == 1
    assert "is torn" in found.flaws[0] and "http://go.example.vn/tin/2.html" in found.flaws[1]


def test_flipped_byte_is_noticed(kept):
    [place] = kept.path.iterdir()
    octets = bytearray(place.read_bytes())
    octets[-40] ^= 0xFF
    place.write_bytes(octets)
    assert len(check_folder(kept.path, kept.store).lost) == 1


def test_record_without_a_row(kept):
    [place] = kept.path.iterdir()
    with kept.store.transaction() as connection:
        connection.execute("DELETE FROM captures WHERE id = 2")
    [flaw] = check_folder(kept.path, kept.store).flaws
    assert "no row knows of" in flaw and place.name in flaw


def test_row_that_tells_another_digest(kept):
    with kept.store.transaction() as connection:
        connection.execute("UPDATE captures SET digest = 'sha1:OTHER' WHERE id = 1")
    [flaw] = check_folder(kept.path, kept.store).flaws
    assert "digest" in flaw


@pytest.mark.parametrize(
    ("change", "told"),
    [("status = 404", "answers 200"), ("fetched_at = '2020-01-01T00:00:00+07:00'", "is of 2026-03-07T02:00:00+00:00")],
)
def test_row_that_tells_another_answer_or_time(kept, change, told):
    with kept.store.transaction() as connection:
        connection.execute(f"UPDATE captures SET {change} WHERE id = 2")
    found = check_folder(kept.path, kept.store)
    assert told in found.flaws[0] and found.lost == [2]


def test_capture_without_a_body_of_its_own_is_lost_with_the_one_that_holds_it(kept):
    again = KeptFolder.open(kept.path, kept.store)
    with kept.store.transaction():
        again.keep(make_exchange("/tin/3.html", b"<html>0</html>"), None, 1)
    again.close()
    [place] = kept.path.iterdir()
    octets = bytearray(place.read_bytes())
    with kept.store.transaction() as connection:
        [[end]] = connection.execute("SELECT offset + length FROM captures WHERE id = 1").fetchall()
    octets[end - 6] ^= 0xFF
    place.write_bytes(octets)
    found = check_folder(kept.path, kept.store)
    assert found.lost == [1, 4] and "holds its body" in found.flaws[-1]


def test_damage_that_was_accepted_is_not_told_again(kept):
    """So a check at night is quiet once a loss is accepted; new damage is told all the same."""
    [place] = kept.path.iterdir()
    octets = bytearray(place.read_bytes())
    octets[-6] ^= 0xFF
    place.write_bytes(octets)
    lost = check_folder(kept.path, kept.store).lost
    with kept.store.transaction() as connection:
        captures.mark_lost(connection, lost, NOW)
    found = check_folder(kept.path, kept.store)
    assert (found.flaws, found.lost, found.given_up) == ([], [], 1)
    octets[700] ^= 0xFF
    place.write_bytes(octets)
    assert check_folder(kept.path, kept.store).flaws != []


def test_folder_that_was_moved_is_known_by_its_files(kept, tmp_path):
    kept.path.rename(tmp_path / "moved")
    found = check_folder(tmp_path / "moved", kept.store)
    assert (found.captures, found.flaws) == (3, [])


def test_archives_that_cannot_be_read_are_named_and_the_others_checked(kept):
    (kept.path / "a.wacz").write_bytes(b"no zip")
    (kept.path / "old.arc.gz").write_bytes(b"")
    found = check_folder(kept.path, kept.store)
    assert (found.captures, found.lost) == (3, [])
    assert "is no WACZ" in found.flaws[0] and "ARC" in found.flaws[1]


def test_no_folder(kept, tmp_path):
    with pytest.raises(ArchiveError, match="no such file or folder"):
        check_folder(tmp_path / "nowhere", kept.store)


def import_directory(tmp_path, *names):
    """A directory of files with one page each, and the database that they were imported into."""
    source = tmp_path / "a"
    source.mkdir()
    for number, name in enumerate(names):
        write_warc(source / name, make_page(make_html(f"Tin {number}"), path=f"/tin/{number}.html"))
    run_import(tmp_path / "b.db", source)
    return source, tmp_path / "b.db"


def test_file_that_stays_is_not_missing_where_another_was_moved_to(tmp_path):
    """Files that were imported from one directory share one row; a part of them may lie elsewhere by now."""
    source, db = import_directory(tmp_path, "x.warc.gz", "y.warc.gz")
    (tmp_path / "b").mkdir()
    (source / "x.warc.gz").rename(tmp_path / "b" / "x.warc.gz")
    with Store.open(db) as store:
        found = check_folder(tmp_path / "b", store)
        assert (found.captures, found.flaws, found.lost) == (1, [], [])
        write_warc(tmp_path / "b" / "y.warc.gz", make_page(make_html("Tin khác")))  # another of that name
        assert check_folder(tmp_path / "b", store).lost == []
        (source / "y.warc.gz").unlink()
        (tmp_path / "b" / "y.warc.gz").unlink()
        assert len(check_folder(tmp_path / "b", store).lost) == 1


def test_copy_of_a_wacz_is_not_its_folder_moved(tmp_path):
    source, db = import_directory(tmp_path, "x.warc.gz")
    (tmp_path / "b").mkdir()
    with zipfile.ZipFile(source / "k.wacz", "w") as archive:
        archive.writestr("archive/d.warc.gz", make_page(make_html("Tin khác"), path="/tin/k.html"))
    run_import(db, source)
    shutil.copy(source / "k.wacz", tmp_path / "b")
    with Store.open(db) as store:
        assert find_folders(tmp_path / "b", store) == []
        (source / "k.wacz").unlink()
        assert len(find_folders(tmp_path / "b", store)) == 1
