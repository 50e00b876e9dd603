"""docs/units.md: its SQL answers, on the demo's database with its made-up places."""

import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SQL = re.compile(r"^```sql\n(.*?)^```$", re.S | re.M)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    command = [sys.executable, "-m", "harvester", "demo", "--db", str(path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=300)
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    yield connection
    connection.close()


def test_everything_about_what_is_a_commune_today(demo):
    [sql] = SQL.findall((ROOT / "docs" / "units.md").read_text(encoding="utf-8"))
    rows = demo.execute(sql, {"unit": "25:00004"}).fetchall()
    found = {(row["unit_of_its_day"], row["role"], row["relation"], row["published_at"] < "2025-07") for row in rows}
    assert found >= {
        ("Xã Bãi Nắng", "publisher", "whole", True),
        ("Xã Bãi Nắng", "publisher", "same", False),
        ("Xã Cồn Trăng", "mentioned", "whole", True),
        ("Xã Bến Mơ", "mentioned", "whole", True),
    }
    assert len(rows) == len({(row["id"], row["role"], row["unit_of_its_day"]) for row in rows}) > 30


def test_a_commune_that_was_divided_is_about_both(demo):
    parts = demo.execute("SELECT today, relation FROM units_today WHERE unit = '24:00013' ORDER BY 1").fetchall()
    assert [tuple(row) for row in parts] == [("25:00001", "part"), ("25:00016", "part")]


def test_real_units_are_there_too(demo):
    assert demo.execute("SELECT count(*) FROM units WHERE regime = 2025 AND level = 'commune'").fetchone()[0] == 3_321
