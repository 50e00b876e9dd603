"""Records that share a title or a canonical link and are not one article: both stay."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.harvests import HOME, ask, end, load, make_article, open_run
from support.runs import DAYS

FIRST = "\n\n".join(f"Thứ {n}: họp với thôn Đồng {n} về thủy lợi và lúa mùa, lúc {n} giờ." for n in range(2, 7))
SECOND = "\n\n".join(f"Ngày {n}: tổng kết phong trào văn nghệ quần chúng ở xóm Bãi {n}." for n in range(2, 7))


def read_stored(run: Any) -> list[tuple[str, str]]:
    rows = ask(run, "SELECT url, substr(body, 1, 6) FROM articles ORDER BY url")
    return [(url.removeprefix(HOME), body) for url, body in rows]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "a.db"


def test_last_weeks_schedule_that_leads_to_this_weeks_stays(database: Path) -> None:
    with open_run(database, DAYS[0]) as run:
        load(run, "/lich-9", make_article("Lịch công tác tuần", FIRST, dates=("22/02/2026",)))
        load(run, "/lich-10", make_article("Lịch công tác tuần", SECOND, dates=("06/03/2026",)))
    with open_run(database, DAYS[1]) as run:
        end(run, "/lich-9", state="done", reason="", status=302, redirect_to=HOME + "lich-10")
        assert read_stored(run) == [("lich-10", "Ngày 2"), ("lich-9", "Thứ 2:")]
        assert ask(run, "SELECT count(*) FROM revisions")[0][0] == 0


@pytest.mark.parametrize("known_first", [True, False])
def test_a_careless_canonical_link_makes_no_article_of_two(database: Path, *, known_first: bool) -> None:
    careless = {"canonical_url": HOME + "thon-a/lich-hop"}
    with open_run(database, DAYS[0]) as run:
        if known_first:
            load(run, "/thon-b/lich-hop", make_article("Họp thôn B", SECOND))
        load(run, "/thon-a/lich-hop", make_article("Họp thôn A", FIRST))
        load(run, "/thon-b/lich-hop", make_article("Họp thôn B", SECOND, **careless))
        assert read_stored(run) == [("thon-a/lich-hop", "Thứ 2:"), ("thon-b/lich-hop", "Ngày 2")]


def test_portals_on_one_host_keep_their_records(database: Path) -> None:
    with open_run(database, DAYS[0]) as run:
        load(run, "/xa-a/cau", make_article("Khánh thành cầu", FIRST))
        run.store.connection.execute(
            "INSERT INTO portals (id, name, level, province, url) VALUES ('man', 'Mận', 'commune', 'X', ?)", (HOME,)
        )
        run.store.connection.execute("UPDATE articles SET portal = 'man'")
        load(run, "/xa-b/cau", make_article("Khánh thành cầu", FIRST))
    with open_run(database, DAYS[1]) as run:
        end(run, "/xa-a/cau", state="done", reason="", status=302, redirect_to=HOME + "xa-b/cau")
        assert [row[0] for row in ask(run, "SELECT portal FROM articles ORDER BY id")] == ["man", "go"]
