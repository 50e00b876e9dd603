"""What came of each address of a list: the portals that can be harvested, and why the others cannot.

A function of the list and of what was found at each address, in whatever order that was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from harvester.errors import ProbeFailure
from harvester.jobs.address_list import Candidate
from harvester.jobs.site_looks import SampleArticle, SiteLook, is_one_site
from harvester.places.publishers import PortalFacts
from harvester.portals import Portal
from harvester.portals.drafts import Draft, Line, save_draft
from harvester.probing.proposal import propose_unit
from harvester.urls import make_key

_Outcome = Literal["ok", "the same", "bad line"] | ProbeFailure

_TOLD = "as the list says"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the report. `reason` says why it is not `ok`; `notes` what is to be looked at all the same."""

    line: int
    address: str
    outcome: _Outcome
    reason: str = ""
    draft: Draft | None = None
    formerly: tuple[str, ...] = ()
    articles: int = 0
    sample: SampleArticle | None = None
    notes: tuple[str, ...] = ()
    file: Path | None = None


@dataclass(slots=True)
class _Site:
    """A portal that lines of a list lead to: how the first of them found it, and all of them."""

    look: SiteLook
    candidate: Candidate
    formerly: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Trace:
    """Where the address of a line led: the addresses on the way, and what is at the end."""

    candidate: Candidate
    passed: tuple[str, ...]
    look: SiteLook


def make_report(candidates: Sequence[Candidate], looks: Mapping[str, SiteLook]) -> list[Row]:
    """Return a row for every line, in the order of the list.

    Args:
        candidates: The lines.
        looks: What was found, by the key of the address.
    """
    rows = {one.line: Row(one.line, one.text, "bad line", one.trouble) for one in candidates if one.trouble is not None}
    traces = [trace(one, looks) for one in candidates if one.trouble is None]
    sites = SiteList()
    for found in sorted(traces, key=lambda one: (len(one.passed) > 0, one.candidate.line)):
        line = found.candidate.line
        if found.look.draft is None or not found.look.is_portal:
            rows[line] = Row(line, found.candidate.text, found.look.failure or "no news", found.look.reason)
            continue
        site = sites.find(found.look)
        if site is None:
            sites.add(_Site(found.look, found.candidate, list(found.passed)))
        else:
            site.formerly += [url for url in found.passed if url not in site.formerly]
            moved = f", where {found.passed[0]} leads" if found.passed else ""
            reason = f"the same portal as line {site.candidate.line}{moved}"
            rows[line] = Row(line, found.candidate.text, "the same", reason)
    rows |= {site.candidate.line: make_row(site) for site in sites.sites}
    return [rows[line] for line in sorted(rows)]


def trace(candidate: Candidate, looks: Mapping[str, SiteLook]) -> Trace:
    """Follow an address to where it leads."""
    look = looks[candidate.key]
    passed = [look.url]
    seen = {look.key}
    while look.moved_to is not None:
        key = make_key(look.moved_to)
        following = looks.get(key)
        if key in seen or following is None:
            circle = " -> ".join([*passed, look.moved_to])
            return Trace(
                candidate,
                tuple(passed[:-1]),
                replace(look, moved_to=None, reason=f"they lead to one another: {circle}"),
            )
        look = following
        seen.add(key)
        passed.append(look.url)
    return Trace(candidate, tuple(passed[:-1]), look)


class SiteList:
    """The portals that were found so far, by the articles that they show."""

    def __init__(self) -> None:
        self.sites: list[_Site] = []
        self._by_path: defaultdict[int, list[_Site]] = defaultdict(list)
        self._by_key: dict[str, _Site] = {}

    def add(self, site: _Site) -> None:
        self.sites.append(site)
        self._by_key[site.look.key] = site
        for path in site.look.paths:
            self._by_path[path].append(site)

    def find(self, look: SiteLook) -> _Site | None:
        """The portal that this one is, under whatever name."""
        if look.key in self._by_key:
            return self._by_key[look.key]
        alike = (site for path in look.paths for site in self._by_path[path])
        return next((site for site in alike if is_one_site(site.look, look)), None)


def make_row(site: _Site) -> Row:
    """The row of a portal that can be harvested, with what the list tells of it in place of guesses."""
    look, candidate = site.look, site.candidate
    assert look.draft is not None
    draft = _tell(look.draft, candidate, site.formerly)
    return Row(
        candidate.line, candidate.text, "ok", "", draft, tuple(site.formerly), look.articles, look.sample,
        tuple(find_gaps(draft)),
    )  # fmt: skip


def _tell(draft: Draft, candidate: Candidate, formerly: Iterable[str]) -> Draft:
    """A draft with the name, level and province that a list tells, and the addresses that led there."""
    name, level, province = (
        Line(value, _TOLD) if value else guess
        for value, guess in (
            (candidate.name, draft.name),
            (candidate.level, draft.level),
            (candidate.province, draft.province),
        )
    )
    unit = propose_unit(PortalFacts(name.value, level.value, province.value, draft.url))
    earlier = tuple(Line(url, "led here when it was probed") for url in formerly)
    return replace(draft, name=name, level=level, province=province, unit=unit, formerly=earlier)


def find_gaps(draft: Draft) -> Iterator[str]:
    """What a person has to fill in."""
    if draft.province.value == "unknown":
        yield "its province is not known"
    if draft.level.is_guess and "nothing tells it" in draft.level.remark:
        yield "its level is not known"


def save_rows(rows: Iterable[Row], directory: Path, configured: Mapping[str, Portal]) -> Iterator[Row]:
    """Write a file for each portal that can be harvested, unless there is one of that site.

    Args:
        rows: Of a report.
        directory: Where the files go.
        configured: The portals that the directory has already.

    Yields:
        The rows, with the files.

    Raises:
        ConfigError: A file cannot be written.
    """
    sites = {make_key(portal.url): portal.id for portal in configured.values()}
    taken = set(configured)
    for row in rows:
        if row.draft is None:
            yield row
            continue
        known = sites.get(make_key(row.draft.url))
        if known is not None:
            yield replace(row, notes=(*row.notes, f"configured already, as {known}: nothing was written"))
            continue
        draft = replace(row.draft, own_id=find_free_id(row.draft.id, taken))
        taken.add(draft.id)
        yield replace(row, draft=draft, file=save_draft(draft, directory))


def find_free_id(wanted: str, taken: set[str]) -> str:
    """An id that no portal has: `kimson`, else `kimson-2`."""
    number, found = 1, wanted
    while found in taken:
        number += 1
        found = f"{wanted}-{number}"
    return found


def count_outcomes(rows: Iterable[Row]) -> dict[_Outcome, int]:
    """How many lines came to what."""
    counts: dict[_Outcome, int] = {}
    for row in rows:
        counts[row.outcome] = counts.get(row.outcome, 0) + 1
    return counts
