"""Pages that stand for years and tell no news: the home page, "Giới thiệu", "Liên hệ", log-ins, what is not there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from harvester.errors import OtherPage
from harvester.reading import around
from harvester.reading.error_pages import is_login_address
from harvester.reading.fields import SUFFIX
from harvester.reading.head_lines import HOME_PATH, says_home
from harvester.reading.markup import read_text
from harvester.reading.page import Page
from harvester.vietnamese.text import compare_key

_SORRY = r"(?:rất tiếc |xin lỗi |oops )?"
_MISSING = r"(?:trang|nội dung|bài viết|đường dẫn)"
_WANTED = r"(?: này| yêu cầu| (?:mà )?bạn (?:đang )?(?:cần|tìm|yêu cầu)(?: .{1,20})?)?"
# What a system says where there is nothing, as compare key: "Rất tiếc, trang bạn tìm không tồn tại".
NOT_THERE = re.compile(
    r"(?:lỗi |error )?404(?: (?:not found|error|không tìm thấy(?: trang)?))?|(?:page )?not found|"
    rf"{_SORRY}không tìm thấy {_MISSING}{_WANTED}|{_SORRY}{_MISSING}{_WANTED} không tồn tại"
)
# Titles of such pages, as compare keys: "Giới thiệu", "Liên hệ", "Sơ đồ trang"; and of those that a system answers
# with, as if all were well.
STANDING = re.compile(
    r"(?:trang |thông tin )?(?:giới thiệu(?: chung)?|liên hệ(?: với chúng tôi)?)|về chúng tôi|"
    r"(?:about|contact)(?: us)?|"
    r"(?:sơ đồ|bản đồ) (?:trang|site|website|cổng)(?: web| tin)?|site ?map|chính sách bảo mật|điều khoản sử dụng|"
    rf"{NOT_THERE.pattern}|"
    r"privacy policy|terms of (?:use|service)|đăng ký|(?:kết quả )?tìm kiếm|search(?: results)?"
)
FEWEST_LINKED, _SHORTEST_TITLE = 5, 20
"""Links to articles on a home page, and characters of each."""
_MOST_HEADINGS = 10
"""Headings of a page that are held against its head."""
_LONGEST_TEASER = 2
"""Lines of the first story of a home page."""
# How the head calls a page that asks for a password, whatever that page says above its fields.
LOG_IN = re.compile(r"(?:trang )?đăng nhập(?: (?:hệ thống|tài khoản|thành viên|quản trị))?|log ?in|sign in")


def refuse_standing_page(page: Page, title: str, opening: Sequence[str] = ()) -> None:
    """Raise OtherPage for a page that is no article by the title that was read on it, by its head or its address.

    `opening` are the first lines of what was taken for its text.
    """
    if is_portal_home(page, title) or (0 < len(opening) <= _LONGEST_TEASER and shows_first_story(page, title)):
        raise OtherPage(f"a home page: {page.title!r}")
    parts = SUFFIX.split(page.title)
    for name in (title, *(parts[:1] if title == page.title else ())):
        if STANDING.fullmatch(compare_key(name)) and (name == title or not is_shown_whole(page, parts[1:])):
            raise OtherPage(f"a standing page: {name!r}")
    said = next((line for line in opening if NOT_THERE.fullmatch(compare_key(line))), None)
    if said is not None and title in (page.title, *parts[1:]):
        raise OtherPage(f"nothing is there: {said!r}")
    is_named = title in parts and not is_login_address(page.url)
    for name in (title, *([] if is_named else parts)):
        if LOG_IN.fullmatch(compare_key(name)):
            raise OtherPage(f"a page to log in: {name!r}")


def is_shown_whole(page: Page, behind: Sequence[str]) -> bool:
    """Whether a heading of a page says all that its head says, and no part of that behind the first names the site.

    "Tìm kiếm - Cứu nạn trên sông Hồng" is the title of an article then.
    """
    key = compare_key(page.title)
    headings = islice(page.tree.iter("h1", "h2"), _MOST_HEADINGS)
    is_shown = any(compare_key(read_text(heading)) == key for heading in headings)
    return is_shown and not any(around.is_site_title(page, part) for part in behind)


def is_portal_home(page: Page, title: str) -> bool:
    """Whether a page is the home page: by its address and the site's name for a title.

    Or its title begins with "Trang chủ", and its address says so, or it shows no other title. Some portals call all
    their pages so: "Trang chủ - Cổng thông tin điện tử xã Đồi Sim", or lead from there to each.
    """
    is_at_home = HOME_PATH.fullmatch(page.url) is not None
    of_site = around.is_site_title(page, title)
    if is_at_home and of_site:
        return True
    first, *others = map(compare_key, SUFFIX.split(page.title))
    if not others or not says_home(first):
        return False
    key = compare_key(title)
    return (key in others and of_site) or key in (first, compare_key(page.title)) or is_at_home


def shows_first_story(page: Page, title: str) -> bool:
    """Whether a page at the address of a home page shows but the title of its head, and leads to many articles."""
    if title != page.title or HOME_PATH.fullmatch(page.url) is None:
        return False
    found = 0
    for link in page.tree.iter("a"):
        found += len(read_text(link)) >= _SHORTEST_TITLE
        if found == FEWEST_LINKED:
            return True
    return False
