"""Doubled pages must collapse to what was pasted twice; pages that repeat themselves on purpose must stay.

    python -m benchmarks.repeats [--pages 500] [--seed 1]

Prints, per kind of page, how many came out right. The pages are made here, from `local_news`.
"""

from __future__ import annotations

import argparse
import unicodedata
from collections import Counter
from collections.abc import Callable
from random import Random

from benchmarks.local_news import (
    garble_spaces,
    name_person,
    name_place,
    write_amount,
    write_clause,
    write_news,
    write_sentence,
)
from benchmarks.local_words import LINKS, MANNERS, REASONS, THINGS
from harvester.duplicates.repeated_text import remove_repeats
from harvester.items import Article
from harvester.vietnamese.spelling import squash

CAPTIONS = (
    "Quang cảnh buổi làm việc",
    "Các đại biểu chụp ảnh lưu niệm",
    "Bà con phấn khởi nhận quà",
    "Ảnh: Nguồn tư liệu xã",
    "Một góc con đường mới",
    "Nghi thức cắt băng tại lễ bàn giao",
    "Mô hình cho thu nhập khá",
)


def spoil_copy(rng: Random, blocks: list[str]) -> list[str]:
    """A later copy as pages have it: other spaces, other Unicode form, lost or added spaces in words."""
    kind = rng.randrange(5)
    if kind == 0:
        return list(blocks)
    if kind == 1:
        return [unicodedata.normalize("NFD", block) for block in blocks]
    if kind == 2:
        return [block.replace(" ", "\u00a0" if rng.random() < 0.5 else "  ") for block in blocks]
    if kind == 3:
        return [garble_spaces(rng, block) for block in blocks]
    cut = rng.randrange(len(blocks))
    first, dot, rest = blocks[cut].partition(". ")
    return [*blocks[:cut], *([first + ".", rest] if dot else [first]), *blocks[cut + 1 :]]


def make_doubled(rng: Random) -> tuple[Article, list[str], str]:
    """A page with two or three copies, the paragraphs that must be left once each, and its kind."""
    news = write_news(rng, rng.choice((None, None, 1, 2, 3)))
    original = news.blocks
    if rng.random() < 0.3:
        original.insert(rng.randint(1, len(original)), rng.choice(CAPTIONS))
    if len(original) > 3 and rng.random() < 0.2:  # a text with a refrain of its own
        original.insert(len(original) - 1, original[0])
    copies = 3 if rng.random() < 0.2 else 2
    page = list(original)
    noise = rng.choice(("nothing", "title", "lead", "byline", "caption", "all"))
    for _ in range(copies - 1):
        if noise in ("byline", "all"):
            page.append(f"Tin, ảnh: {name_person(rng)}")
        if noise in ("title", "all"):
            page.append(rng.choice((news.title, news.title.upper())))
        if noise in ("lead", "all"):
            page.append(news.lead)
        if noise in ("caption", "all"):
            page.append(rng.choice(CAPTIONS))
        page.extend(spoil_copy(rng, original))
    article = Article(url="https://x.example/1", title=news.title, lead=news.lead, body="\n\n".join(page))
    return article, original, f"{copies} copies, {noise} between"


def make_refrain(rng: Random) -> list[str]:
    refrain = [f"{rng.choice(THINGS)} ơi, {rng.choice(MANNERS)}" for _ in range(rng.randint(1, 4))]
    page: list[str] = []
    for _ in range(rng.randint(2, 4)):
        page += [f"{rng.choice(THINGS)} {rng.choice(REASONS)}" for _ in range(rng.randint(2, 5))] + refrain
    return page + (refrain if rng.random() < 0.4 else [])


def make_like_lines(rng: Random) -> list[str]:
    line = rng.choice(
        ("- Giải nhất: không trao.", "Không có ý kiến khác.", f"- {write_amount(rng)}", "- Như năm trước.")
    )
    news = write_news(rng, 3).blocks
    return news[:1] + [f"Thôn {n}:" if m == 0 else line for n in range(1, rng.randint(4, 9)) for m in (0, 1)] + news[1:]


def make_form_letter(rng: Random) -> list[str]:
    clauses = [
        f"{rng.choice(LINKS)} đề nghị gia đình {write_clause(rng)}, {rng.choice(REASONS)}."
        for _ in range(rng.choice((1, 1, 2, 3)))
    ]
    head = rng.choice(
        (
            "Kính gửi: ông {who}",
            "Hộ bà {who}",
            "{who}",
            "Ông {who}, {place}",
            "Điều {n}. Khen ông {who}, {place}.",
        )
    )
    page = [write_sentence(rng, name_place(rng))] if rng.random() < 0.5 else []
    for n in range(1, rng.randint(3, 7)):
        page.append(head.format(who=name_person(rng), place=name_place(rng), n=n))
        page += clauses
    return page


def make_table(rng: Random) -> list[str]:
    row = f"{rng.choice(THINGS)} | {write_amount(rng)} | đạt"
    rows = [
        rng.choice((row, f"{rng.choice(THINGS)} | {write_amount(rng)} | chưa đạt")) for _ in range(rng.randint(5, 12))
    ]
    table = ["STT | Nội dung | Kết quả", *rows, row, row]
    return write_news(rng, 2).blocks + (table if rng.random() < 0.5 else ["\n".join(table)])


def make_echo(rng: Random) -> list[str]:
    """An article that gives one of its own paragraphs again, once or twice."""
    blocks = write_news(rng, rng.randint(5, 9)).blocks
    echoed = blocks[rng.randrange(2)]
    for place in sorted(rng.sample(range(3, len(blocks) + 1), rng.randint(1, 2)), reverse=True):
        blocks.insert(place, echoed)
    return blocks


def make_schedule(rng: Random) -> list[str]:
    work = [write_sentence(rng, name_place(rng)) for _ in range(rng.randint(1, 3))]
    days = rng.choice(
        (
            ("Thứ hai, ngày 4/3", "Thứ ba, ngày 5/3", "Thứ tư, ngày 6/3"),
            ("Buổi sáng", "Buổi chiều"),
            ("Tuần 1:", "Tuần 2:"),
        )
    )
    return [block for day in days for block in (day, *work)]


LEGITIMATE: dict[str, Callable[[Random], list[str]]] = {
    "refrain": make_refrain,
    "like lines": make_like_lines,
    "form letter": make_form_letter,
    "table": make_table,
    "echo": make_echo,
    "schedule": make_schedule,
}


def is_collapsed(article: Article, original: list[str]) -> bool:
    """The original's paragraphs in their order with nothing of them twice; asides from between may follow."""
    left = [squash(block) for block in article.paragraphs]
    wanted = [squash(block) for block in original]
    known = {squash(article.title), squash(article.lead or "")}
    rest = left[len(wanted) :]
    return left[: len(wanted)] == wanted and not known & set(rest) and not set(rest) & set(wanted)


def measure(pages: int, seed: int) -> tuple[Counter[str], Counter[str]]:
    """Right answers and totals, by kind."""
    rng = Random(seed)
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for _ in range(pages):
        article, original, kind = make_doubled(rng)
        total[kind] += 1
        right[kind] += is_collapsed(remove_repeats(article), original)
    for number in range(pages):
        kind, make = list(LEGITIMATE.items())[number % len(LEGITIMATE)]
        page = Article(url="https://x.example/1", title=write_news(rng).title, body="\n\n".join(make(rng)))
        total[kind] += 1
        right[kind] += remove_repeats(page).body == page.body
    return right, total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    right, total = measure(options.pages, options.seed)
    for kind in sorted(total):
        print(f"{kind:32} {right[kind]:5} of {total[kind]}")
    print(f"{'all':32} {sum(right.values()):5} of {sum(total.values())}")


if __name__ == "__main__":
    main()
