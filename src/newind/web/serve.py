"""The server as a program: its port, its link, its connections, its end."""

from __future__ import annotations

import re
import socket
import threading
import webbrowser
from contextlib import suppress
from dataclasses import replace
from functools import partial
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from newind.errors import DataError
from newind.web.settings import Settings

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Sequence

    from fastapi import FastAPI

    from newind.web.settings import ServerLimits


def server_of(app: FastAPI, settings: Settings) -> uvicorn.Server:
    """Return what serves an app."""
    config = uvicorn.Config(
        app,
        http=cast("type[asyncio.Protocol]", partial(Connection, settings.limits)),
        ws="none",
        log_level="warning",
        timeout_graceful_shutdown=1,
        server_header=False,
        proxy_headers=bool(settings.proxy),
        forwarded_allow_ips=settings.proxy or None,
    )
    return _HttpServer(config)


class _HttpServer(uvicorn.Server):
    """Ends the work before the connections, so that whoever waits for it gets a message."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End all."""
        await cast("FastAPI", self.config.app).state.services.close()
        await super().shutdown(sockets)


class Connection(H11Protocol):
    """A connection among a limited number, with a time limit for its request.

    The headers of a request must be there within so many seconds; while its body is on its way, no such time may pass
    without a byte of it. When there are too many connections, the one that has owed its request longest makes room.

    Parameters
    ----------
    limits : ServerLimits
    """

    def __init__(self, limits: ServerLimits, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.limits = limits
        self.timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin, and make room for this connection where there is none."""
        super().connection_made(transport)
        self._wait()
        if len(self.connections) > self.limits.connections:
            owing = [(c.timer.when(), c) for c in self.connections if isinstance(c, Connection) and c.timer]
            min(owing, key=lambda one: one[0])[1].abandon()

    def data_received(self, data: bytes) -> None:
        """Take a piece of a request."""
        super().data_received(data)
        if self.conn.their_state is h11.SEND_BODY:
            self._rest()
            self._wait()
        else:
            self._look(begun=True)

    def on_response_complete(self) -> None:
        """Go on to the next request."""
        super().on_response_complete()
        self._look(begun=bool(self.conn.trailing_data[0]))

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._rest()
        super().connection_lost(exc)

    def abandon(self) -> None:
        """End the connection at once."""
        self._rest()
        self.transport.abort()

    def _look(self, *, begun: bool) -> None:
        """Wait for the rest of headers that have begun; for nothing once they are there."""
        if self.conn.their_state is h11.IDLE and begun:
            self._wait()
        elif self.conn.their_state is not h11.SEND_BODY:
            self._rest()

    def _wait(self) -> None:
        if self.timer is None and not self.transport.is_closing():
            self.timer = self.loop.call_later(self.limits.silence, self.abandon)

    def _rest(self) -> None:
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None


TRIED = 20
"""Ports that are tried after the one that was asked for."""


def run(
    host: str,
    port: int,
    token: str,
    workers: int | None,
    proxy: str = "",
    embed: Sequence[str] = (),
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
    embed : sequence of str, optional
        Sites whose pages may show single figures.
    opened, demo : bool
        Whether the browser is opened, and whether it begins with the tour.
    said : callable
        Receives the link, once it can be opened.

    Raises
    ------
    DataError
        When it is to answer other machines without a token, a site is none, and when no port is free.
    """
    from newind.web.app import create_app

    listener = listening(host, port)
    free = int(listener.getsockname()[1])
    settings = Settings(host, free, token, proxy=_address(proxy), embed=tuple(map(_site, embed)))
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


SITE = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?")


def _site(said: str) -> str:
    if not SITE.fullmatch(said):
        raise DataError(f"--embed {said}: no address of a site. Give one such as https://example.org.")
    return said


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
