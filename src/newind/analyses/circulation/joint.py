"""Cost of losing partners together: how likely each cut is, drawn combinations solved once, the tail of losses.

How likely a cut is, and how much cuts go together, is the user's assumption, never an estimate. What several cuts cost
together is solved for, as it is generally not the sum of what each costs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import compress, islice
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.groups import resolve
from newind.analyses.circulation.exposures import check_sides, list_named_partners
from newind.analyses.circulation.joint_view import Combination, CutDraws, JointCuts, draw
from newind.analyses.losses import HORIZONS, NAN, SIDES, Cut, Span, corners, find_losses
from newind.errors import DataError, find_duplicates, offenders, unknown
from newind.measures.bounds import refuse_estimated_blocks
from newind.parameters import parameter
from newind.policy.schema import Package, Shock

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.accounts.groups import Selector
    from newind.typing import IntArray


Event = tuple[str, str]
"""A side and a partner."""
Chances = float | Mapping[str, float] | Mapping[Event, float] | None
"""A probability for all, by partner, or by side and partner."""
ALONE = -1
"""Stands for the factor of a cut that shares none."""


def chances(given: Chances, partners: Sequence[str], sides: Sequence[str]) -> dict[Event, float]:
    """Return the probability of each cut that can happen, side by side.

    Raises
    ------
    DataError
        For what is not a probability, or where nothing can happen.
    UnknownNameError
        For a partner or side that is not there, with the nearest.

    Examples
    --------
    >>> chances({"USA": 0.1, ("market", "DEU"): 0.2}, ["USA", "DEU"], ["supply", "market"])
    {('supply', 'USA'): 0.1, ('market', 'USA'): 0.1, ('market', 'DEU'): 0.2}
    """
    if given is None:
        given = parameter("cut_probability").value or 0.0
    every = [(side, partner) for side in sides for partner in partners]
    if not isinstance(given, Mapping):
        likely = dict.fromkeys(every, float(given))
    else:
        named = {event: float(p) for key, p in given.items() for event in _events(key, partners, sides)}
        likely = {event: named[event] for event in every if event in named}
    wrong = [f"{side} {partner}: {p:g}" for (side, partner), p in likely.items() if not 0 <= p <= 1]
    if wrong:
        raise DataError(f"probabilities out of range: {offenders(wrong)}. Give numbers from 0 to 1.")
    if not any(likely.values()):
        raise DataError("no cut has a probability above zero. Name partners that can be lost.")
    return {event: p for event, p in likely.items() if p > 0}


def _events(key: str | Event, partners: Sequence[str], sides: Sequence[str]) -> list[Event]:
    """Return the cuts that a key of probabilities stands for."""
    asked, partner = (sides, key) if isinstance(key, str) else ((key[0],), key[1])
    for side in asked:
        if side not in sides:
            raise unknown("side", side, SIDES, f"Sides asked for are {', '.join(sides)}.")
    if partner not in partners:
        raise unknown("named partner", partner, partners, "Aggregates and the economy itself are no partners.")
    return [(side, partner) for side in asked]


def factors(w: Accounts, groups: Sequence[Selector], partners: Sequence[str]) -> IntArray:
    """Return the factor that each cut shares, by its partner; -1 where it shares none.

    Parameters
    ----------
    w : Accounts
    groups : sequence of group names, or of lists of partners
        Without any, all share the factor 0.
    partners : sequence of str
        Of each cut.

    Raises
    ------
    DataError
        For groups that overlap, or without any partner in question.
    UnknownNameError
        For a group or economy that does not exist.
    """
    if not groups:
        return np.zeros(len(partners), dtype=np.int64)
    codes = w.regions.codes
    members = [[codes[i] for i in resolve(group, codes)] for group in groups]
    if twice := find_duplicates([code for group in members for code in group]):
        raise DataError(f"groups overlap: {offenders(twice)} stand in more than one. Each partner shares one factor.")
    for name, group in zip(groups, members, strict=True):
        if not set(group) & set(partners):
            raise DataError(f"group {name!r} has no partner that can be lost: it holds {offenders(group)}.")
    found = {code: k for k, group in enumerate(members) for code in group}
    return np.array([found.get(partner, ALONE) for partner in partners], dtype=np.int64)


BUDGET = 400
"""Most different combinations that are solved."""


def joint_cuts(
    w: Accounts,
    region: str,
    probabilities: Chances = None,
    correlation: float = 0.0,
    draws: int = 1000,
    seed: int = 0,
    horizon: str = "short",
    *,
    sides: Sequence[str] = SIDES,
    groups: Sequence[Selector] = (),
    parameters: Mapping[str, Any] | None = None,
    ranges: bool = True,
    budget: int = BUDGET,
) -> JointCuts:
    """Draw which partners stop selling or buying within a year, and return what that costs: expected, and in the tail.

    Parameters
    ----------
    w : Accounts
        Closed accounts of one year, observed.
    region : str
        Economy whose loss is asked.
    probabilities : float, or mapping of partner, or of (side, partner), to float; optional
        That a partner stops selling (and, drawn apart, buying) everything within a year. Of a mapping, those left out
        are never lost. One plain number for all, ``cut_probability``, where nothing is given: assumed.
    correlation : float in [0, 1]
        Of what stands behind cuts: normal variables, one for each cut, with a common factor (a one-factor Gaussian
        copula). 0: cuts are independent.
    draws : int
    seed : int
        Of the random numbers; the same seed gives the same result.
    horizon : {"short", "medium", "long"}
        At which a combination is solved.
    sides : sequence of {"supply", "market"}
    groups : sequence of group names, or of lists of partners
        Partners that share a factor; those in none are independent. All share one where no group is given.
    parameters : mapping, optional
        In place of shipped parameters, as in :func:`newind.policy.simulate.simulate`; what is given is not varied.
    ranges : bool
        Whether each combination is also solved with the lowest and the highest elasticities.
    budget : int
        Most different combinations that are solved; more are refused, none is guessed.

    Returns
    -------
    JointCuts

    Raises
    ------
    DataError
        For probabilities or a correlation out of range, groups that overlap, more combinations than the budget, or
        accounts that cannot be asked.
    UnknownNameError
        For names that do not exist, with the nearest.

    References
    ----------
    Li (2000), Journal of Fixed Income 9(4), 43. Acerbi & Tasche (2002), Journal of Banking & Finance 26(7), 1487.
    """
    refuse_estimated_blocks(w)
    if horizon not in HORIZONS:
        raise unknown("horizon", horizon, HORIZONS, f"Horizons: {', '.join(HORIZONS)}.")
    _check_numbers(correlation, draws, budget)
    partners = list_named_partners(w, region)
    likely = chances(probabilities, partners, check_sides(sides))
    shared = factors(w, groups, [partner for _, partner in likely])
    found = draw(np.array(list(likely.values())), shared, correlation, draws, seed)
    _refuse_many(found, budget)
    given = dict(parameters or {})
    cases = _cases(horizon, given) if ranges else [given]
    events = tuple(likely)
    combinations = _solve_combinations(w, region, events, found, horizon, cases)
    return JointCuts(region, horizon, events, likely, correlation, seed, draws, combinations, probabilities is None)


def _check_numbers(correlation: float, draws: int, budget: int) -> None:
    if not 0 <= correlation <= 1:
        raise DataError(f"a correlation of {correlation!r} makes no sense. Give a number from 0 to 1.")
    for name, value in (("draws", draws), ("budget", budget)):
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise DataError(f"{name} {value!r} makes no sense. Give a whole number from 1.")


def _refuse_many(found: CutDraws, budget: int) -> None:
    many = int(found.cut.any(axis=1).sum())
    if many > budget:
        raise DataError(
            f"{found.counts.sum():,} draws hold {many:,} different combinations of cuts. Each is solved; the budget "
            f"is {budget:,}. Take fewer draws, fewer partners or one side, lower probabilities, or a larger budget."
        )


def _cases(horizon: str, given: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the central elasticities, then the lowest and the highest that are plausible where they are not given."""
    every = [{**given, **corner} for corner in corners(horizon, given)]
    return [every[0], every[1], every[-1]] if len(every) > 1 else every


def _solve_combinations(
    w: Accounts,
    region: str,
    events: tuple[tuple[str, str], ...],
    found: CutDraws,
    horizon: str,
    cases: list[dict[str, Any]],
) -> tuple[Combination, ...]:
    """Solve every combination once, single cuts first; those without an equilibrium count with their costliest part."""
    rows = {tuple(compress(events, cut)): int(count) for cut, count in zip(found.cut, found.counts, strict=True)}
    parts = sorted({(event,) for names in rows for event in names}, key=lambda names: events.index(names[0]))
    solved: dict[tuple[tuple[str, str], ...], Combination] = {}
    asked = (*parts, *sorted((r for r in rows if len(r) > 1), key=len))
    found_losses = find_losses(w, ((region, package(w, region, names), horizon, c) for names in asked for c in cases))
    for names in asked:
        found_here = list(islice(found_losses, len(cases)))
        losses = [NAN if isinstance(loss, str) else loss for loss in found_here]
        alone = sum(solved[(event,)].loss.middle for event in names) if len(names) > 1 else losses[0]
        reason = next((loss for loss in found_here if isinstance(loss, str)), "")
        span = _least(names, solved) if reason else Span(min(losses), losses[0], max(losses))
        solved[names] = Combination(names, rows.get(names, 0), span, alone, reason)
    nothing = rows.get((), 0)
    none = (Combination((), nothing, Span(0.0, 0.0, 0.0), 0.0, ""),) if nothing else ()
    return (*none, *solved.values())


def _least(names: tuple[tuple[str, str], ...], solved: dict[tuple[tuple[str, str], ...], Combination]) -> Span:
    """Return the largest loss among parts of a combination: at least so much is taken to be lost with all of it."""
    within = [c.loss for known, c in solved.items() if set(known) < set(names) and not c.failed]
    if not within:
        return Span(NAN, NAN, NAN)
    return max(within, key=lambda span: span.middle)


def package(w: Accounts, region: str, events: tuple[tuple[str, str], ...]) -> Package:
    """Return the package that takes away every partner of a combination, each on its side."""
    shocks: list[Shock] = []
    for side in SIDES:
        partners = tuple(partner for s, partner in events if s == side)
        if partners:
            shocks += Cut(region, partners, w.industries, side).package.shocks
    return Package(shocks)
