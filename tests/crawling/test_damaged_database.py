"""A run on a damaged database ends with the reason in one line, as every other command does."""

from __future__ import annotations

from pathlib import Path

from support.damage import WAYS
from support.looks import PlainLook
from support.runs import Crawl, write_portal
from support.server import PortalServer
from support.site import Site
from support.slow import takes_long


@takes_long
def test_a_run_on_a_damaged_database_says_so(tmp_path: Path) -> None:
    with PortalServer(Site(count=6, look=PlainLook(per_page=5))) as server:
        base = Crawl(tmp_path / "base.db", write_portal(tmp_path / "portals", server, "lam-khe"))
        assert base.run().code == 0
        for way in ("root-articles-noise", "root-urls-noise", "text-articles-published_at"):
            crawl = Crawl(tmp_path / f"{way}.db", base.portals)
            WAYS[way](base.db, crawl.db)
            finished = crawl.run("--full")
            assert (finished.code, finished.errors.count("\n")) == (1, 1), (way, finished.errors)
            assert finished.errors.startswith(f"harvester: damaged: '{crawl.db}': ")
