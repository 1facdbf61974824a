"""Gains from trade without solving the model: what each region is like when it trades with nobody.

In a closed economy with constant shares of cost nothing about the rest of the world matters but how much of each good
users buy from their own region today. Prices follow from one small linear system a region; docs/explanation/model.md
derives it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.equilibrium.labels import good_name, region_name
from newind.equilibrium.nests import COBB_DOUGLAS
from newind.equilibrium.problem import Problem
from newind.errors import DataError, PolicyError, offenders, unknown
from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.equilibrium.assumptions import Elasticities
    from newind.equilibrium.benchmark import Benchmark
    from newind.typing import Array, BoolArray

BALANCED = 1e-6
"""Largest trade deficit, in shares of income, that counts as none."""


@dataclass(frozen=True, eq=False)
class Autarky:
    """Each region when it trades with nobody; prices are against its own income, in logs of changes.

    Parameters
    ----------
    real_income : (R,) array
        Log change of real income, below zero where trade brings gains; NaN for a region that lacks a good.
    border : (R, S) array
        Border prices; NaN for goods that the region does without, and for a region that lacks a good.
    final : (R,) array
        Price of final demand; NaN likewise.
    missing : tuple of tuples of str
        By region what it needs and does not make, with who needs it: "CHN c19 (final demand)".
    """

    real_income: Array
    border: Array
    final: Array
    missing: tuple[tuple[str, ...], ...]


def gains_from_trade(
    benchmark: Benchmark,
    elasticities: Elasticities,
    regions: Sequence[str] | None = None,
    *,
    lost: BoolArray | None = None,
    strict: bool = True,
) -> Array:
    """Return the log change of real income when a region goes from today's trade to none.

    Parameters
    ----------
    benchmark : Benchmark
        Where the economy starts, without trade deficits.
    elasticities : Elasticities
        How it responds; elasticities of substitution must be 1.
    regions : sequence of str, optional
        Which regions; all by default.
    lost : (S, R, S + 1) bool array, optional
        Cells [k, n, u] that are left out when they have no supplier; the rest of the user's shares is scaled up.
    strict : bool
        Whether regions that use a good which they do not make raise; otherwise they are NaN and
        :func:`find_autarky` says what they miss.

    Returns
    -------
    (regions,) array
        Its exponential less one is the relative change; the gains of Costinot & Rodríguez-Clare are one less it.

    Raises
    ------
    PolicyError
        For goods without own supply, with the region, the industry and its users.
    DataError
        For trade deficits, or elasticities of substitution other than 1.
    UnknownNameError
        For a region that the benchmark lacks.

    Notes
    -----
    With shares of value added v_s and of goods a_ks in the cost of industry s, and own shares π_ks in what it buys,

    ln q_s = v_s ln V_s + Σ_k a_ks (ln q_k − ln π_ks / θ_k),

    and real income falls by Σ_k α_k (ln q_k − ln π_k / θ_k), α and π those of final demand. Where one factor earns all
    income, ln V = 0. Otherwise V follows from what the industries of a closed economy sell, which the shares fix.

    References
    ----------
    Arkolakis, Costinot & Rodríguez-Clare (2012), American Economic Review 102(1), 94; Costinot & Rodríguez-Clare
    (2014), Handbook of International Economics 4, 197.
    """
    at = _places(benchmark, regions)
    found = find_autarky(benchmark, elasticities, lost=lost)
    lacking = [what for n in at for what in found.missing[n]]
    if strict and lacking:
        raise PolicyError(
            f"without trade {offenders(lacking)} have no supplier at home, so gains from trade are not finite. "
            "Aggregate these industries with others, leave the cells out, or ask for the other regions only."
        )
    return found.real_income[at]


def find_autarky(benchmark: Benchmark, elasticities: Elasticities, *, lost: BoolArray | None = None) -> Autarky:
    """Return what each region is like when it trades with nobody.

    Parameters
    ----------
    benchmark, elasticities, lost
        As in :func:`gains_from_trade`.

    Raises
    ------
    DataError
        For trade deficits, or elasticities of substitution other than 1.
    """
    _check(benchmark, elasticities)
    p = Problem(benchmark, elasticities, lost=lost)
    needed, bare = _needs(p)
    own = _own(benchmark)
    dearer = np.where(p.live & (own > 0), -np.log(np.where(own > 0, own, 1.0)) / p.iceberg, 0.0)
    cost = _costs(p, needed)
    dearer = dearer - elasticities.eta[:, None, None] * _sizes_of_markets(p, needed, cost)[:, :, None]
    border = _border_prices(p, needed, cost, dearer)
    final = (p.final_shares * ((1.0 + elasticities.eta[:, None]) * border.T + dearer[:, :, -1])).sum(axis=0)
    missing = _names(benchmark, bare)
    whole = np.array([not what for what in missing])
    final = np.where(whole, final, np.nan)
    return Autarky(-final, np.where(needed & whole[:, None], border, np.nan), final, missing)


def _check(benchmark: Benchmark, elasticities: Elasticities) -> None:
    e = elasticities
    if max(abs(s - 1.0) for s in (e.sigma, e.sigma_v, e.sigma_f)) >= COBB_DOUGLAS:
        raise DataError(
            f"elasticities: substitution {e.sigma:g}, {e.sigma_v:g} and {e.sigma_f:g}, but gains from trade have a "
            "closed form only where all are 1. Set them to 1, or solve with trade cut off."
        )
    off = np.abs(benchmark.deficit) / benchmark.final
    if wrong := np.flatnonzero(off > BALANCED).tolist():
        raise DataError(
            f"benchmark: trade deficits of {offenders([region_name(benchmark, n) for n in wrong])}, but without trade "
            "there are none. Rebase to zero deficits first (newind.equilibrium.solve.rebase_benchmark)."
        )


def _own(b: Benchmark) -> Array:
    """Return shares of own supply in what users spend on a good [k, n, u]; (S, R, S + 1)."""
    own = np.diagonal(b.shares, axis1=1, axis2=2).swapaxes(1, 2)
    return np.asarray(np.broadcast_to(own, b.spend.shape))


def _needs(p: Problem) -> tuple[BoolArray, BoolArray]:
    """Return the goods that a closed region needs (R, S), and cells that need one without own supply (S, R, S + 1)."""
    used = p.live
    needed = used[:, :, -1].T
    while (more := needed | (used[:, :, :-1] & needed).any(axis=2).T).sum() > needed.sum():
        needed = more
    user = np.concatenate([needed, np.ones((p.benchmark.R, 1), dtype=bool)], axis=1)
    return needed, used & user & (_own(p.benchmark) <= 0)


def _value_added_prices(p: Problem, needed: BoolArray, v: Array) -> Array:
    """Return log changes of the price of value added, from those of payments to it, at unchanged income; (R, S)."""
    b, e = p.benchmark, p.elasticities
    after, beta = np.where(needed, b.value_added * np.exp(v), 0.0), b.labour_share
    labour = _change((after * beta).sum(axis=1), p.labour_income)[:, None]
    if not e.mobile:
        return np.asarray(beta * labour + (1.0 - beta) * v)
    moving = p.moving_share
    r = _change((after * (1.0 - beta) * moving).sum(axis=1), (p.capital_income * moving).sum(axis=1))[:, None]
    capital = moving * r + (1.0 - moving) * v
    return np.asarray(beta * labour + (1.0 - beta) * capital)


def _costs(p: Problem, needed: BoolArray) -> Array:
    """Return what industries of closed regions pay for value added and inputs at unchanged income; (R, S)."""
    b = p.benchmark
    home = np.arange(b.R)
    kept = 1.0 / ((1.0 + b.tariff[:, home, home]) * (1.0 - b.rebate[:, home, home])).T / (1.0 - b.subsidy)
    use = _inputs(p, needed).transpose(1, 0, 2)
    demand = (p.final_shares * b.final).T
    return np.asarray(np.linalg.solve(np.eye(b.S) * (b.markup / kept)[:, :, None] - use, demand[:, :, None])[:, :, 0])


def _sizes_of_markets(p: Problem, needed: BoolArray, cost: Array) -> Array:
    """Return log changes of what users of closed regions spend on goods; (S, R)."""
    spent = (_inputs(p, needed) * cost).sum(axis=2) + p.final_shares * p.benchmark.final
    return _change(spent, np.where(spent > 0, p.benchmark.spent, 0.0))


def _border_prices(p: Problem, needed: BoolArray, cost: Array, dearer: Array) -> Array:
    """Return log changes of border prices, 0 for goods that nobody needs; (R, S).

    Costs are those of bundles less what varieties save: δ (ln C − χ ln V − (1 − χ) ln c), with ln C those of payments.
    """
    e, b, use = p.elasticities, p.benchmark, _inputs(p, needed)
    paid = np.where(needed, np.log(np.where(needed, ratio(cost * p.value_added_share, b.value_added), 1.0)), 0.0)
    value_added = _value_added_prices(p, needed, paid)
    bundle = 1.0 + e.delta * (1.0 - e.chi)
    own = np.where(needed, bundle * p.value_added_share * value_added - e.delta * (paid - e.chi * value_added), 0.0)
    given = own + bundle * (use * dearer[:, :, :-1]).sum(axis=0)
    system = np.eye(b.S) - bundle[:, None] * (use * (1.0 + e.eta[:, None, None])).transpose(1, 2, 0)
    return np.asarray(np.linalg.solve(system, given[:, :, None])[:, :, 0])


def _inputs(p: Problem, needed: BoolArray) -> Array:
    """Return shares of goods in the costs of needed industries [k, n, s]; (S, R, S)."""
    return np.asarray(p.input_shares * np.where(needed, 1.0 - p.value_added_share, 0.0))


def _change(after: Array, before: Array) -> Array:
    """Return log changes of incomes, 0 where there were none."""
    some = before > 0
    return np.asarray(np.log(np.where(some, after, 1.0) / np.where(some, before, 1.0)))


def _names(b: Benchmark, bare: BoolArray) -> tuple[tuple[str, ...], ...]:
    """Name by region the goods that cells lack, with their users."""
    lacking = [np.flatnonzero(some).tolist() for some in np.asarray(bare.any(axis=2).T)]
    return tuple(
        tuple(f"{region_name(b, n)} {good_name(b, k)} ({_users(b, bare[k, n])})" for k in goods)
        for n, goods in enumerate(lacking)
    )


def _users(b: Benchmark, bare: BoolArray) -> str:
    """Name users, the first three and how many more."""
    names = [*(good_name(b, s) for s in np.flatnonzero(bare[:-1]).tolist()), *(["final demand"] if bare[-1] else [])]
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _places(b: Benchmark, regions: Sequence[str] | None) -> list[int]:
    if regions is None:
        return list(range(b.R))
    for name in regions:
        if name not in b.regions:
            raise unknown("region", name, b.regions, "The benchmark lists its regions.")
    return [b.regions.index(name) for name in regions]
