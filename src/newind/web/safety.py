"""What keeps the server safe: who may ask, how much, how often, and what a page may load."""

from __future__ import annotations

import hmac
import re
import time
from collections import OrderedDict
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, RedirectResponse

from newind.errors import tell
from newind.web.plain import body
from newind.web.refusals import worded
from newind.web.settings import LOOPBACK

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from newind.web.settings import Settings

COOKIE = "newind_token"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
CHANGING = ("POST", "PUT", "PATCH", "DELETE")
DIGITS = re.compile(r"[0-9]{1,18}")
CLIENTS = 4096
"""Clients whose rate is remembered."""


class Safety:
    """Middleware: refuses who may not ask, what is too large and too often; adds headers to every answer."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = self._refused(scope, headers)
        if refused is not None:
            await refused(scope, receive, _with_headers(send))
            return
        await self.app(scope, self._counted(scope, receive), _with_headers(send))

    def _refused(self, scope: Scope, headers: Headers) -> JSONResponse | RedirectResponse | None:
        if not self._known_host(headers):
            return _no(tell("web.host"), 421)
        if scope["method"] in CHANGING and not _same_origin(headers):
            return _no(tell("web.origin"), 403)
        if self.settings.token:
            asked = self._let_in(scope, headers)
            if asked is not None:
                return asked
        if not self._in_time(str((scope.get("client") or ("",))[0])):
            return _no(tell("web.too_many"), 429)
        length = headers.get("content-length", "0")
        if not DIGITS.fullmatch(length) or int(length) > self._most(scope):
            return _no(tell("web.too_large", most=self._most(scope) // 1024), 413)
        return None

    def _known_host(self, headers: Headers) -> bool:
        """Return whether the name asked is this server's: a page of another site cannot pretend it (DNS rebinding)."""
        if self.settings.open:
            return True
        return _host_in(f"//{headers.get('host', '')}") in (*LOOPBACK, "testserver")

    def _let_in(self, scope: Scope, headers: Headers) -> JSONResponse | RedirectResponse | None:
        """Return how one without the token is refused; a link with it leaves a cookie and no token in the address."""
        cookie: SimpleCookie = SimpleCookie(headers.get("cookie", ""))
        bearer = headers.get("authorization", "").removeprefix("Bearer ")
        known = [bearer, cookie[COOKIE].value if COOKIE in cookie else ""]
        if any(hmac.compare_digest(k.encode(), self.settings.token.encode()) for k in known):
            return None
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if scope["method"] == "GET" and hmac.compare_digest(given.encode(), self.settings.token.encode()):
            welcome = RedirectResponse(scope["path"], 303)
            welcome.set_cookie(COOKIE, self.settings.token, httponly=True, samesite="strict", path="/")
            return welcome
        return _no(tell("web.token"), 401)

    def _in_time(self, client: str) -> bool:
        """Return whether a client may ask now: so many a second, with some at once."""
        limits, now = self.settings.limits, time.monotonic()
        left, before = self._buckets.pop(client, (limits.burst, now))
        left = min(limits.burst, left + (now - before) * limits.rate)
        self._buckets[client] = (max(left - 1, 0.0), now)
        while len(self._buckets) > CLIENTS:
            self._buckets.popitem(last=False)
        return left >= 1

    def _most(self, scope: Scope) -> int:
        limits = self.settings.limits
        return {"tables": limits.upload, "export": limits.export}.get(scope["path"].rpartition("/")[2], limits.body)

    def _counted(self, scope: Scope, receive: Receive) -> Receive:
        """Return a receiver that ends a request which sends more than it may, whatever it said."""
        most, seen = self._most(scope), 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > most:
                return {"type": "http.disconnect"}
            return message

        return counted


def _same_origin(headers: Headers) -> bool:
    """Return whether a request comes from a page of this server, or from no page at all."""
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site", "none") in ("none", "same-origin")
    return _host_in(origin, whole=True) == headers.get("host")


def _host_in(address: str, *, whole: bool = False) -> str:
    """Return the name in an address, with its port where the whole is asked for; empty where there is none."""
    try:
        found = urlsplit(address)
    except ValueError:
        return ""
    return found.netloc if whole else found.hostname or ""


def _no(message: str, status: int) -> JSONResponse:
    return JSONResponse(body(error={"kind": "RequestError", **worded(message)}), status)


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sent
