"""Private names of Scrapy, Twisted and sqlite-utils that the harvester uses: each fails here when it vanishes.

A release may take them away without a word. The last test finds uses that are not listed, so that each has its own.
"""

import ast
import re
import sqlite3
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from scrapy.core.downloader.contextfactory import _ScrapyClientContextFactory
from scrapy.core.downloader.handlers.http11 import (
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.utils._compression import brotli, zstd
from scrapy.utils.test import get_crawler
from twisted.internet.testing import StringTransport
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS, Request
from twisted.web.http import _ChunkedTransferDecoder
from twisted.web.http_headers import Headers

import harvester
from harvester.store import Store
from harvester.store.schema import MIGRATIONS_TABLE

HARVESTER = Path(harvester.__file__).parent
FOREIGN = ("scrapy", "twisted", "sqlite_utils")
LISTED = {
    "crawling/transport.py": {
        "_LenientHTTP11ClientFactory", "_LenientHTTP11ClientProtocol", "_LenientHTTPClientParser", "_newclient",
        "_ChunkedTransferDecoder",
        "_contextFactory", "_factory", "_giveUp", "_max_size", "_parser", "_pool", "_quiescentCallback",
    },
    "crawling/tls.py": {"_ScrapyClientContextFactory"},
    "content_codings.py": {"_compression", "_Decompress"},  # the second is the standard library's, a type alone
    "crawling/shutdown.py": {"_slot"},
    "crawling/unhandled.py": {"_slot"},
    "crawling/wakeup.py": {"_slot"},
}  # fmt: skip
"""The private names that each module uses, all tested below."""


@pytest.fixture
def connection():
    """A connection of Scrapy's own that has sent its request, with what came of it."""
    made = _LenientHTTP11ClientFactory(lambda protocol: None, "x").buildProtocol(None)
    made.makeConnection(StringTransport())
    came = []
    made.request(Request(b"GET", b"/", Headers({b"host": [b"go.example.vn"]}), None)).addBoth(came.append)
    return made, came


def test_a_connection_says_how_far_its_head_is_read(connection):
    made, _ = connection
    assert isinstance(made, _LenientHTTP11ClientProtocol) and made._parser.state == STATUS
    made.dataReceived(b"HTTP/1.1 200 OK\r\n")
    assert made._parser.state == HEADER
    assert made._parser.request.absoluteURI is None  # of a request that names a path alone


def test_a_connection_can_be_given_up(connection):
    made, came = connection
    made._giveUp(Failure(ValueError("enough")))
    assert came[0].value.reasons[0].check(ValueError)


def test_a_factory_hands_its_callback_to_its_connections():
    def callback(protocol):
        return None

    assert _LenientHTTP11ClientFactory(callback, "x")._quiescentCallback is callback


def test_a_chunked_body_is_handed_on_by_its_decoder():
    came = []
    assert _LenientHTTPClientParser._transferDecoders == {b"chunked": _ChunkedTransferDecoder}
    decoder = _ChunkedTransferDecoder(came.append, came.append)
    decoder.dataReceived(b"1\r\na\r\n2\r\nbc\r\n0\r\n\r\nrest")
    assert came == [b"a", b"bc", b"rest"]


@pytest.mark.parametrize("verified", [True, False])
def test_a_context_factory_verifies_or_not(verified):
    assert _ScrapyClientContextFactory(verify_certificates=verified).creatorForNetloc(b"go.example.vn", 443)


def test_the_middleware_decodes_within_its_limit():
    middleware = HttpCompressionMiddleware.from_crawler(get_crawler(settings_dict={"DOWNLOAD_MAXSIZE": 7}))
    assert middleware._max_size == 7
    assert HttpCompressionMiddleware._decode(zlib.compress(b"aaa"), b"deflate", 100) == b"aaa"


def test_the_middleware_takes_encodings_one_by_one():
    middleware = HttpCompressionMiddleware.from_crawler(get_crawler())
    assert middleware._handle_encoding(zlib.compress(b"aaa"), [b"deflate"], 100) == (b"aaa", [])


def test_a_connection_reads_heads_with_its_parser(connection):
    assert isinstance(connection[0]._parser, _LenientHTTPClientParser)


def test_there_are_unpackers_of_brotli_and_zstandard():
    assert callable(brotli.Decompressor) and callable(zstd.ZstdFile)


WITH_A_REACTOR = """
from scrapy.utils.reactor import install_reactor
install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler, _LenientHTTP11ClientFactory
from scrapy.core.engine import ExecutionEngine, _Slot
from scrapy.utils.reactor import CallLaterOnce
from scrapy.utils._compression import brotli, zstd
from scrapy.utils.test import get_crawler
handler = HTTP11DownloadHandler(get_crawler())
assert handler._pool._factory is _LenientHTTP11ClientFactory
assert callable(handler._contextFactory.creatorForNetloc)
assert ExecutionEngine(get_crawler(), lambda _: None)._slot is None
slot = _Slot(close_if_idle=True, nextcall=CallLaterOnce(lambda: None), scheduler=None)
assert slot.inprogress == set() and callable(slot.nextcall.schedule)
"""
"""The handler's pool with its factory, its context factory, and the engine's slot, which asks for the next request."""


def test_handler_and_engine_have_what_is_put_into_them():
    ran = subprocess.run([sys.executable, "-c", WITH_A_REACTOR], stderr=subprocess.PIPE, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_migrations_are_noted_in_the_table_of_that_name(tmp_path):
    with Store.open(tmp_path / "a.db"):
        pass
    with sqlite3.connect(tmp_path / "a.db") as db:
        assert db.execute(f"SELECT count(*) FROM {MIGRATIONS_TABLE}").fetchone()[0] > 0
    db.close()


def list_private(path):
    """The private names that a module imports from these packages, or looks up and makes nowhere itself."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    imports = [node for node in nodes if isinstance(node, ast.ImportFrom) and node.module.startswith(FOREIGN)]
    if not imports:
        return set()
    named = {name for node in imports for name in [*node.module.split("."), *(alias.name for alias in node.names)]}
    attributes = [node for node in nodes if isinstance(node, ast.Attribute)]
    plain = [node for node in nodes if isinstance(node, ast.ClassDef) and not node.bases]
    own = {node.name for node in nodes if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))} - {"_decode"}
    own |= {node.attr for kind in plain for node in ast.walk(kind) if is_made(node)}
    return {name for name in named | {node.attr for node in attributes} - own if re.match("_[^_]", name)}


def is_made(node):
    """Whether an attribute is set here."""
    return isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)


def test_no_other_private_name_is_used():
    found = {path.relative_to(HARVESTER).as_posix(): list_private(path) for path in HARVESTER.rglob("*.py")}
    assert {name: names for name, names in found.items() if names} == LISTED
