"""The fields of `generic`: what the head claims, held against what stands around the text that was found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from harvester.items import Article, Attachment, Image, SeenDate
from harvester.reading.composition import credit
from harvester.reading.date_lines import DATE
from harvester.reading.date_witnesses import settle_dates
from harvester.reading.document_tables import DocumentFields
from harvester.reading.fields import (
    META_DATES,
    SITE,
    SUFFIX,
    as_list,
    is_person,
    read_head_title,
    read_meta_dates,
    read_meta_tags,
    read_names,
    read_site_names,
    read_string,
    read_title,
    read_told_date,
    split_tags,
    unescape,
)
from harvester.reading.head_lines import is_full_name, list_makers, says_nothing
from harvester.reading.heuristics import read_publishers
from harvester.reading.markup import Element, read_text
from harvester.reading.media import BUTTON, FILE_ADDRESS, read_attachment
from harvester.reading.page import Page
from harvester.reading.structure.article import Structure
from harvester.reading.structure.heading import HEADING_RANKS
from harvester.reading.structure.markings import Mark
from harvester.reading.structure.nearby_authors import (
    find_author_texts,
    find_credit_lines,
    find_linked_author,
    find_names_beside_dates,
    find_signature,
)
from harvester.reading.structure.nearby_category import find_category
from harvester.reading.structure.nearby_dates import LAST_CHANGE, find_dates
from harvester.reading.structure.nearby_tags import find_tags
from harvester.reading.structure.vicinity import FOREIGN, Vicinity
from harvester.vietnamese.bylines import (
    NAME,
    Byline,
    is_office,
    parse_above,
    parse_beside_date,
    parse_byline,
    parse_field,
    parse_origin,
)
from harvester.vietnamese.dates.folding import fold
from harvester.vietnamese.text import MARKED_LETTER, compare_key

AUTHOR_METAS = ("author", "article:author", "dc.creator", "citation_author", "parsely-author", "sailthru.author")
# The end of a title in the head that says what the piece is and who wrote it: "thơ Sim Hương Mây", "truyện ngắn của …".
WRITTEN_BY = re.compile(
    rf"\b(?:thơ|truyện(?: ngắn| ký)?|tản văn|tạp văn|tạp bút|tùy bút|tuỳ bút|bút ký|ký|ghi chép|phóng sự|trường ca)"
    rf"(?: của)? ((?-i:{NAME.pattern}))$",
    re.IGNORECASE,
)
# What stands in for an image where an article has none.
STAND_IN = re.compile(r"logo|default|no-?image|placeholder|icon|avatar|favicon", re.IGNORECASE)
# How portals call themselves, without diacritics.
SITE_FOLDED = re.compile(r"\b(?:ubnd|uy ban nhan dan|cong thong tin|trang (?:thong tin|tin|chu)|website|portal)\b")
# `div.news-related-files`, `ul.dinh-kem`
FILE_PART = re.compile(r"\b(?:files|attachments?|dinh-?kem|downloads?)\b", re.IGNORECASE)
_STEPS_TO_PART = 4
_MOST_TO_TEXT = 6
"""Blocks from a heading to the text below it, with the lines of section, date and author between."""
_MOST_SHARED = 0.34
_LONGEST_NAME = 25
"""Characters of a section's or a page's name; a longer one may be a title, and a subheading stand above the text."""
# What heads the files of an article in a box of its own: "Tệp đính kèm", "Tài liệu", "Download".
FILES_HEADING = re.compile(
    r"đính kèm|\b(?:tệp|tập tin|tài liệu|files?|tải|biểu mẫu|phụ lục|attachments?|downloads?|documents?)\b",
    re.IGNORECASE,
)
FEWEST_MARKED = 2
"""Letters of a title that only Vietnamese has, for it to be Vietnamese."""
SHORTEST_CUT = 15
"""Characters of a title in the head that may be the beginning of the one that is shown."""


def choose_title(page: Page, data: dict[str, Any], structure: Structure) -> str:
    """The visible heading where the head agrees with it, cuts it or says nothing; else what the head says."""
    head = read_head_title(page)
    headline = read_title(read_string(data.get("headline")))
    if structure.title is None:
        return headline or head
    visible = read_title(structure.outline.blocks[structure.title].text)
    key = compare_key(visible)
    parts = [part.strip() for part in SUFFIX.split(page.title)]
    for claim in (head, headline, read_title(page.title), *(part for part in parts if len(part) >= SHORTEST_CUT)):
        claimed = compare_key(claim)
        is_cut = key.startswith(claimed) if len(claimed) >= SHORTEST_CUT else f" {claimed} " in f" {key} "
        if claimed and (key in claimed or is_cut):
            return visible
    for part in SUFFIX.split(visible):  # "Kinh tế : Lãi lần đầu", and in the head the site's name as well
        if len(part) >= SHORTEST_CUT and part in parts:
            return part
    is_told = not (
        is_site_title(page, head)
        or is_page_name(page, head, visible)
        or is_other_name(page, structure, head)
        or is_section_name(structure, head)
    )
    return headline or (head if is_told else visible) or visible


def is_site_title(page: Page, title: str) -> bool:
    """Whether a page's head names the site and not the article, with or without diacritics: "UBND xa Doi Sim"."""
    return (
        SITE.search(title) is not None
        or SITE_FOLDED.search(fold(title)) is not None
        or compare_key(title) in read_site_names(page)
    )


def is_page_name(page: Page, head: str, visible: str) -> bool:
    """Whether a title in the head that is shown nowhere names the portal or a kind of page, and a heading the article.

    It is the shorter one and begins with an office, "Trạm Y tế Đồi Sim", is written without the heading's diacritics,
    "Lich hop", or is one word that the heading has not: "NewsDetail".
    """
    if len(head) >= len(visible) or SITE.match(visible) or compare_key(visible) in read_site_names(page):
        return False
    if is_office(head) or (head.isascii() and len(MARKED_LETTER.findall(visible)) >= FEWEST_MARKED):
        return True
    return " " not in head and fold(head) not in fold(visible)


def is_other_name(page: Page, structure: Structure, head: str) -> bool:
    """Whether a title in the head that is shown nowhere shares hardly a word with the longer heading above the text.

    It names the portal, the section or the page: "Chi tiết tin tức", "Hỏi đáp", "Bảo tàng Mây Trắng".
    """
    title, outline = structure.title, structure.outline
    if title is None or not structure.kept or not 0 < structure.kept[0] - title <= _MOST_TO_TEXT:
        return False
    heading = outline.blocks[title]
    node = outline.nodes[heading.node]
    is_named = node.tag == "h1" or bool((node.marks | heading.marks) & Mark.TITLE)
    is_set = is_named or (node.tag in HEADING_RANKS and len(head) < _LONGEST_NAME)
    is_told_twice = compare_key(read_title(page.meta.get("og:title", ""))) == compare_key(head)
    if not is_set or is_told_twice or heading.is_mostly_linked or len(head) >= heading.length:
        return False
    parts = (part for part in SUFFIX.split(head) if not is_office(part))  # "Hỏi đáp - xã Đồi Sim"
    words = {word for part in parts for word in fold(part).split()}
    return len(words.intersection(fold(heading.text).split())) <= _MOST_SHARED * len(words)


def is_section_name(structure: Structure, head: str) -> bool:
    """Whether a title in the head that is shown nowhere else is that of an entry of the menu, or of the breadcrumbs.

    And a longer heading stands above the text: "Công khai ngân sách" above each article of that section.
    """
    title, outline = structure.title, structure.outline
    if title is None or not structure.kept or not 0 < structure.kept[0] - title <= _MOST_TO_TEXT:
        return False
    key = compare_key(head)
    if len(key) >= outline.blocks[title].length or len(key) > _LONGEST_NAME:
        return False
    for link, place, number in outline.links:
        if place >= title:
            break
        node = outline.nodes[number]
        if (node.marks | node.inherited) & (Mark.NAV | Mark.CRUMBS) and compare_key(read_text(link)) == key:
            return True
    return False


def tells_other(page: Page, data: dict[str, Any], structure: Structure) -> bool:
    """Whether the head's data is that of another text: the page's heading and its `title` agree without it.

    Not a word of its titles, in JSON-LD and in `og:title`, stands in them.
    """
    headline, told = data.get("headline"), page.meta.get("og:title")
    if structure.title is None or not headline or not told:
        return False
    words = {*fold(read_string(headline)).split(), *fold(read_title(told)).split()}
    if not words.isdisjoint(fold(page.title).split()):
        return False
    visible = compare_key(structure.outline.blocks[structure.title].text)
    return bool(visible) and compare_key(page.title).startswith(visible)


def read_category(page: Page, data: dict[str, Any], vicinity: Vicinity, title: str) -> str | None:
    """The section that the head names, else the last breadcrumb, else what is shown above the text."""
    crumbs: list[str] = [
        name for name in reversed(data.get("breadcrumbs", ())) if compare_key(name) != compare_key(title)
    ]
    for text in (unescape(page.meta.get("article:section", "")), *read_names(data.get("articleSection")), *crumbs[:1]):
        if text and not says_nothing(text):
            return text
    return find_category(vicinity, title.lower())


def read_dates(page: Page, data: dict[str, Any], vicinity: Vicinity) -> list[SeenDate]:
    """Every date text with its place, the page's own first."""
    seen = list(find_dates(vicinity))
    for key in ("datePublished", "dateCreated", "dateModified"):
        if text := read_told_date(data.get(key)):
            seen.append(SeenDate(text, "jsonld", "updated" if key == "dateModified" else "published"))
    if not tells_other(page, data, vicinity.structure):
        seen.extend(read_meta_dates(page))
    seen.extend(read_item_dates(vicinity))
    if not any(date.role == "published" for date in seen):  # "Cập nhật: …" is the only date that some show
        seen = [SeenDate(date.text, date.found_in) if may_be_publication(date) else date for date in seen]
    return list(dict.fromkeys(settle_dates(dict.fromkeys(seen), read_language(page, vicinity), page.url)))


def describe_document(article: Article, fields: DocumentFields) -> None:
    """Fill what a page says of the document that it shows; the document's own day is not that of publication."""
    article.document_number, article.signer, article.source = fields.number, fields.signer, fields.issuer
    article.category = article.category or fields.kind
    day = fields.date_text or ""
    article.dates = [date for date in article.dates if date.found_in != "page" or date.text != day]
    article.dates.append(SeenDate(day, "page", "document"))


def may_be_publication(date: SeenDate) -> bool:
    """Whether the day of an update is that of publication where no other is told: not "last modified by …"."""
    return date.role == "updated" and date.found_in == "page" and LAST_CHANGE.search(date.text) is None


def read_language(page: Page, vicinity: Vicinity) -> str:
    """The language in which the page writes its dates: Vietnamese where the title is, else what the page says of it."""
    title, blocks = vicinity.structure.title, vicinity.structure.outline.blocks
    if title is not None and len(MARKED_LETTER.findall(blocks[title].text)) >= FEWEST_MARKED:
        return "vi"
    return page.tree.get("lang") or ""


def read_item_dates(vicinity: Vicinity) -> Iterator[SeenDate]:
    """Dates in `meta` elements of microdata within the page's body, of the first of a name."""
    named: set[str] = set()
    for element in vicinity.structure.outline.metas:
        name = (element.get("itemprop") or "").lower()
        text = element.get("content") or ""
        role = META_DATES.get(name)
        if role is not None and name not in named and any(map(str.isdigit, text)):
            named.add(name)
            yield SeenDate(text.strip(), "meta", role)


def add_credits(article: Article, page: Page, data: dict[str, Any], vicinity: Vicinity) -> None:
    """Fill author, photographer and source from the head, else from what stands above or right behind the text."""
    site_names = read_publishers(page, data) | read_behind_title(page, vicinity)
    named = [name for name in read_names(data.get("author")) if is_person(name, site_names)]
    if len(named) > 1:
        article.author = ", ".join(dict.fromkeys(named))
        return
    texts = (*named, *(unescape(page.meta[name]) for name in AUTHOR_METAS if name in page.meta))
    for text in (*texts, *(part for whole in find_author_texts(vicinity) for part in list_makers(whole))):
        credit_person(article, parse_field(text), text, site_names)
    for text in find_credit_lines(vicinity):
        above = parse_above(text) or parse_origin(text) or (parse_byline(text) if ":" in text else None)
        if above is None and DATE.search(text) is not None:
            above = parse_beside_date(text)
        if above is not None:
            credit_person(article, above, text, site_names)
    for text in find_names_beside_dates(vicinity):
        credit_person(
            article, parse_byline(text) or Byline(author=text if is_full_name(text) else None), text, site_names
        )
    if article.author is None and (signed := find_signature(vicinity)) is not None:
        credit(article, Byline(author=signed))
    if article.author is None and (writer := find_writer_behind_title(page, vicinity)) is not None:
        credit(article, Byline(author=writer))
    if article.author is None and (linked := find_linked_author(vicinity)) is not None:
        credit_person(article, parse_field(linked), linked, site_names)


def read_behind_title(page: Page, vicinity: Vicinity) -> set[str]:
    """The compare key of what stands behind the article's title in the head: the site's name."""
    title = vicinity.structure.title
    shown = "" if title is None else vicinity.structure.outline.blocks[title].text
    if not shown or not page.title.startswith(shown):
        return set()
    key = compare_key(page.title[len(shown) :])
    return {key} if key else set()


def find_writer_behind_title(page: Page, vicinity: Vicinity) -> str | None:
    """A name alone below the title that the head gives behind it with the kind of the piece.

    "Mùa nước về - thơ Sim Hương Mây".
    """
    written = WRITTEN_BY.search(page.title)
    title = vicinity.structure.title
    if written is None or title is None:
        return None
    shown = (block.text for block in vicinity.structure.outline.blocks[title + 1 : vicinity.first])
    return written[1] if written[1] in shown else None


def credit_person(article: Article, byline: Byline, text: str, site_names: set[str]) -> None:
    """Credit whom a text names, unless it is the site."""
    maker = byline.author or (byline.source if byline.source == text else None)
    if maker is None or (not any(map(str.isdigit, maker)) and is_person(maker, site_names)):
        credit(article, byline)


def read_tags(page: Page, data: dict[str, Any], vicinity: Vicinity) -> list[str]:
    """The keywords that the head gives for this article, else the tags that are shown."""
    tags = read_meta_tags(page) or find_tags(vicinity)
    if not tags:
        tags = split_tags(read_keywords(data.get("keywords")))
    return tags


def read_told_image(page: Page, data: dict[str, Any]) -> Iterator[Image]:
    """The image that JSON-LD gives of the article, for pages that show none; of several, which are its cuts, the first.

    The publisher's mark is none.
    """
    told = next(iter(as_list(data.get("image"))), None)
    fields = told if isinstance(told, dict) else {"url": told}
    address = page.absolute(read_string(fields.get("url") or fields.get("contentUrl")) or None)
    if address is not None and STAND_IN.search(address) is None:
        yield Image(address, read_string(fields.get("caption")) or None)


def read_keywords(value: Any) -> Iterable[str]:
    """The texts of JSON-LD's `keywords`: one text, or a list."""
    values = value if isinstance(value, list) else [value]
    return (item for item in values if isinstance(item, str))


def read_files(page: Page, vicinity: Vicinity) -> list[Attachment]:
    """The files that are offered between title and text or right behind it.

    In a part that is named for them, whatever else it is called, or beside the text.
    """
    files: dict[str, Attachment] = {}
    for file in find_files(page, vicinity):
        known = files.get(file.url)
        if known is None or BUTTON.fullmatch(known.title or ""):
            files[file.url] = file
    return list(files.values())


def is_in_file_part(link: Element) -> bool:
    """Whether a link leads to a file, and one of the elements around it is named for files: `div.related-files`."""
    if FILE_ADDRESS.search(link.get("href") or "") is None:
        return False
    around = islice(link.iterancestors(), _STEPS_TO_PART)
    return any(FILE_PART.search(element.get("class") or "") for element in around)


def find_files(page: Page, vicinity: Vicinity) -> Iterator[Attachment]:
    """The files of links around the text."""
    outline = vicinity.structure.outline
    for link, place, number in outline.links:
        if not vicinity.is_around(place) or place <= (vicinity.structure.title or -1):
            continue
        node = outline.nodes[number]
        if (node.marks | node.inherited) & (FOREIGN | Mark.AUTHOR) and not is_in_file_part(link):
            continue
        if (heading := vicinity.find_box_heading(place)) and FILES_HEADING.search(heading) is None:
            continue
        file = read_attachment(link, page.absolute)
        if file is not None:
            yield file
