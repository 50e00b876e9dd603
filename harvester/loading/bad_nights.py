"""Runs in which a portal could not be read: what they booked as final is taken back.

A closed site, a dead module or a hijacked name answers every address alike: with 404, with its home page, with a
page that is no article, with a redirect elsewhere. Nothing of that says anything of the addresses.
"""

from __future__ import annotations

from harvester.limits import BAD_NIGHTS
from harvester.plan import RunFacts
from harvester.statuses import UNREAD
from harvester.store import Store
from harvester.store.frontier import counts, rechecks
from harvester.store.reports import harvests
from harvester.store.runs import Harvest


def take_back(store: Store, run: RunFacts, portal: str, harvest: Harvest) -> int:
    """Leave what a portal's bad night ended as due as it was; inside a transaction.

    Believed all the same is a portal that has been so for several runs, or most of whose articles could be read, or
    that is broken without having been asked for its home page: only addresses that were due were looked at.

    Returns:
        How many addresses are due again.
    """
    read, refused = harvest.new + harvest.updated + harvest.unchanged, harvest.gone + harvest.skipped
    if harvest.status not in UNREAD or read > refused:
        return 0
    if harvest.status == "broken" and not counts.is_home_asked(store.connection, portal, run.now):
        return 0
    earlier = harvests.read_statuses(store.connection, portal, run.id, BAD_NIGHTS)
    if len(earlier) == BAD_NIGHTS and set(UNREAD).issuperset(earlier):
        return 0
    return rechecks.reopen_ended(store.connection, portal, run.now)
