"""What may be imported, by its name and its first bytes."""

from __future__ import annotations

import gzip
import sqlite3
from pathlib import Path

import pytest

from harvester.archive.inputs import find_foreign_kind


@pytest.mark.parametrize(
    ("name", "body", "kind"),
    [
        ("a.warc", b"no record at all", None),  # a damaged one is read as far as it goes
        ("a.dat", b"WARC/1.1\r\n", None),
        ("a.gz", gzip.compress(b"WARC/1.1\r\n", mtime=0), None),
        ("a.gz", gzip.compress(b"News.\n", mtime=0), "does not begin with 'WARC/'"),
        ("a.gz", b"\x1f\x8b\xff\xff", "does not begin with 'WARC/'"),
        ("a.txt", b"", "does not begin with 'WARC/'"),
    ],
)
def test_kind_of_a_file(name: str, body: bytes, kind: str | None, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(body)
    found = find_foreign_kind(tmp_path / name)
    assert found is None if kind is None else found is not None and kind in found


def test_a_database_is_for_merge(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "news.db") as connection:
        connection.execute("CREATE TABLE news (title)")
    connection.close()
    assert find_foreign_kind(tmp_path / "news.db") == "a database: harvester merge joins two of them"
    assert find_foreign_kind(tmp_path) is None
