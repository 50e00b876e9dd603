"""The engine of many machines: the workers of a Dask scheduler (https://distributed.dask.org).

The scheduler gives the parts of a worker that died, or was not heard of for its time-to-live, to others. Workers run
one thread each, see the folder of the parts under the same name, and have the same harvester.
"""

from __future__ import annotations

import logging
import platform
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from contextlib import contextmanager
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from harvester import __version__
from harvester.engines.job_parts import Part, Task
from harvester.engines.page_claims import count_all_deaths
from harvester.errors import ConfigError, EngineError, MissingExtra
from harvester.limits import CONNECT_SECONDS

if TYPE_CHECKING:
    from distributed import Client

logger = logging.getLogger(__name__)


class DaskEngine:
    """Works on parts wherever the workers of a scheduler run."""

    def __init__(self, address: str) -> None:
        self.address = _check_address(address)

    def check(self, folder: Path) -> None:
        """Raises EngineError where no scheduler answers, or its workers cannot work on parts in this folder."""
        with connected(self.address, folder):
            pass

    def run(self, task: Task, parts: Sequence[Part]) -> Iterator[Part]:
        """Parts that were given back are handed out again, as long as workers begin them."""
        yield from (part for part in parts if part.is_done)
        pending = [part for part in parts if not part.is_done]
        while pending:
            deaths = count_all_deaths(part.claims for part in pending)
            done: set[Part] = set()
            with connected(self.address, pending[0].input.parent) as client:
                for part in self.submit(client, task, pending):
                    done.add(part)
                    yield part
            left = [part for part in pending if part not in done]
            if left and not done and count_all_deaths(part.claims for part in left) == deaths:
                raise EngineError(f"the workers of {self.address!r} die before they begin: is there enough memory?")
            pending = left

    def submit(self, client: Client, task: Task, parts: Sequence[Part]) -> Iterator[Part]:
        """The parts that are done, as they are.

        Raises:
            EngineError: the scheduler is gone.
            Exception: what a task raised.
        """
        executor = client.get_executor(pure=False)  # type: ignore[no-untyped-call]
        futures: dict[Future[None], Part] = {executor.submit(task, part): part for part in parts}
        waiting = set(futures)
        while waiting:
            done, waiting = wait(waiting, CONNECT_SECONDS, FIRST_COMPLETED)
            if not done and not is_waiting(client):
                raise EngineError(self.describe_loss())
            yield from (futures[future] for future in done if self.is_done(future, futures[future]))

    def is_done(self, future: Future[None], part: Part) -> bool:
        """Whether a part is done; else workers died of it. Raises what `submit` does."""
        from distributed import KilledWorker

        try:
            future.result()
        except KilledWorker:
            logger.warning("workers died over %s or beside it", part.input.name)
            return False
        except CancelledError as error:
            raise EngineError(self.describe_loss()) from error
        return True

    def describe_loss(self) -> str:
        return f"the Dask scheduler at {self.address!r} is gone, or has begun anew (run it again: what is done counts)"


def is_waiting(client: Client) -> bool:
    """Whether the client still waits for a task.

    When the scheduler goes away while a result is fetched, Dask leaves the future of an executor as it is for ever.
    """
    return any(state.status == "pending" for state in list(client.futures.values()))


def _check_address(address: str) -> str:
    """Raise MissingExtra without Dask, ConfigError for what is no address of a scheduler."""
    if find_spec("distributed") is None:
        raise MissingExtra("an engine needs Dask distributed", "cluster")
    try:
        parts = urlsplit(address)
        is_address = parts.scheme == "tcp" and bool(parts.hostname) and parts.port is not None
    except ValueError:
        is_address = False
    if not is_address:
        raise ConfigError(f"no engine: {address!r} (expected the address of a Dask scheduler, tcp://HOST:PORT)")
    return address


@contextmanager
def connected(address: str, folder: Path) -> Iterator[Client]:
    """A scheduler's client.

    Raises:
        EngineError: nobody answers, or where its workers cannot do the work.
    """
    import dask
    from distributed import Client

    try:
        with dask.config.set({"distributed.comm.timeouts.connect": CONNECT_SECONDS}):
            client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise EngineError(f"no Dask scheduler answers at {address!r}: {type(error).__name__}") from error
    with client:
        check_workers(client, address, folder)
        yield client


def check_workers(client: Client, address: str, folder: Path) -> None:
    """Raise EngineError where there is no worker, or one of another version or without the folder of the parts."""
    try:
        client.wait_for_workers(1, timeout=CONNECT_SECONDS)
    except TimeoutError as error:
        raise EngineError(f"the Dask scheduler at {address!r} has no workers (dask worker {address})") from error
    own = describe_worker(folder)
    for worker, found in client.run(describe_worker, folder, on_error="return").items():
        if isinstance(found, Exception):
            raise EngineError(f"the worker {worker!r} has not the same harvester: {type(found).__name__}: {found}")
        for name, value in own.items():
            if found[name] != value:
                raise EngineError(f"the worker {worker!r} has {name} {found[name]!r}, and here it is {value!r}")


def describe_worker(folder: Path) -> dict[str, Any]:
    """What must be the same wherever a part is worked on."""
    return {
        "harvester": __version__,
        "distributed": version("distributed"),
        "Python": ".".join(platform.python_version_tuple()[:2]),
        f"the folder {folder}": folder.is_dir(),
    }
