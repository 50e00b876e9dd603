"""Every check is one word: `nox -s lint`. Without a word, all those that a change must pass.

Each session runs in the environment that nox itself is in, so nothing is installed into it: see CONTRIBUTING.md.
"""

import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import nox

PROGRAMS = Path(sys.executable).parent
DEMO = re.compile(r"^    (.+/bin/harvester demo)$", re.M)  # the README's two commands for a first look, as one line

AXE = "axe-core@4.14.1"  # what tests/inspect/test_accessibility.py runs in the pages
AXE_FOLDER = ".cache/axe"

REPLAY = ["pywb==2.10.0", "wacz==0.6.0"]  # what tests/jobs/test_pywb.py runs
REPLAY_FOLDER = ".cache/replay"

nox.options.default_venv_backend = "none"
nox.options.sessions = ["lint", "types", "layers", "workflows", "docs", "tests"]


def run(session: nox.Session, program: str, *arguments: str) -> None:
    """Run a program of this environment, whether or not the environment is activated."""
    session.run(str(PROGRAMS / program), *arguments, external=True)


@nox.session
def tests(session: nox.Session) -> None:
    """All tests, from fixed seeds; `nox -s tests -- -k demo` runs a part of them."""
    run(session, "pytest", *session.posargs)


@nox.session
def random(session: nox.Session) -> None:
    """The property tests, from random seeds and with ten times the examples."""
    run(session, "pytest", "-m", "hypothesis", "--hypothesis-profile", "random", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Style, names, likely bugs, and complexity."""
    run(session, "ruff", "check", ".")
    run(session, "ruff", "format", "--check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """Types, strictly."""
    run(session, "mypy")


@nox.session
def layers(session: nox.Session) -> None:
    """Whether imports run downwards only."""
    run(session, "lint-imports")


@nox.session
def workflows(session: nox.Session) -> None:
    """What only the forge reads: workflows, issue forms, the citation file, the hooks."""
    forge = Path(".github")
    check_schema(session, "github-workflows", *forge.glob("workflows/*.yml"))
    check_schema(session, "github-actions", *forge.glob("actions/*/action.yml"))
    check_schema(session, "github-issue-config", forge / "ISSUE_TEMPLATE/config.yml")
    forms = [path for path in forge.glob("ISSUE_TEMPLATE/*.yml") if path.name != "config.yml"]
    check_schema(session, "github-issue-forms", *forms)
    check_schema(session, "citation-file-format", Path("CITATION.cff"))
    run(session, "pre-commit", "validate-config")
    if (PROGRAMS / "actionlint").exists():
        run(session, "actionlint")
    else:
        session.warn("actionlint has no wheel for this platform: workflows were checked by their schema alone")


def check_schema(session: nox.Session, schema: str, *paths: Path) -> None:
    run(session, "check-jsonschema", "--builtin-schema", f"vendor.{schema}", *sorted(map(str, paths)))


@nox.session
def axe(session: nox.Session) -> None:
    """axe-core from npm, into a folder of its own; without it the tests of accessibility are skipped."""
    session.run("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", AXE_FOLDER, AXE, external=True)


@nox.session
def replay(session: nox.Session) -> None:
    """pywb and wacz, into an environment of their own; without it the tests that replay kept pages are skipped."""
    session.run(sys.executable, "-m", "venv", REPLAY_FOLDER, external=True)
    session.run(f"{REPLAY_FOLDER}/bin/pip", "install", "-q", *REPLAY, external=True)


@nox.session
def docs(session: nox.Session) -> None:
    """The documentation site, into site/; a link that leads nowhere is an error."""
    run(session, "mkdocs", "build", "--strict", *session.posargs)


@nox.session
def newcomer(session: nox.Session) -> None:
    """The README's test command as on a fresh machine, without the extras: every module is found, and these pass."""
    with TemporaryDirectory() as directory:
        session.run("git", "clone", "-q", ".", directory, external=True)
        with session.chdir(directory):
            session.run(sys.executable, "-m", "venv", ".venv", external=True)
            install = (".venv/bin/pip", "install", "-q", "-c", "constraints.txt", "-e", ".[test]")
            session.run(*install, external=True)
            session.env["HARVESTER_CI"] = ""
            session.run(".venv/bin/pytest", "--collect-only", "-q", external=True, silent=True)
            session.run(".venv/bin/pytest", "-q", "tests/archive", "tests/engines", "tests/exports", external=True)


@nox.session
def demo(session: nox.Session) -> None:
    """The README's commands for a first look, in a fresh clone and an environment of its own."""
    command = DEMO.search(Path("README.md").read_text(encoding="utf-8"))
    if command is None:
        session.error("README.md no longer shows how to run the demo")
    with TemporaryDirectory() as directory:
        session.run("git", "clone", "-q", ".", directory, external=True)
        with session.chdir(directory):
            session.run("bash", "-euo", "pipefail", "-c", command[1], external=True)


@nox.session
def wheel(session: nox.Session) -> None:
    """Source distribution and wheel; the wheel alone in a fresh environment, outside of any checkout."""
    with TemporaryDirectory() as directory:
        packages, environment = Path(directory, "packages"), Path(directory, "env")
        run(session, "pyproject-build", "--outdir", str(packages))
        (built,) = packages.glob("*.whl")
        session.run(sys.executable, "-m", "venv", str(environment), external=True)
        session.run(str(environment / "bin/pip"), "install", "-q", "-c", "constraints.txt", str(built), external=True)
        session.env["HARVESTER_PROGRAM"] = str(environment / "bin/harvester")
        run(session, "pytest", "tests/test_wheel.py", "-q", "-p", "no:cacheprovider")


@nox.session
def ci(session: nox.Session) -> None:
    """All of it, from a clean environment, as it runs for every change."""
    session.run("bash", ".ci/run", external=True)
