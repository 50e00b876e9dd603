"""Date texts: a corpus by shape, what may not change a reading, and that nothing raises."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from harvester.vietnamese.dates import parse_date, parse_labelled
from harvester.vietnamese.dates.relative import floor_to
from harvester.vietnamese.dates.zones import VIETNAM

NOW = datetime(2023, 7, 13, 9, 0, tzinfo=VIETNAM)

# A house number that is a date as well; nothing in the text tells.
KNOWN_WRONG = {"12/5/20 Nguyễn Trãi"}


class Row(NamedTuple):
    shape: str
    text: str  # \uXXXX stands for characters that an editor does not show
    expected: str
    precision: str


def read_corpus() -> list[Row]:
    path = Path(__file__).with_name("dates.tsv")
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    return [
        Row(row[0], re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), row[1]), row[2], row[3]) for row in rows
    ]


CORPUS = read_corpus()


def tell(text: str, now: datetime = NOW) -> tuple[str, str]:
    parsed = parse_date(text, now)
    return ("", "") if parsed is None else (parsed.value.replace(tzinfo=None).isoformat(), parsed.precision)


@pytest.mark.parametrize("shape", sorted({row.shape for row in CORPUS}))
def test_the_corpus_is_read(shape: str):
    rows = [row for row in CORPUS if row.shape == shape]
    wrong = {row.text: tell(row.text) for row in rows if tell(row.text) != (row.expected, row.precision)}
    assert set(wrong) <= KNOWN_WRONG, wrong


@pytest.mark.parametrize(
    "text",
    [
        "Ngày sửa: 20/05/2022 16:00 | Ngày tạo: 03/01/2022 09:10",
        "Ngày tạo: 03/01/2022 09:10 - Ngày sửa: 20/05/2022 16:00",
        "Sửa lúc 20/05/2022 16:00, đăng lúc 03/01/2022 09:10",
    ],
)
def test_of_a_draft_and_a_change_the_first_is_of_publication(text: str):
    told = parse_labelled(text, NOW)
    assert told.date is not None and told.update is not None and told.label == "published"
    assert (told.date.value.day, told.update.value.day) == (3, 20)


def test_the_corpus_is_large_and_holds_texts_without_a_date():
    assert len({row.text for row in CORPUS}) >= 300
    assert sum(not row.expected for row in CORPUS) >= 100


@pytest.mark.parametrize("row", [row for row in CORPUS if row.expected], ids=lambda row: row.text)
def test_values_are_aware_and_read_back_from_iso(row: Row):
    parsed = parse_date(row.text, NOW)
    assert parsed is not None
    assert parsed.value.tzinfo is VIETNAM
    again = parse_date(parsed.value.isoformat(), NOW)
    assert again is not None
    assert again.value == parsed.value
    assert parse_date(again.value.isoformat(), NOW) == again


WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
MONTHS = ("Một", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười Một", "Mười Hai")
ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def write_half(moment: datetime) -> str:
    return f"{moment:%d/%m/%Y} {(moment.hour - 1) % 12 + 1}:{moment:%M:%S} {'CH' if moment.hour >= 12 else 'SA'}"


SHAPES: dict[str, tuple[Callable[[datetime], str], str]] = {
    "{time} {day}": (lambda m: f"{m:%H:%M %d/%m/%Y}", "minute"),
    "{day} {time}": (lambda m: f"{m:%d/%m/%Y %H:%M}", "minute"),
    "{day} {time with seconds}": (lambda m: f"Ngày {m:%d/%m/%Y %H:%M:%S}", "second"),
    "{weekday} - {day} {time}": (lambda m: f"{WEEKDAYS[m.weekday()]} - {m:%d/%m/%Y %H:%M}", "minute"),
    "{weekday}, {time}, {day}": (lambda m: f"{WEEKDAYS[m.weekday()]}, {m:%H:%M, %d/%m/%Y}", "minute"),
    "{day} SA or CH": (write_half, "second"),
    "{day} with dots": (lambda m: f"{m:%d.%m.%Y %H:%M}", "minute"),
    "{day} with spaces": (lambda m: f"Đăng ngày {m:%d - %m - %Y}", "day"),
    "{day}": (lambda m: f"{m:%d/%m/%Y}", "day"),
    "{day} unpadded": (lambda m: f"{m.day}/{m.month}/{m.year}", "day"),
    "{day} in words": (lambda m: f"ngày {m.day} tháng {m.month} năm {m.year}", "day"),
    "{time} and {day} in words": (
        lambda m: f"lúc {m.hour} giờ {m.minute:02} ngày {m.day} tháng {m.month} năm {m.year}",
        "minute",
    ),
    "{month in words}": (lambda m: f"{m.day} Tháng {MONTHS[m.month - 1]}, {m.year}", "day"),
    "{hour}h{minute}": (lambda m: f"{m:%d/%m/%Y %Hh%M}", "minute"),
    "{hour}h": (lambda m: f"{m.hour}h ngày {m:%d/%m/%Y}", "hour"),
    "month": (lambda m: f"tháng {m.month}/{m.year}", "month"),
    "year": (lambda m: f"năm {m.year}", "year"),
    "iso": (lambda m: m.isoformat(), "second"),
    "iso in utc": (lambda m: f"{m - timedelta(hours=7):%Y-%m-%dT%H:%M:%SZ}", "second"),
    "php": (lambda m: f"{m:%Y-%m-%d+07%H:%M:%S}", "second"),
    "php, eastern daylight time": (lambda m: f"{m - timedelta(hours=11):%Y-%m-%dEDT%H:%M:%S}", "second"),
    "mail": (lambda m: f"{m.day} {ENGLISH[m.month - 1]} {m:%Y %H:%M:%S +0700}", "second"),
    "14 digits": (lambda m: f"{m:%Y%m%d%H%M%S}", "second"),
    "american, in words": (lambda m: f"{ENGLISH[m.month - 1]} {m.day}, {m.year}", "day"),
    "two-digit year": (lambda m: f"{m:%H:%M %d/%m/%y}", "minute"),
    "thg": (lambda m: f"{m.day} thg {m.month}, {m.year}", "day"),
}

MOMENTS = st.datetimes(min_value=datetime(1995, 1, 1), max_value=datetime(2024, 12, 30)).map(
    lambda moment: moment.replace(microsecond=0, tzinfo=VIETNAM)
)
SPACES = st.text(alphabet=" \t\n\u00a0\u2009\u202f\u3000", min_size=1, max_size=3)


@pytest.mark.parametrize("shape", SHAPES)
@settings(deadline=None)
@given(moment=MOMENTS)
def test_a_moment_that_is_written_is_read_back(shape: str, moment: datetime):
    write, precision = SHAPES[shape]
    # midnight says that no time was given, in UTC too
    assume(moment.hour not in (0, 7) or moment.minute or precision in ("hour", "day", "month", "year"))
    parsed = parse_date(write(moment), NOW)
    assert parsed is not None
    assert (parsed.value, parsed.precision) == (floor_to(moment, precision), precision)


@pytest.mark.parametrize("shape", SHAPES)
@settings(deadline=None)
@given(
    moment=MOMENTS,
    space=SPACES,
    label=st.sampled_from(["Ngày đăng: ", "Cập nhật: ", "Đăng lúc ", "Xã hội | "]),
)
def test_what_stands_around_changes_nothing(shape: str, moment: datetime, space: str, label: str):
    text = SHAPES[shape][0](moment)
    plain = parse_date(text, NOW)
    assert parse_date(f"{space}{text}{space}", NOW) == plain
    assert parse_date(text.replace(" ", space), NOW) == plain
    assert parse_date(text.upper(), NOW) == plain
    assert parse_date(text.lower(), NOW) == plain
    assert parse_date(unicodedata.normalize("NFD", text), NOW) == plain
    assert parse_date("\u200b".join(text), NOW) == plain
    if shape not in ("year", "14 digits", "month"):
        assert parse_date(label + text, NOW) == plain
        assert parse_date(f"{text} | Lượt xem: 1.024", NOW) == plain
    if shape in (
        "{time} {day}",
        "{day} {time}",
        "{day}",
        "{day} unpadded",
        "{day} with dots",
        "{day} SA or CH",
    ):
        assert parse_date(f"{WEEKDAYS[moment.weekday()]}, {text}", NOW) == plain
        assert parse_date(f"T{moment.day % 6 + 2} - {text}", NOW) == plain


ALPHABET = st.sampled_from(
    [
        *"0123456789/-.:,|()[]+ '",
        "\u200b",
        "tháng ",
        "năm ",
        "ngày ",
        "giờ ",
        "trước",
        "T",
        "Z",
        "hôm ",
        "qua",
        "CH",
        "Aug ",
    ]
)


@settings(deadline=None)
@given(st.one_of(st.text(), st.lists(ALPHABET, max_size=30).map("".join)))
def test_no_text_raises(text: str):
    parsed = parse_date(text, NOW)
    if parsed is not None:
        assert parsed.value == floor_to(parsed.value, parsed.precision)
        assert parsed.value.tzinfo is VIETNAM
    parse_labelled(text, NOW)


@pytest.mark.parametrize(
    "text",
    [
        "\ud800 25/03/2022",
        "1" * 100_000,
        "25/03/" * 50_000,
        " " * 100_000 + "25/03/2022",
        "99999999 năm trước",
        "9999 tháng trước",
        "/Date(99999999999999)/",
        "/Date(-99999999999999)/",
        "ngày " * 10_000,
        "thứ hai, " * 10_000 + "1:",
        "٢٥/٠٣/٢٠٢٢",
    ],
    ids=lambda text: text[:12].encode("unicode_escape").decode(),
)
def test_strange_texts_are_answered(text: str):
    parsed = parse_date(text, NOW)
    assert parsed is None or parsed.value.year > 1900


def test_a_naive_clock_is_taken_for_vietnams():
    assert tell("3 giờ trước", datetime(2023, 7, 13, 9, 30)) == ("2023-07-13T06:00:00", "hour")
    assert tell("3 giờ trước", datetime.fromisoformat("2023-07-13T02:30:00+00:00")) == (
        "2023-07-13T06:00:00",
        "hour",
    )


def test_the_zone_that_a_text_names_is_told():
    parsed = parse_date("2022-06-29EDT09:48:00", NOW)
    assert parsed is not None
    assert (parsed.offset, parsed.zone, parsed.shape) == (-240, "edt", "php")
    assert parsed.written == datetime(2022, 6, 29, 9, 48)
    plain = parse_date("20:48 29/06/2022", NOW)
    assert plain is not None
    assert (plain.offset, plain.zone) == (None, None)


def test_years_of_two_digits_end_with_next_year():
    assert tell("25/03/24")[0] == "2024-03-25T00:00:00"
    assert tell("25/03/25")[0] == "1925-03-25T00:00:00"


def test_a_label_says_which_date_it_is():
    both = parse_labelled("Cập nhật: 25/01/2021 08:30 | Đăng ngày 21/01/2021", NOW)
    assert both.label == "published"
    assert both.date == parse_date("21/01/2021", NOW)
    assert both.update == parse_date("25/01/2021 08:30", NOW)
    assert parse_labelled("Cập nhật: 25/01/2021", NOW).label == "updated"
    assert parse_labelled("25/01/2021", NOW).label is None
