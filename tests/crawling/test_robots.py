"""What is kept of a robots.txt."""

from scrapy.http import TextResponse

from harvester.crawling.robots import judge


def test_no_password_is_kept():
    body = b"User-agent: *\nDisallow: /a@b\nSitemap: http://mai:bi-mat@go.example.vn/ban-do.xml\n"
    response = TextResponse("http://go.example.vn/robots.txt", body=body)
    text = judge("2026-03-07", "http://go.example.vn", response).text
    assert text == "User-agent: *\nDisallow: /a@b\nSitemap: http://go.example.vn/ban-do.xml\n"
