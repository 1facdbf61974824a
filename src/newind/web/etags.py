"""Answers that have not changed are not sent again."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

STREAM = "text/event-stream"


class EtagMiddleware:
    """Middleware: a tag on every answer to GET that came well, and 304 for who has it already."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; hold its answer back until its tag is known."""
        if scope["type"] != "http" or scope["method"] != "GET" or "/api/" not in scope["path"]:
            await self.app(scope, receive, send)
            return
        held: list[Message] = []
        passing = False

        async def hold(message: Message) -> None:
            nonlocal passing
            if message["type"] == "http.response.start":
                kind = Headers(raw=message["headers"]).get("content-type", "")
                passing = message["status"] != 200 or kind.startswith(STREAM)
            if passing:
                await send(message)
                return
            held.append(message)
            if message["type"] == "http.response.body" and not message.get("more_body", False):
                await _release(held, Headers(scope=scope).get("if-none-match", ""), send)

        await self.app(scope, receive, hold)


async def _release(held: list[Message], known: str, send: Send) -> None:
    start, *parts = held
    body = b"".join(p.get("body", b"") for p in parts)
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = MutableHeaders(raw=list(start["headers"]))
    headers["etag"] = tag
    headers.setdefault("cache-control", "no-cache")
    if tag in {t.strip() for t in known.split(",")}:
        for name in ("content-length", "content-type"):
            del headers[name]
        await send({"type": "http.response.start", "status": 304, "headers": headers.raw})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({**start, "headers": headers.raw})
    await send({"type": "http.response.body", "body": body})
