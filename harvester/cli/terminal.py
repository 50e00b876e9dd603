"""The terminal: its width, and texts from outside as it may be given them."""

from __future__ import annotations

import re
import shutil
import textwrap

import click

NARROWEST = 40

# Control characters such as ESC, and marks that embed, override or isolate a direction, such as U+202E
ORDERS = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def disarm(text: str) -> str:
    """Without what gives a terminal orders, or turns the direction of what follows."""
    return ORDERS.sub("\ufffd", text)


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
        disarm(" ".join(text.split())), read_width(), initial_indent=head, subsequent_indent=" " * indent,
        break_on_hyphens=False, break_long_words=False,
    )  # fmt: skip
    click.secho("\n".join(lines), fg=color)
