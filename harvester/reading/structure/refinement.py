"""The order in which a text is refined that was chosen by weights: what is added to it, and what is left out."""

from __future__ import annotations

from harvester.reading.structure.completing import (
    FEWEST_SIBLINGS,
    add_first_heading,
    complete_groups,
    count_siblings,
    follow_tail,
    list_sentences_between,
    list_side_boxes,
    take_back_gaps,
)
from harvester.reading.structure.line_kinds import is_noise
from harvester.reading.structure.neighbours import add_beside, list_alike_behind
from harvester.reading.structure.omissions import (
    drop_bare_headings,
    drop_boxed_summaries,
    drop_colophon,
    drop_consent,
    drop_credit_beside,
    drop_head,
    drop_leading_lists,
    drop_link_lists,
    drop_next_article,
    drop_related,
    drop_replies,
)
from harvester.reading.structure.outline import Outline
from harvester.reading.structure.page_tables import drop_outer_cells
from harvester.vietnamese.text import compare_key


def refine(outline: Outline, kept: list[int], weights: list[float], title: int | None) -> list[int]:
    """The places of the blocks that are the text, in order."""
    key = compare_key(outline.blocks[title].text) if title is not None else ""
    places = sorted(complete_groups(outline, take_back_gaps(outline, kept, weights)))
    if count_siblings(outline, places) >= FEWEST_SIBLINGS:
        places += follow_tail(outline, places)
    places += list_alike_behind(outline, places, weights)
    places = sorted({*places, *list_sentences_between(outline, places, weights), *list_side_boxes(outline, places)})
    places = drop_leading_lists(outline, add_beside(outline, places, weights, title))
    places = drop_link_lists(outline, places)
    places = [place for place in places if not is_noise(outline, place, title, key)]
    places = drop_related(outline, drop_head(outline, drop_consent(outline, places, title), title), title)
    places = drop_replies(outline, drop_boxed_summaries(outline, places, title))
    places = drop_credit_beside(outline, drop_colophon(outline, drop_next_article(outline, places, title)))
    places = drop_outer_cells(outline, add_first_heading(outline, places, title), title)
    return drop_bare_headings(outline, places)
