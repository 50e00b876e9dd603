"""Datelines: the day of the event with which a report begins, `Sáng 14/9, Đảng ủy xã họp …`.

Where a page shows no publication date, this is the nearest thing to it. Dates of documents, of holidays,
of birth, and deadlines are no datelines.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain, islice

from harvester.items import Precision
from harvester.vietnamese.dates.calendar_forms import MONTHS, is_day
from harvester.vietnamese.dates.folding import fold_in_place
from harvester.vietnamese.dates.years import EARLIEST_YEAR, count_years, find_whole_days, find_year, weigh_days
from harvester.vietnamese.dates.zones import VIETNAM
from harvester.vietnamese.text import measure_marks, to_nfc


@dataclass(frozen=True, slots=True)
class Dateline:
    """A day on which the body says that something took place."""

    value: datetime  # aware, Asia/Ho_Chi_Minh, midnight of the day, of the first where there are several
    precision: Precision  # always "day"
    sentence: str
    text: str  # as it stands in the sentence: "Trong 2 ngày 24-25/11"
    year_named: bool  # whether the year stands with the day; else it comes from the years the body names
    until: datetime | None = None  # the last day of several


_DIGIT = re.compile("[0-9]")
_UNMARKED = re.compile(r"\b(?:ngay|thang|nam)\b", re.IGNORECASE)  # ngày, tháng, năm
_LEAST_MARKS = 0.05
"""Part of a text's letters that carry a Vietnamese mark at least: prose 0.2 to 0.35, German 0.02."""
LONGEST_SAMPLE = 5000
"""Characters by which the language is told."""

MOST_DAYS = 100
"""Whole days of a text that may bear out the years of others: each is held against each."""
_REACH = 300
"""Characters of a sentence among which its dateline stands."""

_MONTH_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
_PART = r"(?:rang sang|sang|trua|chieu|toi|dem|khuya)"
_WEEKDAY = r"(?:thu (hai|ba|tu|nam|sau|bay|[2-7])|(chu nhat|cn))"
_DAY = (
    r"(?P<day>[0-9]{1,2})(?![0-9])(?:/(?P<first_month>[0-9]{1,2}))?(?:/(?P<first_year>20[0-9]{2}))?"
    r"(?:(?: ?, ?[0-9]{1,2})* ?(?:-|,|va|den|toi)(?: het)?(?: ngay)? ?(?P<until>[0-9]{1,2}))?"
    rf"(?: ?[/.-] ?(?P<month>[0-9]{{1,2}})(?![0-9%])|,? thang (?P<word>[0-9]{{1,2}}|{_MONTH_NAMES})\b)"
    r"(?: ?[/.-] ?(?P<year>(?:19|20)[0-9]{2})(?![0-9])|,? nam (?P<spoken>(?:19|20)[0-9]{2}))?"
)
# Sáng 25/02; Chiều ngày 21/6/2022; Sáng nay (12/7); Tối thứ Ba, ngày 25 tháng 2; Ngày 27/06/2022;
# Trong 2 ngày 24-25/11; Từ ngày 24 đến 26/11; Sáng mùng 6 Tết Giáp Thìn (15/2/2024)
_LINE = re.compile(
    rf"\b(?:(?P<part>{_PART})(?: (?:nay|qua|som))?,? ?(?:{_WEEKDAY})?,? ?\(?"
    r"(?:(?:ngay )?(?:mung |mong )?[0-9]{1,2}(?: thang gieng| tet)[^().]{0,40}\((?:tuc |nham )?)?"
    r"(?:cac |hai |ba |2 |3 )?(?:ngay |hom )?(?:mung |mong )?"
    r"|(?:trong |tu |vao |ca )*(?:(?:cac|hai|ba|bon|[0-9]{1,2}) )?"
    r"(?:ngay|hom)(?: nay| qua)?,? ?\(?(?:mung |mong )?)" + _DAY + r"(?!/?\w)(?! ?(?:am lich|hang nam))"
)
# What may stand before a dateline that has no part of the day: nothing, or a lead-in such as "(ĐCSVN) -",
# "Vừa qua,", "Thực hiện kế hoạch năm 2022,", "Hội thi diễn ra vào"
_LEAD_IN = re.compile(
    r"(?:|.{0,60}[-:)] ?|(?:vua qua|moi day|theo do|tiep do|hom nay|hom qua|cung|vao|luc|hoi)[ ,].{0,24}"
    r"|.*\b(?:dien ra|to chuc|khai mac|be mac|bat dau|vua qua|moi day|hom nay|hom qua)"
    r"(?: vao| trong| tu| luc [^,]{1,12})?,? ?"
    r"|(?:thuc hien|trien khai|huong ung|nham|de|nhan dip|tiep tuc|trong khuon kho|duoc su)\b.*, ?)"
)
# What makes a date another's: the number or kind of a document, an anniversary, a deadline, a birth
_FOREIGN = re.compile(
    r"(?:[0-9][a-z]{0,3} ?[-/] ?[a-z]{1,6}(?:[-/][a-z]+)*"
    r"|quyet dinh|nghi dinh|nghi quyet|chi thi|thong tu|cong van|ke hoach so|van ban|luat|huong dan so"
    r"|thong bao so|so [0-9]+"
    r"|ky niem|chao mung|mung|huong toi|truyen thong|thanh lap|quoc te|sinh|ban hanh|ky|hieu luc"
    r"|truoc|het|tinh den|den|chot|han|ke tu|sau)[ ,(]*(?:vao )?\Z"
)
# What says that the event is still to come: of a report it is not the day, and of an invitation neither
_TO_COME = re.compile(r"\b(?:sẽ|dự kiến|(?:kính |trân trọng )?mời)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”]? +(?=[\"“(]?[A-ZĐÀ-Ỹ0-9])")
# Đồng Sậy, ngày 5 tháng 4 năm 2022: the head of a document, alone on its line
_DOCUMENT_LINE = re.compile(
    r"(?:.*\| ?)?[*_ ]*([^\d,.;:|]{2,40}), ?"
    r"(ngay ?([0-9]{1,2}) ?thang ?([0-9]{1,2}) ?nam ?((?:19|20)[0-9]{2}))[ .*_|]*"
)
# 4 năm 2022 at the end of a line: what a body must hold for one of its lines to be such a head
_YEAR_AT_END = re.compile(r"[0-9]\s*[nN]\S{1,2}[mM]\s*[0-9]{4}[\s.*_|]*(?:[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]|\Z)")
_LUNAR_MONTHS = ("gieng", "chap")
"""Names of months that only the lunar calendar has: "mùng 10 tháng Giêng" is no tenth of January."""
WEEKDAY_WORDS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5}


@dataclass(frozen=True, slots=True)
class DocumentDate:
    """The date in the head of an official document."""

    value: date
    text: str  # "Đồng Sậy, ngày 5 tháng 4 năm 2022"
    position: int  # in the body, in characters of its lines with single spaces


def _read_lines(body: str) -> Iterator[tuple[int, str]]:
    position = 0
    for line in to_nfc(body).splitlines():
        tidy = " ".join(line.split())
        yield position, tidy
        position += len(tidy) + 1


def find_document_date(body: str) -> DocumentDate | None:
    """The first line that is a document's place and date and nothing else, or None."""
    if _YEAR_AT_END.search(body) is None:  # as most bodies: no need to look line by line
        return None
    for position, line in _read_lines(body):
        if len(line) > 200 or "ng" not in line:
            continue
        match = _DOCUMENT_LINE.fullmatch(fold_in_place(line))
        if match is not None and is_day(year := int(match[5]), month := int(match[4]), day := int(match[3])):
            return DocumentDate(date(year, month, day), line[match.start(1) : match.end(2)].strip(), position)
    return None


def _read_weekday(match: re.Match[str]) -> int | None:
    name = match[2]
    if match[3]:
        return 6
    return None if name is None else int(name) - 2 if name.isdigit() else WEEKDAY_WORDS[name]


@dataclass(frozen=True, slots=True)
class _Context:
    """What a text says of the year of days that name none."""

    years: Mapping[int, float]  # how much it speaks of each
    days: Collection[date]  # that it names with their year, the first of them

    def find_year(self, day: int, month: int, now: datetime, weekday: int | None) -> int | None:
        years = dict(self.years)
        for year, weight in weigh_days(day, month, self.days).items():
            years[year] = years.get(year, 0) + weight
        return find_year(day, month, years, now, weekday)


def _read_dateline(sentence: str, match: re.Match[str], context: _Context, now: datetime) -> Dateline | None:
    last_month = int(match["month"] or MONTHS.get(match["word"]) or match["word"])
    month = int(match["first_month"]) if match["first_month"] and match["until"] else last_month
    day = int(match["day"])
    named = match["year"] or match["spoken"] or match["first_year"]
    year = int(named) if named else context.find_year(day, month, now, _read_weekday(match))
    if year is None or year < EARLIEST_YEAR or not is_day(year, month, day):
        return None
    value = datetime(year, month, day, tzinfo=VIETNAM)
    if value > now + timedelta(days=1):
        return None
    until = None
    if match["until"] and is_day(year, last_month, int(match["until"])):
        until = datetime(year, last_month, int(match["until"]), tzinfo=VIETNAM)
    text = sentence[match.start() : match.end()].strip()
    return Dateline(value, "day", sentence, text, named is not None, until)


def _is_dateline(folded: str, match: re.Match[str], line: str, sentence: str) -> bool:
    before = folded[: match.start()]
    if _FOREIGN.search(before) or match["word"] in _LUNAR_MONTHS:
        return False
    if _TO_COME.search(sentence, 0, match.start()):
        return False
    if match["part"]:
        return sentence[match.start("part") : match.end("part")].lower() != "tới"  # folded as "tối" is
    if match.end() == len(sentence.rstrip(" .")) and before.strip() and sentence == line:
        return False  # a document's place and date
    return _LEAD_IN.fullmatch(before) is not None


def _read_context(lines: list[str], context: str) -> _Context:
    """The years and whole days that lines name, and those of the context, whose years count twice."""
    context = fold_in_place(" ".join(to_nfc(context).split()))
    years = count_years(context, 2)
    days = find_whole_days(context)
    for line in map(fold_in_place, lines):
        for year, weight in count_years(line).items():
            years[year] = years.get(year, 0) + weight
        days += find_whole_days(line)
    return _Context(years, days[:MOST_DAYS])


def _is_foreign(lines: list[str]) -> bool:
    """Whether lines are not Vietnamese, in which `dem 11.3.` or `sang 5/3` is no part of a day.

    Without its marks, and without the word for day or month that Vietnamese without them would have.
    """
    text = " ".join(lines)[:LONGEST_SAMPLE]
    return measure_marks(text)[1] < _LEAST_MARKS and _UNMARKED.search(text) is None


def _find_lines(lines: list[str]) -> Iterator[tuple[str, re.Match[str]]]:
    """Sentences with a dateline of their own. Lines without a digit have been left out."""
    if _is_foreign(lines):
        return
    for line in lines:
        for sentence in _SENTENCE_END.split(line):
            if _DIGIT.search(sentence):
                folded = fold_in_place(sentence[:_REACH])
                for match in _LINE.finditer(folded):
                    if _is_dateline(folded, match, line, sentence):
                        yield sentence, match


def find_datelines(body: str, now: datetime, *, context: str = "", most: int | None = None) -> list[Dateline]:
    """The datelines of a body in the order of the text, none later than the day after `now`; the first `most` of them.

    A missing year comes from the years that the body and `context` (a title) name, and from days that they name whole
    and that lie close to it; where they name none, the date is left out.
    """
    now = now.replace(tzinfo=VIETNAM) if now.tzinfo is None else now.astimezone(VIETNAM)
    lines = [line for _, line in _read_lines(body) if _DIGIT.search(line)]
    found = _find_lines(lines)
    first = next(found, None)
    if first is None:
        return []
    named = _read_context(lines, context)
    datelines = (_read_dateline(sentence, match, named, now) for sentence, match in chain((first,), found))
    return list(islice((dateline for dateline in datelines if dateline is not None), most))
