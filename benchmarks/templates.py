# ruff: noqa: E501
"""Many texts of one template: the same sentences with other places, people, days and figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from benchmarks.local_news import News, name_person, name_place, write_amount, write_clause, write_date
from benchmarks.local_words import DEEDS, LINKS, REASONS, ROLES, THINGS

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
    plain = ["-"] * rng.randint(len(slots) // 2, len(slots) * 2) if kind != "date" else ["-"] * rng.randint(4, 9)
    order = slots + plain
    rng.shuffle(order)
    made = []
    for number, shape in enumerate(order):
        text = shapes[shape].replace("#", str(number))
        filled = {"clause": write_clause(rng), "reason": rng.choice(REASONS), "link": rng.choice(LINKS), "role": rng.choice(ROLES),
                  "deed": rng.choice(DEEDS), "thing": rng.choice(THINGS)}  # fmt: skip
        made.append(re.sub(r"\{([a-z]+)\}", lambda match, filled=filled: filled[match[1]], text))
    return [made[i : i + 3] for i in range(0, len(made), 3)]


def fill_skeleton(rng: Random, skeleton: list[list[str]], kind: str, place: str, day: date, title: str) -> News:
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


def iterate_templates(count: int, seed: int = 5) -> Iterator[News]:
    """Many texts of one template."""
    rng = Random(seed)
    skeleton, place = make_skeleton(rng, "communes"), name_place(rng)
    for number in range(count):
        day = date(2015, 1, 1) + timedelta(days=number)
        yield fill_skeleton(rng, skeleton, "communes", place, day, "Thông báo tháng {month} của {place}")
