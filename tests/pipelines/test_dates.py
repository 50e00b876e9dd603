"""The choice of a publication date."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.dated import NOW, find_candidate, make_article, tell

from harvester.items import SeenDate
from harvester.loading.date_choice import choose_dates
from pipelines.dates import DatesPipeline


def test_the_page_is_trusted_before_metadata():
    article = choose_dates(
        make_article(SeenDate("Thứ sáu - 25/03/2022 16:19", "page"), SeenDate("2022-03-25T17:00:00+07:00", "meta")),
        NOW,
    )
    assert tell(article) == ("2022-03-25T16:19:00", "minute", "page")
    assert article.published_text == "Thứ sáu - 25/03/2022 16:19"
    assert find_candidate(article, "2022-03-25T17:00:00+07:00").why_not == "less trusted than page"


def test_a_disagreement_of_more_than_a_day_is_written_down():
    article = choose_dates(
        make_article(SeenDate("25/03/2022 16:19", "page"), SeenDate("2022-03-13T16:00:00+07:00", "feed")), NOW
    )
    assert (
        find_candidate(article, "2022-03-13T16:00:00+07:00").why_not
        == "less trusted than page; disagrees with page by 12 days"
    )


def test_every_order_of_arrival_gives_the_same():
    seen = [
        SeenDate("25/03/2022", "page"),
        SeenDate("2022-03-25+0716:19:00", "meta"),
        SeenDate("2022-03-26T10:00:00+07:00", "meta", "updated"),
        SeenDate("Fri, 25 Mar 2022 09:03:00 GMT", "feed"),
        SeenDate("Hôm nay, Thứ năm ngày 13/07/2023", "page"),
    ]
    results = {
        repr(choose_dates(make_article(*order), NOW)).partition("dates=")[2].partition("published_at")[2]
        for order in permutations(seen)
    }
    assert len(results) == 1


def test_running_it_again_with_a_late_sighting_is_running_it_once():
    early, late = SeenDate("2023-05-01T08:00:00+07:00", "feed"), SeenDate("02/05/2023 08:00", "page")
    once = choose_dates(make_article(early, late), NOW)
    article = choose_dates(make_article(early), NOW)
    assert article.published_from == "feed"
    article.dates = [late]
    again = choose_dates(article, NOW)
    assert again.date_candidates == once.date_candidates
    assert tell(again) == tell(once)


@pytest.mark.parametrize(
    ("seen", "reason"),
    [
        (SeenDate("20/07/2023 08:00", "page"), "in the future by 7 days"),
        (SeenDate("02/09/1945", "page"), "before 1995"),
        (SeenDate("12/07/2023", "page", "related"), "belongs to a related article"),
        (SeenDate("Lượt xem: 7370", "page"), "not a date"),
        (SeenDate("13/07/2023", "page", "banner"), "banner: the day of the visit"),
        (SeenDate("Hôm nay, Thứ năm ngày 13/07/2023", "page"), "banner: the day of the visit"),
    ],
)
def test_what_cannot_be_the_publication_is_refused_with_its_reason(seen: SeenDate, reason: str):
    article = choose_dates(make_article(seen), NOW)
    assert article.published_at is None
    assert find_candidate(article, seen.text).why_not == reason


def test_the_day_of_a_banner_needs_a_witness():
    banner = SeenDate("Thứ năm, 13/07/2023", "page", "banner")
    alone = choose_dates(make_article(banner, SeenDate("13/07/2023", "page")), NOW)
    assert alone.published_at is None
    assert find_candidate(alone, "13/07/2023").why_not == "equal to a banner: the day of the visit"
    borne_out = choose_dates(
        make_article(banner, SeenDate("13/07/2023", "page"), body="Sáng 12/7, xã họp. Kế hoạch năm 2023."),
        NOW,
    )
    assert tell(borne_out) == ("2023-07-13T00:00:00", "day", "page")
    timed = choose_dates(make_article(banner, SeenDate("13/07/2023 08:10", "page")), NOW)
    assert tell(timed) == ("2023-07-13T08:10:00", "minute", "page")


def test_a_month_is_made_exact_by_the_day_that_fits_it():
    body = "Sáng 12/7, xã họp sơ kết."
    fitting = choose_dates(make_article(SeenDate("2023-07", "page"), body=body), NOW)
    assert tell(fitting) == ("2023-07-12T00:00:00", "day", "body")
    assert find_candidate(fitting, "2023-07").why_not == "less exact than body"
    other = choose_dates(make_article(SeenDate("2023-06", "page"), body=body), NOW)
    assert tell(other) == ("2023-06-01T00:00:00", "month", "page")


def test_an_update_is_kept_apart():
    article = choose_dates(
        make_article(SeenDate("25/03/2022 16:19", "page"), SeenDate("2022-03-26T10:00:00+07:00", "meta", "updated")),
        NOW,
    )
    assert article.updated_at == datetime.fromisoformat("2022-03-26T10:00:00+07:00")
    both = choose_dates(make_article(SeenDate("Ngày đăng: 21/01/2021 - Cập nhật: 25/01/2021 08:30", "page")), NOW)
    assert tell(both) == ("2021-01-21T00:00:00", "day", "page")
    assert both.updated_at == datetime.fromisoformat("2021-01-25T08:30:00+07:00")
    only = choose_dates(make_article(SeenDate("Cập nhật: 25/01/2021 08:30", "page")), NOW)
    assert tell(only) == ("2021-01-25T08:30:00", "minute", "page")
    assert only.updated_at is None


def test_a_page_that_tells_its_update_only_leaves_the_publication_to_metadata():
    page, meta = SeenDate("Cập nhật: 25/01/2021 08:30", "page"), SeenDate("2021-01-21T08:00:00+07:00", "meta")
    article = choose_dates(make_article(page, meta), NOW)
    assert tell(article) == ("2021-01-21T08:00:00", "second", "meta")
    assert article.updated_at == datetime.fromisoformat("2021-01-25T08:30:00+07:00")
    later = choose_dates(make_article(page, SeenDate("2021-01-26T08:00:00+07:00", "meta")), NOW)
    assert tell(later) == ("2021-01-25T08:30:00", "minute", "page")


def test_relative_dates_give_way_and_keep_what_they_said():
    article = choose_dates(make_article(SeenDate("3 ngày trước", "page")), NOW)
    assert tell(article) == ("2023-07-10T00:00:00", "day", "page")
    later = choose_dates(article, NOW + timedelta(days=9))
    assert tell(later) == ("2023-07-10T00:00:00", "day", "page")
    event = choose_dates(make_article(SeenDate("3 ngày trước", "page"), body="Sáng 8/7/2023, xã họp."), NOW)
    assert tell(event) == ("2023-07-10T00:00:00", "day", "page")
    exact = choose_dates(
        make_article(SeenDate("3 ngày trước", "page"), SeenDate("2023-07-10T08:00:00+07:00", "meta")), NOW
    )
    assert tell(exact) == ("2023-07-10T08:00:00", "second", "meta")


def test_the_platform_says_what_it_trusts():
    seen = (SeenDate("2022-03-25T16:00:00+07:00", "meta"), SeenDate("24/03/2022 08:00", "listing"))
    article = make_article(*seen)
    article.platform = "nukeviet"
    assert choose_dates(article, NOW).published_from == "listing"
    assert choose_dates(make_article(*seen), NOW).published_from == "meta"


def test_the_pipeline_counts_from_the_fetch_else_from_the_runs_clock():
    pipeline = DatesPipeline(NOW)
    article = make_article(SeenDate("3 ngày trước", "page"))
    assert tell(pipeline.process_item(article))[0] == "2023-07-10T00:00:00"
    fetched = make_article(SeenDate("3 ngày trước", "page"))
    fetched.fetched_at = NOW + timedelta(days=1)
    assert tell(pipeline.process_item(fetched))[0] == "2023-07-11T00:00:00"


def test_what_an_earlier_address_or_body_held_is_forgotten():
    article = choose_dates(
        make_article(url="https://xa.example.vn/2022/07/28/bai.html", body="Sáng 12/7/2022, xã họp."), NOW
    )
    assert {candidate.found_in for candidate in article.date_candidates} == {"url", "body"}
    article.url, article.body = "https://xa.example.vn/bai.html", "Sáng 14/7/2022, xã họp."
    again = choose_dates(article, NOW)
    assert [candidate.text for candidate in again.date_candidates] == ["Sáng 14/7/2022"]


def test_the_same_text_in_two_roles_is_one_candidate():
    text = "2022-03-25T16:19:00+07:00"
    article = choose_dates(make_article(SeenDate(text, "meta"), SeenDate(text, "meta", "updated")), NOW)
    assert [(candidate.text, candidate.chosen) for candidate in article.date_candidates] == [(text, True)]
    assert article.updated_at is None


SIGHTINGS = st.builds(
    SeenDate,
    st.sampled_from(
        [
            *(
                "25/03/2022",
                "26/03/2022 16:19",
                "2022-03-25EDT09:48:00",
                "2022-03-25T16:19:00+07:00",
                "3 ngày trước",
            ),
            *(
                "2022-03",
                "Cập nhật: 27/03/2022",
                "Hôm nay, Thứ năm ngày 13/07/2023",
                "13/07/2023",
                "không rõ",
                "",
            ),
        ]
    ),
    st.sampled_from(["page", "meta", "jsonld", "feed", "sitemap", "listing"]),
    st.sampled_from(["published", "updated", "document", "banner", "related"]),
)


@settings(deadline=None)
@given(st.lists(SIGHTINGS, max_size=7), st.randoms(use_true_random=False), st.integers(0, 7))
def test_the_choice_is_a_function_of_the_set(seen: list[SeenDate], random: Random, cut: int):
    once = choose_dates(make_article(*seen, body="Sáng 24/3, xã họp năm 2022."), NOW)
    shuffled = seen[:]
    random.shuffle(shuffled)
    article = choose_dates(make_article(*shuffled[:cut], body="Sáng 24/3, xã họp năm 2022."), NOW)
    article.dates = shuffled[cut:]
    again = choose_dates(article, NOW)
    assert replace(again, dates=[]) == replace(once, dates=[])
    assert sum(candidate.chosen for candidate in once.date_candidates) == (once.published_at is not None)
    assert all((candidate.why_not is None) == candidate.chosen for candidate in once.date_candidates)
    keys = [(candidate.text, candidate.found_in) for candidate in once.date_candidates]
    assert len(keys) == len(set(keys))
