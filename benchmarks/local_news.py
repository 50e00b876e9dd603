"""Made-up local news: articles of any number, each of its own, put together from clauses of our own.

Places and people do not exist. Every article comes with its paragraphs as lists of sentences, so that those
who change it (reprints, templates, doubled pages) know what they change.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from benchmarks.local_words import (
    ACTORS,
    DEEDS,
    GIVEN,
    LINKS,
    MANNERS,
    MIDDLES,
    PLACE_FIRST,
    PLACE_KINDS,
    PLACE_LAST,
    REASONS,
    ROLES,
    SCENES,
    SURNAMES,
    THINGS,
    UNITS,
    VIEWS,
)


@dataclass(slots=True)
class News:
    """An article in parts. A paragraph is a list of sentences."""

    title: str
    lead: str
    paragraphs: list[list[str]]
    byline: str | None = None
    published: str | None = None  # YYYY-MM-DD
    place: str = ""

    @property
    def blocks(self) -> list[str]:
        blocks = [" ".join(sentences) for sentences in self.paragraphs]
        return [*blocks, self.byline] if self.byline else blocks

    @property
    def body(self) -> str:
        return "\n\n".join(self.blocks)


def name_place(rng: Random) -> str:
    return f"{rng.choice(PLACE_KINDS)} {rng.choice(PLACE_FIRST)} {rng.choice(PLACE_LAST)}"


def name_person(rng: Random) -> str:
    return f"{rng.choice(SURNAMES)} {rng.choice(MIDDLES)} {rng.choice(GIVEN)}"


def write_amount(rng: Random) -> str:
    unit = rng.choice(UNITS)
    if unit == "tỷ đồng":
        return f"{rng.randint(1, 90)},{rng.randint(1, 9)} {unit}"
    if rng.random() < 0.3:
        return f"{rng.randint(1, 9)}.{rng.randint(100, 999)} {unit}"
    return f"{rng.randint(11, 980)} {unit}"


def write_date(rng: Random, year: int | None = None) -> str:
    day, month = rng.randint(1, 28), rng.randint(1, 12)
    return f"{day}/{month}/{year or rng.randint(2012, 2025)}"


def write_clause(rng: Random) -> str:
    return f"{rng.choice(ACTORS)} {rng.choice(DEEDS)} {rng.choice(THINGS)} {rng.choice(MANNERS)}"


def write_sentence(rng: Random, place: str) -> str:
    """One sentence; about half hold a figure, a date or a name."""
    shape = rng.randrange(7)
    clause = write_clause(rng)
    if shape == 0:
        return f"{rng.choice(LINKS)} {clause}, {rng.choice(REASONS)}."
    if shape == 1:
        return f"Ngày {write_date(rng)}, {clause}, tổng kinh phí {write_amount(rng)}, {rng.choice(REASONS)}."
    if shape == 2:
        return f"{rng.choice(ROLES)} {name_person(rng)} {rng.choice(VIEWS)}, {rng.choice(REASONS)}."
    if shape == 3:
        link, where = rng.choice(LINKS), name_place(rng)
        return f"{link} tại {where} đã có {write_amount(rng)} được huy động {rng.choice(REASONS)}."
    if shape == 4:
        return f"{clause[:1].upper()}{clause[1:]}, trong đó riêng {rng.choice(THINGS)} cần tới {write_amount(rng)}."
    if shape == 5:
        return rng.choice(SCENES).format(place=place) + f" {rng.choice(LINKS)} {clause}."
    return f"Việc {rng.choice(DEEDS)} {rng.choice(THINGS)} {rng.choice(MANNERS)} còn {rng.choice(REASONS)}."


def write_news(rng: Random, paragraphs: int | None = None) -> News:
    """An article of 4 to 10 paragraphs, 2 to 4 sentences each."""
    place = name_place(rng)
    count = paragraphs or rng.randint(4, 10)
    published = f"{rng.randint(2014, 2025)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
    deed, thing = rng.choice(DEEDS), rng.choice(THINGS)
    title = f"{place[:1].upper()}{place[1:]} {deed} {thing} {rng.choice(MANNERS)}"
    lead = f"Ngày {write_date(rng, int(published[:4]))}, {place} {deed} {thing}, {rng.choice(REASONS)}."
    body = [[write_sentence(rng, place) for _ in range(rng.randint(2, 4))] for _ in range(count)]
    byline = rng.choice((None, f"Tin, ảnh: {name_person(rng)}", f"Tác giả: {name_person(rng)}", name_person(rng)))
    return News(title, lead, body, byline, published, place)


def garble_spaces(rng: Random, text: str) -> str:
    """With one space in some forty lost, doubled or put inside a word, as pages pasted from Word have them."""
    out: list[str] = []
    for word in text.split(" "):
        chance = rng.random()
        if chance < 0.012 and out:
            out[-1] += word
        elif chance < 0.024 and len(word) > 3:
            out.append(word[0] + " " + word[1:])
        elif chance < 0.04:
            out.append(" " + word)
        else:
            out.append(word)
    return " ".join(out)
