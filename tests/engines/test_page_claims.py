"""Who killed a process, by what it had claimed last."""

import os
import signal
import struct
import subprocess
import sys

from support.runs import ROOT

from harvester.engines import page_claims
from harvester.engines.page_claims import BEGIN, END, Claims, count_deaths, read_killers
from harvester.limits import RECORD_DEATHS


def write(place, *claims):
    place.write_bytes(b"".join(struct.pack("<Q", claim) for claim in claims))


def test_last_claim_of_each_process_that_died_counts(tmp_path):
    place = tmp_path / "a.claims"
    write(place, BEGIN, 0, 1, 2, BEGIN, 0, 1, 2, BEGIN, 0, 1)
    assert count_deaths(place) == {2: 2, 1: 1}
    assert read_killers(place) == {2} and RECORD_DEATHS == 2


def test_process_that_ended_in_order_died_of_nothing(tmp_path):
    place = tmp_path / "a.claims"
    for _ in range(3):
        with Claims(place) as claims:
            claims.claim(0)
    assert count_deaths(place) == {}
    write(place, BEGIN, 4, END, BEGIN, BEGIN)
    assert count_deaths(place) == {}


def test_process_that_died_before_it_claimed_anything_leaves_an_empty_file(tmp_path):
    place = tmp_path / "a.claims"
    write(place)
    assert count_deaths(place) == {} and read_killers(place) == set()


def test_claims_are_held_until_their_end_is_written(tmp_path, monkeypatch):
    """A pool's SIGTERM may come at any moment of it: an end may be written twice, but never not at all."""
    held = []
    place = tmp_path / "a.claims"
    with Claims(place) as claims:
        claims.claim(0)
        monkeypatch.setattr(claims, "claim", lambda record: held.append((record, claims in page_claims._HELD)))
    assert held == [(END, True)] and claims not in page_claims._HELD


def test_claim_that_was_torn_is_none(tmp_path):
    place = tmp_path / "a.claims"
    write(place, BEGIN, 3)
    place.write_bytes(place.read_bytes() + b"\1\2")
    assert count_deaths(place) == {3: 1}
    assert read_killers(tmp_path / "none.claims") == set()


def test_process_that_a_pool_ends_died_of_nothing(tmp_path):
    """SIGTERM comes to all others when one of a pool has died."""
    code = (
        "import os, sys, signal; from pathlib import Path\n"
        "from harvester.engines.page_claims import Claims, release_on_terminate\n"
        "release_on_terminate()\n"
        "with Claims(Path(sys.argv[1])) as claims:\n"
        "    claims.claim(5)\n"
        "    os.kill(os.getpid(), getattr(signal, sys.argv[2]))\n"
        "    signal.pause()\n"
    )
    for name, died in (("SIGTERM", {}), ("SIGKILL", {5: 1})):
        place = tmp_path / name
        subprocess.run(
            [sys.executable, "-c", code, str(place), name], check=False, env={**os.environ, "PYTHONPATH": str(ROOT)}
        )
        assert count_deaths(place) == died
    assert signal.SIGTERM == 15
