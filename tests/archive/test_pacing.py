"""Asking an archive slowly. A server on loopback answers; time is a list of numbers."""

import pytest
from support.stubs import Stub

from harvester.archive import pacing
from harvester.archive.pacing import Clock, PacedClient
from harvester.errors import ArchiveError, IndexBusy


@pytest.fixture
def stub():
    with Stub() as stub:
        yield stub


class Time:
    """A clock that only moves while somebody sleeps."""

    def __init__(self):
        self.now, self.slept = 0.0, []

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds


def make_client(time, interval=5.0):
    waits = []
    client = PacedClient(
        interval, lambda seconds, reason: waits.append((seconds, reason)), Clock(lambda: time.now, time.sleep)
    )
    return client, waits


def test_requests_are_spaced(stub):
    time = Time()
    client, _ = make_client(time)
    for _ in range(3):
        assert client.get(stub.base + "/a").status == 200
    assert time.slept == [5.0, 5.0]


def test_too_many_requests_is_obeyed_and_told(stub):
    time = Time()
    client, waits = make_client(time)
    stub.answers["/a"] = [(429, {"Retry-After": "30"}, b""), (429, {}, b""), (200, {}, b"done")]
    assert client.get(stub.base + "/a").body == b"done"
    assert time.slept == [30.0, 120.0] and [seconds for seconds, _ in waits] == [30.0, 120.0]
    assert "answers 429" in waits[0][1]


def test_long_wait_is_left_to_a_later_run(stub):
    time = Time()
    client, waits = make_client(time)
    stub.answers["/a"] = [(429, {"Retry-After": "3600"}, b"")]
    with pytest.raises(IndexBusy, match="left alone for 3600 s"):
        client.get(stub.base + "/a")
    assert time.slept == [] and waits[0][0] == 3600.0 and len(stub.asked) == 1


def test_archive_that_stays_busy_is_given_up(stub):
    client, waits = make_client(Time())
    stub.answers["/a"] = [(503, {"Retry-After": "1"}, b"")] * 9
    with pytest.raises(IndexBusy, match="answered 4 times"):
        client.get(stub.base + "/a")
    assert len(waits) == 4


def test_wait_until_a_date(stub):
    time = Time()
    client, _ = make_client(time)
    fields = {"Date": "Sat, 07 Mar 2026 02:00:00 GMT", "Retry-After": "Sat, 07 Mar 2026 02:01:30 GMT"}
    stub.answers["/a"] = [(429, fields, b""), (200, {}, b"")]
    client.get(stub.base + "/a")
    assert time.slept == [90.0]


def test_redirect_is_an_answer(stub):
    stub.answers["/a"] = [(301, {"Location": "/b"}, b"")]
    assert make_client(Time())[0].get(stub.base + "/a").status == 301
    assert stub.asked == ["/a"]


def test_answer_without_end_and_no_answer(stub, monkeypatch):
    monkeypatch.setattr(pacing, "ANSWER_LIMIT", 10)
    client, _ = make_client(Time())
    stub.answers["/a"] = [(200, {}, b"x" * 11)]
    with pytest.raises(ArchiveError, match="more than"):
        client.get(stub.base + "/a")
    stub.answers["/b"] = [(200, {"Content-Length": "99"}, b"short")]
    with pytest.raises(ArchiveError, match="breaks off: 5 of 99"):
        client.get(stub.base + "/b")
    with pytest.raises(ArchiveError, match="does not answer"):
        client.get("http://127.0.0.1:9/")
    with pytest.raises(ArchiveError, match="no http address"):
        client.get("file:///etc/passwd")


def test_answer_that_takes_too_long(stub, monkeypatch):
    monkeypatch.setattr(pacing, "_PIECE", 1)
    times = iter(range(0, 10_000, 50))
    client = PacedClient(5.0, lambda *_: None, Clock(lambda: next(times), lambda seconds: None))
    stub.answers["/a"] = [(200, {}, b"x" * 30)]
    with pytest.raises(ArchiveError, match="took more than 600 s"):
        client.get(stub.base + "/a")


@pytest.mark.parametrize("status", [200, 404, 503])
def test_answer_of_any_status_that_breaks_off_amid_a_chunk(stub, status):
    stub.answers["/a"] = [(status, {"Transfer-Encoding": "chunked"}, b"ff\r\nshort")]
    with pytest.raises(ArchiveError, match="does not answer"):
        make_client(Time())[0].get(stub.base + "/a")
