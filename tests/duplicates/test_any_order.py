"""Whatever the order in which articles come and change, the same ones are linked."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.growth import assert_linear
from support.shelf import HEAVY, LIGHT, OTHER, STORY, Sample, Shelf, make_notices, month, open_in_memory, tell

from benchmarks.reprints import REPRINTS
from harvester.duplicates.linking import link_duplicates, settle_all, unlink
from harvester.limits import MAX_ALIKE


def misspell(sample: Sample) -> Sample:
    """A copy of equal letters, in which comparing sees other numbers, names and sentences."""
    return replace(
        sample,
        url=f"{sample.url}-misspelt",
        lead=sample.lead.upper(),
        body=sample.body.replace(",", "").replace(". ", " "),
    )


POOL = [
    tell(news, f"{name}{copy}")
    for name, news in {
        "story": STORY, "heavy": HEAVY, "light": LIGHT, "other": OTHER, "again": REPRINTS["all 10"](Random(8), OTHER),
        **{f"notice{n}": news for n, news in enumerate(make_notices(3))},
        "noticed": REPRINTS["reword 20"](Random(9), make_notices(3)[1]),
    }.items()
    for copy in range(2)
]  # fmt: skip
POOL += [misspell(sample) for sample in POOL[::4]]
DATES = st.one_of(st.none(), st.integers(1, 4).map(month))
ARRIVALS = st.lists(st.tuples(st.sampled_from(POOL), DATES), min_size=1, max_size=12, unique_by=lambda one: one[0].url)


def store_all(samples: list[Sample]) -> tuple[object, object]:
    with open_in_memory() as store:
        shelf = Shelf(store)
        for sample in samples:
            shelf.put(sample)
        settle_all(store)
        check(shelf)
        return shelf.origins(), shelf.links()


def check(shelf: Shelf) -> None:
    origins, kinds = shelf.origins(), shelf.kinds()
    for url, origin in origins.items():
        if origin is not None:
            assert origins[origin] is None
            assert kinds[(url, origin)] in ("same", "reprint")


@settings(max_examples=40, deadline=None)
@given(ARRIVALS, st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(arrivals: list[tuple[Sample, str | None]], rng: Random) -> None:
    samples = [replace(sample, published=published) for sample, published in arrivals]
    shuffled = samples[:]
    rng.shuffle(shuffled)
    assert store_all(shuffled) == store_all(samples)


NAMED = {sample.url.rpartition("/")[2]: sample for sample in POOL}


@settings(max_examples=25, deadline=None)
@example(
    [(NAMED["other0"], None), (NAMED["again0-misspelt"], None)],
    [(1, NAMED["story0"], None), (1, NAMED["again0"], None)],
)
@given(ARRIVALS, st.lists(st.tuples(st.integers(0, 11), st.sampled_from(POOL), DATES), max_size=5))
def test_changes_come_out_as_if_never_otherwise(
    arrivals: list[tuple[Sample, str | None]], changes: list[tuple[int, Sample, str | None]]
) -> None:
    samples = [replace(sample, published=published) for sample, published in arrivals]
    last = {sample.url: sample for sample in samples}
    for index, text, published in changes:
        url = samples[index % len(samples)].url
        last[url] = replace(text, url=url, published=published)
        samples.append(last[url])
    assert store_all(samples) == store_all(list(last.values()))
    assert store_all(samples + list(last.values())) == store_all(list(last.values()))


def test_an_edit_of_equal_letters_is_compared_anew_also_where_another_copy_comes_first_by_now() -> None:
    other, misspelt, again = NAMED["other0"], NAMED["again0-misspelt"], NAMED["again0"]
    later = replace(misspelt, url="https://a.example/later", body=again.body, lead=again.lead, published=month(2))
    first = replace(misspelt, published=month(1))
    edited = replace(again, url=misspelt.url, published=month(3))
    assert store_all([other, first, later, edited]) == store_all([other, later, edited])


def test_a_comparison_that_was_rolled_back_leaves_nothing_behind() -> None:
    with open_in_memory() as store:
        shelf = Shelf(store)
        shelf.put(NAMED["again0"])
        edited = replace(NAMED["again0-misspelt"], url=NAMED["again0"].url)
        with suppress(RuntimeError), store.transaction():
            shelf.write(edited)
            link_duplicates(store, shelf.id_of(edited.url), edited.sign())
            raise RuntimeError("cut short")
        shelf.put(NAMED["other0"])
        links = shelf.links()
    assert links == store_all([NAMED["again0"], NAMED["other0"]])[1]


def test_of_more_reprints_than_one_is_compared_with_the_same_are_linked_in_any_order() -> None:
    reprints = [tell(REPRINTS["all 10"](Random(seed), STORY), f"reprint{seed}") for seed in range(50)]
    shuffled = Random(1).sample(reprints, len(reprints))
    assert store_all(reprints) == store_all(shuffled)


def test_of_more_notices_than_one_is_compared_with_the_same_are_linked_when_some_have_gone() -> None:
    notices = [tell(news, f"notice{place}") for place, news in enumerate(make_notices(40))]
    with open_in_memory() as store:
        shelf = Shelf(store)
        for notice in notices:
            shelf.put(notice)
        for notice in notices[::4]:
            with store.transaction():
                unlink(store, shelf.id_of(notice.url))
        left = shelf.links()
    assert left == store_all([notice for place, notice in enumerate(notices) if place % 4])[1]


def test_pairs_grow_with_the_notices_of_a_template() -> None:
    notices = [tell(news, f"notice{place}") for place, news in enumerate(make_notices(80))]
    origins, links = store_all(notices)
    assert len(links) <= MAX_ALIKE * len(notices)
    assert (origins, links) == store_all(notices[::-1])


def count_links(count: int) -> int:
    copies = [replace(POOL[0], url=f"https://a.example/{n}", published=f"{2000 + n}-01-01") for n in range(count)]
    with open_in_memory() as store:
        shelf = Shelf(store)
        for copy in reversed(copies):
            shelf.put(copy)
        settle_all(store)
        origins = shelf.origins()
        assert {origins[copy.url] for copy in copies[1:]} == {copies[0].url}
        return len(shelf.links())


def test_the_work_grows_with_copies_that_come_newest_first() -> None:
    assert count_links(100) == 99
    assert_linear(count_links, lambda count: count, 80)
