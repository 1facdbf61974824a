"""Connections of the server: how many, how long one may take over its request, and how all end."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    import asyncio
    import socket

    from fastapi import FastAPI

    from newind.web.settings import ServerLimits, Settings


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
