"""Learns the weights of the structural reader and writes them to its file.

    python -m benchmarks.train_reader [--out FILE] [--folds N] FOLDER…

Each FOLDER is one of `benchmarks.reading_gold`, of kind `bodies` or `segments`. Blocks are labelled by the gold: of
bodies every block, of segments those that hold a passage; the other blocks of a page with segments count half, where
two settings of trafilatura and the readability algorithm agree on them. One logistic regression is fitted by Newton's
method, drawn towards zero. With `--folds N` nothing is written: the pages are parted N times, and each part is read
with weights that were learned of the others.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.reading_gold import GRAM, WORD, GoldPage, load_folder, score_bodies, score_segments
from harvester.reading import structure
from harvester.reading.fields import read_jsonld
from harvester.reading.heuristics import read_claims
from harvester.reading.page import Page
from harvester.reading.structure.article import Structure, describe_page, read_structure
from harvester.reading.structure.block_features import NUMBERS, Description
from harvester.reading.structure.markings import MARK_NAMES
from harvester.reading.structure.outline import Outline
from harvester.reading.structure.weights import FILE, Weights, parse_weights
from harvester.vietnamese.text import drop_invisible

TAGS = (
    "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "blockquote", "pre", "dd", "dt", "figcaption",
    "section", "article", "header", "footer", "aside", "nav", "body", "main", "figure", "ul", "ol", "table", "tr",
    "form", "center",
)  # fmt: skip
PENALTY = 4.0
"""How strongly weights are drawn towards zero."""
PASSAGE_WEIGHT, AGREED_WEIGHT = 2.0, 0.25
"""What a block counts that holds a passage, and one on which other readers agree."""
DAMPING = 0.3
"""The power of a page's weight by which its blocks count less: a long page tells little more than a short one."""
LONGEST = 600
"""Characters beyond which a longer block counts no more."""
MOST_STEPS = 20
CLOSE = 1e-4
REACH = 4
"""Blocks within which text has to stand on both sides of a few words for these to be text."""
SHARED = 0.5
LONG_PASSAGE = 25

Array = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Sample:
    """A page, described, with a row of inputs, a label and a weight for each block that has a label."""

    gold: GoldPage
    page: Page
    inputs: Array
    labels: Array
    weights: Array


def list_inputs(block: Description) -> list[float]:
    """All inputs of a block in one row: numbers, own marks, inherited marks, tag, parent's tag."""
    row = [float(number) for number in block.numbers]
    for marks in (block.own, block.inherited):
        row.extend(1.0 if marks & bit else 0.0 for bit in MARK_NAMES.values())
    for tag in (block.tag, block.parent_tag):
        row.extend(1.0 if tag == known else 0.0 for known in TAGS)
    return row


def make_weights(values: Array) -> str:
    """The file that `harvester.reading.structure.weights` reads."""
    names = (*NUMBERS, *MARK_NAMES, *MARK_NAMES, *TAGS, *TAGS)
    rounded = iter([round(float(value), 3) for value in values])
    parts = {
        "numbers": {name: next(rounded) for name in NUMBERS},
        "own": {name: next(rounded) for name in MARK_NAMES},
        "inherited": {name: next(rounded) for name in MARK_NAMES},
        "tags": {name: next(rounded) for name in TAGS},
        "parent_tags": {name: next(rounded) for name in TAGS},
    }
    assert len(names) == len(values)
    return json.dumps(parts, indent=1) + "\n"


def label_by_text(texts: Sequence[str], gold: str) -> list[bool | None]:
    """Whether each block is part of a text; None for a block without words. A few words are part of it where they stand
    in it and between blocks that are."""
    words = [word.lower() for word in WORD.findall(gold)]
    grams = {tuple(words[n : n + GRAM]) for n in range(len(words) - GRAM + 1)}
    joined = f" {' '.join(words)} "
    found: list[bool | None] = []
    short: list[int] = []
    for place, text in enumerate(texts):
        own = [word.lower() for word in WORD.findall(text)]
        if len(own) >= GRAM:
            runs = {tuple(own[n : n + GRAM]) for n in range(len(own) - GRAM + 1)}
            found.append(len(runs & grams) >= SHARED * len(runs))
        else:
            found.append(None if not own else False)
            if own and f" {' '.join(own)} " in joined:
                short.append(place)
    long = [place for place, label in enumerate(found) if label]
    for place in short:
        before = max((p for p in long if p < place), default=-REACH - 1)
        after = min((p for p in long if p > place), default=len(found) + REACH + 1)
        found[place] = place - before <= REACH and after - place <= REACH
    return found


def label_blocks(gold: GoldPage, outline: Outline) -> list[tuple[bool | None, float]]:
    """Each block's label and what it counts."""
    texts = [block.text for block in outline.blocks]
    if gold.kind == "bodies":
        return [(label, 1.0) for label in label_by_text(texts, gold.body)]
    others = [label_by_text(texts, text) for text in read_by_others(gold.html)]
    found: list[tuple[bool | None, float]] = []
    for place, text in enumerate(texts):
        wanted, unwanted = (any(map(text_holds(text), part)) for part in (gold.wanted, gold.unwanted))
        if wanted != unwanted:
            found.append((wanted, PASSAGE_WEIGHT))
        else:
            labels = {labels[place] for labels in others}
            found.append((labels.pop() if len(labels) == 1 else None, AGREED_WEIGHT))
    return found


def text_holds(text: str) -> Callable[[str], bool]:
    """A test whether a passage stands in a text, or a long text in the passage."""
    return lambda passage: passage in text or (len(text) > LONG_PASSAGE and text in passage)


def read_by_others(html: bytes) -> Iterator[str]:
    """The text by trafilatura, as it is and with `favor_precision`, and by readability."""
    import trafilatura
    from lxml.html import fromstring
    from readability import Document

    for precision in (False, True):
        yield trafilatura.extract(html, include_comments=False, favor_precision=precision) or ""
    try:
        yield fromstring(Document(html.decode("utf-8", "replace")).summary()).text_content()
    except (ValueError, TypeError, AttributeError):
        yield ""


def make_sample(gold: GoldPage) -> Sample:
    """A page with its blocks described and labelled."""
    page = Page(gold.url, gold.html)
    outline, descriptions = describe_page(page.tree, read_claims(page, read_jsonld(page)), read_description(page))
    labelled = [
        (list_inputs(description), float(label), weight * min(block.length, LONGEST) ** 0.5)
        for description, block, (label, weight) in zip(
            descriptions, outline.blocks, label_blocks(gold, outline), strict=True
        )
        if label is not None
    ]
    inputs, labels, weights = zip(*labelled, strict=True) if labelled else ((), (), ())
    width = len(NUMBERS) + 2 * len(MARK_NAMES) + 2 * len(TAGS)
    counts = np.array(weights) / max(1.0, sum(weights)) ** DAMPING
    return Sample(gold, page, np.array(inputs, float).reshape(-1, width), np.array(labels), counts)


def read_description(page: Page) -> str:
    """What the head describes the article by."""
    return page.meta.get("og:description") or page.meta.get("description") or ""


def fit(samples: Sequence[Sample]) -> Array:
    """The weights of a logistic regression, by Newton's method."""
    inputs, labels, counts = (
        np.concatenate(parts)
        for parts in zip(*((sample.inputs, sample.labels, sample.weights) for sample in samples), strict=True)
    )
    counts = counts / counts.mean()
    penalty = np.full(inputs.shape[1], PENALTY)
    penalty[0] = PENALTY / 1000
    values = np.zeros(inputs.shape[1])
    for _ in range(MOST_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(inputs @ values, -30, 30)))
        slope = inputs.T @ (counts * (chance - labels)) + penalty * values
        curve = (inputs * (counts * chance * (1 - chance))[:, None]).T @ inputs + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        values = values - step
        if np.abs(step).max() < CLOSE:
            break
    return values


def read_texts(samples: Sequence[Sample], weights: Weights) -> Iterator[str]:
    """What is read of pages with weights: of segments with the lead, which bodies leave out."""
    for sample in samples:
        page = sample.page
        found = read_structure(page.tree, read_claims(page, read_jsonld(page)), read_description(page), weights)
        yield join_kept(found, lead=sample.gold.kind == "segments")


def join_kept(found: Structure, *, lead: bool) -> str:
    """The text of the kept blocks, without soft hyphens, as the pipelines give it."""
    places = sorted([*found.kept, found.lead]) if lead and found.lead is not None else found.kept
    return "\n".join(drop_invisible(found.outline.blocks[place].text) for place in places)


def report(samples: Sequence[Sample], texts: Sequence[str]) -> None:
    """Prints the scores by kind."""
    for kind, score in (("bodies", score_bodies), ("segments", score_segments)):
        chosen = [(s.gold, text) for s, text in zip(samples, texts, strict=True) if s.gold.kind == kind]
        if chosen:
            scores = score([gold for gold, _ in chosen], [text for _, text in chosen])
            print(f"{kind:9} {len(chosen):4} pages  " + "  ".join(f"{k} {v:.4f}" for k, v in scores.items()))


def choose_fold(sample: Sample, folds: int) -> int:
    """The part that a page is in, by its name alone."""
    return int(hashlib.md5(sample.gold.name.encode(), usedforsecurity=False).hexdigest(), 16) % folds


def validate(samples: Sequence[Sample], folds: int) -> None:
    """Reads each part with the weights of the others, and prints the scores over all."""
    ordered: list[Sample] = []
    texts: list[str] = []
    for fold in range(folds):
        values = fit([sample for sample in samples if choose_fold(sample, folds) != fold])
        part = [sample for sample in samples if choose_fold(sample, folds) == fold]
        ordered += part
        texts += read_texts(part, parse_weights(make_weights(values)))
    report(ordered, texts)


def main() -> None:
    """Learns and writes, or validates."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=Path(structure.__path__[0]) / FILE)
    parser.add_argument("--folds", type=int, default=0)
    arguments = parser.parse_args()
    samples = [make_sample(gold) for folder in arguments.folders for gold in load_folder(folder)]
    if not any(len(sample.labels) for sample in samples):
        sys.exit("no block of these pages has a label: there is nothing to learn")
    if arguments.folds:
        validate(samples, arguments.folds)
        return
    text = make_weights(fit(samples))
    arguments.out.write_text(text, encoding="utf-8")
    report(samples, list(read_texts(samples, parse_weights(text))))


if __name__ == "__main__":
    main()
