"""Tests that CI requires, and that the README's test command leaves out for the time that they take."""

from __future__ import annotations

import os

import pytest

takes_long = pytest.mark.skipif(not os.environ.get("HARVESTER_CI"), reason="takes long: set HARVESTER_CI to run it")
"""For tests of more than some eight seconds."""
