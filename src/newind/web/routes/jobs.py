"""Jobs: begun, followed, cancelled, their results fetched."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import reduce
from operator import or_
from typing import Annotated, Any

from fastapi import APIRouter, Body, Path, Query, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from newind.errors import describe_mistakes, tell
from newind.web.downloads import DownloadFile, send_file
from newind.web.examples import JOBS, format_examples
from newind.web.jobs import ENDED, JobBody, JobRunner
from newind.web.refusals import RequestError
from newind.web.requests import FileRequest, ProjectionRequest, QuestionRequest, SearchRequest
from newind.web.routes.given import BodyRoute, Here, key_of
from newind.web.tasks import RESULTS, find_task

router = APIRouter(prefix="/jobs", tags=["jobs"], route_class=BodyRoute)
Id = Annotated[str, Path(max_length=40, examples=["0123456789abcdef"])]
Part = Annotated[
    int, Query(ge=0, le=1000, examples=[1], description="Of `parts`: what is known then, before the job is done.")
]


class JobRequest(BaseModel):
    """Request of a job."""

    model_config = ConfigDict(extra="forbid")

    kind: str = Field(max_length=40, examples=["range"])
    request: dict[str, Any] = Field(examples=[{"on": "world", "region": "CHN", "package": "all-families"}])


@router.post("", status_code=202)
async def begin(
    here: Here, what: Annotated[JobRequest, Body(openapi_examples=format_examples(JOBS))], request: Request
) -> JobBody:
    """Begin a job; the same job under way or done is returned as it is."""
    task, given = find_task(what.kind, what.request)
    try:
        asked = task.model.model_validate(given)
    except ValidationError as error:
        raise RequestError(describe_mistakes(error.errors()), 422) from None
    if isinstance(asked, ProjectionRequest) and asked.draws > (most := here.settings.limits.draws):
        raise RequestError(tell("web.many_draws", draws=asked.draws, most=most), 422)
    if isinstance(asked, FileRequest):
        asked = asked.at(str(request.base_url).rstrip("/"))
    if isinstance(asked, SearchRequest | QuestionRequest):
        asked = asked.within(here.settings.limits.paths)
    work = _bound(task.work, asked, here)
    return here.jobs.begin(what.kind, key_of(what.kind, asked), work).describe_progress()


def _bound(
    work: Callable[..., Awaitable[Any]], request: BaseModel, here: Here
) -> Callable[[JobRunner], Awaitable[Any]]:
    return lambda desk: work(desk, request, here.folder)


@router.get("/{id}")
async def job(here: Here, id: Id) -> JobBody:
    """Return how far a job is."""
    return here.jobs[id].describe_progress()


@router.delete("/{id}")
async def cancel(here: Here, id: Id) -> JobBody:
    """Cancel a job."""
    return here.jobs.cancel(id).describe_progress()


@router.get("/{id}/events")
async def events(here: Here, id: Id) -> StreamingResponse:
    """Follow a job: server-sent events `progress`, then `done`, `failed` or `cancelled`."""
    here.jobs[id]

    async def stream() -> AsyncIterator[str]:
        async for name, told in here.jobs.follow(id):
            yield f"event: {name}\ndata: {json.dumps(told, ensure_ascii=False)}\n\n"

    return StreamingResponse(stream(), media_type="text/event-stream", headers={"cache-control": "no-store"})


@router.get("/{id}/result", responses={200: {"model": reduce(or_, dict.fromkeys(RESULTS.values()))}})
async def result(here: Here, id: Id, part: Part = 0) -> Response:
    """Return what a job came to: data, or a file; or what is known of it so far."""
    found = here.jobs[id]
    if found.state == "failed":
        return JSONResponse({"schema_version": 1, "error": found.error}, found.status)
    if found.state != "done" and not (part and found.parts):
        raise RequestError(tell("web.job_cancelled" if found.state in ENDED else "web.job_not_done"), 409)
    if isinstance(found.result, DownloadFile):
        return send_file(found.result)
    return JSONResponse(found.result)
