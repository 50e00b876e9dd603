"""A crawl by several processes of this machine, each over portals that share no server with another's.

Each works on a file of its own, which is cut off the database and taken back at the end (`worker_files`): one run, one
lock, one log, one report.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import FrameType

from harvester.crawling.process import CrawlResult, run_plans
from harvester.crawling.run import RunReport, Watched, begin_run
from harvester.duplicates.linking import resign_outdated
from harvester.health.consistency import find_inconsistencies
from harvester.jobs.sharding import find_servers
from harvester.jobs.worker_files import cut_files, finish, take_back_all, take_back_file, take_back_left
from harvester.jobs.worker_process import Progress, WorkerResult, work
from harvester.jobs.worker_server import start_server
from harvester.limits import SIGNED_A_RUN
from harvester.plan import Plan, RunFacts
from harvester.portals import Portal
from harvester.portals.shards import plan_shards
from harvester.store import Store, returning, runs
from harvester.store.articles import fulltext
from harvester.store.frontier import counts
from harvester.store.lock import held
from harvester.store.runs import Harvest

SIGNALS = (signal.SIGINT, signal.SIGTERM)

_Opened = Callable[[Watched], None]


def crawl_by_workers(plan: Plan, count: int, *, log: Path, on_open: _Opened = lambda run: None) -> CrawlResult:
    """Carry out a plan by up to so many processes: no more than there are servers.

    Args:
        plan: What to do.
        count: Processes.
        log: The file that all of them log to.
        on_open: Called with what there is to watch, once.

    Raises:
        DatabaseBusy: Another run holds the database.
        StoreError: It cannot be written; what workers have stored is taken back by the next run.
    """
    groups = part_portals(plan.portals, count)
    if len(groups) < 2:
        take_back_left(plan.database, plan.now)
        return run_plans([plan], log=log, on_open=on_open)
    with held(plan.database), Store.open(plan.database) as store:
        take_back_all(store, plan.now)
        resign_outdated(store, SIGNED_A_RUN)
        files = cut_files(store, groups)
        facts = begin_run(store, plan)
        workers = [
            Worker(replace(plan, database=file, portals=tuple(group)))
            for file, group in zip(files, groups, strict=True)
        ]
        crew = Crew(facts, workers)
        on_open(crew)
        with crew.passing_signals():
            crew.carry_out(log)
            report = Gathering(store, crew).carry_out()
        return CrawlResult([report], crew.describe_log_failure())


def part_portals(portals: Sequence[Portal], count: int) -> list[list[Portal]]:
    """Part portals by their servers, into at most so many groups."""
    plan = plan_shards(find_servers(portals), count)
    groups = [[portal for portal in portals if plan.portals[portal.id] == shard] for shard in range(1, count + 1)]
    return [group for group in groups if group]


class Worker:
    """One process, with a plan of its own."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.result: WorkerResult | None = None
        """None until it has ended, and where it died."""
        self.progress = Progress(0, {portal.id: Harvest() for portal in plan.portals})
        self.link: Connection | None = None
        self.pid: int | None = None
        self.exit_code: int | None = None

    def run(self, log: Path) -> Iterator[Connection]:
        """Start, and yield what it sends its accounts by; going on after that ends it."""
        context = start_server()
        self.link, end = context.Pipe(duplex=False)
        process = context.Process(target=work, args=(self.plan, log, end))
        process.start()
        end.close()
        self.pid = process.pid
        yield self.link
        process.join()
        self.exit_code, self.pid = process.exitcode, None

    def receive(self) -> bool:
        """Take what it has sent; whether more can come."""
        assert self.link is not None
        try:
            sent = self.link.recv()
        except (EOFError, OSError):
            return False
        if isinstance(sent, Progress):
            self.progress = sent
        else:
            self.result = sent
        return True

    def describe_death(self) -> str:
        """Why there is no report of its run."""
        if self.result is not None:
            return str(self.result.failure)
        code = self.exit_code or 0
        cause = f"signal {-code}" if code < 0 else f"exit code {code}"
        return f"its worker died ({cause}): the next run goes on"


class Crew:
    """The workers of one run, while they are at work."""

    def __init__(self, facts: RunFacts, workers: Sequence[Worker]) -> None:
        self.facts = facts
        self.workers = workers
        self.is_stopped = False
        """Whether it was asked to end early."""
        self.is_started = False
        """Whether all have been started who will be."""

    @property
    def finished(self) -> int:
        """Addresses that have a result."""
        return sum(worker.progress.finished for worker in self.workers)

    @property
    def harvests(self) -> dict[str, Harvest]:
        """The counts of this moment, by portal."""
        return {portal: harvest for worker in self.workers for portal, harvest in worker.progress.harvests.items()}

    @property
    def databases(self) -> list[Path]:
        """Where the frontier is."""
        return [worker.plan.database for worker in self.workers]

    def carry_out(self, log: Path) -> None:
        """Start all workers and wait for their ends."""
        running = self.start(log)
        while running:
            for link in wait(list(running)):
                worker, life = running[link]  # type: ignore[index]  # links are all that is waited for
                if not worker.receive():
                    next(life, None)
                    del running[link]  # type: ignore[arg-type]

    def start(self, log: Path) -> dict[Connection, tuple[Worker, Iterator[Connection]]]:
        """Start the workers, unless they are to end already; those that run, by what they send their accounts by."""
        running = {}
        for worker in self.workers:
            if self.is_stopped:
                break
            life = worker.run(log)
            running[next(life)] = worker, life
        self.is_started = True
        if self.is_stopped:
            self.end_workers()
        return running

    @contextmanager
    def passing_signals(self) -> Iterator[None]:
        """Pass on what asks this process to end; it ends when the workers have, and what they stored is taken back."""
        before = {number: signal.signal(number, self.stop) for number in SIGNALS}
        try:
            yield
        finally:
            for number, earlier in before.items():
                signal.signal(number, earlier)

    def stop(self, number: int, frame: FrameType | None) -> None:
        """Ask all workers to end; one that is just being started has no number yet, and is asked after that."""
        self.is_stopped = True
        if self.is_started:
            self.end_workers()

    def end_workers(self) -> None:
        for worker in self.workers:
            if worker.pid is not None:
                os.kill(worker.pid, signal.SIGTERM)

    def describe_log_failure(self) -> str | None:
        """Why part of the log is missing, None where nothing is."""
        failures = (worker.result.log_failure for worker in self.workers if worker.result is not None)
        return next((failure for failure in failures if failure is not None), None)


class Gathering:
    """The end of a run by workers: what each has stored is taken back, and told as one."""

    def __init__(self, store: Store, crew: Crew) -> None:
        self.store = store
        self.facts = crew.facts
        self.workers = crew.workers
        self.is_stopped = crew.is_stopped

    def carry_out(self) -> RunReport:
        """Raise StoreError where the database cannot be written: the files stay for the next run."""
        new: list[int] = []
        for worker in self.workers:
            new += take_back_file(self.store, worker.plan.database, self.facts.plan.now)
        finish(self.store)
        with self.store.transaction() as connection:
            fulltext.index_rest(connection)
            errors = self.list_errors() + find_inconsistencies(connection, self.facts.portals)
            harvests = self.count_duplicates(self.list_harvests(), new)
            runs.finish_run(connection, self.facts.id, self.find_status(harvests, errors), self.facts.now)
        return RunReport(self.facts, harvests, errors, self.find_failure(), self.is_interrupted)

    @property
    def reports(self) -> list[RunReport]:
        results = (worker.result for worker in self.workers)
        return [result.report for result in results if result is not None and result.report is not None]

    @property
    def is_interrupted(self) -> bool:
        return self.is_stopped or any(report.is_interrupted for report in self.reports)

    def list_errors(self) -> list[str]:
        return [error for report in self.reports for error in report.errors]

    def list_harvests(self) -> dict[str, Harvest]:
        """By portal, in the order of the plan; of a worker without a report what it told last."""
        found: dict[str, Harvest] = {}
        for worker in self.workers:
            if worker.result is not None and worker.result.report is not None:
                found |= worker.result.report.harvests
                continue
            reason = "interrupted" if self.is_stopped else worker.describe_death()
            for portal, harvest in worker.progress.harvests.items():
                found[portal] = replace(harvest, status="partial", reason=reason)
        return {portal: found[portal] for portal in self.facts.portals}

    def count_duplicates(self, harvests: dict[str, Harvest], new: Sequence[int]) -> dict[str, Harvest]:
        """Count those among the new articles that repeat one of another worker's, too. Inside a transaction."""
        connection = self.store.connection
        for portal, articles in returning.group_by_portal(connection, new).items():
            harvests[portal].duplicates = counts.count_duplicates(connection, articles)
            returning.save_duplicates(connection, self.facts.id, portal, harvests[portal].duplicates)
        return harvests

    def find_failure(self) -> Exception | None:
        """What ended a worker early: of several the first. One that was stopped before it had begun has not failed."""
        results = (worker.result for worker in self.workers if worker.result is not None)
        failures = (one.failure for one in results if one.report is not None or not self.is_stopped)
        return next((failure for failure in failures if failure is not None), None)

    def find_status(self, harvests: dict[str, Harvest], errors: Sequence[str]) -> str:
        """The status of the run: that of one in which somebody died is such that the next run is wary."""
        if any(worker.result is None and worker.exit_code not in (None, -signal.SIGTERM) for worker in self.workers):
            return "killed"
        if self.find_failure() is not None:
            return "failed"
        if self.is_interrupted:
            return "interrupted"
        return "attention" if errors or any(one.status != "ok" for one in harvests.values()) else "ok"
