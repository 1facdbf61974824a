"""The server as a program: its port, its link, its end."""

from __future__ import annotations

import socket
import threading
import webbrowser
from contextlib import suppress
from typing import TYPE_CHECKING

from newind.errors import DataError
from newind.web.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

TRIED = 20
"""Ports that are tried after the one that was asked for."""


def run(
    host: str,
    port: int,
    token: str,
    workers: int | None,
    *,
    opened: bool,
    demo: bool,
    said: Callable[[str], None],
) -> None:
    """Serve until the program is ended.

    Parameters
    ----------
    host, port : str, int
        Where it listens; port 0 for any that is free.
    token : str
        What others must know.
    workers : int, optional
        Processes that compute; one a core by default.
    opened, demo : bool
        Whether the browser is opened, and whether it begins with the tour.
    said : callable
        Is told the link, once it can be opened.

    Raises
    ------
    DataError
        When it is to answer other machines without a token, and when no port is free.
    """
    import uvicorn

    from newind.web.app import create_app

    listener = listening(host, port)
    free = int(listener.getsockname()[1])
    settings = Settings(host, free, token) if workers is None else Settings(host, free, token, workers)
    app = create_app(settings)
    link = address(host, free, token, demo=demo)
    said(link)
    if opened:
        threading.Timer(0.5, webbrowser.open, (link,)).start()
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1, server_header=False)
    with listener, suppress(KeyboardInterrupt):  # which ends it well
        uvicorn.Server(config).run(sockets=[listener])


def address(host: str, port: int, token: str, *, demo: bool = False) -> str:
    """Return the link that opens the cockpit.

    Examples
    --------
    >>> address("127.0.0.1", 8000, ""), address("0.0.0.0", 8000, "s", demo=True)
    ('http://127.0.0.1:8000/', 'http://localhost:8000/?token=s#/try?demo=1')
    """
    shown = {"0.0.0.0": "localhost", "::": "localhost"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}/" + (f"?token={token}" if token else "") + ("#/try?demo=1" if demo else "")


def listening(host: str, port: int) -> socket.socket:
    """Return a socket on a port, or on the next that is free.

    Raises
    ------
    DataError
        When none is free, or the host is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in range(port, min(port + TRIED, 65536)):
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
            listener.listen(128)
        except OSError as error:
            listener.close()
            if isinstance(error, socket.gaierror) or error.errno == 99:
                remedy = "Give 127.0.0.1 or 0.0.0.0."
                raise DataError(f"--host {host}: this machine has no such address. {remedy}") from None
            continue
        return listener
    raise DataError(f"no port from {port} to {port + TRIED - 1} is free. Give another --port.")
