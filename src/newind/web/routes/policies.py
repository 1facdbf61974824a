"""Policies and the WTO's rules on subsidies."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body

from newind.web.answers import packages, policies
from newind.web.examples import FILES, SCREENINGS, format_examples
from newind.web.requests import ScenarioFileRequest, ScreeningRequest
from newind.web.routes.given import BodyRoute, Here, fetch_answer

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
) -> packages.ReadPackage:
    """Return what a package in YAML says, checked on the accounts on which it is to be tried."""
    return await fetch_answer(here, packages.read, file, here.settings.folder)
