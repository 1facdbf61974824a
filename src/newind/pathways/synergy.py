"""Measure the synergy of policies beyond what each does alone: every pair of a set of packages or actions."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, partial, reduce
from itertools import combinations
from operator import add
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.aliases import alias
from newind.errors import DataError, PolicyError, join_items, tell
from newind.measures.headline import CHARACTERISTICS, changes
from newind.messages import complete_text
from newind.pathways.comparing import REAL_INCOME
from newind.pathways.compute import Workers, results
from newind.pathways.defaults import HORIZON
from newind.policy.posing import as_package, check_names
from newind.policy.ranges import corners as corners_of
from newind.policy.register import Action, Register
from newind.policy.simulate import simulate, simulate_many

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import pandas as pd
    from numpy.random import Generator

    from newind.accounts.accounts import Accounts
    from newind.messages import Text
    from newind.policy.schema import Package
    from newind.policy.simulate import Simulation
    from newind.typing import Array, BoolArray

OUTCOMES = (REAL_INCOME, *CHARACTERISTICS)
"""Measures: real income as a fraction, characteristics by their headline indicators (`IndicatorChange.step`)."""
NOISE = 1e-8
"""Synergy, as a share of the larger of the two effects, up to which it counts as none."""


@dataclass(frozen=True, eq=False)
class Synergies:
    """Effects of policies alone and in pairs on one region.

    Parameters
    ----------
    names : tuple of str
        Policies, in order; N of them.
    region : str
    year : int
    horizon : str
    alone : (N, M) array
        Effect of each policy on each of `OUTCOMES`; NaN where the accounts lack figures.
    together : (N, N, M) array
        Effect of each pair, symmetric; NaN on the diagonal and where a pair has no equilibrium.
    refused : dict of pair to str
        Pairs that could not be tried, with the reason.
    corners : (C, N, N, M) array
        `synergy` in each combination of the plausible elasticities; NaN where there is no equilibrium. None where no
        range was asked for.
    labels : dict of str to Text
        What policies are called, in ``en`` and ``zh``, where they say so.
    """

    names: tuple[str, ...]
    region: str
    year: int
    horizon: str
    alone: Array
    together: Array
    refused: Mapping[tuple[str, str], str]
    corners: Array = field(default_factory=lambda: np.empty((0, 0, 0, 0)))
    labels: Mapping[str, Text] = field(default_factory=dict)

    @property
    def synergy(self) -> Array:
        """Effect of each pair beyond the sum of the two; (N, N, M), NaN as in `together`."""
        return np.asarray(self.together - self.alone[:, None] - self.alone[None, :])

    @cached_property
    def span(self) -> tuple[Array, Array]:
        """Lowest and highest synergy over the central estimate and all parameter combinations; (N, N, M) each."""
        found = np.concatenate([self.synergy[None], self.corners]) if len(self.corners) else self.synergy[None]
        known = np.isfinite(found)
        low, high = np.where(known, found, np.inf).min(axis=0), np.where(known, found, -np.inf).max(axis=0)
        tried = np.isfinite(self.synergy)
        return np.where(tried, low, np.nan), np.where(tried, high, np.nan)

    @property
    def sure(self) -> BoolArray:
        """Where the sign is the same throughout and the synergy is more than what solves cannot tell; (N, N, M)."""
        least = NOISE * np.maximum(np.abs(self.alone)[:, None], np.abs(self.alone)[None, :])
        return np.asarray((self.span[0] > least) | (self.span[1] < -least))

    def matrix(self, outcome: str = REAL_INCOME) -> pd.DataFrame:
        """Return the synergies of one outcome, policies by policies.

        Raises
        ------
        DataError
            For an outcome that is not measured.
        """
        import pandas as pd

        named = list(self.names)
        return pd.DataFrame(self.synergy[:, :, find_outcome(outcome)], index=named, columns=named)

    def to_frame(self) -> pd.DataFrame:
        """Return one row a pair and outcome: first, second, outcome, alone, together, synergy with its range."""
        import pandas as pd

        found, (low, high) = self.synergy, self.span
        rows = [
            {
                "first": self.names[i], "second": self.names[j], "outcome": name, "first_alone": self.alone[i, m],
                "second_alone": self.alone[j, m], "together": self.together[i, j, m], "synergy": found[i, j, m],
                "low": low[i, j, m], "high": high[i, j, m], "sure": bool(self.sure[i, j, m]),
                "note": self.refused.get((self.names[i], self.names[j]), ""),
            }
            for i, j in combinations(range(len(self.names)), 2)
            for m, name in enumerate(OUTCOMES)
        ]  # fmt: skip
        return pd.DataFrame(rows)

    def compare_with_experts(self, expert: pd.DataFrame, outcome: str = REAL_INCOME) -> pd.DataFrame:
        """Return the synergies beside judgements of experts from -3 (clash) to 3 (strengthen each other).

        Parameters
        ----------
        expert : data frame
            Names in index and columns, -3 to 3, symmetric or one half filled; empty where there is no judgement.
        outcome : str
            Of `OUTCOMES`.

        Returns
        -------
        data frame
            first, second, synergy, expert, disagree: True where both have a sign that is sure and the signs differ.

        Raises
        ------
        DataError
            For names that are no policies here, values beyond -3 to 3, and two halves that contradict each other.
        """
        import pandas as pd

        said, found = judgements(expert, self.names), self.matrix(outcome)
        sure = self.sure[:, :, find_outcome(outcome)]
        rows = []
        for i, j in combinations(range(len(self.names)), 2):
            a, b = self.names[i], self.names[j]
            value, judged = float(found.to_numpy()[i, j]), said.get((a, b), np.nan)
            rows.append({"first": a, "second": b, "synergy": value, "expert": judged,
                         "disagree": bool(sure[i, j] and value * judged < 0)})  # fmt: skip
        return pd.DataFrame(rows)

    def __repr__(self) -> str:
        pairs = len(self.names) * (len(self.names) - 1) // 2
        return f"Synergies({len(self.names)} policies on {self.region}, {self.horizon}: {pairs} pairs)"

    beside = alias("compare_with_experts")


def synergies(
    w: Accounts,
    policies: Register | Iterable[Any],
    region: str,
    horizon: str = HORIZON,
    parameters: Mapping[str, Any] | None = None,
    processes: int = 1,
    *,
    ranged: bool = False,
) -> Synergies:
    """Return what policies do to a region alone and in pairs.

    Parameters
    ----------
    w : Accounts
        Closed accounts.
    policies : Register, or iterable of Package or Action
        At least two; actions of which the model says nothing are left out.
    region : str
        Whose real income and characteristics are measured.
    horizon, parameters
        As of `newind.simulate`.
    processes : int
        How many share the work of many pairs; more than one only from a program guarded by ``__name__``.
    ranged : bool
        Whether to repeat all in each combination of the plausible elasticities, which takes about ten times as long.

    Raises
    ------
    PolicyError
        For fewer than two policies, or two of one name.
    UnknownNameError
        For a region that is not in the accounts.
    PolicyError, ConvergenceError
        Where a policy alone cannot be simulated; a pair that cannot is listed in ``refused``.

    Notes
    -----
    Synergy of i and j is ΔW(i, j) − ΔW(i) − ΔW(j), for real income and for each characteristic; in a parameter
    combination all three are found under its assumptions.
    """
    packages = index_policies(policies, w)
    at = w.regions.index(region)
    cases = cases_of(w, horizon, parameters, ranged=ranged)
    trial = partial(trial_of, w, tuple(packages.values()), at, horizon, parameters, cases)
    workers = Workers("serial" if processes == 1 else "auto", processes)
    return build_synergies(w, packages, region, horizon, results(trial, sets_of(len(packages)), workers))


# ---- in pieces, for who shares them out otherwise
def sets_of(n: int) -> list[tuple[int, ...]]:
    """Return the sets of policies that are tried, by position: each alone, then every pair.

    Examples
    --------
    >>> sets_of(3)
    [(0,), (1,), (2,), (0, 1), (0, 2), (1, 2)]
    """
    return [*((k,) for k in range(n)), *combinations(range(n), 2)]


def build_synergies(
    w: Accounts, packages: Mapping[str, Package], region: str, horizon: str, found: Sequence[Array | Exception]
) -> Synergies:
    """Return synergies from the effects of each set of policies.

    Parameters
    ----------
    w, region, horizon
        As of `synergies`.
    packages : mapping of str to Package
        As `index_policies` gives them.
    found : sequence of (cases, M) array or error
        What `trial_of` gives for each of `sets_of`, in order.

    Raises
    ------
    PolicyError, ConvergenceError
        Where a policy alone cannot be simulated.
    """
    names = tuple(packages)
    pairs = list(combinations(range(len(names)), 2))
    alone = np.stack([_check_effect(f) for f in found[: len(names)]], axis=1)
    together = np.full((alone.shape[0], len(names), len(names), len(OUTCOMES)), np.nan)
    refused: dict[tuple[str, str], str] = {}
    for (i, j), effect in zip(pairs, found[len(names) :], strict=True):
        if isinstance(effect, Exception):
            refused[names[i], names[j]] = str(effect)
        else:
            together[:, i, j] = together[:, j, i] = effect
    labels = {n: complete_text(p.label, p.label["en"]) for n, p in packages.items() if p.label}
    corners = together[1:] - alone[1:, :, None] - alone[1:, None, :]
    return Synergies(names, region, w.year, horizon, alone[0], together[0], refused, corners, labels)


def cases_of(
    w: Accounts, horizon: str, parameters: Mapping[str, Any] | None, *, ranged: bool
) -> tuple[dict[str, Any], ...]:
    """Return the central case and, where a range is asked for, combinations of the plausible elasticities."""
    return ({}, *(corners_of(simulate(w, None, horizon, parameters)) if ranged else ()))


def trial_of(
    w: Accounts,
    packages: tuple[Package, ...],
    at: int,
    horizon: str,
    parameters: Mapping[str, Any] | None,
    cases: tuple[dict[str, Any], ...] = ({},),
) -> Callable[..., Array | Exception]:
    """Return the function from a set of policies to its effects in each case, (cases, M), or to why there are none.

    What fails in a parameter combination is NaN there; what fails in the central case has no effects.
    """
    given = [{**(parameters or {}), **case} for case in cases]

    def simulate_policies(chosen: tuple[int, ...], rng: Generator | None = None) -> Array | Exception:  # noqa: ARG001 - not random
        try:
            package = reduce(add, (packages[k] for k in chosen))
        except PolicyError as error:
            return error
        central, *others = simulate_many(w, ((package, horizon, case) for case in given))
        if isinstance(central, Exception):
            return central
        none = np.full(len(OUTCOMES), np.nan)
        return np.stack([effects(central, at), *(none if isinstance(s, Exception) else effects(s, at) for s in others)])

    return simulate_policies


def _check_effect(effect: Array | Exception) -> Array:
    if isinstance(effect, Exception):
        raise effect
    return effect


def judgements(expert: pd.DataFrame, names: tuple[str, ...]) -> dict[tuple[str, str], float]:
    """Return judgements by pair in the order of names; `Synergies.beside` says what is refused."""
    unknown = [str(n) for n in (*expert.index, *expert.columns) if n not in names]
    if unknown:
        raise DataError(tell("judged.unknown", which=join_items(dict.fromkeys(unknown)), known=join_items(names)))
    found: dict[tuple[str, str], float] = {}
    for a, b in combinations(names, 2):
        said = {v for v in (_read_judgement(expert, a, b), _read_judgement(expert, b, a)) if v is not None}
        if len(said) > 1:
            raise DataError(tell("judged.differs", a=a, b=b))
        for value in said:
            found[a, b] = value
    return found


def _read_judgement(expert: pd.DataFrame, a: str, b: str) -> float | None:
    value: Any = expert.loc[a, b] if a in expert.index and b in expert.columns else None
    if value is None or value != value or value == "":
        return None
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = np.nan
    if not -3 <= number <= 3:
        raise DataError(tell("judged.number", a=a, b=b, value=value))
    return number


def index_policies(policies: Register | Iterable[Any], w: Accounts) -> dict[str, Package]:
    """Return packages by name, those that say nothing of accounts left out.

    Raises
    ------
    PolicyError
        For fewer than two, or two of one name.
    """
    found = [(p.package if isinstance(p, Action) else as_package(p)).select_shocks(w) for p in policies]
    kept = [p for p in found if p.shocks]
    check_names(kept)
    if len(kept) < 2:
        raise PolicyError(tell("try.two", kept=len(kept), found=len(found)))
    return {p.name: p for p in kept}


def effects(s: Simulation, at: int) -> Array:
    """Return real income and the characteristics of one region, against the baseline; (M,)."""
    return np.array([s.welfare[at], *(c.step[at] for c in changes(s.baseline, s.accounts))])


def find_outcome(name: str) -> int:
    """Return the position of an outcome among `OUTCOMES`.

    Raises
    ------
    DataError
        For a name that is none of them.
    """
    if name not in OUTCOMES:
        raise DataError(tell("try.outcome", name=name, outcomes=join_items(OUTCOMES)))
    return OUTCOMES.index(name)
