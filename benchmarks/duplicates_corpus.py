# ruff: noqa: E501
"""A labelled corpus of made-up local news: copies, reprints, templates, shared stock, shared titles.

The generator knows what it did to a text and nothing of how duplicates are looked for. A document's `origin` is
the document that it copies or reprints; `group` names the template that it follows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from benchmarks.local_news import (
    DEEDS,
    LINKS,
    REASONS,
    ROLES,
    THINGS,
    News,
    name_person,
    name_place,
    write_amount,
    write_clause,
    write_date,
    write_news,
    write_sentence,
)


@dataclass(frozen=True, slots=True)
class Document:
    """A text with what is true of it. `kind` is `unique`, `same`, `reprint` or `template`."""

    number: int
    title: str
    lead: str
    body: str
    published: str
    kind: str = "unique"
    degree: str = ""
    origin: int | None = None
    group: int | None = None


SYNONYMS = {
    "đề nghị": "yêu cầu", "cho biết": "chia sẻ", "bà con": "người dân", "rất phấn khởi": "vô cùng vui mừng", "nhằm": "với mục đích",
    "giúp": "hỗ trợ", "tổng kinh phí": "với kinh phí", "được huy động": "được đóng góp", "theo đúng": "bám sát", "ngay sau": "liền sau",
    "kiểm tra": "xem xét", "tu sửa": "sửa sang", "khởi công": "bắt tay làm", "mở rộng": "nới rộng", "cải tạo": "làm mới",
    "giới thiệu": "ra mắt", "trước mùa": "trước khi vào mùa", "còn lầy lội": "vẫn lầy lội", "có thêm": "tăng", "thuận tiện": "dễ dàng",
    "trong đó riêng": "chỉ riêng", "từ lâu": "bấy lâu", "kể rằng": "nhớ lại", "lưu ý": "nhắc nhở", "để": "nhằm để", "vì": "do",
    "đã có": "có", "cần tới": "phải dùng", "bằng vốn": "từ vốn", "nhiều": "không ít", "mong": "hy vọng", "Việc": "Công việc",
}  # fmt: skip
FILLERS = (
    "vừa qua",
    "tiếp tục",
    "cũng",
    "thực sự",
    "bước đầu",
    "kịp thời",
    "hiệu quả",
    "từng bước",
    "theo kế hoạch",
    "nói chung",
)
TITLE_FORMS = (
    "Hình ảnh: {0}",
    "{0} (cập nhật)",
    "Đưa tin: {0}",
    "Chuyện ở cơ sở: {0}",
    "{0} - những kết quả bước đầu",
)
PLACEMENTS = (
    ("oà", "òa"),
    ("oá", "óa"),
    ("oạ", "ọa"),
    ("uỷ", "ủy"),
    ("uý", "úy"),
    ("uỳ", "ùy"),
    ("oè", "òe"),
    ("oẻ", "ỏe"),
)


def respell(rng: Random, text: str, how: str) -> str:
    """The same words in another spelling."""
    if how == "nfd":
        return unicodedata.normalize("NFD", text)
    if how == "tones":
        for new, old in PLACEMENTS:
            text = text.replace(old, new) if new not in text else text.replace(new, old)
        return text
    if how == "spaces":
        return "\n\n".join(
            re.sub(" ", lambda _: rng.choice((" ", "  ", "\u00a0")), block) + " "
            for block in text.split("\n\n")
        )
    if how == "punctuation":
        return text.replace(", ", " , ").replace(".\n", "\n").replace(";", ",").replace(" - ", " – ")
    if how == "capitals":
        first, _, rest = text.partition("\n\n")
        return f"{first.upper()}\n\n{rest}"
    return text


def reword(rng: Random, sentence: str) -> str:
    """Another wording with the same facts: synonyms, and a filler or two."""
    found = [old for old in SYNONYMS if re.search(rf"\b{old}\b", sentence)]
    for old in rng.sample(found, min(len(found), rng.randint(1, 3))):
        sentence = re.sub(rf"\b{old}\b", SYNONYMS[old], sentence, count=1)
    words = sentence.split(" ")
    for _ in range(rng.randint(1, 2)):
        spots = [i for i in range(1, len(words)) if words[i].islower() and words[i - 1].islower()]
        if spots:
            words.insert(rng.choice(spots), rng.choice(FILLERS))
    return " ".join(words)


def pick(rng: Random, paragraphs: list[list[str]], share: float) -> list[int]:
    count = int(len(paragraphs) * share)
    return rng.sample(range(len(paragraphs)), count)


def change(
    rng: Random,
    news: News,
    *,
    drop: float = 0,
    rewording: float = 0,
    add: float = 0,
    move: bool = False,
    titled: bool = False,
) -> News:
    """A reprint of an article: shares are of its paragraphs, rounded down."""
    paragraphs = [list(one) for one in news.paragraphs]
    for index in pick(rng, paragraphs, rewording):
        paragraphs[index] = [reword(rng, sentence) for sentence in paragraphs[index]]
    added = int(len(paragraphs) * add)
    gone = set(pick(rng, paragraphs, drop))
    paragraphs = [one for index, one in enumerate(paragraphs) if index not in gone]
    for _ in range(added):
        paragraphs.insert(
            rng.randint(0, len(paragraphs)),
            [write_sentence(rng, news.place) for _ in range(rng.randint(2, 3))],
        )
    if move and len(paragraphs) > 2:
        paragraphs.insert(rng.randrange(len(paragraphs)), paragraphs.pop(rng.randrange(len(paragraphs))))
    title, lead = news.title, news.lead
    if titled:
        title = rng.choice(TITLE_FORMS).format(title[:1].lower() + title[1:])
        lead = rng.choice(
            ("", reword(rng, lead), f"{rng.choice(LINKS)} {write_clause(rng)}, {rng.choice(REASONS)}.")
        )
    return replace(news, title=title, lead=lead, paragraphs=paragraphs)


REPRINTS: dict[str, Callable[[Random, News], News]] = {
    "title": lambda rng, news: change(rng, news, titled=True),
    "drop 20": lambda rng, news: change(rng, news, drop=0.2),
    "reword 20": lambda rng, news: change(rng, news, rewording=0.2),
    "add 20": lambda rng, news: change(rng, news, add=0.2),
    "move": lambda rng, news: change(rng, news, move=True, rewording=0.1),
    "all 10": lambda rng, news: change(rng, news, drop=0.1, rewording=0.1, add=0.1, titled=True),
    "all 20": lambda rng, news: change(rng, news, drop=0.2, rewording=0.2, add=0.2, move=True, titled=True),
}
SPELLINGS = ("exact", "nfd", "tones", "spaces", "punctuation", "capitals")

# What differs between the texts of one template. `notice`: one commune, month after month. `communes`: one text,
# many places. `date`: hardly anything but the day and a figure. `people`: who was praised or appointed.
TEMPLATES = {"notice": "dn", "communes": "dnwp", "date": "d1", "people": "wd"}


def make_skeleton(rng: Random, kind: str) -> list[list[str]]:
    """Paragraphs of sentences with slots: {d0} a date, {n0} an amount, {w0} a person, {p0} a place."""
    shapes = {
        "d": "Ngày {d#}, {clause}, {reason}.", "n": "{link} {clause}, tổng kinh phí {n#}, {reason}.", "w": "{role} {w#} được giao {deed} {thing}.",
        "p": "{link} tại {p#} đã có {n#} được huy động {reason}.", "-": "{link} {clause}, {reason}.", "1": "{link} {clause}, còn lại {n#}.",
    }  # fmt: skip
    slots = list(TEMPLATES[kind])
    if kind != "date":
        slots = slots * rng.randint(2, 3)
    plain = (
        ["-"] * rng.randint(len(slots) // 2, len(slots) * 2) if kind != "date" else ["-"] * rng.randint(4, 9)
    )
    order = slots + plain
    rng.shuffle(order)
    made = []
    for number, shape in enumerate(order):
        text = shapes[shape].replace("#", str(number))
        filled = {"clause": write_clause(rng), "reason": rng.choice(REASONS), "link": rng.choice(LINKS), "role": rng.choice(ROLES),
                  "deed": rng.choice(DEEDS), "thing": rng.choice(THINGS)}  # fmt: skip
        made.append(re.sub(r"\{([a-z]+)\}", lambda match, filled=filled: filled[match[1]], text))
    return [made[i : i + 3] for i in range(0, len(made), 3)]


def fill_skeleton(
    rng: Random, skeleton: list[list[str]], kind: str, place: str, day: date, title: str
) -> News:
    def fill(match: re.Match[str]) -> str:
        slot = match[1][0]
        if slot == "d":
            return f"{day.day}/{day.month}/{day.year}" if rng.random() < 0.7 else write_date(rng, day.year)
        return {"n": write_amount, "w": name_person, "p": name_place}[slot](rng)

    own = name_place(rng) if kind == "communes" else place
    paragraphs = [[re.sub(r"\{([a-z]\d+)\}", fill, sentence) for sentence in one] for one in skeleton]
    lead = f"Ngày {day.day}/{day.month}/{day.year}, Ủy ban nhân dân {own} thông tin đến bà con như sau."
    return News(
        title.format(place=own, month=f"{day.month}/{day.year}"),
        lead,
        paragraphs,
        f"Ban biên tập {own}",
        day.isoformat(),
        own,
    )


class Corpus:
    """Collects documents; numbers are places in `documents`."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.documents: list[Document] = []

    def add(self, news: News, published: str | None = None, **labels: object) -> Document:
        made = Document(
            len(self.documents), news.title, news.lead, news.body, published or news.published or "", **labels
        )  # type: ignore[arg-type]
        self.documents.append(made)
        return made

    def later(self, published: str | None) -> str:
        start = date.fromisoformat(published or "2020-01-01")
        return (start + timedelta(days=self.rng.randint(1, 60))).isoformat()

    def add_copies(self, news: News, origin: Document, count: int) -> None:
        for _ in range(count):
            how = self.rng.choice(SPELLINGS)
            title, lead = (
                respell(self.rng, text, how) if how != "spaces" else text for text in (news.title, news.lead)
            )
            copy = self.add(
                news,
                self.later(origin.published),
                kind="same",
                degree=how,
                origin=origin.number,
                group=origin.group,
            )
            self.documents[-1] = replace(copy, title=title, lead=lead, body=respell(self.rng, news.body, how))

    def add_reprints(self, news: News, origin: Document, count: int) -> None:
        for _ in range(count):
            degree = self.rng.choice(list(REPRINTS))
            changed = REPRINTS[degree](self.rng, news)
            if changed.paragraphs == news.paragraphs and (changed.title, changed.lead) == (
                news.title,
                news.lead,
            ):
                changed, degree = REPRINTS["title"](self.rng, news), "title"
            self.add(
                changed,
                self.later(origin.published),
                kind="reprint",
                degree=degree,
                origin=origin.number,
                group=origin.group,
            )

    def add_template(self, group: int) -> None:
        rng = self.rng
        kind = rng.choice(list(TEMPLATES))
        skeleton, place = make_skeleton(rng, kind), name_place(rng)
        title = rng.choice(
            (
                "Thông báo tháng {month} của {place}",
                "{place}: thông tin tháng {month}",
                "Thông báo đến bà con",
            )
        )
        day = date(rng.randint(2015, 2022), rng.randint(1, 12), rng.randint(1, 28))
        for _ in range(rng.choice((3, 5, 8, 12, 20, 30))):
            day += timedelta(days=rng.randint(7, 40))
            news = fill_skeleton(rng, skeleton, kind, place, day, title)
            made = self.add(news, kind="template", degree=kind, group=group)
            if rng.random() < 0.08:
                self.add_copies(news, made, 1)
            if rng.random() < 0.08:
                self.add_reprints(news, made, 1)


def make_corpus(size: int = 5000, seed: int = 1) -> list[Document]:
    """At least `size` documents: about a third of them unique, a fifth templates, the rest copies and reprints."""
    corpus = Corpus(seed)
    rng = corpus.rng
    stock = [[write_sentence(rng, name_place(rng)) for _ in range(3)] for _ in range(12)]
    group = 0
    while len(corpus.documents) < size:
        chance = rng.random()
        if chance < 0.025:
            corpus.add_template(group := group + 1)
            continue
        news = write_news(rng)
        if chance < 0.15:  # shares paragraphs with others
            for one in rng.sample(stock, rng.randint(1, max(1, len(news.paragraphs) // 3))):
                news.paragraphs.insert(rng.randint(0, len(news.paragraphs)), one)
        elif chance < 0.2:  # shares its title with others
            news = replace(
                news,
                title=rng.choice(
                    ("Lịch tiếp công dân định kỳ", "Thông báo về việc họp thôn", "Tin vắn cơ sở")
                ),
            )
        origin = corpus.add(news)
        if rng.random() < 0.3:
            corpus.add_copies(news, origin, rng.choice((1, 1, 2, 4)))
        if rng.random() < 0.5:
            corpus.add_reprints(news, origin, rng.choice((1, 1, 2, 3)))
    return corpus.documents


def iterate_templates(count: int, seed: int = 5) -> Iterator[News]:
    """Many texts of one template."""
    rng = Random(seed)
    skeleton, place = make_skeleton(rng, "communes"), name_place(rng)
    for number in range(count):
        day = date(2015, 1, 1) + timedelta(days=number)
        yield fill_skeleton(rng, skeleton, "communes", place, day, "Thông báo tháng {month} của {place}")
