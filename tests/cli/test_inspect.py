"""`harvester inspect` as typed, on a real port."""

import re
import subprocess
import sys
from urllib.request import urlopen

import pytest
from click.testing import CliRunner
from support.news import make_database

from harvester.cli import inspect
from harvester.errors import ConfigError


def test_it_serves_until_it_is_ended(tmp_path):
    db = make_database(tmp_path / "news.db", {"title": "Một tin"})
    arguments = ["--db", str(db), "--port", "0", "--no-open"]
    script = f"from harvester.cli.inspect import command; command({arguments!r})"
    process = subprocess.Popen([sys.executable, "-u", "-c", script], stdout=subprocess.PIPE, text=True)
    try:
        address = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())[0]
        with urlopen(address) as response:
            assert "Một tin" in response.read().decode()
    finally:
        process.terminate()
        process.communicate()


def test_it_opens_a_browser_and_says_where(tmp_path, monkeypatch):
    opened, served = [], []
    monkeypatch.setattr(inspect.webbrowser, "open", opened.append)
    monkeypatch.setattr(inspect, "serve", lambda application, listener: served.append(listener.close()))
    db = make_database(tmp_path / "news.db")
    result = CliRunner().invoke(inspect.command, ["--db", str(db), "--port", "0"])
    assert opened[0] in result.output
    assert served == [None]


def test_a_taken_port_is_said():
    listener = inspect.open_listener(0)
    with pytest.raises(ConfigError, match="cannot listen on port"):
        inspect.open_listener(listener.getsockname()[1])
    listener.close()
