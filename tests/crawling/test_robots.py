"""What is kept of a robots.txt."""

from scrapy.http import TextResponse

from harvester.crawling.robots import judge
from harvester.limits import ROBOTS_LIMIT


def test_no_password_is_kept():
    body = b"User-agent: *\nDisallow: /a@b\nSitemap: http://mai:bi-mat@go.example.vn/ban-do.xml\n"
    response = TextResponse("http://go.example.vn/robots.txt", body=body)
    text = judge("2026-03-07", "http://go.example.vn", response).text
    assert text == "User-agent: *\nDisallow: /a@b\nSitemap: http://go.example.vn/ban-do.xml\n"


def test_what_stands_behind_the_limit_is_not_read_and_makes_no_other_rule(caplog):
    rule = b"User-agent: *\n"
    body = rule + b"#" * (ROBOTS_LIMIT - len(rule) - 12) + b"\nDisallow: /tim-kiem\nDisallow: /tin\n"
    text = judge("2026-03-07", "http://go.example.vn", TextResponse("http://go.example.vn/robots.txt", body=body)).text
    assert text is not None and text.startswith("User-agent: *\n#") and "Disallow" not in text
    assert "http://go.example.vn/robots.txt: what stands behind 512 kB is not read" in caplog.text
