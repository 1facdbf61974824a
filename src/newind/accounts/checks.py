"""An audit of accounts: it diagnoses, it does not repair."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.classification import OTHER, demand_roles
from newind.accounts.html import table
from newind.accounts.validate import cells, name_flow, negative_flows
from newind.errors import join_items, offenders, sentences, tell

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.typing import Array, BoolArray

ROUNDS = 500


@dataclass(frozen=True)
class AccountsCheck:
    """One line of an audit: what was looked at, how it came out (ok, note, warning), what was found."""

    name: str
    level: str
    found: str


@dataclass(frozen=True)
class AccountsAudit:
    """The checks of accounts; true when none is a warning."""

    year: int
    checks: tuple[AccountsCheck, ...]

    def __bool__(self) -> bool:
        """Tell whether no check is a warning."""
        return all(c.level != "warning" for c in self.checks)

    def __str__(self) -> str:
        """Return one line a check."""
        width = max(len(c.name) for c in self.checks)
        return "\n".join(f"{c.level:8}{c.name:{width + 2}}{c.found}" for c in self.checks)

    def _repr_html_(self) -> str:
        return table([(f"{c.level}: {c.name}", c.found) for c in self.checks], f"Audit of the accounts of {self.year}")


def check(w: Accounts) -> AccountsAudit:
    """Return the audit of accounts: orientation, balance, units, stability, negatives, idle industries, coverage."""
    return AccountsAudit(w.year, tuple(look(w) for look in CHECKS))


def spectral_radius(A: Array) -> float:
    """Return the largest modulus of an eigenvalue of |A|.

    Parameters
    ----------
    A : (n, n) array

    Returns
    -------
    float

    Notes
    -----
    Power iteration on ``|A| + I``, which unlike ``|A|`` itself has no second eigenvalue of the same modulus where the
    economy runs in a cycle.

    Examples
    --------
    >>> round(spectral_radius(np.array([[0.15, 0.25], [0.2, 0.05]])), 6)
    0.329129
    >>> round(spectral_radius(np.array([[0.0, 0.9], [0.1, 0.0]])), 6)
    0.3
    """
    matrix, vector, radius = np.abs(A), np.ones(A.shape[0]), 0.0
    for _ in range(ROUNDS):
        after = matrix @ vector + vector
        size = float(after.max())
        settled = abs(size - radius) < 1e-12
        vector, radius = after / size, size
        if settled:
            break
    return radius - 1.0


def _share_negative(value_added: Array, x: Array) -> float:
    return float(-np.minimum(value_added, 0.0).sum() / max(float(x.sum()), 1e-300))


def _orientation(w: Accounts) -> AccountsCheck:
    """Compare the value added of the table with that of its transpose: the right one has fewer negatives."""
    here = _share_negative(w.value_added, w.x)
    there = _share_negative(w.x - w.Z.sum(axis=1), w.x)
    if here > there and here > 1e-3:
        return AccountsCheck(tell("check.orientation"), "warning", tell("check.transposed"))
    return AccountsCheck(tell("check.orientation"), "ok", "rows sell, columns buy")


def _balance(w: Accounts) -> AccountsCheck:
    bad = w.value_added < -1e-9 * max(float(w.x.max()), 1.0)
    size = float(-w.value_added[bad].sum())
    if not bad.any():
        return AccountsCheck(tell("check.balance"), "ok", "output covers inputs in every industry")
    level = "note" if size < 1e-4 * float(w.x.sum()) else "warning"
    return AccountsCheck(
        tell("check.balance"),
        level,
        tell("check.found_balance", size=size, unit=w.unit, which=offenders(cells(w, bad))),
    )


def _in_full(w: Accounts) -> BoolArray:
    """Return which regions the table describes in full, not only as its boundary; (R,)."""
    return ~np.isin(np.array(w.regions.codes), list(w.boundary))


def _unit(w: Accounts) -> AccountsCheck:
    """Compare world value added with its known order of magnitude, where the table covers the world in US dollars."""
    total = float(w.gdp[_in_full(w)].sum())
    if w.unit != "M.USD" or "ROW" not in w.regions or not w.closed:
        return AccountsCheck(
            tell("check.units"), "ok", f"value added {total:,.0f} {w.unit}; no benchmark to compare with"
        )
    if 1e6 < total < 1e9:
        return AccountsCheck(tell("check.units"), "ok", f"world value added {total / 1e6:,.1f} trillion USD")
    found = tell("check.found_units", trillion=total / 1e6, unit=w.unit)
    return AccountsCheck(tell("check.units"), "warning", found)


def _stability(w: Accounts) -> AccountsCheck:
    radius = spectral_radius(w.A)
    found = tell("check.radius", radius=radius)
    if radius < 1:
        return AccountsCheck(tell("check.stability"), "ok", found)
    return AccountsCheck(tell("check.stability"), "warning", tell("check.found_stability", found=found))


def _negative_flows(w: Accounts) -> AccountsCheck:
    flows = negative_flows(w)
    if not flows:
        return AccountsCheck(tell("check.negative_flows"), "ok", "none")
    total, which = w.Z[w.Z < 0].sum(), offenders(flows, name=partial(name_flow, w))
    found = tell("check.found_flows", count=len(flows), sum=total, unit=w.unit, which=which)
    return AccountsCheck(tell("check.negative_flows"), "warning", found)


def _negative_demand(w: Accounts) -> AccountsCheck:
    negative = w.Y < 0
    if not negative.any():
        return AccountsCheck(tell("check.negative_demand"), "ok", "none")
    by_category = {d: int(negative[:, k :: w.D].sum()) for k, d in enumerate(w.demand)}
    said = join_items(f"{d} {c}" for d, c in by_category.items() if c)
    count, total = int(negative.sum()), w.Y[negative].sum()
    found = tell("check.found_demand", count=count, sum=total, unit=w.unit, said=said)
    return AccountsCheck(tell("check.negative_demand"), "note", found)


def _categories(w: Accounts) -> AccountsCheck:
    """Report what the categories of final demand are taken for: changes in inventories are no final use."""
    roles = demand_roles(w.demand)
    held, other = roles.get("inventories", []), roles.get(OTHER, [])
    level = "ok" if held and not other else "note"
    said = tell("check.inventories", which=join_items(held)) if held else tell("check.no_inventories")
    strange = [tell("check.not_recognised", which=offenders(other))] if other else []
    return AccountsCheck(tell("check.categories"), level, sentences([said, *strange]))


def _repairs(w: Accounts) -> AccountsCheck:
    """Report what was changed when the table was read."""
    said = sentences(w.repairs) if w.repairs else tell("check.none")
    return AccountsCheck(tell("check.repairs"), "note" if w.repairs else "ok", said)


def _idle(w: Accounts) -> AccountsCheck:
    idle = cells(w, (w.x <= 0) & np.repeat(_in_full(w), w.S))
    return AccountsCheck(tell("check.idle"), "note" if idle else "ok", offenders(idle) if idle else "none")


def _coverage(w: Accounts) -> AccountsCheck:
    inside = _in_full(w)
    gaps = {k: int(np.isnan(s.values.reshape(w.R, w.S)[inside]).any(axis=1).sum()) for k, s in w.satellites.items()}
    said = join_items(tell("check.lacks", satellite=k, count=c) for k, c in gaps.items() if c)
    return AccountsCheck(
        tell("check.satellites"), "note" if said else "ok", said or f"{len(gaps)} complete" if gaps else "none"
    )


CHECKS = (
    _orientation,
    _balance,
    _unit,
    _stability,
    _negative_flows,
    _negative_demand,
    _categories,
    _idle,
    _coverage,
    _repairs,
)
"""Checks of an audit, in order."""
