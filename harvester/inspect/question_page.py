"""The pages of the questions: what their filters can be set to, how many rows there are, and all of them as CSV."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

from harvester.inspect.downloads import Download, make_csv
from harvester.inspect.languages import gettext, mark
from harvester.inspect.lists import LEVEL_NAMES, MOST_PORTALS
from harvester.inspect.serving import LONGEST_DOWNLOAD_MS, run_query
from harvester.store.reports.browsing import read_portals
from harvester.store.reports.questions import QUESTIONS, SHOWN, count_answers, read_answers

BY_NAME = {question.name: question for question in QUESTIONS}

WHOLE_CSV = rf"/harvest/(?P<question>{'|'.join(BY_NAME)})/all\.csv$"

PARAMETERS = {
    "province": mark("Province"), "level": mark("Level"), "portal": mark("Portal"), "month": mark("Month or year"),
    "number": mark("Number"),
}  # fmt: skip

COUNTING_MS = 700
"""Milliseconds for the number of all rows, which is left out where it takes longer."""

_Choices = dict[str, list[tuple[str, str]]]


async def describe_question(harvest: Any, request: Any) -> dict[str, Any]:
    """What the template of a query is given: nothing but labels, where it is none of the questions."""
    question = BY_NAME.get(request.url_vars.get("table", ""))
    if question is None:
        return {"parameter_names": {}, "choices": {}}
    values = {name: request.args.get(name) or "" for name in question.parameters}
    portals = await run_query(harvest, read_portals)
    query = urlencode({name: value for name, value in values.items() if value})
    return {
        "parameter_names": PARAMETERS,
        "choices": _make_choices(portals),
        "most_shown": SHOWN,
        "count_rows": partial(count_rows, harvest, question, values),  # called where not all may be shown
        "whole_csv": f"/harvest/{question.name}/all.csv" + (f"?{query}" if query else ""),
    }


async def count_rows(harvest: Any, question: Any, values: dict[str, str]) -> int | None:
    """How many rows a question has in all; None where counting them takes too long."""
    try:
        return await run_query(harvest, partial(count_answers, question=question, values=values), COUNTING_MS)
    except TimeoutError:
        return None


def _make_choices(portals: list[Any]) -> _Choices:
    """The values and labels that can be chosen from. Of very many portals the id is typed."""
    levels = sorted({row["level"] for row in portals})
    return {
        "province": [(name, name) for name in sorted({row["province"] for row in portals})],
        "level": [(name, gettext(LEVEL_NAMES.get(name, name))) for name in levels],
        "portal": [(row["id"], row["name"]) for row in portals] if len(portals) <= MOST_PORTALS else [],
    }


async def send_whole(request: Any, datasette: Any) -> Download:
    """All rows of a question as CSV."""
    question = BY_NAME[request.url_vars["question"]]
    values = {name: request.args.get(name) or "" for name in question.parameters}

    def read(connection: Any) -> Download:
        columns, rows = read_answers(connection, question, values)
        return make_csv(columns, rows, f"{question.name}.csv")

    return await run_query(datasette.get_database("harvest"), read, LONGEST_DOWNLOAD_MS)
