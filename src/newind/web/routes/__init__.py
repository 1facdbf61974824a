"""Routes: what each address asks for; the answers stand in :mod:`newind.web.answers`."""

from __future__ import annotations

from fastapi import APIRouter

from newind.web.routes import catalogue, depth, jobs, policies, questions, tables


def routers() -> tuple[APIRouter, ...]:
    """Return all routers, in the order of the documentation."""
    return (
        catalogue.router, catalogue.now_router, catalogue.figures_router, questions.router, depth.router,
        policies.scores_router, policies.router, policies.simulation_router, tables.router, jobs.router,
    )  # fmt: skip
