"""`harvester audit --sample N --out FILE | audit FILE`: a sample to judge by hand, and its judgement as scores."""

from __future__ import annotations

import json
from pathlib import Path

import click

from harvester.cli.leftovers import take_in_leftovers
from harvester.cli.selection_options import database_option
from harvester.cli.terminal import write
from harvester.errors import ConfigError
from harvester.store.reports.audits import AUDIT_COLUMNS, Score, compute_wilson, make_score_rows
from harvester.wording import write_count


@click.command("audit")
@click.argument("form", required=False, type=click.Path(path_type=Path), metavar="[FILE]")
@click.option("--sample", type=click.IntRange(1, 10_000), metavar="N", help="Draw so many records to be judged.")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help="The page to write; its form goes beside it."
)
@click.option("--seed", type=int, default=1, show_default=True, help="Another number draws another sample.")
@click.option("--keep", type=click.Path(path_type=Path), metavar="DIR", help="Where the kept pages were moved to.")
@click.option("--json", "as_json", is_flag=True, help="The scores as JSON, one object a line.")
@database_option
def command(
    form: Path | None, sample: int | None, out: Path | None, seed: int, keep: Path | None, as_json: bool, db: str
) -> None:
    """Measure how many values are wrong: a sample to tick in a browser, and its ticks as precision and recall.

    With --sample, a page of N records is written, spread over systems and portals. FILE is what the page saves, or
    the form beside it filled in with an editor; the scores are stored, and exports tell of them.
    """
    if (form is None) == (sample is None) or (sample is None) != (out is None):
        raise ConfigError("say --sample N with --out FILE, or name the FILE that was filled in")
    from harvester.jobs.auditing import AuditPlan, score_audit, write_sample

    if form is not None:
        take_in_leftovers(Path(db))
        for line in tell_scores(score_audit(db, form), as_json):
            write(line)
    elif sample is not None and out is not None:
        plan = AuditPlan(db, sample, seed, out, keep)
        records, listings = write_sample(plan)
        taken = f"{write_count(records, 'record')}, {write_count(listings, 'listing page')}"
        write(f"{taken} → {plan.page} (form: {plan.form})", err=True)


def tell_scores(scores: list[Score], as_json: bool) -> list[str]:
    """A line for each score of all systems together, or for every score as JSON."""
    if as_json:
        rows = (dict(zip(AUDIT_COLUMNS, row, strict=True)) for row in make_score_rows(scores))
        return [json.dumps(row, ensure_ascii=False) for row in rows]
    return [_tell_score(score) for score in scores if not score.platform]


def _tell_score(score: Score) -> str:
    """Return `date        precision 96.9 % (91.4 to 99.0), 95 of 98; recall 97.9 % …`."""
    parts = [
        f"{name} {share[0]:.1%} ({share[1]:.1%} to {share[2]:.1%}), {score.hits:,} of {score.hits + others:,}"
        for name, others in (("precision", score.wrong), ("recall", score.missed))
        if (share := compute_wilson(score.hits, score.hits + others)) and (name == "recall" or score.field != "listing")
    ]
    return f"{score.field:12}{'; '.join(parts) or 'no values'}"
