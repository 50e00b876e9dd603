"""The log of a run: written while there is room, and no trouble where there is none."""

import errno
import logging
import subprocess
import sys
from pathlib import Path

import pytest
from scrapy.settings import Settings

from harvester.crawling.log import RunLog
from harvester.errors import DiskFull, StoreError

FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
def test_log_on_a_full_disk_is_noted_and_nobody_is_stopped(tmp_path, capsys):
    log = RunLog(FULL, database=tmp_path / "a.db", settings=Settings())
    logger = logging.Logger("run")
    logger.addHandler(log)
    for _ in range(3):
        logger.error("một dòng")
    assert log.failure is not None and log.failure.errno == errno.ENOSPC
    assert capsys.readouterr().err == ""


def test_line_that_cannot_be_formatted_is_shown_as_the_bug_it_is(tmp_path, capsys):
    log = RunLog(tmp_path / "a.log", database=tmp_path / "a.db", settings=Settings())
    try:
        1 / 0  # noqa: B018
    except ZeroDivisionError:
        log.handleError(logging.LogRecord("run", logging.ERROR, __file__, 1, "%d", ("x",), sys.exc_info()))
    assert log.failure is None and "ZeroDivisionError" in capsys.readouterr().err
    log.close()


@pytest.mark.parametrize(("number", "kind"), [(errno.ENOSPC, DiskFull), (errno.EACCES, StoreError)])
def test_log_that_cannot_be_opened_says_why(tmp_path, monkeypatch, number, kind):
    def refuse(self):
        raise OSError(number, "nothing doing")

    monkeypatch.setattr(RunLog, "_open", refuse)
    with pytest.raises(StoreError, match=r"cannot write beside .*: nothing doing") as caught:
        RunLog(tmp_path / "a.log", database=tmp_path / "a.db", settings=Settings())
    assert type(caught.value) is kind


LEVELS = """
import logging
from pathlib import Path
from scrapy.settings import Settings
from harvester.crawling.process import LeavingProcess, set_up_log
settings = Settings({"LOG_LEVEL": "INFO"})
set_up_log(settings, Path("a.log"), Path("a.db"))
LeavingProcess(settings)
print(*(logging.getLogger(name).isEnabledFor(logging.DEBUG) for name in ("scrapy.core.engine", "harvester")))
"""


def test_no_record_is_made_that_no_handler_takes(tmp_path):
    command = [sys.executable, "-c", LEVELS]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert result.stdout == "False False\n"


def test_times_are_vietnams_and_name_their_zone(tmp_path, monkeypatch):
    monkeypatch.setenv("TZ", "America/New_York")
    settings = Settings()
    settings.setmodule("harvester.settings")
    log = RunLog(tmp_path / "a.log", database=tmp_path / "a.db", settings=settings)
    record = logging.LogRecord("run", logging.INFO, "a.py", 1, "một dòng", (), None)
    record.created = 1772824800.0  # 2026-03-06 19:20 UTC
    assert log.format(record).startswith("2026-03-07 02:20:00 +07:00 [run] INFO: một dòng")
