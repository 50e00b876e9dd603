"""Where and how often the faults of a made-up portal strike."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from support.answers import Fault, Request
from support.faults import COMMON


@dataclass
class Plan:
    """Where and when a server's faults strike.

    `always` is by path with query, else by path; `first` the same for the first n requests of an address. Of
    all other answers `share` are bent by one of `mixed`, chosen by seed, address and how often that was asked
    before, so that the order in which addresses are asked changes nothing."""

    always: dict[str, Fault] = field(default_factory=dict)
    first: dict[str, tuple[int, Fault]] = field(default_factory=dict)
    share: float = 0.0
    mixed: Sequence[Fault] = COMMON
    seed: int = 1
    spare: tuple[str, ...] = ()  # path prefixes without mixed faults

    def choose(self, request: Request, nth: int) -> Fault | None:
        """The fault for the nth request (from 1) of this address."""
        for key in (request.target, request.path):
            if key in self.always:
                return self.always[key]
            if key in self.first and nth <= self.first[key][0]:
                return self.first[key][1]
        draw = random.Random(f"{self.seed}|{request.target}|{nth}")
        if request.path.startswith(self.spare) or draw.random() >= self.share:
            return None
        return draw.choice(list(self.mixed))
