"""Routes: what each address asks for; the answers stand in :mod:`newind.web.answers`."""

from __future__ import annotations

from fastapi import APIRouter

from newind.web.routes import catalogue, depth, figures, jobs, now, policies, scores, simulation, tables


def routers() -> tuple[APIRouter, ...]:
    """Return all routers, in the order of the documentation."""
    return tuple(m.router for m in (catalogue, now, figures, depth, scores, policies, simulation, tables, jobs))
