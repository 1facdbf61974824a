"""Routes of the catalogue."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query

from newind.web.answers import ahead, catalogue, tables
from newind.web.routes.given import BodyRoute, Here

router = APIRouter(tags=["what there is"], route_class=BodyRoute)


@router.get("/catalog")
async def catalog(here: Here) -> catalogue.CatalogBody:
    """Return accounts, shipped and uploaded, the words for families, topics, systems and kinds, and what is taken."""
    return await asyncio.to_thread(catalogue.overview, tables.limits(here.settings.limits), here.folder)


@router.get("/levers")
async def levers() -> catalogue.LeversBody:
    """Return the levers, each with its slider."""
    return catalogue.list_levers()


@router.get("/scenarios")
async def scenarios(here: Here) -> ahead.WorldsBody:
    """Return the scenarios in which a package can be followed, what each assumes, and how many draws a job takes."""
    return ahead.worlds(here.settings.limits.draws)


@router.get("/targets")
async def targets() -> ahead.TargetFiles:
    """Return whose targets come with newind, and the text of each file, as a pattern for those of a user."""
    return ahead.list_shipped_targets()


@router.get("/packages")
async def packages() -> catalogue.PackagesBody:
    """Return the packages that come with newind."""
    return catalogue.list_packages()


@router.get("/indicators")
async def indicators() -> catalogue.IndicatorsBody:
    """Return the registry of indicators: formula, source, unit, direction."""
    return catalogue.registry()


@router.get("/paper")
async def paper(clause: Annotated[str, Query(max_length=20, examples=["3.3.i"])] = "") -> catalogue.ClausesBody:
    """Return the clauses of the paper: what answers each, and how far."""
    return catalogue.paper(clause)
