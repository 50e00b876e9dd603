"""What comes over the wire before a page does."""

import pytest
from twisted.internet.testing import StringTransport
from twisted.web._newclient import Request
from twisted.web.http_headers import Headers

from harvester.crawling.transport import HEAD_LIMIT, BoundedHeadFactory, EndlessHead


@pytest.fixture
def asked():
    """A connection that has sent its request, and what came of it: responses and failures."""
    connection = BoundedHeadFactory(lambda protocol: None, "x").buildProtocol(None)
    connection.makeConnection(StringTransport())
    came = []
    connection.request(Request(b"GET", b"/", Headers({b"host": [b"go.example.vn"]}), None)).addBoth(came.append)
    return connection, came


@pytest.mark.parametrize(
    ("first", "line"),
    [(b"HTTP/1.1 200 OK\r\n", b"X-Dai: " + b"x" * 1000 + b"\r\n"), (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 40)],
)
def test_head_without_an_end_is_given_up(asked, first, line):
    connection, came = asked
    connection.dataReceived(first)
    sent = 0
    while not came and sent < 3 * HEAD_LIMIT:
        connection.dataReceived(line)
        sent += len(line)
    assert HEAD_LIMIT <= sent + len(first) < HEAD_LIMIT + 2 * len(line)
    assert came[0].value.reasons[0].check(EndlessHead)


def test_long_head_and_any_body_are_taken(asked):
    connection, came = asked
    connection.dataReceived(b"HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n" + b"X-Dai: x\r\n" * 10_000 + b"\r\n")
    for _ in range(20):
        connection.dataReceived(b"x" * 100_000)
    assert came[0].code == 200 and came[0].length == 2_000_000
