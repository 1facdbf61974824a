"""The index: scores and ranks under any weights."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Query

from newind.web.answers import scores
from newind.web.examples import SCORES, format_examples
from newind.web.requests import AT_ONCE, IndexRequest
from newind.web.routes.given import BodyRoute, Here, On, Year, fetch_answer

router = APIRouter(tags=["index"], route_class=BodyRoute)


@router.get("/index")
async def index(
    here: Here, on: On = "world", year: Year = None, view: Annotated[str, Query(max_length=40)] = ""
) -> scores.ScoredBody:
    """Return scores and ranks with intervals by the index's own weights."""
    own = IndexRequest(on=on, year=year, view=view, replications=AT_ONCE)
    return await fetch_answer(here, scores.score_economies, own, here.folder)


@router.post("/index")
async def compute_scores(
    here: Here, scored: Annotated[IndexRequest, Body(openapi_examples=format_examples(SCORES))]
) -> scores.ScoredBody:
    """Return scores and ranks by other weights; intervals of many replications and the audit are the job `index`."""
    return await fetch_answer(here, scores.score_economies, scored, here.folder)
