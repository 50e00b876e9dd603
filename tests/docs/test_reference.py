"""docs/reference.md: everything in it exists and says what it takes and gives, and its example runs."""

import inspect
import pkgutil
import re
from pathlib import Path

import pytest

REFERENCE = (Path(__file__).parents[2] / "docs" / "reference.md").read_text("utf-8")
ENTRY = re.compile(r"^::: ([\w.]+)(?:\n    options:\n      members: \[([\w, ]+)\])?", re.M)
PAGE = """<html><head><title>Họp thôn</title></head><body><article><h1>Họp thôn</h1>
<time datetime="2022-03-12T07:30+07:00">12/03/2022 07:30</time>
<p>Tối qua thôn Bãi Nắng họp ở sân đình, bàn việc làm đường ra bến và chia công cho từng nhà trong thôn.</p>
<p>Trưởng thôn nói rằng mỗi nhà góp hai ngày công, việc bắt đầu sau vụ gặt và xong trước mùa mưa.</p>
</article></body></html>"""


def find_functions():
    """The functions and methods of the reference, by the names that it gives them."""
    for name, members in ENTRY.findall(REFERENCE):
        entry = pkgutil.resolve_name(name)
        if inspect.isfunction(entry):
            yield name, entry
        for member in filter(None, members.split(", ")):
            yield f"{name}.{member}", getattr(entry, member)


FUNCTIONS = dict(find_functions())


def test_what_programs_stand_on_is_there():
    assert {
        "harvester.platforms.read_article", "harvester.vietnamese.dates.parse_date", "pipelines.process",
        "harvester.store.Store.open",
    } <= set(FUNCTIONS)  # fmt: skip


@pytest.mark.parametrize("name", FUNCTIONS)
def test_arguments_and_returns_are_named(name):
    """In Google's style: `Args:` with every parameter, `Returns:` (`Yields:`) where something comes back."""
    function = FUNCTIONS[name]
    text = inspect.getdoc(function) or ""
    signature = inspect.signature(function)
    names = [name for name in signature.parameters if name not in ("self", "cls")]
    _, _, arguments = text.partition("Args:\n")
    assert [name for name in names if not re.search(rf"^    {name}: \S", arguments, re.M)] == []
    gives = signature.return_annotation not in (None, "None")
    assert bool(re.search(r"^(Returns|Yields):$", text, re.M)) == gives


def test_the_example_runs(capsys):
    [code] = re.findall(r"```python\n(.*?)```", REFERENCE, re.S)
    exec(compile(code, "reference.md", "exec"), {"html": PAGE.encode()})
    assert capsys.readouterr().out == "2022-03-12 07:30:00+07:00 minute Họp thôn\n"
