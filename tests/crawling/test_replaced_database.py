"""The database is taken away under a run: the run ends with the reason, and no other file is harmed."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest
from support.books import check_file, list_articles
from support.looks import PlainLook
from support.runs import Crawl, write_portal
from support.server import PortalServer
from support.site import Site


@pytest.mark.parametrize("fate", ["deleted", "replaced"])
def test_a_run_whose_database_goes_ends_with_the_reason(tmp_path: Path, fate: str) -> None:
    with PortalServer(Site(count=30, look=PlainLook(per_page=5))) as server:
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "lam-khe"))
        earlier = tmp_path / "earlier.db"
        assert Crawl(earlier, crawl.portals).run("--limit", "3").code == 0
        under_way = threading.Event()
        server.forget()
        server.after_answers(12, under_way.set)

        def take_away(pid: int) -> None:
            assert under_way.wait(60)
            crawl.db.rename(tmp_path / "moved.db")
            if fate == "replaced":
                shutil.copyfile(earlier, crawl.db)

        finished = crawl.run(on_start=take_away)
        assert (finished.code, finished.errors.count("\n")) == (1, 1)
        assert finished.errors.startswith(f"harvester: '{crawl.db}' was ")
        assert "while it was written" in finished.errors
        assert check_file(tmp_path / "moved.db") == []
        assert list_articles(tmp_path / "moved.db")
        if fate == "replaced":
            assert check_file(crawl.db) == []
            assert list_articles(crawl.db) == list_articles(earlier)
