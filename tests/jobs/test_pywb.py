"""A real archive: pywb, a program in an environment of its own, replays what was kept, and is harvested by its index.

`nox -s replay` makes that environment; HARVESTER_REPLAY names another one's directory of programs.
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
from support.warcs import NIGHT

from harvester.archive.inputs import find_warc_files
from harvester.archive.wacz import write_wacz
from harvester.archive.warc_records import Record, scan_records
from harvester.platforms import PLATFORMS
from harvester.portals import load_portals

PROGRAMS = Path(os.environ.get("HARVESTER_REPLAY", ".cache/replay/bin"))
PAGES = 20


def find_program(name: str) -> str:
    found = shutil.which(name, path=PROGRAMS.absolute())
    if found is None:
        pytest.skip(f"{name!r} is not installed (nox -s replay)")
    return found


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """A crawl that kept everything, the same in one WACZ, and the address of an archive that holds both."""
    manager, wayback = find_program("wb-manager"), find_program("wayback")
    place = tmp_path_factory.mktemp("archive")
    site = Site(count=22, look=NukeVietLook(per_page=8), order="mixed", sitemap="plain", feed=True)
    with PortalServer(site) as server:
        crawl = Crawl(place / "a.db", write_portal(place / "portals", server, "lam-khe"))
        assert crawl.run("--keep", str(place / "pages")).code == 0
    write_wacz(place / "pages", place / "go.wacz", NIGHT)
    for collection, files in (("go", (place / "pages").iterdir()), ("packed", ["--unpack-wacz", place / "go.wacz"])):
        for words in (["init", collection], ["add", collection, *files]):
            subprocess.run([manager, *words], cwd=place, check=True, capture_output=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (place / "pywb.log").open("wb") as log:
        server = subprocess.Popen([wayback, "-b", "127.0.0.1", "-p", str(port)], cwd=place, stdout=log, stderr=log)
    try:
        wait_for(port, server)
        yield crawl, place, f"http://127.0.0.1:{port}"
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


@pytest.mark.parametrize("collection", ["go", "packed"])
def test_pages_are_replayed_byte_for_byte(archive, collection):
    _, place, address = archive
    [file] = find_warc_files(place / "pages")
    with file.open() as stream:
        kept = [one for one in scan_records(stream) if isinstance(one, Record) and one.kind == "response"]
    kept = [one for one in kept if one.status == 200 and one.media_type == "text/html"][:PAGES]
    assert len(kept) == PAGES
    for record in kept:
        with urllib.request.urlopen(f"{address}/{collection}/{record.at:%Y%m%d%H%M%S}id_/{record.url}") as response:
            assert response.read() == record.body


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr("harvester.jobs.archive_import.choose_interval", lambda source: 0.0)


def test_index_is_harvested_like_the_live_portal(archive, tmp_path):
    crawl, _, address = archive
    portals = tuple(load_portals(crawl.portals, packaged=False, platforms=set(PLATFORMS)).values())
    for new in (22, 0):
        imported = run_import(tmp_path / "b.db", f"cdx+{address}/go", portals=portals)
        assert (imported.failure, imported.counts.new) == (None, new)
    assert compare_databases(crawl.db, tmp_path / "b.db") == []


def test_package_is_what_its_specification_says(archive):
    _, place, _ = archive
    validated = subprocess.run(
        [find_program("wacz"), "validate", "-f", str(place / "go.wacz")], capture_output=True, text=True, check=False
    )
    assert validated.returncode == 0, validated.stdout + validated.stderr
    assert "Valid" in validated.stdout
