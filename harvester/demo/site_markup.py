"""What the three portals' pages share: slugs, Vietnamese dates, paragraphs, tables, pictures."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import escape
from importlib.resources import files
from string import Template
from typing import Literal, TypeVar

WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")

_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")  # "nước sạch, 12/5" has " " and ", " and "/"

T = TypeVar("T")
Style = Literal["paragraphs", "breaks", "word"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a portal answers at one address."""

    body: bytes
    media_type: str = "text/html; charset=utf-8"
    status: int = 200
    location: str | None = None


Site = dict[str, Answer]
"""A portal's answers by path, with the query where there is one."""


def make_slug(text: str) -> str:
    """`Đường về Bến Mơ` becomes `duong-ve-ben-mo`."""
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    letters = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return _NOT_IN_SLUG.sub("-", letters).strip("-")


def name_weekday(day: date) -> str:
    """`Thứ hai` to `Chủ nhật`."""
    return WEEKDAYS[day.weekday()]


@cache
def read_page(name: str) -> Template:
    """A packaged page with `$name` places."""
    return Template((files("harvester.demo") / "pages" / name).read_text(encoding="utf-8"))


def fill_page(page: str, /, **values: str) -> str:
    """The packaged page with its places filled.

    Raises:
        KeyError: for a place that was forgotten.
    """
    return read_page(page).substitute(values)


def answer_page(html: str) -> Answer:
    """A page as UTF-8."""
    return Answer(html.encode())


def link(path: str, text: str, attributes: str = "") -> str:
    """An anchor; `attributes` is markup, the rest is text."""
    return f'<a href="{escape(path)}"{" " + attributes if attributes else ""}>{escape(text)}</a>'


def split_pages(stories: Sequence[T], size: int) -> list[Sequence[T]]:
    """The pages of a listing; one empty page when there is nothing."""
    return [stories[start : start + size] for start in range(0, len(stories), size)] or [stories]


def build_table(rows: Iterable[str]) -> str:
    """The lines `| a | b` as a table whose first row is the heading."""
    cells = [[cell.strip() for cell in row.strip("| ").split("|")] for row in rows]
    lines = []
    for position, row in enumerate(cells):
        tag = "th" if position == 0 else "td"
        lines.append("<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in row) + "</tr>")
    return '<table border="1" class="table">\n' + "\n".join(lines) + "\n</table>"


def build_figure(file: str, caption: str) -> str:
    """A picture with its caption."""
    return (
        f'<figure class="image"><img src="/uploads/news/{file}" alt="{escape(caption)}" width="480">'
        f"<figcaption>{escape(caption)}</figcaption></figure>"
    )


def build_body(lines: Sequence[str], style: Style = "paragraphs") -> str:
    """A story's lines as markup: `<p>` each, one block with `<br><br>`, or the spans that Word leaves."""
    blocks: list[str] = []
    run: list[str] = []
    for position, line in enumerate(lines):
        if line.startswith("|"):
            run.append(line)
            if position + 1 == len(lines) or not lines[position + 1].startswith("|"):
                blocks.append(build_table(run))
                run = []
        elif line.startswith("! "):
            file, _, caption = line[2:].partition(" ")
            blocks.append(build_figure(file, caption))
        else:
            blocks.append(wrap_paragraph(line, style))
    if style == "breaks":
        return '<div style="text-align: justify;">' + "<br />\n<br />\n".join(blocks) + "</div>"
    return "\n".join(blocks)


def wrap_paragraph(line: str, style: Style) -> str:
    """One paragraph in one of the three manners."""
    text = escape(line, quote=False)
    if style == "breaks":
        return text
    if style == "word":
        head, space, rest = text.partition(" ")
        gap = "&nbsp;" if space else ""
        return (
            '<p class="MsoNormal" style="text-align:justify; text-indent:36.0pt">'
            f'<span style="font-size:14pt"><span>{head}</span>{gap}<span>{rest}</span></span></p>'
        )
    return f"<p>{text}</p>"
