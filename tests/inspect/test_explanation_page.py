"""The page that explains an address, and the links to it."""

import asyncio
from html import unescape

import pytest
from support.imports import make_html, make_page, run_import
from support.warcs import write_warc

from harvester.inspect.application import make_datasette


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    place = tmp_path_factory.mktemp("explained")
    run_import(place / "a.db", write_warc(place / "cu.warc.gz", make_page(make_html("Làm đường ở Gò Mận"))))
    return place / "a.db"


def ask(db, path):
    return asyncio.run(make_datasette(db).client.get(path))


def find_link(page):
    return page.partition('href="/-/explain?url=')[2].partition('"')[0]


@pytest.mark.parametrize("path", ["/harvest/articles/1", "/harvest/portals/go"])
def test_pages_lead_to_the_explanation(db, path):
    link = find_link(ask(db, path).text)
    page = ask(db, f"/-/explain?url={link}").text
    assert 'id="explanation"' in page
    assert "harvester explain http" in page


def test_it_tells_what_the_command_tells(db):
    link = find_link(ask(db, "/harvest/articles/1").text)
    told = ask(db, f"/-/explain.json?url={link}").json()
    page = unescape(ask(db, f"/-/explain?url={link}").text)
    assert (told["state"], told["article"]) == ("done", 1)
    assert told["sentences"]["found"][0] in page


def test_what_is_no_address_is_told_on_the_page(db):
    answer = ask(db, "/-/explain?url=javascript:alert(1)")
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text and 'id="explanation"' not in answer.text
    assert ask(db, "/-/explain.json?url=javascript:alert(1)").status_code == 400


def test_without_an_address_there_is_a_form(db):
    answer = ask(db, "/-/explain")
    assert answer.status_code == 200 and 'name="url"' in answer.text
