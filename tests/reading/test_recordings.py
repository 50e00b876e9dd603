"""Pages that are no more than a title, a day and a recording: commune radio, videos."""

import pytest

from harvester.errors import NotAnArticle
from harvester.items import Article, Attachment
from harvester.platforms import read_article

URL = "http://xa.example/truyen-thanh/ban-tin-12.html"
TITLE = "Bản tin truyền thanh xã Gò Mây ngày 12 tháng 5"
DAY = "<span class=date>12/05/2026 08:30</span>"
MENU = "<ul><li><a href=/>Trang chủ</a></li><li><a href=/tin/>Tin tức</a></li></ul>"
BEHIND = (
    "<div class=related><h3>Bản tin khác</h3><ul><li><a href=/truyen-thanh/ban-tin-11.html>Bản tin trước</a></ul></div>"
)


def read(player: str, day: str = DAY) -> Article:
    article = f"<article><h1>{TITLE}</h1>{day}<div class=noidung>{player}</div></article>"
    body = f"<nav>{MENU}</nav><main>{article}{BEHIND}</main>"
    return read_article(f"<html lang=vi><head><title>{TITLE}</title></head><body>{body}</body></html>".encode(), URL)


MP3 = Attachment("http://xa.example/media/so-12.mp3", "so-12.mp3", "audio/mpeg")
MP4 = Attachment("http://xa.example/media/so-12.mp4", "so-12.mp4", "video/mp4")
TUBE = "https://www.youtube.com/embed/goMay12345a"
BOOK = "https://www.facebook.com/plugins/video.php?href=x"
RECORDINGS = {
    "<audio controls src=/media/so-12.mp3></audio>": MP3,
    "<video controls><source src=/media/so-12.mp4><p>Trình duyệt không hỗ trợ</p></video>": MP4,
    "<audio src='/phat?so=12' type='audio/mpeg; codecs=mp3'></audio>": Attachment(
        "http://xa.example/phat?so=12", "phat", "audio/mpeg"
    ),
    f"<iframe src={TUBE}></iframe>": Attachment(TUBE),
    f"<iframe data-src='{BOOK}'></iframe>": Attachment(BOOK),
}


@pytest.mark.parametrize(("player", "recording"), RECORDINGS.items())
def test_article_may_be_no_more_than_a_recording(player: str, recording: Attachment) -> None:
    article = read(player)
    assert (article.title, article.kind, article.body) == (TITLE, "file", "")
    assert article.attachments == [recording]
    assert [date.text for date in article.dates if date.found_in == "page"] == ["12/05/2026 08:30"]


def test_article_of_a_known_system_may_be_no_more_than_a_recording() -> None:
    page = (
        f'<html><head><title>{TITLE}</title><meta name="generator" content="NukeViet v4.5"></head><body>'
        f'<div class="news_column"><h1 class="title margin-bottom-lg">{TITLE}</h1>'
        '<span class="h5">Thứ ba - 12/05/2026 08:30</span><div id="news-bodyhtml" class="bodytext">'
        "<video src=/media/so-12.mp4></video></div></div></body></html>"
    )
    article = read_article(page.encode(), "http://xa.example/vi/news/truyen-thanh/ban-tin-so-12-34.html")
    assert article.platform == "nukeviet"
    assert article.attachments == [MP4]


@pytest.mark.parametrize(
    "frame",
    [
        "<iframe src=https://www.google.com/maps/embed?pb=1></iframe>",
        "<iframe src=https://www.youtube.com/></iframe>",
        "<iframe src=javascript:alert(1)></iframe>",
        "<video><track src=chu.vtt></video>",
        "<audio src='data:audio/mpeg;base64,AAAA'></audio>",
    ],
)
def test_other_frames_are_no_recordings(frame: str) -> None:
    with pytest.raises(NotAnArticle):
        read(frame)


def test_recording_without_a_day_is_no_article() -> None:
    """A gallery's first video stands below its heading like this."""
    with pytest.raises(NotAnArticle):
        read("<video src=/media/so-12.mp4></video>", day="")


def test_recording_that_goes_with_a_text_is_no_file_of_it() -> None:
    text = "<p>Bản tin hôm nay nói về lịch xuống giống vụ hè thu và việc sửa cống ở thôn Gò Mây Hạ.</p>"
    article = read(f"<audio src=/media/so-12.mp3></audio>{text}")
    assert article.body.startswith("Bản tin hôm nay") and article.attachments == [] and article.kind != "file"
