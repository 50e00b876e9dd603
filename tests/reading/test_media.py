"""Files that an article shows or offers, at their own addresses and under a telling title."""

from __future__ import annotations

import pytest
from lxml import html

from harvester.items import Attachment
from harvester.reading.media import find_image, find_viewed, is_file_link, merge_attachments, read_attachment
from harvester.reading.page import Page

FILE = "https://xa.example/uploads/ke-hoach.pdf"
PAGE = Page("https://xa.example/tin/ke-hoach-1.html", b"<p>x</p>")


@pytest.mark.parametrize(
    "address",
    [
        "https://docs.google.com/viewer?url=https%3A%2F%2Fxa.example%2Fuploads%2Fke-hoach.pdf&embedded=true",
        "https://docs.google.com/gview?embedded=true&url=https://xa.example/uploads/ke-hoach.pdf",
        "https://view.officeapps.live.com/op/embed.aspx?src=https%3A%2F%2Fxa.example%2Fuploads%2Fke-hoach.pdf",
        "https://xa.example/pdfjs/web/viewer.html?file=/uploads/ke-hoach.pdf",
        "https://xa.example/pdfjs/web/viewer.html?file=../../uploads/ke-hoach.pdf",
        "https://xa.example/wp-content/plugins/pdfjs-viewer/web/viewer.php?file=https://xa.example/uploads/ke-hoach.pdf",
        FILE,
    ],
)
def test_a_viewer_is_unwrapped(address):
    assert find_viewed(address) == FILE


@pytest.mark.parametrize(
    "address",
    [
        "https://xa.example/tai-ve.aspx?file=ke-hoach.pdf",
        "https://xa.example/viewer.html?file=",
        "https://xa.example/tin?url=https://xa.example/tin-2.html",
        "https://[xa/viewer.html?file=a.pdf",
    ],
)
def test_what_is_no_viewer_stays(address):
    assert find_viewed(address) == address


def test_a_file_on_a_drive_has_no_name():
    frame = html.fromstring('<iframe src="https://drive.google.com/file/d/1aB-2/preview?usp=x"></iframe>')
    assert read_attachment(frame, PAGE.absolute) == Attachment("https://drive.google.com/file/d/1aB-2/view")


def test_a_frame_is_called_by_its_file_and_not_by_what_stands_in_it():
    frame = html.fromstring('<object data="/uploads/ke-hoach.pdf">Trình duyệt không xem được tệp này</object>')
    assert read_attachment(frame, PAGE.absolute) == Attachment(FILE, "ke-hoach.pdf", "application/pdf")


@pytest.mark.parametrize("text", ["Tải về", "Xem chi tiết tại đây", "tại đây", "Download", "File đính kèm"])
def test_a_label_that_names_no_file(text):
    assert is_file_link(text)


@pytest.mark.parametrize("text", ["Kế hoạch nạo vét mương", "Tải trọng cầu Bờ Dừa", "Xem lễ hội"])
def test_a_label_that_names_something(text):
    assert not is_file_link(text)


def test_a_file_that_is_linked_twice_is_one_under_its_better_title():
    named, plain = Attachment(FILE, "Kế hoạch nạo vét"), Attachment(FILE, "ke-hoach.pdf")
    assert merge_attachments([plain, named, plain]) == [named]
    assert merge_attachments([named, plain]) == [named]


@pytest.mark.parametrize("width", ["²", "9" * 5000, "100%", "", "640px", "640"])
def test_a_picture_of_no_size_that_is_small_is_one(width):
    element = html.fromstring(f'<img src="/anh.jpg" width="{width}">')
    assert find_image(element, PAGE.absolute) == "https://xa.example/anh.jpg"


@pytest.mark.parametrize("width", ["1", "16px"])
def test_a_picture_that_is_small_is_none(width):
    assert find_image(html.fromstring(f'<img src="/anh.jpg" width="{width}">'), PAGE.absolute) is None
