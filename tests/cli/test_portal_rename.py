"""`harvester portals rename` as typed."""

import pytest
from click.testing import CliRunner

from harvester.cli.portals import command
from harvester.errors import ConfigError, DatabaseBusy
from harvester.portals import Portal, read_portal
from harvester.store import Store, runs
from harvester.store.lock import held
from harvester.store.renaming import find_url

FILE = '# của xã\nname = "Xã Lâm Khê"\nlevel = "commune"\nprovince = "Trăng Khuyết"\nurl = "http://lamkhe.example"\n'


@pytest.fixture
def directory(tmp_path):
    """A file, and a database that has its portal and another one."""
    (tmp_path / "lam-khe.toml").write_text(FILE, "utf-8")
    with Store.open(tmp_path / "a.db") as store, store.transaction() as connection:
        for name in ("lam-khe", "cu-moi"):
            portal = Portal(id=name, name=name, level="commune", province="Trăng Khuyết", url=f"http://{name}.example/")
            runs.save_portal(connection, portal)
    return tmp_path


def rename(directory, old, new, *options):
    arguments = ["rename", old, new, "--db", str(directory / "a.db"), *options]
    result = CliRunner().invoke(command, arguments)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def list_stored(directory):
    with Store.open(directory / "a.db", readonly=True) as store:
        return {name for name in ("lam-khe", "xa-lam-khe", "cu-moi") if find_url(store.connection, name)}


def test_database_and_file_are_renamed(directory):
    result = rename(directory, "lam-khe", "xa-lam-khe", "--portals", str(directory))
    assert result.stdout.startswith("lam-khe is xa-lam-khe now: in ")
    assert list_stored(directory) == {"xa-lam-khe", "cu-moi"}
    [path] = directory.glob("*.toml")
    portal = read_portal(path)
    assert (path.name, portal.id, portal.formerly) == ("xa-lam-khe.toml", "xa-lam-khe", ["lam-khe"])
    assert path.read_text("utf-8").startswith(FILE)


def test_an_id_in_the_file_is_changed_in_its_place(directory):
    (directory / "lam-khe.toml").rename(directory / "so-1.toml")
    (directory / "so-1.toml").write_text(f'id = "lam-khe"\n{FILE}', "utf-8")
    rename(directory, "lam-khe", "xa-lam-khe", "--portals", str(directory))
    assert (directory / "so-1.toml").read_text("utf-8").startswith('id = "xa-lam-khe"\n')


def test_without_a_file_it_says_what_the_file_has_to_say(directory):
    result = rename(directory, "lam-khe", "xa-lam-khe")
    assert result.stdout.endswith('in that of xa-lam-khe, say: formerly = ["lam-khe"]\n')
    assert list_stored(directory) == {"xa-lam-khe", "cu-moi"}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("khong-co", "moi", "no portal 'khong-co'"),
        ("lam-khe", "cu-moi", "'cu-moi' is taken by a portal of"),
        ("lam-khe", "Xã Mới", "'Xã Mới' must be lower-case letters"),
        ("cu-moi", "lam-khe", "'lam-khe' is taken by '.*lam-khe.toml'"),
    ],
)
def test_what_cannot_be_renamed_is_told_and_nothing_changes(directory, old, new, message):
    with pytest.raises(ConfigError, match=message):
        rename(directory, old, new, "--portals", str(directory))
    assert list_stored(directory) == {"lam-khe", "cu-moi"}
    assert (directory / "lam-khe.toml").read_text("utf-8") == FILE


def test_a_file_that_cannot_be_written_leaves_the_database_as_it_was(directory):
    (directory / "xa-lam-khe.toml").mkdir()
    with pytest.raises(ConfigError):
        rename(directory, "lam-khe", "xa-lam-khe", "--portals", str(directory))
    assert list_stored(directory) == {"lam-khe", "cu-moi"}


def test_a_database_that_a_run_holds_is_left_alone(directory):
    with held(directory / "a.db"), pytest.raises(DatabaseBusy) as caught:
        rename(directory, "lam-khe", "xa-lam-khe")
    assert caught.value.exit_code == 75
