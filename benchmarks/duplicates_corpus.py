"""A labelled corpus of made-up local news: copies, reprints, templates, shared stock, shared titles.

The generator knows what it did to a text and nothing of how duplicates are looked for. A document's `origin` is
the document that it copies or reprints; `group` names the template that it follows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from benchmarks.local_news import News, name_place, write_news, write_sentence
from benchmarks.reprints import REPRINTS, SPELLINGS, respell
from benchmarks.templates import TEMPLATES, fill_skeleton, make_skeleton


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
                title=rng.choice(("Lịch tiếp công dân định kỳ", "Thông báo về việc họp thôn", "Tin vắn cơ sở")),
            )
        origin = corpus.add(news)
        if rng.random() < 0.3:
            corpus.add_copies(news, origin, rng.choice((1, 1, 2, 4)))
        if rng.random() < 0.5:
            corpus.add_reprints(news, origin, rng.choice((1, 1, 2, 3)))
    return corpus.documents
