"""Changes after publication on their page, as CSV and as a feed: both figures, what was withdrawn, and the reach."""

import asyncio
import csv
import io

import feedparser
import pytest
from support.news import SEEN, insert, make_database

from harvester.inspect.application import make_datasette
from harvester.store import Store


@pytest.fixture(scope="module")
def get(tmp_path_factory):
    path = make_database(
        tmp_path_factory.mktemp("changes") / "news.db",
        {"title": "Thu <b>ngân sách</b>", "body": "Xã họp. Thu được 3407 triệu.", "revision": 2},
        {"title": "Lễ hội", "portal": "xa-da-chong", "gone_at": "2024-03-05T08:00:00+07:00"},
        {"title": "Như cũ", "portal": "huyen-go-man"},
    )
    earlier = {"article": 1, "revision": 1, "seen_at": "2024-03-02T09:00:00+07:00", "title": "Thu <b>ngân sách</b>",
               "body": "Xã họp. Thu được 1207 triệu.", "content_hash": "1", "cause": "page"}  # fmt: skip
    with Store.open(path) as store, store.transaction() as connection:
        insert(connection, "revisions", earlier)
        connection.execute("UPDATE articles SET checked_at = '2024-03-06T09:00:00+07:00' WHERE id < 3")
    datasette = make_datasette(path)
    return lambda address: asyncio.run(datasette.client.get(address))


def test_both_figures_stand_in_their_sentence(get):
    page = get("/changes").text
    assert "Thu được <del>1207</del><ins>3407</ins> triệu." in page and "Xã họp" not in page
    assert "noticed on 2 March 2024, 09:00" in page
    assert "missed on 5 March 2024, 08:00, last seen on 1 March 2024, 08:00" in page
    assert page.index("Lễ hội") < page.index("Thu &lt;b&gt;ngân sách")
    assert "<strong>1 change</strong>, 1 article withdrawn" in page


def test_the_reach_is_said_plainly(get):
    page = get("/changes").text
    assert "Of 3 articles, 2 have been looked at again" in page
    assert "Whether the other one has changed is not known." in page
    page = get("/changes?level=district").text
    assert "No change has been noticed." in page and "Of 1 article, 0 has been looked at again" in page


def test_filters(get):
    assert "Lễ hội" not in get("/changes?province=Hà Tĩnh").text
    assert "Lễ hội" in get("/changes?portal=xa-da-chong").text
    response = get("/changes?portal=none")
    assert response.status_code == 400 and "No such portal in the database" in response.text
    assert "The list ends before this page." in get("/changes?page=2").text


def test_csv_has_both_sentences(get):
    rows = list(csv.DictReader(io.StringIO(get("/changes.csv").content.decode("utf-8-sig"), newline="")))
    assert [row["kind"] for row in rows] == ["withdrawn", "changed"]
    assert (rows[1]["before"], rows[1]["after"]) == ("… Thu được 1207 triệu.", "… Thu được 3407 triệu.")
    assert (rows[0]["last_seen_at"], rows[0]["noticed_at"]) == (SEEN, "2024-03-05T08:00:00+07:00")
    assert len(get("/changes.csv?portal=xa-da-chong").text.splitlines()) == 2


def test_a_feed_for_those_who_do_not_poll(get):
    feed = feedparser.parse(get("/changes.atom").content)
    assert not feed.bozo
    assert feed.feed.links[0].rel == "self"
    gone, changed = feed.entries
    assert gone.title == "Withdrawn: Lễ hội"
    assert "<del>1207</del><ins>3407</ins>" in changed.summary
    assert changed.link == "https://xa-suoi-vang.example.vn/tin-1.html"
    assert len({gone.id, changed.id}) == 2
    assert [entry.id for entry in feedparser.parse(get("/changes.atom").content).entries] == [gone.id, changed.id]
