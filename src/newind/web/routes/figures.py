"""Accounts as they are: described, measured, diagnosed."""

from __future__ import annotations

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter, Query

from newind.web.answers import figures, profile
from newind.web.routes.given import BodyRoute, Here, Listed, On, OnPath, Region, Year, fetch_answer, split_names

router = APIRouter(tags=["accounts"], route_class=BodyRoute)


@router.get("/accounts/{on}")
async def accounts(here: Here, on: OnPath, year: Year = None) -> figures.AccountsMeta:
    """Return who and what is in accounts: regions, industries, groups, GDP, source, status.

    Every view begins with it and it is quick: it waits behind no other question.
    """
    return await asyncio.to_thread(figures.describe_accounts, on, year, here.folder)


@router.get("/measure")
async def measure(
    here: Here,
    on: On = "world",
    year: Year = None,
    ids: Annotated[Listed, Query(examples=["s4.dva_share"])] = "",
    regions: Annotated[Listed, Query(examples=["CHN,USA"])] = "",
    totals: bool = True,
) -> figures.MeasuredBody:
    """Return figures in the one schema of measuring; of all years where none is named."""
    return await fetch_answer(
        here, figures.measure_indicators, on, year, split_names(ids), split_names(regions), totals, here.folder
    )


@router.get("/series")
async def series(
    here: Here,
    ids: Annotated[Listed, Query(examples=["s4.dva_share"])],
    on: On = "world",
    regions: Annotated[Listed, Query(examples=["CHN,USA"])] = "CHN",
) -> figures.SeriesList:
    """Return indicators over all years: a line a database, not joined, with the size of the break between them."""
    return await fetch_answer(here, figures.list_series, on, split_names(ids), split_names(regions), here.folder)


@router.get("/diagnose")
async def diagnose(
    here: Here,
    on: On = "world",
    year: Year = None,
    region: Region = "CHN",
    system: Annotated[Literal["s1", "s2", "s3", "s4"] | None, Query()] = None,
    peers: Listed = "",
) -> figures.DiagnosedBody:
    """Return findings without asking the model what losses cost; the job `diagnose` asks it."""
    return await fetch_answer(
        here, figures.diagnose_economy, on, year, region, system, split_names(peers), False, here.folder
    )


@router.get("/profile")
async def explore(
    here: Here, on: On = "world", year: Year = None, region: Region = "CHN", peers: Listed = ""
) -> profile.ProfileBody:
    """Return an economy among its peers: characteristics and systems, each figure with its years and its source."""
    return await fetch_answer(here, profile.describe_economy, on, year, region, tuple(split_names(peers)), here.folder)
