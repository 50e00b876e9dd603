"""What several places say together: month or day first, a teaser's day, words before a sitemap, a clock that moved."""

from __future__ import annotations

from datetime import datetime
from itertools import permutations

import pytest

from harvester.items import MONTH_FIRST_MARK, SeenDate
from harvester.vietnamese.dates.choice import Choice, Texts, choose_date
from harvester.vietnamese.dates.zones import VIETNAM

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=VIETNAM)
URL = "https://xa.example/tin/bai-1.html"


def choose(*seen: SeenDate, url: str = URL, now: datetime = NOW, latest: datetime | None = None) -> Choice:
    return choose_date(seen, now, url=url, latest=latest)


def tell(choice: Choice) -> tuple[str | None, str | None, str | None]:
    moment = choice.published_at
    return moment and moment.isoformat()[:16], choice.published_precision, choice.published_from


MONTH_FIRST = SeenDate("3/2/2026 8:00:00 AM", "meta")


@pytest.mark.parametrize(
    ("witness", "moment"),
    [
        (SeenDate("02/03/2026", "page"), "2026-03-02T08:00"),
        (SeenDate("Mon, 02 Mar 2026 01:00:00 GMT", "feed"), "2026-03-02T08:00"),
        (SeenDate("03/02/2026", "page"), "2026-02-03T08:00"),
    ],
)
def test_a_second_witness_says_whether_the_month_stands_first(witness: SeenDate, moment: str) -> None:
    choice = choose(MONTH_FIRST, witness)
    assert choice.published_at is not None
    assert choice.published_at.isoformat()[:16] == moment


def test_a_listing_whose_dates_have_their_month_first_is_a_witness() -> None:
    listed = SeenDate(f"9/2/2026{MONTH_FIRST_MARK}", "listing")
    assert tell(choose(listed)) == ("2026-09-02T00:00", "day", "listing")
    assert tell(choose(listed, SeenDate("9/2/2026 16:30", "page"))) == ("2026-09-02T16:30", "minute", "page")
    assert tell(choose(listed, SeenDate("9/2/2026", "page"))) == ("2026-09-02T00:00", "day", "page")
    assert tell(choose(listed, SeenDate("9/2/2026 4:30:00 PM", "page"))) == ("2026-09-02T16:30", "second", "page")
    assert tell(choose(listed, SeenDate("13/2/2026", "page"))) == ("2026-02-13T00:00", "day", "page")


def test_the_address_is_a_witness() -> None:
    choice = choose(MONTH_FIRST, url="https://xa.example/2026/03/02/bai.html")
    assert tell(choice) == ("2026-03-02T08:00", "second", "meta")


@pytest.mark.parametrize("place", ["page", "meta", "jsonld", "listing", "feed"])
def test_without_a_witness_there_is_no_date(place: str) -> None:
    choice = choose(SeenDate(MONTH_FIRST.text, place))  # type: ignore[arg-type]
    assert choice.published_at is None
    assert choice.candidates[0].why_not == "day or month first is not told"


def test_what_can_only_have_its_month_first_needs_a_witness_on_the_page() -> None:
    assert choose(SeenDate("11/21/2025", "page")).published_at is None
    feed = SeenDate("Fri, 21 Nov 2025 03:04:05 GMT", "feed")
    assert tell(choose(SeenDate("11/21/2025", "page"), feed)) == ("2025-11-21T10:04", "second", "feed")


TEASER = SeenDate("12/01/2025", "page")
META, JSONLD = SeenDate("2026-05-20T08:30:00+07:00", "meta"), SeenDate("2026-05-20T08:30:00+07:00", "jsonld")


def test_metadata_that_agrees_outvotes_a_text_of_the_page_that_stands_alone() -> None:
    assert tell(choose(TEASER, META, JSONLD)) == ("2026-05-20T08:30", "second", "jsonld")
    assert tell(choose(TEASER, META)) == ("2025-01-12T00:00", "day", "page")


def test_a_line_of_the_page_that_another_place_bears_out_stays() -> None:
    feed = SeenDate("Sun, 12 Jan 2025 02:00:00 GMT", "feed")
    assert tell(choose(TEASER, META, JSONLD, feed)) == ("2025-01-12T09:00", "second", "feed")


def test_of_two_texts_of_the_page_the_one_that_is_borne_out_is_chosen() -> None:
    assert tell(choose(TEASER, SeenDate("20/05/2026 08:30", "page"), META)) == ("2026-05-20T08:30", "minute", "page")


def test_metadata_of_the_day_of_the_visit_vouches_for_nothing() -> None:
    today = "2026-11-26T08:59:00+07:00"
    choice = choose(TEASER, SeenDate(today, "meta"), SeenDate(today, "jsonld"))
    assert tell(choice) == ("2025-01-12T00:00", "day", "page")


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (SeenDate("Wed, 20 May 2026 01:30:00 GMT", "feed"), ("2026-05-20T08:30", "second", "feed")),
        (SeenDate("2026-05-20T08:30:00+07:00", "sitemap"), ("2026-05-20T08:30", "second", "sitemap")),
        (SeenDate("2026-05-21T08:30:00+07:00", "sitemap"), ("2026-05-20T00:00", "day", "page")),
    ],
)
def test_the_minute_of_the_pages_day_is_taken_from_where_it_is_told(
    other: SeenDate, expected: tuple[str, str, str]
) -> None:
    assert tell(choose(SeenDate("20/05/2026", "page"), other)) == expected


def test_a_sitemaps_last_change_does_not_stand_for_what_the_page_tells_in_words() -> None:
    choice = choose(SeenDate("2 years, 7 months trước", "page"), SeenDate("2026-11-01T10:00:00+07:00", "sitemap"))
    assert tell(choice) == ("2024-04-01T00:00", "month", "page")


def test_a_clock_that_is_moved_later_leaves_what_was_right() -> None:
    seen = (
        SeenDate("25/03/2022 16:19", "page"),
        SeenDate("2022-03-25T16:19:00+07:00", "meta"),
        SeenDate("25/03/2022 05:19", "page"),
        SeenDate("2022-03-25EDT05:19:00", "meta"),
    )
    for order in permutations(seen):
        assert tell(choose(*order)) == ("2022-03-25T16:19", "minute", "page")


def test_of_times_before_and_after_a_clock_was_moved_a_feed_tells_the_right_one() -> None:
    feed = SeenDate("Fri, 25 Mar 2022 09:19:00 GMT", "feed")
    choice = choose(SeenDate("25/03/2022 16:19", "page"), SeenDate("25/03/2022 15:19", "page"), feed)
    assert tell(choice) == ("2022-03-25T16:19", "minute", "page")


def test_a_date_in_the_future_of_a_wrong_clock_is_chosen_when_the_clock_is_right() -> None:
    seen = SeenDate("20/05/2026 08:30", "page")
    wrong = datetime(2020, 1, 1, tzinfo=VIETNAM)
    assert choose(seen, now=wrong).published_at is None
    assert tell(choose(seen, now=wrong, latest=NOW)) == ("2026-05-20T08:30", "minute", "page")
    sooner = SeenDate("01/12/2019 08:30", "page")
    assert tell(choose(seen, sooner, now=wrong, latest=NOW)) == ("2019-12-01T08:30", "minute", "page")


def test_german_is_no_dateline() -> None:
    text = "Seit dem 11.3.2020 war der Saal am Fluss geschlossen, und das blieb er lange Zeit."
    assert choose_date([], NOW, url=URL, texts=Texts("Die Lage", "", text)).published_at is None


def test_a_sitemaps_date_is_no_publication_where_the_head_calls_it_the_last_change() -> None:
    edit = SeenDate("2026-03-05T08:00:00+07:00", "meta", "updated")
    lastmod = SeenDate("2026-03-05", "sitemap")
    assert choose(edit, lastmod).published_at is None
    assert tell(choose(edit, lastmod, SeenDate("05/03/2026", "page")))[0] == "2026-03-05T00:00"
