"""Texts from outside as a terminal may be given them."""

from __future__ import annotations

import re

# Control characters such as ESC, and marks that embed, override or isolate a direction, such as U+202E
ORDERS = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def disarm(text: str) -> str:
    """Without what gives a terminal orders, or turns the direction of what follows."""
    return ORDERS.sub("\ufffd", text)
