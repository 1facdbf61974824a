"""The economy after a shock, as accounts like any other."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.memo import memo
from newind.accounts.satellite import Facts, Satellites
from newind.equilibrium.calibrate import categories
from newind.equilibrium.emissions import SATELLITE
from newind.equilibrium.prices import find_state_apart
from newind.equilibrium.problem import normalise_shares
from newind.equilibrium.quantities import Quantities, mean_change
from newind.equilibrium.shocks import Shocks
from newind.equilibrium.users import GOVERNMENTS, HOUSEHOLDS, INVESTORS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.accounts.accounts import Accounts
    from newind.accounts.satellite import Fact, Satellite
    from newind.equilibrium.prices import UsersApart
    from newind.equilibrium.problem import Problem
    from newind.equilibrium.solve import Solution
    from newind.equilibrium.system import State
    from newind.equilibrium.users import FinalDemand
    from newind.typing import Array

VALUE_ADDED_VOLUME, OUTPUT_VOLUME = "value_added_volume", "output_volume"
"""A satellite that moves with the volume of value added, and a fact that moves with that of output."""


def accounts_after(
    solution: Solution,
    baseline: Accounts,
    scenario: str,
    status: str = "estimated",
    abatement: Array | None = None,
    uses: Sequence[Sequence[int]] = (),
) -> Accounts:
    """Return the accounts of an equilibrium.

    Flows are what producers receive; world income of factors is the same as in the benchmark, which makes the unit of
    money. Final demand splits over categories as in the baseline; where final users are apart, as each of them spends.
    Satellites and facts move with what they follow.

    Parameters
    ----------
    solution : Solution
        The equilibrium.
    baseline : Accounts
        The accounts that its benchmark was made of, aggregated with the same shares.
    scenario : str
        Name of what is simulated.
    status : {"observed", "estimated"}
        Of the figures that move; the table keeps its own, its scenario says what it is.
    abatement : (R, S) array, optional
        Emissions per unit of output that come with output, against the benchmark; what the shocks say by default.
    uses : sequence of sequences of int
        Places of the categories of households and of investors among those of final demand; all others governments'.

    Returns
    -------
    Accounts
        Balanced, with the labels of the baseline; the baseline itself where nothing was changed.

    Notes
    -----
    What follows output moves with its volume, facts with real GDP (``value_added_volume`` with that of value added, the
    fact ``output_volume`` with that of all output); labour and capital with hours and machines, or with what they earn
    where the unit is the money of the accounts; money with the value of output, facts with that of GDP; emissions with
    volumes of fuels and of output. What final users cause themselves follows their real income; their emissions, what
    they buy of fuels; their money, what they spend. Hours, persons and machines of a region change in all as its supply
    of labour and capital does, whatever they earn; parts (``hours_high``) move as their whole (``hours``).
    """
    if changes_nothing(solution.problem):
        return baseline
    Z, final = flows_after(solution)
    split = _split_by_user(solution, _split(baseline), uses) if solution.problem.users and uses else _split(baseline)
    moved = Quantities(solution, baseline, abatement)
    gdp = _gdp(Z, final) / baseline.gdp
    return baseline._replace(
        Z=Z,
        Y=(final[..., None] * split).reshape(baseline.Y.shape),
        satellites=Satellites({k: _satellite(k, s, moved, status) for k, s in baseline.satellites.items()}),
        facts=Facts({k: _fact(k, f, moved, gdp, status) for k, f in baseline.facts.items()}),
        scenario=scenario,
    )


def satellite_after(solution: Solution, baseline: Accounts, name: str) -> Satellite:
    """Return one satellite of the accounts of an equilibrium, as of :func:`accounts_after`: no flow is computed."""
    found = baseline.satellites[name]
    if changes_nothing(solution.problem):
        return found
    return _satellite(name, found, Quantities(solution, baseline), "estimated")


def changes_nothing(problem: Problem) -> bool:
    """Tell whether a problem changes nothing at all: people who may move stay where nothing else is changed."""
    given = {f.name for f in fields(Shocks) if f.default is None and getattr(problem.shocks, f.name) is not None}
    return given <= {"migration"} and problem.lost is None and problem.idle is None


def flows_after(solution: Solution) -> tuple[Array, Array]:
    """Return what producers receive: from industries (n, n) and from final users (R, S, R), rows sell."""
    flows = _find_flows(solution)
    S, R = flows.shape[:2]
    return flows[..., :-1].transpose(2, 0, 1, 3).reshape(R * S, R * S), flows[..., -1].transpose(2, 0, 1)


def purchases_after(solution: Solution, region: int, good: int) -> Array:
    """Return what producers of each origin receive for a good that all users of a region buy; (R,)."""
    return np.asarray(_find_flows(solution, (slice(good, good + 1), slice(region, region + 1))).sum(axis=(0, 1, 3)))


def _find_flows(solution: Solution, where: tuple[slice, slice] = (slice(None), slice(None))) -> Array:
    """Return what producers receive of goods and regions that buy [k, n, i, u]."""
    state = solution.state
    shares, (weight, final) = solution.problem.shares[where], _weights(state)
    net, sum_ = state.sales.net[where], state.prices.sum[where]
    per = np.divide(net, sum_, out=np.zeros_like(net), where=sum_ > 0)
    flows = shares * per[:, :, None, :]
    flows *= weight[where][..., None]
    if final is not weight or state.prices.origins is not None:
        flows[..., -1] = state.prices.final_origins(solution.problem)[where] * per[:, :, None, -1] * final[where]
    return flows


def _weights(state: State) -> tuple[Array, Array]:
    """Return what producers receive of a unit of landed spending, times the weight of an origin [k, n, i].

    For industries and for final users; the same array where both are the same.
    """
    p, prices = state.problem, state.prices
    received = (state.receipts_rate * state.output_after_tax_share[:, None]).T[:, None, :]
    kept = received / ((1.0 + p.tariff) * (1.0 - p.rebate))
    border, embodied = p.shocks.border_charge, p.shocks.embodied_charge
    weight = prices.weight * kept * (1.0 - _compute_charge_share(state, border))
    if prices.final_weight is None or embodied is None:
        return weight, weight
    both = embodied if border is None else embodied + border
    return weight, prices.final_weight * kept * (1.0 - _compute_charge_share(state, both))


def _compute_charge_share(state: State, charge: Array | None) -> Array | float:
    """Return the share of a charge per unit in the landed price [k, n, i]."""
    if charge is None:
        return 0.0
    due = state.prices.level * charge
    return np.asarray(due / (state.problem.delivery * np.exp(state.at.q.T)[:, None, :] + due))


def _gdp(Z: Array, final: Array) -> Array:
    """Return value added of each region; (R,)."""
    added = Z.sum(axis=1) + final.sum(axis=2).ravel() - Z.sum(axis=0)
    return np.asarray(added.reshape(len(final), -1).sum(axis=1))


@memo
def _split(baseline: Accounts) -> Array:
    return categories(baseline)


LEAST = 0.1
"""Part of a cell of final demand that is left at least where its categories move apart; else they stay."""


def _split_by_user(solution: Solution, split: Array, uses: Sequence[Sequence[int]]) -> Array:
    """Return how each cell of final demand splits over categories whose users spend more or less; (R, S, R, D)."""
    state, users = solution.state, solution.problem.users
    assert users is not None
    now, before = _parts_by_origin(find_state_apart(state), solution.problem), _parts_before(users.of)
    grown = np.where((before > 0) & (now > 0), now, 1.0) / np.where((before > 0) & (now > 0), before, 1.0)
    of = np.full(split.shape[-1], GOVERNMENTS)
    for user, places in zip((HOUSEHOLDS, INVESTORS), uses, strict=True):
        of[list(places)] = user
    moved = split * grown.transpose(2, 0, 1, 3)[..., of]
    whole = moved.sum(axis=-1, keepdims=True)
    return np.where(whole > LEAST, moved / np.where(whole > LEAST, whole, 1.0), split)


def _parts_before(of: FinalDemand) -> Array:
    """Return shares of final users in what was bought of an origin [k, n, i, f]; (S, R, R or 1, 3)."""
    goods = np.moveaxis(of.goods, 0, -1)[:, :, None, :]
    return normalise_shares(goods if of.origins is None else goods * of.origins, axis=-1)


def _parts_by_origin(apart: UsersApart, p: Problem) -> Array:
    """Return the same after a shock."""
    origins, together = p.origins_by_user, apart.together
    goods = np.moveaxis(apart.bought.spending, 0, -1)[:, :, None, :]
    if origins is None or together is None:
        return normalise_shares(goods, axis=-1)
    return normalise_shares(origins * together.per[:, :, None, :], axis=-1)


def _satellite(name: str, s: Satellite, moved: Quantities, status: str) -> Satellite:
    """Return a satellite moved by what it follows."""
    if s.follows == "none":
        return s
    own, final = _by_industry(name, s, moved)
    values = s.values * own.ravel()
    if s.final is None:
        return replace(s, values=values, status=status)
    return replace(s, values=values, final=(s.final.reshape(len(final), -1) * final[:, None]).ravel(), status=status)


def _by_industry(name: str, s: Satellite, moved: Quantities) -> tuple[Array, Array]:
    """Return the factors of a satellite: of industries (R, S) and of final users (R,)."""
    if s.follows == "emissions":
        return moved.emissions[:, :-1], moved.emissions[:, -1]
    if s.follows == "money":
        return moved.receipts, moved.income
    if s.follows in ("labour", "capital"):
        return _by_factor(name, s, moved)
    return moved.value_added if name == VALUE_ADDED_VOLUME else moved.output, moved.final


def _by_factor(name: str, s: Satellite, moved: Quantities) -> tuple[Array, Array]:
    """Return the factors of a satellite that follows labour or capital."""
    labour, known = s.follows == "labour", moved.baseline.satellites
    if s.unit == moved.baseline.unit:
        return moved.labour_income if labour else moved.capital_income, moved.income
    change, supply = (moved.labour, moved.labour_supply) if labour else (moved.capital, moved.capital_supply)
    stem = name.rpartition("_")[0]
    whole = known[stem if stem in known else name].values
    mean = mean_change(change, np.nan_to_num(whole).reshape(change.shape))
    return change * (supply / np.where(mean > 0, mean, 1.0))[:, None], moved.final


def _fact(name: str, f: Fact, moved: Quantities, gdp: Array, status: str) -> Fact:
    """Return a fact moved by what it follows."""
    if f.follows == "none":
        return f
    return replace(f, values=f.values * _by_region(name, f, moved, gdp), status=status)


def _by_region(name: str, f: Fact, moved: Quantities, gdp: Array) -> Array:
    """Return the factors of a fact; (R,)."""
    if f.follows == "money":
        return gdp
    if f.follows == "labour":
        return moved.labour_supply
    if f.follows == "capital":
        return moved.capital_supply
    if f.follows == "emissions":
        return _compute_emission_change(moved)
    if name == OUTPUT_VOLUME:
        return mean_change(moved.output, moved.solution.problem.benchmark.output)
    return moved.gdp


def _compute_emission_change(moved: Quantities) -> Array:
    """Return the change of all CO2 of a region; (R,)."""
    w = moved.baseline
    if SATELLITE not in w.satellites:
        return moved.gdp
    made = np.column_stack([w.satellites[SATELLITE].values.reshape(w.R, w.S), w.final(SATELLITE)])
    return mean_change(moved.emissions, np.nan_to_num(made))
