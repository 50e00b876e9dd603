"""Blocks, times as exact as known, links that may be links."""

from random import Random

import pytest

from harvester.inspect.article_view import Block, compare_versions, format_time, is_link, read_blocks


def test_blocks():
    body = "Một đoạn.\n\nDòng một\nDòng hai | ba\n\nThôn | Số\nBãi Cát | 2 | thừa\nTrống | \n\n \n\n"
    assert read_blocks(body) == [
        Block(lines=("Một đoạn.",)),
        Block(lines=("Dòng một", "Dòng hai | ba")),
        Block(rows=(("Thôn", "Số", ""), ("Bãi Cát", "2", "thừa"), ("Trống", "", ""))),
    ]
    assert read_blocks("") == []


@pytest.mark.parametrize(
    ("value", "precision", "shown"),
    [
        ("2023-07-13T20:48:05+07:00", "second", "13 July 2023, 20:48:05"),
        ("2023-07-13T20:48:00+07:00", "minute", "13 July 2023, 20:48"),
        ("2023-07-13T20:00:00+07:00", "hour", "13 July 2023, 20:00"),
        ("2023-07-13T00:00:00+07:00", "day", "13 July 2023"),
        ("2023-07-01T00:00:00+07:00", "month", "July 2023"),
        ("2023-01-01T00:00:00+07:00", "year", "2023"),
        ("2023-07-13", "day", "13 July 2023"),
        (None, None, "undated"),
        ("nonsense", "minute", "nonsense"),
        ("2023-99-13T00:00:00", "day", "2023-99-13"),
    ],
)
def test_times_are_shown_as_exactly_as_known(value, precision, shown):
    assert format_time(value, precision) == shown


@pytest.mark.parametrize("url", ["https://xa.vn/a", "http://xa.vn"])
def test_links(url):
    assert is_link(url)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "//xa.vn",
        "",
        None,
        "http://[",
        "https:",
    ],
)
def test_no_links(url):
    assert not is_link(url)


def test_versions_are_compared_with_the_next():
    article = {"title": "Ba", "lead": "Đầu", "body": "Một\n\nHai"}
    first = {
        "revision": 1,
        "seen_at": "2024-01-01",
        "cause": "page",
        "title": "Hai",
        "lead": None,
        "body": "Một",
    }
    second = {**first, "revision": 2, "title": "Ba", "cause": "extractor", "lead": "Đầu"}
    latest, earliest = compare_versions(article, [first, second])
    assert (latest.revision, latest.title, latest.lead) == (2, None, None)
    assert [[(part.change, part.text) for part in paragraph] for paragraph in latest.body] == [[("added", "Hai")]]
    assert [(part.change, part.text) for part in earliest.title] == [("removed", "Hai"), ("added", "Ba")]
    assert [(part.change, part.text) for part in earliest.lead] == [("added", "Đầu")]
    assert earliest.body == ()


def test_versions_without_end_are_compared_as_far_as_one_page_may_take():
    draw = Random(1)
    texts = ["\n\n".join(" ".join(draw.choices(("đê", "thôn", "nước"), k=60)) for _ in range(60)) for _ in range(41)]
    rows = [
        {"revision": n, "seen_at": "", "cause": "page", "title": "a", "lead": None, "body": b}
        for n, b in enumerate(texts)
    ]
    versions = compare_versions(rows[-1], rows[:-1])
    assert len(versions) == 40
    assert len(versions[-1].body[0]) > 2 and {len(paragraph) for paragraph in versions[0].body} == {1}
