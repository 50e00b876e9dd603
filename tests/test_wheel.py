"""The program as a wheel installs it, away from the checkout: what is not packed is not there.

`nox -s wheel` names the program of a fresh environment (HARVESTER_PROGRAM); without it the wheel is unpacked over the
packages of this one.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
import urllib.request
import venv
import zipfile
from pathlib import Path

import pytest
from support.looks import NukeVietLook
from support.runs import ROOT, write_portal
from support.server import PortalServer
from support.site import Site

from harvester import __version__


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> str:
    named = os.environ.get("HARVESTER_PROGRAM")
    return named or str(unpack_wheel(tmp_path_factory.mktemp("wheel")))


def unpack_wheel(folder: Path) -> Path:
    """A program that runs the packages of a wheel, with the dependencies of this environment."""
    setuptools = pytest.importorskip("setuptools")
    if int(setuptools.__version__.split(".")[0]) < 77:
        pytest.skip("the wheel is built with setuptools 77 or newer: nox -s wheel")
    build = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", folder, ROOT]
    subprocess.run(build, check=True, capture_output=True, cwd=folder)
    environment = folder / "env"
    venv.create(environment, with_pip=False)
    packages = next(environment.glob("lib/python*/site-packages"))
    (built,) = folder.glob("*.whl")
    zipfile.ZipFile(built).extractall(packages)
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    script = environment / "bin/harvester"
    script.write_text(f"#!{environment}/bin/python\nfrom harvester.cli import main\nmain()\n")
    script.chmod(0o755)
    return script


def run(program: str, *arguments: str, folder: Path) -> str:
    """What the program prints, in a folder away from the checkout."""
    command = [program, *arguments]
    own = {name: value for name, value in os.environ.items() if not name.startswith(("HARVESTER_", "PYTHON"))}
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, env=own, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_demo_and_what_is_made_of_it(program: str, tmp_path: Path) -> None:
    assert __version__ in run(program, "--version", folder=tmp_path)
    assert "Done in" in run(program, "demo", folder=tmp_path)
    assert "article" in run(program, "search", "hoi nghi", "--db", "demo.db", folder=tmp_path)
    run(program, "export", "datapackage", "--out", "package", "--db", "demo.db", folder=tmp_path)
    package = json.loads((tmp_path / "package/datapackage.json").read_text("utf-8"))
    assert __version__ in json.dumps(package)
    assert "Thường Xuân" in run(program, "units", "Thường Xuân", folder=tmp_path)


def test_pages_for_people(program: str, tmp_path: Path) -> None:
    run(program, "demo", folder=tmp_path)
    command = [program, "inspect", "--db", "demo.db", "--port", "0", "--no-open"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=tmp_path) as inspecting:
        assert inspecting.stdout is not None
        address = re.search(r"http://127[.]0[.]0[.]1:\d+/", inspecting.stdout.readline())
        assert address is not None
        with urllib.request.urlopen(address[0]) as answer:
            assert "What there is" in answer.read().decode("utf-8")
        with urllib.request.urlopen(urllib.request.Request(address[0], headers={"Accept-Language": "vi"})) as answer:
            assert 'lang="vi"' in answer.read().decode("utf-8")
        inspecting.terminate()


def test_probe_and_crawl(program: str, tmp_path: Path) -> None:
    with PortalServer(Site(count=3, look=NukeVietLook(per_page=10))) as server:
        portals = write_portal(tmp_path / "portals", server, "lam-khe")
        told = json.loads(run(program, "crawl", "--all", "--portals", str(portals), "--json", folder=tmp_path))
        assert told["portals"]["lam-khe"]["new"] == 3
        probed = run(program, "probe", server.base, "--delay", "0", folder=tmp_path)
        assert "url = " in probed
    assert "articles" in run(program, "status", folder=tmp_path)
    assert len(run(program, "portals", "list", folder=tmp_path).splitlines()) >= 38
