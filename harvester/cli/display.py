"""Progress on a terminal: portals, pages, new articles, rate, time left where it can be told."""

from __future__ import annotations

from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from harvester.cli.terminal import make_console
from harvester.store import Store
from harvester.store.frontier import counts
from harvester.wording import write_count

if TYPE_CHECKING:
    from harvester.crawling.run import Watched
    from harvester.plan import Plan

_LISTED = 8
"""Portals with a line of their own; more are summed up."""

REFRESHES = 5  # a second


class Display:
    """Draws on standard error while a run goes on, and leaves nothing behind. Does nothing unless enabled."""

    def __init__(self, plan: Plan, *, enabled: bool, title: str = "") -> None:
        self.plan = plan
        self.enabled = enabled
        self.title = title
        self.run: Watched | None = None
        self.started = monotonic()
        self.due = 0
        self.counted_at = 0.0
        self.live: Any = None

    def __enter__(self) -> Self:
        if self.enabled:
            from rich.live import Live

            self.live = Live(
                console=make_console(stderr=True),
                get_renderable=self.draw,
                refresh_per_second=REFRESHES,
                transient=True,
            )
            self.live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.live is not None:
            self.live.stop()

    def watch(self, run: Watched) -> None:
        """Show this run from now on."""
        self.run = run
        self.started = monotonic()

    def count_due(self) -> int:
        """Return how many addresses are known to be due, counted once a second at most, over a reader of its own.

        A terminal is drawn on from another thread than the run's.
        """
        if self.run is not None and monotonic() - self.counted_at > 1:
            facts = self.run.facts
            self.due = 0
            for database in self.run.databases:
                with Store.open(database, readonly=True) as store:
                    self.due += sum(counts.count_due(store.connection, portal, facts.now) for portal in facts.portals)
            self.counted_at = monotonic()
        return self.due

    def draw(self) -> Any:
        from rich.table import Table

        if self.run is None:
            return "starting ..."
        seconds = max(monotonic() - self.started, 0.001)
        table = Table(box=None, pad_edge=False)
        for name in ("portal", "pages", "new", "updated", "failed"):
            table.add_column(name, justify="left" if name == "portal" else "right")
        harvests = sorted(self.run.harvests.items(), key=lambda pair: -pair[1].pages)
        for portal, harvest in harvests[:_LISTED]:
            table.add_row(portal, *(f"{n:,}" for n in (harvest.pages, harvest.new, harvest.updated, harvest.failed)))
        if len(harvests) > 1:
            columns = ("pages", "new", "updated", "failed")
            sums = [sum(getattr(h, name) for _, h in harvests) for name in columns]
            table.add_row(write_count(len(harvests), "portal"), *(f"{n:,}" for n in sums), style="bold")
        rate = self.run.finished / seconds
        table.caption = f"{self.title}{rate:.1f} addresses/s · {format_span(seconds)}{self.tell_rest(rate)}"
        table.caption_justify = "left"
        return table

    def tell_rest(self, rate: float) -> str:
        """The time left, once nothing more is being found than what is known to be due."""
        due = self.count_due()
        if not due or rate <= 0:
            return ""
        return f" · {due:,} known to be due, {format_span(due / rate)} left"


def format_span(seconds: float) -> str:
    """`45 s`, `12 min`, `3 h 5 min`."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60} min"
