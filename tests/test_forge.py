"""What a public forge reads (workflows, issue forms, the citation file) agrees with the code."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from harvester import __version__
from harvester.portals.model import LEVELS
from harvester.store import Store

ROOT = Path(__file__).parents[1]
FORGE = ROOT / ".github"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
WORKFLOWS = sorted((FORGE / "workflows").glob("*.yml"))


def load(path):
    return yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # or `on` is true, and 3.10 is 3.1


def find_options(form, name):
    """What can be chosen in a field of an issue form."""
    [field] = [part for part in load(FORGE / "ISSUE_TEMPLATE" / form)["body"] if part.get("id") == name]
    return field["attributes"]["options"]


@pytest.fixture
def classified():
    prefix = "Programming Language :: Python :: "
    return [line.removeprefix(prefix) for line in PROJECT["classifiers"] if line.startswith(prefix)]


def test_the_tests_run_on_every_python_that_is_promised(classified):
    assert load(FORGE / "workflows/checks.yml")["jobs"]["tests"]["strategy"]["matrix"]["python"] == classified


def test_the_oldest_python_is_the_one_that_is_required(classified):
    assert PROJECT["requires-python"] == f">={classified[0]}"
    assert load(FORGE / "actions/setup/action.yml")["inputs"]["python"]["default"] == classified[0]


def test_random_seeds_are_tried_by_the_clock():
    workflow = load(FORGE / "workflows/random.yml")
    assert workflow["on"]["schedule"]
    commands = [step.get("run", "") for step in workflow["jobs"]["random"]["steps"]]
    assert any(command.startswith("nox -s random") for command in commands)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_no_workflow_can_write_or_run_without_end(path):
    workflow = load(path)
    assert workflow["permissions"] == {"contents": "read"}
    for job in workflow["jobs"].values():
        assert "permissions" not in job
        assert 0 < int(job["timeout-minutes"]) <= 60


def test_a_new_portal_has_one_of_the_levels():
    assert find_options("new-portal.yml", "level") == list(LEVELS)


def test_a_wrong_field_is_one_that_is_stored(tmp_path):
    with Store.open(tmp_path / "empty.db") as store:
        rows = store.connection.execute("SELECT name FROM pragma_table_info('articles')").fetchall()
        tables = store.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    stored = {row["name"] for row in rows + tables}
    assert set(find_options("wrong-field.yml", "field")) <= stored


def test_forms_name_commands_and_options_that_exist():
    readme = (ROOT / "README.md").read_text("utf-8")
    for form in sorted((FORGE / "ISSUE_TEMPLATE").glob("*.yml")):
        for command in re.findall(r"`harvester ([a-z]+(?: [a-z]+)?)", form.read_text("utf-8")):
            assert f"harvester {command}" in readme, form.name


def test_the_citation_is_of_this_version():
    citation = load(ROOT / "CITATION.cff")
    assert (citation["title"], citation["version"], citation["license"]) == (
        PROJECT["name"], __version__, PROJECT["license"],
    )  # fmt: skip
    assert PROJECT["version"] == __version__
