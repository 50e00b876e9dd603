"""Lines that are hardly more than a date."""

from __future__ import annotations

import pytest

from harvester.reading.date_lines import read_date_line


@pytest.mark.parametrize(
    "line",
    [
        "Tháng Mười Một 21, 2026",
        "tháng mười 8, 2026",
        "21 Tháng Mười Hai, 2026",
        "Th11 21, 2026",
        "Thg 6 29, 2022",
        "21 tháng 11, 2026",
    ],
)
def test_months_in_words_and_before_the_day(line):
    assert read_date_line(line) == line
    assert read_date_line(f"Posted on {line}") == f"Posted on {line}"


@pytest.mark.parametrize("line", ["Chương trình tháng Mười 8, 2026 ở thôn Gò", "Tháng Mười Một", "Tháng 11 năm 2026"])
def test_more_or_less_than_a_date(line):
    assert read_date_line(line) is None
