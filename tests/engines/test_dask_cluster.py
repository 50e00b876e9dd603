"""Parts worked on by the workers of a Dask scheduler. What needs workers runs where HARVESTER_CI is set."""

import os
import signal
from concurrent.futures import Future
from contextlib import suppress
from types import SimpleNamespace

import pytest
from support.dask_workers import find_port, run_cluster
from support.tasks import double, fail

from harvester.engines import dask_cluster
from harvester.engines.dask_cluster import DaskEngine
from harvester.engines.job_parts import cut_parts, read_lines
from harvester.errors import ConfigError, EngineError, MissingExtra


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    if not os.environ.get("HARVESTER_CI"):
        pytest.skip("Dask workers are started where HARVESTER_CI is set")
    pytest.importorskip("distributed")
    with run_cluster(tmp_path_factory.mktemp("dask")) as address:
        yield address


def make_parts(tmp_path, records):
    return list(cut_parts(tmp_path, map(str, records), records=5))


def read_results(parts):
    return [line for part in sorted(parts, key=lambda part: part.input) for line in read_lines(part.output)]


def test_every_part_is_done_once(address, tmp_path):
    done = list(DaskEngine(address).run(double, make_parts(tmp_path, range(23))))
    assert len(set(done)) == len(done) == 5
    assert read_results(done) == [str(2 * n) for n in range(23)]


def test_result_that_exists_is_not_made_again(address, tmp_path):
    parts = make_parts(tmp_path, range(10))
    parts[0].output.write_text("kept\n")
    assert read_results(DaskEngine(address).run(double, parts))[:2] == ["kept", "10"]


def test_records_that_kill_become_failures_and_the_others_are_done(address, tmp_path):
    done = list(DaskEngine(address).run(double, make_parts(tmp_path, [0, 1, "kill", *range(3, 10)])))
    assert read_results(done) == ["0", "2", "failed 2", *(str(2 * n) for n in range(3, 10))]


def test_worker_that_is_killed_costs_nothing_but_time(address, tmp_path):
    done = list(DaskEngine(address).run(double, make_parts(tmp_path, [0, 1, "SIGKILL", *range(3, 20)])))
    assert read_results(done) == ["0", "2", "survived SIGKILL", *(str(2 * n) for n in range(3, 20))]


def test_worker_that_hangs_for_longer_than_its_time_to_live_is_given_up(tmp_path):
    """A stopped process answers nobody, and closes no connection."""
    if not os.environ.get("HARVESTER_CI"):
        pytest.skip("Dask workers are started where HARVESTER_CI is set")
    (tmp_path / "dask").mkdir()
    with run_cluster(tmp_path / "dask", ttl="3 s") as address:
        try:
            done = list(DaskEngine(address).run(double, make_parts(tmp_path, [0, "SIGSTOP", *range(2, 20)])))
        finally:
            with suppress(ProcessLookupError):  # Dask may have ended it
                os.kill(int((tmp_path / "SIGSTOP").read_text()), signal.SIGKILL)
    assert read_results(done) == ["0", "survived SIGSTOP", *(str(2 * n) for n in range(2, 20))]


def test_bug_in_a_task_comes_out(address, tmp_path):
    with pytest.raises(ValueError, match="a bug over"):
        list(DaskEngine(address).run(fail, make_parts(tmp_path, range(3))))


def test_workers_of_another_version_are_refused(address, tmp_path, monkeypatch):
    monkeypatch.setattr(dask_cluster, "__version__", "99.0")
    with pytest.raises(EngineError, match=r"has harvester .*, and here it is '99.0'"):
        list(DaskEngine(address).run(double, make_parts(tmp_path, range(3))))


def test_scheduler_that_does_not_answer(tmp_path, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(dask_cluster, "CONNECT_SECONDS", 0.2)
    with pytest.raises(EngineError, match="no Dask scheduler answers"):
        list(DaskEngine(f"tcp://127.0.0.1:{find_port()}").run(double, make_parts(tmp_path, range(3))))


@pytest.mark.parametrize("wrong", ["http://a:1", "tcp://a", "tcp://:8786", "tcp://a:port", "tcp://a:99999", "dask"])
def test_what_is_no_address(wrong, monkeypatch):
    monkeypatch.setattr(dask_cluster, "find_spec", lambda name: name)
    with pytest.raises(ConfigError, match="no engine"):
        DaskEngine(wrong)


def test_without_the_extra_it_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(dask_cluster, "find_spec", lambda name: None)
    with pytest.raises(MissingExtra, match=r"pip install 'harvester\[cluster\]'"):
        DaskEngine("tcp://127.0.0.1:8786")


@pytest.mark.parametrize("is_cancelled", [True, False], ids=["cancelled", "left as it is"])
def test_scheduler_that_goes_away_in_the_middle_ends_the_work(tmp_path, monkeypatch, is_cancelled):
    """Dask cancels what it waits for, but for what it was just fetching: that stays as it is for ever."""
    pytest.importorskip("distributed")
    monkeypatch.setattr(dask_cluster, "CONNECT_SECONDS", 0.01)
    future = Future()
    if is_cancelled:
        future.cancel()
    client = SimpleNamespace(futures={}, get_executor=lambda **_: SimpleNamespace(submit=lambda task, part: future))
    with pytest.raises(EngineError, match="is gone, or has begun anew"):
        list(DaskEngine("tcp://127.0.0.1:8786").submit(client, double, make_parts(tmp_path, range(3))))
