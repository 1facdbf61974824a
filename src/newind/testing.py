"""Plausible awkward economies for hypothesis, and assertions about accounts, for tests of and with newind.

The strategies draw the structure of an economy (its size and its oddities, so that examples shrink to the plain case)
and fill it with figures from a drawn seed. hypothesis is needed only here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import strategies as st

from newind.accounts.accounts import Accounts
from newind.accounts.panel import Panel
from newind.accounts.regions import Region, region
from newind.accounts.satellite import Fact, Satellite

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.typing import Array

INDUSTRIES = ("c14", "c27", "c1", "c3", "c30", "c9", "c17", "c20")
"""Codes that economies are drawn with, a first part of them: manufacturing and digital, services, agriculture …"""
DEMAND = ("c37", "c38", "c39", "c41", "c42")
"""Final demand categories; the last holds inventories and may be negative."""
REGIONS = tuple(region(code) for code in ("CHN", "USA", "DEU", "IND", "BRA"))
REST = replace(region("ROW"), en="Rest of the world")
TINY = 1e-6
"""Size of a tiny region relative to the others."""


@dataclass(frozen=True)
class Structure:
    """Everything about an economy but its figures.

    Parameters
    ----------
    regions : tuple of Region
    industries, demand : tuple of str
    idle : frozenset of (int, int)
        Region and industry without output; they buy and sell nothing.
    tiny : frozenset of int
        Regions a millionth the size of the others.
    closed : frozenset of int
        Regions that trade nothing.
    sparse : float
        Share of flows that are zero.
    inventories : bool
        Whether some changes in inventories are negative.
    """

    regions: tuple[Region, ...]
    industries: tuple[str, ...]
    demand: tuple[str, ...] = DEMAND
    idle: frozenset[tuple[int, int]] = frozenset()
    tiny: frozenset[int] = frozenset()
    closed: frozenset[int] = frozenset()
    sparse: float = 0.0
    inventories: bool = True


@st.composite
def structures(
    draw: st.DrawFn,
    min_regions: int = 1,
    max_regions: int = 4,
    min_industries: int = 2,
    max_industries: int = 5,
    rest: bool | None = None,
    industries: Sequence[str] = INDUSTRIES,
) -> Structure:
    """Draw the structure of an economy; arguments as in :func:`economies`."""
    R = draw(st.integers(min_regions, max_regions), label="regions")
    S = draw(st.integers(min_industries, max_industries), label="industries")
    has_rest = R > 1 and (draw(st.booleans(), label="rest") if rest is None else rest)
    idle = draw(st.frozensets(st.tuples(st.integers(0, R - 1), st.integers(0, S - 1)), max_size=2), label="idle")
    busy = frozenset((r, s) for r, s in idle if sum(q == r for q, _ in idle) < S)
    return Structure(
        regions=REGIONS[: R - has_rest] + (REST,) * has_rest,
        industries=tuple(industries[:S]),
        idle=busy,
        tiny=draw(st.frozensets(st.integers(1, R - 1), max_size=1), label="tiny") if R > 1 else frozenset(),
        closed=draw(st.frozensets(st.integers(0, R - 1), max_size=1), label="closed") if R > 1 else frozenset(),
        sparse=draw(st.sampled_from([0.0, 0.3, 0.7]), label="sparse"),
        inventories=draw(st.booleans(), label="negative inventories"),
    )


@st.composite
def economies(
    draw: st.DrawFn,
    min_regions: int = 1,
    max_regions: int = 4,
    min_industries: int = 2,
    max_industries: int = 5,
    *,
    rest: bool | None = None,
    industries: Sequence[str] = INDUSTRIES,
    satellites: bool = True,
    year: int = 2008,
) -> Accounts:
    """Draw plausible awkward accounts.

    Industries without output, negative inventories, zero flows, tiny regions and regions that do not trade occur;
    inputs always cost less than output, and every region makes something.

    Parameters
    ----------
    min_regions, max_regions : int
        At most six with a rest of the world, five without.
    min_industries, max_industries : int
        At most as many as `industries` has.
    rest : bool, optional
        Whether the last region is the rest of the world, for which nothing but CO2 is known; drawn by default.
    industries : sequence of str
        Codes to take the first ones of.
    satellites : bool
        Whether to add every satellite and fact of the shipped figures.
    year : int
        Year of the accounts.

    Returns
    -------
    strategy of Accounts

    Examples
    --------
    >>> from hypothesis import find
    >>> find(economies(min_regions=2), lambda w: w.R == 2)
    Accounts(2008, 2 regions × 2 industries, M.USD, observed)
    """
    structure = draw(structures(min_regions, max_regions, min_industries, max_industries, rest, industries))
    return build(structure, draw(st.integers(0, 2**32 - 1), label="seed"), year=year, satellites=satellites)


ODDITIES = (
    "run-down stocks", "all zero", "one region of zeros", "value lost", "no satellites", "no facts", "boundary",
    "several years",
)  # fmt: skip
"""Oddities of awkward economies, beside idle industries, tiny regions and regions without trade."""


@st.composite
def awkward(draw: st.DrawFn, oddities: Sequence[str] = ODDITIES) -> Accounts | Panel:
    """Draw economies with an oddity that published tables have, or that a user may try.

    Parameters
    ----------
    oddities : sequence of str
        Those of ``ODDITIES`` to draw from.

    Returns
    -------
    strategy of Accounts or Panel
    """
    oddity = draw(st.sampled_from(list(oddities)), label="oddity")
    structure = draw(structures(max_regions=3), label="structure")
    seed = draw(st.integers(0, 2**32 - 1), label="seed")
    if oddity == "several years":
        return Panel(build(structure, seed + k, year=2007 + k) for k in range(2))
    return with_oddity(build(structure, seed), oddity)


def with_oddity(w: Accounts, oddity: str) -> Accounts:
    """Return accounts with one oddity of ``ODDITIES``; those of several years are the accounts themselves.

    Parameters
    ----------
    w : Accounts
    oddity : str
    """
    Z, Y = w.Z.copy(), w.Y.copy()
    changed: dict[str, Any] = {}
    if oddity == "run-down stocks":
        Z, Y = _run_down(w)
    elif oddity == "all zero":
        Z[:], Y[:] = 0.0, 0.0
    elif oddity == "one region of zeros":
        Z[: w.S], Z[:, : w.S], Y[: w.S], Y[:, : w.D] = 0.0, 0.0, 0.0, 0.0
    elif oddity == "value lost":  # inputs of the first industry cost a little more than it sells, as accounts may
        Z[:, 0] *= (w.x[0] + 0.005 * w.x.sum()) / max(Z[:, 0].sum(), np.finfo(float).tiny)
        Y[:, 0] += w.Z[:, 0] - Z[:, 0]
    elif oddity in ("no satellites", "no facts"):
        changed = {"satellites": {}} if oddity == "no satellites" else {"facts": {}}
    elif oddity == "boundary":
        changed = {"boundary": w.regions.codes[1:], "satellites": {}, "facts": {}}
        Y[:, w.D :: w.D] += Z[:, w.S :].reshape(w.n, w.R - 1, w.S).sum(axis=2)
        Z[:, w.S :], Y[w.S :, w.D :] = 0.0, 0.0
    given = {"satellites": w.satellites, "facts": w.facts, **changed}
    return Accounts(Z=Z, Y=Y, regions=w.regions, industries=w.industries, demand=w.demand, year=w.year, **given)


def _run_down(w: Accounts) -> tuple[Array, Array]:
    """Return flows and final demand that are taken from stock as far as output allows."""
    for part in (1.6, 1.2, 0.9, 0.6, 0.3):
        Y = w.Y4.copy()
        Y[..., -1] = -part * Y[..., :-1].sum(axis=3)
        Y[:, 0, :, -1] *= 0.2  # the first industry goes on selling what is made
        flat = Y.reshape(w.Y.shape)
        x = w.LU.solve(flat.sum(axis=1))
        if (x >= 0).all():
            return w.A * x, flat
    return w.Z.copy(), w.Y.copy()


@st.composite
def panels(draw: st.DrawFn, /, years: Sequence[int] = (2007, 2008), **sizes: int) -> Panel:
    """Draw accounts of several years with one structure and different figures; sizes as in :func:`economies`."""
    structure = draw(structures(**sizes))  # type: ignore[arg-type]
    seed = draw(st.integers(0, 2**32 - 1), label="seed")
    return Panel(build(structure, seed + k, year=year) for k, year in enumerate(years))


def build(structure: Structure, seed: int, *, year: int = 2008, satellites: bool = True) -> Accounts:
    """Fill a structure with figures; the same structure and seed give the same accounts.

    Parameters
    ----------
    structure : Structure
    seed : int
    year : int
    satellites : bool
        Whether to add satellites and facts.

    Returns
    -------
    Accounts
    """
    rng = np.random.default_rng(seed)
    A = _coefficients(rng, structure)
    Y = _final_demand(rng, structure)
    x = np.linalg.solve(np.eye(len(A)) - A, Y.sum(axis=1))
    beside = {"satellites": _satellites(rng, structure, A, x), "facts": _facts(rng, structure)} if satellites else {}
    return Accounts(
        Z=A * x,
        Y=Y,
        regions=structure.regions,  # type: ignore[arg-type]
        industries=structure.industries,
        demand=structure.demand,
        year=year,
        **beside,  # type: ignore[arg-type]
    )


def _sizes(s: Structure) -> Array:
    return np.array([TINY if r in s.tiny else 1.0 for r in range(len(s.regions))])


def _active(s: Structure) -> Array:
    """Return 1 for the industries with output, 0 for the others; (n,)."""
    active = np.ones((len(s.regions), len(s.industries)))
    for r, i in s.idle:
        active[r, i] = 0.0
    return active.ravel()


def _trade(s: Structure) -> Array:
    """Return how much region r (row) sells to region q (column), relative to size; (R, R)."""
    R = len(s.regions)
    trade = np.minimum.outer(_sizes(s), _sizes(s)) / _sizes(s) * 0.3
    for r in s.closed:
        trade[r, :] = trade[:, r] = 0.0
    trade[np.arange(R), np.arange(R)] = 1.0
    return np.asarray(trade)


def _coefficients(rng: np.random.Generator, s: Structure) -> Array:
    """Draw input coefficients whose columns sum to between 0.2 and 0.8, or to 0; (n, n)."""
    S, active = len(s.industries), _active(s)
    n = active.size
    A = rng.lognormal(0.0, 1.0, (n, n)) * np.kron(_trade(s), np.ones((S, S))) * np.outer(active, active)
    A *= rng.random((n, n)) >= s.sparse
    total = A.sum(axis=0)
    return np.asarray(A * np.divide(rng.uniform(0.2, 0.8, n), total, out=np.zeros(n), where=total > 0))


def _final_demand(rng: np.random.Generator, s: Structure) -> Array:
    """Draw final demand in million USD, positive for every active product as a whole; (n, R * D)."""
    R, S, D = len(s.regions), len(s.industries), len(s.demand)
    scale = np.kron(_trade(s) * _sizes(s), np.ones((S, 1)))[:, :, None] * _active(s)[:, None, None]
    Y = rng.lognormal(8.0, 1.0, (R * S, R, D)) * scale
    own = np.repeat(np.eye(R), S, axis=0)[:, :, None].astype(bool)
    Y *= own | (rng.random(Y.shape) >= s.sparse)
    sign = rng.uniform(-0.9, 0.5, (R * S, R)) if s.inventories else rng.uniform(0.0, 0.5, (R * S, R))
    Y[:, :, -1] = Y[:, :, :-1].sum(axis=2) * sign
    return np.asarray(Y.reshape(R * S, R * D))


def _satellites(rng: np.random.Generator, s: Structure, A: Array, x: Array) -> dict[str, Satellite]:
    """Draw the satellites of the shipped figures; all but CO2 are unknown for the rest of the world."""
    added = x * (1 - A.sum(axis=0))
    n, R = x.size, len(s.regions)
    known = np.repeat([1.0 if r.kind != "rest" else np.nan for r in s.regions], len(s.industries))
    labour = added * rng.uniform(0.2, 0.9, n) * known
    persons = added / rng.uniform(5.0, 100.0, n) * known
    hours = persons * rng.uniform(1.5, 2.5, n)
    skill = rng.dirichlet([2.0, 3.0, 3.0], n).T
    households = rng.lognormal(6.0, 1.0, R) * _sizes(s)
    co2 = Satellite(x * rng.lognormal(-1.0, 1.0, n), final=households, unit="kt", follows="emissions")
    amounts: dict[str, tuple[Array, str, str]] = {
        "employment": (persons, "thousand persons", "labour"),
        "hours": (hours, "million hours", "labour"),
        "labour_compensation": (labour, "M.USD", "labour"),
        "capital_stock": (added * rng.uniform(1.0, 5.0, n) * known, "M.USD of 1995", "capital"),
        "investment": (added * rng.uniform(0.05, 0.5, n) * known, "M.USD", "capital"),
        "output_volume": (x * rng.uniform(0.5, 1.5, n) * known, "M.USD of 1995", "output"),
        "value_added_volume": (added * rng.uniform(0.5, 1.5, n) * known, "M.USD of 1995", "output"),
    }
    for level, part in zip(("high", "medium", "low"), skill, strict=True):
        amounts[f"hours_{level}"] = (hours * part, "million hours", "labour")
        amounts[f"labour_compensation_{level}"] = (labour * part, "M.USD", "labour")
    named = {k: Satellite(v, unit=unit, follows=follows) for k, (v, unit, follows) in amounts.items()}
    return {"co2": co2} | named


def _facts(rng: np.random.Generator, s: Structure) -> dict[str, Fact]:
    """Draw the facts of the shipped figures, unknown for the rest of the world."""
    size = _sizes(s) * [1.0 if r.kind != "rest" else np.nan for r in s.regions]
    R = len(s.regions)
    people = size * rng.uniform(0.05, 1.0, R)
    income = people * rng.uniform(2e3, 5e4, R)
    return {
        "population": Fact(people, "million persons", combine="sum"),
        "persons_engaged": Fact(people * rng.uniform(0.3, 0.6, R), "million persons", combine="sum"),
        "gdp_ppp": Fact(income, "M.USD of 2017, PPP", combine="sum"),
        "gdp_ppp_current": Fact(income * rng.uniform(0.9, 1.1, R), "M.USD of 2017, PPP", combine="sum"),
        "gdp_volume": Fact(income * rng.uniform(0.9, 1.1, R), "M.USD of 2017", combine="sum"),
        "output_volume": Fact(income * rng.uniform(1.8, 2.2, R), "M.USD of 1995", combine="sum", follows="output"),
        "urbanisation": Fact(rng.uniform(0.2, 0.95, R) * size / _sizes(s), "1", combine="mean:population"),
        "rd_intensity": Fact(rng.uniform(0.002, 0.04, R) * size / _sizes(s), "1", combine="mean:gdp_ppp_current"),
    }


def assert_balanced(w: Accounts, rtol: float = 1e-9) -> None:
    """Assert that sales equal output equal costs, and that world final demand equals world value added.

    Parameters
    ----------
    w : Accounts
    rtol : float
        Largest difference relative to the largest output.

    Raises
    ------
    AssertionError
        Naming what does not agree.
    """
    atol = rtol * float(np.abs(w.x).max(initial=1.0))
    sales, costs = w.Z.sum(axis=1) + w.Y.sum(axis=1), w.Z.sum(axis=0) + w.value_added
    np.testing.assert_allclose(sales, w.x, rtol=0, atol=atol, err_msg="sales are not output")
    np.testing.assert_allclose(costs, w.x, rtol=0, atol=atol, err_msg="inputs and value added are not output")
    np.testing.assert_allclose(w.A @ w.x, w.Z.sum(axis=1), rtol=0, atol=atol, err_msg="A x is not intermediate sales")
    total = float(w.Y.sum())
    np.testing.assert_allclose(w.gdp.sum(), total, rtol=0, atol=atol * w.n, err_msg="value added is not final demand")


def assert_shares(values: Array, *, slack: float = 1e-9) -> None:
    """Assert that every known figure lies in [0, 1], up to rounding.

    Raises
    ------
    AssertionError
        With the first offenders.
    """
    known = np.asarray(values)[~np.isnan(values)]
    wrong = known[(known < -slack) | (known > 1 + slack)]
    assert not wrong.size, f"{wrong.size} of {known.size} shares are outside [0, 1], first {wrong[:3]}"


def assert_partition(*parts: Array, rtol: float = 1e-9) -> None:
    """Assert that parts are shares that sum to one wherever they are known.

    Raises
    ------
    AssertionError
        Where they do not, or where some parts of a figure are known and others are not.
    """
    unknown = np.isnan(np.array(parts, dtype=np.float64))
    assert (unknown.all(axis=0) == unknown.any(axis=0)).all(), "some parts of a whole are unknown and others are not"
    total = np.sum(parts, axis=0)
    np.testing.assert_allclose(total[~np.isnan(total)], 1.0, rtol=rtol, err_msg="parts do not sum to one")


def assert_equal_accounts(a: Accounts, b: Accounts, rtol: float = 1e-9) -> None:
    """Assert that two accounts have the same labels and, up to rounding, the same figures.

    Raises
    ------
    AssertionError
        Naming the label or array that differs.
    """
    assert a.labels() == b.labels(), "labels differ"
    left, right = a.arrays(), b.arrays()
    for name, values in left.items():
        atol = rtol * float(np.nanmax(np.abs(values), initial=0.0))
        np.testing.assert_allclose(values, right[name], rtol=rtol, atol=atol, err_msg=f"{name} differs")
