"""Clocks that show the visitor's time: written by a portal abroad, read back as Vietnam's."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.items import SeenDate
from harvester.vietnamese.dates.choice import Choice, choose_date
from harvester.vietnamese.dates.zones import VIETNAM, read_offsets

NOW = datetime(2024, 6, 1, 9, 0, tzinfo=VIETNAM)
TRUST = ("page", "listing", "meta", "sitemap", "feed", "url", "body")
WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
ZONES = (
    *("America/New_York", "America/Los_Angeles", "America/Sao_Paulo", "Europe/London", "Europe/Paris"),
    *("Europe/Moscow", "Asia/Tokyo", "Asia/Kolkata", "Asia/Singapore", "Asia/Kathmandu", "Australia/Sydney"),
    *("UTC", "Asia/Shanghai", "America/Chicago", "Asia/Manila", "Asia/Ho_Chi_Minh"),
)
MOMENTS = st.datetimes(min_value=datetime(2008, 1, 2), max_value=datetime(2024, 5, 30)).map(
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=VIETNAM)
)


def show(moment: datetime, zone: str) -> str:
    """As NukeViet's page shows it to a visitor from there, with the weekday of that clock."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{WEEKDAYS[local.weekday()]} - {local:%d/%m/%Y %H:%M}"


def write_meta(moment: datetime, zone: str) -> str:
    """As NukeViet's broken article:published_time; PHP's T prints what tzname does."""
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d%Z%H:%M:%S}"


def choose(*seen: SeenDate) -> Choice:
    return choose_date(seen, NOW, trust=TRUST)


@pytest.mark.parametrize("zone", ZONES)
@settings(deadline=None)
@given(moment=MOMENTS)
def test_any_clock_is_put_right_by_the_broken_meta(zone: str, moment: datetime):
    choice = choose(
        SeenDate(show(moment, zone), "page"),
        SeenDate(write_meta(moment, zone), "meta"),
        SeenDate((moment + timedelta(hours=5, minutes=7)).astimezone(ZoneInfo(zone)).isoformat(), "meta", "updated"),
        SeenDate(moment.isoformat(), "sitemap"),
    )
    assert choice.published_at == moment
    assert choice.published_from == "page"
    assert choice.published_precision in ("minute", "day")  # midnight in Vietnam is a day
    offset = moment.astimezone(ZoneInfo(zone)).utcoffset()
    assert offset is not None
    chosen = next(candidate for candidate in choice.candidates if candidate.chosen)
    assert timedelta(minutes=chosen.shift) == timedelta(hours=7) - offset


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Paris", "Asia/Tokyo"])
@settings(deadline=None)
@given(moment=MOMENTS)
def test_a_sitemap_tells_the_shift_where_there_is_no_meta(zone: str, moment: datetime):
    choice = choose(SeenDate(show(moment, zone), "page"), SeenDate(moment.isoformat(), "sitemap"))
    if moment.astimezone(ZoneInfo(zone)).hour or moment.minute:
        assert choice.published_at == moment


@settings(deadline=None)
@given(moment=MOMENTS)
def test_metadata_with_a_foreign_zone_and_the_same_hands_tell_it_too(moment: datetime):
    abroad = moment.astimezone(ZoneInfo("America/New_York"))
    choice = choose(SeenDate(show(moment, "America/New_York"), "page"), SeenDate(abroad.isoformat(), "jsonld"))
    assert choice.published_at == moment


def test_a_sitemap_with_seconds_tells_an_edit_where_it_is_not_trusted():
    seen = SeenDate("29/06/2022 09:48", "page"), SeenDate("2022-06-29T20:48:31+07:00", "sitemap")
    assert choose(*seen).published_at == datetime(2022, 6, 29, 20, 48, tzinfo=VIETNAM)
    assert choose_date(seen, NOW).published_at == datetime(2022, 6, 29, 9, 48, tzinfo=VIETNAM)


def test_listings_are_put_right_with_the_page():
    moment = datetime(2022, 6, 29, 20, 48, tzinfo=VIETNAM)
    choice = choose(
        SeenDate("29/06/2022 09:48", "listing"),
        SeenDate(write_meta(moment, "America/New_York"), "meta"),
    )
    assert (choice.published_at, choice.published_from) == (moment, "listing")


@pytest.mark.parametrize(
    "others",
    [
        [SeenDate("2022-06-29T21:13:00+07:00", "sitemap")],  # an edit
        [SeenDate("2022-06-29T22:48:00+07:00", "sitemap", "updated")],
        [SeenDate("2022-06-29T22:48:00+07:00", "sitemap"), SeenDate("2022-06-29T20:48:00+07:00", "meta")],
        [SeenDate("2022-06-29T20:48:00Z", "meta")],  # local time with a Z behind it
        [SeenDate("2022-06-29T09:48:00-04:00", "jsonld")],  # the same moment by another clock
        [SeenDate("Wed, 29 Jun 2022 13:06:00 GMT", "feed")],
        [SeenDate("2022-06-25T20:48:00+07:00", "sitemap")],  # four days are no shift
        [SeenDate("2022-06-29XYZ20:48:00", "meta")],
    ],
)
def test_a_clock_that_is_right_is_left_alone(others: list[SeenDate]):
    choice = choose(SeenDate("Thứ tư - 29/06/2022 20:48", "page"), *others)
    assert choice.published_at == datetime(2022, 6, 29, 20, 48, tzinfo=VIETNAM)
    assert {candidate.shift for candidate in choice.candidates} == {0}


def test_dates_without_a_time_are_not_shifted():
    choice = choose(SeenDate("28/06/2022", "page"), SeenDate("2022-06-28EDT21:48:00", "meta"))
    assert (choice.published_at, choice.published_precision) == (datetime(2022, 6, 28, tzinfo=VIETNAM), "day")


def test_a_day_is_told_to_the_minute_by_the_metadata_of_that_day():
    seen = (SeenDate("29/06/2022", "page"), SeenDate("2022-06-29T20:48:00+07:00", "jsonld"))
    choice = choose(*seen, SeenDate("2022-06-29T23:00:00+07:00", "sitemap"))
    assert (choice.published_at, choice.published_from) == (datetime(2022, 6, 29, 20, 48, tzinfo=VIETNAM), "jsonld")


@pytest.mark.parametrize(
    ("zone", "offsets"),
    [
        ("edt", (-240,)),
        ("+07", (420,)),
        ("-0330", (-210,)),
        ("gmt+7", (420,)),
        ("utc+07:00", (420,)),
        ("cst", (-360, 480, -300)),
        ("luot", ()),
        ("+99", ()),
        ("+0790", ()),
        ("gmt+", ()),
        ("+07:06:30", (420,)),
    ],
)
def test_zones_are_read(zone: str, offsets: tuple[int, ...]):
    assert read_offsets(zone) == offsets
