"""Pages with gold for reading articles, as public benchmarks lay them out, and how readers are scored on them.

A folder holds `gold.json` and the pages beside it. Three kinds are told by what the gold holds:

bodies    name -> {"articleBody", "url"}, the page is NAME.html
segments  address -> {"file", "with", "without"}: passages that must be in the text, and that must not
days      address -> {"file", "date"}
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

WORD = re.compile(r"\w+")
GRAM = 4
ADDRESS = "http://page.example/"
"""Stands for an address where the gold names none."""


@dataclass(frozen=True, slots=True)
class GoldPage:
    """A page and what is to be read off it; what a kind of gold does not tell is empty."""

    kind: str
    name: str
    url: str
    html: bytes
    body: str = ""
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    day: str = ""


def load_folder(folder: Path) -> list[GoldPage]:
    """The pages of a folder. Raises FileNotFoundError where it has no gold, ValueError for a kind that is unknown."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    return [make_page(folder, name, entry) for name, entry in gold.items()]


def make_page(folder: Path, name: str, entry: Mapping[str, object]) -> GoldPage:
    """One page of a folder."""
    url = str(entry.get("url", name))
    url = url if url.startswith(("http://", "https://")) else ADDRESS
    if "articleBody" in entry:
        html = (folder / f"{name}.html").read_bytes()
        return GoldPage("bodies", name, url, html, body=str(entry["articleBody"]))
    html = (folder / str(entry["file"])).read_bytes()
    if "with" in entry:
        wanted, unwanted = (tuple(map(fold, list_texts(entry[key]))) for key in ("with", "without"))
        return GoldPage("segments", name, url, html, wanted=wanted, unwanted=unwanted)
    if "date" in entry:
        return GoldPage("days", name, url, html, day=str(entry["date"]))
    raise ValueError(f"gold of no known kind: {folder} has an entry with {', '.join(entry)}")


def list_texts(value: object) -> list[str]:
    """The texts of a list out of JSON."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def fold(text: str) -> str:
    """A text with single spaces."""
    return " ".join(text.split())


def count_grams(text: str) -> Counter[tuple[str, ...]]:
    """The runs of four words of a text."""
    words = WORD.findall(text)
    return Counter(tuple(words[n : n + GRAM]) for n in range(max(1, len(words) - GRAM + 1)) if words)


def score_bodies(pages: Sequence[GoldPage], texts: Sequence[str]) -> dict[str, float]:
    """Precision and recall, means over pages, F1 of these two, and the part of pages whose words are all right."""
    precisions, recalls, exact = [], [], 0
    for page, text in zip(pages, texts, strict=True):
        gold, mine = count_grams(page.body), count_grams(text)
        both = sum((gold & mine).values())
        if mine:
            precisions.append(both / sum(mine.values()))
        if gold:
            recalls.append(both / sum(gold.values()))
        exact += WORD.findall(page.body) == WORD.findall(text)
    precision, recall = (sum(values) / max(1, len(values)) for values in (precisions, recalls))
    return {"precision": precision, "recall": recall, "f1": harmonic(precision, recall), "exact": exact / len(pages)}


def score_segments(pages: Sequence[GoldPage], texts: Sequence[str]) -> dict[str, float]:
    """Precision, recall and F1 over all passages of all pages."""
    found = missed = wrong = 0
    for page, text in zip(pages, map(fold, texts), strict=True):
        hits = sum(passage in text for passage in page.wanted)
        found, missed = found + hits, missed + len(page.wanted) - hits
        wrong += sum(passage in text for passage in page.unwanted)
    precision, recall = found / max(1, found + wrong), found / max(1, found + missed)
    return {"precision": precision, "recall": recall, "f1": harmonic(precision, recall)}


def score_days(pages: Sequence[GoldPage], days: Sequence[str]) -> dict[str, float]:
    """Parts of pages whose day is right (the gold's or its neighbour), wrong, and not told. `days` are ISO dates."""
    right = none = 0
    for page, day in zip(pages, days, strict=True):
        if not day:
            none += 1
        else:
            right += abs((date.fromisoformat(day[:10]) - date.fromisoformat(page.day)).days) <= 1
    count = len(pages)
    return {"right": right / count, "wrong": (count - right - none) / count, "none": none / count}


def harmonic(one: float, other: float) -> float:
    """The harmonic mean."""
    return 2 * one * other / (one + other) if one + other else 0.0
