"""Routes: what each address asks for; the answers stand in :mod:`newind.web.answers`."""

from __future__ import annotations

from fastapi import APIRouter

from newind.web.routes import catalogue, depth, figures, jobs, now, policies, questions, scores, simulation, tables


def routers() -> tuple[APIRouter, ...]:
    """Return all routers, in the order of the documentation."""
    modules = (catalogue, now, figures, questions, depth, scores, policies, simulation, tables, jobs)
    return tuple(module.router for module in modules)
