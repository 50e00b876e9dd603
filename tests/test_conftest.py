"""The tests give the same answer every time; only the job that looks for more draws at random."""

import re
from pathlib import Path

from hypothesis import settings

TESTS = Path(__file__).parent


def test_seeds_are_fixed_unless_random_ones_are_asked_for():
    fixed = settings.get_profile("fixed")
    assert (fixed.derandomize, fixed.database, fixed.deadline) == (True, None, None)


def test_random_seeds_are_more_and_are_kept():
    drawn = settings.get_profile("random")
    assert (drawn.derandomize, drawn.print_blob) == (False, True)
    assert drawn.max_examples > settings.get_profile("fixed").max_examples
    assert drawn.database is not None


def test_no_test_chooses_its_own_seeds():
    own = re.compile(r"@settings\([^)]*\b(derandomize|database)=|@seed\(")
    assert [path.name for path in TESTS.rglob("test_*.py") if own.search(path.read_text("utf-8"))] == []
