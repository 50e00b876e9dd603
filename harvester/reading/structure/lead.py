"""The lead: the paragraph in a place of its own between title and text, or the first of the text set as one."""

from __future__ import annotations

from harvester.reading.structure.block_features import SENTENCE_ENDS
from harvester.reading.structure.markings import Mark
from harvester.reading.structure.outline import Outline

SHORTEST_LEAD, LONGEST_LEAD = 50, 900
SHORTEST_TOLD = 20
"""Characters of one that its class or the head's description tells."""
SHORTEST_FIRST = 80
SUBHEADINGS = frozenset(("h2", "h3", "h4"))
REACH = 12
NOT_LEAD = (
    Mark.CAPTION | Mark.AUTHOR | Mark.META | Mark.SHARE | Mark.NAV | Mark.RELATED | Mark.COMMENT | Mark.AD | Mark.DATE
    | Mark.CRUMBS | Mark.SIGNUP | Mark.FORM | Mark.HIDDEN | Mark.TAG | Mark.MEDIA | Mark.SIDE | Mark.FOOT
)  # fmt: skip


def find_lead(outline: Outline, kept: list[int], title: int | None, description: str) -> int | None:
    """The place of the lead among the blocks; None where there is none. It may be the first of those kept."""
    if not kept:
        return None
    first = next((p for p in kept if outline.blocks[p].length >= SHORTEST_FIRST), kept[0])
    inside = outline.blocks[kept[0]]
    node = outline.nodes[inside.node]
    marks = node.marks | inside.marks | node.inherited
    if (
        inside.length <= LONGEST_LEAD and len(kept) > 1
        and ((node.tag in SUBHEADINGS and inside.length > SHORTEST_FIRST)
             or (marks & Mark.LEAD and inside.length >= SHORTEST_TOLD and node.parent != outline.nodes[outline.blocks[kept[1]].node].parent))
    ):  # fmt: skip
        return kept[0]
    if title is None or title >= kept[0]:
        return None
    best: int | None = None
    for place in range(title + 1, kept[0]):
        block = outline.blocks[place]
        node = outline.nodes[block.node]
        marks = node.marks | node.inherited | block.marks
        told = bool(node.marks & Mark.LEAD) or bool(description and block.text.startswith(description))
        shortest = SHORTEST_TOLD if told else SHORTEST_LEAD
        if not shortest <= block.length <= LONGEST_LEAD or 2 * block.linked > block.length:
            continue
        if marks & NOT_LEAD & ~Mark.MEDIA and not node.marks & Mark.LEAD:
            continue
        if not (
            block.text.endswith(SENTENCE_ENDS) or marks & Mark.LEAD
            or (node.tag in SUBHEADINGS and block.length > SHORTEST_FIRST)
            or (description and block.text.startswith(description))
        ):  # fmt: skip
            continue
        if best is None or block.length > outline.blocks[best].length:
            best = place
    return best
