"""The economy of a year of a pathway, as accounts like any other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.satellite import Facts, Satellites
from newind.equilibrium.counterfactual import accounts_after
from newind.equilibrium.emissions import SATELLITE

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.accounts.satellite import Fact, Satellite
    from newind.equilibrium.dynamics import EquilibriumYear
    from newind.typing import Array

PEOPLE = "population"
"""Fact that follows the outlook."""


def economy(
    baseline: Accounts, year: EquilibriumYear, scenario: str, level: float, intensity: Array, population: Array
) -> Accounts:
    """Return the accounts of a year.

    Money is million USD at the prices of the benchmark's world: world value added in them is the world's real GDP.
    Emissions are those of volumes, times emissions per unit of what causes them.

    Parameters
    ----------
    baseline : Accounts
        The accounts that the benchmark was made of.
    year : EquilibriumYear
        The equilibrium.
    scenario : str
        Name of what is followed.
    level : float
        The world's real GDP over that of the benchmark.
    intensity : (R, S + 1) array
        Emissions per unit of what causes them, over those of the benchmark; final users last.
    population : (R,) array
        People over those of the benchmark year.
    """
    solution = year.solution
    left = solution.problem.shocks.process_intensity
    abatement = None if left is None else np.exp(left)
    found = accounts_after(solution, baseline, scenario, abatement=abatement)
    level = level * float(baseline.gdp.sum() / found.gdp.sum())
    return found._replace(
        Z=found.Z * level,
        Y=found.Y * level,
        year=year.year,
        satellites=Satellites({n: _satellite(n, s, level, intensity, found) for n, s in found.satellites.items()}),
        facts=Facts({n: _fact(n, f, level, population) for n, f in found.facts.items()}),
        scenario=scenario,
    )


def _satellite(name: str, s: Satellite, level: float, intensity: Array, w: Accounts) -> Satellite:
    """Return a satellite in the money of the path, emissions with their own change."""
    if name == SATELLITE:
        final = None if s.final is None else s.final * np.repeat(intensity[:, -1], len(s.final) // w.R)
        return replace(s, values=s.values * intensity[:, :-1].ravel(), final=final)
    if s.follows == "money" or s.unit == w.unit:
        return replace(s, values=s.values * level, final=None if s.final is None else s.final * level)
    return s


def _fact(name: str, f: Fact, level: float, population: Array) -> Fact:
    """Return a fact in the money of the path; people follow the outlook."""
    if name == PEOPLE:
        return replace(f, values=f.values * population, status="estimated")
    return replace(f, values=f.values * level) if f.follows == "money" else f
