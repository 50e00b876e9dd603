"""An article's tags, by what stands around its text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from harvester.reading.markup import read_text
from harvester.reading.media import FILE_ADDRESS
from harvester.reading.structure.markings import Mark
from harvester.reading.structure.nearby_authors import AUTHOR_ADDRESS
from harvester.reading.structure.nearby_category import CATEGORY_ADDRESS
from harvester.reading.structure.vicinity import ABOVE, LONGEST_NEARBY, Vicinity

LONGEST_TAG = 60
MOST_TAGS = 30
# "Các thẻ:", "Từ khóa:", "Tags:" before a row of links.
TAG_LABEL = re.compile(
    r"\W*(?:(?:các )?thẻ(?: bài viết)?|từ kh(?:óa|oá|oa)(?: tìm kiếm)?|"
    r"tags?|tagged(?: (?:in|with))?|keywords?|nhãn|chủ đề|"
    r"topics?|schlagw[oö]rte[r]?|mots[- ]clés|etiquetas)\s*[:：»]?\s*",
    re.IGNORECASE,
)
LABEL_ENDS = (":", "：", "»")
BETWEEN_TAGS = re.compile(r"\s*[,;|]\s*")
# Addresses of tags: `/tag/lua/`, `/tags/lua`, `/@@search?Subject%3Alist=l%C3%BAa`, `/the/lua.html`.
TAG_ADDRESS = re.compile(
    r"/(?:tags?|the|tu-khoa|keywords?|topics?|chu-de)[/=]|[?&](?:tags?|subject(?:%3a\w+|:\w+)?|keywords?)=|"
    r"/(?:tim|tim-kiem|search)/?\?(?:q|s|k|key|query|tukhoa)=",
    re.I,
)


def find_tags(vicinity: Vicinity) -> list[str]:
    """The tags that are shown: links that call themselves tags or lead to one, else links behind a label."""
    marked = {element for element, _ in vicinity.iter_marked(Mark.TAG)}
    named: list[str] = []
    labelled: list[str] = []
    for element, place in vicinity.iter_links():
        text = read_text(element).strip("#, ")
        address = element.get("href") or ""
        if not text or len(text) > LONGEST_TAG or FILE_ADDRESS.search(address) is not None:
            continue
        if TAG_LABEL.fullmatch(text) and TAG_ADDRESS.search(address) is None:  # "nhãn" is a fruit as well
            continue
        if vicinity.is_of_site(place):
            continue
        named_around = place > vicinity.last and element.getparent() in marked
        if element in marked or named_around or TAG_ADDRESS.search(address):
            if not AUTHOR_ADDRESS.search(address) and not CATEGORY_ADDRESS.search(address):
                named.append(text)
        elif _is_labelled(vicinity, place):
            labelled.append(text)
    return list(dict.fromkeys(named or labelled or find_unlinked_tags(vicinity)))[:MOST_TAGS]


def find_unlinked_tags(vicinity: Vicinity) -> Sequence[str]:
    """The tags of a line that begins with their label, right behind the text: "Từ khóa: cầu, mùa lũ"."""
    blocks = vicinity.structure.outline.blocks
    for place in range(vicinity.last + 1, min(vicinity.last + ABOVE, len(blocks))):
        text = blocks[place].text
        label = TAG_LABEL.match(text) if len(text) <= LONGEST_NEARBY and vicinity.is_own(place) else None
        if label is not None and label.group().rstrip().endswith(LABEL_ENDS):
            return [tag for part in BETWEEN_TAGS.split(text[label.end() :]) if (tag := part.strip("#. "))]
    return ()


def _is_labelled(vicinity: Vicinity, place: int) -> bool:
    """Whether the block at a place begins with a label of tags, or stands behind one in the element around that."""
    blocks, nodes = vicinity.structure.outline.blocks, vicinity.structure.outline.nodes
    if place >= len(blocks):
        return False
    if (match := TAG_LABEL.match(blocks[place].text)) and match.group().rstrip().endswith(LABEL_ENDS):
        return True
    for before in range(place - 1, max(-1, place - MOST_TAGS), -1):
        around = nodes[nodes[blocks[before].node].parent]
        if not around.start <= place < around.end:
            return False
        if TAG_LABEL.fullmatch(blocks[before].text):
            return True
        if not blocks[before].linked:
            return False
    return False
