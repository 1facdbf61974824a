"""Domestic production of an imported input: what it would need and cost, and what risk it would take away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from math import copysign, expm1, inf, isfinite, log, log1p
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import numpy as np

from newind.analyses.losses import RESOURCE, Cut, Span, loss_ranges
from newind.equilibrium.assumptions import NESTS, Assumptions
from newind.equilibrium.counterfactual import purchases_after
from newind.equilibrium.laboratory import laboratory
from newind.equilibrium.many import run_in_lockstep
from newind.errors import ConvergenceError, DataError, PolicyError, unknown, unless_error
from newind.kernels.secondprocess import in_halves
from newind.measures.newer import leading
from newind.messages import message_group
from newind.policy.schema import Shock
from newind.policy.simulate import simulate_cases

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.policy.simulate import Case, Simulation
    from newind.typing import Array

T = TypeVar("T")
Search: TypeAlias = "Generator[Case, Simulation, T]"
"""What yields the case that it wants simulated next, is sent the simulation (or thrown the error), and returns."""
CASES = ("low", "central", "high")
"""Elasticities of a case: all at the low end of their ranges, all central, all at the high end."""
MOST = {"production_subsidy": 0.5, "productivity": 4.0}
"""Highest rates that are tried."""
WAYS = {"production_subsidy": -1.0, "productivity": 1.0}
"""By how much of one and the rate a price is divided, and by which sign: less a subsidy, with a gain."""
FIRST, WIDER = 0.04, 4.0
"""First change of the price that is tried, in logs, and how many times that the next may be."""
NEAR = 1e-6
"""Accuracy of a change of the price, in logs."""
MANY = 6
"""Searches that are worth a second process."""
NAN = float("nan")


def domestic_share(w: Accounts, r: int, k: int) -> float:
    """Return the domestic share of what region r buys of product k, all uses; NaN where it buys none."""
    bought = w.Z4[:, k, r].sum(axis=1) + w.Y3[:, k, r]
    return share_of(bought, r)


def share_of(bought: Array, r: int) -> float:
    """Return the share of one origin in what is bought; NaN where nothing is."""
    return float(bought[r] / bought.sum()) if bought.sum() > 0 else NAN


def log_odds(share: float) -> float:
    """Return the log of a share over the rest, which moves all but in proportion to logs of prices.

    Examples
    --------
    >>> log_odds(0.5), log_odds(1.0)
    (0.0, inf)
    """
    return log(share) - log(1.0 - share) if 0 < share < 1 else copysign(inf, share - 0.5)


def leading_suppliers(w: Accounts, region: str, code: str) -> dict[str, float]:
    """Return the named economy that sells most of a product to a region, all uses, and its share of all imports.

    With it those next that the error of an estimate does not tell from it; empty where nobody named sells any.
    """
    if code not in w.industries:
        raise unknown("industry", code, w.industries, "The accounts list theirs.")
    r, k = w.regions.index(region), w.industries.index(code)
    sold = w.Z4[:, k, r].sum(axis=1) + w.Y3[:, k, r]
    sold[r] = 0.0
    known = [(w.regions.codes[p], float(sold[p] / sold.sum())) for p in np.argsort(-sold, kind="stable")
             if w.regions.named[p] and sold[p] > 0]  # fmt: skip
    found = dict(known)
    return {c: found[c] for c in leading(w, "s4.largest_supplier_share", region, found)}


def cases(horizon: str, given: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the parameters of each case at a horizon; given ones stay."""
    assumptions = Assumptions(horizon, given)
    free = [n for n in ("trade_elasticity", *NESTS) if n not in assumptions.given]
    for case, end in zip(CASES, (0, None, 1), strict=True):
        yield case, {**given, **({} if end is None else {n: assumptions.range(n)[end] for n in free})}


@dataclass(frozen=True)
class ReplacementEffect:
    """Needs, costs and savings of replacing an input with given elasticities; NaN where no rate reaches the target.

    Parameters
    ----------
    productivity : float
        Proportional gain of the domestic industry's productivity that would bring the share to the target.
    subsidy : float
        Production subsidy that would do it instead, as a share of the price.
    bill : float
        What the subsidy costs the government a year, million USD of the benchmark.
    cost : float
        What it costs the economy in real income a year, as a fraction; negative is a gain.
    loss, left : float
        Loss of real income when the suppliers are cut off, before and after the replacement, as fractions.
    saved : float
        Expected loss avoided a year: the probability times the difference of the two.
    """

    productivity: float
    subsidy: float
    bill: float
    cost: float
    loss: float
    left: float
    saved: float


@dataclass(frozen=True, eq=False)
class DomesticShareGoal:
    """A domestic share to be reached by a lever: in which accounts, of what, when and under which elasticities."""

    w: Accounts
    region: str
    input: str
    target: float
    horizon: str
    parameters: dict[str, Any]

    @property
    def there(self) -> bool:
        """Whether the share is at the target without any lever."""
        r, k = self.w.regions.index(self.region), self.w.industries.index(self.input)
        return domestic_share(self.w, r, k) >= self.target

    def solve_rate(self, lever: str) -> Search[tuple[float, Simulation | None]]:
        """Find the rate that brings the share to the target and the economy with it; NaN and None where none does."""
        try:
            rate, made = yield from self._approach(lever)
            made.accounts  # noqa: B018 - which refuse an economy that no table shows
        except (ConvergenceError, DataError, PolicyError, UnreachableTargetError):
            return NAN, None
        return rate, made

    def _approach(self, lever: str) -> Search[tuple[float, Simulation]]:
        base = laboratory(self.w, Assumptions(self.horizon, self.parameters)).baseline
        r, k, most, way = base.regions.index(self.region), base.industries.index(self.input), MOST[lever], WAYS[lever]
        goal = log_odds(self.target)
        seek = find_crossing(goal - log_odds(domestic_share(base, r, k)), way * log1p(way * most))
        lower = next(seek)
        while True:
            rate = min(way * expm1(way * lower), most)
            shock = Shock(lever, rate, region=self.region, industry=self.input)
            made = yield self.w, shock, self.horizon, self.parameters
            try:
                lower = seek.send(goal - log_odds(share_of(purchases_after(made.solution, r, k), r)))
            except StopIteration:
                return rate, made


def evaluate_goal(
    goal: DomesticShareGoal, cut: Cut, probability: float, horizon: str, parameters: dict[str, Any]
) -> Search[ReplacementEffect]:
    """Find what reaching a goal needs and costs, and what it saves of a cut that hits at a horizon."""
    before = yield from find_loss(goal.w, cut, horizon, parameters)
    if goal.there:
        return ReplacementEffect(0.0, 0.0, 0.0, 0.0, before, before, 0.0)
    gain, _ = yield from goal.solve_rate("productivity")
    rate, made = yield from goal.solve_rate("production_subsidy")
    if made is None:
        return ReplacementEffect(gain, rate, NAN, NAN, before, NAN, NAN)
    r = goal.w.regions.index(goal.region)
    after = yield from find_loss(made.accounts, cut, horizon, parameters)
    return ReplacementEffect(
        gain, rate, float(made.bill[r]), -float(made.welfare[r]), before, after, probability * (before - after)
    )


def find_loss(w: Accounts, cut: Cut, horizon: str, parameters: dict[str, Any]) -> Search[float]:
    """Find the loss of a cut in one case, NaN where it has no equilibrium."""
    try:
        s = yield w, cut.package, horizon, parameters
    except (ConvergenceError, PolicyError):
        return NAN
    return -float(s.welfare[w.regions.index(cut.region)])


class UnreachableTargetError(Exception):
    """No rate within the bounds brings the share to the target."""


def find_crossing(missed: float, most: float) -> Generator[float, float]:
    """Find where what falls from above zero at zero meets zero: yield places to try, take what is there.

    The last place that it yields is off by less than `NEAR`. Steps are secants, within places that bracket it.

    Parameters
    ----------
    missed : float
        What is there at zero.
    most : float
        Last place that is tried.

    Raises
    ------
    UnreachableTargetError
        Where it is above zero there, too, or there is nothing.

    Examples
    --------
    >>> search = find_crossing(0.05, 1.0)
    >>> place = next(search)
    >>> try:
    ...     while True:
    ...         place = search.send(0.05 - place * (1 + place))
    ... except StopIteration:
    ...     print(f"{place:.6f}")
    0.047723
    """
    last, at, low, high = 0.0, FIRST, 0.0, inf
    if missed <= 0:
        yield last
        return
    if not missed < inf:
        raise UnreachableTargetError
    while True:
        short = yield at
        if not isfinite(short) or (short > 0 and at >= most):
            raise UnreachableTargetError
        low, high = (at, high) if short > 0 else (low, at)
        step = short * (at - last) / (missed - short) if missed != short else inf
        if abs(step) < NEAR or high - low < NEAR:
            return
        last, missed, ahead, widest = at, short, at + step, min(WIDER * at, most)
        at = ahead if low < ahead < min(high, widest) else (low + high) / 2 if high < inf else widest


NOTES: dict[str, dict[str, str]] = message_group("science.substitution.notes")


@dataclass(frozen=True)
class ReplacementOption:
    """One input made at home instead.

    Parameters
    ----------
    input : str
        Industry whose product is replaced.
    suppliers : tuple of str
        Whose cut-off is feared.
    share, target : float
        Domestic share in what the economy buys of it, all uses, now and aimed at.
    tried : tuple of ReplacementEffect
        What it needs, costs and saves with low, central and high elasticities.
    """

    input: str
    suppliers: tuple[str, ...]
    share: float
    target: float
    tried: tuple[ReplacementEffect, ...]

    def span(self, name: str) -> Span:
        """Return a figure of :class:`ReplacementEffect` over its cases; NaN ends only where no case is known."""
        values = [float(getattr(case, name)) for case in self.tried]
        return span_of(values)

    @property
    def ratio(self) -> float:
        """Expected loss avoided per unit of real income given up, with central elasticities; NaN without a cost."""
        cost = self.span("cost").middle
        return self.span("saved").middle / cost if cost > 0 else NAN

    @property
    def merit(self) -> float:
        """Order of the list: the ratio; first what saves and costs nothing, last what saves nothing or is not known."""
        cost, saved = self.span("cost").middle, self.span("saved").middle
        if not saved > 0 or np.isnan(cost):
            return -np.inf
        return self.ratio if cost > 0 else np.inf

    @property
    def note(self) -> str:
        """A key of ``NOTES``."""
        if self.share >= self.target:
            return "there"
        return "unreached" if any(np.isnan(case.subsidy) for case in self.tried) else "reached"

    def to_dict(self) -> dict[str, Any]:
        """Return the option as one row: each span as three columns."""
        row: dict[str, Any] = {"input": self.input, "suppliers": ", ".join(self.suppliers)}
        row.update(share=self.share, target=self.target)
        for f in fields(ReplacementEffect):
            row.update(_columns(f.name, self.span(f.name)))
        row.update(saved_per_cost=self.ratio, note=self.note)
        return row


@dataclass(frozen=True)
class Replacement:
    """Needs, costs and savings of making inputs at home, those that save most per cost first.

    Parameters
    ----------
    region : str
    year : int
    probability : float
        Assumed chance a year that the suppliers of an input are cut off.
    horizon, loss_horizon : str
        When the replacement is in place, and when the cut hits.
    options : tuple of ReplacementOption
    """

    region: str
    year: int
    probability: float
    horizon: str
    loss_horizon: str
    options: tuple[ReplacementOption, ...]

    def to_frame(self) -> pd.DataFrame:
        """Return one row an input; a span is three columns: low, middle, high."""
        import pandas as pd

        return pd.DataFrame([option.to_dict() for option in self.options])

    def curve(self) -> pd.DataFrame:
        """Return cost against risk removed as inputs are replaced one after the other, in the order of the options.

        Returns
        -------
        DataFrame
            ``input``; cumulated ``cost`` (fraction of real income) and ``removed`` (share of the expected loss of all
            inputs listed), each ``_low``, ``_middle``, ``_high`` over the cases. Inputs are added up one by one: what
            replacing several at once does to each other is left out. So are options without a known cost or saving.
        """
        import pandas as pd

        return pd.DataFrame(self.curve_rows())

    @property
    def known(self) -> list[ReplacementOption]:
        """Options whose cost and saving are known."""
        return [o for o in self.options if o.merit > -np.inf and all(np.isfinite(case.cost) for case in o.tried)]

    @property
    def saved(self) -> Span:
        """Loss expected a year that the options of `curve` avoid together, as a fraction of real income."""
        return span_of(np.sum([[case.saved for case in option.tried] for option in self.known], axis=0))

    def curve_rows(self) -> list[dict[str, Any]]:
        """Return the rows of `curve` as plain data."""
        known = self.known
        cost = np.cumsum([[case.cost for case in option.tried] for option in known], axis=0)
        risk = [[self.probability * case.loss for case in option.tried] for option in self.options]
        saved = np.cumsum([[case.saved for case in option.tried] for option in known], axis=0)
        removed = saved / np.nansum(risk, axis=0) if known else saved
        return [
            {"input": option.input, **_columns("cost", span_of(cost[n])), **_columns("removed", span_of(removed[n]))}
            for n, option in enumerate(known)
        ]


def replacement(
    w: Accounts,
    region: str,
    inputs: Sequence[str] | None = None,
    *,
    target: float | Mapping[str, float] | None = None,
    reduction: float = 0.25,
    suppliers: str | Sequence[str] = "largest",
    probability: float = 0.05,
    horizon: str = "medium",
    loss_horizon: str = "short",
    top: int = 10,
    parameters: Mapping[str, Any] | None = None,
) -> Replacement:
    """Return what domestic substitution of inputs needs, what it costs, and what expected loss it avoids.

    For each input a production subsidy (and, instead, a gain of productivity) is sought that brings the domestic share
    of the economy's purchases to the target; the economy with the subsidy is then an economy like any other, on which
    the cut-off is tried again.

    Parameters
    ----------
    w : Accounts
        Closed accounts of one year.
    region : str
        Code of the economy.
    inputs : sequence of str, optional
        Industries; by default the `top` ones whose cut-off costs most with central elasticities.
    target : float or mapping, optional
        Domestic share aimed at, in (0, 1), for all inputs or by input.
    reduction : float
        Where no target is given: part of the foreign share that is to be made at home, in (0, 1).
    suppliers : {"largest", "abroad"} or sequence of str
        Whose cut-off is feared: the largest named supplier of each input, all economies, or those named.
    probability : float
        Assumed chance a year of the cut, in (0, 1].
    horizon, loss_horizon : {"short", "medium", "long"}
    top : int
    parameters : mapping, optional
        In place of shipped parameters; what is given is not varied.

    Returns
    -------
    Replacement
        A statement of what would be needed, not advice to do it: a subsidy to one industry has rules of trade to obey.

    Raises
    ------
    DataError
        For accounts with a boundary, targets, probabilities or counts out of range.
    UnknownNameError
        For economies or industries that the accounts lack.
    """
    given = {**RESOURCE, **({} if parameters is None else parameters)}
    _check(probability=probability, reduction=reduction, top=top)
    r = w.regions.index(region)
    chosen = _inputs(w, region, suppliers, inputs, top, given)
    at = (horizon, loss_horizon)
    aims = [_aim(w, r, k, target, reduction) for k, _ in chosen]
    searches = [
        [*_search_cases(w, cut, aim, probability, at, given)] for (_, cut), aim in zip(chosen, aims, strict=True)
    ]
    tried = in_halves(_find_together, [search for case in zip(*searches, strict=True) for search in case], MANY)
    found = [
        ReplacementOption(w.industries[k], cut.partners, domestic_share(w, r, k), aim, tuple(tried[n :: len(chosen)]))
        for n, ((k, cut), aim) in enumerate(zip(chosen, aims, strict=True))
    ]
    ordered = sorted(found, key=lambda option: (-option.merit, option.input))
    return Replacement(region, w.year, probability, horizon, loss_horizon, tuple(ordered))


# ---- what is asked
def _find_together(searches: Sequence[Search[T]]) -> list[T]:
    return [unless_error(found) for found in run_in_lockstep(list(searches), simulate_cases)]


def _check(*, probability: float, reduction: float, top: int) -> None:
    if not 0 < probability <= 1:
        raise DataError(f"probability of a cut-off is {probability:g}. Give a chance a year above 0 and up to 1.")
    if not 0 < reduction < 1:
        raise DataError(f"reduction of the foreign share is {reduction:g}. Give a part between 0 and 1.")
    if top < 1:
        raise DataError(f"top is {top}: no input would be listed. Give at least 1.")


def _aim(w: Accounts, r: int, k: int, target: float | Mapping[str, float] | None, reduction: float) -> float:
    """Return the domestic share aimed at."""
    code = w.industries[k]
    wanted = target.get(code) if isinstance(target, Mapping) else target
    if wanted is None:
        return 1 - (1 - domestic_share(w, r, k)) * (1 - reduction)
    if not 0 < wanted < 1:
        raise DataError(f"target of {code} is {wanted:g}. Give a domestic share between 0 and 1.")
    return float(wanted)


def _inputs(
    w: Accounts,
    region: str,
    suppliers: str | Sequence[str],
    inputs: Sequence[str] | None,
    top: int,
    given: dict[str, Any],
) -> list[tuple[int, Cut]]:
    """Return positions of the inputs and the cuts that are feared, the costliest first."""
    codes = w.industries if inputs is None else tuple(inputs)
    named = [cut for c in codes if (cut := _cut(w, region, c, suppliers)) is not None]
    for cut in named:
        cut.check(w)
    if inputs is None:
        central = {**{n: Assumptions("medium", given).value(n) for n in ("trade_elasticity", *NESTS)}, **given}
        losses = loss_ranges(w, named, ("medium",), central)
        ranked = sorted(losses, key=lambda loss: -np.nan_to_num(loss.middle, nan=-1.0))
        named = [loss.cut for loss in ranked[:top]]
    return [(w.industries.index(cut.industries[0]), cut) for cut in named]


def _cut(w: Accounts, region: str, code: str, suppliers: str | Sequence[str]) -> Cut | None:
    """Return the cut that is feared for an input, None where nobody named sells it."""
    if not isinstance(suppliers, str):
        return Cut(region, tuple(s for s in suppliers if s != region), (code,))
    if suppliers not in ("largest", "abroad"):
        raise DataError(f"suppliers are {suppliers!r}. Give 'largest', 'abroad' or a list of codes.")
    others = tuple(c for c in w.regions.codes if c != region)
    if suppliers == "abroad":
        return Cut(region, others, (code,))
    first = next(iter(leading_suppliers(w, region, code)), None)
    return None if first is None else Cut(region, (first,), (code,))


# ---- one input
def _search_cases(
    w: Accounts, cut: Cut, target: float, probability: float, horizons: tuple[str, str], given: dict[str, Any]
) -> Iterator[Search[ReplacementEffect]]:
    """Yield the searches for what an input needs, costs and saves, one for each case."""
    hit = dict(cases(horizons[1], given))
    for name, now in cases(horizons[0], given):
        goal = DomesticShareGoal(w, cut.region, cut.industries[0], target, horizons[0], now)
        yield evaluate_goal(goal, cut, probability, horizons[1], hit[name])


def span_of(values: Sequence[float] | Array) -> Span:
    """Return the span of a figure over low, central and high elasticities; NaN ends only where none is known.

    Examples
    --------
    >>> span_of([0.3, 0.2, 0.1])
    Span(low=0.1, middle=0.2, high=0.3)
    """
    known = [float(v) for v in values if np.isfinite(v)]
    return Span(min(known, default=NAN), float(values[1]), max(known, default=NAN))


def _columns(name: str, span: Span) -> dict[str, float]:
    return {f"{name}_{end}": getattr(span, end) for end in ("low", "middle", "high")}
