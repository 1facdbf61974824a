"""What may be said of packages of a search, so that it recommends none whose effect may not be stated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newind.errors import ConvergenceError, NewindError, PolicyError
from newind.measures.headline import CHARACTERISTICS, changes
from newind.pathways.comparing import find_emissions_change
from newind.pathways.outlook import Outlook
from newind.pathways.pathway import pathways
from newind.pathways.prospects import split_parameters
from newind.policy.assumed import find_resting
from newind.policy.ranges import find_ranges, range_in, screen
from newind.policy.signs import AMBIGUOUS, sign
from newind.policy.simulate import simulate, simulate_many
from newind.policy.verdicts import KINDS, NOISE, NOTHING, OTHERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newind.accounts.accounts import Accounts
    from newind.pathways.pathway import Pathway
    from newind.policy.schema import Package
    from newind.policy.simulate import Simulation
    from newind.typing import Array

INCOME = ("real_income", "consumption", "welfare", "gdp", "capital")
"""Figures that stand or fall with the verdict on real income: shown, and goals, only where it may be stated."""
CARBON = ("co2", "cumulative_co2")
MEASURED = (*CARBON, "bill", *CHARACTERISTICS)
"""Goals whose sign is that of a measure on the table, over some members of the family."""


def refuses(goals: Iterable[str], verdict: str) -> bool:
    """Return whether a package of a verdict is never recommended for goals.

    One at others' expense never is, nor one under which the sign of another goal turns; whatever else refuses a
    statement on real income does so where that is a goal.

    Examples
    --------
    >>> refuses(["co2"], "structure"), refuses(["co2", "welfare"], "structure"), refuses(["co2"], "others")
    (False, True, True)
    """
    return verdict in (KINDS if set(goals) & set(INCOME) else (OTHERS,)) or verdict == AMBIGUOUS


def rests(figures: Mapping[str, float], plain: Mapping[str, float]) -> bool:
    """Return whether too much of real income of a path is assumed, given that without; where there is none it is.

    Examples
    --------
    >>> rests({"real_income": 0.01}, {"real_income": 0.001}), rests({"real_income": 0.01}, {"real_income": 0.02})
    (True, False)
    """
    if not plain:
        return True
    whole, without = (np.array([one["real_income"]]) for one in (figures, plain))
    return bool(find_resting(whole, without)[0])


def agrees(verdict: str, change: float) -> bool:
    """Return whether the sign that may be stated of the table is that of a change on the path, where it has one.

    Examples
    --------
    >>> agrees("positive", 0.01), agrees("zero or negative", 1e-5), agrees("zero", 0.01)
    (True, True, False)
    """
    return abs(change) <= NOISE or verdict == ("positive" if change > 0 else "negative")


class Recommendations:
    """What may be said of packages: screened in a few market structures, confirmed in the whole family.

    Parameters
    ----------
    w : Accounts
        Closed accounts.
    request : mapping
        What a search is asked: region, goals and outlook.
    """

    def __init__(self, w: Accounts, request: Mapping[str, Any]) -> None:
        self.met = Outlook(accounts=w, **request["outlook"])
        self.at, self.goals = w.regions.index(request["region"]), tuple(request["goals"])

    def screen(self, packages: Sequence[Package]) -> list[str]:
        """Return verdicts on real income in a few market structures: what is refused there is refused by all."""
        w, given = self.met.accounts, split_parameters(self.met.parameters)[0]
        found = list(simulate_many(w, [(package, self.met.horizon, given) for package in packages]))
        judged = iter(screen([s for s in found if not isinstance(s, NewindError)]))
        return [NOTHING if isinstance(s, NewindError) else str(next(judged)[self.at]) for s in found]

    def confirm(self, packages: Sequence[Package]) -> list[str]:
        """Return verdicts on real income, as of `Pathway.verdicts`; ``ambiguous`` where the sign of a goal is."""
        turning = [self._turns(package) for package in packages]
        left = [package for package, turns in zip(packages, turning, strict=True) if not turns]
        paths = pathways(self.met.accounts, [{"package": package, "outlook": self.met} for package in left])
        return [AMBIGUOUS if turns else self._read_verdict(next(paths)) for turns in turning]

    def _read_verdict(self, p: Pathway | NewindError) -> str:
        return NOTHING if isinstance(p, NewindError) else p.verdicts[self.at]

    def judge_alone(self, packages: Sequence[Package]) -> list[str]:
        """Return verdicts on real income of packages in force in full on the table."""
        w, given = self.met.accounts, split_parameters(self.met.parameters)[0]
        tried = list(simulate_many(w, [(package, self.met.horizon, given) for package in packages]))
        found = iter(find_ranges([s for s in tried if not isinstance(s, NewindError)]))
        ranges = [s if isinstance(s, NewindError) else next(found) for s in tried]
        return [NOTHING if isinstance(r, NewindError) else str(r.sign[self.at]) for r in ranges]

    def _turns(self, package: Package) -> bool:
        """Return whether the sign of a goal other than real income turns in some member of the family."""
        goals = [g for g in self.goals if g in MEASURED]
        if not goals:
            return False
        try:
            s = simulate(self.met.accounts, package, self.met.horizon, split_parameters(self.met.parameters)[0])
            found = range_in(s, lambda one: _measure(one, goals, self.at), noise=NOISE)
        except (ConvergenceError, PolicyError):
            return True
        return bool(
            {AMBIGUOUS, "unknown"} & {sign(low, high, NOISE) for low, high in zip(found.low, found.high, strict=True)}
        )


def _measure(s: Simulation, goals: Sequence[str], at: int) -> Array:
    """Return the change of each goal of `MEASURED` on the table."""
    found: dict[str, float] = {"bill": s.bill[at] / s.laboratory.benchmark.final[at]}
    if set(goals) & set(CARBON):
        found |= dict.fromkeys(CARBON, float(find_emissions_change(s)[at]))
    if set(goals) & set(CHARACTERISTICS):
        found |= {c.topic: float(c.step[at]) for c in changes(s.baseline, s.accounts)}
    return np.array([found[g] for g in goals])
