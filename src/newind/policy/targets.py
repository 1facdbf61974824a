"""Find the targets of a package in given accounts: cells, values put onto arrays, and the bounds they are held to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.groups import resolve as positions
from newind.equilibrium.levers.moves import act
from newind.errors import DataError, PolicyError, UnknownNameError, join_items, offenders, sentences, tell, within
from newind.policy.checks import two_sets
from newind.policy.levers import MODES, Lever, levers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newind.accounts.accounts import Accounts
    from newind.equilibrium.benchmark import Benchmark
    from newind.policy.checks import Selector
    from newind.policy.schema import Package, Shock
    from newind.typing import Array, BoolArray, IntArray


FINAL, ALL_INDUSTRIES = "final", "industries"
"""Users that are no industry: all final users, and all industries together."""


@dataclass(frozen=True, eq=False)
class ShockCells:
    """The cells of a shock: every combination of its regions, partners, industries and users.

    Parameters
    ----------
    shock : Shock
        The shock.
    number : int
        Its place in the package, from 1.
    lever : Lever
        What it moves.
    regions, partners, industries : (m,) int arrays
        Positions in the accounts; all of them where the lever takes no such selector.
    users : (S + 1,) bool array
        Industries that buy, and in the end final users.
    """

    shock: Shock
    number: int
    lever: Lever
    regions: IntArray
    partners: IntArray
    industries: IntArray
    users: BoolArray

    def mask(self, dims: Sequence[str], shape: Sequence[int]) -> BoolArray:
        """Return which cells of an array the shock acts on; home sales are none unless the lever counts them.

        Parameters
        ----------
        dims : sequence of str
            What the axes of the array are, of ``region``, ``partner``, ``industry``, ``user``, in any order.
        shape : sequence of int
            Its shape.
        """
        inside = np.ones(tuple(shape), dtype=np.bool_)
        for axis, name in enumerate(dims):
            inside &= _along(self._select_cells(name, shape[axis]), axis, len(dims))
        if not self.lever.own and {"region", "partner"} <= set(dims):
            abroad = ~np.eye(shape[dims.index("region")], dtype=np.bool_)
            axes = sorted((dims.index("region"), dims.index("partner")))
            inside &= np.expand_dims(abroad, [a for a in range(len(dims)) if a not in axes])
        return inside

    def places(self, dims: Sequence[str], shape: Sequence[int]) -> tuple[IntArray, ...]:
        """Return the places of these cells, axis by axis; arguments as of :meth:`mask`."""
        if self.lever.own or not set(self.regions.tolist()) & set(self.partners.tolist()):
            return np.ix_(*map(self._select_cells, dims, shape))
        return np.nonzero(self.mask(dims, shape))

    def _select_cells(self, name: str, size: int) -> BoolArray:
        if name == "user":
            return self.users
        chosen = np.zeros(size, dtype=np.bool_)
        chosen[{"region": self.regions, "partner": self.partners, "industry": self.industries}[name]] = True
        return chosen


def resolve(package: Package, accounts: Accounts) -> tuple[ShockCells, ...]:
    """Return the targets of every shock of a package, in order.

    Shocks that are meant for other tables (`Shock.table`) have none.

    A shock has one target; a cut-off in both directions has two, one for what is bought and one for what is sold.

    Raises
    ------
    PolicyError
        Naming the first three shocks (with file, line and column where there are some) that name what the accounts
        lack, that act on nothing, or that set what another one sets.
    """
    found, wrong = [], []
    meant = [(number, s) for number, s in enumerate(package.shocks, 1) if s.applies_to(accounts)]
    for number, shock in meant:
        try:
            found += list(_targets(number, shock, accounts))
        except PolicyError as error:
            wrong.append(str(error))
    if wrong:
        rest = [tell("policy.more_shocks", n=len(wrong) - 3)] if len(wrong) > 3 else []
        raise PolicyError(sentences([*wrong[:3], *rest], "\n"))
    _no_two_sets(found, accounts)
    return tuple(found)


def apply_shocks(lever: str, targets: Sequence[ShockCells], base: Array, dims: Sequence[str] | None = None) -> Array:
    """Return an array with all shocks of a lever put onto it: first set, then scaled, then added.

    Parameters
    ----------
    lever : str
        Name of the lever; targets of other levers are passed over.
    targets : sequence of ShockCells
        What `resolve` returned.
    base : array
        Values in force; never changed.
    dims : sequence of str, optional
        What its axes are; the selectors of the lever, in order, when not given.

    Returns
    -------
    array
        Of the shape of `base`, in the unit of the lever.

    Raises
    ------
    PolicyError
        When a value leaves the bounds of the lever.

    Examples
    --------
    >>> float(apply_shocks("productivity", (), np.zeros((2, 3))).sum())
    0.0
    """
    entry = levers()[lever]
    axes = tuple(dims or entry.scope)
    own = sorted((t for t in targets if t.lever.id == lever), key=lambda t: MODES.index(t.shock.mode))
    _fits(entry, own, axes, np.ndim(base))
    value = np.array(base, dtype=np.float64)
    for target in own:
        act(value, target.places(axes, value.shape), target.shock.mode, target.shock.value)
    _within_bounds(value, base, entry, own)
    return value


def _fits(lever: Lever, targets: Sequence[ShockCells], axes: Sequence[str], ndim: int) -> None:
    """Raise when an array has other axes than are named, or none for users that shocks distinguish."""
    if len(axes) != ndim:
        raise ValueError(f"{lever.id}: the array has {ndim} axes, and {len(axes)} are named: {', '.join(axes)}.")
    if "user" in lever.scope and "user" not in axes and not all(t.users.all() for t in targets):
        raise ValueError(f"{lever.id}: shocks distinguish users, and the array has no axis of users.")


def _within_bounds(value: Array, base: Array, lever: Lever, targets: Sequence[ShockCells]) -> None:
    """Raise when values that shocks changed leave the bounds."""
    low, high = lever.bounds
    off = ((value < low - 1e-12) | (value > high + 1e-12)) & (value != base)
    if off.any():
        numbers = list(dict.fromkeys(t.number for t in targets))
        first = _where(targets[0].shock, numbers[0], "value")
        alone, together = tell("policy.brings", who=first), tell("policy.together", named=join_items(numbers))
        who = alone if len(numbers) == 1 else together
        raise PolicyError(
            tell(
                "policy.leaves_bounds",
                who=who,
                lever=lever.display_name,
                value=value[off][0],
                n=off.sum(),
                low=low,
                high=high,
            )
        )


def _targets(number: int, shock: Shock, w: Accounts) -> Iterator[ShockCells]:
    """Yield the targets of one shock, or raise with its place."""
    lever = levers()[shock.lever]
    _needs(lever, shock, number, w)
    regions = _positions("region", shock, number, w.regions.codes)
    partners = _positions("partner", shock, number, w.regions.codes)
    industries = _industries(lever, shock, number, w.industries)
    first = ShockCells(shock, number, lever, regions, partners, industries, _users(shock, number, w.industries))
    if not lever.own and "partner" in lever.scope and _same_one(regions, partners):
        where = _where(shock, number, "partner")
        raise PolicyError(
            tell("policy.both_sides", where=where, lever=lever.display_name, code=w.regions.codes[regions[0]])
        )
    yield first
    if lever.both_ways and shock.partner == "*" and (others := np.setdiff1d(np.arange(w.R), regions)).size:
        yield replace(first, regions=others, partners=regions)


def _same_one(regions: IntArray, partners: IntArray) -> bool:
    return regions.size == partners.size == 1 and bool(regions[0] == partners[0])


def _needs(lever: Lever, shock: Shock, number: int, w: Accounts) -> None:
    for need in lever.needs:
        kind, _, name = need.partition(":")
        if kind == "satellite" and name not in w.satellites:
            where = _where(shock, number, "lever")
            raise PolicyError(tell("policy.satellite", where=where, lever=lever.display_name, name=name))


def _industries(lever: Lever, shock: Shock, number: int, codes: Sequence[str]) -> IntArray:
    """Return the industries of a shock, within the group that its lever is confined to."""
    chosen = _positions("industry", shock, number, codes)
    if not lever.within:
        return chosen
    allowed = _select(lever.within, codes, shock, number, "lever")
    if shock.industry == "*":
        return allowed
    if outside := [codes[i] for i in np.setdiff1d(chosen, allowed)]:
        where = _where(shock, number, "industry")
        raise PolicyError(
            tell("policy.within", where=where, lever=lever.display_name, within=lever.within, which=offenders(outside))
        )
    return chosen


def _users(shock: Shock, number: int, industries: Sequence[str]) -> BoolArray:
    """Return which users are meant, final users last."""
    S = len(industries)
    chosen = np.zeros(S + 1, dtype=np.bool_)
    for name in (shock.user,) if isinstance(shock.user, str) else shock.user:
        if name in ("*", FINAL):
            chosen[S] = True
        if name in ("*", ALL_INDUSTRIES):
            chosen[:S] = True
        elif name != FINAL:
            chosen[_select(name, [*industries, FINAL, ALL_INDUSTRIES], shock, number, "user")] = True
    return chosen


def _positions(field: str, shock: Shock, number: int, codes: Sequence[str]) -> IntArray:
    selection: Selector = getattr(shock, field)
    return _select(selection, codes, shock, number, field)


def _select(selection: Selector, codes: Sequence[str], shock: Shock, number: int, field: str) -> IntArray:
    """Return the positions of a selection, or raise with the place of the shock."""
    try:
        return positions(selection, codes)
    except (UnknownNameError, DataError) as error:
        raise PolicyError(within(_where(shock, number, field), error)) from None


def _where(shock: Shock, number: int, field: str) -> str:
    """Return the number of a shock, and before it file, line and column where it was read from a file."""
    place = shock.where(field)
    named = tell("policy.shock", number=number)
    return within(place, named) if place else named


def _no_two_sets(targets: Sequence[ShockCells], w: Accounts) -> None:
    """Raise when two shocks set one lever in one cell, naming both and the first cells."""
    sizes = {"region": w.R, "partner": w.R, "industry": w.S, "user": w.S + 1}
    for lever in dict.fromkeys(t.lever.id for t in targets):
        own = [t for t in targets if t.lever.id == lever and t.shock.mode == "set"]
        dims = levers()[lever].scope
        setter = np.zeros([sizes[d] for d in dims] if len(own) > 1 else 0, dtype=np.int64)
        for target in own if len(own) > 1 else ():
            inside = target.mask(dims, setter.shape)
            if (twice := inside & (setter > 0)).any():
                raise _contradiction(target, targets, setter, twice, w)
            setter[inside] = target.number


def _contradiction(
    second: ShockCells, targets: Sequence[ShockCells], setter: IntArray, twice: BoolArray, w: Accounts
) -> PolicyError:
    names = {"region": w.regions.codes, "partner": w.regions.codes, "industry": w.industries,
             "user": (*w.industries, FINAL)}  # fmt: skip
    cells = np.argwhere(twice)
    said = [" ".join(names[d][i] for d, i in zip(second.lever.scope, cell, strict=True)) for cell in cells[:3]]
    number = int(setter[tuple(cells[0])])
    first = next(t.shock for t in targets if t.number == number)
    named, placed = tell("policy.shock", number=number), tell("policy.shock_at", number=number, place=first.where())
    earlier, named_cells = placed if first.where() else named, join_items(map(repr, said))
    shown = tell("policy.cells", n=len(cells), shown=named_cells) if len(cells) > 3 else named_cells
    return PolicyError(
        tell(
            "policy.conflict",
            where=_where(second.shock, second.number, ""),
            lever=second.lever.display_name,
            earlier=earlier,
            shown=shown,
            remedy=two_sets(),
        )
    )


def _along(chosen: BoolArray, axis: int, ndim: int) -> BoolArray:
    """Return a vector laid along one axis of an array."""
    return chosen.reshape([-1 if a == axis else 1 for a in range(ndim)])


IN_FORCE = {
    "tariff": ("tariff", ("industry", "region", "partner")),
    "export_rebate": ("rebate", ("industry", "partner", "region")),
    "production_subsidy": ("subsidy", ("region", "industry")),
    "markup": ("markup", ("region", "industry")),
}
"""Levers with values in force in the benchmark: what it calls them, and their axes."""


def hold(targets: Sequence[ShockCells], benchmark: Benchmark) -> None:
    """Raise where steps on top of each other, or on what is in force, leave the bounds of a lever.

    What is set alone was held to them when the shock was made.

    Parameters
    ----------
    targets : sequence of ShockCells
        What a package acts on.
    benchmark : Benchmark
        With the rates in force.

    Raises
    ------
    PolicyError
        Naming the shocks, the lever, the first value and how many cells have one like it.
    """
    for lever in dict.fromkeys(t.lever.id for t in targets if t.shock.mode != "set"):
        own = [t for t in targets if t.lever.id == lever]
        apply_shocks(lever, own, *_in_force(lever, own, benchmark))


def _in_force(lever: str, own: Sequence[ShockCells], b: Benchmark) -> tuple[Array, tuple[str, ...]]:
    """Return the values before the package and their axes; users have none where all are meant."""
    if lever in IN_FORCE:
        name, axes = IN_FORCE[lever]
        return getattr(b, name), axes
    sizes = {"region": b.R, "partner": b.R, "industry": b.S, "user": b.S + 1}
    told_apart = not all(t.users.all() for t in own)
    dims = tuple(d for d in own[0].lever.scope if d != "user" or told_apart)
    return np.zeros([sizes[d] for d in dims]), dims
