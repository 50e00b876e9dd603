"""Lists that lead elsewhere: however many headings they have, each block is looked at a few times only."""

from collections import Counter

import pytest

from harvester.reading.body import Block
from harvester.reading.boilerplate import drop_boilerplate

TEXT = Block("text", "Sáng nay, bà con thôn Đồi Sim họp bàn việc mở rộng con đường dẫn vào khu chợ cũ của xã.")
HEADING = Block("heading", "Tin liên quan")
SHORT = Block("text", "Thôn Đồi Sim")
DATE = Block("text", "02/03/2022")
ITEM = Block("item", "Một tin khác của xã Suối Mơ")
LINK = Block("text", "Thôn Đồi Sim mở hội làng sau mùa gặt", linked=36)
IMAGE = Block("image", "http://xa.example/a.jpg")
TIMES = 400
MOST_LOOKS = 4
"""At a block: in the walk, for the end of a stretch, for summaries behind it, for dates behind a list."""


class Watched(list):
    """A list that counts how often each place is read, and takes a copy of a part for reading all of it."""

    def __init__(self, blocks):
        super().__init__(blocks)
        self.looks = Counter()

    def __iter__(self):
        for place in range(len(self)):
            yield self[place]

    def __getitem__(self, place):
        places = range(len(self))[place]
        self.looks.update(places if isinstance(place, slice) else [places])
        return super().__getitem__(place)


@pytest.mark.parametrize("last", [[], [TEXT]], ids=["open", "closed"])
@pytest.mark.parametrize(
    "row",
    [
        [HEADING],
        [HEADING, SHORT],
        [HEADING, DATE],
        [HEADING, ITEM],
        [HEADING, ITEM, DATE],
        [HEADING, TEXT],
        [HEADING, ITEM, TEXT],
        [HEADING, LINK, TEXT],
        [HEADING, ITEM, TEXT, TEXT, LINK],
        [HEADING, IMAGE],
    ],
    ids=lambda row: "-".join(block.kind for block in row),
)
def test_many_headings_cost_a_few_looks_a_block(row, last):
    blocks = Watched([TEXT, *row * TIMES, *last])
    assert drop_boilerplate(blocks)[0] is TEXT
    # A place may be read more than once in one look: to ask for running text, then for an entry.
    assert max(blocks.looks.values()) <= 2 * MOST_LOOKS
    assert sum(blocks.looks.values()) <= MOST_LOOKS * len(blocks)


def test_headings_in_a_row_without_a_list_stay_in_the_text():
    blocks = [TEXT, *[HEADING] * 3, TEXT]
    assert drop_boilerplate(blocks) == blocks


def test_headings_in_a_row_behind_the_text_end_it():
    assert drop_boilerplate([TEXT, *[HEADING] * 3]) == [TEXT]


def test_a_heading_between_a_list_and_the_text_stays():
    assert drop_boilerplate([TEXT, HEADING, HEADING, ITEM, DATE, HEADING, TEXT]) == [TEXT, HEADING, TEXT]


def test_a_heading_whose_list_is_left_out_already_is_none_of_the_text() -> None:
    blocks = [TEXT, Block("heading", "Đọc thêm"), TEXT]
    assert drop_boilerplate(blocks) == [TEXT, TEXT]
