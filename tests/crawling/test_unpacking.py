"""Packed bodies: whole, cut, nested and growing."""

from __future__ import annotations

import gzip
import zlib

import pytest
from scrapy.exceptions import IgnoreRequest
from scrapy.utils._compression import brotli, zstd

from harvester.crawling.unpacking import CutPage, is_complete, is_whole, unpack

PAGE = b"<p>" + bytes(range(256)) * 300 + b"</p>"
RAW = zlib.compressobj(wbits=-15)
PACKED = {
    "gzip": gzip.compress(PAGE, mtime=0),
    "deflate": zlib.compress(PAGE),
    "br": brotli.compress(PAGE),
    "zstd": zstd.compress(PAGE),
}


@pytest.mark.parametrize("encoding", PACKED)
def test_a_whole_body_unpacks_and_a_cut_one_is_a_cut_page(encoding: str) -> None:
    assert unpack(PACKED[encoding], encoding, 1_000_000) == PAGE
    with pytest.raises(CutPage):
        unpack(PACKED[encoding][: len(PACKED[encoding]) * 6 // 10], encoding, 1_000_000)


@pytest.mark.parametrize("encoding", PACKED)
def test_a_body_that_grows_past_the_limit_is_refused(encoding: str) -> None:
    with pytest.raises(IgnoreRequest, match="inflates to more than"):
        unpack(PACKED[encoding], encoding, 70_000)


def test_deflate_without_its_head_and_plain_markup_under_a_false_claim() -> None:
    assert unpack(RAW.compress(PAGE) + RAW.flush(), "deflate", 1_000_000) == PAGE
    assert unpack(b"<!DOCTYPE html><p>", "br", 1_000_000) == b"<!DOCTYPE html><p>"
    assert unpack(b"User-agent: *\n", "gzip", 1_000_000) == b"User-agent: *\n"


@pytest.mark.parametrize("encoding", ["deflate", "br", "zstd"])
def test_what_is_not_packed_that_way_is_a_cut_page(encoding: str) -> None:
    with pytest.raises(CutPage):
        unpack(b"\xff\xfe\xfd" * 20, encoding, 1_000_000)


def test_a_whole_document_ends_with_its_root() -> None:
    assert is_whole(b"<html><p>a</p></html>\n<!-- 0.1 s -->")
    assert is_whole(b"<urlset></urlset>")
    assert not is_whole(b"<html><p>a")


def test_what_is_announced_longer_than_it_is_may_be_complete() -> None:
    assert is_complete(gzip.compress(gzip.compress(PAGE), mtime=0), ["gzip", "gzip"])
    assert is_complete(b"<html></html>", [])
    assert not is_complete(gzip.compress(PAGE, mtime=0)[:-20], ["gzip"])
    assert not is_complete(PAGE, [])
    assert not is_complete(PAGE, ["compress"])
