"""Official documents: number, place and date, signer, from the lines of their text.

Số 52 -BC/ĐU                                  ĐẢNG CỘNG SẢN VIỆT NAM
                                       Suối Mơ, ngày 22 tháng 3 năm 2022
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from harvester.vietnamese.bylines import NAME, is_office
from harvester.vietnamese.text import clean_text

HEAD_LINES = 25
"""Lines of the text in which number, place and date are looked for."""
TAIL_LINES = 25
"""Lines at the end in which the signer is looked for; a list of recipients stands there as well."""
_LONGEST_LINE = 120
"""Characters; a longer line is running text."""

# "Số: 123/QĐ-UBND", "Số 52 -BC/ĐU", "Số: 01/2023/NQ-HĐND", "Số     /KH-UBND" (no number given: not one).
_NUMBER = re.compile(
    r"^\W*số\s*[:.]?\s*(\d{1,5}\s*[a-z]?\s*(?:[/-]\s*\d{4}\s*)?[-–/]\s*[A-ZĐ][A-ZĐa-zđ]{0,6}(?:\s*[-–/&.]\s*[A-ZĐ]\w{0,9})*)",
    re.IGNORECASE,
)
# "Suối Mơ, ngày 22 tháng 3 năm 2022", "Hà Tĩnh, ngày 05/4/2023". Groups: the place, the date.
PLACE_AND_DATE = re.compile(
    r"([^\W\d][^,.;:|]{1,40}),\s*(ngày\s+\d{1,2}\s*(?:tháng|[/.-])\s*\d{1,2}\s*(?:năm|"
    r"[/.-])\s*\d{4})",
    re.IGNORECASE,
)
# Lines above a signature: "T/M BAN THƯỜNG VỤ", "KT. CHỦ TỊCH", "PHÓ BÍ THƯ", "TL. GIÁM ĐỐC".
OFFICE_LINE = re.compile(
    r"\b(?:t/?m\b|tm\.|kt\.|k/t\b|tl\.|t/l\b|tuq\.|q\.|chủ tịch|phó chủ tịch|bí thư|phó bí thư|giám đốc|"
    r"trưởng ban|"
    r"trưởng phòng|phó trưởng|chánh văn phòng|thủ trưởng|chủ nhiệm|ban thường vụ|ban chấp hành|"
    r"tổng bí thư|bộ trưởng|hiệu trưởng)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """What the frame of an official document says; None for what it leaves out."""

    number: str
    place: str | None = None
    date_text: str | None = None  # as it stands, e.g. "Suối Mơ, ngày 22 tháng 3 năm 2022"
    signer: str | None = None


def read_document(lines: Sequence[str]) -> OfficialDocument | None:
    """The document whose text these lines are; None where they begin with no document number of their own.

    A number within a sentence ("theo Chỉ thị số 11-CT/TW") is another document's and does not count.
    """
    number = next((found for line in lines[:HEAD_LINES] if (found := find_number(line))), None)
    if number is None:
        return None
    place = date_text = None
    for line in lines[:HEAD_LINES]:
        match = PLACE_AND_DATE.search(clean_text(line)) if len(line) < _LONGEST_LINE else None
        if match:
            place, date_text = match.group(1).strip(), match.group(0)
            break
    return OfficialDocument(number, place, date_text, find_signer(lines[-TAIL_LINES:]))


def find_number(line: str) -> str | None:
    """The number that a line of its own gives: "Số  52 -BC/ĐU" has "52-BC/ĐU"."""
    if len(line) > _LONGEST_LINE or "s" not in line[:12].lower():
        return None
    line = clean_text(line)
    match = _NUMBER.match(line)
    if match is None or len(line) - match.end() > 60:
        return None
    return re.sub(r"\s*([-–/])\s*", r"\1", match.group(1)).strip()


def find_signer(lines: Sequence[str]) -> str | None:
    """The name below the last line of office: "PHÓ BÍ THƯ", "(Đã ký)", "Lê An Nhiên"."""
    signer = None
    below_office = False
    for raw in lines:
        if len(raw) > _LONGEST_LINE:
            below_office = False
            continue
        line = clean_text(raw)
        if below_office and NAME.fullmatch(line) and not is_office(line) and not line.isupper():
            signer = line
            below_office = False
        elif (
            len(line) < 80
            and OFFICE_LINE.search(line)
            and (line.isupper() or line[:3].lower() in ("t/m", "tm.", "kt.", "k/t", "tl."))
        ):
            below_office = True
    return signer
