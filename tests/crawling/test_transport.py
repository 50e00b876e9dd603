"""What comes over the wire before a page does."""

import pytest
from twisted.internet.protocol import Protocol
from twisted.internet.testing import StringTransport
from twisted.web._newclient import Request
from twisted.web.client import URI
from twisted.web.http_headers import Headers

from harvester.crawling.transport import BoundedHeadFactory, EndlessHead, GatheredChunks, make_factory
from harvester.limits import HEAD_LIMIT


class BodyOf(Protocol):
    """Takes a body as it comes."""

    def __init__(self):
        self.pieces = []

    def dataReceived(self, data):
        self.pieces.append(data)


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


def test_body_that_comes_with_its_head_is_whole(asked):
    connection, came = asked
    connection.dataReceived(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\na\r\n\r\nb")
    body = BodyOf()
    came[0].deliverBody(body)
    assert body.pieces == [b"a\r\n\r\nb"]
    assert connection.state == "QUIESCENT"


def test_what_follows_an_answer_without_a_body_answers_no_later_request(asked):
    connection, came = asked
    again = []
    later = Request(b"GET", b"/2", Headers({b"host": [b"go.example.vn"]}), None)
    connection._finishedRequest.addCallback(  # at once, as where others wait for a connection
        lambda answer: connection.request(later).addBoth(again.append)
    )
    connection.dataReceived(b"HTTP/1.1 304 Not Modified\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno")
    assert came[0].code == 304
    assert again == []


@pytest.mark.parametrize("size", [1, 7, 1000])
@pytest.mark.parametrize("line_end", [b"\r\n", b"\n"])
def test_heads_of_both_sides_are_noted_as_they_are(size, line_end):
    wire = {}
    connection = make_factory(wire)(lambda protocol: None, "x").buildProtocol(None)
    connection.makeConnection(transport := StringTransport())
    asked = Request(b"GET", b"/a?b", Headers({b"host": [b"go.example.vn"]}), None)
    asked._parsedURI = URI.fromBytes(b"http://go.example.vn/a?b")
    connection.request(asked)
    head = line_end.join([b"HTTP/1.1 200 Rat tot", b"X-oDd:  a ", b"Content-Length: 4", b"", b""])
    came = (b"HTTP/1.1 100 Continue\r\n\r\n" if line_end == b"\r\n" else b"") + head + b"\r\n\r\n"
    for place in range(0, len(came), size):
        connection.dataReceived(came[place : place + size])
    assert wire == {b"http://go.example.vn/a?b": (transport.value(), head)}


def test_chunks_of_an_octet_are_handed_on_together():
    pieces, ends = [], []
    decoder = GatheredChunks(pieces.append, ends.append)
    decoder.dataReceived(b"1\r\nx\r\n" * 5000)
    decoder.dataReceived(b"1\r\ny\r\n" * 3 + b"0\r\n\r\nrest")
    assert (pieces, ends) == ([b"x" * 5000, b"yyy"], [b"rest"])
