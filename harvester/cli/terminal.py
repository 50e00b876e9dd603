"""The terminal: its width, and texts from outside as it may be given them."""

from __future__ import annotations

import re
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, cast

import click

from harvester.printable import disarm

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderHook

NARROWEST = 40

StyledText = tuple[str, dict[str, Any]]
"""A text and how it looks, as `click.style` takes it."""


def write(text: str = "", *, err: bool = False, nl: bool = True, **style: Any) -> None:
    """Print a text, whatever it holds: the one way to the terminal.

    Args:
        text: Without what gives a terminal commands, see `harvester.printable`.
        err: To standard error.
        nl: With a line break behind it.
        style: How it looks where the output is a terminal, as `click.style` takes it.
    """
    write_pieces([(text, style)], err=err, nl=nl)


def write_pieces(pieces: Iterable[StyledText], *, err: bool = False, nl: bool = True) -> None:
    """Print texts that look differently behind one another."""
    shown = (click.style(disarm(text), **style) if style else disarm(text) for text, style in pieces)
    click.echo("".join(shown), err=err, nl=nl)


def write_paragraph(pieces: Iterable[StyledText], *, indent: int = 0) -> None:
    """Print texts behind one another: on a terminal within its width, elsewhere on one line, which a mail keeps whole.

    Args:
        pieces: Without line breaks.
        indent: Columns before each line.
    """
    width = read_width() - indent if sys.stdout.isatty() else None
    for line in wrap_pieces(pieces, width):
        write_pieces([(" " * indent, {}), *line])


def wrap_pieces(pieces: Iterable[StyledText], width: int | None) -> list[list[StyledText]]:
    """Part pieces into lines between words, which may go on from one piece to the next.

    Args:
        pieces: Without line breaks.
        width: Columns of a line; a word that is longer has one of its own. None: one line.
    """
    lines: list[list[StyledText]] = [[]]
    used = 0
    for word in _find_words(pieces):
        length = sum(len(text) for text, _ in word)
        room = length - len(word[-1][0]) + len(word[-1][0].rstrip(" "))
        if width is not None and used and used + room > width:
            text, style = lines[-1][-1]
            lines[-1][-1] = (text.rstrip(" "), style)  # behind the last column it would make a line of its own
            lines.append([])
            used = 0
        lines[-1] += word
        used += length
    return lines


def _find_words(pieces: Iterable[StyledText]) -> Iterator[list[StyledText]]:
    """The words of pieces, each with the spaces behind it."""
    word: list[StyledText] = []
    for text, style in pieces:
        for part in re.findall(r"[^ ]+ *| +", text):
            word.append((part, style))
            if part.endswith(" "):
                yield word
                word = []
    if word:
        yield word


def make_console(**options: Any) -> Console:
    """Return a console of rich's, with these options, that shows every text so too."""
    from rich.console import Console

    console = Console(**options)
    console.push_render_hook(cast("RenderHook", Disarming()))  # rich's class would be an import at every start
    return console


class Disarming:
    """What rich asks before it renders anything."""

    def process_renderables(self, renderables: list[Any]) -> list[Any]:
        """Return what is to be rendered in its place."""
        return [Disarmed(renderable) for renderable in renderables]


class Disarmed:
    """Something that rich renders, its texts disarmed."""

    def __init__(self, renderable: Any) -> None:
        self.renderable = renderable

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Any]:
        from rich.segment import Segment

        for segment in console.render(self.renderable, options):
            yield segment if segment.control else Segment(disarm(segment.text), segment.style)


def read_width() -> int:
    """Return the columns of the terminal, or of COLUMNS; 80 where the output goes to no terminal."""
    return max(NARROWEST, shutil.get_terminal_size((80, 24)).columns)


def write_wrapped(text: str, *, color: str | None = None, indent: int = 2, head: str = "") -> None:
    """Print a text from outside within the terminal's width.

    Args:
        text: Without its line breaks, and without what gives orders.
        color: Of the whole text, where the output is a terminal.
        indent: Columns before the second line and those after it.
        head: What stands before the first line.
    """
    lines = textwrap.wrap(
        " ".join(text.split()), read_width(), initial_indent=head, subsequent_indent=" " * indent,
        break_on_hyphens=False, break_long_words=False,
    )  # fmt: skip
    write("\n".join(lines), fg=color)
