"""A folder held against its database."""

import pytest
from support.warcs import make_exchange

from harvester.archive.folder import KeptFolder
from harvester.archive.verification import check_folder
from harvester.errors import ArchiveError
from harvester.store import Store, runs

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


def test_folder_that_was_moved_is_known_by_its_files(kept, tmp_path):
    kept.path.rename(tmp_path / "moved")
    found = check_folder(tmp_path / "moved", kept.store)
    assert (found.captures, found.flaws) == (3, [])


def test_no_folder(kept, tmp_path):
    with pytest.raises(ArchiveError, match="no such file or folder"):
        check_folder(tmp_path / "nowhere", kept.store)
