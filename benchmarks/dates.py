"""Readers of dates side by side: what they make of the corpus in tests/, and how long they take.

    python -m benchmarks.dates [CORPUS.tsv]     prints the tables of docs/dates.md

A corpus has the columns text, expected (ISO 8601, empty for a text without a date) and precision; `now`,
where it is a column, is when the text was seen. A reading is right when it tells the moment at that
precision; a value without a zone is taken for Vietnam's time; raising counts as unread. htmldate reads pages
and tells days, so it is given a page and compared by days.
"""

from __future__ import annotations

import csv
import re
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import dateparser
import dateparser.search
import dateutil.parser
import htmldate

from harvester.items import Precision
from harvester.vietnamese.dates import parse_date
from harvester.vietnamese.dates.relative import floor_to
from harvester.vietnamese.dates.zones import VIETNAM

CORPUS = Path(__file__).parent.parent / "tests" / "vietnamese" / "dates" / "dates.tsv"
NOW = datetime(2023, 7, 13, 9, 0, tzinfo=VIETNAM)

# The shapes that portals print most, in our own words.
COMMON = (
    "14:30 19/08/2022",
    "Thứ sáu - 19/08/2022 14:30",
    "Thứ sáu - 19/08/2022 14:30 141 0",
    "Ngày 19/08/2022 14:30:00",
    "19/08/2022",
    "Đăng ngày 19 - 08 - 2022",
    "Ngày cập nhật 19/08/2022",
    "Cập nhật:19/08/2022 2:30:07 CH",
    "Thứ Sáu, 19/08/2022",
    "Thứ Sáu 19/08/2022 14:30",
    "19.08.2022 14:30",
    "2022-08-19T14:30:00+07:00",
    "2022-08-19+0714:30:00",
    "Ngày đăng: 19/08/2022 - Lượt xem: 87",
    "19/08/2022, 14:30",
    "Thứ sáu, 14:30, 19/08/2022",
    "14:30 | 19/08/2022",
    "ngày 19 tháng 8 năm 2022",
    "19-08-2022, 14:30 (GMT+7)",
    "3 ngày trước",
)

WITHOUT = (
    "Đạt 95/100 điểm",
    "Lượt xem: 7.370 | Phản hồi: 0 | Cỡ chữ A A | In bài viết",
    "Số: 1234/QĐ-UBND, Nghị định 12/2019/NĐ-CP, nhiệm kỳ 2020 - 2025, điện thoại 0239.3855.123",
    "Thu ngân sách xã đạt 4,9 tỷ đồng, tăng 12,6% so với cùng kỳ năm trước, bằng 52,9% kế hoạch năm 2023; "
    "15/17 chỉ tiêu đã hoàn thành, còn 2 chỉ tiêu đang được các ban ngành tập trung thực hiện",
    "Đảng ủy xã tổ chức hội nghị sơ kết công tác sáu tháng đầu năm, triển khai nhiệm vụ các tháng cuối năm, "
    "với sự tham dự của các đồng chí trong Ban Chấp hành và bí thư các chi bộ",
)

Reader = Callable[[str, datetime], datetime | None]


@dataclass(frozen=True)
class Row:
    text: str
    now: datetime
    expected: datetime | None
    precision: Precision | None


def read_corpus(path: Path) -> list[Row]:
    rows = []
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            text = re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), row["text"] or "")
            value = datetime.fromisoformat(row["expected"]) if row["expected"] else None
            if value is not None:
                value = value.replace(tzinfo=VIETNAM) if value.tzinfo is None else value.astimezone(VIETNAM)
            now = datetime.fromisoformat(row["now"]) if row.get("now") else NOW
            rows.append(Row(text, now, value, row["precision"] or None))  # type: ignore[arg-type]
    return rows


def read_with_harvester(text: str, now: datetime) -> datetime | None:
    parsed = parse_date(text, now)
    return None if parsed is None else parsed.value


def write_settings(now: datetime) -> dict[str, object]:
    return {
        "RELATIVE_BASE": now.replace(tzinfo=None),
        "TIMEZONE": "Asia/Ho_Chi_Minh",
        "RETURN_AS_TIMEZONE_AWARE": True,
    }


def read_with_dateparser(text: str, now: datetime) -> datetime | None:
    return dateparser.parse(text, languages=["vi"], settings=write_settings(now))


def read_with_search(text: str, now: datetime) -> datetime | None:
    found = dateparser.search.search_dates(text, languages=["vi"], settings=write_settings(now))
    return found[0][1] if found else None


def read_with_dateutil(text: str, now: datetime) -> datetime | None:
    return dateutil.parser.parse(text, fuzzy=True, dayfirst=True, default=now.replace(tzinfo=None))


def read_with_htmldate(text: str, now: datetime) -> datetime | None:
    page = f"<html><head><title>Tin</title></head><body><p class='date'>{text}</p></body></html>"
    found = htmldate.find_date(page, original_date=True, outputformat="%Y-%m-%d")
    return datetime.fromisoformat(found) if found else None


def read(reader: Reader, row: Row) -> datetime | None:
    try:
        return reader(row.text, row.now)
    except (ValueError, OverflowError, TypeError):  # as dateutil does for what it cannot read
        return None


READERS: dict[str, Reader] = {
    "harvester": read_with_harvester,
    'dateparser, `languages=["vi"]`': read_with_dateparser,
    "dateparser, search": read_with_search,
    "dateutil, fuzzy, day first": read_with_dateutil,
    "htmldate (days)": read_with_htmldate,
}


def judge(row: Row, value: datetime | None, by_days: bool) -> str:
    """One of right, wrong, unread for a date; left, dated for a text without one."""
    if row.expected is None or row.precision is None:
        return "left" if value is None else "dated"
    if value is None:
        return "unread"
    value = value.replace(tzinfo=VIETNAM) if value.tzinfo is None else value.astimezone(VIETNAM)
    precision: Precision = row.precision
    if by_days and precision in ("hour", "minute", "second"):
        precision = "day"
    return "right" if floor_to(value, precision) == floor_to(row.expected, precision) else "wrong"


def measure(call: Callable[[], object], times: int, rounds: int = 5) -> float:
    """Seconds of one call, in the best of several rounds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        for _ in range(times):
            call()
        best = min(best, (time.perf_counter() - start) / times)
    return best


def print_accuracy(rows: list[Row]) -> None:
    dates = sum(row.expected is not None for row in rows)
    print(f"{dates} dates and {len(rows) - dates} texts without one\n")
    print("| reader | right | wrong | unread | texts without a date that got one |\n|---|---|---|---|---|")
    for name, reader in READERS.items():
        counts = Counter(judge(row, read(reader, row), "days" in name) for row in rows)
        print(f"| {name} | {counts['right']} | {counts['wrong']} | {counts['unread']} | {counts['dated']} |")


def print_speed() -> None:
    ours = sum(measure(lambda text=text: parse_date(text, NOW), 500) for text in COMMON)
    theirs = sum(measure(lambda text=text: dateparser.parse(text, languages=["vi"]), 10) for text in COMMON)
    print(
        f"\n{len(COMMON)} commonest shapes: {ours / len(COMMON) * 1e6:.1f} µs each, dateparser "
        f"{theirs / len(COMMON) * 1e6:.0f} µs: 1/{theirs / ours:.0f}"
    )
    for text in WITHOUT:
        seconds = measure(lambda text=text: parse_date(text, NOW), 1000)
        print(f"without a date, {len(text)} characters: {seconds * 1e6:.1f} µs")


def main() -> None:
    warnings.simplefilter("ignore")
    print_accuracy(read_corpus(Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS))
    print_speed()


if __name__ == "__main__":
    main()
