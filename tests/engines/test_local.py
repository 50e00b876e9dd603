"""Parts worked on in processes that may die."""

import pytest
from support.tasks import die, double, fail

from harvester.engines.job_parts import cut_parts, read_lines, remove_part
from harvester.engines.local import LocalEngine, OwnProcess, choose_engine
from harvester.errors import EngineError


def make_parts(tmp_path, numbers, records=5):
    return list(cut_parts(tmp_path, map(str, numbers), records=records))


def read_results(parts):
    return [line for part in sorted(parts, key=lambda part: part.input) for line in read_lines(part.output)]


@pytest.mark.parametrize("engine", [OwnProcess(), LocalEngine(2)])
def test_every_part_is_done_once(tmp_path, engine):
    parts = make_parts(tmp_path, range(23))
    done = list(engine.run(double, parts))
    assert sorted(part.input for part in done) == [part.input for part in parts]
    assert read_results(done) == [str(2 * n) for n in range(23)]
    assert sum(1 for _ in tmp_path.glob("*.part")) == 0


@pytest.mark.parametrize("engine", [OwnProcess(), LocalEngine(2)])
def test_result_that_exists_is_not_made_again(tmp_path, engine):
    parts = make_parts(tmp_path, range(10))
    parts[0].output.write_text("kept\n")
    assert read_results(engine.run(double, parts))[:2] == ["kept", "10"]


def test_records_that_kill_become_failures_and_the_others_are_done(tmp_path):
    numbers = [0, 1, "kill", 3, 4, 5, 6, 7, 8, "kill"]
    done = list(LocalEngine(2).run(double, make_parts(tmp_path, numbers)))
    assert read_results(done) == ["0", "2", "failed 2", "6", "8", "10", "12", "14", "16", "failed 4"]


def test_result_may_be_removed_as_soon_as_it_comes(tmp_path):
    seen = []
    for part in LocalEngine(2).run(double, make_parts(tmp_path, [1, 2, "kill", 4, 5, 6], records=2)):
        seen += read_lines(part.output)
        remove_part(part)
    assert sorted(seen) == ["10", "12", "2", "4", "8", "failed 0"]
    assert list(tmp_path.iterdir()) == []


def test_workers_that_never_begin_are_given_up(tmp_path):
    with pytest.raises(EngineError, match="before they begin"):
        list(LocalEngine(2).run(die, make_parts(tmp_path, range(4), records=2)))


@pytest.mark.parametrize("engine", [OwnProcess(), LocalEngine(2)])
def test_bug_in_a_task_comes_out(tmp_path, engine):
    with pytest.raises(ValueError, match="a bug over 000000"):
        list(engine.run(fail, make_parts(tmp_path, range(3))))


def test_engine_by_the_number_of_jobs():
    assert isinstance(choose_engine(1), OwnProcess) and choose_engine(3).jobs == 3
