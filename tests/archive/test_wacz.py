"""WACZ written, and read back as an input."""

import hashlib
import json
import zipfile

import pytest
from support.warcs import NIGHT, make_exchange, make_foreign_record, write_warc

from harvester.archive.inputs import find_warc_file, find_warc_files
from harvester.archive.wacz import write_wacz
from harvester.archive.warc import make_members
from harvester.archive.warc_records import read_record, scan_records
from harvester.errors import ArchiveError, BadArchive


@pytest.fixture
def packed(tmp_path):
    (tmp_path / "pages").mkdir()
    members = make_members(make_exchange()) + make_members(make_exchange("/x", head=b"HTTP/1.1 404 No\r\n\r\n"))
    write_warc(tmp_path / "pages" / "a.warc.gz", *members)
    write_warc(tmp_path / "pages" / "b.warc.gz.open", *members, members[1][:-7])
    found = write_wacz(tmp_path / "pages", tmp_path / "go.wacz", NIGHT)
    assert (found.files, found.captures, found.pages, len(found.flaws)) == (2, 4, 2, 1)
    return tmp_path / "go.wacz"


def test_package_tells_the_digest_of_everything_in_it(packed):
    with zipfile.ZipFile(packed) as archive:
        assert archive.testzip() is None
        package = json.loads(archive.read("datapackage.json"))
        for resource in package["resources"]:
            octets = archive.read(resource["path"])
            assert (len(octets), f"sha256:{hashlib.sha256(octets).hexdigest()}") == (
                resource["bytes"],
                resource["hash"],
            )
        digest = json.loads(archive.read("datapackage-digest.json"))
        assert digest["hash"] == f"sha256:{hashlib.sha256(archive.read('datapackage.json')).hexdigest()}"
        told = {resource["path"] for resource in package["resources"]}
        assert told | {"datapackage.json", "datapackage-digest.json"} == set(archive.namelist())
        assert (package["profile"], package["wacz_version"]) == ("data-package", "1.1.1")


def test_pages_and_index(packed):
    with zipfile.ZipFile(packed) as archive:
        head, *pages = map(json.loads, archive.read("pages/pages.jsonl").splitlines())
        lines = archive.read("indexes/index.cdx").decode().splitlines()
        assert head["format"] == "json-pages-1.0"
        assert [page["url"] for page in pages] == ["http://go.example.vn/tin/a.html"] * 2
        for line in lines:
            name = json.loads(line.split(" ", 2)[2])["filename"]
            assert archive.getinfo(f"archive/{name}").compress_type == zipfile.ZIP_STORED


def test_half_written_end_stays_out(packed):
    for file in find_warc_files(packed):
        with file.open() as stream:
            assert len([record.url for record in scan_records(stream)]) == 4


def test_records_are_read_where_they_lie(packed):
    files = list(find_warc_files(packed))
    assert [file.name for file in files] == ["go.wacz!/archive/a.warc.gz", "go.wacz!/archive/b.warc.gz"]
    with files[1].open() as stream:
        last = list(scan_records(stream))[-1]
    file = find_warc_file(packed.parent, files[1].name)
    assert read_record(file.path, last.offset, last.length, start=file.start).url == last.url


def test_nothing_is_written_over(packed):
    with pytest.raises(ArchiveError, match="a file already"):
        write_wacz(packed.parent / "pages", packed, NIGHT)


def test_folder_without_archives(tmp_path):
    with pytest.raises(ArchiveError, match="no WARC files"):
        write_wacz(tmp_path, tmp_path / "a.wacz", NIGHT)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["../../etc/a.warc.gz", "/a.warc.gz", "archive/../../a.warc.gz", "..\\a.warc"])
def test_path_that_climbs_out(tmp_path, name):
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as archive:
        archive.writestr(name, make_foreign_record())
    with pytest.raises(BadArchive, match="leads out of it"):
        list(find_warc_files(tmp_path / "a.wacz"))


def test_archive_packed_twice_and_no_zip_at_all(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.wacz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/a.warc.gz", make_foreign_record())
    with pytest.raises(ArchiveError, match="stored"):
        list(find_warc_files(tmp_path / "a.wacz"))
    (tmp_path / "b.wacz").write_bytes(b"nothing")
    with pytest.raises(ArchiveError, match="no WACZ"):
        list(find_warc_files(tmp_path / "b.wacz"))
    with zipfile.ZipFile(tmp_path / "c.wacz", "w") as archive:
        archive.writestr("a.wacz", b"")
    with pytest.raises(ArchiveError, match="holds no WARC file"):
        list(find_warc_files(tmp_path / "c.wacz"))


def test_files_of_folders_within_folders(tmp_path):
    (tmp_path / "2026").mkdir()
    write_warc(tmp_path / "2026" / "a.warc", b"")
    write_warc(tmp_path / "b.txt", b"")
    [file] = find_warc_files(tmp_path)
    assert file.name == "2026/a.warc"
    with pytest.raises(ArchiveError, match="no such file"):
        find_warc_file(tmp_path, "2027/a.warc")
