"""How errors are told: one clear sentence, as on the command line, with a status that says whose fault it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from newind.errors import ConvergenceError, DataError, NewindError, PolicyError, UnknownNameError
from newind.web.places import place_in
from newind.web.plain import body

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi import FastAPI, Request

STATUS = ((UnknownNameError, 404), (ConvergenceError, 409), (DataError, 422), (PolicyError, 422))
FIRST = 3
"""Mistakes of a request that are named."""


class RequestError(NewindError):
    """Raise when a request cannot be served as it is: too large, too many, too long."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class TableError(RequestError):
    """Raise when an uploaded file holds no accounts, with all that there is to say of it."""

    def __init__(self, messages: list[dict[str, Any]]) -> None:
        super().__init__(messages[0]["message"], 404 if messages[0].get("kind") == "UnknownNameError" else 422)
        self.messages = messages


def status_of(error: BaseException) -> int:
    """Return the status of an error.

    Examples
    --------
    >>> status_of(UnknownNameError("no such")), status_of(ConvergenceError("no end")), status_of(OSError())
    (404, 409, 500)
    """
    if isinstance(error, RequestError):
        return error.status
    return next((code for kind, code in STATUS if isinstance(error, kind)), 500)


def told(error: BaseException) -> dict[str, Any]:
    """Return an error as plain data; what is our own fault is told without details."""
    code = status_of(error)
    if code == 500:
        error = Exception("Something went wrong in newind itself; the log of the server has it.")
    said = " ".join(str(error).split())
    found = {"kind": type(error).__name__ if code != 500 else "Error", "message": said}
    where = {} if code == 500 else place_in(said)
    if isinstance(error, TableError):
        found["kind"] = "DataError" if code == 422 else "UnknownNameError"
        return body(error=found | ({"where": where} if where else {}), messages=error.messages)
    return body(error=found | ({"where": where} if where else {}))


def register(app: FastAPI) -> None:
    """Let an app tell errors in this way."""

    @app.exception_handler(NewindError)
    async def _known(_: Request, error: NewindError) -> JSONResponse:
        return JSONResponse(told(error), status_of(error))

    @app.exception_handler(RequestValidationError)
    async def _invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        malformed = any(e["type"] == "json_invalid" for e in error.errors())
        message = mistakes(error.errors())
        return JSONResponse(body(error={"kind": "RequestError", "message": message}), 400 if malformed else 422)

    @app.exception_handler(HTTPException)
    async def _http(_: Request, error: HTTPException) -> JSONResponse:
        found = body(error={"kind": "RequestError", "message": str(error.detail)})
        return JSONResponse(found, error.status_code, headers=error.headers)


def mistakes(found: Sequence[Any]) -> str:
    """Return the first mistakes of a request in one sentence each.

    Examples
    --------
    >>> mistakes([{"loc": ("body", "year"), "msg": "Input should be a valid integer", "type": "int_type"}])
    'year: Input should be a valid integer.'
    """
    said = []
    for one in found[:FIRST]:
        where = ".".join(str(p) for p in one["loc"] if p not in ("body", "query", "path"))
        text = "the request is no JSON" if one["type"] == "json_invalid" else str(one["msg"])
        said.append(f"{where}: {text}." if where and one["type"] != "json_invalid" else f"{text}.")
    more = len(found) - FIRST
    return " ".join(said) + (f" {more} more." if more > 0 else "")
