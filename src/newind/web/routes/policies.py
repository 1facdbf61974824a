"""Policies and the WTO's rules on subsidies."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body

from newind.web.answers import packages, policies
from newind.web.examples import FILES, SCREENINGS, shown
from newind.web.requests import Screened, Written
from newind.web.routes.given import Here, asked

router = APIRouter(tags=["policies"])


@router.get("/actions")
async def actions(here: Here) -> dict[str, Any]:
    """Return the actions that come with newind, each with its triage."""
    return await asked(here, policies.listed)


@router.post("/screen")
async def screen(here: Here, what: Annotated[Screened, Body(openapi_examples=shown(SCREENINGS))]) -> dict[str, Any]:
    """Return the triage of a package, of actions, or of a register: tags, what led there, what would change it."""
    return await asked(here, policies.screened, what)


@router.post("/package")
async def package(here: Here, file: Annotated[Written, Body(openapi_examples=shown(FILES))]) -> dict[str, Any]:
    """Return what a package in YAML says, checked on the accounts on which it is to be tried."""
    return await asked(here, packages.read, file, here.settings.folder)
