"""The index that replay tools look captures up in."""

import json

from support.warcs import make_exchange, make_foreign_record, write_warc

from harvester.archive import cdxj
from harvester.archive.cdxj import write_index
from harvester.archive.inputs import find_warc_files
from harvester.archive.warc import Original, make_members
from harvester.archive.warc_records import read_record


def test_index_leads_to_each_record(tmp_path):
    pages = [make_exchange(f"/tin/{n}.html", b"<html>%d</html>" % n, seconds=n) for n in (2, 1)]
    members = [member for page in pages for member in make_members(page)]
    members += make_members(make_exchange("/tin/1.html", seconds=9), Original(pages[1].url, "2026-03-07T02:00:01Z"))
    nowhere = make_foreign_record(url="http://go.example.vn:port/")
    write_warc(tmp_path / "a.warc.gz", *members, make_foreign_record(date=None), nowhere)
    counts = write_index(find_warc_files(tmp_path), tmp_path / "index.cdxj")
    assert (counts.files, counts.captures, counts.flaws) == (1, 3, 0)
    lines = (tmp_path / "index.cdxj").read_text("utf-8").splitlines()
    assert lines == sorted(lines)
    assert [line.split(" ", 2)[1] for line in lines] == ["20260307020001", "20260307020009", "20260307020002"]
    for line in lines:
        told = json.loads(line.split(" ", 2)[2])
        record = read_record(tmp_path / told["filename"], int(told["offset"]), int(told["length"]))
        assert record.url == told["url"]
    assert json.loads(lines[1].split(" ", 2)[2])["mime"] == "warc/revisit"


def test_long_index_is_sorted_over_the_disk(tmp_path, monkeypatch):
    monkeypatch.setattr(cdxj, "SORTED_AT_ONCE", 3)
    lines = [f"{n * 7 % 11} x" for n in range(11)]
    assert list(cdxj.sort_lines(lines)) == sorted(lines)


def test_torn_record_is_counted_and_left_out(tmp_path):
    write_warc(tmp_path / "a.warc.gz", make_foreign_record(), make_foreign_record()[:-5])
    counts = write_index(find_warc_files(tmp_path), tmp_path / "index.cdxj")
    assert (counts.captures, counts.flaws) == (1, 1)
