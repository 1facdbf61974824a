"""Routes of the catalogue, of official figures and of accounts as they are: described, measured, diagnosed."""

from __future__ import annotations

import asyncio
import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query

from newind.web.answers import catalogue, figures, profile, tables
from newind.web.responses import EconomyList, OfficialSummary
from newind.web.routes.given import BodyRoute, Here, Listed, On, OnPath, Region, Year, fetch_answer, split_names

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
async def scenarios(here: Here) -> catalogue.WorldsBody:
    """Return the scenarios in which a package can be followed, what each assumes, and how many draws a job takes."""
    return catalogue.worlds(here.settings.limits.draws)


@router.get("/targets")
async def targets() -> catalogue.TargetFiles:
    """Return whose targets come with newind, and the text of each file, as a pattern for those of a user."""
    return catalogue.list_shipped_targets()


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


now_router = APIRouter(tags=["now"], route_class=BodyRoute)
Economy = Annotated[
    str, Query(max_length=40, examples=["CHN"], description="Code or name of an economy; `/now/economies` lists them.")
]
Day = Annotated[
    str, Query(max_length=10, examples=["2026-11-28"], description="Day from which ages are counted; today.")
]


@now_router.get("/now")
async def newest(here: Here, region: Economy = "CHN", peers: Listed = "", date: Day = "") -> OfficialSummary:
    """Return the newest official figures of an economy, each with year, status, source, age and its course since 1990.

    Beside them are peers and the world, partners in trade, where power comes from, and targets with how far they are.
    Projections are apart from what was seen.
    """
    return await fetch_answer(here, profile.page, region, split_names(peers), date or datetime.date.today().isoformat())


@now_router.get("/now/economies")
async def economies() -> EconomyList:
    """Return the economies that have official figures."""
    return await asyncio.to_thread(profile.economies)


figures_router = APIRouter(tags=["accounts"], route_class=BodyRoute)


@figures_router.get("/accounts/{on}")
async def accounts(here: Here, on: OnPath, year: Year = None) -> figures.AccountsMeta:
    """Return who and what is in accounts: regions, industries, groups, GDP, source, status.

    Every view begins with it and it is quick: it waits behind no other question.
    """
    return await asyncio.to_thread(figures.describe_accounts, on, year, here.folder)


@figures_router.get("/measure")
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


@figures_router.get("/series")
async def series(
    here: Here,
    ids: Annotated[Listed, Query(examples=["s4.dva_share"])],
    on: On = "world",
    regions: Annotated[Listed, Query(examples=["CHN,USA"])] = "CHN",
) -> figures.SeriesList:
    """Return indicators over all years: a line a database, not joined, with the size of the break between them."""
    return await fetch_answer(here, figures.list_series, on, split_names(ids), split_names(regions), here.folder)


@figures_router.get("/diagnose")
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


@figures_router.get("/profile")
async def explore(
    here: Here, on: On = "world", year: Year = None, region: Region = "CHN", peers: Listed = ""
) -> profile.ProfileBody:
    """Return an economy among its peers: characteristics and systems, each figure with its years and its source."""
    return await fetch_answer(here, profile.describe_economy, on, year, region, tuple(split_names(peers)), here.folder)
