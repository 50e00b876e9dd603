"""The structural reading of a page: where title, lead and text stand, and how sure that is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property

from harvester.reading.markup import Element
from harvester.reading.structure.block_features import Description, Measures, describe, settle_marks
from harvester.reading.structure.container_choice import select
from harvester.reading.structure.entries import (
    are_dated,
    find_entries,
    introduces_entries,
    is_told_apart,
    stands_by_itself,
)
from harvester.reading.structure.heading import (
    find_title,
    find_title_above,
    is_away,
    is_claimed_block,
    is_far_above,
    part_title,
    ranks_below,
)
from harvester.reading.structure.lead import find_lead, may_be_lead
from harvester.reading.structure.line_kinds import is_of_short_lines
from harvester.reading.structure.listing_test import is_listing
from harvester.reading.structure.neighbours import list_beside_lead
from harvester.reading.structure.outline import Outline, read_outline
from harvester.reading.structure.refinement import refine
from harvester.reading.structure.rows import find_outer_row
from harvester.reading.structure.short_text import complete_row, find_short_text
from harvester.reading.structure.weights import Weights, load_weights

DESCRIBED = 40
"""Characters of the head's description by which a block is told to be what it describes."""
SHORTEST_DESCRIPTION = 20
_FEW = 60
_SHORT = 800
"""Characters below which a text may be no text, and below which it is not believed where its mean weight is `WEAK`."""
WEAK = 0.5
FAIR = 0.3
"""Mean weight that is enough for a text in one row right behind the title."""
NEAR = 3
"""Blocks behind the title within which a short text begins that is sure."""
_LONG = 3000
VERY_SURE = 0.85
"""Characters and mean weight of a text that is sure, whatever else is on the page: other articles may be."""
SURE_MEAN = 0.7
SURE_SHARE = 0.5
"""Mean weight of the kept characters, and their part of all that weighs, below which the reading is unsure."""


@dataclass
class Structure:
    """A page's blocks, and the places of those that are its article. `lead` may stand before `kept`."""

    outline: Outline
    title: int | None
    lead: int | None
    kept: list[int]  # without the lead
    node: int  # the article's element, by its number
    weights: list[float]
    entries: frozenset[int] = frozenset()  # places that look like entries of other articles

    @property
    def container(self) -> Element:
        """The element that holds the text."""
        return self.outline.nodes[self.node].element

    @property
    def heading(self) -> Element | None:
        """The element that shows the title."""
        if self.title is None:
            return None
        return self.outline.nodes[self.outline.blocks[self.title].node].element

    def is_one_row(self, places: list[int]) -> bool:
        """Whether blocks follow one another right behind the title, in one row."""
        if self.title is None or not places or not 0 < places[0] - self.title <= NEAR:
            return False
        rows = {find_outer_row(self.outline, place) for place in places}
        return len(rows) == 1 and places[-1] - places[0] + 1 == len(places)

    @property
    def is_listing(self) -> bool:
        """Whether what was kept is a list of other articles."""
        if self.is_untitled or is_listing(self.outline, self.kept, self.title):
            return True
        return self.title is not None and introduces_entries(self.outline, self.title, self.kept, self.entries)

    def surrounds(self, entries: Collection[int]) -> bool:
        """Whether some of the blocks at some places stand between the first and the last that were kept."""
        return bool(self.kept) and any(self.kept[0] < place < self.kept[-1] for place in entries)

    @property
    def is_untitled(self) -> bool:
        """Whether entries of other articles are among what was kept, and no title is shown."""
        return self.title is None and any(place in self.entries for place in self.kept)

    @cached_property  # asked of every block and link
    def others(self) -> frozenset[int]:
        """The places of entries of other articles; none where the text is made of such itself."""
        return frozenset() if any(place in self.entries for place in self.kept) else self.entries

    @property
    def is_section(self) -> bool:
        """Whether what was kept is entries with a date each or without a title, whatever the head calls the page."""
        return self.is_untitled or are_dated(self.outline, self.kept, self.entries)

    @property
    def is_sure(self) -> bool:
        """Whether the kept blocks weigh much, and most of what weighs is among them."""
        blocks = self.outline.blocks
        kept = self.kept if self.lead is None else [self.lead, *self.kept]
        length = sum(blocks[place].length for place in kept)
        weight = sum(blocks[place].length * self.weights[place] for place in kept)
        every = enumerate(zip(blocks, self.weights, strict=True))
        whole = sum(block.length * own for place, (block, own) in every if place not in self.entries)
        if length >= _LONG and weight >= VERY_SURE * length:
            return True
        if self.is_one_row(kept) and weight >= FAIR * length:
            return True
        if kept and length < _SHORT and self.title is not None and 0 < kept[0] - self.title <= NEAR:
            return weight >= WEAK * length
        return length > 0 and weight >= SURE_MEAN * length and weight >= SURE_SHARE * whole


def measure_page(root: Element, claims: Collection[str]) -> tuple[Outline, Measures, int | None]:
    """A page's blocks, their sums, and the place of the title."""
    outline = read_outline(root)
    part_title(outline, claims)
    measures = Measures(outline)
    settle_marks(outline, measures)
    return outline, measures, find_title(outline, claims)


def describe_page(root: Element, claims: Collection[str], description: str) -> tuple[Outline, list[Description]]:
    """A page's blocks and what the weights are applied to; the arguments are those of `read_structure`."""
    outline, measures, title = measure_page(root, claims)
    return outline, describe(outline, measures, title, cut_description(description))


def read_structure(
    root: Element, claims: Collection[str], description: str, weights: Weights | None = None
) -> Structure:
    """Read a page's tree.

    Args:
        root: the page's root element.
        claims: compare keys of the titles that the head gives.
        description: the head's description of the article, as it stands there; empty where there is none.
        weights: other weights than those that are shipped.
    """
    outline, measures, title = measure_page(root, claims)
    beginning = cut_description(description)
    weigh = (weights or load_weights()).weigh
    entries = find_entries(outline, title)
    if entries:
        measures = Measures(outline, entries)
    raw = [weigh(block) for block in describe(outline, measures, title, beginning)]
    structure = find_structure(outline, measures, raw, title, beginning)
    if heads_site(structure, claims):
        retitled = find_structure(outline, measures, raw, None, beginning)
        structure = structure if retitled.title is None else retitled
    structure = replace(structure, entries=frozenset(entries))
    if not any(place in entries for place in structure.kept):
        if not structure.surrounds(entries):
            return structure
        whole = Measures(outline)  # sections of the text itself, with a link each
        raw = [weigh(block) for block in describe(outline, whole, title, beginning)]
        return find_structure(outline, whole, raw, title, beginning)
    raw = [0.0 if place in entries else weight for place, weight in enumerate(raw)]
    own = find_structure(outline, measures, raw, structure.title, beginning)
    if own.title is None or not own.kept or any(place in entries for place in own.kept):
        return structure
    if structure.is_listing:
        is_apart = is_told_apart(outline, own.title, own.kept, entries)
    else:
        is_apart = stands_by_itself(outline, own.kept, entries)
    return replace(own, entries=frozenset(entries)) if is_apart else structure


def heads_site(structure: Structure, claims: Collection[str]) -> bool:
    """Whether what was taken for the title stands above a whole menu, and the head says something else."""
    outline, title = structure.outline, structure.title
    if title is None or not structure.kept or not is_far_above(outline, title, structure.kept[0]):
        return False
    return not is_claimed_block(outline, title, claims)


def find_structure(
    outline: Outline, measures: Measures, raw: list[float], title: int | None, beginning: str
) -> Structure:
    """The title, lead and text of a page by what each block weighs by itself; `beginning` is the description's."""
    selection = select(outline, measures, raw)
    kept = refine(outline, selection.kept, selection.weights, title)
    number = selection.node
    if title is None or (kept and is_away(outline, title, kept[0])):
        above = find_title_above(outline, kept)
        if above is not None and above != title and (title is None or not ranks_below(outline, above, title)):
            title, kept = above, refine(outline, [p for p in kept if p > above], selection.weights, above)
            number = outline.find_around(outline.blocks[title].node, [title, *kept])
    if title is not None and is_weak(outline, kept, selection.weights):
        short = find_short_text(outline, title, selection.weights)
        number, kept = (number, []) if short is None else short
    length = sum(outline.blocks[place].length for place in kept)
    if kept and title is not None and (length < _SHORT or is_of_short_lines(outline, kept)):
        kept = complete_row(outline, kept, title)
        number = outline.find_around(number, kept) if kept else number
    if outline.nodes[number].tag == "p":  # the only paragraph: its images stand beside it
        number = max(outline.nodes[number].parent, 0)
    lead = find_lead(outline, kept, title, beginning)
    if lead is None and title is not None and is_first_above(outline, kept, number, beginning):
        lead = kept[0]
    kept = [place for place in kept if place != lead]
    if lead is not None and kept:
        kept += list_beside_lead(outline, lead, kept, selection.weights)
        number = outline.find_around(number, kept)
    return Structure(outline, title, lead, kept, number, selection.weights)


def is_first_above(outline: Outline, kept: list[int], number: int, description: str) -> bool:
    """Whether the first kept block stands above the article's element alone, and reads like a lead."""
    start = outline.nodes[number].start
    return len(kept) > 1 and kept[0] < start <= kept[1] and may_be_lead(outline, kept[0], description)


def cut_description(description: str) -> str:
    """The beginning of a description by which a block is told to be what it describes; nothing where it is a slogan."""
    beginning = " ".join(description.split())[:DESCRIBED]
    return beginning if len(beginning) >= SHORTEST_DESCRIPTION else ""


def is_weak(outline: Outline, kept: list[int], weights: list[float]) -> bool:
    """Whether too little was kept, or too doubtful, to be an article of more than a few sentences."""
    length = sum(outline.blocks[place].length for place in kept)
    weight = sum(outline.blocks[place].length * weights[place] for place in kept)
    return length < _FEW or (length < _SHORT and weight < WEAK * length)
