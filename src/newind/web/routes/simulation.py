"""A package on an economy: its central case at once."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Query

from newind.web.answers import searches, simulation
from newind.web.examples import TRIALS, format_examples
from newind.web.requests import SimulationRequest
from newind.web.routes.given import BodyRoute, Here, On, Region, Year, fetch_answer

router = APIRouter(tags=["simulation"], route_class=BodyRoute)
Until = Annotated[int, Query(ge=1900, le=2100, examples=[2035], description="Last year.")]


@router.post("/simulate")
async def simulate(
    here: Here, trial: Annotated[SimulationRequest, Body(openapi_examples=format_examples(TRIALS))]
) -> simulation.SimulatedBody:
    """Return the central case of a package; its range and what each lever brings are jobs."""
    return await fetch_answer(here, simulation.central, trial, here.folder)


@router.get("/search/choices")
async def choices(
    here: Here, on: On = "world", year: Year = None, region: Region = "CHN", until: Until = 2035
) -> searches.SearchChoices:
    """Return the choices of a search: goals, constraints, actions, scenarios; the job `search` searches."""
    return await fetch_answer(here, searches.choices, on, year, region, until, here.settings.limits.paths, here.folder)
