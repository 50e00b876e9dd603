"""`harvester inspect`: Datasette is started, its address is printed and opened."""

from __future__ import annotations

import socket
import webbrowser
from pathlib import Path

import click

from harvester.cli.selection_options import database_option
from harvester.cli.terminal import write
from harvester.errors import ConfigError
from harvester.inspect.application import make_datasette
from harvester.inspect.gate import refuse_other_hosts

HOST = "127.0.0.1"


@click.command("inspect")
@database_option
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="0 takes any that is free."
)
@click.option("--no-open", is_flag=True, help="Do not open a browser.")
def command(db: str, port: int, no_open: bool) -> None:
    """Open Datasette on the database, read-only, for this machine alone. Ctrl-C ends it.

    A crawl may run meanwhile: what it commits is there at the next click.
    """
    application = make_datasette(Path(db)).app()
    listener = open_listener(port)
    own_port = listener.getsockname()[1]
    address = f"http://{HOST}:{own_port}/"
    write(f"{db} at {address} (Ctrl-C ends it)")
    if not no_open:
        webbrowser.open(address)
    serve(refuse_other_hosts(application, own_port), listener)


def open_listener(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise ConfigError(f"cannot listen on port {port}: {error.strerror} (name another --port, or 0)") from error
    return listener


def serve(application: object, listener: socket.socket) -> None:
    import rich
    import uvicorn

    rich.reconfigure(quiet=True)  # Datasette prints a traceback for every wrong address that somebody types
    config = uvicorn.Config(application, log_level="warning", lifespan="on")  # type: ignore[arg-type]
    uvicorn.Server(config).run(sockets=[listener])
