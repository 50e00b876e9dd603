"""Heads as they came over the wire."""

from support.warcs import make_exchange

from harvester.archive.exchanges import compute_digest, cut_head, read_fields, rename_undone_encoding


def test_undone_transfer_encoding_is_renamed_and_nothing_else():
    head = b"HTTP/1.1 200 Rat tot\r\nserver: x\r\ntransfer-ENCODING: chunked\r\nX-Odd:  two  spaces \r\n\r\n"
    assert rename_undone_encoding(head) == head.replace(b"transfer-ENCODING", b"X-Crawler-Transfer-Encoding")


def test_head_that_only_mentions_it_stays():
    head = b"HTTP/1.1 200 OK\r\nX-Note: transfer-encoding\r\n\r\n"
    assert rename_undone_encoding(head) == head


def test_head_ends_at_its_first_blank_line_whatever_its_line_ends():
    assert cut_head(b"HTTP/1.1 200 OK\nA: b\n\nbody\r\n\r\n") == b"HTTP/1.1 200 OK\nA: b\n\n"
    assert cut_head(b"HTTP/1.1 200 OK\r\nA: b") == b""


def test_repeated_fields_are_joined():
    assert read_fields(b"HTTP/1.1 200 OK\r\nSet-Cookie: a\r\nset-cookie: b\r\n\r\n") == {"set-cookie": "a, b"}


def test_status_and_media_type():
    exchange = make_exchange(head=b"HTTP/1.1 404 Khong co\r\nContent-Type: Text/HTML; charset=x\r\n\r\n")
    assert (exchange.status, exchange.media_type) == (404, "text/html")
    assert make_exchange(head=b"no head at all").status == 0


def test_digest_is_what_archives_look_bodies_up_by():
    assert compute_digest(b"") == "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"
