"""Whom the table of one region is compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.accounts.accounts import Accounts
from newind.accounts.reference import catalog, load

if TYPE_CHECKING:
    from newind.accounts.panel import Panel

PROVINCES = {"CHN": "china-2017"}
"""Country → shipped set that has all its provinces."""


def default_reference(w: Accounts | Panel, region: str) -> Accounts | None:
    """Return the shipped table of all provinces, for the table of one of them in its year; else None."""
    last = w if isinstance(w, Accounts) else w.last
    row = last.regions.rows[last.regions.index(region)]
    full = [c for c, kind in zip(last.regions, last.regions.kind, strict=True) if kind == "province"]
    name = PROVINCES.get(row.country, "")
    sets = {d.name: d.years for d in catalog()}
    if row.kind != "province" or len(full) > 1 or last.year not in sets.get(name, ()):
        return None
    return load(name, last.year)
