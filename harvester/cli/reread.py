"""`harvester reread DIR`: its options, and how the counts and examples of a reread are printed."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from harvester.cli.engine_options import engine_option, jobs_option, refuse_both
from harvester.cli.leftovers import take_in_leftovers
from harvester.cli.portals_option import portals_option
from harvester.cli.selection_options import Day, database_option
from harvester.cli.terminal import write
from harvester.wording import write_count


@click.command("reread")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@database_option
@click.option("--portal", "ids", multiple=True, metavar="ID", help="Only this portal; may be given more than once.")
@portals_option
@click.option("--since", type=Day(), metavar="DATE", help="Only articles published on that day or later.")
@jobs_option
@engine_option
@click.option("--dry-run", is_flag=True, help="Write nothing, and show what would change.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output, and nothing else there.")
def command(
    folder: Path, db: str, ids: tuple[str, ...], directory: Path | None, since: date | None, jobs: int,
    engine: str | None, dry_run: bool, as_json: bool,
) -> None:  # fmt: skip
    """Read kept articles anew with today's rules, without the network.

    What they read otherwise is written, and the text of before becomes a revision with the cause `extractor`.

    Exit code: 0 done, 1 pages could not be read and are named, 2 bad usage or configuration, 75 another run holds the
    database, 130 interrupted.
    """
    from harvester.environment import read_clock  # late: `--help` need not wait
    from harvester.jobs.rereading import RereadPlan, reread
    from harvester.platforms import PLATFORMS
    from harvester.portals import load_portals

    refuse_both(jobs, engine)
    plan = RereadPlan(
        Path(db),
        folder,
        load_portals(directory, platforms=set(PLATFORMS)),
        read_clock().isoformat(timespec="seconds"),
        ids,
        None if since is None else since.isoformat(),
        jobs,
        engine,
        dry_run,
        tuple(sys.argv[1:]),
    )
    if not dry_run:
        take_in_leftovers(plan.database)
    counts = reread(plan).describe()
    if as_json:
        write(json.dumps(counts, ensure_ascii=False))
    else:
        _show(counts, dry_run=dry_run)
    if counts["failed"]:
        sys.exit(1)


def _show(counts: dict[str, Any], *, dry_run: bool) -> None:
    """Platform by platform what changed, with examples."""
    for name, platform in counts["platforms"].items():
        fields = ", ".join(f"{field} {count}" for field, count in platform["fields"].items())
        pages = write_count(platform["pages"], "page")
        write(f"{name}: {platform['changed']:,} of {pages}{f': {fields}' if fields else ''}")
        for example in counts["examples"]:
            if example["platform"] == name:
                write(f"  {example['field']} of {example['url']}")
                write(f"    - {' '.join(example['before'].split())}")
                write(f"    + {' '.join(example['after'].split())}")
    for failure in counts["failures"]:
        write(f"{failure['url']}: {failure['reason']}", err=True)
    would = "would change" if dry_run else "changed"
    write(
        f"{write_count(counts['pages'], 'page')}: {counts['changed']:,} {would}, {counts['unchanged']:,} unchanged,"
        f" {counts['failed']:,} failed"
    )
