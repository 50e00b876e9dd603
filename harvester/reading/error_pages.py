"""Error pages with status 200, in place of the one asked for: floods, blocks, log-ins, maintenance, servers' faults."""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import urlsplit

from harvester.errors import LoginPage, MissingText, Refused, SiteClosed
from harvester.reading.markup import read_text
from harvester.reading.page import Page
from harvester.reading.scrambled import is_scrambled
from harvester.vietnamese.text import compare_key

# Titles of such pages, as compare keys: "Hãy đợi..." (NukeViet's flood limiter, with status 200),
# "Just a moment...".
_TITLES = re.compile(
    r"hãy đợi|vui lòng (?:đợi|chờ)(?: .{0,30})?|just a moment|attention required.{0,30}|access denied|"
    r"403 forbidden|forbidden|too many requests|"
    r"request rejected|ddos protection.{0,30}|checking your browser.{0,30}|are you a robot|captcha|"
    r"security check|"
    r"xác (?:minh|thực)(?: (?:bạn|truy cập|người dùng|không phải).{0,40})?|(?:nhập )?mã xác (?:nhận|minh|thực)|"
    r"truy cập bị (?:từ chối|chặn).{0,30}|"
    r"website (?:đang )?(?:bảo trì|tạm ng[ừư]ng|nâng cấp).{0,40}|đang bảo trì.{0,30}|503 service.{0,30}|"
    r"502 bad gateway|504 gateway.{0,20}|"
    r"the url you requested has been blocked|web page blocked.{0,20}|blocked"
)
# What servers and content systems call their faults, as compare keys of a title without the site's name behind it, or
# of a short page's heading: "Lỗi hệ thống - UBND xã …", "Runtime Error", "500 Internal Server Error", "Index of /tin".
# An article may begin with such words, and never is called by them alone.
FAULTS = re.compile(
    r"(?:(?:server|runtime|database|application|fatal|internal server|system|user) )?error|server error in application|"
    r"error establishing a database connection|database connection error|unhandled exception|"
    r"(?:http )?(?:status |error |lỗi )?(?:400|401|403|429|50\d)(?: (?:error|forbidden|bad request|unauthorized|"
    r"too many requests|internal server error|server error|bad gateway|service .{0,30}|gateway .{0,20}))?|"
    r"(?:service |site )?(?:temporarily )?unavailable|(?:site )?under (?:construction|maintenance)|"
    r"(?:site )?maintenance(?: mode)?|"
    r"lỗi(?: (?:hệ thống|máy chủ|kết nối|kết nối cơ sở dữ liệu|cơ sở dữ liệu|ứng dụng|truy cập|không xác định))?|"
    r"(?:hệ thống|trang web|cổng thông tin) (?:hiện )?(?:đang )?(?:bảo trì|nâng cấp|quá tải|bận|gặp sự cố|tạm ngừng)|"
    r"(?:đã )?(?:có lỗi xảy ra|xảy ra lỗi)|"
    r"welcome to nginx|(?:apache2? .{0,20})?(?:default|test) page.{0,20}|iis windows server.{0,10}|it works|"
    r"index of(?: .{0,80})?|(?:this )?domain (?:is )?(?:for sale|parked|expired)|account suspended|"
    r"bandwidth limit exceeded|default web site page|coming soon"
)
# The whole site, as compare key of its title: "Website tạm ngưng hoạt động" (NukeViet, with status 200).
_CLOSED = re.compile(
    r"(?:website|trang web|cổng thông tin(?: điện tử)?|site) (?:đang |hiện )?(?:tạm |bị )?(?:ng[ừư]ng|đóng)(?: cửa)?"
    r"(?: hoạt động)?$|site (?:is )?(?:closed|offline)$"
)
# The same in a sentence of a home page that leads nowhere: "Vì lý do kỹ thuật, website tạm thời đóng cửa".
CLOSED_TEXT = re.compile(
    r"\b(?:website|trang web|cổng thông tin(?: điện tử)?|hệ thống|site|trang) (?:is |hiện |đang |được |tạm |thời ){0,4}"
    r"(?:ng[ừư]ng hoạt động|đóng cửa|bảo trì|nâng cấp|under maintenance|closed|offline)\b"
)
# "Sorry! Could not connect to data server" (NukeViet), "Error establishing a database connection" (WordPress); in
# small letters, as which a page is searched: to ignore their case takes four times longer.
_DATABASE = re.compile(
    r"could not connect to (?:the )?data(?:base)?\b|error establishing a database connection|sqlstate\[|"
    r"too many connections"
)
NAME_BEHIND = re.compile(r"(?<!\s)\s+[-–—|»:]+\s+")
"""`Lỗi hệ thống - UBND xã Gò Mận`"""

# Texts of short pages, in small letters: the firewall's "Your support ID is", the flood limiter's counter.
_TEXTS = re.compile(
    r"your support id is|the requested url was rejected|enable javascript and cookies to continue|"
    r"checking your browser before|"
    r"(?:chứng (?:tỏ|minh)|xác (?:nhận|minh|thực)) .{0,30}không phải (?:là )?(?:robot|người máy|máy)|"
    r"please complete the security check|floodblocker|verify you are (?:a )?human|truy cập quá (?:nhanh|"
    r"nhiều)|"
    r"gửi quá nhiều yêu cầu|unhandled exception occurred|sqlstate\[|nginx web server is successfully installed|"
    r"error establishing a database connection|could not connect to (?:the )?data(?:base)?(?: server)?|"
    r"too many connections"
)
# All that stands in a site's frame where its article ought to be, as compare keys: "Không thể kết nối cơ sở dữ liệu.
# Vui lòng thử lại sau.", "Bài viết không tồn tại hoặc đã bị xóa", "Nội dung đang được cập nhật, mời quay lại sau".
_ADVICE = r"(?: (?:xin )?(?:vui lòng|mời|hãy|xin|please|try)\b[^\d]{0,80})?"
_FAULT_TEXT = re.compile(
    r"(?:xin lỗi |rất tiếc )?(?:"
    r"(?:không thể |không |lỗi )kết nối(?: được)?(?: (?:đến|tới|với|vào))? (?:cơ sở dữ liệu|csdl|máy chủ|database)|"
    r"(?:hệ thống|website|trang web|máy chủ) (?:hiện |đang |tạm thời ){1,3}(?:bảo trì|nâng cấp|quá tải|bận|gặp sự cố)|"
    r"(?:đã )?(?:có lỗi xảy ra|xảy ra lỗi)(?: trong quá trình xử lý)?|an error (?:has )?occurred)" + _ADVICE
)
_MISSING_TEXT = re.compile(
    r"(?:xin lỗi |rất tiếc )?(?:"
    r"(?:không tìm thấy|không có|chưa có) (?:bài viết|nội dung|trang|dữ liệu|tin|bản ghi)"
    r"(?: nào| này| yêu cầu| bạn .{0,30})?|"
    r"(?:bài viết|nội dung|trang|dữ liệu|tin|bản tin)(?: này| bạn .{0,30})?"
    r" (?:không tồn tại|không có thực|đã bị x(?:óa|oá))(?: hoặc .{0,30})?|"
    r"(?:nội dung|dữ liệu|bài viết|chuyên mục|trang)(?: này)? (?:hiện )?đang (?:được )?(?:cập nhật|biên tập|xây dựng)|"
    r"đang cập nhật(?: nội dung| dữ liệu)?)" + _ADVICE
)
# How such a text begins that goes on with hours and an apology: "Cổng thông tin điện tử đang được bảo trì từ 22 giờ đến
# 6 giờ. Mong quý vị thông cảm." What names a day, or will be so ("sẽ bảo trì"), is a notice of its own.
_PAUSE_TEXT = re.compile(
    r"(?!.*\bngày \d)(?:xin lỗi |rất tiếc |thông báo |hiện tại |hiện nay )?(?:hệ thống|website|trang web|máy chủ|"
    r"(?:cổng|trang) thông tin(?: điện tử)?)(?: này| của chúng tôi)? "
    r"(?:hiện |đang |tạm thời |được |trong quá trình ){1,4}"
    r"(?:bảo trì|nâng cấp|quá tải|bận|gặp sự cố|tạm ngừng).{0,200}"
    r"\b(?:thông cảm|quay lại|trở lại|truy cập lại|thử lại|xin lỗi)\b.{0,100}"
)
_SENTENCES = 300
"""Characters; a longer text is an article that tells of such things."""

_SHORT = 6000
"""Bytes; only pages no longer than this are judged by their texts."""
LOGIN_REASON = "a log-in page"
LOGIN_PATH = re.compile(
    r"/(?:dang-?nhap|login|log-in|signin|sign-in|wp-login|users/login)(?:\.\w{2,5})?(?:[/?]|$)|[?&](?:op|mode|action|task)=login(?:&|$)",
    re.IGNORECASE,
)
"""`/dang-nhap?ReturnUrl=…`, `/wp-login.php`, `/index.php?nv=users&op=login`, `/ucp.php?mode=login`"""
_PASSWORD = re.compile(rb"type\s{0,9}=\s{0,9}[\"']?password", re.IGNORECASE)
"""`<input type=password name=p>`"""
# What a page does that only sets a cookie, and is asked for again with it: `document.cookie="D1N=abc";
# window.location.reload(true);`.
_COOKIE_SCRIPT = re.compile(rb"document\.cookie\s{0,9}=")
_RELOADING = re.compile(rb"location(?:\.href)?\s{0,9}=|location\.(?:reload|replace|assign)\s{0,9}\(")
_UNSHOWN = re.compile(
    rb"<(script|style|title|noscript)\b.*?</\1\s*>|<(?!(?:img|audio|video|iframe)\b)[^>]*>", re.IGNORECASE | re.DOTALL
)
"""What nobody sees of a page: its scripts, and all tags but those of pictures and recordings."""
LOGIN_TITLE = re.compile(r"(?:đăng nhập|login|log in|sign in)(?: .{0,60})?")
# What a log-in's own heading says; with other words it is an article's: "Đăng nhập VNeID cần lưu ý gì".
LOGIN_HEADING = re.compile(
    r"(?:đăng nhập|login|log in|sign in)(?: (?:vào |to |into )?"
    r"(?:hệ thống|tài khoản|thành viên|quản trị|trang|cổng|website|phần mềm|email|thư điện tử|ubnd|your|account)\b.*)?"
)
_LONG_PARAGRAPH, _FEWEST_PARAGRAPHS = 80, 2
"""Characters of a paragraph of a text, and paragraphs that no log-in has."""
_MOST_HEADINGS, _MOST_PARAGRAPHS = 5, 50
"""Headings and paragraphs that are looked at."""


def refuse_error_page(page: Page) -> None:
    """Raise Refused with the reason where a page is no page of the portal's own."""
    title = compare_key(page.title)
    if title and _CLOSED.match(title):
        raise SiteClosed(f"the site is closed: {page.title!r}")
    text = page.text.lower() if len(page.body) < _SHORT else ""
    if _DATABASE.search(text):
        raise SiteClosed(f"the site's database is down: a page titled {page.title!r}")
    if title and _TITLES.fullmatch(title):
        raise Refused(f"an error page titled {page.title!r}")
    if title and FAULTS.match(title) and is_fault(page.title):
        raise Refused(f"a server's fault in place of a page: {page.title!r}")
    if len(page.body) < _SHORT:
        if sets_cookie_alone(page.body):
            raise Refused("a page that only sets a cookie by a script, and loads anew")
        if match := _TEXTS.search(text):
            raise Refused(f"an error page that says {match.group(0)!r}")
        heading = " ".join(page.tree.xpath("string(//h1)").split())
        if heading and is_fault(heading):
            raise Refused(f"a server's fault in place of a page: {heading!r}")
    if title and LOGIN_TITLE.fullmatch(title) and _PASSWORD.search(page.body) and not tells_of_logging_in(page):
        raise LoginPage(LOGIN_REASON)


def refuse_closed_home(page: Page) -> None:
    """Raise SiteClosed where a home page without a link to an article says that the site is closed."""
    if match := CLOSED_TEXT.search(compare_key(page.text[:_SHORT])):
        raise SiteClosed(f"the site is closed: {match.group(0)!r}")


def sets_cookie_alone(body: bytes) -> bool:
    """Return whether a short page shows nothing, and a script of it sets a cookie and loads it anew."""
    if _COOKIE_SCRIPT.search(body) is None or _RELOADING.search(body) is None:
        return False
    return not _UNSHOWN.sub(b"", body[:_SHORT]).strip()


def tells_of_logging_in(page: Page) -> bool:
    """Whether a page that is called like a log-in is an article, beside a form for members.

    Its heading says more than that of a log-in, or a text stands in it.
    """
    for heading in islice(page.tree.iter("h1"), _MOST_HEADINGS):
        key = compare_key(NAME_BEHIND.split(read_text(heading), maxsplit=1)[0])
        if LOGIN_TITLE.fullmatch(key) is not None and LOGIN_HEADING.fullmatch(key) is None:
            return True
    paragraphs = islice(page.tree.iter("p"), _MOST_PARAGRAPHS)
    return sum(len(read_text(one)) >= _LONG_PARAGRAPH for one in paragraphs) >= _FEWEST_PARAGRAPHS


def is_login_address(url: str) -> bool:
    """Whether an address is one where visitors log in."""
    parts = urlsplit(url)
    return LOGIN_PATH.search(f"{parts.path}?{parts.query}" if parts.query else parts.path) is not None


def is_fault(title: str) -> bool:
    """Whether a server calls its own fault so."""
    return FAULTS.fullmatch(compare_key(NAME_BEHIND.split(title, maxsplit=1)[0])) is not None


def refuse_empty_frame(text: str) -> None:
    """Raise for the whole text of an article that is only what a site says in its place.

    Raises:
        Refused: a fault, which passes.
        MissingText: there is no such article, or not yet.
    """
    key = compare_key(text) if len(text) <= _SENTENCES else ""
    if _FAULT_TEXT.fullmatch(key) or _PAUSE_TEXT.fullmatch(key):
        raise Refused(f"a server's fault in place of a text: {text!r}")
    if _MISSING_TEXT.fullmatch(key):
        raise MissingText(f"a notice in place of a text: {text!r}")


def refuse_obfuscated(body: str, language: str) -> None:
    """Raise Refused for a long text whose letters were exchanged.

    Unless the page says that it is in another language.
    """
    if language and not language.lower().startswith("vi"):
        return
    if is_scrambled(body):
        raise Refused("an obfuscated body: hardly any letter has a mark, and the words are of no language")
