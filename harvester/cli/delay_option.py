"""The option for the seconds between requests."""

from __future__ import annotations

import math
from typing import Any

import click


class Seconds(click.FloatRange):
    """Seconds between requests: up to an hour. `nan`, which is neither less nor more than anything, is none."""

    def __init__(self) -> None:
        super().__init__(0, 3600)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the number of an option's text."""
        number = super().convert(value, param, ctx)
        if math.isnan(number):
            self.fail(f"not a number: {value!r}", param, ctx)
        return number
