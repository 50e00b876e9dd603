"""Datelines, the years that they leave out, and the dates in documents' heads."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.vietnamese.dates.event_dates import find_datelines, find_document_date
from harvester.vietnamese.dates.zones import VIETNAM

NOW = datetime(2023, 7, 13, 9, 0, tzinfo=VIETNAM)


def tell(body: str, now: datetime = NOW, context: str = "") -> list[tuple[str, str]]:
    return [(line.text, line.value.date().isoformat()) for line in find_datelines(body, now, context=context)]


@pytest.mark.parametrize(
    ("body", "text", "day"),
    [
        ("Sáng 25/02/2020, Đảng ủy xã họp.", "Sáng 25/02/2020", "2020-02-25"),
        ("Chiều ngày 21/6/2022, tại thôn Một.", "Chiều ngày 21/6/2022", "2022-06-21"),
        ("Ngày 27/06/2022, Ủy ban nhân dân xã họp.", "Ngày 27/06/2022", "2022-06-27"),
        (
            "Tối thứ Ba, ngày 25 tháng 2 năm 2020, đoàn xã múa hát.",
            "Tối thứ Ba, ngày 25 tháng 2 năm 2020",
            "2020-02-25",
        ),
        ("Trong 2 ngày 24-25/11/2022, xã mở hội thi.", "Trong 2 ngày 24-25/11/2022", "2022-11-24"),
        ("Trong hai ngày 24 và 25/11/2022, xã mở hội thi.", "Trong hai ngày 24 và 25/11/2022", "2022-11-24"),
        ("Từ ngày 30/11 đến ngày 02/12/2022, xã mở lớp.", "Từ ngày 30/11 đến ngày 02/12/2022", "2022-11-30"),
        ("(Cổng thông tin) - Ngày 12.7.2022, đoàn đến thăm.", "Ngày 12.7.2022", "2022-07-12"),
        ("Vừa qua, ngày 12/7/2022, đoàn đến thăm.", "ngày 12/7/2022", "2022-07-12"),
        ("Hội thi diễn ra vào ngày 12/7/2022 tại sân xã.", "vào ngày 12/7/2022", "2022-07-12"),
        ("Thực hiện kế hoạch của huyện, ngày 12/7/2022 xã ra quân.", "ngày 12/7/2022", "2022-07-12"),
        ("Đêm 31/12/2022, xã bắn pháo.", "Đêm 31/12/2022", "2022-12-31"),
        (
            "Sáng mùng 6 Tết Nguyên đán Quý Mão (27/1/2023), xã ra quân.",
            "Sáng mùng 6 Tết Nguyên đán Quý Mão (27/1/2023",
            "2023-01-27",
        ),
        ("Sáng 12 tháng Giêng (tức ngày 02/02/2023), hội.", "Sáng 12 tháng Giêng (tức ngày 02/02/2023", "2023-02-02"),
    ],
)
def test_datelines_are_found_with_their_sentence(body: str, text: str, day: str):
    found = find_datelines("Một câu đứng trước.\n\n" + body + " Một câu đứng sau.", NOW)
    assert [(line.text, line.value.date().isoformat()) for line in found] == [(text, day)]
    assert found[0].sentence == body
    assert found[0].precision == "day"
    assert found[0].year_named


def test_the_last_of_several_days_is_told():
    (line,) = find_datelines("Từ ngày 30/11 đến ngày 02/12/2022, xã mở lớp.", NOW)
    assert line.until == datetime(2022, 12, 2, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    "body",
    [
        "Theo Chỉ thị số 11-CT/TW, ngày 08/12/2021 của cấp trên.",
        "Căn cứ Quyết định số 52/QĐ-UBND ngày 04/01/2022 của huyện.",
        "Chào mừng kỷ niệm Ngày Quốc tế Phụ nữ 8/3 năm 2022.",
        "Nhân kỷ niệm ngày 27/7, xã tặng quà năm 2022.",
        "Ông sinh ngày 12/3/1976, là cán bộ.",
        "Hạn nộp trước ngày 30/6/2022.",
        "Tính đến ngày 20/5/2022, xã đạt 15/17 chỉ tiêu.",
        "Xã Một, ngày 22 tháng 3 năm 2022",
        "Thu ngân sách đạt 130/200 tỷ đồng năm 2022.",
        "Ngày 27/7 hằng năm là dịp tri ân, năm 2022 cũng vậy.",
        "Ngày 30/12/2030, đường sẽ thông xe.",
        "Sáng 31/02/2022, không có ngày ấy.",
        "",
    ],
)
def test_other_dates_are_no_datelines(body: str):
    assert tell(body) == []


@pytest.mark.parametrize(
    ("body", "day"),
    [
        (
            "Sáng 25/02, xã họp. Công tác tuyển quân năm 2020. Nhiệm kỳ 2015 – 2020, nhiệm kỳ 2020 – 2025.",
            "2020-02-25",
        ),
        ("Sáng 25/12, xã tổng kết năm 2021, triển khai nhiệm vụ năm 2022.", "2021-12-25"),
        ("Sáng 10/01, xã tổng kết năm 2021, triển khai nhiệm vụ năm 2022.", "2022-01-10"),
        ("Sáng 5/9, trường khai giảng năm học 2021-2022.", "2021-09-05"),
        ("Sáng 25/5, trường bế giảng năm học 2021-2022.", "2022-05-25"),
        (
            "Sáng 12/5, xã họp. Thu ngân sách năm 2022 tăng so với cùng kỳ năm 2021, mục tiêu đến năm 2025.",
            "2022-05-12",
        ),
        (
            "Sáng thứ Ba, 25/02, xã họp. Kế hoạch năm 2020, kế hoạch năm 2022, kế hoạch năm 2022.",
            "2020-02-25",
        ),
    ],
)
@pytest.mark.parametrize("year", [2023, 2031])
def test_a_missing_year_is_one_that_the_text_names(body: str, day: str, year: int):
    (found,) = find_datelines(body, NOW.replace(year=year))
    assert found.value.date().isoformat() == day
    assert not found.year_named


def test_the_year_is_bounded_by_when_it_was_seen():
    body = "Sáng 12/3, xã họp. Mục tiêu năm 2025, năm 2025. Kết quả năm 2023."
    assert tell(body) == [("Sáng 12/3", "2023-03-12")]
    assert tell("Sáng 12/8, xã họp. Kế hoạch năm 2023.") == []
    assert tell("Sáng 12/3, xã họp.") == []
    assert tell("Sáng 12/3, xã mừng Xuân 2023, có 2021 người.") == [("Sáng 12/3", "2023-03-12")]
    assert tell("Sáng 12/3, xã họp.", context="Báo cáo năm 2021") == [("Sáng 12/3", "2021-03-12")]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("Rạng sáng 22/2, ống vỡ. Ống cũ lắp từ ngày 07 tháng 06 năm 2021.", None),
        ("Sáng 4/1, xã khởi công. Chủ trương được thông qua từ ngày 01/01/2021.", None),
        ("Sáng 4/1, xã khởi công. Đồ án phê duyệt ngày 20 tháng 12 năm 2020.", None),
        ("Sáng 25/02, xã họp. Đội kỷ niệm ngày thành lập Hội (20/02/2021).", None),
        ("Sáng 25/02, xã họp. Bắt Nguyễn Văn Mây, SN 01/3/2001.", None),
        ("Sáng 25/02, xã học Nghị định số 20/2021/NĐ-CP ngày 15/3/2021 của trên.", None),
        ("Sáng 25/02, ông được trao huy hiệu, vào Đảng ngày 03/02/1996.", None),
        ("Sáng 4/1, xã khởi công. Hạn góp ý đến hết ngày 25/2/2022.", "2022-01-04"),
        ("Sáng 25/12, xã họp. Lễ trao giải diễn ra ngày 10/01/2022.", "2021-12-25"),
        ("Sáng 3/1, xã họp. Lớp học kết thúc ngày 28/12/2021.", "2022-01-03"),
        ("Sáng 4/1, xã khởi công kế hoạch năm 2022. Ống cũ lắp ngày 07/06/2021.", "2022-01-04"),
    ],
)
def test_a_whole_day_bears_out_the_year_of_one_close_to_it(body: str, told: str | None):
    found = find_datelines(body, NOW)
    assert (found[0].value.date().isoformat() if found else None) == told


@pytest.mark.parametrize(
    "body",
    [
        "Dự kiến sáng 4/1/2022, xã khởi công đường liên thôn.",
        "Buổi tuyên truyền tiếp theo sẽ diễn ra vào sáng 4/1/2022.",
        "Trân trọng kính mời bà con đến dự sáng 4/1/2022.",
    ],
)
def test_an_event_to_come_is_no_dateline(body: str):
    assert tell(body) == []


def test_decomposed_texts_are_read_alike():
    assert tell("Sa\u0301ng nga\u0300y 12/7/2022, xa\u0303 họp.") == [("Sáng ngày 12/7/2022", "2022-07-12")]


def test_the_head_of_a_document_is_found():
    body = "ĐẢNG ỦY XÃ MỘT\n*\nSố 52 -BC/ĐU\n\nXã  Một, ngày 22 tháng 3 năm 2022\n\nBÁO CÁO"
    found = find_document_date(body)
    assert found is not None
    assert (found.value, found.text) == (date(2022, 3, 22), "Xã Một, ngày 22 tháng 3 năm 2022")
    table = find_document_date("Số 52 | Xã Một, ngày 22 tháng 3 năm 2022")
    assert table is not None
    assert table.value == date(2022, 3, 22)
    assert find_document_date("Hội nghị họp tại xã Một, ngày 22 tháng 3 năm 2022, có 40 người.") is None
    assert find_document_date("Xã Một, ngày 31 tháng 2 năm 2022") is None


@settings(deadline=None)
@given(st.text())
def test_no_body_raises(body: str):
    for line in find_datelines(body, NOW):
        assert line.value <= NOW
    find_document_date(body)
