"""`harvester audit` as typed: a sample, its ticks set from gold by a script, and the scores of them."""

import json
import re

import pytest
from click.testing import CliRunner
from lxml import html
from support.news import insert, make_database

from harvester.cli.audit import command
from harvester.errors import ConfigError
from harvester.store import Store
from harvester.store.reports.audits import compute_wilson, read_scores

HOSTILE = '</script><script>alert(1)</script>" onload="x $form {x} <b>&amp;'


def run(*arguments):
    result = CliRunner().invoke(command, [str(a) for a in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result


@pytest.fixture(scope="module")
def gold():
    """Made-up news by address: what the pages say."""
    return {f"https://x.vn/{i}": {"title": f"Tin {i}", "day": f"2023-07-{i % 28 + 1:02}"} for i in range(60)}


@pytest.fixture
def db(tmp_path, gold):
    """What was harvested of it: every seventh title and every fifth day are wrong, every ninth day is lacking."""
    articles = []
    for i, (url, told) in enumerate(gold.items()):
        day = "2020-01-01" if i % 5 == 0 else told["day"]
        published = None if i % 9 == 0 else f"{day}T08:00:00+07:00"
        articles.append({"url": url, "title": "Sai" if i % 7 == 0 else told["title"], "published_at": published})
    path = make_database(tmp_path / "news.db", *articles)
    with Store.open(path) as store, store.transaction() as connection:
        for i in range(2):
            row = {"url": f"{i}", "fetch_url": f"https://x.vn/{i}", "portal": "xa-suoi-vang", "kind": "article"}
            row |= {"rank": 1, "state": "done", "found_at": "2024", "found_in": "", "found_run": 1, "article": i + 1}
            insert(connection, "urls", row)
        walk = {"portal": "xa-suoi-vang", "start_url": "https://x.vn/tin/", "mode": "complete", "run": 1}
        insert(connection, "walks", walk | {"first_links": '["0", "1"]'})
    return path


def tick(form, gold, db):
    """Fill in a form as somebody would who knows the gold. Answers what it comes to, counted here."""
    with Store.open_for_search(db) as store:
        stored = {row["url"]: row for row in store.connection.execute("SELECT * FROM articles")}
    counts = {"hits": 0, "wrong": 0, "missed": 0}
    for record in form["records"]:
        row, told = stored[record["url"]], gold[record["url"]]
        record["fields"]["title"] = "right" if row["title"] == told["title"] else "wrong"
        day = row["published_at"] and row["published_at"][:10]
        record["fields"]["date"] = "right" if day == told["day"] else "wrong"
        counts["missed" if day is None else "hits" if day == told["day"] else "wrong"] += 1
    form["listings"][0]["missing"] = 1
    return counts


def test_ticks_set_from_gold_come_to_the_figures_of_the_gold(db, gold, tmp_path):
    result = run("--sample", 40, "--out", tmp_path / "audit.html", "--db", db, "--seed", 3)
    assert result.stderr.startswith("40 records, 1 listing page")
    form = json.loads((tmp_path / "audit.json").read_text("utf-8"))
    expected = tick(form, gold, db)
    (tmp_path / "audit.json").write_text(json.dumps(form), "utf-8")
    rows = [json.loads(line) for line in run(tmp_path / "audit.json", "--db", db, "--json").stdout.splitlines()]
    scores = {row["field"]: row for row in rows if row["platform"] is None}
    date = scores["date"]
    assert (date["right"], date["wrong"], date["missed"]) == tuple(expected.values())
    share = compute_wilson(expected["hits"], expected["hits"] + expected["wrong"])
    figures = [date["precision"], date["precision_low"], date["precision_high"]]
    assert figures == [round(figure, 4) for figure in share]
    assert (scores["listing"]["right"], scores["listing"]["missed"]) == (2, 1)
    assert {row["platform"] for row in rows if row["field"] == "title"} == {None, "nukeviet"}
    assert "author" not in scores, "nobody judged it"


def test_the_same_form_is_stored_once(db, gold, tmp_path):
    run("--sample", 10, "--out", tmp_path / "audit.html", "--db", db)
    form = json.loads((tmp_path / "audit.json").read_text("utf-8"))
    tick(form, gold, db)
    for verdict in ("wrong", "right"):
        form["records"][0]["fields"]["lead"] = verdict
        (tmp_path / "audit.json").write_text(json.dumps(form), "utf-8")
        result = run(tmp_path / "audit.json", "--db", db)
    with Store.open_for_search(db) as store:
        scores = {score.field: score for score in read_scores(store.connection) if not score.platform}
    assert (scores["lead"].hits, scores["lead"].missed) == (0, 0), "an empty field that is right has no value"
    assert re.search(r"^date +precision \d+\.\d% \(\d+\.\d% to \d+\.\d%\), \d+ of \d+", result.stdout, re.M)


def test_nothing_of_a_portal_becomes_a_part_of_the_page(tmp_path):
    record = dict.fromkeys(("title", "lead", "body", "author", "published_text", "platform"), HOSTILE)
    db = make_database(tmp_path / "news.db", record | {"url": 'javascript:alert("x")'})
    run("--sample", 1, "--out", tmp_path / "audit.html", "--db", db)
    page = html.fromstring((tmp_path / "audit.html").read_bytes())
    assert len(page.findall(".//script")) == 1
    assert page.find(".//script").text.startswith('\n"use strict"')
    assert page.xpath("//@onload | //a/@href | //b/text()") == ["wrong", "unsure", "Save"]
    assert page.xpath("string(//h2)") == f"1. {HOSTILE}"
    assert json.loads(page.get_element_by_id("form").get("data-form"))["records"][0]["platform"] == HOSTILE


def test_every_question_can_be_ticked_and_names_itself(db, tmp_path):
    run("--sample", 2, "--out", tmp_path / "audit.html", "--db", db)
    page = html.fromstring((tmp_path / "audit.html").read_bytes())
    names = page.xpath("//input[@type='radio']/@name")
    assert len(set(names)) == 2 * 7 and len(names) == 3 * 2 * 7
    assert all(group.get("aria-label") for group in page.xpath("//*[@role='radiogroup']"))


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([], "say --sample N"),
        (["--sample", "5"], "say --sample N"),
        (["form.json", "--sample", "5", "--out", "x.html"], "say --sample N"),
        (["--sample", "5", "--out", "x.txt"], r"must end in \.html"),
        (["--sample", "5", "--out", "there.html"], r"will not replace '.*there\.html'"),
        (["none.json"], "cannot read"),
        (["no.json"], "it is no JSON"),
        (["odd.json"], r"\(records: Field required\)"),
        (["empty.json"], "nothing has been said"),
        (["other.json"], "is of another database"),
    ],
)
def test_wrong_usage_is_told_in_one_line(db, tmp_path, monkeypatch, arguments, reason):
    monkeypatch.chdir(tmp_path)
    start = '{"audit": "a", "drawn_at": "2024", "seed": 1, "listings": []'
    record = '{"uid": "u", "platform": "p", "url": "x", "filled": ["title"], "fields": {"title": "right"}}'
    contents = {
        "there.html": "ticks",
        "no.json": "{",
        "odd.json": start + "}",
        "other.json": f'{start}, "records": [{record}]}}',
    }
    contents["empty.json"] = start + ', "records": []}'
    for name, text in contents.items():
        (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=reason) as raised:
        run(*arguments, "--db", db)
    assert raised.value.exit_code == 2 and "\n" not in str(raised.value)
    assert (tmp_path / "there.html").read_text("utf-8") == "ticks"
