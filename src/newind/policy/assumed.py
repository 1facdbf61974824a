"""Part of a result that is an assumed effect, and the value of a parameter from which on that pays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.equilibrium.assumptions import PARAMETERS
from newind.errors import ConvergenceError, PolicyError, unless_error
from newind.parameters import parameter
from newind.policy.levers import levers
from newind.policy.verdicts import SMALLEST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from newind.policy.schema import Package
    from newind.policy.simulate import Simulation
    from newind.typing import Array, BoolArray

MOST = 2.0 / 3.0
"""Share of a result that is assumed above which it has no headline number."""
CAUSAL = "A"
"""Class of evidence of effects that do not count as assumed."""
INSTEAD = {"rd_return": "rd_output_elasticity"}
"""Parameters, and what holds in their place where it is given."""


@dataclass(frozen=True, eq=False)
class AssumedPart:
    """A result with effects that are assumed, and without them.

    Parameters
    ----------
    names : tuple of str
        Parameters of effects that no source identifies as caused, P of them.
    values : tuple of float
        Those in force.
    whole, without : (R,) array
        The result, and what it would be with none of these effects.
    each : (P, R) array
        With one of them by itself at none.
    tried : tuple of float
        Another value of each: the one in force, or the far end of its range where that is none.
    at_tried : (P, R) array
        The result there.
    dropped : (P, R) array
        The result without the levers that assume it; 0 where it is no lever that does.
    """

    names: tuple[str, ...]
    values: tuple[float, ...]
    whole: Array
    without: Array
    each: Array
    tried: tuple[float, ...]
    at_tried: Array
    dropped: Array

    @property
    def share(self) -> Array:
        """Part of the result that is assumed, 1 − without / whole; 0 where both are nothing; (R,)."""
        return find_share(self.whole, self.without)

    @property
    def rests(self) -> BoolArray:
        """Whether so much of a result is assumed that it has no headline number; (R,)."""
        return find_resting(self.whole, self.without)

    @property
    def idle(self) -> tuple[int, ...]:
        """Effects that count as nothing, but need not be."""
        return tuple(k for k, name in enumerate(self.names) if self.values[k] == _without(name))

    def main(self, r: int) -> int | None:
        """Return which effect in force changes the result of a region most, None where none does."""
        size = {k: abs(self.whole[r] - self.each[k, r]) for k in range(len(self.names)) if k not in self.idle}
        most = max(size, key=lambda k: float(size[k]), default=None)
        return most if most is not None and size[most] > SMALLEST else None

    def break_even(self, k: int, r: int) -> float:
        """Return the value of a parameter from which on what assumes it adds to the result, taken to be on a line.

        NaN where more of it adds nothing.
        """
        none, more = _without(self.names[k]), self.at_tried[k, r] - self.each[k, r]
        if more <= SMALLEST:
            return np.nan
        return float(none + (self.dropped[k, r] - self.each[k, r]) / more * (self.tried[k] - none))

    def to_dict(self, codes: Sequence[str]) -> dict[str, Any]:
        """Return it as plain data by region: share, result without, and break-evens."""
        found = {}
        for r, code in enumerate(codes):
            k = self.main(r)
            share = float(self.share[r])
            shown = {self.names[j]: self.break_even(j, r) for j in (*(() if k is None else (k,)), *self.idle)}
            found[code] = {
                "share": round(share, 6) if share == share else None,
                "without": round(float(self.without[r]), 12),
                "break_even": {name: float(f"{value:.6g}") for name, value in shown.items() if value == value},
            }
        return {"parameters": dict(zip(self.names, self.values, strict=True)), "by_region": found}


def find_share(whole: Array, without: Array) -> Array:
    """Return which part of results is assumed, 1 − without / whole; 0 where both are nothing."""
    some = np.where(np.abs(whole) > SMALLEST, whole, np.nan)
    return np.where(np.abs(whole - without) > SMALLEST, 1.0 - without / some, 0.0)


def find_resting(whole: Array, without: Array) -> BoolArray:
    """Return where so much of results is assumed that they have no headline number.

    Examples
    --------
    >>> find_resting(np.array([0.01, 0.01, 0.0]), np.array([0.001, 0.02, 0.0]))
    array([ True, False, False])
    """
    return np.asarray(~(find_share(whole, without) <= MOST))


def _without(name: str) -> float:
    none = parameter(name).without
    assert none is not None  # chosen for it
    return none


def list_assumed(package: Package, given: Iterable[str], more: Iterable[str] = ()) -> list[str]:
    """Return the parameters of effects of a package that could be nothing and are not known to be caused.

    Parameters
    ----------
    package : Package
        Whose levers assume them.
    given : iterable of str
        What was given in place of shipped parameters.
    more : iterable of str
        Others that a result depends on.
    """
    here = set(given)
    used = [n for s in package.shocks for n in levers()[s.lever].assumes if n in PARAMETERS]
    names = [INSTEAD[n] if INSTEAD.get(n) in here else n for n in dict.fromkeys([*used, *more])]
    known = map(parameter, names)
    return [p.id for p in known if p.without is not None and p.evidence != CAUSAL]


def drop(package: Package, name: str) -> Package | None:
    """Return a package without the levers that assume a parameter, None where none does."""
    held = {name, *(old for old, new in INSTEAD.items() if new == name)}
    kept = [s for s in package.shocks if not held & set(levers()[s.lever].assumes)]
    return None if len(kept) == len(package.shocks) else package.model_copy(update={"shocks": tuple(kept)})


def find_assumed(
    package: Package,
    values: Mapping[str, float],
    whole: Array,
    run: Callable[[list[tuple[Package, dict[str, float]]]], Iterable[Array]],
) -> AssumedPart | None:
    """Return which part of a result is assumed, None where there is no equilibrium without it.

    Parameters
    ----------
    package : Package
        What was done.
    values : mapping of str to float
        Of the parameters of `list_assumed`.
    whole : (R,) array
        The result.
    run : callable
        From packages with parameters to their results.
    """
    names = tuple(values)
    none = {name: _without(name) for name in names}
    idle = [name for name in names if values[name] == none[name]]
    far = {name: max(parameter(name).range or (0.0,), key=lambda end, n=name: abs(end - none[n])) for name in idle}
    drops = {name: drop(package, name) for name in names}
    asked: dict[tuple[str, str], tuple[Package, dict[str, float]]] = {("none", ""): (package, none)}
    asked |= {("each", name): (package, {name: none[name]}) for name in names if name not in idle and len(names) > 1}
    asked |= {("tried", name): (package, {name: end}) for name, end in far.items()}
    asked |= {("drop", name): (kept, {}) for name, kept in drops.items() if kept is not None and kept.shocks}
    try:
        found = dict(zip(asked, run(list(asked.values())), strict=True)) if names else {}
    except (ConvergenceError, PolicyError):
        return None
    without, nothing = found.get(("none", ""), whole), np.zeros_like(whole)
    alone = without if len(names) == 1 else whole
    stack = (len(names), *whole.shape)
    return AssumedPart(
        names,
        tuple(values.values()),
        whole,
        without,
        np.reshape([found.get(("each", n), whole if n in idle else alone) for n in names], stack),
        tuple(far.get(n, values[n]) for n in names),
        np.reshape([found.get(("tried", n), whole) for n in names], stack),
        np.reshape([found.get(("drop", n), nothing) for n in names], stack),
    )


def assumed_in(s: Simulation) -> AssumedPart | None:
    """Return which part of the real income of a simulation is assumed, as of :func:`find_assumed`."""
    assumptions = s.laboratory.assumptions
    values = {name: assumptions.value(name) for name in list_assumed(s.package, assumptions.given)}
    return find_assumed(
        s.package, values, s.welfare, lambda cases: [unless_error(f).welfare for f in s.rerun_many(cases)]
    )
