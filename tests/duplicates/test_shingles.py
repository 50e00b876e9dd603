from hypothesis import given
from hypothesis import strategies as st

from harvester.duplicates.shingles import LONG, SHORT, hash_runs

WORDS = st.lists(st.sampled_from(["xã", "họp", "bàn", "việc", "làm", "đường"]), max_size=40)


def test_a_number_for_each_run() -> None:
    words = [str(n) for n in range(9)]
    assert len(set(hash_runs(words, SHORT))) == 6 and len(set(hash_runs(words, LONG))) == 2
    assert len(hash_runs(["a", "b"], SHORT)) == 1 == len(hash_runs(["a", "b"], LONG))
    assert hash_runs([], SHORT) == ()


def test_the_same_in_every_process() -> None:
    assert hash_runs(["xã", "họp", "bàn", "việc"], SHORT) == (429436212486554568,)


def test_a_word_has_one_number_however_it_is_spelled() -> None:
    spelled = [
        ["họp", "ngày", "05/09/2021", "đường", "dài", "1.200", "m"],
        ["hop", "ngay", "5-9-2021", "duong", "dai", "1200", "m"],
    ]
    assert len({hash_runs(words, SHORT) for words in spelled}) == 1
    assert hash_runs(["họp", "ngày", "5/9/2021"], SHORT) != hash_runs(["họp", "ngày", "6/9/2021"], SHORT)


@given(WORDS, WORDS)
def test_runs_are_equal_where_their_words_are(one: list[str], other: list[str]) -> None:
    for length in (SHORT, LONG):
        numbers: dict[int, tuple[str, ...]] = {}
        for words in (one, other):
            runs = [tuple(words[start : start + length]) for start in range(max(1, len(words) - length + 1))]
            for run, number in zip(runs if words else [], hash_runs(words, length), strict=True):
                assert numbers.setdefault(number, run) == run
        assert len(set(numbers.values())) == len(numbers)


def test_numbers_fit_in_a_lane() -> None:
    assert all(0 <= number < 2**63 for number in hash_runs([f"từ{n}" for n in range(500)], LONG))
