"""Lines that are hardly more than a date."""

from __future__ import annotations

import pytest

from harvester.reading.date_lines import parse_leading_date, parse_unsure_date, read_date_line


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


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("2026-06-27T10:30:00.000Z", "2026-06-27T10:30:00.000Z"),
        ("12 Tháng ba 2026, 20:31", "12 Tháng ba 2026, 20:31"),
        ("Thứ Ba, 20/10/2026 (nhằm mùng 10 tháng 9 âm lịch), 9 giờ 5 phút", "Thứ Ba, 20/10/2026, 9 giờ 5 phút"),
        ("Hạn đăng ký: trước ngày 20/10/2026 tại nhà văn hóa", None),
        ("2 năm trước", "2 năm trước"),
        ("Hôm qua, 14:05", "Hôm qua, 14:05"),
    ],
)
def test_the_whole_of_a_date_and_nothing_else(line, date):
    assert read_date_line(line) == date


@pytest.mark.parametrize(
    "line",
    [
        "T2, 05/01/2026",
        "Thu Sau, ngay 10/04/2026 08:30",
        "Thứ Ba, 07/04/2026, 2:05 chiều",
        "Ngày 5/I/2026",
        "24 02/2026",
        "Đăng hôm qua",
        "Hôm nay, 08:15",
        "Yesterday at 5:20 PM",
        "Tin xã » 24/02/2026 - 09:08",
    ],
)
def test_every_way_in_which_portals_tell_a_day_is_one(line):
    assert read_date_line(line) == line


@pytest.mark.parametrize("line", ["09/10/11", "Hôm nay: 292", "hôm nay", "Hôm qua mưa", "19.3.26", "24 13", "Mới đăng"])
def test_what_may_be_something_else_is_no_date(line):
    assert read_date_line(line) is None


@pytest.mark.parametrize("line", ["Hôm qua", "Vừa xong", "05/01/26 08:30", "20:00 3/2/26"])
def test_a_short_year_with_a_time_and_a_bare_word_are_dates_only_where_their_place_says_so(line):
    assert (read_date_line(line), parse_unsure_date(line)) == (None, line)
    assert parse_unsure_date("Vừa đăng") is parse_unsure_date("3/2/26") is None


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("28/06/2026 07:55 640 In bài", "28/06/2026 07:55"),
        ("28/06/2026 họp thôn", None),
        ("28/06/2026 07:55 thôn Gò Mây mời bà con đến nhà văn hóa họp bàn việc làng", None),
    ],
)
def test_a_time_before_the_tools_of_a_page(line, date):
    assert parse_leading_date(line) == date


@pytest.mark.parametrize(
    "line",
    [
        "Hồ sơ bán từ ngày phát hành thông báo đến 17 giờ ngày 18/7/2026.",
        "Thời gian nộp hồ sơ đến hết ngày 15/8/2026.",
        "Thời gian nhận đơn: từ ngày 01/8/2026 đến ngày 15/8/2026",
        "Tác giả gửi tranh trước ngày 30/9/2026.",
        "Danh sách cập nhật đến 17 giờ ngày 30/6/2026",
        "Phát hành hồ sơ mời thầu: 8 giờ ngày 20/5/2026",
        "Thời gian: 7 giờ 30 phút ngày 20/5/2026",
        "Cuốn sách xuất bản ngày 12/5/2026 tại Bến Tràm.",
        "Giấy mời được gửi vào ngày 12/5/2026.",
        "Ngày 20/5/2026:",
        "The exhibition posted entries until 20/5/2026",
    ],
)
def test_a_sentence_with_a_term_is_no_date_line_whatever_words_of_labels_stand_in_it(line: str) -> None:
    assert read_date_line(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "Đăng ngày 20/5/2026.",
        "Bài viết được đăng ngày 20/5/2026",
        "Tác giả: Mai Thị Thúng . Ngày đăng: 29/06/2026 . Lượt xem: 416 lượt",
        "Lượt xem: 416 lượt 20/5/2026",
        "Cập nhật lần cuối vào 20/5/2026",
        "Thời gian: 08:30 ngày 20/5/2026",
        "Đăng trong Đời sống vào 20/05/2026 bởi Mai Thị Thúng",
    ],
)
def test_labels_with_their_own_words_before_the_date_leave_it_a_date_line(line: str) -> None:
    assert read_date_line(line) == line
