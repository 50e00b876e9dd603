"""Gzip members: whole, torn, broken, and what lies between."""

import gzip
from io import BytesIO

import pytest

from harvester.archive import members
from harvester.archive.members import inflate_member, scan_members
from harvester.errors import BadRecord

ONE, TWO = gzip.compress(b"one " * 300, mtime=0), gzip.compress(b"two " * 300, mtime=0)


def test_members_come_with_their_places():
    found = list(scan_members(BytesIO(ONE + TWO)))
    assert [(one.offset, one.length, one.data[:4]) for one in found] == [
        (0, len(ONE), b"one "),
        (len(ONE), len(TWO), b"two "),
    ]


def test_members_larger_than_a_read(monkeypatch):
    monkeypatch.setattr(members, "CHUNK", 16)
    assert [one.data for one in scan_members(BytesIO(ONE + TWO))] == [b"one " * 300, b"two " * 300]


@pytest.mark.parametrize("cut", range(1, len(TWO)))
def test_torn_member_is_never_a_shorter_one(cut):
    *whole, last = scan_members(BytesIO(ONE + TWO[:-cut]))
    assert len(whole) == 1
    assert last.data is None and last.error
    with pytest.raises(BadRecord):
        inflate_member(TWO[:-cut])


def test_what_follows_a_broken_member_is_found():
    broken = ONE[:20] + b"\xff" * 20 + ONE[40:]
    found = list(scan_members(BytesIO(broken + TWO)))
    assert found[0].error and found[-1].data == b"two " * 300
    assert found[-1].offset == len(broken)


def test_zeros_at_the_end_are_no_member():
    assert len(list(scan_members(BytesIO(ONE + b"\0" * 600)))) == 1


def test_member_that_inflates_without_end_is_passed_over(monkeypatch):
    monkeypatch.setattr(members, "RECORD_LIMIT", 1000)
    first, second = scan_members(BytesIO(ONE + gzip.compress(b"small", mtime=0)))
    assert first.data is None and first.error is None and second.data == b"small"
    with pytest.raises(BadRecord, match="inflates to more"):
        inflate_member(ONE)


def test_length_that_is_told_wrong_is_noticed():
    with pytest.raises(BadRecord, match="ends before"):
        inflate_member(ONE + TWO[:4])
