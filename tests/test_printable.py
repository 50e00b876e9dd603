"""Texts from outside as they are shown and logged, wherever that is."""

import ast
import io
import logging
from pathlib import Path

import pytest
from rich.text import Text

from harvester.cli import terminal
from harvester.crawling.log import OneLine
from harvester.printable import disarm, disarm_line
from harvester.reading.page import join
from harvester.urls import resolve

CLI = Path(terminal.__file__).parent
COMMANDS = ["\x1b[2J", "\x9b2J", "\x07", "\x00", "\x7f", *map(chr, (0x61C, 0x200E, 0x200F, 0x2028, 0x2029)),
            *map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A)), "\ud83d"]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_command_is_made_visible(command):
    shown = disarm(f"Họp{command}thôn")
    assert shown.startswith("Họp\ufffd") and shown.endswith("thôn") and command not in shown


def test_plain_text_stays_with_its_lines():
    assert disarm("Họp thôn\n\tngày mai – 8 giờ") == "Họp thôn\n\tngày mai – 8 giờ"
    assert disarm_line("một\ndòng") == "một\ufffddòng"


@pytest.mark.parametrize("address", ["http://ai:mat-khau@lam-khe.example/tin", "//ai@lam-khe.example/tin"])
def test_password_in_an_address_is_left_out(address):
    shown = f"redirects to {disarm(address)}"
    assert "ai" not in shown and shown.endswith("lam-khe.example/tin")
    assert "@" not in resolve("http://lam-khe.example/", address) and "@" not in (
        join("http://a.example/", address) or ""
    )
    assert disarm("gửi ubnd@lam-khe.example") == "gửi ubnd@lam-khe.example"


def test_log_has_one_line_a_message():
    stream = io.StringIO()
    writer = logging.StreamHandler(stream)
    writer.setFormatter(OneLine("%(levelname)s: %(message)s"))
    writer.emit(logging.LogRecord("x", logging.INFO, "", 0, "%s", ("a\n2026 ERROR: giả\x1b[2J",), None))
    assert stream.getvalue() == "INFO: a\ufffd2026 ERROR: giả\ufffd[2J\n"


def test_console_shows_no_command():
    stream = io.StringIO()
    terminal.make_console(file=stream, width=80).print(Text("mục \x1b]0;x\x07 \u202e", style="bold"))
    assert "\x1b" not in stream.getvalue() and "\u202e" not in stream.getvalue() and "mục" in stream.getvalue()


def test_nothing_is_printed_in_another_way():
    found = []
    for path in CLI.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if name in ("click.echo", "click.secho", "click.style", "print", "Console", "sys.stdout.write"):
                found.append(f"{path.name}:{node.lineno}: {name}")
    assert all(one.startswith("terminal.py") for one in found), found
