"""Whose date is no evidence of who was first, and who leads then."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from support.databases import open_database
from support.growth import assert_linear
from support.looks import NukeVietLook
from support.runs import Crawl, write_portal
from support.server import PortalServer
from support.shelf import Sample, Shelf, open_in_memory
from support.site import Site
from support.texts import VIETNAM

from benchmarks.local_news import write_news
from harvester.duplicates.date_plausibility import DatedArticle, find_alike, find_gap, is_sighted, note_doubts
from harvester.duplicates.linking import settle_all

NIGHTS = ("2026-03-07T02:00:00+07:00", "2026-03-08T02:00:00+07:00")


def date_of(day: str, clock: str = "08:00:00") -> str:
    return f"{day}T{clock}+07:00"


@pytest.mark.parametrize(
    ("dates", "usual", "alike"),
    [
        ({date_of("2019-05-10", "09:30:00"): 10, date_of("2019-05-11", "09:30:00"): 9}, 1, {"2019-05-10"}),
        ({date_of("2019-05-10", "00:00:00"): 29}, 1, set()),  # a day may have more in common than a minute
        ({date_of("2019-05-10", "00:00:00"): 30}, 1, {"2019-05-10"}),
        ({date_of("2019-05-10", "00:00:00"): 60}, 6, set()),  # a busy portal
        ({}, 0, set()),
    ],
)
def test_dates_that_many_have_in_common(dates: dict[str, int], usual: float, alike: set[str]) -> None:
    assert {one[:10] for one in find_alike(dates, usual)} == alike


@pytest.mark.parametrize(
    ("dates", "first_believed"),
    [
        ({"1996-03-02": 24, "2025-11-01": 10, "2026-01-05": 10}, "2025-11-01"),
        ({"2005-03-02": 1, "2025-11-01": 2}, "2025-11-01"),  # a digit too few: all else are two
        ({"2024-03-02": 20, "2026-02-01": 20}, ""),  # not two years
        ({"2012-03-02": 400, "2013-02-01": 400, "2025-06-01": 4}, ""),  # fell asleep, and woke once
        ({"2012-03-02": 400, "2025-06-01": 20}, ""),  # a twentieth is not all else
        ({"2008-01-01": 1, "2012-03-02": 400, "2025-06-01": 4}, "2012-03-02"),
        ({"2026-02-01": 3}, ""),
        ({}, ""),
    ],
)
def test_dates_that_lie_years_before_all_else(dates: dict[str, int], first_believed: str) -> None:
    assert find_gap({date_of(day): count for day, count in dates.items()})[:10] == first_believed


def test_only_a_later_harvest_confirms_a_date() -> None:
    dated = DatedArticle(1, date_of("2026-03-05"), "minute", NIGHTS[1])
    assert is_sighted(dated, NIGHTS[0])
    assert not is_sighted(dated, NIGHTS[1])  # seen in the portal's first harvest
    assert not is_sighted(dated, None)  # an archive's copy, of a portal that was never harvested
    assert not is_sighted(dated._replace(published_at=date_of("2025-03-05")), NIGHTS[0])
    assert not is_sighted(dated._replace(published_at=date_of("2027-03-05")), NIGHTS[0])


def make_samples(count: int = 24) -> list[tuple[str, Sample]]:
    """News of a portal of recent years, and copies of it at another that dates them alike, or thirteen years back."""
    made = []
    for number in range(count):
        news, day = write_news(Random(number), 6), f"2025-{1 + number % 12:02}-{1 + number:02}"
        honest = Sample(f"https://hon.example/{number}", news.title, news.lead, news.body, date_of(day))
        old = date_of("2024-12-24", "07:00:00") if number % 2 else date_of(f"2012{day[4:]}")
        made += [("hon", honest), ("kep", replace(honest, url=f"https://kep.example/{number}", published=old))]
        own = write_news(Random(1000 + number), 6)
        made.append(("kep", Sample(f"https://kep.example/own{number}", own.title, own.lead, own.body, date_of(day))))
    return made


def lay(samples: list[tuple[str, Sample]], batches: int = 1) -> dict[str, str | None]:
    """Store samples, of two portals, and settle them after each batch; whose copy each is."""
    with open_in_memory() as store:
        shelf = Shelf(store, "hon", "kep")
        for batch in range(batches):
            for portal, sample in samples[batch::batches]:
                shelf.put(sample, portal)
            settle_all(store)
        assert note_doubts(store) == 0  # nothing is left over
        return shelf.origins()


def test_the_doubtful_lead_nothing_that_another_dates_well_in_any_order() -> None:
    samples = make_samples()
    origins = lay(samples)
    assert all(origins[sample.url] is None for portal, sample in samples if portal == "hon")
    copies = {url: origin for url, origin in origins.items() if "kep" in url and "own" not in url}
    assert copies == {url: url.replace("kep", "hon") for url in copies}
    shuffled = samples[:]
    Random(7).shuffle(shuffled)
    assert lay(shuffled) == lay(shuffled, batches=5) == lay(samples[::-1], batches=2) == origins


def test_a_portal_that_has_no_dates_any_more_has_no_doubtful_ones() -> None:
    with open_in_memory() as store:
        shelf = Shelf(store, "hon", "kep")
        for portal, sample in make_samples():
            shelf.put(sample, portal)
        settle_all(store)
        with store.transaction() as connection:
            connection.execute("UPDATE articles SET published_at = NULL WHERE portal = 'kep'")
        assert note_doubts(store) == 24
        assert store.connection.execute("SELECT count(published_doubt) FROM articles").fetchone()[0] == 0


def test_among_the_doubtful_the_earliest_leads() -> None:
    first, second = make_samples(1)[:2]
    dates = [date_of("2010-05-05"), date_of("2011-05-05")]
    early = [(portal, replace(one, published=day)) for (portal, one), day in zip([first, second], dates, strict=True)]
    recent = [sample for sample in make_samples(12)[3:] if "own" in sample[1].url]
    recent += [("hon", replace(one, url=one.url.replace("kep", "hon") + "-")) for _, one in recent]
    origins = lay(early + recent)
    assert origins[second[1].url] == first[1].url


@pytest.mark.parametrize("back", ["alike", "thirteen years"])
def test_a_portal_that_dates_its_copies_back_does_not_lead_them(tmp_path: Path, back: str) -> None:
    honest = Site(count=14, look=NukeVietLook(per_page=20), newest=datetime(2026, 3, 5, 8, tzinfo=VIETNAM))
    copying = Site(count=14, look=NukeVietLook(per_page=50), seed=9)
    for piece in honest.pieces:
        day = piece.text.published
        old = day.replace(year=day.year - 13) if back != "alike" else datetime(1996, 3, 2, 9, 30, tzinfo=VIETNAM)
        copying.add(replace(piece.text, published=old, modified=None))
    with PortalServer(honest) as one, PortalServer(copying) as two:
        write_portal(tmp_path / "portals", one, "hon")
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", two, "kep"))
        for night in NIGHTS:
            assert crawl.run(now=night).code == 0
    with open_database(crawl.db) as connection:
        rows = connection.execute(
            "SELECT portal, duplicate_of IS NULL, published_doubt, count(*) FROM articles GROUP BY 1, 2, 3"
        ).fetchall()
    doubt = "early" if back != "alike" else "alike"
    assert [tuple(row) for row in rows] == [("hon", 1, None, 14), ("kep", 0, doubt, 14), ("kep", 1, None, 14)]


def test_dates_of_many_articles_are_looked_through_in_linear_time() -> None:
    def make(size: int) -> dict[str, int]:
        return {(datetime(2000, 1, 1) + timedelta(hours=n)).isoformat() + "+07:00": 1 + n % 12 for n in range(size)}

    assert_linear(lambda dates: (find_gap(dates), find_alike(dates, 1.0)), make, 20_000)
