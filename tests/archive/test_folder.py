"""Answers appended within transactions: after a death, a full disk or a loss the next start knows what it has."""

import errno
import os
from contextlib import nullcontext
from dataclasses import replace

import pytest
from support.warcs import make_exchange

from harvester.archive import folder as folders
from harvester.archive.folder import KeptFolder
from harvester.archive.verification import check_folder
from harvester.archive.warc_records import read_record, scan_records
from harvester.errors import ArchiveError, DiskFull, StoreError
from harvester.store import Store, captures, runs

NOW = "2026-03-07T09:00:00+07:00"


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "a.db") as store:
        with store.transaction() as connection:
            runs.start_run(connection, NOW, [], "0")
        yield store


def keep(kept: KeptFolder, *exchanges, fails: bool = False) -> None:
    """Keep exchanges in one transaction, which is rolled back where it `fails`."""
    with pytest.raises(ZeroDivisionError) if fails else nullcontext(), kept.store.transaction():
        for exchange in exchanges:
            kept.keep(exchange, None, 1)
        if fails:
            raise ZeroDivisionError


def read_rows(store, path):
    """Every row with the record that it leads to."""
    found = []
    for folder in captures.read_folders(store.connection):
        for name in captures.read_files(store.connection, folder.id):
            for row in captures.read_of_file(store.connection, folder.id, name):
                place = folders.find_file(path, name)
                found.append((row, read_record(place, row.offset, row.length)))
    return found


def list_answers(path):
    """The addresses of all answers in a folder's files, in order."""
    found = []
    for place in sorted(path.iterdir()):
        with place.open("rb") as file:
            found += [record.url for record in scan_records(file) if record.kind in ("response", "revisit")]
    return found


def make(number: int, body: bytes | None = None):
    return make_exchange(f"/tin/{number}.html", body or b"<html>%d</html>" % number, seconds=number)


def test_each_row_leads_to_its_record(tmp_path, store):
    kept = KeptFolder.open(tmp_path / "pages", store)
    keep(kept, make(1), make(2))
    keep(kept, make(3))
    assert [place.suffix for place in (tmp_path / "pages").iterdir()] == [".open"]
    kept.close()
    assert [place.suffix for place in (tmp_path / "pages").iterdir()] == [".gz"]
    rows = read_rows(store, tmp_path / "pages")
    assert [(row.url, row.digest) for row, _ in rows] == [(make(n).url, make(n).digest) for n in (1, 2, 3)]
    assert all(record.url == row.url and record.digest == row.digest for row, record in rows)


def test_rolled_back_transaction_leaves_no_record(tmp_path, store):
    kept = KeptFolder.open(tmp_path / "pages", store)
    keep(kept, make(1), fails=True)
    keep(kept, make(2))
    keep(kept, make(3), fails=True)
    kept.close()
    assert list_answers(tmp_path / "pages") == [make(2).url]
    assert check_folder(tmp_path / "pages", store).flaws == []


def test_folder_in_which_nothing_was_committed_is_left_empty(tmp_path, store):
    kept = KeptFolder.open(tmp_path / "pages", store)
    keep(kept, make(1), fails=True)
    kept.close()
    assert list((tmp_path / "pages").iterdir()) == []


def test_same_body_is_kept_once(tmp_path, store):
    kept = KeptFolder.open(tmp_path / "pages", store)
    keep(kept, make(1, b"<html>same</html>"))
    keep(kept, make(2, b"<html>same</html>"), make(3, b"<html>same</html>"))
    first, second, third = (row for row, _ in read_rows(store, tmp_path / "pages"))
    assert first.revisit_of is None
    assert (second.revisit_of, third.revisit_of) == (first.id, first.id)


def test_not_modified_refers_to_what_its_address_last_gave(tmp_path, store):
    kept = KeptFolder.open(tmp_path / "pages", store)
    unchanged = replace(make(1), head=b"HTTP/1.1 304 Not Modified\r\n\r\n", body=b"")
    keep(kept, unchanged)  # nothing is kept of it yet
    keep(kept, make(1))
    keep(kept, unchanged)
    alone, page, again = (row for row, _ in read_rows(store, tmp_path / "pages"))
    assert alone.revisit_of is None and again.revisit_of == page.id


def test_files_are_begun_anew_beyond_their_size(tmp_path, store):
    kept = KeptFolder.open(tmp_path / "pages", store, file_size=1500)
    for number in range(6):
        keep(kept, make(number, os.urandom(300)))
    kept.close()
    names = sorted(place.name for place in (tmp_path / "pages").iterdir())
    assert len(names) == 3 and [name[-13:] for name in names] == [f"{n:05}.warc.gz" for n in (1, 2, 3)]
    assert len(read_rows(store, tmp_path / "pages")) == 6


def test_next_run_goes_on_in_the_same_file(tmp_path, store):
    for number in range(3):
        kept = KeptFolder.open(tmp_path / "pages", store)
        keep(kept, make(number))
        kept.close()
    assert len(list((tmp_path / "pages").iterdir())) == 1
    assert list_answers(tmp_path / "pages") == [make(n).url for n in range(3)]


def test_tail_of_a_killed_run_is_cut_at_every_byte_of_a_member(tmp_path, store):
    """The last member of 300 is one that was never committed, torn after each of its bytes in turn."""
    kept = KeptFolder.open(tmp_path / "pages", store)
    for first in range(0, 300, 50):
        keep(kept, *(make(number) for number in range(first, first + 50)))
    [place] = (tmp_path / "pages").iterdir()
    whole = place.read_bytes()
    tail = b"".join(folders.make_members(make(300)))
    for count in range(len(tail) + 1):
        place.write_bytes(whole + tail[:count])
        os.close(KeptFolder.open(tmp_path / "pages", store).descriptor)
        assert place.read_bytes() == whole
    again = KeptFolder.open(tmp_path / "pages", store)
    keep(again, make(300))
    again.close()
    rows = read_rows(store, tmp_path / "pages")
    assert [record.url for _, record in rows] == list_answers(tmp_path / "pages") == [make(n).url for n in range(301)]


def test_file_that_was_cut_within_the_last_known_member_is_refused_at_every_byte(tmp_path, store):
    kept = KeptFolder.open(tmp_path / "pages", store)
    keep(kept, *(make(number) for number in range(300)))
    kept.close()
    [place] = (tmp_path / "pages").iterdir()
    whole = place.read_bytes()
    last = read_rows(store, tmp_path / "pages")[-1][0].length
    for lacking in range(1, last + 1):
        os.truncate(place, len(whole) - lacking)
        with pytest.raises(ArchiveError, match=f"has {len(whole) - lacking} of {len(whole)} bytes, and 1 capture"):
            KeptFolder.open(tmp_path / "pages", store)


def test_missing_file_is_named_and_can_be_given_up(tmp_path, store):
    kept = KeptFolder.open(tmp_path / "pages", store)
    keep(kept, make(1), make(2))
    kept.close()
    [place] = (tmp_path / "pages").iterdir()
    place.unlink()
    with pytest.raises(ArchiveError, match=f"{place.name}.* is missing, and 2 captures .*--accept-loss"):
        KeptFolder.open(tmp_path / "pages", store)
    findings = check_folder(tmp_path / "pages", store)
    assert len(findings.lost) == 2 and "missing" in findings.flaws[0]
    with store.transaction() as connection:
        captures.mark_lost(connection, findings.lost, NOW)
    again = KeptFolder.open(tmp_path / "pages", store)
    keep(again, make(1))
    again.close()
    assert [row.url for row, _ in read_rows(store, tmp_path / "pages")] == [make(1).url]
    assert check_folder(tmp_path / "pages", store).flaws == []


def test_file_that_has_lost_its_end_is_not_gone_on_with(tmp_path, store):
    kept = KeptFolder.open(tmp_path / "pages", store)
    keep(kept, make(1), make(2))
    kept.close()
    [place] = (tmp_path / "pages").iterdir()
    os.truncate(place, place.stat().st_size - 1)
    with store.transaction() as connection:
        captures.mark_lost(connection, check_folder(tmp_path / "pages", store).lost, NOW)
    again = KeptFolder.open(tmp_path / "pages", store)
    keep(again, make(2))
    again.close()
    assert len(list((tmp_path / "pages").iterdir())) == 2
    assert [row.url for row, _ in read_rows(store, tmp_path / "pages")] == [make(1).url, make(2).url]


def test_full_disk_is_told_and_leaves_the_file_as_it_was(tmp_path, store, monkeypatch):
    kept = KeptFolder.open(tmp_path / "pages", store)
    keep(kept, make(1))
    write = os.pwrite

    def write_some(descriptor, data, place):
        if len(data) < 20:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(descriptor, data[:10], place)

    monkeypatch.setattr(os, "pwrite", write_some)
    with pytest.raises(DiskFull, match="no room left for"), store.transaction():
        kept.keep(make(2), None, 1)
    monkeypatch.undo()
    keep(kept, make(3))
    assert list_answers(tmp_path / "pages") == [make(1).url, make(3).url]


def test_two_databases_leave_each_other_alone(tmp_path, store):
    kept = KeptFolder.open(tmp_path / "pages", store)
    keep(kept, make(1))
    with Store.open(tmp_path / "b.db") as other:
        with other.transaction() as connection:
            runs.start_run(connection, NOW, [], "0")
        theirs = KeptFolder.open(tmp_path / "pages", other)
        keep(theirs, make(2))
        theirs.close()
        assert check_folder(tmp_path / "pages", other).flaws == []
    keep(kept, make(3))
    kept.close()
    assert sorted(list_answers(tmp_path / "pages")) == [make(n).url for n in (1, 2, 3)]


def test_folder_that_cannot_be_made(tmp_path, store):
    (tmp_path / "pages").write_text("a file")
    with pytest.raises(ArchiveError.__bases__[0], match="cannot write"):
        KeptFolder.open(tmp_path / "pages", store)


def test_nothing_is_kept_in_the_database_s_own_place(store, tmp_path):
    for name in ("a.db", "a.db-logs", "a.db-logs/pages", "a.db.lock"):
        with pytest.raises(StoreError, match="will not write"):
            KeptFolder.open(tmp_path / name, store)
    assert not (tmp_path / "a.db-logs").exists()


def test_a_database_from_a_backup_writes_over_nothing(tmp_path, store):
    """What was kept after the backup stays: the file is closed, and the number after it is taken."""
    size = 400
    for number in range(2):
        kept = KeptFolder.open(tmp_path / "pages", store, file_size=size)
        keep(kept, make(number))
        kept.close()
    before = {place.name: place.read_bytes() for place in (tmp_path / "pages").iterdir()}
    assert len(before) == 2
    with store.transaction() as connection:  # as it was before the second night
        connection.execute("DELETE FROM captures WHERE id = 2")
    for file_size in (size, 10**9):
        kept = KeptFolder.open(tmp_path / "pages", store, file_size=file_size)
        keep(kept, make(2 + file_size))
        kept.close()
    places = sorted((tmp_path / "pages").iterdir())
    assert len(places) == 3 and {place.name: place.read_bytes() for place in places[:2]} == before
    assert len(read_rows(store, tmp_path / "pages")) == 3


def test_a_file_that_an_older_database_knows_in_part_stays_whole(tmp_path, store):
    kept = KeptFolder.open(tmp_path / "pages", store)
    for number in range(3):
        keep(kept, make(number))
    kept.close()
    with store.transaction() as connection:
        connection.execute("DELETE FROM captures WHERE id > 1")
    kept = KeptFolder.open(tmp_path / "pages", store)
    keep(kept, make(7))
    kept.close()
    assert [url[-6:] for url in list_answers(tmp_path / "pages")] == ["0.html", "1.html", "2.html", "7.html"]


def test_a_folder_that_was_moved_is_not_made_anew_where_it_was(tmp_path, store):
    kept = KeptFolder.open(tmp_path / "pages", store)
    keep(kept, make(1))
    kept.close()
    kept.path.rename(tmp_path / "moved")
    with pytest.raises(ArchiveError, match="is missing"):
        KeptFolder.open(tmp_path / "pages", store)
    assert not (tmp_path / "pages").exists()
    (tmp_path / "pages").mkdir()  # by hand, or by an older version
    found = check_folder(tmp_path / "moved", store)
    assert (found.captures, found.flaws) == (1, [])


def test_not_modified_refers_to_no_capture_that_is_lost(tmp_path, store):
    """Else an address that answers 304 would never be kept whole again."""
    kept = KeptFolder.open(tmp_path / "pages", store)
    for seconds in (0, 60):
        keep(kept, make_exchange("/tin/a.html", seconds=seconds))
    assert captures.find_last(store.connection, kept.folder.id, "http://go.example.vn/tin/a.html").id == 1
    with store.transaction() as connection:
        captures.mark_lost(connection, [1], NOW)
    assert captures.find_last(store.connection, kept.folder.id, "http://go.example.vn/tin/a.html") is None
    kept.close()
