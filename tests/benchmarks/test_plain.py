"""The plain ways that savings are measured against do the same."""

import pytest

from benchmarks.plain import pack_runs_plainly
from harvester.duplicates.shingles import LONG, SHORT, pack_runs, pack_words

WORDS = ["tối", "qua", "thôn", "bãi", "nắng", "họp", "ở", "sân", "đình", "bàn", "việc", "làm", "đường", "ra", "bến"]


@pytest.mark.parametrize("length", [SHORT, LONG])
@pytest.mark.parametrize("count", [0, 1, 4, 7, 8, 15])
def test_runs_combined_one_by_one_are_the_same(count, length):
    packed = pack_words(WORDS[:count])
    assert pack_runs_plainly(packed, length) == pack_runs(packed, length)
