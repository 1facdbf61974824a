"""The example policies tried on a region, each by itself: what changes, in a range over what is assumed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.memo import memo
from newind.errors import NewindError, unless_error
from newind.measures.headline import headline
from newind.pathways.comparing import compare_emissions
from newind.pathways.defaults import HORIZON
from newind.policy.menu import labels, left_out, menu
from newind.policy.ranges import find_ranges, range_in
from newind.policy.record import recorded
from newind.policy.signs import STATED, TOUCHED, sign
from newind.policy.simulate import simulate, simulate_many
from newind.policy.verdicts import BORNE, NOISE, OTHERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from newind.accounts.accounts import Accounts
    from newind.equilibrium.many import NoEquilibrium
    from newind.messages import Text
    from newind.policy.ranges import Range
    from newind.policy.schema import Package
    from newind.policy.simulate import Simulation
    from newind.typing import Array

HORIZONS = ("short", "medium", "long")
SHARES = {
    "manufacturing": "s2.manufacturing_share",
    "quality": "quality.manufacturing_value_added_rate",
    "open": "s4.gvc_circulation",
}
"""Outcomes that are differences of indicators."""
OUTCOMES = ("real_income", "co2", "bill", *SHARES)
"""Outcomes measured in each region: relative changes, a cost in money of the accounts, differences of shares."""
SCALES = ("none", "bundle", "value_added")
"""Whether there are economies of scale, and what entry uses: the bundle of value added and inputs, or value added."""
NOTHING = 5e-6
"""A policy whose effect on real income is below this everywhere counts as having none."""
TINY = 1e-9
"""Below this a figure is zero but for rounding."""


@dataclass(frozen=True)
class Effect:
    """A change in one region: under the assumptions that are thought likeliest, and the ends over all of them.

    Of real income with what may be said of its sign (a key of `newind.policy.signs.SIGNS`), as of `Range.sign`.
    """

    central: float
    low: float
    high: float
    said: str = ""

    def pack(self) -> list[Any] | None:
        """Return it as plain data; None where there is no figure."""
        ends = [None if v != v else v for v in (self.central, self.low, self.high)]
        return None if ends == [None] * 3 else [*ends, self.said]

    @classmethod
    def unpack(cls, said: Sequence[Any] | None) -> Effect:
        """Return an effect from plain data."""
        if said is None:
            return UNKNOWN
        central, low, high = (float("nan") if v is None else v for v in said[:3])
        return cls(central, low, high, said[3])

    @property
    def known(self) -> bool:
        """Whether there is a figure."""
        return self.central == self.central

    @property
    def sure(self) -> bool:
        """Whether there is a headline number: the sign is the same under all assumptions, and may be stated."""
        return self.sign in STATED

    @property
    def sign(self) -> str:
        """Class of the range by its sign: a key of `newind.policy.signs.SIGNS`."""
        return self.said or sign(self.low, self.high)

    @property
    def stated(self) -> bool:
        """Whether the range may be printed: its sign is stated, and neither end is on the other side of zero.

        Real income has a sign where one end is less than what counts as none: in words it is zero or positive, or
        negative.
        """
        return self.sure and (self.nothing or self.low * self.high > 0)

    @property
    def drawn(self) -> bool:
        """Whether the range may be drawn: it is printed, has both signs, or others lose or gain by it."""
        return self.known and (self.stated or self.low < 0 < self.high or self.sign in (OTHERS, BORNE))

    @property
    def verdict(self) -> str:
        """Class of the range as words tell it: a robust sign has an end that reads 0 where it is not printed.

        Examples
        --------
        >>> Effect(-0.001, -0.003, 0.0001, "negative").verdict, Effect(0.01, 0.005, 0.02, "others").verdict
        ('zero or negative', 'others')
        """
        return self.sign if self.stated else TOUCHED.get(self.sign, self.sign)

    @property
    def up(self) -> bool:
        """Whether it is stated that it rises."""
        return self.sign == "positive"

    @property
    def down(self) -> bool:
        """Whether it is stated that it falls."""
        return self.sign == "negative"

    @property
    def nothing(self) -> bool:
        """Whether nothing changes."""
        return self.low == self.high == 0


UNKNOWN = Effect(float("nan"), float("nan"), float("nan"))
"""No figure."""


@dataclass(frozen=True)
class PolicyTrial:
    """A policy tried at one horizon.

    Parameters
    ----------
    package : Package
        What was tried.
    horizon : str
    effects : dict of str to Effect
        By outcome.
    otherwise : Effect
        Real income where it is paid for in the other way; not known for a cut-off, which nobody pays for.
    gains, loses : tuple of str and Effect, or None
        Which other region gains and loses most real income, where the sign is sure.
    by_scale, by_substitution : dict to Effect
        Real income by economies of scale (of `SCALES`), and at each value of substitution between inputs.
    solved : int
        Equilibria behind it.
    failed : tuple of str
        Assumptions without an equilibrium.
    """

    package: Package
    horizon: str
    effects: dict[str, Effect]
    otherwise: Effect
    gains: tuple[str, Effect] | None
    loses: tuple[str, Effect] | None
    by_scale: dict[str, Effect]
    by_substitution: dict[float, Effect]
    solved: int
    failed: tuple[str, ...]

    def pack(self) -> dict[str, Any]:
        """Return it as plain data, with the name of the package."""
        sides = {
            k: None if v is None else [v[0], v[1].pack()] for k, v in (("gains", self.gains), ("loses", self.loses))
        }
        by = {k: {str(n): e.pack() for n, e in getattr(self, k).items()} for k in ("by_scale", "by_substitution")}
        return {
            "package": self.package.name,
            "horizon": self.horizon,
            "effects": {name: e.pack() for name, e in self.effects.items()},
            "otherwise": self.otherwise.pack(),
            **sides,
            **by,
            "solved": self.solved,
            "failed": list(self.failed),
        }

    @classmethod
    def unpack(cls, package: Package, said: Mapping[str, Any]) -> PolicyTrial:
        """Return a trial of a package from plain data."""
        gains, loses = (
            None if said[k] is None else (said[k][0], Effect.unpack(said[k][1])) for k in ("gains", "loses")
        )
        return cls(
            package,
            said["horizon"],
            {name: Effect.unpack(e) for name, e in said["effects"].items()},
            Effect.unpack(said["otherwise"]),
            gains,
            loses,
            {name: Effect.unpack(e) for name, e in said["by_scale"].items()},
            {float(value): Effect.unpack(e) for value, e in said["by_substitution"].items()},
            said["solved"],
            tuple(said["failed"]),
        )

    @property
    def matters(self) -> bool:
        """Whether real income changes at all."""
        e = self.effects["real_income"]
        return max(abs(e.low), abs(e.high)) >= NOTHING


@dataclass(frozen=True)
class PolicyTrials:
    """All policies of the menu tried on a region, and the names of those that could not be, with the reason."""

    trials: tuple[PolicyTrial, ...]
    refused: tuple[tuple[Text, str], ...]

    @property
    def shown(self) -> tuple[PolicyTrial, ...]:
        """Policies at the common horizon that change something, but for cut-offs."""
        return tuple(t for t in self.trials if not cuts(t.package) and t.matters)

    @property
    def without_effect(self) -> tuple[PolicyTrial, ...]:
        """Policies that change nothing in these accounts."""
        return tuple(t for t in self.trials if not t.matters)

    @property
    def cut_offs(self) -> tuple[PolicyTrial, ...]:
        """A cut-off at every horizon."""
        return tuple(t for t in self.trials if cuts(t.package) and t.matters)


def cuts(package: Package) -> bool:
    """Tell whether a policy is a cut-off."""
    return any(s.lever == "cut_off" for s in package.shocks)


@memo
def simulate_menu(w: Accounts, region: str) -> PolicyTrials:
    """Return the policies of the menu tried on a region of closed accounts; remembered with the accounts.

    Raises
    ------
    NewindError
        Where no policy at all can be simulated on the accounts.
    """
    chosen = simulate_choices(w, region)
    losses, refused = _try_all(w, region, [p for p in _select_packages(menu(region, w)) if cuts(p)])
    names = [p.name for p in menu(region, w)]
    trials = sorted((*chosen.trials, *losses), key=lambda t: names.index(t.package.name))
    return PolicyTrials(tuple(trials), (*chosen.refused, *refused))


def _choices(w: Accounts, region: str) -> list[Package]:
    """Return the policies of the menu without cut-offs."""
    return [p for p in menu(region, w) if not cuts(p)]


def _pack(found: PolicyTrials) -> list[dict[str, Any]]:
    """Return trials as plain rows, and after them what could not be tried."""
    return [*(t.pack() for t in found.trials), *({"refused": said, "why": why} for said, why in found.refused)]


def _unpack(w: Accounts, region: str, rows: list[dict[str, Any]]) -> PolicyTrials:
    packages = {p.name: p for p in _choices(w, region)}
    trials = tuple(PolicyTrial.unpack(packages[row["package"]], row) for row in rows if "package" in row)
    refused = tuple((row["refused"], row["why"]) for row in rows if "refused" in row)
    return PolicyTrials(trials, refused)


@memo
@recorded(_choices, HORIZON, _pack, _unpack)
def simulate_choices(w: Accounts, region: str) -> PolicyTrials:
    """Return the policies of the menu that a government may choose, without cut-offs; remembered with the accounts.

    Raises
    ------
    NewindError
        Where no policy at all can be simulated on the accounts.
    """
    simulate(w, None, HORIZON)  # refused where the accounts are no benchmark
    named = labels(region, w)
    missing: list[tuple[Text, str]] = [(named[name], why) for name, why in left_out(region, w).items()]
    trials, refused = _try_all(w, region, _choices(w, region))
    return PolicyTrials(tuple(trials), (*missing, *refused))


def _try_all(w: Accounts, region: str, packages: list[Package]) -> tuple[list[PolicyTrial], list[tuple[Text, str]]]:
    """Return packages tried at their horizons, and those that could not be, with the reason."""
    trials: list[PolicyTrial] = []
    refused: list[tuple[Text, str]] = []
    asked = [(package, horizon) for package in packages for horizon in _list_horizons(package)]
    tried = list(simulate_many(w, ((package, horizon, {}) for package, horizon in asked)))
    find_ranges([s for s in tried if not isinstance(s, NewindError)])
    for package, same in groupby(zip(asked, tried, strict=True), lambda one: one[0][0]):
        made, why = _list_trials(region, package, [s for _, s in same])
        trials += made
        refused += [] if made else [(_text(package), why)]
    return trials, refused


def _select_packages(packages: tuple[Package, ...]) -> Iterator[Package]:
    """Yield the policies to try: of cut-offs the largest that is bearable."""
    largest = max((p.shocks[0].value for p in packages if cuts(p)), default=0.0)
    yield from (p for p in packages if not cuts(p) or p.shocks[0].value == largest)


def _text(package: Package) -> Text:
    return {str(lang): words for lang, words in package.label.items()}


def _list_horizons(package: Package) -> tuple[str, ...]:
    return HORIZONS if cuts(package) else (HORIZON,)


def _list_trials(
    region: str, package: Package, tried: Iterable[Simulation | NoEquilibrium]
) -> tuple[list[PolicyTrial], str]:
    """Return a policy tried at its horizons, and why it could not be at the last one where it failed."""
    made, why = [], ""
    for s in tried:
        try:
            made.append(_trial(region, package, unless_error(s)))
        except NewindError as error:
            why = str(error)
    return made, why


def _trial(region: str, package: Package, s: Simulation) -> PolicyTrial:
    found, r = range_in(s, outcomes), s.baseline.regions.index(region)
    income = s.range()
    other = None if cuts(package) else range_in(s.otherwise_financed, lambda way: way.welfare, noise=NOISE)
    effect = state_effect(s, r)
    gains, loses = _elsewhere(s, r)
    return PolicyTrial(
        package,
        s.horizon,
        {name: _effect(found, (k, r)) for k, name in enumerate(OUTCOMES)} | {"real_income": effect},
        UNKNOWN if other is None else replace(_effect(other, (r,)), said="" if effect.sure else effect.sign),
        gains,
        loses,
        _cases(income, r, [_name_structure(c) for c in income.corners]),
        _cases(income, r, [float(c["substitution_inputs"]) for c in income.corners]),
        len(income.values) + (0 if other is None else len(other.values)),
        income.failed,
    )


def outcomes(s: Simulation) -> Array:
    """Return the outcomes of a simulation by region, in the order of `OUTCOMES`; NaN where accounts lack figures."""
    before, after = s.baseline, s.accounts
    was, now = (headline(w, tuple(SHARES.values())) for w in (before, after))
    nothing = np.full(before.R, np.nan)
    moved = [now.get(id, nothing) - was.get(id, nothing) for id in SHARES.values()]
    return np.stack([s.welfare, compare_emissions(before, after), s.bill, *moved])


def _name_structure(corner: Mapping[str, Any]) -> str:
    """Return whether there are economies of scale, and what entry uses.

    Examples
    --------
    >>> _name_structure({"phi": 0.0, "scale": False}), _name_structure({"phi": 0.5, "scale": False, "chi": 1.0})
    ('none', 'value_added')
    """
    phi = max(corner["phi"].values()) if isinstance(corner["phi"], dict) else corner["phi"]
    if not phi and not corner["scale"]:
        return "none"
    return "value_added" if corner["chi"] else "bundle"


def _effect(found: Range, at: tuple[int, ...]) -> Effect:
    central, low, high = (_drop_rounding(float(end[at])) for end in (found.central, found.low, found.high))
    return Effect(central, low, high)


def state_effect(s: Simulation, r: int) -> Effect:
    """Return the change of real income of a region, with what may be said of its sign."""
    return replace(_effect(s.range(), (r,)), said=str(s.range().sign[r]))


def _drop_rounding(value: float) -> float:
    """Return zero for what is zero but for rounding."""
    return 0.0 if abs(value) < TINY else value


def _elsewhere(s: Simulation, r: int) -> tuple[tuple[str, Effect] | None, tuple[str, Effect] | None]:
    """Return who else gains and who loses most, of those whose sign is sure."""
    effects = [(code, state_effect(s, i)) for i, code in enumerate(s.baseline.regions.codes) if i != r]
    sure = [(code, e) for code, e in effects if e.sure and abs(e.central) >= NOTHING]
    best = max((p for p in sure if p[1].up), key=lambda p: p[1].central, default=None)
    worst = min((p for p in sure if p[1].down), key=lambda p: p[1].central, default=None)
    return best, worst


def _cases(found: Range, r: int, names: list[Any]) -> dict[Any, Effect]:
    """Return real income of the region over the parameter combinations of each name, in their order."""
    at = {n: [float(v[r]) for v, own in zip(found.values, names, strict=True) if own == n] for n in names}
    return {
        n: Effect(float("nan"), _drop_rounding(min(at[n])), _drop_rounding(max(at[n]))) for n in sorted(at, key=_place)
    }


def _place(name: Any) -> float:
    return SCALES.index(name) if name in SCALES else float(name)
