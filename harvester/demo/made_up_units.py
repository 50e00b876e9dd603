"""The administrative units of the demo's made-up places: a gazetteer of their own."""

from __future__ import annotations

import tomllib
from importlib.resources import files

from harvester.places import Gazetteer
from harvester.places.gazetteer import add_decisions


def load_demo_units() -> Gazetteer:
    """Return the units of before (regime 24) and of after (regime 25) July 2025, without the real ones."""
    gazetteer = Gazetteer()
    text = files("harvester.demo").joinpath("units.toml").read_text(encoding="utf-8")
    add_decisions(gazetteer, tomllib.loads(text))
    return gazetteer
