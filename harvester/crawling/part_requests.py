"""Requests for the later parts of articles, each in the place of the part before it.

An article's address stays under way until its last part is read: nothing of it is stored before, and its server has no
more connections for it than for an article on one page.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Container

from scrapy import Request

from harvester.crawling.completion import Completion
from harvester.items import FetchResult


class PartRequests:
    """The requests for parts that wait for their portal's turn.

    Args:
        completion: Knows which articles are under way.
        stopped: Portals that nothing more is asked of in this run.
    """

    def __init__(self, completion: Completion, stopped: Container[str]) -> None:
        self.completion = completion
        self.stopped = stopped
        self._waiting: dict[str, deque[Request]] = {}

    def add(self, request: Request) -> str | None:
        """Let a request wait for its portal's turn.

        Returns:
            The portal, or None where the request is for no part of an article that is under way.
        """
        context = request.meta.get("context")
        if "parts" not in request.meta or context is None or context.address.url not in self.completion.in_flight:
            return None
        portal: str = context.address.portal
        self._waiting.setdefault(portal, deque()).append(request)
        return portal

    def take(self, portal: str) -> Request | None:
        """Return the next request for a part of a portal's article, or None."""
        waiting = self._waiting.get(portal)
        return waiting.popleft() if waiting else None

    def release_stopped(self) -> None:
        """Leave the articles as due as before whose parts nothing will ask for in this run."""
        for portal, waiting in self._waiting.items():
            while waiting and portal in self.stopped:
                address = waiting.popleft().meta["context"].address
                reason = "its parts are left for later"
                left = FetchResult(address.fetch_url, "pending", reason, request_key=address.url)
                self.completion.complete_result(address, left)
