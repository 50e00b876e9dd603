"""Each check is one word, the same at home, in .ci/run and on the forge."""

import ast
import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
CI = (ROOT / ".ci" / "run").read_text("utf-8")
WORKFLOWS = "\n".join(path.read_text("utf-8") for path in (ROOT / ".github" / "workflows").glob("*.yml"))
NOXFILE = ast.parse((ROOT / "noxfile.py").read_text("utf-8"))
SESSIONS = {
    node.name: ast.get_docstring(node)
    for node in NOXFILE.body
    if isinstance(node, ast.FunctionDef) and any(ast.unparse(mark) == "nox.session" for mark in node.decorator_list)
}

PREPARATIONS = {"axe", "replay"}  # sessions that check nothing themselves


def find_called(text):
    """The sessions that a script calls: `nox -s lint types`."""
    return {word for line in re.findall(r"nox -s ([a-z ]+)", text) for word in line.split()}


def find_checks():
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "checks.yml").read_text("utf-8"))
    return set(workflow["jobs"]["checks"]["strategy"]["matrix"]["session"])


def test_every_session_says_what_it_checks():
    assert all(SESSIONS.values())


def test_contributing_names_every_session_and_no_other():
    assert find_called(CONTRIBUTING) == set(SESSIONS)


def test_every_check_runs_for_every_change():
    assert find_called(CI) - PREPARATIONS == find_checks() == set(SESSIONS) - {"tests", "random", "ci"} - PREPARATIONS


def test_no_workflow_calls_a_session_that_is_not_there():
    assert find_called(WORKFLOWS) <= set(SESSIONS)


def test_hooks_download_nothing():
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    assert {repository["repo"] for repository in hooks["repos"]} == {"local"}
    assert {hook["language"] for repository in hooks["repos"] for hook in repository["hooks"]} == {"system"}
