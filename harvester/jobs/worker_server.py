"""The process that a crawl's workers are forked from: it imports what they need once, and early."""

from __future__ import annotations

import signal
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
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)  # inherited: a terminal's Ctrl-C is the caller's
    try:
        forkserver.ensure_running()
    finally:
        signal.signal(signal.SIGINT, handler)
    return context
