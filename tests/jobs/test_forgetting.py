"""A forgotten record: found nowhere as bytes, kept out by later crawls, and the archive stays valid."""

import gzip
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.books import check_file, list_articles
from support.looks import NukeVietLook
from support.runs import DAYS, Crawl, write_portal
from support.server import PortalServer
from support.site import Site
from support.slow import takes_long

from harvester.archive.erasure import make_member
from harvester.archive.verification import check_folder
from harvester.cli.forget import command
from harvester.errors import ArchiveError
from harvester.store import Store
from harvester.store.articles.tombstones import make_marks
from harvester.store.reports.address_facts import read_forgotten_at

SECRET = "Nguyễn Văn Bịa nhận trợ cấp khẩn cấp hai trăm nghìn đồng"


@pytest.fixture(scope="module")
def forgotten(tmp_path_factory):
    """A site of six articles, one of which names a person; crawled, forgotten, crawled again."""
    folder = tmp_path_factory.mktemp("forgotten")
    site = Site(count=6, look=NukeVietLook(per_page=10), sitemap="plain", feed=True)
    piece = site.piece("a-6")
    piece.text = type(piece.text)(
        **{
            **{name: getattr(piece.text, name) for name in piece.text.__slots__},
            "title": SECRET,
            "paragraphs": [SECRET + ", theo danh sách.", *piece.text.paragraphs],
        }
    )
    with PortalServer(site) as server:
        crawl = Crawl(folder / "a.db", write_portal(folder / "portals", server, "lam-khe"))
        kept = folder / "kept"
        assert crawl.run("--keep", str(kept)).code == 0
        url = site.base + site.path("a-6")
        asked = CliRunner().invoke(command, [url, "--db", str(crawl.db)], input="n\n")
        done = CliRunner().invoke(command, [url, "--db", str(crawl.db), "--yes"], catch_exceptions=False)
        found = read_everything(folder)
        check = check_folder(kept, Store.open(crawl.db, readonly=True)).flaws
        again = crawl.run(now=DAYS[1])
        yield {"asked": asked, "done": done, "found": found, "check": check, "again": again, "crawl": crawl,
               "url": url, "site": site}  # fmt: skip


def read_everything(folder: Path) -> bytes:
    """All bytes of database, WAL and kept files, the latter also inflated."""
    data = b"".join(path.read_bytes() for path in folder.glob("a.db*") if path.is_file())
    for path in (folder / "kept").glob("*.warc.gz*"):
        data += path.read_bytes() + gzip.decompress(path.read_bytes())
    return data


@takes_long
def test_asks_before_it_does(forgotten):
    assert forgotten["asked"].exit_code == 1 and "Take it out for good" in forgotten["asked"].output


def test_text_is_found_nowhere_as_bytes(forgotten):
    assert forgotten["done"].exit_code == 0
    assert SECRET.encode() not in forgotten["found"]
    assert "Nguyễn Văn Bịa".encode() not in forgotten["found"]


def test_kept_files_stay_valid(forgotten):
    assert forgotten["check"] == []


def test_crawl_does_not_bring_it_back(forgotten):
    crawl, site = forgotten["crawl"], forgotten["site"]
    assert forgotten["again"].code == 0
    assert list_articles(crawl.db) == {site.path(piece.name) for piece in site.pieces[:5]}
    assert check_file(crawl.db) == []


def test_tombstone_says_when(forgotten):
    with Store.open(forgotten["crawl"].db, readonly=True) as store:
        when = read_forgotten_at(store.connection, sorted(make_marks([forgotten["url"]])))
    assert when is not None and datetime.fromisoformat(when).utcoffset() is not None


def test_address_without_a_record_is_refused(forgotten):
    result = CliRunner().invoke(command, ["https://nowhere.example/x", "--db", str(forgotten["crawl"].db), "--yes"])
    assert result.exception.exit_code == 2


@pytest.mark.parametrize("length", [400, 401, 90_000])
def test_member_has_exactly_the_length_asked_for(length):
    member = make_member(length)
    assert len(member) == length and b"urn:harvester:forgotten" in gzip.decompress(member)


def test_record_that_is_too_short_is_refused():
    with pytest.raises(ArchiveError, match="too short"):
        make_member(50)
