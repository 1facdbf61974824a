"""Systems in depth: dependence, flows, circulation, chains, the division of a target."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Body, Query, Response

from newind.web.answers import circulation, dependence, division, flows
from newind.web.downloads import KINDS, send_file
from newind.web.examples import TARGETS, format_examples
from newind.web.requests import DivisionRequest
from newind.web.routes.given import BodyRoute, Here, On, Region, Year, fetch_answer, once

router = APIRouter(tags=["in depth"], route_class=BodyRoute)
CSV = {"content": {KINDS[".csv"]: {}}, "description": "A csv file."}
Industry = Annotated[str | None, Query(max_length=40, description="Industry; all together if left out.")]


@router.get("/dependence")
async def depends(
    here: Here, on: On = "world", year: Year = None, region: Region = "CHN", industry: Industry = None
) -> dependence.DependenceBody:
    """Return inputs from abroad and their suppliers; the job `losses` computes the cost of supply disruptions."""
    return await fetch_answer(here, dependence.list_inputs, on, year, region, industry, here.folder)


@router.get("/flows")
async def flow(
    here: Here,
    on: On = "world",
    year: Year = None,
    region: Region = "CHN",
    what: Literal["value", "carbon"] = "value",
    of: Literal["exports", "use"] = "exports",
    industry: Industry = None,
) -> flows.FlowsBody:
    """Return where the value or carbon in exports or final use is made, through which industry, and who gets it."""
    return await fetch_answer(here, flows.trace_flows, on, year, region, what, of, industry, here.folder)


@router.get("/circulation")
async def circuit(
    here: Here, on: On = "world", year: Year = None, region: Region = "CHN"
) -> circulation.CirculationBody:
    """Return scopes of demand and supply over the years, and a decomposition of exports."""
    return await fetch_answer(here, circulation.circuits, on, year, region, here.folder)


@router.get("/smile")
async def smile(
    here: Here,
    on: On = "world",
    year: Year = None,
    region: Region = "CHN",
    industry: Annotated[str, Query(max_length=40, description="Industry that finishes the product.")] = "c14",
    measure: Literal["value_added_rate", "income_per_hour"] = "value_added_rate",
) -> flows.SmileBody:
    """Return what the members of a chain earn along their distance to its final product."""
    return await fetch_answer(here, flows.build_smile_curve, on, year, region, industry, measure, here.folder)


@router.get("/division/template", response_class=Response, responses={200: CSV})
async def parts_template(here: Here) -> Response:
    """Return an empty table of parts to fill in; what each column means stands above it."""
    return send_file(await fetch_answer(here, division.write_template))


@router.post("/division")
async def divide(
    here: Here, target: Annotated[DivisionRequest, Body(openapi_examples=format_examples(TARGETS))]
) -> division.DividedBody:
    """Return a target divided by each criterion alone and by the weights asked for; a file sent along is not kept."""
    if target.file is None:
        return await fetch_answer(here, division.divide_emissions, target, here.folder, here.settings.limits)
    return await once(here, division.divide_emissions, target, here.folder, here.settings.limits)
