"""Tables of one's own: uploaded, removed; the empty one to fill in; figures saved as a file."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Body, File, Form, Path, Query, Response, UploadFile

from newind.web.answers import tables
from newind.web.downloads import KINDS, send_file
from newind.web.examples import EXPORTS, format_examples
from newind.web.refusals import TableError
from newind.web.requests import ExportRequest
from newind.web.routes.given import BodyRoute, Here, compute_answer, fetch_answer, once

router = APIRouter(tags=["tables"], route_class=BodyRoute)
PIECE = 1 << 20
OwnName = Annotated[str, Path(max_length=40, examples=["t-0123456789abcdef"])]
WORKBOOK = {"content": {KINDS[".xlsx"]: {}}, "description": "A workbook."}
SAVED = {"content": {KINDS[k]: {} for k in (".csv", ".xlsx", ".zip")}, "description": "The file."}


@router.post("/tables", status_code=201)
async def upload(
    here: Here,
    file: Annotated[UploadFile, File(description="Workbook, csv, or accounts saved by newind.")],
    format: Annotated[str | None, Form(max_length=20, examples=["template"])] = None,
    region: Annotated[str | None, Form(max_length=40, description="Whose table it is, where it does not say.")] = None,
    year: Annotated[int | None, Form(ge=1900, le=2200)] = None,
) -> tables.UploadedBody:
    """Take a table; it has the name of its content, so that the same table uploaded twice is one."""
    with tables.receive_upload(file.filename or "", here.folder) as path:
        with path.open("wb") as target:
            while piece := await file.read(PIECE):
                target.write(piece)
        found = await once(
            here, tables.store_upload, path, format or None, region or None, year, here.folder, here.settings.limits
        )
    if "entry" in found:
        return found
    raise TableError(found["messages"])


@router.delete("/tables/{name}")
async def remove(here: Here, name: OwnName) -> tables.RemovedBody:
    """Remove an uploaded table."""
    found = tables.remove_table(name, here.folder)
    here.pool.forget()
    return found


@router.get("/template", response_class=Response, responses={200: WORKBOOK})
async def template(
    here: Here,
    regions: Annotated[str, Query(max_length=4000, examples=["CN-GD,CN-REST,ROW"])],
    industries: Annotated[str, Query(max_length=20_000, examples=["nbs42-2017"])],
    year: Annotated[int | None, Query(ge=1900, le=2200)] = None,
    unit: Annotated[str, Query(max_length=20, examples=["10K.CNY"])] = "",
    boundary: Annotated[str | None, Query(max_length=4000)] = None,
    demand: Annotated[str, Query(max_length=2000)] = "",
) -> Response:
    """Return an empty table to fill in."""
    rows = here.settings.limits.rows
    return send_file(await fetch_answer(here, tables.template, regions, industries, year, unit, boundary, demand, rows))


@router.get("/examples/{name}", response_class=Response, responses={200: SAVED})
async def example(here: Here, name: Annotated[Literal["table", "parts"], Path(examples=["table"])]) -> Response:
    """Return a template filled with figures that come with newind."""
    return send_file(await fetch_answer(here, tables.write_example, name))


@router.post("/export", response_class=Response, responses={200: SAVED})
async def export(
    here: Here, what: Annotated[ExportRequest, Body(openapi_examples=format_examples(EXPORTS))]
) -> Response:
    """Return figures as a csv file or a workbook; no text in it runs as a formula."""
    return send_file(await compute_answer(here, tables.export_tables, what))
