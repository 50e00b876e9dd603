"""Records read back, ours and those of other crawlers."""

import gzip
from io import BytesIO

import pytest
from support.warcs import make_digest, make_exchange, make_foreign_record, write_warc

from harvester.archive.warc import Original, make_members, make_warcinfo
from harvester.archive.warc_records import Flaw, Record, read_record, scan_records
from harvester.errors import BadRecord

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"


def scan(*records: bytes) -> list[Record | Flaw]:
    return list(scan_records(BytesIO(b"".join(records))))


def test_exchange_comes_back_as_it_was():
    head = b"HTTP/1.1 200 Rat tot\r\nsErVer: x\r\nX-Odd:  two  spaces \r\nSet-Cookie: \xe1\r\n\r\n"
    exchange = make_exchange(head=head, body=b"\x1f\x8b packed or not")
    request, answer = scan(*make_members(exchange))
    assert (request.kind, request.head) == ("request", exchange.asked)
    assert (answer.kind, answer.head, answer.body) == ("response", head, exchange.body)
    assert (answer.url, answer.at, answer.digest) == (exchange.url, exchange.at, exchange.digest)
    assert request.fields["warc-concurrent-to"] == answer.fields["warc-record-id"]


def test_other_readers_read_it():
    from warcio.archiveiterator import ArchiveIterator

    exchange = make_exchange(body=b"<html>x</html>")
    octets = make_warcinfo("a.warc.gz", "2026-03-07T02:00:00Z") + b"".join(make_members(exchange))
    found = []
    for record in ArchiveIterator(BytesIO(octets), check_digests="raise"):
        found.append((record.rec_type, record.rec_headers.protocol, record.content_stream().read()))
    assert [(kind, version) for kind, version, _ in found] == [
        ("warcinfo", "WARC/1.1"), ("request", "WARC/1.1"), ("response", "WARC/1.1"),
    ]  # fmt: skip
    assert found[-1][2] == exchange.body


def test_known_body_is_a_revisit_without_it():
    exchange = make_exchange("/tin/b.html")
    answer = scan(*make_members(exchange, Original("http://go.example.vn/tin/a.html", "2026-03-07T02:00:00Z")))[1]
    assert (answer.kind, answer.body, answer.digest) == ("revisit", b"", exchange.digest)
    assert answer.fields["warc-profile"].endswith("identical-payload-digest")
    assert answer.fields["warc-refers-to-target-uri"] == "http://go.example.vn/tin/a.html"
    assert answer.fields["warc-refers-to-date"] == "2026-03-07T02:00:00Z"


def test_not_modified_is_a_revisit_of_its_own_kind():
    exchange = make_exchange(head=b"HTTP/1.1 304 Not Modified\r\n\r\n", body=b"")
    answer = scan(*make_members(exchange, Original(exchange.url, "2026-03-06T02:00:00Z")))[1]
    assert answer.kind == "revisit" and answer.status == 304
    assert answer.fields["warc-profile"].endswith("server-not-modified")


def test_record_is_read_at_its_place(tmp_path):
    members = make_members(make_exchange())
    path = write_warc(tmp_path / "a.warc.gz", *members)
    record = read_record(path, len(members[0]), len(members[1]))
    assert record.body == b"<html>A</html>"
    for offset, length in [(0, len(members[0]) - 1), (1, len(members[0])), (len(members[0]), len(members[1]) + 1)]:
        with pytest.raises(BadRecord):
            read_record(path, offset, length)


def rename_length(told):
    """A record that says something else of its length."""
    head, _, rest = gzip.decompress(make_foreign_record()).partition(b"Content-Length: ")
    return gzip.compress(head + b"Content-Length: " + told.encode() + rest[rest.index(b"\r") :], mtime=0)


def lengthen(more):
    """A record with something behind it in its gzip member."""
    return gzip.compress(gzip.decompress(make_foreign_record()) + more, mtime=0)


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (make_foreign_record(WARC_Payload_Digest=make_digest(b"another")), "a body with another digest"),
        (make_foreign_record(WARC_Block_Digest="sha256:" + "0" * 64), "another digest"),
        (make_foreign_record(WARC_Payload_Digest="sha1:no-digest"), "another digest"),
        (make_foreign_record()[:-9], "torn"),
        (rename_length("²"), "another length"),
        (rename_length("9" * 20), "no WARC record"),
        (rename_length("1" * 5000), "another length"),
        (lengthen(b"more"), "another length than it says: 4 bytes follow it"),
        (lengthen(gzip.decompress(make_foreign_record())), "shares its gzip member with others"),
    ],
)
def test_record_that_is_not_what_it_says(record, reason):
    [sound, flaw] = scan(make_foreign_record(), record)
    assert isinstance(sound, Record) and isinstance(flaw, Flaw) and reason in flaw.reason


def test_digests_of_other_crawlers():
    import hashlib

    body = b"<html>A</html>"
    for told in (
        f"sha256:{hashlib.sha256(body).hexdigest()}",
        f"md5:{hashlib.md5(body).hexdigest()}",
        make_digest(body).lower(),
        "blake7:whatever",
    ):
        [record] = scan(make_foreign_record(WARC_Payload_Digest=told))
        assert isinstance(record, Record), told


def test_digest_over_joined_chunks_and_over_chunks():
    chunked = HEAD[:-2] + b"Transfer-Encoding: chunked\r\n\r\n" + b"e\r\n<html>A</html>\r\n0\r\n\r\n"
    for body in (b"<html>A</html>", b"e\r\n<html>A</html>\r\n0\r\n\r\n"):
        [record] = scan(make_foreign_record(block=chunked, WARC_Payload_Digest=make_digest(body)))
        assert isinstance(record, Record)


def test_plain_warc(tmp_path):
    import gzip

    plain = [gzip.decompress(make_foreign_record(url=f"http://go.example.vn/{n}")) for n in range(3)]
    found = scan(*plain)
    assert [(one.url, one.body) for one in found] == [
        (f"http://go.example.vn/{n}", b"<html>A</html>") for n in range(3)
    ]
    path = write_warc(tmp_path / "a.warc", *plain)
    assert read_record(path, found[1].offset, found[1].length).url == "http://go.example.vn/1"


def test_plain_warc_that_breaks_off():
    import gzip

    plain = gzip.decompress(make_foreign_record())
    *sound, last = scan(plain, plain[:-12])
    assert len(sound) == 1 and isinstance(last, Flaw)


def test_last_record_of_a_plain_file_may_end_with_its_block():
    block = PLAIN.removesuffix(b"\r\n\r\n")
    for octets in (block, block + b"\r\n", block + b"\n"):
        assert [type(one) for one in scan(PLAIN, octets)] == [Record, Record]
    assert [type(one) for one in scan(PLAIN, block[:-1])] == [Record, Flaw]


PLAIN = gzip.decompress(make_foreign_record())


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (PLAIN[:-20], "another length"),  # a crawler died, and the next record was appended
        (PLAIN.replace(b"Content-Length: ", b"Content-Length: 9"), "another length"),
        (PLAIN.replace(b"Content-Length: ", b"Content-Length: -"), "another length"),
        (PLAIN.replace(b"Content-Length: ", b"Content-Length: 99999999999999999"), "no WARC record"),
        (b"a line of something else\r\n\r\n", "no WARC record"),
        (b"\0" * 70_000, "no WARC record"),
    ],
)
def test_what_follows_a_broken_record_of_a_plain_file_is_found(broken, reason):
    found = scan(PLAIN, broken, PLAIN)
    assert [type(one) for one in found] == [Record, Flaw, Record] and reason in found[1].reason
    assert [one.offset for one in found] == [0, len(PLAIN), len(PLAIN + broken)]


def test_beginnings_without_a_record_are_one_flaw():
    for broken in (b"WARC/1.0" * 3000 + b"\r\n\r\n", PLAIN[:-20] * 2, b"W\r\n\r\n", b"WARC/1." + b"x" * 70_000):
        sound, flaw, following = scan(PLAIN, broken, PLAIN)
        assert isinstance(flaw, Flaw) and (flaw.offset, flaw.length) == (len(PLAIN), len(broken))
        assert isinstance(sound, Record) and isinstance(following, Record)
        [_, flaw] = scan(PLAIN, broken)
        assert flaw.length == len(broken)


def test_a_plain_record_too_large_is_passed_over(monkeypatch):
    monkeypatch.setattr("harvester.archive.warc_records.RECORD_LIMIT", 100)
    large = gzip.decompress(make_foreign_record(block=b"HTTP/1.1 200 OK\r\n\r\n" + b"a" * 200))
    assert [type(one) for one in scan(PLAIN, large, PLAIN)] == [Record, Flaw, Record]


def test_a_day_without_a_time_is_its_beginning():
    """WARC 1.1 allows all granularities of W3CDTF."""
    for told, at in (("2026", "2026-01-01"), ("2026-03", "2026-03-01"), ("2026-03-07", "2026-03-07")):
        [record] = scan(make_foreign_record(date=told))
        assert record.at.isoformat() == f"{at}T00:00:00+00:00"


def test_no_warc_at_all():
    import gzip

    for octets in (b"<html>not an archive</html>" * 9, gzip.compress(b"nothing like it", mtime=0)):
        [flaw] = scan(octets)
        assert isinstance(flaw, Flaw) and "no WARC record" in flaw.reason
    assert scan(b"") == []


def test_record_without_a_date_has_no_time():
    for date in (None, "yesterday", "2026-13", "9999", "2026-03-07T02:00:00"):
        [record] = scan(make_foreign_record(date=date))
        assert record.at is None


def test_beginnings_without_an_end_are_one_flaw_and_hide_nothing():
    found = scan(b"WARC/1.0" * 20_000, PLAIN)
    assert [type(one) for one in found] == [Flaw, Record] and found[1].block == scan(PLAIN)[0].block
