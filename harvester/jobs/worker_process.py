"""What a worker does, in a process of its own: one run over its own file, with an account of its progress."""

from __future__ import annotations

import os
import pickle
import signal
import threading
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path

from harvester.crawling.process import run_plans
from harvester.crawling.run import Run, RunReport
from harvester.errors import HarvestError
from harvester.plan import Plan
from harvester.store.runs import Harvest

TELLS = 1.0
"""Seconds between two accounts of a worker's progress."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a worker has come: addresses that have a result, and the counts by portal."""

    finished: int
    harvests: dict[str, Harvest]


@dataclass(frozen=True, slots=True)
class WorkerResult:
    """What came of a worker's run: its report, or what kept it from having one; and why its log has gaps."""

    report: RunReport | None = None
    failure: Exception | None = None
    log_failure: str | None = None


def work(plan: Plan, log: Path | None, link: Connection) -> None:
    """Carry out a plan, and send what comes of it. A terminal's signals go to the parent, which passes them on."""
    os.setpgid(0, 0)
    threading.Thread(target=end_with_parent, daemon=True).start()
    account = Account(link)
    try:
        crawled = run_plans([plan], log=log, on_open=account.begin)
        result = WorkerResult(crawled.reports[0], crawled.reports[0].failure, crawled.log_failure)
    except HarvestError as error:
        result = WorkerResult(failure=error)
    account.end(result)


def end_with_parent() -> None:
    """End this process as soon as the one that started it is gone.

    Nobody would take back what it stores, and the next run waits for its file.
    """
    parent = parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os.kill(os.getpid(), signal.SIGKILL)


class Account:
    """Tells the parent of a run's progress, every second, and of its result."""

    def __init__(self, link: Connection) -> None:
        self.link = link
        self.ended = threading.Event()
        self.thread: threading.Thread | None = None

    def begin(self, run: Run) -> None:
        """Tell of this run from now on."""
        self.thread = threading.Thread(target=self.tell, args=(run,), daemon=True)
        self.thread.start()

    def tell(self, run: Run) -> None:
        while not self.ended.wait(TELLS):
            with suppress(OSError):  # the parent is gone: this process ends at once
                self.link.send(Progress(run.finished, run.harvests))

    def end(self, result: WorkerResult) -> None:
        self.ended.set()
        if self.thread is not None:
            self.thread.join()
        self.link.send(make_portable(result))
        self.link.close()


def make_portable(result: WorkerResult) -> WorkerResult:
    """A result that can be sent to another process: of a failure that cannot, what it says."""
    try:
        pickle.loads(pickle.dumps(result))  # noqa: S301 - of this very process
    except Exception as error:  # noqa: BLE001 - whatever an exception of others raises when it is made again
        failure = HarvestError(f"{type(result.failure).__name__}: {result.failure}")
        failure.__cause__ = error
        report = result.report and RunReport(
            result.report.facts, result.report.harvests, result.report.errors, failure, result.report.is_interrupted
        )
        return WorkerResult(report, failure, result.log_failure)
    return result
