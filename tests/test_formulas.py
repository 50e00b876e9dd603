"""CSV that Datasette makes, guarded on its way: nothing runs in a spreadsheet, nothing else changes."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.formulas import CsvGuard, unguard_formula

STARTS_A_FORMULA = re.compile(r"[\s\x00-\x20\xa0\ufeff\u200b]*[=+\-@＝＋－＠]|[\t\r]")

TEXTS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("=+-@\"',\r\n\t;1"), max_size=12)


def send(rows, size):
    """Rows as the guard lets them out, given to it in pieces of so many bytes."""
    made = io.StringIO()
    csv.writer(made).writerows(rows)
    content = made.getvalue().encode()
    guard = CsvGuard()
    sent = [guard.take(content[i : i + size], is_last=False) for i in range(0, len(content), size)]
    return b"".join([*sent, guard.take(b"", is_last=True)]).decode()


def read(text):
    return list(csv.reader(io.StringIO(text, newline="")))


@given(rows=st.lists(st.tuples(TEXTS, TEXTS), max_size=5), size=st.integers(1, 40))
def test_any_text_comes_back_and_none_is_a_formula(rows, size):
    read_back = read(send(rows, size))
    assert [tuple(unguard_formula(cell) for cell in row) for row in read_back] == rows
    formulas = [cell for row in read_back for cell in row if STARTS_A_FORMULA.match(cell)]
    assert all(re.fullmatch(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", cell) for cell in formulas)


@pytest.mark.parametrize("number", ["-420", "+7", "-0.5", "-1e-05", "12"])
def test_numbers_stay_numbers(number):
    assert send([(number, "=1")], 3) == f'{number},"\'=1"\r\n'


def test_a_line_is_held_back_until_it_is_whole():
    guard = CsvGuard()
    assert guard.take(b'1,"=a\r\n', is_last=False) == b""
    assert guard.take(b'b"\r\n', is_last=False) == b'1,"\'=a\r\nb"\r\n'
    assert guard.take(b"2,=c", is_last=True) == b'2,"\'=c"'


@pytest.mark.parametrize("mark", ["\u3000", "\u2003", "\u200e", "\u2060", "\u00a0 "], ids=ascii)
def test_spaces_and_marks_in_front_hide_no_formula(mark):
    assert send([(f"{mark}=1+1", "2")], 3) == f'"\'{mark}=1+1",2\r\n'
