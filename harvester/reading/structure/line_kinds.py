"""What a block is by its words: a line of the page's own, an invitation, a heading of other articles, a plain line."""

from __future__ import annotations

import re
from collections.abc import Collection

from harvester.reading.boilerplate import ADVERTISEMENT, LONGEST_TOOL, is_tool
from harvester.reading.containers import HEADINGS
from harvester.reading.date_lines import CLOCK, DATE, LABEL, UNSURE, YEAR_OR_AGO, parse_date_line, split_date_line
from harvester.reading.head_lines import parse_head_line
from harvester.reading.structure.block_features import NOISE, SENTENCE_ENDS, is_prose
from harvester.reading.structure.markings import Mark
from harvester.reading.structure.outline import Outline, TextBlock
from harvester.vietnamese.asides import is_signing
from harvester.vietnamese.bylines import UPPER, parse_above
from harvester.vietnamese.text import compare_key

# "Read more: …", "Related: …", "Xem thêm: …", ">> …": a line to another article when it is a link or short.
READ_MORE = re.compile(
    r"\W*(?:read (?:more|also|next|the full|here)|see (?:also|more)|related(?: (?:article|stor(?:y|ies)|post|coverage|"
    r"content|link)s?)?\b|more (?:on|from|about|stories|news|coverage|reading)\b|also read|don[’']t miss|must read|"
    r"you (?:may|might) (?:also|like)|recommended|trending|watch(?: now| more| also|:)|listen(?: now|:)|click here|"
    r"continue reading|full story|xem (?:video|clip)\b|next (?:article|story|post|up)|previous (?:article|post)|"
    r"further reading|in this (?:article|story|series)|learn more|find out more|"
    r"lesen sie|lies auch|mehr (?:zum|dazu|lesen)|weiterlesen|siehe auch|das könnte sie|lire aussi|voir aussi|"
    r"à lire|leia (?:mais|também)|lea también|ver también|te puede interesar|leggi anche|czytaj|zobacz|lees ook|"
    r"läs (?:mer|också)|читайте|смотрите также|"
    r"xem thêm|đọc thêm|đọc tiếp|xem tiếp|xem ngay|(?:tin|bài)(?: viết)? liên quan)"
    rf"(?:\b|(?<=:)|(?-i:(?=[{UPPER}])))|^\W*(?:>>|»)",
    re.IGNORECASE,
)
# An invitation: "Follow us on Twitter", "Sign up for our newsletter", "If you enjoyed this article …".
INVITATION = re.compile(
    r"\W*(?:please |to |you can (?:also )?|and )?(?:follow|subscribe|sign up|join|like us|like (?:our|the)|download|"
    r"get (?:the|our|your|all|more|daily|breaking|[A-Z])|stay (?:up|tuned|connected|informed)|share (?:this|your|on)|"
    r"tweet|e-?mail(?!\s*:)|send (?:us|your)|contact|visit|check out|click|tap|watch|listen|buy|order|shop|register|"
    r"support|donate|become a|enter your|leave a|post a|log in|sign in|let us know|tell us|have your say|"
    r"want (?:more|to)|do you (?:have|know)|got a|have a (?:story|tip|news)|if you (?:enjoyed|liked|have|want|would)|"
    r"for (?:more|the latest|all the latest|breaking|full)|keep up|don[’']t forget|catch up|"
    r"folgen sie|folge uns|abonnieren|melden sie|jetzt|teilen|newsletter|"
    r"theo dõi|đăng ký|chia sẻ|mời (?:quý|bạn|độc))\b",
    re.IGNORECASE,
)
PLATFORM = re.compile(
    r"\b(?:twitter|facebook|instagram|youtube|telegram|whatsapp|linkedin|pinterest|tiktok|google (?:news|play|\+)|"
    r"app store|itunes|spotify|podcasts?|newsletters?|e-?mails?|subscri\w+|rss|zalo|messenger|snapchat|reddit|"
    r"flipboard|feedly|join|sign up|membership|patreon|reprints?)\b",
    re.IGNORECASE,
)
# Who wrote and who owns, among the last lines: "Reporting by …", "© 2019 …", "… Chịu trách nhiệm nội dung: …".
COLOPHON = re.compile(
    r"\W*(?:©|\(c\)|copyright\b|all rights reserved|(?:additional |with )?reporting by|(?:editing|written|edited|"
    r"posted|published|photos?|photograph|images?|illustrations?) by|"
    r".{0,80}contributed to this (?:report|story|article)|"
    r"this (?:article|story|post|piece) (?:was |has been |is |originally |first )|(?:photo|image|picture|foto|bild)s?"
    r"(?: credits?)?:|"
    r"originally published|"
    r"filed under|(?:từ kh(?:óa|oá)|(?:các )?thẻ)\s?:|tags?:|tagged|categories:|posted in|topics:|"
    r"associated press writers?\b|"
    r"about the author|quelle:|"
    r"source:|last (?:updated|modified)|alle rechte|bản quyền|"
    r".{0,80}(?:chịu trách nhiệm (?:chính|nội dung|xuất bản)\s*:|(?:cơ quan|đơn vị) chủ quản\s*:|"
    r"giấy phép (?:thiết lập trang|hoạt động (?:báo|trang))|\bghi rõ nguồn\b(?! gốc)))",
    re.IGNORECASE,
)
LONGEST_INVITATION = 250
_LONGEST_LINE = 160
LAST = 3
"""Lines at the end among which a colophon is looked for."""
_MOSTLY_LINKED = 0.8
_LEAST_LINKED = 0.3
_MARKS_OF_ENTRIES = " •·-–*+»()[]|,"
_FEWEST_TITLES = 3
_OUT = NOISE | Mark.HIDDEN
LONGEST_AD_LABEL = 20
_FARTHEST_UNSURE = 2
"""Blocks behind the title among which a date may be that elsewhere is a line of a text."""
SHORTEST_PARAGRAPH = 60
"""Characters of a block beside which a list or table is of the same text."""
SHORTEST_ENTRY = 25
"""Characters of a link that is the title of another article."""
LONGEST_HEADING = 50
LONGEST_PAGING = 60
# "Từ khóa: cầu, mùa lũ", "Filed under: News" with links.
_FILED = re.compile(
    r"\W*(?:(?:các )?thẻ|từ kho[áa]|từ khóa|tags?|tagged|keywords?|chủ đề|chuyên mục|danh mục|thể loại|"
    r"categor(?:y|ies)|filed under|posted in|topics?)\s*[:：]",
    re.IGNORECASE,
)
# "Tệp đính kèm: ke-hoach.pdf (2 MB)", "Tải về tệp tin đính kèm:".
FILE_LINE = re.compile(
    r"\W*(?:tải (?:về|xuống)(?: các)? )?(?:(?:tệp|tập|file|tài liệu|văn bản)(?: tin)?,? ?){1,2}đính kèm"
    r"(?: \(\d+\))?\s*:",
    re.IGNORECASE,
)
# "Trang: 1 2 3", "Pages: 1 2". Possessive: forty digits are taken apart in one way, not in millions.
PAGING = re.compile(r"\W*+(?:trang|pages?+|seiten?+)?+\W*+(?:\d{1,3}+\W*+){1,20}+", re.IGNORECASE)
# "Thời gian: 7 giờ 30, ngày 15/10/2026", "- Khai mạc: …".
EVENT = re.compile(r"\W*(?:thời gian|thời điểm|bắt đầu|khai mạc|hạn|từ|lúc|vào)\b|[-+*•]", re.IGNORECASE)
# "(Cập nhật: …", "Lần cập nhật cuối …".
LAST_LABEL = re.compile(rf"\W*(?:lần )?(?:{LABEL.pattern})", re.IGNORECASE)
# "Thời gian bán hồ sơ: đến hết ngày 5/10/2025", "Thời gian: Từ 7 giờ …": of what the time is told.
STATED_TERM = re.compile(r"\W*thời gian(?:\s*:\s*từ\b| (?!đăng|cập nhật|xuất bản|gửi|tạo)\w)", re.IGNORECASE)
# "Related Entries", "Tin liên quan", "Có thể bạn quan tâm", "Leave a comment", "Thăm dò ý kiến".
RELATED_HEADING = re.compile(
    r"\W*(?:related(?: (?:entries|posts?|articles?|content|stories|news|topics|coverage|links))?|"
    r"(?:you (?:may|might) (?:also )?(?:like|be interested in|enjoy)|"
    r"more (?:stories|news|articles|like this|from .{1,30})|"
    r"recommended(?: for you)?|most (?:read|popular)|popular (?:posts|stories)|latest (?:news|posts|stories)|"
    r"(?:leave|post|write) a (?:comment|reply)|comments?(?: \(?\d+\)?)?|share this.{0,20}|about the author|"
    r"(?:các |những )?(?:tin|bài|bài viết|tin bài|tin tức)(?: bài| viết)? (?:liên quan|khác|mới|cùng .{1,20}|"
    r"cũ hơn|mới hơn|nổi bật|xem nhiều|đọc nhiều|(?:đã|mới) (?:đưa|đăng))|tin mới|"
    r"(?:đồ họa|đồ hoạ|ảnh|video|câu hỏi|văn bản|sự kiện|chuyên đề|sản phẩm) (?:khác|liên quan|cùng .{1,20})|"
    r"có thể bạn (?:(?:cũng )?(?:quan tâm|thích)|muốn (?:xem|đọc)|chưa (?:xem|đọc))|"
    r"đọc thêm|xem thêm|đừng bỏ lỡ|đọc nhiều(?: nhất)?|xem nhiều(?: nhất)?|bình luận|thăm dò ý kiến|thống kê truy cập|"
    r"ý kiến bạn đọc|mục lục|table of contents|das könnte (?:sie|dich) auch interessieren|"
    r"mehr zum thema|weitere (?:artikel|themen|beiträge)|ähnliche (?:artikel|beiträge)))(?:\W*\d+)?\W*",
    re.IGNORECASE,
)
# What a link to a document says: "Quyết định số 12/QĐ-UBND", "Mẫu đơn đăng ký", "ke-hoach.pdf".
DOCUMENT_TITLE = re.compile(
    r"^\W{0,5}(?:quyết định|kế hoạch|công văn|nghị quyết|tờ trình|chỉ thị|nghị định|thông tư|hướng dẫn|phụ lục|"
    r"biểu mẫu|mẫu|danh sách)\b|\bsố:? ?\d|\.(?:pdf|docx?|xlsx?|zip|rar)\b",
    re.IGNORECASE,
)


def is_see_also(block: TextBlock) -> bool:
    """Whether a block only leads to another page: "Read more: …"."""
    if block.length > _LONGEST_LINE and block.linked < _MOSTLY_LINKED * block.length:
        return False
    match = READ_MORE.match(block.text)
    return match is not None and (
        2 * block.linked >= block.length - match.end() or (block.length < 40 and not block.text.endswith("."))
    )


def is_invitation(block: TextBlock) -> bool:
    """Whether a block asks to follow, to subscribe, to share or to buy."""
    if block.length > LONGEST_INVITATION or not INVITATION.match(block.text):
        return False
    return block.linked > 0 or PLATFORM.search(block.text) is not None


def is_nearly_link(block: TextBlock) -> bool:
    """Whether nearly all of a block is link."""
    return block.linked >= _MOSTLY_LINKED * block.length


def is_linked_line(block: TextBlock) -> bool:
    """Whether a block is no more than a link, and no sentence or item of a list."""
    return (
        block.linked > _MOSTLY_LINKED * block.length and not block.item and not block.table
        and not block.text.endswith(SENTENCE_ENDS)
    )  # fmt: skip


def lists_titles(block: TextBlock) -> bool:
    """Whether a block is links with the dates of what they lead to, or a line each; none to documents.

    "Chợ quê mở lại (1/6/2026)", "· Chợ quê mở lại<br>· Hội làng năm nay<br>· …".
    """
    if _LEAST_LINKED * block.length >= block.linked:
        return False
    text = DATE.sub("", block.text) if YEAR_OR_AGO.search(block.text) is not None else block.text
    if len(text) == block.length and min(block.links, len(block.lines)) < _FEWEST_TITLES:
        return False
    signs = sum(map(text.count, _MARKS_OF_ENTRIES))
    is_link = block.linked - block.text.count(" ") >= _MOSTLY_LINKED * (len(text) - signs)
    return is_link and DOCUMENT_TITLE.search(block.text) is None


def is_noise(outline: Outline, place: int, title: int | None, title_key: str) -> bool:
    """Whether a block is none of the text, whatever its weight."""
    block = outline.blocks[place]
    node = outline.nodes[block.node]
    if place == title or (node.marks | block.marks | node.inherited) & Mark.CAPTION:
        return True
    is_short = block.length <= LONGEST_AD_LABEL and node.tag not in HEADINGS
    if is_short and ADVERTISEMENT.fullmatch(compare_key(block.text)):  # here, for the pictures that stand with it
        return True
    if node.inherited & Mark.HIDDEN or node.marks & Mark.HIDDEN:
        return True
    if title_key and block.length < 300 and node.tag in HEADINGS and compare_key(block.text) == title_key:
        return True
    if block.length <= LONGEST_PAGING and node.tag not in HEADINGS and PAGING.fullmatch(block.text):
        return True
    if "://" in block.text and is_address(block.text):
        return True
    if block.links and block.length <= _LONGEST_LINE and _FILED.match(block.text):
        return True
    if is_see_also(block) or is_invitation(block) or is_linked_line(block) or is_of_list(outline, place):
        return True
    if block.is_mostly_linked and block.length <= LONGEST_TOOL and is_tool(compare_key(block.text)):  # with its icons
        return True
    return is_file_line(block) or not any(map(str.isalnum, block.text))


def is_of_list(outline: Outline, place: int) -> bool:
    """Whether a block lists titles of others, in several lines or close to another that does: one link may be a law's.

    Between two a summary may stand.
    """
    block = outline.blocks[place]
    if not lists_titles(block):
        return False
    return bool(block.lines) or sum(map(lists_titles, outline.blocks[max(0, place - 2) : place + 3])) > 1


def is_file_line(block: TextBlock) -> bool:
    """Whether a line is the label of files, with or without one behind it."""
    label = FILE_LINE.match(block.text) if block.length <= LONGEST_INVITATION else None
    rest = 0 if label is None else block.length - label.end()
    return label is not None and 2 * block.linked >= rest


def is_address(text: str) -> bool:
    """Whether most of a text is addresses, as microdata leaves them."""
    return sum(len(word) for word in text.split() if "://" in word) > _MOSTLY_LINKED * len(text)


def is_announcing(block: TextBlock) -> bool:
    """Whether a block says that a list follows: "Danh sách gồm:"."""
    return block.text.endswith(":") and not block.linked


def is_signature(block: TextBlock) -> bool:
    """Whether a block begins with a line in capitals, as a signature does: "TM. ỦY BAN NHÂN DÂN / Lò Thanh Cói".

    A single line only where it can be nothing else: "TM. ỦY BAN NHÂN DÂN".
    """
    return (bool(block.lines) and block.lines[0].isupper()) or is_signing(block.text)


def is_plain_line(outline: Outline, place: int) -> bool:
    """Whether a block is text without links.

    It neither names itself something else nor invites to anything, nor tells who made the page, nor heads others.
    """
    block = outline.blocks[place]
    if block.linked or is_related_heading(outline, place) or (outline.nodes[block.node].marks | block.marks) & _OUT:
        return False
    return not (COLOPHON.match(block.text) or INVITATION.match(block.text) or is_last_date(block.text))


def is_of_short_lines(outline: Outline, places: list[int]) -> bool:
    """Whether most of a text is lines shorter than a paragraph, as of a roster, a list of prices, a programme."""
    blocks = [outline.blocks[place] for place in places]
    return 2 * sum(block.length for block in blocks if not is_prose(block)) > sum(block.length for block in blocks)


def is_date_of_page(block: TextBlock) -> bool:
    """Whether a line tells when the page was made, by a label or the time, and not when something takes place."""
    line = None if block.item or EVENT.match(block.text) else parse_head_line(block.text)
    return line is not None and (CLOCK.search(line) is not None or LABEL.search(line) is not None)


def is_head_block(outline: Outline, place: int) -> bool:
    """Whether a short block is a date or names the author, or one of the elements that it is made of is a date."""
    return is_head_line(outline.blocks[place].text) or any(map(parse_date_line, outline.list_lines(place)))


def is_head_line(text: str) -> bool:
    """Whether a short line is a date or names the author."""
    return parse_head_line(text) is not None or parse_above(text) is not None or bool(split_date_line(text))


def is_prose_line(block: TextBlock) -> bool:
    """Whether a block is as long as a paragraph, and most of it no link."""
    return block.length >= SHORTEST_PARAGRAPH and not block.is_mostly_linked


def is_own_line(block: TextBlock) -> bool:
    """Whether a line as long as a paragraph is a date with its counts, or for the most part a link elsewhere."""
    if block.length > _LONGEST_LINE or block.text.endswith(SENTENCE_ENDS):
        return False
    return parse_head_line(block.text) is not None or block.is_mostly_linked


def is_last_date(text: str) -> bool:
    """Whether a line at the end tells when the page was made: "Đăng ngày 1-7-2026"; not "Thời gian nộp hồ sơ: …"."""
    return (
        len(text) <= LONGEST_PAGING and LAST_LABEL.match(text) is not None and parse_date_line(text) is not None
        and not STATED_TERM.match(text)
    )  # fmt: skip


def shows_date(outline: Outline, place: int) -> bool:
    """Whether a date stands in a block, or an element that calls itself one."""
    block = outline.blocks[place]
    marks = block.marks | outline.nodes[block.node].marks
    return bool(marks & Mark.DATE) or DATE.search(block.text) is not None


def is_unsure_date(outline: Outline, place: int, title: int | None, text: Collection[int]) -> bool:
    """Whether a block says "Hôm qua" or "05/01/26 08:30" in the place of a date, and not as the text does.

    It calls itself a date, or stands right under the title in another tag than the text's first paragraphs, of which
    the places are given with the others; and no other line of the text says such.
    """
    block, node = outline.blocks[place], outline.nodes[outline.blocks[place].node]
    if UNSURE.fullmatch(block.text) is None:
        return False
    if (node.marks | block.marks | node.inherited) & (Mark.DATE | Mark.META):
        return True
    if title is None or not 0 < place - title <= _FARTHEST_UNSURE or node.tag in HEADINGS or block.item:
        return False
    behind = sorted(other for other in text if other > place)
    alike = {outline.nodes[outline.blocks[other].node].tag for other in behind[:LAST]}
    return node.tag not in alike and not any(UNSURE.fullmatch(outline.blocks[other].text) for other in behind)


def is_marked_date(outline: Outline, place: int) -> bool:
    """Whether a short line with a date calls itself one: `<div class="ngaythang">Xã Mây Trắng, 02/10/2026</div>`."""
    block = outline.blocks[place]
    is_named = bool(outline.nodes[block.node].marks & Mark.DATE)
    return is_named and block.length <= LONGEST_PAGING and DATE.search(block.text) is not None


def is_linked_item(block: TextBlock) -> bool:
    """Whether an item of a list is one link with a title, and none to a document."""
    is_linked = block.links == 1 and block.linked >= block.length and block.length >= SHORTEST_ENTRY
    return is_linked and DOCUMENT_TITLE.search(block.text) is None


def is_heading_of_links(outline: Outline, place: int) -> bool:
    """Whether a block says that links to other articles follow."""
    block = outline.blocks[place]
    return not block.linked and (is_see_also(block) or is_related_heading(outline, place))


def is_related_heading(outline: Outline, place: int) -> bool:
    """Whether a block is a heading such as "Related Entries"."""
    block = outline.blocks[place]
    return block.length <= LONGEST_HEADING and RELATED_HEADING.fullmatch(block.text) is not None
