"""A Dask scheduler and two workers on loopback, for as long as a test needs them, and the free port for them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from support.runs import ROOT, TESTS


def find_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def run_cluster(folder: Path, ttl: str = "300 s") -> Iterator[str]:
    """Yield the scheduler's address; a worker that is silent for `ttl` counts as dead."""
    address = f"tcp://127.0.0.1:{find_port()}"
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{TESTS}",
        "DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": ttl,
        "DASK_TEMPORARY_DIRECTORY": str(folder),
    }
    scheduler = ["scheduler", "--host", "127.0.0.1", "--port", address.rpartition(":")[2], "--no-dashboard"]
    worker = ["worker", address, "--nthreads", "1", "--no-dashboard", "--local-directory", str(folder)]
    with (folder / "dask.log").open("wb") as log:
        children = [
            subprocess.Popen(
                [sys.executable, "-m", "dask", *words], cwd=folder, env=environment, stdout=log, stderr=log,
                start_new_session=True,
            )
            for words in (scheduler, worker, worker)
        ]  # fmt: skip
        try:
            yield address
        finally:
            for child in reversed(children):
                child.terminate()
            for child in children:
                end(child)


def end(child: subprocess.Popen[bytes]) -> None:
    """Wait for a process that was asked to end; one whose own child was stopped does not."""
    try:
        child.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
