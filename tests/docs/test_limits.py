"""The table of limits: each with the value that it has."""

import re
from pathlib import Path

import pytest

from harvester import limits

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| `([A-Z_]+)` \| (\d+) \| (\S[^|]*) \| (\S[^|]*) \|$", re.MULTILINE)
TEXT = (ROOT / "docs/limits.md").read_text("utf-8")
ROWS = ROW.findall(TEXT)
BOUNDING = re.compile(r"\w+_(?:LIMIT|SIZE|MEMORY|DEPTH)|MAX_\w+|\w+_A_(?:RUN|PORTAL|NIGHT)|LONGEST_(?!DELAY)\w+")
OTHERS = {
    "SIGNED_A_RUN": "work of ours, which the next run goes on with",
    "WARC_SIZE": "a file's size, from which on another is begun",
    "SUSPECT_LIMIT": "a judgement, as docs/fetch-results.md tells it",
}
"""Names of the same kind that bound nothing that comes from outside."""


@pytest.mark.parametrize(("name", "value"), [row[:2] for row in ROWS], ids=[row[0] for row in ROWS])
def test_each_limit_has_the_value_that_the_table_says(name, value):
    assert getattr(limits, name) == int(value)


def test_the_table_has_each_limit():
    named = {name for name in vars(limits) if BOUNDING.fullmatch(name)}
    assert named - {row[0] for row in ROWS} == OTHERS.keys()
    assert len(ROWS) == len(TEXT.split("\n| `")) - 1, "every row is read"
