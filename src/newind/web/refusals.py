"""Form of errors: one clear sentence with a status that says whose fault it is, and where a mistake is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from newind.errors import (
    BilingualMessage,
    ConvergenceError,
    DataError,
    NewindError,
    PolicyError,
    UnknownNameError,
    catalogue,
    describe_mistakes,
    in_chinese,
    shorten_message,
    tell,
)
from newind.web.responses import ErrorDetail, MessageText, RefusalBody, TableMessage, body

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi import FastAPI, Request

    from newind.web.responses import MessagePlace


SHEET = re.compile(r"sheet '([^']{1,64})'")
CELL = re.compile(r"(?<![\w$])(?P<cell>[A-Z]{1,3}[1-9]\d{0,6})(?=[ :=,.)]|$)|'(?P<alone>[A-Z]{1,3}[1-9]\d{0,6})'")
SHOCK = re.compile(r"\bshock (\d+)\b")
LINE = re.compile(r"(?:^|[\s/])[^\s:/]+\.(?:ya?ml|csv):(\d+)(?::(\d+))?(?=: )|\bline (\d+)\b")


def place_in(message: str) -> MessagePlace:
    """Return sheet and cell, line and column, or the place of a shock that a message names; else nothing.

    Examples
    --------
    >>> place_in("my.xlsx: sheet 'flows': cells that are not numbers: E7 = 'x'. Write figures only.")
    {'sheet': 'flows', 'cell': 'E7'}
    >>> place_in("scenario.yaml:3:7: value must be a number, not 'x'."), place_in("no such region")
    ({'line': 3, 'column': 7}, {})
    >>> place_in("shock 2: value must be a number, not 'x'.")
    {'shock': 2}
    >>> place_in("my.xlsx: sheet 'flows': half a label for the row of 'B6'. Write it.")["cell"]
    'B6'
    """
    found: MessagePlace = {}
    if sheet := SHEET.search(message):
        found["sheet"] = sheet[1]
        if cell := CELL.search(message, sheet.end()):
            found["cell"] = cell["cell"] or cell["alone"]
    elif line := LINE.search(message):
        found["line"] = int(line[1] or line[3])
        if line[2]:
            found["column"] = int(line[2])
    elif shock := SHOCK.search(message):
        found["shock"] = int(shock[1])
    return found


STATUS = ((UnknownNameError, 404), (ConvergenceError, 409), (DataError, 422), (PolicyError, 422))
STOCK = ("There was an error parsing the body", "Not Found", "Method Not Allowed")
"""Bare messages of the framework; the catalogue has sentences in their place."""


class RequestError(NewindError):
    """Raise when a request cannot be served as it is: too large, too many, too long."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class TableError(RequestError):
    """Raise when an uploaded file holds no accounts, with all that there is to say of it."""

    def __init__(self, messages: Sequence[TableMessage]) -> None:
        first = messages[0]
        said = BilingualMessage(first["message"], first.get("message_zh", ""))
        super().__init__(said, 404 if first.get("kind") == "UnknownNameError" else 422)
        self.messages = messages


def format_message(said: object, hidden: str = "") -> MessageText:
    """Return a message or an error in one line: ``message``, and ``message_zh`` where it is written in Chinese.

    Parameters
    ----------
    said : object
    hidden : str, optional
        What no message tells, such as the folder in which a file is kept.

    Examples
    --------
    >>> format_message(tell("web.job_cancelled"))
    {'message': 'The job was cancelled.', 'message_zh': '任务已取消。'}
    """
    every = {"message": str(said), "message_zh": in_chinese(said)}
    told = {k: shorten_message(v.replace(hidden, "")) for k, v in every.items() if v or k == "message"}
    return cast("MessageText", told)


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


def format_error(error: BaseException) -> RefusalBody:
    """Return an error as plain data; what is our own fault is reported without details."""
    code = status_of(error)
    if code == 500:
        error = Exception(tell("web.ours"))
    found = describe_error(type(error).__name__ if code != 500 else "Error", error)
    if code != 500 and (where := place_in(found["message"])):
        found["where"] = where
    if isinstance(error, TableError):
        found["kind"] = "DataError" if code == 422 else "UnknownNameError"
        return body(RefusalBody, error=found, messages=error.messages)
    return body(RefusalBody, error=found)


def describe_error(kind: str, said: object) -> ErrorDetail:
    """Return an error of a kind with its message."""
    return cast("ErrorDetail", {"kind": kind, **format_message(said)})


def register(app: FastAPI) -> None:
    """Let an app tell errors in this way."""

    @app.exception_handler(NewindError)
    async def _handle_error(_: Request, error: NewindError) -> JSONResponse:
        return JSONResponse(format_error(error), status_of(error))

    @app.exception_handler(RequestValidationError)
    async def _invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        malformed = any(e["type"] == "json_invalid" for e in error.errors())
        found = describe_error("RequestError", describe_mistakes(error.errors()))
        return JSONResponse(body(RefusalBody, error=found), 400 if malformed else 422)

    @app.exception_handler(HTTPException)
    async def _http(_: Request, error: HTTPException) -> JSONResponse:
        known = tell(f"http.{error.status_code}") if f"http.{error.status_code}" in catalogue() else None
        said = (
            known if known and error.detail in STOCK else BilingualMessage(str(error.detail), known.zh if known else "")
        )
        found = body(RefusalBody, error=describe_error("RequestError", said))
        return JSONResponse(found, error.status_code, headers=error.headers)


def document_refusals(app: FastAPI) -> None:
    """Let the documentation of an app list how requests with mistakes are refused."""
    described = app.openapi

    def openapi() -> dict[str, Any]:
        found = described()
        for verbs in found["paths"].values():
            for operation in verbs.values():
                for status, words in _refusals(operation):
                    operation["responses"].setdefault(str(status), {"description": words})
        return found

    app.openapi = openapi  # type: ignore[method-assign]


def _refusals(operation: dict[str, Any]) -> list[tuple[int, str]]:
    """Return status and words of refusals: of what is no request at all, and of names that nothing has."""
    malformed = [(400, "The body is not JSON, or cut off.")] if "requestBody" in operation else []
    if not malformed and "parameters" not in operation:
        return []
    return [
        *malformed,
        (404, "A name in the request is not known; the message gives the nearest."),
        (422, "A value in the request is not what it may be; the message says which."),
    ]
