"""Gzip undone piece by piece: several members, padding, garbage, ends that do not come, and work that stays linear."""

from __future__ import annotations

import gzip
import random
import time
import traceback
from collections.abc import Callable
from io import BytesIO
from itertools import pairwise

import pytest

from harvester.gzip_members import MEMBER_LIMIT, BrokenGzip, LargeGzip, inflate_gzip, iterate_gzip

NOISE = random.Random(1).randbytes(200_000)


@pytest.mark.parametrize("body", [b"", b"a", b"tin " * 50_000, NOISE], ids=["empty", "one", "dense", "noise"])
@pytest.mark.parametrize("behind", [b"", b"\0" * 700, b"<!-- cached -->"], ids=["nothing", "padding", "garbage"])
def test_members_are_joined_and_what_is_behind_is_passed_over(body: bytes, behind: bytes) -> None:
    packed = gzip.compress(body, mtime=0)
    assert b"".join(iterate_gzip(packed + behind)) == body
    assert b"".join(iterate_gzip(packed + packed + behind)) == body * 2


@pytest.mark.parametrize("trailer", [b"", b"\0\0\0", b"\0" * 8], ids=["none", "cut", "wrong"])
def test_data_that_come_to_their_end_are_whole_whatever_the_trailer_says(trailer: bytes) -> None:
    assert b"".join(iterate_gzip(gzip.compress(NOISE, mtime=0)[:-8] + trailer)) == NOISE


def test_the_fields_of_a_head_are_passed_over() -> None:
    packed = gzip.compress(b"tin", mtime=0)
    head = packed[:3] + b"\x1e" + packed[4:10] + b"\3\0abc" + b"tin.xml\0" + b"an aside\0" + b"\1\2"
    assert b"".join(iterate_gzip(head + packed[10:])) == b"tin"
    with pytest.raises(BrokenGzip, match="breaks off"):
        list(iterate_gzip(packed[:3] + b"\x08" + packed[4:10] + b"a name without end"))


@pytest.mark.parametrize("cut", [9, 60_000])
def test_what_breaks_off_is_told_after_what_came(cut: int) -> None:
    found = bytearray()
    with pytest.raises(BrokenGzip, match="breaks off before its end"):
        for piece in iterate_gzip(gzip.compress(NOISE, mtime=0)[:-cut]):
            found += piece
    assert NOISE.startswith(bytes(found)) and len(found) > 100_000


def test_what_is_no_gzip_does_not_inflate() -> None:
    with pytest.raises(BrokenGzip, match="does not inflate"):
        list(iterate_gzip(b"\x1f\x8bno gzip at all"))


def test_members_without_end_are_too_many() -> None:
    member = gzip.compress(b"", mtime=0)
    assert not b"".join(iterate_gzip(member * MEMBER_LIMIT))
    with pytest.raises(BrokenGzip, match="more than 100 members"):
        list(iterate_gzip(member * (MEMBER_LIMIT + 1)))


def test_more_than_the_limit_is_refused() -> None:
    packed = gzip.compress(b"x" * 3_000_000, mtime=0)
    assert len(inflate_gzip(packed, 3_000_000)) == 3_000_000
    with pytest.raises(LargeGzip, match="more than 2 MB"):
        inflate_gzip(packed, 2_999_999)


def measure(work: Callable[[], object]) -> float:
    times = []
    for _ in range(3):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return min(times)


@pytest.mark.parametrize("kind", ["dense", "noise"])
def test_work_grows_with_the_body(kind: str) -> None:
    bodies = [(b"tin " * 50_000 if kind == "dense" else NOISE) * count for count in (20, 40, 80)]
    packed = [gzip.compress(body, 1, mtime=0) for body in bodies]
    taken = [measure(lambda body=body: sum(map(len, iterate_gzip(body)))) for body in packed]
    assert all(after < 0.1 or after < 3 * before for before, after in pairwise(taken))


@pytest.mark.parametrize("end", [b"", b"\xff"])  # too much; broken behind as much
def test_a_failure_holds_nothing_of_what_was_inflated(end: bytes) -> None:
    body = gzip.compress(bytes(3_000_000))[: -20 if end else None] + end
    with pytest.raises((LargeGzip, BrokenGzip)) as failure:
        inflate_gzip(body, 20_000_000 if end else 1_000_000)
    frames = [frame for frame, _ in traceback.walk_tb(failure.tb)]
    held = [value for frame in frames[1:] for value in frame.f_locals.values()]
    assert len(frames) > 1
    assert not any(isinstance(value, bytes) and len(value) > 100_000 for value in held)
    assert not any(isinstance(value, list) and sum(map(len, value)) > 100_000 for value in held)
    assert not any(isinstance(value, BytesIO) and not value.closed for value in held)
