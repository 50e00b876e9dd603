"""Files that articles offer: kept, their text read in a process of its own, and found."""

import asyncio

import pytest
from support.answers import Answer, redirect
from support.databases import open_database
from support.imports import make_html
from support.looks import PlainLook
from support.pdfs import make_pdf
from support.runs import DAYS, Crawl, write_portal
from support.server import PortalServer
from support.site import Site

from harvester.crawling import file_text
from harvester.crawling.file_text import read_file_text
from harvester.errors import ConfigError
from harvester.store import Store

pytest.importorskip("pypdfium2", reason="pypdfium2 is not installed (extra `documents`)")


def read(body):
    return asyncio.run(read_file_text(body))


def test_text_of_all_pages():
    assert read(make_pdf("Thong bao so 15", "Trang hai")) == "Thong bao so 15\n\nTrang hai"


@pytest.mark.parametrize("body", [b"", b"no PDF", b"PK\x03\x04 a docx", b"%PDF-1.4 and nothing", make_pdf("x")[:200]])
def test_what_holds_no_text(body):
    assert read(body) is None


def test_no_more_than_so_many_characters_and_so_much_memory(monkeypatch, caplog):
    monkeypatch.setattr(file_text, "FILE_TEXT", 5)
    assert read(make_pdf("Thong bao")) == "Thong"
    assert "a PDF: its text is longer than 5 characters; the rest is left out" in caplog.text
    caplog.clear()
    assert (read(make_pdf("Thong")), caplog.text) == ("Thong", "")
    monkeypatch.setattr(file_text, "FILE_MEMORY", 10_000_000)
    assert read(make_pdf("Thong bao")) is None
    assert "could not be read" in caplog.text


def test_pdf_that_takes_too_long_is_left(monkeypatch, caplog):
    monkeypatch.setattr(file_text, "FILE_SECONDS", -5.0)
    assert read(make_pdf("Thong bao")) is None
    assert "was not read within" in caplog.text


def make_notice(title, file):
    """An article that offers a file."""
    html = make_html(title).replace("</div></article>", f'<p><a href="{file}">Tệp</a></p></div></article>')
    return Answer(html.encode())


@pytest.fixture(scope="module")
def crawl(tmp_path_factory):
    """Two nights over a portal with a notice that is nothing but a PDF."""
    place = tmp_path_factory.mktemp("files")
    site = Site(count=3, look=PlainLook())
    link = '<p><a href="/uploads/tb15.pdf">Thông báo 15</a> <a href="http://127.0.0.1:9/khac.pdf">Nơi khác</a></p>'
    html = make_html("Thông báo số 15 của xã").replace("</div></article>", f"{link}</div></article>")
    site.extra_pages[site.path("a-2")] = Answer(html.encode())
    pdf = Answer(make_pdf("cap nuoc thon Bai Cat"), headers=[("Content-Type", "application/pdf")])
    site.extra_pages["/uploads/tb15.pdf"] = pdf
    site.extra_pages["/uploads/tb16.pdf"] = redirect("/kho/16")
    site.extra_pages["/kho/16"] = Answer(make_pdf("tien dien"), headers=[("Content-Type", "application/pdf")])
    site.extra_pages[site.path("a-3")] = Answer(make_html("Nhắc lại thông báo số 15 của xã").encode())
    site.extra_pages[site.path("a-1")] = make_notice("Thông báo số 16 của xã", "/uploads/tb16.pdf")
    with PortalServer(site) as server:
        crawl = Crawl(place / "a.db", write_portal(place / "portals", server, "lam-khe"))
        crawl.options = (*crawl.options, "--keep", str(place / "pages"), "--files", "--full")
        for night in DAYS[:2]:
            finished = crawl.run(now=night)
            assert finished.code == 0, finished.errors
            site.extra_pages[site.path("a-3")] = make_notice("Nhắc lại thông báo số 15 của xã", "/uploads/tb15.pdf")
        asked = [one.request.path for one in server.log.served if one.request.path.endswith(".pdf")]
    return crawl, asked


def test_file_is_kept_once_and_its_text_is_read(crawl):
    crawl, asked = crawl
    assert sorted(asked) == ["/uploads/tb15.pdf", "/uploads/tb16.pdf"]
    with open_database(crawl.db) as connection:
        kept = connection.execute("SELECT media_type, status FROM captures WHERE url LIKE '%tb15.pdf'").fetchall()
        assert [tuple(row) for row in kept] == [("application/pdf", 200)]


def test_text_stands_with_every_article_that_offers_the_file(crawl):
    """Also with one that came to offer it later, and where the file's address redirects."""
    with open_database(crawl[0].db) as connection:
        rows = connection.execute(
            "SELECT a.title, text, files_text FROM articles a JOIN attachments ON article = a.id WHERE text IS NOT NULL"
        ).fetchall()
    assert {tuple(row) for row in rows} == {
        ("Thông báo số 15 của xã", "cap nuoc thon Bai Cat", "cap nuoc thon Bai Cat"),
        ("Nhắc lại thông báo số 15 của xã", "cap nuoc thon Bai Cat", "cap nuoc thon Bai Cat"),
        ("Thông báo số 16 của xã", "tien dien", "tien dien"),
    }


def test_text_of_a_file_is_found(crawl):
    with Store.open_for_search(crawl[0].db) as store:
        query = "SELECT articles.title FROM articles JOIN articles_fts ON articles_fts.rowid = articles.id"
        rows = store.connection.execute(f"{query} WHERE articles_fts MATCH 'nuoc AND thon AND cat'").fetchall()
    assert {row[0] for row in rows} == {"Thông báo số 15 của xã", "Nhắc lại thông báo số 15 của xã"}


def test_index_is_sound(crawl):
    with Store.open(crawl[0].db) as store:
        store.connection.execute("INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)")
        assert store.connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_files_need_a_folder():
    from click.testing import CliRunner

    from harvester.cli.crawl import command

    result = CliRunner().invoke(command, ["--all", "--files"])
    assert isinstance(result.exception, ConfigError) and "--keep DIR" in str(result.exception)
