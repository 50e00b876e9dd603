"""Certificates that do not hold and old TLS, over a real socket: let pass where a portal's file says so, and told."""

from __future__ import annotations

import ssl
import warnings
from pathlib import Path

import pytest
from support.certificates import make_context
from support.harvests import make_portal
from support.looks import NukeVietLook
from support.runs import Crawl, Finished, write_portal
from support.server import PortalServer
from support.site import Site
from support.slow import takes_long

from harvester.crawling.failures import describe_failure
from harvester.crawling.tls import TlsRules

LAX = {"verify_tls": False}
OLD = {"tls": "old"}


def harvest(directory: Path, tls: ssl.SSLContext, keys: dict[str, object]) -> Finished:
    with PortalServer(Site(count=3, look=NukeVietLook()), tls=tls) as server:
        portals = write_portal(directory / "portals", server, "khe", **keys)
        return Crawl(directory / "a.db", portals).run("--quiet")


def make_old_context(directory: Path) -> ssl.SSLContext:
    """A server that knows TLS 1.0 alone."""
    context = make_context(directory, 300)
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1
    return context


@takes_long
def test_old_tls_passes_where_the_file_says_so_and_the_reason_names_the_key(tmp_path: Path) -> None:
    refused = harvest(tmp_path, make_old_context(tmp_path), LAX).portal("khe")
    assert (refused["status"], 'tls = "old"' in refused["reason"]) == ("unreachable", True)
    allowed = harvest(tmp_path, make_old_context(tmp_path), LAX | OLD).portal("khe")
    assert (allowed["status"], allowed["new"]) == ("ok", 3)


@takes_long
def test_a_bad_certificate_is_one_line(tmp_path: Path) -> None:
    refused = harvest(tmp_path, make_context(tmp_path, -3), OLD)
    assert refused.portal("khe")["reason"].endswith(
        "its certificate does not hold (verify_tls = false in the portal file lets it pass)"
    )
    assert refused.errors == ""
    assert harvest(tmp_path, make_context(tmp_path, -3), LAX).portal("khe")["status"] == "ok"


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://go.example.vn/", ("go.example.vn", 443)),
        ("http://go.example.vn/", ("go.example.vn", 443)),
        ("https://go.example.vn:8443/", ("go.example.vn", 8443)),
    ],
)
def test_what_a_file_allows_holds_for_its_host_and_port_alone(url: str, place: tuple[str, int]) -> None:
    portals = [make_portal(url=url, verify_tls=False), make_portal(url="https://khac.example.vn/", tls="old")]
    assert TlsRules.of_portals(portals) == TlsRules(frozenset({place}), frozenset({("khac.example.vn", 443)}))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[('SSL routines', '', 'dh key too small')]", 'its TLS is too old: dh key too small (tls = "old" in'),
        ("[('SSL routines', '', 'no cipher match')]", "its TLS fails: no cipher match"),
        ("[('SSL routines', '', 'wrong version number')]", "no TLS is spoken there (wrong version number): does"),
        ("no such luck", "OSError: no such luck"),
    ],
)
def test_failures_are_told_in_words(text: str, words: str) -> None:
    assert describe_failure(OSError(text), "https://go.example.vn/").startswith(words)
