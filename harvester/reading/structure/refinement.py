"""Lines that the weights misjudge: invitations to read or follow, headings of nothing, gaps in a list that is kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise

from harvester.reading.boilerplate import ADVERTISEMENT
from harvester.reading.date_lines import CLOCK, LABEL, parse_date_line, split_date_line
from harvester.reading.head_lines import parse_head_line
from harvester.reading.structure.block_features import NOISE, SENTENCE_ENDS, is_prose
from harvester.reading.structure.listing_test import is_summary
from harvester.reading.structure.markings import Mark
from harvester.reading.structure.outline import Node, Outline, TextBlock
from harvester.reading.structure.rows import CELLS, GROUPS, find_group_around, find_outer_row, find_row
from harvester.vietnamese.bylines import parse_above
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
    r"xem thêm|đọc thêm|xem tiếp|xem ngay|(?:tin|bài)(?: viết)? liên quan)(?:\b|(?<=:))|^\W*(?:>>|»)",
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
TAKEN_BACK = 0.2
TAKEN_BACK_CELL = 0.05
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_OUT = NOISE | Mark.HIDDEN
GROUP_OUT = _OUT & ~(Mark.BOX | Mark.NEWS | Mark.QUOTE)
"""Marks of lists and tables that are none of the text; `class="table"` and `class="list"` say what they are."""
SHORTEST_PARAGRAPH = 60
"""Characters of a block beside which a list or table is of the same text."""
GROUP_LINKED = 0.3
LONGEST_TAIL = 8
SHORTEST_ENTRY = 25
"""Characters of a link that is the title of another article."""
WRAPPED = 0.6
"""Part of an element's text in its table from which on it is the table's wrapper."""
LEAST_BEFORE = 0.2
"""Part of the text that has to stand before the title for any of it to belong there."""
HEAD_LINE = Mark.META | Mark.DATE | Mark.AUTHOR | Mark.TAG | Mark.CATEGORY | Mark.SHARE | Mark.COMMENT
MOST_IN_HEAD = 3
"""Short lines one behind the other behind which no line is the page's own: a text may be all of such."""
LONGEST_HEADING = 50
_REACH = 12
LONGEST_PAGING = 60
# "Từ khóa: cầu, mùa lũ", "Filed under: News" with links.
_FILED = re.compile(
    r"\W*(?:(?:các )?thẻ|từ kho[áa]|từ khóa|tags?|tagged|keywords?|chủ đề|chuyên mục|danh mục|thể loại|"
    r"categor(?:y|ies)|filed under|posted in|topics?)\s*[:：]",
    re.IGNORECASE,
)
# "Trang: 1 2 3", "Pages: 1 2". Possessive: forty digits are taken apart in one way, not in millions.
PAGING = re.compile(r"\W*+(?:trang|pages?+|seiten?+)?+\W*+(?:\d{1,3}+\W*+){1,20}+", re.IGNORECASE)
# "Thời gian: 7 giờ 30, ngày 15/10/2026", "- Khai mạc: …".
EVENT = re.compile(r"\W*(?:thời gian|thời điểm|bắt đầu|khai mạc|hạn|từ|lúc|vào)\b|[-+*•]", re.IGNORECASE)
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
    r"cũ hơn|mới hơn|nổi bật|xem nhiều|đọc nhiều|(?:đã|mới) (?:đưa|đăng))|tin mới|có thể bạn (?:quan tâm|thích)|"
    r"đọc thêm|xem thêm|đừng bỏ lỡ|đọc nhiều(?: nhất)?|xem nhiều(?: nhất)?|bình luận|thăm dò ý kiến|thống kê truy cập|"
    r"ý kiến bạn đọc|das könnte (?:sie|dich) auch interessieren|"
    r"mehr zum thema|weitere (?:artikel|themen|beiträge)|ähnliche (?:artikel|beiträge)))(?:\W*\d+)?\W*",
    re.IGNORECASE,
)
# "Trang này dùng cookie để …. Bằng cách tiếp tục sử dụng, bạn đồng ý …": what asks for leave to keep them.
CONSENT = re.compile(
    r"\bcookies?\b.{0,300}(?:đồng ý|chấp nhận|trình duyệt|lưu|accept|agree|consent|browser|settings)", re.IGNORECASE
)
# What a link to a document says: "Quyết định số 12/QĐ-UBND", "Mẫu đơn đăng ký", "ke-hoach.pdf".
DOCUMENT_TITLE = re.compile(
    r"^\W{0,5}(?:quyết định|kế hoạch|công văn|nghị quyết|tờ trình|chỉ thị|nghị định|thông tư|hướng dẫn|phụ lục|"
    r"biểu mẫu|mẫu|danh sách)\b|\bsố:? ?\d|\.(?:pdf|docx?|xlsx?|zip|rar)\b",
    re.IGNORECASE,
)
LONGEST_AD_LABEL = 20
FEWEST_SIBLINGS = 2
FEWEST_BELOW_DATE = 3
"""Paragraphs, with that line, of a text whose first is a lead above a line of date; and its distance from the title."""


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


def is_linked_line(block: TextBlock) -> bool:
    """Whether a block is no more than a link, and no sentence or item of a list."""
    return (
        block.linked > _MOSTLY_LINKED * block.length and not block.item and not block.table
        and not block.text.endswith(SENTENCE_ENDS)
    )  # fmt: skip


def is_noise(outline: Outline, place: int, title: int | None, title_key: str) -> bool:
    """Whether a block is none of the text, whatever its weight."""
    block = outline.blocks[place]
    node = outline.nodes[block.node]
    if place == title or (node.marks | block.marks | node.inherited) & Mark.CAPTION:
        return True
    is_short = block.length <= LONGEST_AD_LABEL and node.tag not in _HEADINGS
    if is_short and ADVERTISEMENT.fullmatch(compare_key(block.text)):
        return True
    if node.inherited & Mark.HIDDEN or node.marks & Mark.HIDDEN:
        return True
    if title_key and block.length < 300 and node.tag in _HEADINGS and compare_key(block.text) == title_key:
        return True
    if block.length <= LONGEST_PAGING and PAGING.fullmatch(block.text):
        return True
    if "://" in block.text and is_address(block.text):
        return True
    if block.links and block.length <= _LONGEST_LINE and _FILED.match(block.text):
        return True
    return is_see_also(block) or is_invitation(block) or is_linked_line(block) or not any(map(str.isalnum, block.text))


def is_address(text: str) -> bool:
    """Whether most of a text is addresses, as microdata leaves them."""
    return sum(len(word) for word in text.split() if "://" in word) > _MOSTLY_LINKED * len(text)


def take_back_gaps(outline: Outline, kept: Iterable[int], weights: list[float]) -> set[int]:
    """The places with those between two kept blocks of the same parent, where their weight is not much too low."""
    found = set(kept)
    blocks, nodes = outline.blocks, outline.nodes
    last: dict[int, int] = {}
    for place in sorted(found):
        node = nodes[blocks[place].node]
        parents = [node.parent, find_row(outline, node)]
        while node.tag in CELLS and parents[-1] >= 0:  # outwards to what stands beside the whole list or table
            node = nodes[parents[-1]]
            parents.append(node.parent)
        for parent in parents:
            before = last.get(parent)
            if before is not None and place - before > 1:
                found.update(p for p in range(before + 1, place) if may_be_between(outline, weights, p))
            last[parent] = place
    return found


def may_be_between(outline: Outline, weights: list[float], place: int) -> bool:
    """Whether a block between two kept ones weighs enough to be one of them; cells and items need little."""
    is_cell = outline.nodes[outline.blocks[place].node].tag in CELLS
    return weights[place] >= (TAKEN_BACK_CELL if is_cell else TAKEN_BACK)


def complete_groups(outline: Outline, places: set[int], introducing: Collection[int] | None = None) -> set[int]:
    """The places with the whole of each list and table that stands beside a kept paragraph: lists of short items.

    Args:
        outline: The page.
        places: The kept blocks.
        introducing: Those beside which a list or table is of the same text; paragraphs and announcements where absent.
    """
    blocks, nodes = outline.blocks, outline.nodes
    if introducing is None:
        introducing = [p for p in places if blocks[p].length >= SHORTEST_PARAGRAPH or is_announcing(blocks[p])]
    parents = {number for place in introducing for number in list_around(outline, place)}
    found = set(places)
    for number, node in enumerate(nodes):
        if node.tag in GROUPS and node.parent >= 0 and not node.marks & GROUP_OUT:
            around = node.parent
            if around not in parents and is_wrapper(outline, around, node) and not nodes[around].marks & GROUP_OUT:
                around = nodes[around].parent
            if around in parents or number in parents:
                found.update(range(node.start, find_group_end(outline, number)))
    return found


def list_gaps(outline: Outline, places: list[int]) -> Iterator[int]:
    """The places of plain lines between two neighbours among the kept blocks, where all stand in one row."""
    rows = {place: find_outer_row(outline, place) for place in range(places[0], places[-1] + 1)} if places else {}
    for before, after in pairwise(places):
        if rows[before] == rows[after]:
            between = range(before + 1, after)
            yield from (place for place in between if rows[place] == rows[before] and is_plain_line(outline, place))


def is_wrapper(outline: Outline, around: int, group: Node) -> bool:
    """Whether an element holds a list or table alone, or a table with a field to search it or a count of its rows."""
    node = outline.nodes[around]
    if node.end - node.start == group.end - group.start:
        return True
    if group.tag != "table":
        return False
    rows = sum(block.length for block in outline.blocks[group.start : group.end])
    return rows >= WRAPPED * sum(block.length for block in outline.blocks[node.start : node.end])


def is_announcing(block: TextBlock) -> bool:
    """Whether a block says that a list follows: "Danh sách gồm:"."""
    return block.text.endswith(":") and not block.linked


def list_around(outline: Outline, place: int) -> tuple[int, ...]:
    """The numbers of the elements that may hold a block's text among other things.

    The one around its own, the one beyond what holds nothing but it, and its own where text stands in it beside
    elements.
    """
    number = outline.blocks[place].node
    node = outline.nodes[number]
    around = (node.parent, find_row(outline, node))
    return (*around, number) if node.end - node.start > 1 else around


def find_group_end(outline: Outline, number: int) -> int:
    """Where the text of a list or table ends.

    Behind it where it has few links, else before the first of them; at its start where a part of it names itself
    something else.
    """
    node = outline.nodes[number]
    inside = outline.blocks[node.start : node.end]
    linked = sum(block.linked for block in inside)
    if any((outline.nodes[block.node].marks | block.marks) & GROUP_OUT for block in inside):
        return node.start
    if linked and is_related_heading(outline, node.start):
        return node.start
    if linked <= GROUP_LINKED * sum(block.length for block in inside):
        return node.end
    return node.start + next(place for place, block in enumerate(inside) if block.linked)


def follow_tail(outline: Outline, places: list[int], longest: int = LONGEST_TAIL) -> list[int]:
    """The plain lines right behind the last kept block, at most `longest` of them.

    They have its parent and its kind of element: signatures, for one.
    """
    blocks, nodes = outline.blocks, outline.nodes
    if not places:
        return []
    last = nodes[blocks[places[-1]].node]
    row = find_row(outline, last)
    group = find_group_around(outline, last)
    if group is not None and is_followed(outline, places, group):
        row = find_row(outline, group)
        last = nodes[blocks[min(places[-1] + 1, len(blocks) - 1)].node]
    like = {(nodes[blocks[place].node].parent, nodes[blocks[place].node].signature) for place in places}
    tail: list[int] = []
    for place in range(places[-1] + 1, min(len(blocks), places[-1] + 1 + longest)):
        node = nodes[blocks[place].node]
        if (node.marks | node.inherited) & Mark.CAPTION:
            continue
        is_like = node.tag == last.tag or (node.parent, node.signature) in like or is_signature(blocks[place])
        if not is_like or find_row(outline, node) != row or not is_plain_line(outline, place):
            break
        tail.append(place)
    return tail


def is_signature(block: TextBlock) -> bool:
    """Whether a block begins with an office in capitals: "TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH / Lò Thanh Cói"."""
    return bool(block.lines) and block.lines[0].isupper()


def is_followed(outline: Outline, places: list[int], group: Node) -> bool:
    """Whether what stands behind a list or table belongs to it.

    A kept line stands before it in its row, or behind it are plain lines alone.
    """
    row = find_row(outline, group)
    before = places[max(0, len(places) - (group.end - group.start) - LAST) :]
    if any(place < group.start and find_outer_row(outline, place) == row for place in before):
        return True
    behind = range(group.end, outline.nodes[row].end) if row >= 0 else range(0)
    return len(behind) <= LONGEST_TAIL and all(is_plain_line(outline, place) for place in behind)


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


def count_siblings(outline: Outline, places: list[int]) -> int:
    """How many kept blocks stand in one row with the last of them."""
    blocks, nodes = outline.blocks, outline.nodes
    row = find_row(outline, nodes[blocks[places[-1]].node]) if places else -1
    return sum(find_row(outline, nodes[blocks[place].node]) == row for place in places)


def drop_head(outline: Outline, places: list[int], title: int | None) -> list[int]:
    """The places without what stands before the title, and without the page's own lines before the first paragraph.

    Date, author, "(0 comments)", a box with another article.
    """
    blocks, nodes = outline.blocks, outline.nodes
    if title is not None:
        before = [place for place in places if place < title]
        if sum(blocks[p].length for p in before) < LEAST_BEFORE * sum(blocks[p].length for p in places):
            places = [place for place in places if place > title]
    start = 0
    plain = 0  # lines one behind the other that are none of the page's own
    labels = count_labels(blocks[place].text for place in places)
    has_prose = any(is_prose_line(blocks[place]) for place in places)  # else it is a list of links, and known by them
    for place in places:
        block = blocks[place]
        own_line = (has_prose and is_own_line(block)) or (title is not None and is_summary(outline, place, title))
        if (block.length >= SHORTEST_PARAGRAPH and not own_line) or (title is not None and place > places[0] + _REACH):
            break
        node = nodes[block.node]
        marks = node.marks | block.marks | (node.inherited if node.tag == "li" else 0)
        own_line = own_line or (title is not None and is_before_date(outline, place, labels))
        own_line = own_line or (labels[read_own_label(block.text)] < 2 and is_head_block(outline, place))
        if own_line or marks & HEAD_LINE or 2 * block.linked > block.length:
            start, plain = place + 1, 0
        elif title is not None and find_group_around(outline, node) is None and (plain := plain + 1) == MOST_IN_HEAD:
            break  # without a title, it may still stand among them
    return drop_date_below(outline, [place for place in places if place >= start], title)


def read_own_label(text: str) -> str:
    """What stands before a line's colon; nothing where there is none."""
    label, colon, _ = text.partition(":")
    return label if colon else ""


def count_labels(texts: Iterable[str]) -> Counter[str]:
    """Of how many different lines each label is: that of a programme's days is of many, and of no line of the page."""
    labels = Counter(map(read_own_label, set(texts)))
    labels[""] = 0
    return labels


def drop_date_below(outline: Outline, places: list[int], title: int | None) -> list[int]:
    """The places without a line of date below the first paragraph, which is a lead then."""
    if title is None or len(places) < FEWEST_BELOW_DATE or not 0 < places[0] - title <= FEWEST_BELOW_DATE:
        return places
    is_date = places[1] == places[0] + 1 and is_date_of_page(outline.blocks[places[1]])
    return [places[0], *places[2:]] if is_date else places


def is_date_of_page(block: TextBlock) -> bool:
    """Whether a line tells when the page was made, by a label or the time, and not when something takes place."""
    line = None if block.item or EVENT.match(block.text) else parse_head_line(block.text)
    return line is not None and (CLOCK.search(line) is not None or LABEL.search(line) is not None)


def drop_consent(outline: Outline, places: list[int], title: int | None) -> list[int]:
    """The places without paragraphs before the title, or among the last, about the cookies of the page.

    Nor those beside them in an element.
    """
    blocks, nodes = outline.blocks, outline.nodes
    outer = {p for p in places if title is not None and p < title}.union(places[-LAST:])
    out = {nodes[blocks[p].node].parent for p in outer if CONSENT.search(blocks[p].text)}
    return [p for p in places if p not in outer or nodes[blocks[p].node].parent not in out] if out else places


def drop_next_article(outline: Outline, places: list[int], title: int | None) -> list[int]:
    """The places before the title of another article that follows whole: a link, set exactly as this one's title is."""
    if title is None:
        return places
    blocks, nodes = outline.blocks, outline.nodes
    own = nodes[blocks[title].node]
    if own.tag not in _HEADINGS or 2 * blocks[title].linked > blocks[title].length:
        return places
    for place in range(title + 1, places[-1] if places else 0):
        block, node = blocks[place], nodes[blocks[place].node]
        if (node.tag, node.signature) == (own.tag, own.signature) and block.linked >= _MOSTLY_LINKED * block.length:
            return [kept for kept in places if kept < place]
    return places


def is_head_block(outline: Outline, place: int) -> bool:
    """Whether a short block is a date or names the author, or one of the elements that it is made of is a date."""
    return is_head_line(outline.blocks[place].text) or any(map(parse_date_line, outline.list_lines(place)))


def is_head_line(text: str) -> bool:
    """Whether a short line is a date or names the author."""
    return parse_head_line(text) is not None or parse_above(text) is not None or bool(split_date_line(text))


def is_before_date(outline: Outline, place: int, labels: Counter[str]) -> bool:
    """Whether a short block stands right before a line of date of the page's own: an author, a section."""
    blocks = outline.blocks
    following = blocks[place + 1].text if place + 1 < len(blocks) else ""
    is_own = labels[read_own_label(following)] < 2
    return is_own and blocks[place].length <= LONGEST_PAGING and parse_date_line(following) is not None


def is_prose_line(block: TextBlock) -> bool:
    """Whether a block is as long as a paragraph, and most of it no link."""
    return block.length >= SHORTEST_PARAGRAPH and 2 * block.linked <= block.length


def is_own_line(block: TextBlock) -> bool:
    """Whether a line as long as a paragraph is a date with its counts, or for the most part a link elsewhere."""
    if block.length > _LONGEST_LINE or block.text.endswith(SENTENCE_ENDS):
        return False
    return parse_head_line(block.text) is not None or 2 * block.linked > block.length


def is_last_date(text: str) -> bool:
    """Whether a line at the end tells when the page was made: "Đăng ngày 1-7-2026"; not "Thời gian nộp hồ sơ: …"."""
    return (
        len(text) <= LONGEST_PAGING and LABEL.match(text.lstrip("( ")) is not None and parse_date_line(text) is not None
        and not STATED_TERM.match(text)
    )  # fmt: skip


def drop_related(outline: Outline, places: list[int], title: int | None) -> list[int]:
    """The places without headings of related articles and comments.

    Nor what stands behind such a heading in another element than the text.
    """
    blocks, nodes = outline.blocks, outline.nodes
    lengths: dict[int, int] = {}
    for place in places:
        parent = nodes[blocks[place].node].parent
        lengths[parent] = lengths.get(parent, 0) + blocks[place].length
    main = max(lengths, key=lengths.__getitem__, default=-1)
    kept: list[int] = []
    last = -1
    if title is not None and places and 0 < places[0] - title <= FEWEST_BELOW_DATE:
        last = title  # right behind it: columns before the title have headings of their own
    behind = False  # whether such a heading stands before, with nothing of the text between
    for place in places:
        parent = nodes[blocks[place].node].parent
        if parent == main or nodes[parent].parent == nodes[main].parent:
            behind = False
        elif not behind:
            between = range(max(last + 1, place - _REACH), place + 1)  # itself too: the heading of a table
            behind = any(is_related_heading(outline, heading) for heading in between)
        last = place
        if not behind and not is_related_heading(outline, place):
            kept.append(place)
    return kept


def drop_leading_lists(outline: Outline, places: list[int]) -> list[int]:
    """The places without links right behind a line such as "Xem thêm:", which lead to other articles."""
    blocks = outline.blocks
    kept: list[int] = []
    last = -1  # the last link that was dropped
    for place in places:
        block = blocks[place]
        is_link = block.linked >= _MOSTLY_LINKED * block.length
        if is_link and place and (last == place - 1 or is_heading_of_links(outline, place - 1)):
            last = place
        else:
            kept.append(place)
    return kept


def drop_link_lists(outline: Outline, places: list[int]) -> list[int]:
    """The places without the lists between paragraphs of which every item is a link with a title and nothing else.

    Unless the paragraph before announces them: "Danh sách gồm:".
    """
    blocks, nodes = outline.blocks, outline.nodes
    out: set[int] = set()
    groups = {nodes[blocks[place].node].parent for place in places if nodes[blocks[place].node].tag == "li"}
    for number in groups:
        node = nodes[number]
        if (
            node.start <= places[0]
            or node.end > places[-1]
            or not all(map(is_linked_item, blocks[node.start : node.end]))
        ):
            continue
        if not is_announcing(blocks[node.start - 1]) and blocks[node.start - 1].length >= SHORTEST_PARAGRAPH:
            out.update(range(node.start, node.end))
    return [place for place in places if place not in out] if out else places


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


def add_first_heading(outline: Outline, places: list[int], title: int | None) -> list[int]:
    """The places with the heading right before the first of them: others of its like are kept, or it is in capitals."""
    blocks, nodes = outline.blocks, outline.nodes
    first = places[0] - 1 if places else -1
    if title is None or first <= title:
        return places
    heading = nodes[blocks[first].node]
    if heading.tag not in _HEADINGS:
        is_above = blocks[first].text.isupper() and find_row(outline, heading) == find_outer_row(outline, places[0])
        return [first, *places] if is_above and is_plain_line(outline, first) else places
    like = (nodes[blocks[place].node] for place in places)
    known = any((node.parent, node.signature) == (heading.parent, heading.signature) for node in like)
    return [first, *places] if known and is_plain_line(outline, first) else places


def drop_colophon(outline: Outline, places: list[int]) -> list[int]:
    """The places without lines among the last that tell of the making."""
    tail = {place for place in places[-LAST:] if outline.blocks[place].length < LONGEST_INVITATION}
    texts = {place: outline.blocks[place].text for place in tail}
    out = {place for place, text in texts.items() if COLOPHON.match(text) or is_last_date(text)}
    return [place for place in places if place not in out]


def drop_bare_headings(outline: Outline, places: list[int]) -> list[int]:
    """The places without headings at the end, behind which nothing was kept."""
    while len(places) > 1 and outline.nodes[outline.blocks[places[-1]].node].tag in _HEADINGS:
        places = places[:-1]
    return places
