"""What a site says in its frame where its article ought to be."""

import pytest

from harvester.errors import LoginPage, MissingText, Refused
from harvester.reading.error_pages import refuse_empty_frame, refuse_error_page
from harvester.reading.page import Page

LONG = "<p>Từ tháng này, bà con thôn Gò Mận vào hệ thống dịch vụ công bằng tài khoản định danh của mình.</p>"
URL = "http://xa.example/tin/bo-dua-8.html"


@pytest.mark.parametrize(
    "text",
    [
        "Không thể kết nối cơ sở dữ liệu. Vui lòng thử lại sau.",
        "Lỗi kết nối máy chủ!",
        "Hệ thống đang bận, xin vui lòng thử lại sau ít phút.",
        "Đã có lỗi xảy ra trong quá trình xử lý. Vui lòng thử lại.",
        "Cổng thông tin điện tử đang được bảo trì từ 22 giờ đến 6 giờ. Kính mong quý vị thông cảm và quay lại sau.",
    ],
)
def test_a_fault_in_place_of_a_text_passes(text):
    with pytest.raises(Refused, match="fault in place"):
        refuse_empty_frame(text)


@pytest.mark.parametrize(
    "text",
    [
        "Bài viết không tồn tại hoặc đã bị xóa.",
        "Không tìm thấy nội dung yêu cầu. Vui lòng quay lại trang chủ.",
        "Nội dung đang được cập nhật, mời quý vị quay lại sau.",
        "Đang cập nhật…",
    ],
)
def test_a_notice_that_there_is_no_text_is_no_article(text):
    with pytest.raises(MissingText, match="notice in place"):
        refuse_empty_frame(text)


@pytest.mark.parametrize(
    "text",
    [
        "Hệ thống đang bảo trì từ 20 giờ ngày 5/6, mong bà con thông cảm.",
        "Trang thông tin điện tử sẽ bảo trì từ 20 giờ đến 22 giờ, mong bà con thông cảm.",
        "Nội dung đang được cập nhật lên bảng tin của ba thôn trong tuần này.",
        "Không có bài viết dự thi nào bị loại, Ban tổ chức cho biết.",
        "Bài viết không tồn tại. " * 20,
    ],
)
def test_an_article_may_tell_of_such_things(text):
    assert refuse_empty_frame(text) is None


@pytest.mark.parametrize("title", ["Too many requests", "Truy cập bị từ chối", "Access Denied"])
def test_a_refusal_that_answers_200_is_one(title):
    page = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>Later.</p></body></html>"
    with pytest.raises(Refused):
        refuse_error_page(Page("http://xa.example/tin/bo-dua-8.html", page.encode()))


@pytest.mark.parametrize("field", ["type=password", "type='password'", 'type="password"', "TYPE = Password"])
def test_a_log_in_form_is_known_by_its_field_however_it_is_written(field):
    form = f"<form method=post><input name=ten><input {field} name=p></form>"
    page = Page(URL, f"<html><title>Đăng nhập</title><body>{form}</body></html>".encode())
    with pytest.raises(LoginPage):
        refuse_error_page(page)


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Đăng nhập VNeID cần lưu ý gì", "<h1>Đăng nhập VNeID cần lưu ý gì</h1><p>Bà con mang theo thẻ căn cước.</p>"),
        ("Đăng nhập hệ thống", f"<h1>Đăng nhập hệ thống</h1>{LONG * 2}"),
    ],
)
def test_an_article_on_logging_in_is_one_beside_a_form_for_members(title, shown):
    form = "<form><input name=ten><input type=password name=p></form>"
    page = Page(URL, f"<html><title>{title}</title><body>{form}{shown}</body></html>".encode())
    refuse_error_page(page)
    bare = Page(URL, f"<html><title>{title}</title><body>{form}<h1>Đăng nhập hệ thống xã</h1></body></html>".encode())
    with pytest.raises(LoginPage):
        refuse_error_page(bare)


@pytest.mark.parametrize(
    "step", ["window.location.reload(true)", "location.href = '/tin/7'", "location.replace('/tin')"]
)
def test_a_page_that_only_sets_a_cookie_and_loads_anew_is_none(step):
    script = f"<script>document.cookie='D1N=3fa9';{step};</script>"
    with pytest.raises(Refused, match="sets a cookie"):
        refuse_error_page(Page(URL, f"<html><body>{script}</body></html>".encode()))
    refuse_error_page(Page(URL, f"<html><body>{script}<p>Bà con Gò Mận họp bàn.</p></body></html>".encode()))


@pytest.mark.parametrize("shown", ["<img src=/anh.jpg>", "<audio src=/so-7.mp3></audio>", "<iframe src=/v/7></iframe>"])
def test_a_page_that_shows_a_picture_or_a_recording_does_not_only_set_a_cookie(shown):
    script = "<script>document.cookie='xem=1';if(0)location.reload();</script>"
    assert refuse_error_page(Page(URL, f"<html><body>{script}{shown}</body></html>".encode())) is None
