"""A portal whose pages a test writes itself: one listing of articles, cut into pages, in the order that the test gives.

    site = PlainSite([write_item(number) for number in range(1, 10)])
    site.pages["/"] = "<frameset>…"        # instead of its own home page

`PortalServer` serves it like any other site.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from support.answers import Answer, Request, show_html
from support.texts import VIETNAM, write_sentence

NEWEST = datetime(2026, 3, 6, 8, 0, tzinfo=VIETNAM)
"""When article 0 came out; each further number is a day older."""


@dataclass(frozen=True, slots=True)
class Item:
    """One article."""

    number: int
    title: str
    published: datetime
    paragraphs: tuple[str, ...]


def write_item(number: int, title: str = "") -> Item:
    """Return a made-up article, the same for the same number."""
    draw = random.Random(number)
    sentences = [write_sentence(draw) for _ in range(13)]
    paragraphs = tuple(" ".join(sentences[start : start + 4]) for start in (1, 5, 9))
    return Item(number, title or f"{number}. {sentences[0].rstrip('.')}", NEWEST - timedelta(days=number), paragraphs)


@dataclass
class PlainSite:
    """The portal. `pages` go before what it would show: an answer, or its markup, by target or path."""

    items: list[Item]
    per_page: int = 3
    pages: dict[str, Answer | str] = field(default_factory=dict)
    section: str = "/tin-xa/"
    link_next: Callable[[str, int], str] = lambda section, number: f'<a href="{section}?page={number}">Trang sau</a>'
    """Markup that leads from a page of the section to the one of this number, counted from 1."""
    base: str = "http://127.0.0.1:1"

    def path(self, item: Item) -> str:
        """Return an article's address, in which nothing but its number tells what it is."""
        return f"/bai/{item.number}"

    def answer(self, request: Request) -> Answer:
        """Return what the portal says."""
        planned = self.pages.get(request.target, self.pages.get(request.path))
        if planned is not None:
            return planned if isinstance(planned, Answer) else show_html(planned)
        if request.path == "/":
            return show_html(self.show_frame("Xã Gò Mận", self.list_items(self.items[: self.per_page])))
        if request.path == self.section:
            return show_html(self.show_section(self.read_number(request)))
        item = next((item for item in self.items if self.path(item) == request.path), None)
        return show_html("<html><h1>Không tìm thấy</h1></html>", 404) if item is None else show_html(self.show(item))

    def read_number(self, request: Request) -> int:
        """Return which page of the section is asked for."""
        return int(request.query.get("page", "1"))

    def show_section(self, number: int) -> str:
        """Return a page of the section."""
        start = (number - 1) * self.per_page
        shown = self.items[start : start + self.per_page]
        is_last = start + self.per_page >= len(self.items)
        more = "" if is_last else f"<p class='pages'>{self.link_next(self.section, number + 1)}</p>"
        return self.show_frame("Tin xã", f"<h1>Tin xã</h1>{self.list_items(shown)}{more}")

    def show_frame(self, title: str, content: str) -> str:
        """Return a whole page."""
        menu = f'<ul class="menu"><li><a href="/">Trang chủ</a></li><li><a href="{self.section}">Tin xã</a></li></ul>'
        head = f"<head><title>{title}</title></head>"
        return f"<html>{head}<body>{menu}<div>{content}</div><p>UBND xã Gò Mận</p></body></html>"

    def list_items(self, items: list[Item]) -> str:
        """Return the items of a listing, each with its day."""
        return "".join(
            f'<div class="item"><a href="{self.path(item)}">{item.title}</a> <i>{item.published:%d/%m/%Y}</i></div>'
            for item in items
        )

    def show(self, item: Item) -> str:
        """Return an article's page."""
        text = "".join(f"<p>{paragraph}</p>" for paragraph in item.paragraphs)
        return self.show_frame(item.title, f"<h1>{item.title}</h1><i>{item.published:%d/%m/%Y %H:%M}</i>{text}")
