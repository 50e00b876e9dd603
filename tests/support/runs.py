"""Crawls in a process of their own: their exit code, their counts and memory, and ways to cut them short.

portals = write_portal(tmp_path / "portals", server, "lam-khe")
crawl = Crawl(tmp_path / "a.db", portals)
crawl.run_killed_after(server, 17)      # SIGKILL when the 17th answer has been sent
assert crawl.run().code == 0
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from support.server import PortalServer

TESTS = Path(__file__).parents[1]
ROOT = TESTS.parent
DAYS = ("2026-03-07T02:00:00+07:00", "2026-03-08T02:00:00+07:00", "2026-03-09T02:00:00+07:00")
"""Three nights by the run's clock, just after the newest article of a site."""


class Gauge(threading.Thread):
    """Reads a process's own peak memory while it runs. `ru_maxrss` will not do: a child begins with its parent's."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.status = Path(f"/proc/{pid}/status")
        self.ended = threading.Event()
        self.peak_mb = 0.0

    def run(self) -> None:
        while not self.ended.wait(0.01):
            try:
                line = next((one for one in self.status.read_text().splitlines() if one.startswith("VmHWM")), "")
            except OSError:
                return
            if line:
                self.peak_mb = max(self.peak_mb, int(line.split()[1]) / 1024)


@dataclass(frozen=True, slots=True)
class Finished:
    """What came of one run. A code below zero is the signal that ended it."""

    code: int
    output: str
    errors: str
    peak_mb: float
    seconds: float  # of processor time

    @property
    def counts(self) -> dict[str, Any]:
        """The object that `--json` printed."""
        return json.loads(self.output)

    def portal(self, name: str) -> dict[str, Any]:
        """The counts and the status of one portal."""
        return self.counts["portals"][name]


@dataclass
class Crawl:
    """One database and one directory of portals, and what is common to the runs over them."""

    db: Path
    portals: Path
    options: tuple[str, ...] = ("--delay", "0")
    now: str = DAYS[0]
    timeout: float = 120.0  # seconds until a run counts as hung and is killed
    environment: dict[str, str] = field(default_factory=dict)
    papers: Path | None = None  # a directory for what runs print; None: beside the database

    def run(
        self,
        *options: str,
        now: str | None = None,
        on_start: Callable[[int], None] = lambda pid: None,
        environment: dict[str, str] | None = None,
    ) -> Finished:
        """A whole run over all portals of the directory. `on_start` is given the process id."""
        child = self.start(*options, now=now, environment=environment)
        alarm = threading.Timer(self.timeout, kill_group, [child.pid, signal.SIGABRT])
        alarm.start()
        gauge = Gauge(child.pid)
        gauge.start()
        try:
            on_start(child.pid)
            _, status, usage = os.wait4(child.pid, 0)
        finally:
            alarm.cancel()
            gauge.ended.set()
        child.returncode = os.waitstatus_to_exitcode(status)
        output, errors = self.list_papers()
        return Finished(
            child.returncode,
            output.read_text("utf-8"),
            errors.read_text("utf-8", "replace"),
            gauge.peak_mb,
            usage.ru_utime + usage.ru_stime,
        )

    def start(
        self, *options: str, now: str | None = None, environment: dict[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """A run that has begun, in a process group of its own."""
        place = ["--all", "--portals", str(self.portals), "--db", str(self.db)]
        surroundings = {
            **os.environ,
            "PYTHONPATH": f"{ROOT}{os.pathsep}{TESTS}",
            "HARVESTER_NOW": now or self.now,
            "NO_COLOR": "1",
            **self.environment,
            **(environment or {}),
        }
        out, err = self.list_papers()
        with out.open("wb") as output, err.open("wb") as errors:
            return subprocess.Popen(
                [sys.executable, "-m", "support.driver", "crawl", *place, "--json", *self.options, *options],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=errors,
                cwd=out.parent,
                env=surroundings,
                start_new_session=True,
            )

    def list_papers(self) -> tuple[Path, Path]:
        """Where a run's output and errors go to."""
        base = self.db if self.papers is None else self.papers / self.db.name
        return base.with_suffix(".out"), base.with_suffix(".err")

    def run_killed_after(self, server: PortalServer, nth: int, **options: Any) -> Finished:
        """A run that gets SIGKILL as soon as the server has sent its nth answer from now."""
        pids: list[int] = []
        server.after_answers(nth, lambda: kill_group(pids[0]))
        return self.run(on_start=pids.append, **options)

    def run_killed_at(self, when: str, kind: str, nth: int = 1) -> Finished:
        """A run that is killed just `before` or `after` the nth commit of a kind, `*` for any."""
        return self.run(environment={"WATCH_KILL": f"{when}:{kind}:{nth}"})

    def run_into_full_disk(self, kind: str, nth: int = 1) -> Finished:
        """A run that finds no room left for the nth commit of a kind, nor for any after it."""
        return self.run(environment={"WATCH_FULL": f"{kind}:{nth}"})

    def list_commits(self) -> list[str]:
        """The kinds of all commits of an undisturbed run, in order."""
        log = self.db.with_suffix(".commits")
        finished = self.run(environment={"WATCH_LOG": str(log)})
        if finished.code != 0:
            raise AssertionError(f"the undisturbed run ended with {finished.code}: {finished.errors[-2000:]}")
        return log.read_text("utf-8").splitlines()


def kill_group(pid: int, number: signal.Signals = signal.SIGKILL) -> None:
    """End a run and whatever it started. Nothing when it has ended already."""
    with suppress(ProcessLookupError):
        os.killpg(pid, number)


def write_portal(directory: Path, server: PortalServer, name: str, **more: object) -> Path:
    """A portal file of the five keys, and others where given. Returns the directory."""
    directory.mkdir(parents=True, exist_ok=True)
    keys = {
        "id": name,
        "name": f"Xã {name}",
        "level": "commune",
        "province": "Lâm Khê",
        "url": server.base + "/",
        **more,
    }
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in keys.items()]
    (directory / f"{name}.toml").write_text("\n".join(lines) + "\n", "utf-8")
    return directory


def cut_wal(db: Path, share: float) -> int:
    """Cut this share off the end of the database's WAL, as a loss of power may. The bytes; 0 without a WAL.

    Only for runs with `WATCH_KEEP_WAL`: what was checkpointed from the WAL must not vanish from it."""
    wal = db.with_name(db.name + "-wal")
    size = wal.stat().st_size if wal.exists() else 0
    cut = int(size * share)
    if cut:
        os.truncate(wal, size - cut)
        db.with_name(db.name + "-shm").unlink(missing_ok=True)
    return cut
