"""Pages that stand in for the one that was asked for: flood limits, checks of the visitor, blocks, log-ins."""

from __future__ import annotations

import re

from harvester.errors import Refused
from harvester.platforms.page import Page
from harvester.vietnamese.text import compare_key, measure_marks

# Titles of such pages, as compare keys: "Hãy đợi..." (NukeViet's flood limiter, with status 200),
# "Just a moment...".
TITLES = re.compile(
    r"hãy đợi|vui lòng (?:đợi|chờ)(?: .{0,30})?|just a moment|attention required.{0,30}|access denied|"
    r"403 forbidden|forbidden|"
    r"request rejected|ddos protection.{0,30}|checking your browser.{0,30}|are you a robot|captcha|"
    r"security check|"
    r"xác (?:minh|thực) (?:bạn|truy cập|người dùng|không phải).{0,40}|truy cập bị (?:từ chối|chặn).{0,30}|"
    r"website (?:đang )?(?:bảo trì|tạm ngừng|nâng cấp).{0,40}|đang bảo trì.{0,30}|503 service.{0,30}|"
    r"502 bad gateway|504 gateway.{0,20}|"
    r"the url you requested has been blocked|web page blocked.{0,20}|blocked"
)
# Texts of short pages: the firewall's "Your support ID is", the flood limiter's counter.
TEXTS = re.compile(
    r"your support id is|the requested url was rejected|enable javascript and cookies to continue|"
    r"checking your browser before|"
    r"please complete the security check|floodblocker|verify you are (?:a )?human|truy cập quá (?:nhanh|"
    r"nhiều)|"
    r"gửi quá nhiều yêu cầu",
    re.IGNORECASE,
)
SHORT = 6000
"""Bytes; only pages no longer than this are judged by their texts."""
LOGIN_TITLE = re.compile(r"(?:đăng nhập|login|log in|sign in)(?: .{0,60})?")

SAMPLE = 1000
"""Characters of a body that are judged."""
FEWEST_LETTERS = 300
LEAST_MARKS = 0.04
"""Part of letters with marks below which a text is no Vietnamese prose (it has 0.2 to 0.35)."""


def refuse_stand_in(page: Page) -> None:
    """Raises Refused with the reason where a page is no page of the portal's own."""
    title = compare_key(page.title)
    if title and TITLES.fullmatch(title):
        raise Refused(f"a stand-in page titled {page.title!r}")
    if len(page.body) < SHORT and (match := TEXTS.search(page.text)):
        raise Refused(f"a stand-in page that says {match.group(0)!r}")
    if title and LOGIN_TITLE.fullmatch(title) and b'type="password"' in page.body:
        raise Refused("a log-in page")


def refuse_obfuscated(body: str, language: str) -> None:
    """Raises Refused for a long text almost without Vietnamese marks, unless the page says it is in another
    language."""
    if language and not language.lower().startswith("vi"):
        return
    sample = body[:SAMPLE]
    if len(sample) - len(sample.encode("ascii", "ignore")) > 2 * LEAST_MARKS * len(sample):
        return
    letters, marked = measure_marks(sample)
    if letters >= FEWEST_LETTERS and marked < LEAST_MARKS:
        raise Refused(f"an obfuscated body: {marked:.1%} of {letters} letters have marks")
