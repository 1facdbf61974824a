"""Safety of the server: who may ask, how much, how often, what may load, and answers that have not changed."""

from __future__ import annotations

import hashlib
import hmac
import re
import time
from collections import OrderedDict
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, RedirectResponse

from newind.errors import tell
from newind.web.refusals import describe_error
from newind.web.responses import RefusalBody, body
from newind.web.settings import LOOPBACK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from newind.web.settings import Settings


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


COOKIE = "newind_token"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
EMBEDDED = "/embed/"
"""Where figures stand that other pages show: without cookies, and with a policy of their own."""
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


def policy_of_embedded(sites: Sequence[str]) -> str:
    """Return what a figure that other pages show may load, and which pages these are.

    Examples
    --------
    >>> policy_of_embedded(["https://example.org"]).rpartition("; ")[2]
    "frame-ancestors 'self' https://example.org"
    """
    shown = POLICY.replace("base-uri 'none'", "base-uri 'self'")
    return shown.replace("frame-ancestors 'none'", " ".join(["frame-ancestors 'self'", *sites]))


class RateLimiter:
    """So many a second of each client, with some at once."""

    def __init__(self, rate: float, burst: float) -> None:
        self._rate, self._burst = rate, burst
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def left(self, client: str) -> float:
        """Return how many a client has left now."""
        now = time.monotonic()
        left, before = self._buckets.get(client, (self._burst, now))
        return min(self._burst, left + (now - before) * self._rate)

    def take(self, client: str) -> bool:
        """Take one of a client, and return whether there was one."""
        left = self.left(client)
        self._buckets[client] = (max(left - 1, 0.0), time.monotonic())
        self._buckets.move_to_end(client)
        while len(self._buckets) > CLIENTS:
            self._buckets.popitem(last=False)
        return left >= 1


class SafetyMiddleware:
    """Middleware: refuses who may not ask, what is too large and too often; adds headers to every answer."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings
        limits = settings.limits
        self._requests, self._guesses = (
            RateLimiter(limits.rate, limits.burst),
            RateLimiter(limits.guesses, limits.first_guesses),
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = self._find_refusal(scope, headers)
        if refused is not None:
            await refused(scope, receive, _with_headers(send))
            return
        await self.app(scope, self._limit_receiver(scope, receive), _with_headers(send))

    def _find_refusal(self, scope: Scope, headers: Headers) -> JSONResponse | RedirectResponse | None:
        client = str((scope.get("client") or ("",))[0])
        if not self._requests.take(client):
            return _no(tell("web.too_many"), 429)
        if not self._is_known_host(headers):
            return _no(tell("web.host"), 421)
        if scope["method"] in CHANGING and not _same_origin(headers):
            return _no(tell("web.origin"), 403)
        if scope["path"].startswith("/api/") and _embedded_elsewhere(headers):
            return _no(tell("web.origin"), 403)
        if self.settings.token:
            asked = self._let_in(scope, headers, client)
            if asked is not None:
                return asked
        length = headers.get("content-length", "0")
        if not DIGITS.fullmatch(length) or int(length) > self._most(scope):
            return _no(tell("web.too_large", most=self._most(scope) // 1024), 413)
        return None

    def _is_known_host(self, headers: Headers) -> bool:
        """Return whether the name asked is this server's: a page of another site cannot pretend it (DNS rebinding)."""
        if self.settings.open:
            return True
        return _host_in(f"//{headers.get('host', '')}") in LOOPBACK

    def _let_in(self, scope: Scope, headers: Headers, client: str) -> JSONResponse | RedirectResponse | None:
        """Return how one without the token is refused; a link with it leaves a cookie and no token in the address."""
        token = self.settings.token
        cookie = hmac.new(token.encode(), COOKIE.encode(), "sha256").hexdigest()
        bearer = headers.get("authorization", "").removeprefix("Bearer ")
        shown = [(bearer, token), *((value, cookie) for value in _cookies(headers))]
        link = parse_qs(scope["query_string"].decode("latin-1"), encoding="latin-1").get("token", [""])[0]
        if not (bearer or link or len(shown) > 1):
            return _no(tell("web.token"), 401)
        if not self._guesses.left(client) >= 1:
            return _no(tell("web.too_many"), 429)
        if any(_same(given, right) for given, right in shown):
            return None
        if scope["method"] == "GET" and _same(link, token) and not scope["path"].startswith(EMBEDDED):
            welcome = RedirectResponse("/" + scope["path"].lstrip("/\\"), 303)  # never to another host
            welcome.set_cookie(COOKIE, cookie, httponly=True, samesite="strict", path="/")
            return welcome
        self._guesses.take(client)
        return _no(tell("web.token"), 401)

    def _most(self, scope: Scope) -> int:
        limits = self.settings.limits
        return {"tables": limits.upload, "export": limits.export}.get(scope["path"].rpartition("/")[2], limits.body)

    def _limit_receiver(self, scope: Scope, receive: Receive) -> Receive:
        """Return a receiver that ends a request which sends more than it may, whatever it said."""
        most, seen = self._most(scope), 0

        async def receive_message() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > most:
                return {"type": "http.disconnect"}
            return message

        return receive_message


def _embedded_elsewhere(headers: Headers) -> bool:
    """Return whether a page of another site asks, as a picture or otherwise: it could make this one compute."""
    return headers.get("sec-fetch-site") == "cross-site" and headers.get("sec-fetch-mode") != "navigate"


def _same_origin(headers: Headers) -> bool:
    """Return whether a request comes from a page of this server, or from no page at all."""
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site", "none") in ("none", "same-origin")
    return _host_in(origin, whole=True) == headers.get("host")


def _cookies(headers: Headers) -> list[str]:
    """Return the values of our cookie; whatever other cookies hold is passed over."""
    pairs = (part.strip().partition("=") for part in ";".join(headers.getlist("cookie")).split(";"))
    return [value for name, _, value in pairs if name == COOKIE]


def _same(given: str, right: str) -> bool:
    """Return whether what came over the wire, a character a byte, is a text; in the same time whatever it is."""
    return hmac.compare_digest(given.encode("latin-1", "replace"), right.encode())


def _host_in(address: str, *, whole: bool = False) -> str:
    """Return the name in an address, with its port where the whole is asked for; empty where there is none."""
    try:
        found = urlsplit(address)
    except ValueError:
        return ""
    return found.netloc if whole else found.hostname or ""


def _no(message: str, status: int) -> JSONResponse:
    return JSONResponse(body(RefusalBody, error=describe_error("RequestError", message)), status)


def _with_headers(send: Send) -> Send:
    async def send_message(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return send_message
