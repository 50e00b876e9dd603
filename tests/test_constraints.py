"""constraints.txt pins all that the project and its extras need, and what they need in turn."""

import re
import tomllib
from importlib import metadata
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LINES = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
PIN = re.compile(r"([\w.-]+)==([\w.!+]+)")
PINS = {canonicalize_name(pin[1]): pin[2] for line in LINES if (pin := PIN.fullmatch(line))}
INSTALLERS = {"pip", "setuptools"}
"""What installs the rest, in the environment's own version: sqlite-utils and nodeenv ask for them."""
WANTED = [
    Requirement(text)
    for text in chain(PROJECT["dependencies"], *PROJECT["optional-dependencies"].values())
    if not text.startswith("harvester[")
]


def list_requirements(requirement):
    """What an installed package needs here; nothing is known of one that is not installed."""
    try:
        lines = metadata.requires(requirement.name) or []
    except metadata.PackageNotFoundError:
        return
    for needed in map(Requirement, lines):
        if needed.marker is None or any(needed.marker.evaluate({"extra": e}) for e in ("", *requirement.extras)):
            yield needed


def find_all(requirements):
    """The names of these packages and of all that they need."""
    found, waiting = set(), list(requirements)
    while waiting:
        requirement = waiting.pop()
        key = (canonicalize_name(requirement.name), frozenset(requirement.extras))
        if key not in found:
            found.add(key)
            waiting += list_requirements(requirement)
    return {name for name, _ in found}


def test_every_line_is_a_pin():
    assert [line for line in LINES if not PIN.fullmatch(line) and not line.startswith("# ")] == []


@pytest.mark.parametrize("requirement", WANTED, ids=str)
def test_every_pin_is_a_version_that_is_admitted(requirement):
    assert requirement.specifier.contains(PINS[canonicalize_name(requirement.name)])


def test_nothing_that_is_needed_is_left_open():
    assert find_all(WANTED) - set(PINS) - INSTALLERS == set()


def test_every_extra_is_within_reach_of_the_checks():
    extras = PROJECT["optional-dependencies"]
    gathered = {extra for group in ("dev", "all") for line in extras[group] for extra in Requirement(line).extras}
    assert gathered == set(extras) - {"dev", "all"}
