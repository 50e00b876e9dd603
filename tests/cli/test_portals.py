"""`harvester portals` as typed."""

import json

import click
import pytest
from click.testing import CliRunner

from harvester.cli.portal_list import show_configured
from harvester.cli.portals import command
from harvester.errors import ConfigError
from harvester.portals import Portal, load_portals
from harvester.store import Store, runs


def run(*arguments, **environment):
    result = CliRunner().invoke(command, [str(argument) for argument in arguments], env=environment)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def list_ids(*arguments):
    return [portal["id"] for portal in json.loads(run("list", "--json", *arguments).stdout)]


@pytest.fixture
def directory(tmp_path):
    file = tmp_path / "lam-khe.toml"
    file.write_text(
        'name = "Xã Lâm Khê"\nlevel = "commune"\nprovince = "Trăng Khuyết"\nurl = "http://lamkhe.example"\n'
    )
    return tmp_path


def test_all_are_listed_one_a_line():
    result = run("list")
    lines = result.stdout.splitlines()
    assert result.stderr == f"{len(lines)} portals, 0 harvested\n"
    [line] = [line for line in lines if line.startswith("baohatinh ")]
    assert line.split("  ")[-1] == "https://baohatinh.vn/"
    assert line.split() == [
        "baohatinh",
        "newspaper",
        "Hà",
        "Tĩnh",
        "baohatinh",
        "active",
        "-",
        "https://baohatinh.vn/",
    ]
    assert len({line.index("http") for line in lines}) == 1, "columns are aligned"


@pytest.mark.parametrize(
    ("option", "value", "inside", "outside"),
    [
        ("--level", "party", "hatinh-dcs", "baohatinh"),
        ("--province", "hà tĩnh", "baohatinh", "thuongxuan"),
        ("--platform", "nukeviet", "locninh-binhphuoc", "thuongxuan"),
        ("--status", "frozen", "thuongxuan", "baohatinh"),
    ],
)
def test_filters(option, value, inside, outside):
    found = list_ids(option, value)
    assert inside in found
    assert outside not in found


def test_filters_together():
    both = set(list_ids("--province", "Hà Tĩnh")) & set(list_ids("--platform", "tandan"))
    assert set(list_ids("--province", "Hà Tĩnh", "--platform", "tandan")) == both != set()


def test_nothing_fits():
    assert run("list", "--level", "newspaper", "--status", "gone").stdout == "no portal fits\n"
    assert list_ids("--province", "Trăng Khuyết") == []


def test_bad_filters():
    assert run("list", "--level", "village").exit_code == 2
    assert run("list", "--status", "dead").exit_code == 2
    with pytest.raises(ConfigError, match=r"no such platform: 'nukevit' \(did you mean 'nukeviet'\?\)"):
        run("list", "--platform", "nukevit")


def test_own_portals_are_listed_too(directory):
    assert "lam-khe" in list_ids("--portals", directory)
    assert "lam-khe" in run("list", HARVESTER_PORTALS=str(directory)).stdout
    result = run("list", "--portals", directory, "--province", "Trăng Khuyết")
    assert (result.stdout.split()[0], result.stderr) == ("lam-khe", "1 portal, 0 harvested\n")


def test_one_is_shown_whole():
    portal = json.loads(run("show", "kimson-ninhbinh").stdout)
    assert (portal["name"], portal["status"], portal["known_at"]) == ("Huyện Kim Sơn", "frozen", "2021-01-25")
    assert portal["selectors"]["title"] is None


def test_an_unknown_one_is_named_with_the_nearest():
    with pytest.raises(ConfigError, match=r"no such portal: 'kimson-ninh' \(did you mean"):
        run("show", "kimson-ninh")
    with pytest.raises(ConfigError, match="see: harvester portals list"):
        run("show", "zzzz")


def test_files_are_checked(directory):
    file = directory / "lam-khe.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("Trăng Khuyết", "Hà Tĩnh"), encoding="utf-8")
    assert run("check", directory).stdout == "1 file is right\n"
    assert run("check").stdout.endswith(" files are right\n")
    (directory / "b.toml").write_text("name = 3\nlevl = 4\n")
    result = CliRunner().invoke(command, ["check", str(directory)])
    assert isinstance(result.exception, ConfigError)
    assert str(result.exception) == "5 errors; 1 file is right"
    assert f"{directory}/b.toml: levl: unknown key (did you mean 'level'?)\n" in result.stderr
    assert f"{directory}/b.toml: name: must be a string, not 3\n" in result.stderr


def test_checking_nothing_is_no_success(tmp_path):
    with pytest.raises(ConfigError, match=r"no portal files \(\*\.toml\) in "):
        run("check", tmp_path)
    with pytest.raises(ConfigError, match="no such directory of portal files"):
        run("check", tmp_path / "no")


@pytest.fixture
def harvested(directory):
    """A database that has one portal of the directory, and one that no file names any more."""
    (directory / "cu-moi.toml").write_text(
        'name = "Xã Cù Mới"\nlevel = "commune"\nprovince = "Trăng Khuyết"\nurl = "http://cumoi.example"\n'
        'formerly = ["cu-cu"]\n'
    )
    db = directory / "a.db"
    portals = [Portal(id=id_, name=id_, level="commune", province="Trăng Khuyết", url=f"http://{id_}.example/")
               for id_ in ("lam-khe", "cu-cu")]  # fmt: skip
    with Store.open(db) as store, store.transaction() as connection:
        run_ = runs.start_run(connection, "2026-03-07T02:00:00+07:00", [], "1")
        for portal in portals:
            runs.save_portal(connection, portal)
            runs.save_harvest(connection, run_, portal.id, runs.Harvest())
    return directory


def test_configured_harvested_and_no_longer_configured_are_told_apart(harvested):
    result = run("list", "--portals", harvested, "--db", harvested / "a.db", "--province", "trang khuyet", COLUMNS="60")
    configured, left = result.stdout.split("\nNo longer configured; what was harvested stays\n")
    assert [line.split()[0] for line in configured.splitlines()] == ["cu-moi", "lam-khe"]
    assert "since 7 March 2026" in configured.splitlines()[1] and "since" not in configured.splitlines()[0]
    assert " ".join(left.split()) == (
        "cu-cu: since 7 March 2026, last on 7 March 2026, 0 articles, http://cu-cu.example/; now cu-moi"
    )
    assert result.stderr == "2 portals, 1 harvested, 1 no longer configured\n"


def test_a_narrow_terminal_has_two_lines_for_a_portal(harvested, monkeypatch, capsys):
    monkeypatch.setattr("harvester.cli.portal_list.sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")
    [portal] = [one for one in load_portals(harvested, packaged=False).values() if one.id == "lam-khe"]
    show_configured([portal], {})
    assert click.unstyle(capsys.readouterr().out) == (
        "lam-khe  commune  Trăng Khuyết\n    active, http://lamkhe.example/\n"
    )


def test_json_tells_them_apart_too(harvested):
    arguments = ("list", "--portals", harvested, "--db", harvested / "a.db", "--province", "trang khuyet", "--json")
    found = {one["id"]: one for one in json.loads(run(*arguments).stdout)}
    assert (found["cu-cu"]["is_configured"], found["cu-cu"]["now"]) == (False, "cu-moi")
    assert (found["lam-khe"]["harvested_since"], found["cu-moi"]["harvested_since"]) == ("2026-03-07", None)
