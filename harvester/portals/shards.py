"""The plan of shards: which portal falls to which of several machines, balanced. `shards.toml` by the portal files."""

from __future__ import annotations

import json
import os
import shlex
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from harvester.errors import ConfigError
from harvester.portals.model import Portal
from harvester.regular_files import read_regular

FILE = "shards.toml"
"""Its name: no portal file."""

MOST = 10_000
"""Shards of one plan."""


class ShardPlan(BaseModel):
    """How many shards there are, and the shard of each portal, from 1."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    count: int = Field(ge=1, le=MOST)
    portals: dict[str, int]

    def list_portals(self, shard: int) -> list[str]:
        """The portals of a shard, in the order of their ids."""
        return sorted(portal for portal, number in self.portals.items() if number == shard)


@dataclass(frozen=True, slots=True)
class Shard:
    """One shard of so many, as `--shard I/N` names it."""

    number: int
    count: int

    @classmethod
    def parse(cls, text: str) -> Shard:
        """Raise ConfigError for what is no shard."""
        number, _, count = text.partition("/")
        if number.isdecimal() and count.isdecimal() and len(text) < 20 and 1 <= int(number) <= int(count) <= MOST:
            return cls(int(number), int(count))
        raise ConfigError(f"no shard: {text!r} (expected I/N, as in 2/8)")


def read_plan(directory: Path) -> ShardPlan:
    """Read the plan beside the portal files.

    Raises:
        ConfigError: there is none, or it is no plan.
    """
    path = directory / FILE
    if not path.exists():
        raise ConfigError(f"no plan of shards: {str(path)!r} (harvester shards plan N makes it)")
    content = read_regular(path)
    try:
        return _parse_plan(content)
    except ValidationError as error:
        first = error.errors()[0]
        reason = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    except ValueError as error:
        reason = str(error)
    except RecursionError:
        reason = "is nested too deep"
    raise ConfigError(
        f"no plan of shards: {str(path)!r}: {reason} (put back what harvester shards plan wrote; without the file it"
        " plans anew, and portals wander)"
    )


def _parse_plan(content: bytes) -> ShardPlan:
    """Raise ValueError or RecursionError for what is no plan."""
    plan = ShardPlan.model_validate(tomllib.loads(content.decode("utf-8-sig")))
    wrong = [portal for portal, number in plan.portals.items() if not 1 <= number <= plan.count]
    if wrong:
        raise ValueError(f"portals.{wrong[0]} is beyond its {plan.count} shards")
    return plan


def write_plan(directory: Path, plan: ShardPlan) -> None:
    """Write the plan whole or not at all.

    Raises:
        ConfigError: it cannot be written.
    """
    path = directory / FILE
    beside = path.with_name(f".{FILE}.{os.getpid()}")
    lines = ["# Written by `harvester shards plan`, and changed only there.", f"count = {plan.count}", "", "[portals]"]
    lines += [f"{json.dumps(portal)} = {number}" for portal, number in sorted(plan.portals.items())]
    try:
        beside.write_text("\n".join([*lines, ""]), encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise ConfigError(f"cannot write {str(path)!r}: {error.strerror or error}") from error


def plan_shards(servers: Mapping[str, str], count: int, earlier: ShardPlan | None = None) -> ShardPlan:
    """Part portals by their servers, so that no two shards meet on one.

    Args:
        servers: The address of each portal's server, by the portal's id.
        count: How many shards.
        earlier: The plan of before: with as many shards, portals stay where they are unless their server's portals were
            in several.
    """
    known = earlier.portals if earlier is not None and earlier.count == count else {}
    groups: dict[str, list[str]] = {}
    for portal, server in sorted(servers.items()):
        groups.setdefault(server, []).append(portal)
    load = Counter(dict.fromkeys(range(1, count + 1), 0))
    placed: dict[str, int] = {}
    for portals in sorted(groups.values(), key=lambda group: (not known.keys() & set(group), -len(group), group[0])):
        places = Counter(known[portal] for portal in portals if portal in known)
        shard = min(places or load, key=lambda number: (-places[number], load[number], number))
        load[shard] += len(portals)
        placed.update(dict.fromkeys(portals, shard))
    return ShardPlan(count=count, portals=placed)


def choose_shard(portals: Iterable[Portal], shard: Shard, directory: Path) -> list[Portal]:
    """The portals of a shard.

    Raises:
        ConfigError: the plan has another number of shards, or lacks a portal.
    """
    plan = read_plan(directory)
    if plan.count != shard.count:
        raise ConfigError(f"the plan has {plan.count} shards, not {shard.count}: {str(directory / FILE)!r}")
    wanted = list(portals)
    lacking = [portal.id for portal in wanted if portal.id not in plan.portals]
    if lacking:
        raise ConfigError(
            f"the plan of shards lacks {', '.join(map(repr, lacking[:5]))}"
            f" (harvester shards plan {plan.count} --portals {shlex.quote(str(directory))})"
        )
    return [portal for portal in wanted if plan.portals[portal.id] == shard.number]
