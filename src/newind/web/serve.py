"""The server as a program: its port, its link, its end."""

from __future__ import annotations

import socket
import threading
import webbrowser
from contextlib import suppress
from dataclasses import replace
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import quote

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
    proxy: str = "",
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
    proxy : str, optional
        Address of the proxy before it.
    opened, demo : bool
        Whether the browser is opened, and whether it begins with the tour.
    said : callable
        Receives the link, once it can be opened.

    Raises
    ------
    DataError
        When it is to answer other machines without a token, and when no port is free.
    """
    from newind.web.app import create_app
    from newind.web.connections import server_of

    listener = listening(host, port)
    free = int(listener.getsockname()[1])
    settings = Settings(host, free, token, proxy=_address(proxy))
    if workers is not None:
        settings = replace(settings, workers=workers)
    app = create_app(settings)
    link = address(host, free, token, demo=demo)
    said(link)
    if opened:
        threading.Timer(0.5, webbrowser.open, (link,)).start()
    with listener, suppress(KeyboardInterrupt):  # which ends it well
        server_of(app, settings).run(sockets=[listener])


def address(host: str, port: int, token: str, *, demo: bool = False) -> str:
    """Return the link that opens the cockpit.

    Examples
    --------
    >>> address("127.0.0.1", 8000, ""), address("0.0.0.0", 8000, "s", demo=True)
    ('http://127.0.0.1:8000/', 'http://localhost:8000/?token=s#/try?demo=1')
    """
    shown = {"0.0.0.0": "localhost", "::": "localhost"}.get(host, f"[{host}]" if ":" in host else host)
    return (
        f"http://{shown}:{port}/"
        + (f"?token={quote(token, safe='')}" if token else "")
        + ("#/try?demo=1" if demo else "")
    )


def _address(proxy: str) -> str:
    try:
        return str(ip_address(proxy)) if proxy else ""
    except ValueError:
        raise DataError(f"--proxy {proxy}: no address of a machine. Give one such as 127.0.0.1.") from None


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
