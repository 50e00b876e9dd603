"""The engine of one machine: this process, or several that are started again when one of them dies."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path
from typing import Protocol

from harvester.engines.dask_cluster import DaskEngine
from harvester.engines.job_parts import Part, Task
from harvester.engines.page_claims import count_all_deaths, release_on_terminate
from harvester.errors import EngineError

logger = logging.getLogger(__name__)


class Engine(Protocol):
    """Works on parts, each at least once; gives them back as they are done, in any order."""

    def check(self, folder: Path) -> None:
        """Raises EngineError where it could not work on parts in this folder."""

    def run(self, task: Task, parts: Sequence[Part]) -> Iterator[Part]:
        """Raise EngineError where no worker lives long enough to begin."""


class OwnProcess:
    """Works on one part after the other, here."""

    def check(self, folder: Path) -> None:
        """Nothing can be missing."""

    def run(self, task: Task, parts: Sequence[Part]) -> Iterator[Part]:
        for part in parts:
            if not part.is_done:
                task(part)
            yield part


class LocalEngine:
    """Works on parts in processes of this machine."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs

    def check(self, folder: Path) -> None:
        """Nothing can be missing."""

    def run(self, task: Task, parts: Sequence[Part]) -> Iterator[Part]:
        """A process that dies takes all others of its pool along: those parts are begun anew, by a new pool.

        Each death is one of the two that a record may cost, so this comes to its end.
        """
        yield from (part for part in parts if part.is_done)
        pending = [part for part in parts if not part.is_done]
        while pending:
            deaths = count_all_deaths(part.claims for part in pending)
            done: set[Part] = set()  # a result that is loaded may be removed at once
            for part, is_done in self.run_pool(task, pending):
                if is_done:
                    done.add(part)
                    yield part
            left = [part for part in pending if part not in done]
            if left and not done and count_all_deaths(part.claims for part in left) == deaths:
                raise EngineError("the worker processes die before they begin: is there enough memory?")
            pending = left

    def run_pool(self, task: Task, parts: Sequence[Part]) -> Iterator[tuple[Part, bool]]:
        """Each part as it comes to its end, and whether it is done. Raises what a task raised."""
        with ProcessPoolExecutor(self.jobs, get_context("spawn"), release_on_terminate) as pool:
            futures: dict[Future[None], Part] = {}
            with suppress(BrokenProcessPool):  # what was not handed over any more is left for the next pool
                for part in parts:
                    futures[pool.submit(task, part)] = part
            for future in as_completed(futures):
                try:
                    future.result()
                except BrokenProcessPool:
                    logger.warning("a worker process died over %s or beside it", futures[future].input.name)
                    yield futures[future], False
                else:
                    yield futures[future], True
            if len(futures) < len(parts):
                yield parts[-1], False


def choose_engine(jobs: int, address: str | None = None) -> Engine:
    """The workers of a Dask scheduler, where its address is given.

    Else this process for one job, or so many processes for more.

    Raises:
        ConfigError: for what is no address.
        MissingExtra: Dask is not installed.
    """
    if address is not None:
        return DaskEngine(address)
    return OwnProcess() if jobs <= 1 else LocalEngine(jobs)
