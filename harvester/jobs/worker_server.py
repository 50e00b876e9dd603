"""The process that a crawl's workers are forked from: it imports what they need once, and early."""

from __future__ import annotations

from multiprocessing import forkserver, get_context
from multiprocessing.context import ForkServerContext

IMPORTED = ["harvester.jobs.worker_process", "harvester.spiders.portal", "pipelines.load", "pipelines.duplicates"]
"""What is imported once for all workers."""


def start_server() -> ForkServerContext:
    """Start the process, unless it runs; its imports go on while the caller works.

    Called before a command's own imports it takes no time: both take about a second, on two processors.

    Returns:
        What makes workers.
    """
    context = get_context("forkserver")
    context.set_forkserver_preload(IMPORTED)
    forkserver.ensure_running()
    return context
