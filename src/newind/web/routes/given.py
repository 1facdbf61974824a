"""Shared parts of routes: the services of the server, lists in an address, a time limit."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable
from concurrent.futures.process import BrokenProcessPool
from typing import Annotated, Any, TypeVar, get_type_hints

from fastapi import Depends, Path, Query, Request
from fastapi.routing import APIRoute
from typing_extensions import is_typeddict

from newind.errors import tell
from newind.web.app import ServerContext
from newind.web.economies import START
from newind.web.refusals import RequestError

A = TypeVar("A")


def _services(request: Request) -> ServerContext:
    found: ServerContext = request.app.state.services
    return found


Here = Annotated[ServerContext, Depends(_services)]
SETS = "Accounts: a shipped set or an uploaded table."
On = Annotated[str, Query(max_length=40, examples=["world"], description=SETS)]
OnPath = Annotated[str, Path(max_length=40, examples=["world"], description=SETS)]
Year = Annotated[
    int | None, Query(ge=1900, le=2200, examples=[START["year"]], description="Year; the last one if left out.")
]
Region = Annotated[str, Query(max_length=40, examples=["CHN"], description="Region that is asked about.")]
Listed = Annotated[str, Query(max_length=2000, examples=[""], description="Names with a comma between them.")]


class BodyRoute(APIRoute):
    """A route whose answer is described by the type that its function returns, and sent as it is."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **given: Any) -> None:
        kind = get_type_hints(endpoint)["return"]
        if is_typeddict(kind):
            told = (given.get("responses") or {}) | {given.get("status_code") or 200: {"model": kind}}
            given |= {"response_model": Any, "responses": told}
        super().__init__(path, endpoint, **given)


def split_names(text: str) -> list[str]:
    """Return names with commas between them.

    Examples
    --------
    >>> split_names("CHN, USA"), split_names("")
    (['CHN', 'USA'], [])
    """
    return [name.strip() for name in text.split(",") if name.strip()]


def key_of(kind: str, *given: Any) -> str:
    """Return what makes two questions the same."""
    text = json.dumps([kind, *given], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


async def fetch_answer(here: ServerContext, work: Callable[..., A], *given: Any) -> A:
    """Return an answer, computed or known, within the time that a question has.

    Raises
    ------
    RequestError
        When it takes longer.
    """
    key = key_of(f"{work.__module__}.{work.__qualname__}", *given)
    return await _in_time(here, here.pool.answer(key, work, *given))


async def compute_answer(here: ServerContext, work: Callable[..., A], *given: Any) -> A:
    """Return what something comes to that is done anew each time, within the time that a question has.

    Raises
    ------
    RequestError
        When it takes longer.
    """
    return await _in_time(here, here.pool.run(work, *given))


async def once(here: ServerContext, work: Callable[..., A], *given: Any) -> A:
    """Return what a file that somebody has sent comes to; one over which its process ended is not read again.

    Raises
    ------
    RequestError
        When it takes longer than a question has, or its process ended.
    """
    try:
        return await _in_time(here, here.pool.once(work, *given))
    except BrokenProcessPool:
        raise RequestError(tell("web.died"), 503) from None


async def _in_time(here: ServerContext, work: Awaitable[A]) -> A:
    try:
        async with asyncio.timeout(here.settings.limits.seconds):
            return await work
    except TimeoutError:
        raise RequestError(tell("web.too_long"), 504) from None
