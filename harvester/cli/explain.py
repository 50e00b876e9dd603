"""`harvester explain URL`: why an address is an article or not, and when it is due."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from harvester.cli.portals_option import portals_option
from harvester.cli.selection_options import database_option
from harvester.cli.terminal import write, write_wrapped
from harvester.environment import read_clock
from harvester.explanations.explanation import Explanation, explain
from harvester.explanations.portal_files import load_known_portals
from harvester.store import Store
from harvester.store.reports.address_facts import DateRow
from harvester.wording import DATE_PLACES, ZONE, write_time

_INDENT = 11
"""Columns of the topics' names."""


@click.command("explain")
@click.argument("url", metavar="URL")
@portals_option
@database_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def command(url: str, directory: Path | None, db: str, as_json: bool) -> None:
    """Say of an address where it was found, what came, why it is an article or not, and when it is due.

    Of an address that was never seen: whether it would be taken, and by which rule not. Without --portals, the portal
    files of the last crawl count.
    """
    with Store.open(db, readonly=True) as store:
        explanation = explain(store, url, load_known_portals(store, directory), read_clock())
    if as_json:
        write(json.dumps(asdict(explanation), ensure_ascii=False))
    else:
        _show(explanation)


def _show(explanation: Explanation) -> None:
    """Topic by topic, wrapped to the terminal."""
    write(explanation.url)
    where = explanation.state if explanation.portal is None else f"{explanation.state}, {explanation.portal}"
    write(f"{'state':<{_INDENT}}{where}")
    for topic, sentences in explanation.sentences.items():
        show_topic(topic, sentences)
        if topic == "published" or (topic == "decided" and explanation.article is None):
            show_topic("dates", [tell_date(date) for date in explanation.dates])
    write(f"\nTimes are in {ZONE}.")


def show_topic(topic: str, sentences: list[str]) -> None:
    """A topic's name, and its sentences beside it."""
    for number, sentence in enumerate(sentences):
        write_wrapped(sentence, indent=_INDENT, head=f"{topic if number == 0 else '':<{_INDENT}}")


def tell_date(date: DateRow) -> str:
    """A date that was on the table, and why it was taken or not."""
    value = "" if date.value is None else f" = {write_time(date.value, date.precision)}"
    verdict = "chosen" if date.chosen else f"not taken: {date.why_not}" if date.why_not else "seen with a link"
    return f"{date.text!r} {DATE_PLACES[date.found_in]}{value}: {verdict}."
