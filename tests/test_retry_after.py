"""What a busy server asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.limits import LONGEST_WAIT
from harvester.retry_after import read_pause, read_retry_after

SEVEN_PM = "Fri, 06 Mar 2026 19:00:00 GMT"


@pytest.mark.parametrize(
    ("fields", "seconds"),
    [
        ({}, None),
        ({"retry-after": " 120 "}, 120),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "Fri, 06 Mar 2026 19:02:00 GMT", "date": SEVEN_PM}, 120),
        ({"retry-after": "Fri, 06 Mar 2026 19:02:00 GMT", "date": "Fri, 06 Mar 2026 19:01:30 GMT"}, 30),
        ({"retry-after": SEVEN_PM, "date": "Fri, 06 Mar 2026 19:02:00 GMT"}, 0),
        ({"retry-after": "Fri, 06 Mar 2020 19:02:00 GMT"}, 0),  # without a date: by our own clock
    ],
)
def test_seconds_and_dates(fields: dict[str, str], seconds: float | None) -> None:
    assert read_retry_after(fields) == seconds


@pytest.mark.parametrize(("status", "seconds"), [(429, 7), (503, 7), (403, None), (200, None)])
def test_only_a_busy_server_is_left_alone(status: int, seconds: float | None) -> None:
    assert read_pause(status, {"retry-after": "7"}) == seconds


@given(
    st.one_of(
        st.from_regex(r"[0-9]{1,500}", fullmatch=True),
        st.sampled_from(["²", "-5", "1e9", "Fri, 31 Dec 9999 00:00:00 GMT"]),
    )
)
def test_no_server_makes_us_wait_for_ever(value: str) -> None:
    wait = read_retry_after({"retry-after": value})
    assert wait is None or 0 <= wait <= LONGEST_WAIT
