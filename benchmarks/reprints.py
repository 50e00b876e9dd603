# ruff: noqa: E501
"""Reprints and other spellings of made-up news. Nothing here knows how duplicates are looked for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from random import Random

from benchmarks.local_news import News, write_clause, write_sentence
from benchmarks.local_words import LINKS, REASONS

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
            re.sub(" ", lambda _: rng.choice((" ", "  ", "\u00a0")), block) + " " for block in text.split("\n\n")
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
    rng: Random, news: News, *, drop: float = 0, rewording: float = 0, add: float = 0, move: bool = False
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
    return replace(news, paragraphs=paragraphs)


def retitle(rng: Random, news: News) -> News:
    """A reprint under another title and another lead, or none."""
    title = rng.choice(TITLE_FORMS).format(news.title[:1].lower() + news.title[1:])
    lead = rng.choice(("", reword(rng, news.lead), f"{rng.choice(LINKS)} {write_clause(rng)}, {rng.choice(REASONS)}."))
    return replace(news, title=title, lead=lead)


REPRINTS: dict[str, Callable[[Random, News], News]] = {
    "title": retitle,
    "drop 20": lambda rng, news: change(rng, news, drop=0.2),
    "reword 20": lambda rng, news: change(rng, news, rewording=0.2),
    "add 20": lambda rng, news: change(rng, news, add=0.2),
    "move": lambda rng, news: change(rng, news, move=True, rewording=0.1),
    "all 10": lambda rng, news: retitle(rng, change(rng, news, drop=0.1, rewording=0.1, add=0.1)),
    "all 20": lambda rng, news: retitle(rng, change(rng, news, drop=0.2, rewording=0.2, add=0.2, move=True)),
}
SPELLINGS = ("exact", "nfd", "tones", "spaces", "punctuation", "capitals")
