"""The settings that Scrapy is given: each is one that it knows, by its very name."""

from __future__ import annotations

import ast
from pathlib import Path

from scrapy.settings import default_settings

from harvester import settings

SCRAPYS = {name for name in vars(default_settings) if name.isupper()}


def list_assigned() -> set[str]:
    """The names that the module itself gives a value."""
    tree = ast.parse(Path(settings.__file__).read_text(encoding="utf-8"))
    nodes = (node for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign))
    targets = (target for node in nodes for target in (node.targets if isinstance(node, ast.Assign) else [node.target]))
    return {target.id for target in targets if isinstance(target, ast.Name)}


def test_each_setting_is_one_that_scrapy_knows_or_the_projects_own() -> None:
    own = {name for name in list_assigned() - SCRAPYS if not name.startswith(("HARVEST_", "_"))}
    assert not own


def test_none_is_hidden_by_an_underscore() -> None:
    assert {name.lstrip("_") for name in list_assigned() if name.startswith("_")}.isdisjoint(SCRAPYS)
