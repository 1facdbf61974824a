"""Several problems as one, with an axis of problems in front of all that differs; and the state of one of them."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.equilibrium.prices import ArrivalPrices, Prices
from newind.equilibrium.problem import Problem
from newind.equilibrium.sales import Sales
from newind.equilibrium.shocks import Shocks
from newind.equilibrium.system import State
from newind.equilibrium.users import FinalUsers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.equilibrium.benchmark import Benchmark
    from newind.typing import Array

SHOCKS = tuple(f.name for f in fields(Shocks))
FILLED: dict[str, str | None] = {
    **dict.fromkeys(("tariff", "rebate", "subsidy", "markup", "deficit")),
    **dict.fromkeys(("process_carbon", "process_intensity", "returned", "productivity", "capital", "resource"), "ns"),
    **dict.fromkeys(("labour_tax", "capital_tax", "land_tax"), "ns"),
    "trade_cost": "kni", "taste": "kn", "labour": "n",
}  # fmt: skip
"""Shocks that cost little where they change nothing, and their axes; those of the benchmark stand for None."""
ELASTICITIES = ("theta", "sigma", "sigma_v", "sigma_f", "delta", "eta", "chi", "resource")


def stack_problems(problems: Sequence[Problem]) -> Problem:
    """Return problems of one kind as one, with an axis of problems in front of responses and shocks.

    What they have in common is held once, with one place on that axis. Shocks that only some have, of those that cost
    little, are filled with what changes nothing. A single problem is returned as it is.
    """
    first = problems[0]
    if len(problems) == 1:
        return first
    shocks = {
        name: _stack(_fill([getattr(p.shocks, name) for p in problems], name, first.benchmark)) for name in SHOCKS
    }
    responses = {name: _stack([getattr(p.elasticities, name) for p in problems]) for name in ELASTICITIES}
    return Problem(
        first.benchmark,
        replace(first.elasticities, **responses),
        Shocks(**shocks),
        _stack([p.lost for p in problems]),
        _stack([p.idle for p in problems]),
        _stack([p.product for p in problems]),
        users=_stack_users([p.users for p in problems]),
    )


def _stack_users(users: Sequence[FinalUsers | None]) -> FinalUsers | None:
    """Return final users of several problems, all of them apart, of one benchmark, or none."""
    apart = [one for one in users if one is not None]
    if not apart:
        return None
    changing = {f.name: _stack([getattr(one, f.name) for one in apart]) for f in fields(FinalUsers) if f.name != "of"}
    return FinalUsers(apart[0].of, **changing)


def _fill(values: Sequence[Any], name: str, b: Benchmark) -> Sequence[Any]:
    """Return shocks of several problems, what changes nothing in place of those that are not there."""
    if name not in FILLED or all(v is None for v in values) or all(v is not None for v in values):
        return values
    axes = FILLED[name]
    nothing = (
        getattr(b, name) if axes is None else np.zeros([{"n": b.R, "i": b.R, "k": b.S, "s": b.S}[a] for a in axes])
    )
    return [nothing if v is None else v for v in values]


def _stack(values: Sequence[Any]) -> Any:
    """Return arrays on an axis in front, of one place where all are the same; plain values as they are if so."""
    first = values[0]
    if all(v is first or np.array_equal(v, first) for v in values):
        return first[None] if isinstance(first, np.ndarray) else first
    return np.stack(values)


AXES = {
    "level": 0, "sum": 3, "good": 3, "user": 3, "kept": 3, "inputs": 2, "final": 1, "value_added": 2,
    "cost": 2, "varieties": 2, "border": 2, "carbon": 2, "input_shares": 3, "final_shares": 2, "value_added_share": 2,
    "origins": 3,
}  # fmt: skip
"""Axes of prices of one problem."""
SOLD = {
    "value_added": 2, "cost": 2, "claims": 2, "spend": 3, "net": 3, "landed": 3, "border_charges": 3, "embodied": 3,
}  # fmt: skip
"""Axes of its sales."""


def take_state(state: State, k: int, problem: Problem, x: Array) -> State:
    """Return the state of one of several problems that were stacked, copied, so that the others can be forgotten.

    Parameters
    ----------
    state : State
        Of problems that were stacked.
    k : int
        Which.
    problem : Problem
        The same one alone.
    x : (m,) array
        Its unknowns.
    """
    prices, sales, one = state.prices, state.sales, State(problem, problem.split(x))
    landed = _take_arrivals(prices.landed, k)
    final = landed if prices.final_landed is prices.landed else _take_arrivals(prices.final_landed, k)
    found = _take_all(prices, AXES, k) | {"landed": landed, "final_landed": final}
    if prices.user is prices.good:
        found["user"] = found["good"]
    sold = _take_all(sales, SOLD, k)
    if sales.net is sales.spend:
        sold["net"] = sold["spend"]
    revenue = {name: v if v.ndim == 1 else v[k].copy() for name, v in state.revenue_by_source.items()}
    one.__dict__.update(prices=Prices(**found), sales=Sales(problem, **sold), revenue_by_source=revenue)
    return one


def _take_all(values: Any, axes: Mapping[str, int], k: int) -> dict[str, Any]:
    """Return the figures of one problem: what is common to all is held once, or has no axis of problems."""
    found = {}
    for name, many in axes.items():
        value = getattr(values, name)
        alike = value is None or np.ndim(value) == many
        found[name] = value if alike else value[k if len(value) > 1 else 0].copy()
    return found


def _take_arrivals(found: ArrivalPrices, k: int) -> ArrivalPrices:
    return ArrivalPrices(found.weight[k].copy(), None if found.price is None else found.price[k].copy())
