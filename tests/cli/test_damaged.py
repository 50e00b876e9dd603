"""Damaged, foreign and cut files: every command says so in one line, with an exit code, and never with a traceback."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.damage import WAYS
from support.news import SEEN, insert, make_database
from support.slow import takes_long

import harvester.cli
from harvester.cli import inspect
from harvester.store import Store

COMMANDS = {
    "status": ["status"],
    "status --json": ["status", "--json"],
    "status --coverage": ["status", "--coverage"],
    "status --changes": ["status", "--changes"],
    "search": ["search", "gat vu mua"],
    "search --portal": ["search", "gat", "--portal", "xa-suoi-vang", "--json"],
    "export jsonl": ["export", "jsonl", "--out", "OUT.jsonl"],
    "export csv": ["export", "csv", "--out", "OUT"],
    "export parquet": ["export", "parquet", "--out", "OUT.parquet"],
    "export datapackage": ["export", "datapackage", "--out", "OUT"],
    "export atom": ["export", "atom", "--out", "OUT"],
    "inspect": ["inspect", "--no-open", "--port", "0"],
    "backup": ["backup", "OUT.db"],
    "check": ["check"],
    "check --full": ["check", "--full"],
}

PAGES = ("/", "/harvest/articles", "/harvest/articles/1", "/harvest/portals/xa-suoi-vang", "/harvest/changed",
         "/harvest/articles?_search=gat", "/harvest/portals", "/harvest/runs")  # fmt: skip


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with something in every table that commands read."""
    articles = [{"title": f"Gặt vụ mùa {n}", "body": f"Đồng Sậy gặt {n}. " * 60} for n in range(1, 120)]
    path = make_database(tmp_path_factory.mktemp("base") / "news.db", *articles)
    with Store.open(path) as store, store.transaction() as connection:
        for n in range(1, 120):
            insert(connection, "revisions", {"article": n, "revision": 1, "seen_at": SEEN, "title": "Gặt",
                                             "body": "Cũ.", "content_hash": "0", "cause": "page"})  # fmt: skip
            insert(connection, "article_urls", {"url": f"https://x.example/{n}", "article": n})
        connection.execute("UPDATE harvests SET reason = 'x', status = 'partial'")
    return path


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., tuple[int, str, str]]:
    """Run a command in this process: its exit code, output and errors. A traceback fails the test."""

    def invoke(words: list[str], database: Path) -> tuple[int, str, str]:
        places = [word.replace("OUT", str(tmp_path / "out")) for word in words]
        monkeypatch.setattr(sys, "argv", ["harvester", *places, "--db", str(database)])
        code = 0
        try:
            harvester.cli.main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        output, errors = capsys.readouterr()
        return code, output, errors

    def browse(application: object, listener: object) -> None:
        """Look at some pages in place of serving them."""
        listener.close()  # type: ignore[attr-defined]
        for page in PAGES:
            response = asyncio.run(inspect_client(application).get(page))
            assert response.status_code < 500 or "damaged" in response.text, (page, response.text[-500:])
            assert "Traceback" not in response.text

    def inspect_client(application: object) -> object:
        import httpx

        transport = httpx.ASGITransport(app=application)  # type: ignore[arg-type]
        return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1")

    monkeypatch.setattr(inspect, "serve", browse)
    return invoke


def test_there_are_enough_ways() -> None:
    assert len(WAYS) >= 60


@pytest.mark.parametrize("way", WAYS)
def test_damage_is_one_line(base: Path, tmp_path: Path, run: Callable[..., tuple[int, str, str]], way: str) -> None:
    WAYS[way](base, tmp_path / "damaged.db")
    wrong = []
    for name, words in COMMANDS.items():
        code, output, errors = run(words, tmp_path / "damaged.db")
        is_told = code in (1, 2) and errors.startswith("harvester: ") and errors.count("\n") == 1
        if not (code == 0 or is_told or (name.startswith("check") and code == 1 and output)):
            wrong.append(f"{name}: {code}: {errors[-300:]}")
    assert not wrong
    code, output, errors = run(["check", "--full"], tmp_path / "damaged.db")
    assert code != 0, "the full look finds whatever it is"


@takes_long
@pytest.mark.parametrize("way", WAYS)
def test_what_can_be_read_opens(base: Path, tmp_path: Path, run: Callable[..., tuple[int, str, str]], way: str) -> None:
    WAYS[way](base, tmp_path / "damaged.db")
    code, _, errors = run(["check", "--recover", "OUT.db"], tmp_path / "damaged.db")
    assert code in (0, 1) and errors.count("\n") == 1
    if not (tmp_path / "out.db").exists():
        assert way.startswith(("other", "cut")) and "nothing of a harvest" in errors
        return
    assert run(["check", "--full"], tmp_path / "out.db")[0] == 0
    for words in (["status"], ["search", "gat"], ["export", "jsonl", "--out", "OUT.jsonl"]):
        assert run(words, tmp_path / "out.db")[0] == 0
