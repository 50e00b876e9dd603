"""The image's recipe, by the rules that linters of such recipes have; by Docker's own check where Docker is."""

import json
import re
import shutil
import subprocess
import tomllib

import pytest
from support.runs import ROOT

KNOWN = {"FROM", "WORKDIR", "RUN", "COPY", "ENV", "USER", "VOLUME", "ENTRYPOINT", "CMD"}


def read_stages():
    """The instructions of each stage, as pairs of name and value; lines that go on are joined."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text("utf-8"), flags=re.M)
    stages = []
    for line in re.sub(r"\\\n\s*", "", text).splitlines():
        if line.strip():
            name, _, value = line.partition(" ")
            if name == "FROM":
                stages.append([])
            stages[-1].append((name, value.strip()))
    return stages


STAGES = read_stages()


def list_values(name, stages=STAGES):
    return [value for stage in stages for one, value in stage if one == name]


def test_only_plain_instructions_are_used():
    assert {name for stage in STAGES for name, _ in stage} == KNOWN


def test_base_is_a_small_image_of_one_version_that_is_supported():
    bases = {value.split()[0] for value in list_values("FROM")}
    [version] = {re.fullmatch(r"python:(3\.\d+)-slim-[a-z]+", base)[1] for base in bases}
    classifiers = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["classifiers"]
    assert f"Programming Language :: Python :: {version}" in classifiers


def test_what_runs_is_not_root_and_not_a_shell():
    last = STAGES[-1]
    names = [name for name, _ in last]
    [user] = list_values("USER", [last])
    assert user == "10001:10001" and names.index("USER") < names.index("ENTRYPOINT")
    assert "RUN" not in names[names.index("USER") :]
    assert json.loads(dict(last)["ENTRYPOINT"]) == ["harvester"] and json.loads(dict(last)["CMD"]) == ["--help"]


def test_what_is_copied_is_there_and_let_through():
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert ignored[0] == "*"
    for value in list_values("COPY"):
        if not value.startswith("--from="):
            for source in value.split()[:-1]:
                assert (ROOT / source).exists() and f"!{source.removeprefix('./')}" in ignored, source


def test_everything_is_of_a_tested_set_and_no_cache_is_left():
    [install] = [value for value in list_values("RUN") if "pip install" in value]
    assert "-c constraints.txt" in install and "--no-cache-dir" in install
    extras = re.search(r"\.\[([a-z,]+)\]", install)[1].split(",")
    known = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    assert {"archive", "cluster"} <= set(extras) <= set(known)


def test_docker_finds_nothing_wrong():
    docker = shutil.which("docker")
    if docker is None or subprocess.run([docker, "info"], capture_output=True, check=False).returncode != 0:
        pytest.skip("no Docker answers here")
    done = subprocess.run([docker, "build", "--check", "."], cwd=ROOT, capture_output=True, text=True, check=False)
    if "unknown flag" in done.stderr:
        pytest.skip("this Docker has no BuildKit")
    if "failed to resolve source metadata" in done.stderr:
        pytest.skip("Docker cannot see the base image here")
    assert done.returncode == 0, done.stderr
