"""Lines that are a date in the place of one, and a line of the text elsewhere."""

from datetime import UTC, datetime

import pytest

from harvester.items import Article
from harvester.platforms import read_article
from pipelines import process

TITLE = "Giải bóng đá xuân của xã Đồi Sim"
END = "Kính mời bà con các thôn đến sân vận động cổ vũ cho các đội bóng của thôn mình trong hai buổi tối."
STORY = "Tôi về thăm quê sau bao nhiêu năm xa cách, con đường làng đã khác xưa nhiều lắm."
FIXTURES = ["3/2/26 20:00", "Thôn Gò Sim - Thôn Bến Mây", "4/2/26 20:00", "Thôn Đồng Mây - Thôn Bến Tràm", END]
TALE = ["Hôm qua", STORY, "Hôm nay", "Tôi lại lên đường, mang theo hơi ấm của quê hương và lời dặn của mẹ già."]


def read(inside: str, platform: str) -> Article:
    heading = f'<article class=post><h1 class="entry-title">{TITLE}</h1>'
    page = f"<title>{TITLE}</title>{heading}{inside}</article>"
    article = read_article(page.encode(), "http://xa.example/tin/giai-xuan", platform=platform)
    return process(article, datetime(2026, 3, 20, 3, tzinfo=UTC))


@pytest.mark.parametrize("platform", ["generic", "wordpress"])
@pytest.mark.parametrize("lines", [FIXTURES, TALE])
def test_a_text_may_begin_with_what_elsewhere_is_a_date(lines, platform):
    article = read(f'<div class="entry-content">{"".join(f"<p>{line}</p>" for line in lines)}</div>', platform)
    assert ([*article.body.split("\n\n")], article.published_at) == (lines, None)


@pytest.mark.parametrize("line", ["<div>{}</div>", "<div class=date>{}</div>", "<p class=meta><span>{}</span></p>"])
@pytest.mark.parametrize(("shown", "day"), [("Hôm qua", 19), ("05/03/26 08:30", 5)])
def test_right_under_the_title_and_set_otherwise_it_is_the_articles_date(line, shown, day):
    article = read(f"{line.format(shown)}<p>{STORY}</p><p>{END}</p>", "generic")
    assert article.published_at is not None and article.published_at.day == day
    assert article.body == f"{STORY}\n\n{END}"


@pytest.mark.parametrize("badge", ["Mới đăng", "Vừa đăng"])
def test_a_badge_is_no_date(badge):
    assert read(f"<div class=date>{badge}</div><p>{STORY}</p><p>{END}</p>", "generic").published_at is None


def read_head(line: str, platform: str = "generic", rest: str = "") -> Article:
    return read(f'{line}<div class="entry-content"><p>{STORY}</p><p>{END}</p>{rest}</div>', platform)


@pytest.mark.parametrize(
    "line",
    [
        "<div>Sân vận động xã - 24/02/2026</div>",
        "<div>Lễ hội / 24-02-2026 / Sân vận động xã</div>",
        "<div>15</div><div>12/2025</div>",
    ],
)
def test_the_place_and_day_of_an_event_and_numbers_side_by_side_are_no_date(line):
    assert read_head(line).published_at is None


@pytest.mark.parametrize(
    "line",
    [
        "<div>Quản trị / 24-02-2026 / Tin hoạt động</div>",
        "<div>bbtdoisim / 24-02-2026 / Tin hoạt động</div>",
        "<div><a href=/tin>Tin hoạt động xã</a> / 24-02-2026</div>",
        "<div><div>24</div><div>02/2026</div></div>",
        "<div><div>24</div><div>Tháng 2</div><div>2026</div></div>",
    ],
)
def test_a_login_or_a_linked_section_beside_a_day_and_a_leaf_of_a_calendar_tell_of_the_article(line):
    article = read_head(line)
    assert article.published_at is not None and article.published_at.date().isoformat() == "2026-02-24"


@pytest.mark.parametrize("platform", ["generic", "wordpress"])
@pytest.mark.parametrize(
    ("beside", "rest", "precision"),
    [
        ("<div>08:15</div>", "", "minute"),
        ("<div class=len>02:45</div>", "", "day"),
        ("<div class=video-duration><span>02:45</span></div>", "", "day"),
        ("<div>02:45</div>", "<video src=/so-7.mp4></video>", "day"),
    ],
)
def test_the_length_of_a_recording_is_no_time_of_the_day_beside_it(beside, rest, precision, platform):
    article = read_head(f'<div class="posted-on date">05/03/2026</div>{beside}', platform, rest)
    assert article.published_precision == precision
