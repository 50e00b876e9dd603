"""What holds for all tests: none depends on how fast the machine is or on chance, and CI leaves none out for want of a
program.

Hypothesis draws from fixed seeds, so that a change fails for what it changed. The profile `random` (`nox -s random`)
draws anew each time; what it finds is kept as an `@example` of the test that it was found with.
"""

import os

import pytest
from hypothesis import settings
from hypothesis.database import DirectoryBasedExampleDatabase

settings.register_profile("fixed", deadline=None, derandomize=True, database=None)
settings.register_profile(
    "random",
    deadline=None,
    derandomize=False,
    max_examples=1000,  # default 100
    print_blob=True,
    database=DirectoryBasedExampleDatabase(".hypothesis/examples"),
)
settings.load_profile("fixed")

LACKING = ("no small disk", "no Chromium", "is not installed", "could not import", "No module named", "no nginx")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """With HARVESTER_CI set, a test that is skipped because something is not installed has failed."""
    report = yield
    if report.skipped and os.environ.get("HARVESTER_CI") and any(word in str(report.longrepr) for word in LACKING):
        report.outcome = "failed"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    """The same for a module that is left out whole."""
    report = yield
    if report.skipped and os.environ.get("HARVESTER_CI") and any(word in str(report.longrepr) for word in LACKING):
        report.outcome = "failed"
        report.longrepr = str(report.longrepr)
    return report
