"""A real archive: pywb, a program in an environment of its own, replays what was kept, and is harvested by its index.

`PYWB` names the directory of its programs; without it they are looked for on the path.
"""

import os
import shutil
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest
from support.databases import compare_databases
from support.imports import run_import
from support.looks import NukeVietLook
from support.runs import Crawl, write_portal
from support.server import PortalServer
from support.site import Site

from harvester.archive.inputs import find_warc_files
from harvester.archive.warc_records import Record, scan_records
from harvester.platforms import PLATFORMS
from harvester.portals import load_portals

PAGES = 20


def find_program(name: str) -> str:
    found = shutil.which(name, path=os.environ.get("PYWB") or None)
    if found is None:
        pytest.skip(f"pywb is not installed: no {name!r} (its own environment; PYWB names its programs' directory)")
    return found


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """A crawl that kept everything, and the address of an archive that holds it."""
    manager, wayback = find_program("wb-manager"), find_program("wayback")
    place = tmp_path_factory.mktemp("archive")
    site = Site(count=22, look=NukeVietLook(per_page=8), order="mixed", sitemap="plain", feed=True)
    with PortalServer(site) as server:
        crawl = Crawl(place / "a.db", write_portal(place / "portals", server, "lam-khe"))
        assert crawl.run("--keep", str(place / "pages")).code == 0
    subprocess.run([manager, "init", "go"], cwd=place, check=True, capture_output=True)
    files = [str(path) for path in (place / "pages").iterdir()]
    subprocess.run([manager, "add", "go", *files], cwd=place, check=True, capture_output=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (place / "pywb.log").open("wb") as log:
        server = subprocess.Popen([wayback, "-b", "127.0.0.1", "-p", str(port)], cwd=place, stdout=log, stderr=log)
    try:
        wait_for(port, server)
        yield crawl, place / "pages", f"http://127.0.0.1:{port}/go"
    finally:
        server.terminate()
        server.wait()


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    """Until it takes connections, or has ended."""
    while server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail("pywb ended before it took connections")


def test_pages_are_replayed_byte_for_byte(archive):
    _, pages, address = archive
    [file] = find_warc_files(Path(pages))
    with file.open() as stream:
        kept = [one for one in scan_records(stream) if isinstance(one, Record) and one.kind == "response"]
    kept = [one for one in kept if one.status == 200 and one.media_type == "text/html"][:PAGES]
    assert len(kept) == PAGES
    for record in kept:
        with urllib.request.urlopen(f"{address}/{record.at:%Y%m%d%H%M%S}id_/{record.url}") as response:
            assert response.read() == record.body


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr("harvester.jobs.archive_import.choose_interval", lambda source: 0.0)


def test_index_is_harvested_like_the_live_portal(archive, tmp_path):
    crawl, _, address = archive
    portals = tuple(load_portals(crawl.portals, packaged=False, platforms=set(PLATFORMS)).values())
    for new in (22, 0):
        imported = run_import(tmp_path / "b.db", f"cdx+{address}", portals=portals)
        assert (imported.failure, imported.counts.new) == (None, new)
    assert compare_databases(crawl.db, tmp_path / "b.db") == []
