"""Parts as files."""

import pytest

from harvester.engines.job_parts import Part, cut_parts, make_folder, read_lines, remove_part, write_beside
from harvester.errors import EngineError
from harvester.limits import RECORDS_A_PART


def test_records_are_cut_into_parts_in_their_order(tmp_path):
    parts = list(cut_parts(tmp_path, map(str, range(RECORDS_A_PART + 1))))
    assert [len(list(read_lines(part.input))) for part in parts] == [RECORDS_A_PART, 1]
    assert RECORDS_A_PART <= 500
    assert [part.input.name for part in parts] == ["000000.in", "000001.in"]
    assert list(cut_parts(tmp_path, [])) == []


def test_file_is_whole_or_not_there(tmp_path):
    def break_off():
        yield "first"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_beside(tmp_path / "a.out", break_off())
    assert list(tmp_path.iterdir()) == []


def test_lines_come_back_as_they_were(tmp_path):
    lines = ["", "đường\u2028làng", "a\tb\x85"]
    write_beside(tmp_path / "a", lines)
    assert list(read_lines(tmp_path / "a")) == lines


def test_nothing_is_left_of_a_part(tmp_path):
    part = Part(tmp_path / "000000.in")
    assert not part.is_done
    for place in (part.input, part.output, part.claims):
        place.touch()
    assert part.is_done
    remove_part(part)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("is_shared", [True, False], ids=["made by somebody else", "made here"])
def test_folder_of_parts_that_cannot_be_worked_on_is_as_it_was(tmp_path, is_shared):
    def refuse(folder):
        raise EngineError("nobody answers")

    shared = tmp_path / "parts"
    if is_shared:
        shared.mkdir()
    with pytest.raises(EngineError):
        make_folder(shared / "reread-1", refuse)
    assert shared.exists() == is_shared and not (shared / "reread-1").exists()
