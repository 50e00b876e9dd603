"""The options that say where the parts of a big job run, shared by `reread` and `import`."""

from __future__ import annotations

import click

from harvester.errors import ConfigError

jobs_option = click.option(
    "--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes to read pages in."
)

engine_option = click.option(
    "--engine", metavar="URL", help="A Dask scheduler to read by, tcp://HOST:PORT, in place of --jobs."
)


def refuse_both(jobs: int, engine: str | None) -> None:
    """Raise ConfigError where both are asked for."""
    if engine is not None and jobs > 1:
        raise ConfigError("--jobs is for processes of this machine, --engine for those of others: leave one out")
