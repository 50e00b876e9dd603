"""`harvester shards`, and crawls of the shards it planned, merged."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.databases import compare_databases
from support.looks import PlainLook
from support.runs import Crawl, write_portal
from support.server import PortalServer
from support.site import Site
from support.slow import takes_long

from harvester.cli import cli, shards
from harvester.cli.crawl import choose
from harvester.cli.crawl import command as crawl_command
from harvester.environment import read_clock
from harvester.errors import ConfigError
from harvester.jobs import sharding
from harvester.jobs.merge import merge
from harvester.portals.shards import read_plan


@pytest.fixture
def portals(tmp_path: Path) -> Path:
    with PortalServer(Site(count=1, look=PlainLook())) as server:
        return write_portal(tmp_path / "portals", server, "xa-a")


def plan(directory: Path, count: int) -> str:
    result = CliRunner().invoke(shards.command, ["plan", str(count), "--portals", str(directory)])
    assert result.exit_code == 0, result.output
    return result.output


@takes_long
def test_two_shards_merged_are_one_crawl(tmp_path: Path) -> None:
    with ExitStack() as stack:
        for number in range(3):
            server = stack.enter_context(PortalServer(Site(count=4, seed=number, look=PlainLook())))
            directory = write_portal(tmp_path / "portals", server, f"xa-{number}")
        assert plan(directory, 2) == "1/2: 2 portals\n2/2: 1 portal\n"
        shown = CliRunner().invoke(shards.command, ["show", "--portals", str(directory)]).output
        assert shown == "1/2: xa-0 xa-2\n2/2: xa-1\n"
        for name in ("all", "1", "2"):
            options = [] if name == "all" else ["--shard", f"{name}/2"]
            finished = Crawl(tmp_path / f"{name}.db", directory).run(*options)
            assert finished.code == 0, finished.errors
    merge([tmp_path / "2.db", tmp_path / "1.db"], tmp_path / "merged.db", read_clock())
    assert compare_databases(tmp_path / "all.db", tmp_path / "merged.db") == []


@takes_long
def test_eight_shards_by_two_processes_one_of_which_is_killed_are_one_crawl(tmp_path: Path) -> None:
    """Each of the two takes four shards, one after the other, as an array of jobs with two places does."""
    with ExitStack() as stack:
        servers = [stack.enter_context(PortalServer(make_site(number))) for number in range(8)]
        for number, server in enumerate(servers):
            directory = write_portal(tmp_path / "portals", server, f"xa-{number}")
        plan(directory, 8)
        assert Crawl(tmp_path / "all.db", directory).run().code == 0
        for server in servers:
            server.forget()
        crawls = [Crawl(tmp_path / f"{n}.db", directory, ("--delay", "0", "--shard", f"{n}/8")) for n in range(1, 9)]
        with ThreadPoolExecutor(2) as pool:
            codes = list(pool.map(lambda half: crawl_in_turn(half, servers), (crawls[::2], crawls[1::2])))
    assert sorted(codes[0] + codes[1]) == [-signal.SIGKILL, *[0] * 8]
    merge([crawl.db for crawl in crawls], tmp_path / "merged.db", read_clock())
    assert compare_databases(tmp_path / "all.db", tmp_path / "merged.db") == []


def make_site(number: int) -> Site:
    """A portal that prints an article of the one before."""
    site, before = (Site(count=3, seed=seed, look=PlainLook()) for seed in (number, number - 1))
    copied = before.piece("a-2").text
    site.add(replace(copied, title=f"Tin chép lại: {copied.title}"))
    return site


def crawl_in_turn(crawls: Sequence[Crawl], servers: Sequence[PortalServer]) -> list[int]:
    """Crawl shard after shard; the third is killed in the middle, and begun again. The exit codes."""
    codes = []
    for crawl in crawls:
        if crawl.db.stem == "3":
            codes.append(crawl.run_killed_after(servers[2], 4).code)
        codes.append(crawl.run().code)
    return codes


@pytest.mark.parametrize("shard", ["1/3", "2", "2/2"])
def test_shard_of_another_plan_changes_nothing(portals: Path, tmp_path: Path, shard: str) -> None:
    plan(portals, 2)
    assert Crawl(tmp_path / "a.db", portals).run("--shard", shard).code == 2
    assert not (tmp_path / "a.db").exists()


def test_portal_that_the_plan_lacks_is_refused(portals: Path, tmp_path: Path) -> None:
    plan(portals, 1)
    (portals / "xa-b.toml").write_text((portals / "xa-a.toml").read_text().replace("xa-a", "xa-b"))
    finished = Crawl(tmp_path / "a.db", portals).run("--shard", "1/1")
    assert finished.code == 2 and "lacks 'xa-b'" in finished.errors
    plan(portals, 1)
    assert "xa-a xa-b" in CliRunner().invoke(shards.command, ["show", "--portals", str(portals)]).output


def test_a_filter_chooses_among_the_portals_of_the_plan(portals: Path, tmp_path: Path) -> None:
    """And not among the packaged ones, which no plan has."""
    plan(portals, 1)
    options = {"everything": False, "level": "commune", "province": None, "directory": portals}
    assert [portal.id for portal in choose((), **options, packaged=False)] == ["xa-a"]
    result = CliRunner().invoke(
        crawl_command, ["baohatinh", "--portals", str(portals), "--shard", "1/1", "--db", str(tmp_path / "a.db")]
    )
    assert isinstance(result.exception, ConfigError) and "no such portal: 'baohatinh'" in str(result.exception)


def test_host_without_an_address_is_named(portals: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, status in (("xa-b", "active"), ("xa-c", "gone")):
        text = (portals / "xa-a.toml").read_text().replace("xa-a", name).replace("127.0.0.1", f"{name}.example.vn")
        (portals / f"{name}.toml").write_text(f'{text}status = "{status}"\n')

    async def find_none(host: str, port: int) -> str:
        return host

    monkeypatch.setattr(sharding, "find_server_address", find_none)
    result = CliRunner().invoke(shards.command, ["plan", "2", "--portals", str(portals)])
    assert result.stderr == "without an address now, and placed by their hosts: xa-b\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "count: Field required"),
        ("count = 2\n[portals]\nxa-a = 3\n", "portals.xa-a is beyond its 2 shards"),
        ("count = 2\n[portals]\nxa-a = 1\nxa-a = 2\n", "Cannot overwrite a value"),
        ("count = 2\nmore = 1\n[portals]\n", "more: Extra inputs"),
        ("\x00", "Invalid statement"),
    ],
)
def test_damaged_plan_is_told_with_the_way_out(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "shards.toml").write_text(text)
    with pytest.raises(ConfigError, match=f"{reason}.*plans anew"):
        read_plan(tmp_path)


def test_plan_that_an_editor_has_saved_with_a_mark_is_one(tmp_path: Path) -> None:
    (tmp_path / "shards.toml").write_text("\ufeffcount = 2\r\n[portals]\r\nxa-a = 1\r\n")
    assert read_plan(tmp_path).portals == {"xa-a": 1}


@pytest.mark.parametrize("words", [["plan", "0"], ["plan"], ["show", "more"]])
def test_wrong_usage(words: list[str]) -> None:
    assert CliRunner().invoke(cli, ["shards", *words]).exit_code == 2
