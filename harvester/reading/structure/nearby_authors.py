"""Who wrote an article, by what stands around its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from harvester.reading.containers import read_class_alignment, read_style_alignment
from harvester.reading.date_lines import parse_date_line
from harvester.reading.head_lines import LABEL_ALONE, is_full_name, is_place, names_somebody, split_head_line
from harvester.reading.markup import Element, read_text
from harvester.reading.structure.block_features import SENTENCE_ENDS
from harvester.reading.structure.markings import Mark
from harvester.reading.structure.outline import Outline
from harvester.reading.structure.vicinity import ABOVE_TITLE, LONGEST_NEARBY, Vicinity
from harvester.vietnamese.bylines import BY, NAME, ORIGIN, is_office
from harvester.vietnamese.text import collapse_spaces

LONGEST_CREDIT = 120
MOST_NAMED = 3
"""Characters of a credit, and words that may be a name whatever their letters."""
_LONGEST_LABEL = 25
AUTHOR_ADDRESS = re.compile(r"/(?:(authors?|tac-gia|nguoi-viet)|users?|u|profile)/", re.I)
# Where somebody logs in, or sees what is stored of him: `/dang-nhap`, `/user/login?next=/`, `/tai-khoan.html`.
ACCOUNT_ADDRESS = re.compile(
    r"[/?&=](?:dang-?(?:nhap|ky|xuat)|log-?(?:in|out)|sign-?(?:in|up|out)|register|(?:my-?)?account|tai-?khoan)\b", re.I
)


def find_author_texts(vicinity: Vicinity) -> list[str]:
    """The texts of elements that call themselves the author's, the innermost only."""
    found: list[tuple[Element, str]] = []
    for element, place in vicinity.iter_marked(Mark.AUTHOR):
        text = read_author(vicinity, element, place)
        if text and len(text) <= LONGEST_CREDIT and not is_phrase(text) and not vicinity.is_of_site(place):
            while found and is_inside(element, found[-1][0]):
                found.pop()
            if found and is_beside(element, *found[-1]) and is_another(text, found[-1][1]):
                text = f"{found.pop()[1]}, {text}"
            found.append((element, text))
    return [text for _, text in found]


def is_phrase(text: str) -> bool:
    """Whether a text without a label is written as sentences are: "Theo dõi chúng tôi trên Facebook"."""
    words = text.split()
    if ":" in text or len(words) <= MOST_NAMED or BY.match(text) is not None:
        return False
    return 2 * sum(word[0].islower() for word in words) > len(words)


def is_beside(element: Element, other: Element, names: str) -> bool:
    """Whether an element stands beside another whose names are still of a credit's length."""
    return other.getparent() is element.getparent() and len(names) <= LONGEST_CREDIT


def is_another(name: str, names: str) -> bool:
    """Whether a text is a person's name, and none of those that stand parted by commas before it."""
    known = names.split(", ")
    persons = (*known, name)
    return name not in known and all(NAME.fullmatch(one) and not (is_office(one) or is_place(one)) for one in persons)


def read_author(vicinity: Vicinity, element: Element, place: int) -> str:
    """What an element that calls itself the author's tells: its text without what is told of the author below.

    Of an empty one its microdata, else the name right behind it: `<i class="fa-user"></i> Lê An Nhiên`.
    """
    text = join_pieces(element)
    if not text:
        told = element.find(".//meta[@itemprop='name']")
        return read_name_behind(element) if told is None else told.get("content") or ""
    blocks = vicinity.structure.outline.blocks
    following = blocks[place + 1].text if place + 1 < len(blocks) else ""
    is_told = following.endswith(SENTENCE_ENDS) and text.endswith(following)
    return blocks[place].text if is_told and text.startswith(blocks[place].text) else text


def read_name_behind(element: Element) -> str:
    """The text right behind an element where it names somebody, and not who visits the page: "Đăng nhập"."""
    text = (element.tail or "").strip()
    if len(text) > LONGEST_CREDIT or not (is_full_name(text, short=True) or names_somebody(text)):
        return ""
    links = (one.get("href") or "" for one in islice(element.iterancestors(), 3) if one.tag == "a")
    return "" if any(map(ACCOUNT_ADDRESS.search, links)) else text


def join_pieces(element: Element) -> str:
    """The text of a small element, its pieces parted by spaces: "Lê An Nhiên 20/05/2026"."""
    pieces: list[str] = []
    length = 0
    for piece in element.itertext("*"):
        pieces.extend(piece.split())
        length += len(piece)
        if length > 4 * LONGEST_CREDIT:
            return ""
    return " ".join(pieces)


def is_inside(element: Element, outer: Element) -> bool:
    """Whether an element stands in another, not far below it."""
    around: Element | None = element.getparent()
    for _ in range(6):
        if around is None:
            return False
        if around is outer:
            return True
        around = around.getparent()
    return False


def find_credit_lines(vicinity: Vicinity) -> Iterator[str]:
    """The short lines between title and text, and right behind the text, that may name the author."""
    outline = vicinity.structure.outline
    title = vicinity.structure.title
    start = vicinity.start if title is None else title + 1
    for place in (*range(start, vicinity.first), *range(find_end(vicinity), vicinity.last + 3)):
        if place < len(outline.blocks) and outline.blocks[place].length <= LONGEST_NEARBY and vicinity.is_own(place):
            yield from outline.list_lines(place)
    end = min(vicinity.end, len(outline.blocks))
    for place in (*range(start, min(vicinity.first, end)), *range(vicinity.last + 1, end)):
        if (line := join_label(vicinity, place)) is not None:
            yield line


def find_end(vicinity: Vicinity) -> int:
    """The place of the first line behind the text: of its last one where that tells its date, and when it ends."""
    blocks = vicinity.structure.outline.blocks
    is_within = vicinity.first < vicinity.last < len(blocks)
    return vicinity.last if is_within and split_head_line(blocks[vicinity.last].text) else vicinity.last + 1


def join_label(vicinity: Vicinity, place: int) -> str | None:
    """A short block with the label that stands before it in an element of its own; None where there is none."""
    blocks = vicinity.structure.outline.blocks
    label = blocks[place - 1].text if place else ""
    if len(label) > _LONGEST_LABEL or blocks[place].length > LONGEST_NEARBY or LABEL_ALONE.fullmatch(label) is None:
        return None
    return f"{label.rstrip(' :：')}: {blocks[place].text}" if vicinity.is_own(place) else None


def find_names_beside_dates(vicinity: Vicinity) -> Iterator[str]:
    """What stands in one line with a date, or right beside one, and may be the author: "20/05/2026 | Bài: …".

    A name alone has to begin with a family name, and to be none of a section; of two syllables it has to
    stand below the title and to be no place's: "Thái Bình".
    """
    outline, title = vicinity.structure.outline, vicinity.structure.title
    start = vicinity.start if title is None else max(vicinity.start, title - ABOVE_TITLE)
    pictured = list_pictured(vicinity)
    for place in range(start, min(vicinity.first, len(outline.blocks))):
        text = outline.blocks[place].text
        if len(text) > LONGEST_NEARBY or place == title or not vicinity.is_own(place):
            continue
        parts = split_head_line(text) or keep_with_date(outline.list_lines(place))
        near = (block.text for block in outline.blocks[max(0, place - 1) : place + 2] if block.length <= LONGEST_NEARBY)
        if parts:
            below = title is not None and place > title
            yield from (part for part in parts if part in pictured or names_maker(part, short=below))
        elif is_full_name(text) and any(map(parse_date_line, near)) and not is_value(outline, place):
            yield text


def find_signature(vicinity: Vicinity) -> str | None:
    """A full name right behind a finished sentence, in an element that is set right: `<td align=right>Mai …</td>`.

    Below an office's name it would sign a document.
    """
    outline, place = vicinity.structure.outline, vicinity.last + 1
    if not vicinity.structure.kept or place >= len(outline.blocks) or not vicinity.is_own(place):
        return None
    block = outline.blocks[place]
    if block.linked or not is_full_name(block.text) or is_place(block.text):
        return None
    if not outline.blocks[vicinity.last].text.endswith(SENTENCE_ENDS):
        return None
    element = outline.nodes[block.node].element
    align = read_style_alignment(element.get("style") or "") or (element.get("align") or "").lower()
    return block.text if (align or read_class_alignment(element.get("class") or "")) == "right" else None


def is_value(outline: Outline, place: int) -> bool:
    """Whether a block is what a label before it names: "Người ký:" in a cell of its own."""
    before = outline.blocks[place - 1] if place else None
    return before is not None and (before.text.endswith(":") or outline.nodes[before.node].tag in ("dt", "th"))


def names_maker(part: str, *, short: bool) -> bool:
    """Whether a part of a line with a date says who wrote it.

    "Bài: Mai Thị Thúng", "Theo Đài Truyền thanh xã", a family name and others; of two syllables only where that is let
    pass, as `short`, and no place's.
    """
    if ":" in part or ORIGIN.match(part) is not None:
        return True
    return is_full_name(part, short=short and not is_place(part))


def list_pictured(vicinity: Vicinity) -> set[str]:
    """The persons that pictures between title and text are said to show: `<img src="/avatars/a.png" alt="Sim Giỏ">`."""
    title = vicinity.structure.title
    if title is None:
        return set()
    between = (image for image, place, _ in vicinity.structure.outline.images if title < place <= vicinity.first)
    names = (collapse_spaces(image.get("alt") or "") for image in between)
    return {name for name in names if NAME.fullmatch(name) and not is_office(name) and not is_place(name)}


def keep_with_date(lines: Sequence[str]) -> Sequence[str]:
    """The lines, where there are several and one of them is a date."""
    return lines if len(lines) > 1 and any(map(parse_date_line, lines)) else ()


def find_linked_author(vicinity: Vicinity) -> str | None:
    """The text of a link that leads to an author's page: between title and text, or right behind the text.

    Behind it a page of just any user may be a commenter's.
    """
    for element, place in vicinity.iter_links():
        leading = AUTHOR_ADDRESS.search(element.get("href") or "")
        if leading is None or place > vicinity.last + 2 or (place > vicinity.first and leading[1] is None):
            continue
        text = read_text(element)
        if text and len(text) <= LONGEST_CREDIT and not vicinity.is_of_site(place):
            return text
    return None
