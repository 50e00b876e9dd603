"""Whether the machine's clock may be trusted, asked before a run stores anything.

A machine whose battery is dead wakes in 2000 or in 2070: dates are refused as lying in the future, pauses last for
decades, articles are gone before they were seen. The last run's start and the portals' own servers tell.
"""

from __future__ import annotations

import socket
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException
from threading import Thread
from time import monotonic
from urllib.parse import urlsplit

from harvester.crawling.safety import is_global, is_local_name
from harvester.errors import WrongClock
from harvester.limits import CLOCK_ANSWERS, CLOCK_DAYS, CLOCK_QUORUM, CLOCK_SECONDS, CLOCK_SERVERS
from harvester.plan import Plan
from harvester.urls import DEFAULT_PORTS, read_host
from harvester.vietnamese.dates.zones import VIETNAM
from harvester.wording import write_time

WAY_OUT = "nothing was stored; set the clock, or say --clock-is-right"


@dataclass(slots=True)
class TimeServer:
    """One of the servers that are asked for the time."""

    host: str
    port: int
    is_encrypted: bool
    address: str | None = None
    """The address that was asked."""
    date: str | None = None
    """Its Date header; empty where it sends none, None while it has not answered."""


def check_last_start(now: datetime, last_start: str | None) -> None:
    """Refuse a clock that lies before the last run's start (ISO 8601).

    Raises:
        WrongClock: it does.
    """
    if last_start is not None and now < datetime.fromisoformat(last_start):
        last = write_time(last_start)
        raise WrongClock(f"the clock says {write_time(now.isoformat())}, and the last run began on {last}: {WAY_OUT}")


def check_servers(plan: Plan, agent: str) -> None:
    """Refuse a clock that is over a day from what most of the first portals' servers say.

    Args:
        plan: Whose portals' servers are asked, and whose clock is judged.
        agent: The User-Agent.

    Raises:
        WrongClock: at least three of the first five servers that answer, and most of them, say another day.
    """
    dates = ask_servers(list_servers(plan), agent)
    wrong = [date for text in dates if (date := _parse_date(text)) is not None and is_far(date, plan.now)]
    if len(wrong) >= CLOCK_QUORUM and 2 * len(wrong) > len(dates):
        example = write_time(wrong[0].astimezone(VIETNAM).isoformat())
        told = f"{len(wrong)} of {len(dates)} servers say otherwise, such as {example}"
        raise WrongClock(f"the clock says {write_time(plan.now.isoformat())}, and {told}: {WAY_OUT}")


def list_servers(plan: Plan) -> list[TimeServer]:
    """Return the servers of the first portals, one for each host."""
    servers: dict[str, TimeServer] = {}
    for portal in plan.portals:
        parts = urlsplit(portal.url)
        host, port = read_host(portal.url), parts.port or DEFAULT_PORTS[parts.scheme]
        servers.setdefault(host, TimeServer(host, port, parts.scheme == "https"))
        if len(servers) == CLOCK_SERVERS:
            break
    return list(servers.values())


def ask_servers(servers: list[TimeServer], agent: str) -> list[str]:
    """Return the Date headers of the first five servers that answer, of several at one address one.

    Fewer than three are not asked: one of them may be wrong itself.
    """
    if len(servers) < CLOCK_QUORUM:
        return []
    until = monotonic() + CLOCK_SECONDS
    threads = [Thread(target=ask, args=(server, agent), daemon=True) for server in servers]
    for thread in threads:
        thread.start()
    dates: dict[str, str] = {}
    for thread, server in zip(threads, servers, strict=True):
        thread.join(max(0.0, until - monotonic()))
        if server.date is not None and server.address is not None:
            dates.setdefault(server.address, server.date)
        if len(dates) == CLOCK_ANSWERS:
            break
    return list(dates.values())


def ask(server: TimeServer, agent: str) -> None:
    """Fill in what a server says, if it says anything in time; nothing else of its answer is read."""
    try:
        found = socket.getaddrinfo(server.host.strip("[]"), server.port, type=socket.SOCK_STREAM)
        address = str(found[0][4][0])
        if not is_global(address) and not is_local_name(server.host):
            return
        with socket.create_connection((address, server.port), timeout=CLOCK_SECONDS) as plain:
            server.address, server.date = address, ask_date(plain, server, agent)
    except (OSError, UnicodeError, HTTPException):
        return  # it is one of those that do not answer


def ask_date(plain: socket.socket, server: TimeServer, agent: str) -> str:
    """Return the Date header of an answer over this connection, empty where it has none."""
    connection = HTTPConnection(server.host, server.port, timeout=CLOCK_SECONDS)
    connection.sock = encrypt(plain, server.host) if server.is_encrypted else plain
    connection.request("GET", "/robots.txt", headers={"User-Agent": agent})
    date = connection.getresponse().getheader("Date", "")
    connection.close()
    return date


def encrypt(plain: socket.socket, host: str) -> ssl.SSLSocket:
    """Return a connection through TLS, whatever the certificate says: nothing but a vote on the day is taken."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context.wrap_socket(plain, server_hostname=host)


def _parse_date(text: str) -> datetime | None:
    """Return the time that a Date header says, None where it is none."""
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return date if date.tzinfo is not None else date.replace(tzinfo=UTC)


def is_far(date: datetime, now: datetime) -> bool:
    """Return whether two times are over a day apart."""
    return abs(date - now) > timedelta(days=CLOCK_DAYS)
