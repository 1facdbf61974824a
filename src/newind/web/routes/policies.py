"""Routes of policies and of what they do: the rules on subsidies, a package on an economy, the index."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Query

from newind.web.answers import policies, scores, searches, simulation
from newind.web.examples import COMPARISONS, FILES, SCORES, SCREENINGS, TRIALS, format_examples
from newind.web.requests import (
    AT_ONCE,
    AheadRequest,
    IndexRequest,
    ScenarioFileRequest,
    ScreeningRequest,
    SimulationRequest,
)
from newind.web.routes.given import BodyRoute, Here, On, Region, Year, fetch_answer

router = APIRouter(tags=["policies"], route_class=BodyRoute)


@router.get("/actions")
async def actions(here: Here) -> policies.ActionsBody:
    """Return the actions that come with newind, each with its preliminary WTO classification."""
    return await fetch_answer(here, policies.list_actions)


@router.post("/screen")
async def screen(
    here: Here, what: Annotated[ScreeningRequest, Body(openapi_examples=format_examples(SCREENINGS))]
) -> policies.ScreenedBody:
    """Classify a package, actions, or a register under WTO rules: tags, what led there, what would change it."""
    return await fetch_answer(here, policies.screen_actions, what)


@router.post("/package")
async def package(
    here: Here, file: Annotated[ScenarioFileRequest, Body(openapi_examples=format_examples(FILES))]
) -> policies.ReadPackage:
    """Return what a package in YAML says, checked on the accounts on which it is to be tried."""
    return await fetch_answer(here, policies.read, file, here.settings.folder)


simulation_router = APIRouter(tags=["simulation"], route_class=BodyRoute)
Until = Annotated[int, Query(ge=1900, le=2100, examples=[2035], description="Last year.")]


@simulation_router.post("/simulate")
async def simulate(
    here: Here, trial: Annotated[SimulationRequest, Body(openapi_examples=format_examples(TRIALS))]
) -> simulation.SimulatedBody:
    """Return the central case of a package; its range and what each lever brings are jobs."""
    return await fetch_answer(here, simulation.central, trial, here.folder)


@simulation_router.post("/ahead")
async def ahead(
    here: Here, asked: Annotated[AheadRequest, Body(openapi_examples=format_examples(COMPARISONS))]
) -> simulation.AheadBody:
    """Return which of scenarios is ahead, by their cases, as the job `range` gives them; nothing is solved."""
    return await fetch_answer(here, simulation.compare_scenarios, asked)


@simulation_router.get("/search/choices")
async def choices(
    here: Here, on: On = "world", year: Year = None, region: Region = "CHN", until: Until = 2035
) -> searches.SearchChoices:
    """Return the choices of a search: goals, constraints, actions, scenarios; the job `search` searches."""
    return await fetch_answer(here, searches.choices, on, year, region, until, here.settings.limits.paths, here.folder)


scores_router = APIRouter(tags=["index"], route_class=BodyRoute)


@scores_router.get("/index")
async def index(
    here: Here, on: On = "world", year: Year = None, view: Annotated[str, Query(max_length=40)] = ""
) -> scores.ScoredBody:
    """Return scores and ranks with intervals by the index's own weights."""
    own = IndexRequest(on=on, year=year, view=view, replications=AT_ONCE)
    return await fetch_answer(here, scores.score_economies, own, here.folder)


@scores_router.post("/index")
async def compute_scores(
    here: Here, scored: Annotated[IndexRequest, Body(openapi_examples=format_examples(SCORES))]
) -> scores.ScoredBody:
    """Return scores and ranks by other weights; intervals of many replications and the audit are the job `index`."""
    return await fetch_answer(here, scores.score_economies, scored, here.folder)
