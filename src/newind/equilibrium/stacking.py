"""Several problems as one, with an axis of problems in front of all that differs."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.equilibrium.problem import Problem
from newind.equilibrium.shocks import Shocks
from newind.equilibrium.users import FinalUsers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.equilibrium.benchmark import Benchmark

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
