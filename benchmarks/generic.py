"""How well pages of unknown make are read, beside trafilatura.

    python -m benchmarks.generic [GOLD.jsonl PAGES]

Reads made-up pages in many layouts, and where they are given the pages of a folder: GOLD.jsonl holds an object a
page with `url`, `body_paragraphs` and `lead`, the page lies in PAGES below the path of its address. Each page is
read by the platform `generic`, named, and by trafilatura with tables, without comments, as it is and with
`favor_recall`. Prints the mean F1 over word 4-grams, twice: of the body alone, and of lead and body together.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import trafilatura

from benchmarks.layouts import list_layouts
from harvester.errors import HarvestError
from harvester.platforms import read_article

WORD = re.compile(r"\w+")
GRAM = 4
MADE_UP = "http://xa.example/tin/cho.html"
TIED = 0.0005
"""F1 by which one reader has to be better than another to be so called."""
READERS = ("generic", "trafilatura", "trafilatura, recall")


@dataclass(frozen=True, slots=True)
class Sample:
    """A page and what is to be read off it."""

    name: str
    url: str
    html: bytes
    body: str
    lead: str


def count_grams(text: str) -> Counter[tuple[str, ...]]:
    """The runs of four words of a text."""
    words = WORD.findall(unicodedata.normalize("NFC", text).lower())
    return Counter(tuple(words[n : n + GRAM]) for n in range(max(1, len(words) - GRAM + 1)))


def measure_f1(text: str, gold: str) -> float:
    """The harmonic mean of precision and recall over runs of four words."""
    mine, wanted = count_grams(text), count_grams(gold)
    return 2 * sum((mine & wanted).values()) / (sum(mine.values()) + sum(wanted.values()))


def read_samples(gold: Path, pages: Path) -> Iterator[Sample]:
    """The pages of a folder with their gold."""
    for line in gold.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        path = pages / unquote(urlsplit(row["url"]).path).lstrip("/")
        if path.is_file():
            yield Sample(
                path.name, row["url"], path.read_bytes(), "\n".join(row["body_paragraphs"]), row.get("lead") or ""
            )


def make_samples() -> Iterator[Sample]:
    """The made-up pages."""
    for layout in list_layouts():
        yield Sample(layout.name, MADE_UP, layout.html.encode(), "\n".join(layout.paragraphs), layout.lead)


def read_all(sample: Sample) -> tuple[tuple[str, str], ...]:
    """Lead and body by each of the readers; trafilatura has no lead."""
    try:
        article = read_article(sample.html, sample.url, platform="generic")
        mine = (article.lead or "", article.body)
    except HarvestError:
        mine = ("", "")
    texts = (
        trafilatura.extract(sample.html, include_comments=False, include_tables=True, favor_recall=recall) or ""
        for recall in (False, True)
    )
    return (mine, *(("", text) for text in texts))


def compare(samples: Iterable[Sample]) -> list[tuple[str, list[float], list[float]]]:
    """For each page its name, and each reader's F1 of the body, and of lead and body."""
    found = []
    for sample in samples:
        read = read_all(sample)
        bodies = [measure_f1(body, sample.body) for _, body in read]
        wholes = [measure_f1(f"{lead}\n{body}", f"{sample.lead}\n{sample.body}") for lead, body in read]
        found.append((sample.name, bodies, wholes))
    return found


def report(title: str, found: list[tuple[str, list[float], list[float]]]) -> None:
    """Prints the means, and the pages on which trafilatura does better."""
    print(f"{title}: {len(found)} pages")
    for n, reader in enumerate(READERS):
        body, whole = (sum(row[kind][n] for row in found) / len(found) for kind in (1, 2))
        print(f"  {reader:20} body {body:.4f}  lead and body {whole:.4f}")
    worse = [row for row in found if row[2][0] < max(row[2][1:]) - TIED]
    for name, _, wholes in worse:
        print(f"  behind on {name}: " + ", ".join(f"{value:.4f}" for value in wholes))


def main() -> None:
    """Compares and prints."""
    report("made-up layouts", compare(make_samples()))
    if len(sys.argv) > 2:
        report(sys.argv[2], compare(read_samples(Path(sys.argv[1]), Path(sys.argv[2]))))


if __name__ == "__main__":
    main()
