"""Accounts made ready for any number of simulations: aggregated, calibrated, with the matrix that steers solves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.groups import group
from newind.accounts.satellite import Satellite, readonly
from newind.data.abroad import describe_assumptions
from newind.equilibrium.assumptions import NESTS, Assumptions
from newind.equilibrium.calibrate import build_benchmark, fold
from newind.equilibrium.counterfactual import accounts_after
from newind.equilibrium.factors import SATELLITE, FactorShares, beside_profits, labour_shares, shift_shares
from newind.equilibrium.problem import size
from newind.equilibrium.regularity import without_scale
from newind.equilibrium.sales import new_benchmark
from newind.equilibrium.shocks import Shocks
from newind.equilibrium.solve import Model, set_up, solve
from newind.equilibrium.steering import Factors, find_sign
from newind.equilibrium.structure import list_elasticity_sets
from newind.equilibrium.tariffs import Tariffs, benchmark_tariffs
from newind.errors import BilingualMessage, join_items, tell
from newind.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.accounts.accounts import Accounts
    from newind.equilibrium.assumptions import Elasticities
    from newind.equilibrium.benchmark import Benchmark
    from newind.typing import Array, BoolArray

REBASE = 1e-12
"""Tolerance at which trade deficits are set to zero."""
CARRIED = "labour shares of earlier years, carried forward"
MOST = 24
"""Laboratories that accounts keep; beyond that the first is built anew when it is asked for again."""


class _LaboratoryCache(dict[tuple[Any, ...], "Laboratory"]):
    """The laboratories of accounts, which stay behind when the accounts are copied or sent to another process."""

    def __reduce__(self) -> tuple[type[_LaboratoryCache], tuple[()]]:
        return _LaboratoryCache, ()

    def keep(self, key: tuple[Any, ...], built: Laboratory) -> None:
        """Keep one more, and the latest ones only."""
        self[key] = built
        for old in list(self)[:-MOST]:
            self.pop(old, None)


OWN = 1500
"""Unknowns up to which several matrices are made, as the steps that they spare soon pay."""


class SteeringMatrices:
    """Derivatives at a benchmark, factorised, by elasticities; what each market structure adds is found with them.

    The usual elasticities, the ends of their ranges and the sets of the family, which are asked again and again, have
    matrices of their own; others are steered by those of the usual ones, and so is whatever is asked of large
    economies. Which one steers follows from the elasticities alone, never from what was solved before. They stay behind
    when they are copied or sent to another process.

    Parameters
    ----------
    benchmark : Benchmark
        Where they are taken.
    usual : Elasticities
        Those of the shipped parameters.
    ends : sequence of Elasticities
        Those at the ends of their ranges.
    """

    def __init__(self, benchmark: Benchmark, usual: Elasticities, ends: Sequence[Elasticities] = ()) -> None:
        self.benchmark, self.usual, self.ends = benchmark, usual, tuple(ends)
        self._own = {_matrix_key(e) for e in self.ends}
        self._factors: dict[tuple[Any, ...], Factors | None] = {}
        self._regular: dict[tuple[Any, ...], bool] = {}

    def __reduce__(self) -> tuple[type[SteeringMatrices], tuple[Benchmark, Elasticities, tuple[Elasticities, ...]]]:
        return SteeringMatrices, (self.benchmark, self.usual, self.ends)

    def find(self, e: Elasticities) -> Factors | None:
        """Return the matrix for elasticities; None for large economies."""
        chosen = self._choose(e)
        if (key := _matrix_key(chosen)) not in self._factors:
            self._factors[key] = set_up(self.benchmark, without_scale(chosen)).factors
        return self._factors[key]

    def is_regular(self, e: Elasticities) -> bool:
        """Return whether the benchmark is a regular equilibrium with much scale; True unseen where that is far.

        The derivative has the sign it has without scale: :mod:`newind.equilibrium.regularity`.
        """
        some, flat = e.delta > 0, without_scale(e)
        if not some.any() or (e.delta * e.theta)[some].mean() < FAR:
            return True
        key = *_matrix_key(e), e.delta.tobytes(), e.eta.tobytes(), e.chi
        if key not in self._regular:
            own = self.find(e) if _matrix_key(self._choose(e)) == _matrix_key(e) and not e.eta.any() else None
            own = own or set_up(self.benchmark, replace(flat, eta=e.eta)).factors
            signs = (
                () if own is None else (find_sign(own.factorise(*s)[1]) for s in ((e.delta, e.chi), (flat.delta, 0.0)))
            )
            self._regular[key] = len(set(signs)) < 2
        return self._regular[key]

    def _choose(self, e: Elasticities) -> Elasticities:
        """Return the elasticities whose matrix steers others."""
        small = size(self.benchmark.R, self.benchmark.S, e.mobile) <= OWN
        return e if small and _matrix_key(e) in self._own else self.usual


def _matrix_key(e: Elasticities) -> tuple[Any, ...]:
    return e.mobile, e.theta.tobytes(), e.sigma, e.sigma_v, e.sigma_f


FAR = 0.6
"""Mean of scale over its bound from which it is seen whether the benchmark is regular."""


def _list_ends(usual: Assumptions, industries: Sequence[str]) -> list[Elasticities]:
    """Return the elasticities at the ends of the ranges of trade elasticities and of all nests together, and the sets
    of trade elasticities of the family.
    """
    ends = [usual.replacing(trade_elasticity=v) for v in usual.range("trade_elasticity")]
    nests = [usual.replacing(**{n: usual.range(n)[k] for n in NESTS}) for k in (0, 1)]
    sets = [usual.replacing(trade_elasticity=v) for v in list_elasticity_sets(industries)] if usual.mobile else []
    return [a.elasticities(industries) for a in (*ends, *nests, *sets)]


@dataclass(frozen=True, eq=False)
class Laboratory(Frozen):
    """An economy on the model's footing.

    Parameters
    ----------
    origin : Accounts
        The accounts as they were given.
    baseline : Accounts
        The accounts that results compare with.
    model : Model
        Benchmark, responses and the matrix that steers.
    assumptions : Assumptions
        What is assumed.
    estimated_shares : (R, S) bool array
        Whether the split of value added into labour and capital is estimated.
    log : tuple of str
        What was repaired, estimated or assumed on the way.
    matrices : SteeringMatrices
        What steers, by elasticities.
    """

    origin: Accounts
    baseline: Accounts
    model: Model
    assumptions: Assumptions
    estimated_shares: BoolArray
    log: tuple[str, ...]
    matrices: SteeringMatrices

    @property
    def benchmark(self) -> Benchmark:
        """Where the economy starts."""
        return self.model.benchmark

    @cached_property
    def active_estimates(self) -> BoolArray:
        """Industries with output whose labour share is estimated; (R, S)."""
        return np.asarray(self.estimated_shares & self.benchmark.active)


RATES = ("markup", "benchmark_subsidy", "benchmark_rebate")
"""Rates of the benchmark that are assumed by industry."""


def laboratory(w: Accounts, assumptions: Assumptions) -> Laboratory:
    """Return the laboratory of accounts; set up once for each horizon and benchmark, then shared by all shocks.

    Parameters
    ----------
    w : Accounts
        Closed accounts.
    assumptions : Assumptions
        What is assumed.

    Raises
    ------
    DataError
        For accounts with a boundary, or that cannot be repaired.
    """
    kept: _LaboratoryCache = w.__dict__.setdefault("_laboratories", _LaboratoryCache())  # as cached properties are
    key = _key(assumptions, w)
    found = kept.get(key)
    if found is None:
        shift = assumptions.value("labour_share_shift")
        found = _shift_labour_shares(w, assumptions, shift) if shift else _build(w, assumptions)
        kept.keep(key, found)
    e = assumptions.elasticities(w.industries)
    model = replace(found.model, elasticities=e, factors=found.matrices.find(e))
    log = found.log
    if left_out := assumptions.list_left_out(w.industries):
        named = join_items(BilingualMessage(name, group(name).label["zh"]) for name in left_out)
        log = (*log, tell("model.no_resource", groups=named, name="resource_share"))
    return replace(found, model=model, assumptions=assumptions, log=log)


def _key(assumptions: Assumptions, w: Accounts) -> tuple[Any, ...]:
    """Return what a benchmark and its matrix depend on: elasticities only where deficits are set to zero first."""
    said = assumptions.to_dict()
    names = ("horizon", "shares", "trade_balance", "tariffs", *RATES, "land_share", "labour_share_shift")
    common = *(repr(said[n]) for n in names), assumptions.markups(w.industries).tobytes()
    if assumptions.choice("trade_balance") != "zero":
        return common
    e = assumptions.elasticities(w.industries)
    return *common, _matrix_key(e), e.delta.tobytes(), e.eta.tobytes(), e.chi


def _build(w: Accounts, assumptions: Assumptions) -> Laboratory:
    tariffs = _tariffs(w, assumptions.choice("tariffs"))
    rates = None if tariffs is None or not tariffs.rates.any() else tariffs.rates
    folded = fold(w, tariff=rates, shares=assumptions.choice("shares"))
    base = folded.accounts
    shares = labour_shares(w)
    benchmark = build_benchmark(
        base,
        shares=assumptions.choice("shares"),
        labour_share=shares.values,
        tariff=rates,
        land_share=assumptions.value("land_share"),
        markup=np.broadcast_to(assumptions.markups(base.industries), (base.R, base.S)).copy(),
        subsidy=_by_industry("benchmark_subsidy", base, assumptions),
        rebate=_rebates(base, assumptions),
    )
    split, said = beside_profits(benchmark.labour_share, benchmark.value_added, benchmark.profits)
    benchmark = replace(benchmark, labour_share=split)
    log = (
        *describe_assumptions(w),
        *folded.log,
        *shares.log,
        *(() if tariffs is None else tariffs.log),
        *benchmark.log,
        *said,
    )
    model = Model(benchmark, assumptions.elasticities(base.industries), None)
    if assumptions.choice("trade_balance") == "zero":
        model = set_up(benchmark, model.elasticities)
        base, model = _without_deficits(_with_estimated_pay(base, benchmark, carried=shares.known), model)
        log = (*log, tell("log.balanced"))
    base = _with_estimated_pay(base, benchmark, carried=shares.known)
    usual = Assumptions(assumptions.horizon)
    ends = _list_ends(usual, base.industries)
    matrices = SteeringMatrices(model.benchmark, usual.elasticities(base.industries), ends)
    return Laboratory(w, base, model, assumptions, shares.estimated, log, matrices)


def _tariffs(w: Accounts, choice: str) -> Tariffs | None:
    """Return applied tariffs of the accounts' year, or of the year chosen; None where there are to be none."""
    return None if choice == "none" else benchmark_tariffs(w, None if choice == "applied" else int(choice))


def _shift_labour_shares(w: Accounts, assumptions: Assumptions, shift: float) -> Laboratory:
    """Return the laboratory with estimated labour shares moved; the matrix of the central one steers it, too."""
    central = laboratory(w, assumptions.replacing(labour_share_shift=0.0))
    moved = shift_shares(FactorShares(central.benchmark.labour_share, central.estimated_shares, ()), shift)
    benchmark = replace(central.benchmark, labour_share=moved.values)
    model = replace(central.model, benchmark=benchmark)
    baseline = _with_estimated_pay(central.baseline, benchmark, central.estimated_shares)
    return replace(central, model=model, baseline=baseline, log=(*central.log, *moved.log))


def _with_estimated_pay(
    base: Accounts, benchmark: Benchmark, again: BoolArray | None = None, *, carried: bool = False
) -> Accounts:
    """Return accounts with the pay of labour that they do not know filled in with the model's estimate.

    Parameters
    ----------
    base : Accounts
        Accounts on the model's footing.
    benchmark : Benchmark
        What was made of them.
    again : (R, S) bool array, optional
        Where an estimate is there already and is made anew.
    carried : bool
        Whether accounts without any get the estimate, as shares of earlier years were carried forward.
    """
    pay = base.satellites.get(SATELLITE)
    if pay is None and carried:
        nothing = readonly(np.full(base.n, np.nan))
        pay = Satellite(nothing, unit=base.unit, follows="labour", status="estimated", source=CARRIED)
    if pay is None or pay.unit != base.unit:
        return base
    gaps = np.isnan(pay.values) if again is None else again.ravel()
    if not gaps.any():
        return base
    estimate = (benchmark.value_added * benchmark.labour_share).ravel()
    filled = replace(pay, values=np.where(gaps, estimate, pay.values), status="estimated")
    return base._replace(satellites={**base.satellites, SATELLITE: filled})


def _by_industry(name: str, base: Accounts, assumptions: Assumptions) -> Array:
    return np.broadcast_to(assumptions.expand_by_industry(name, base.industries), (base.R, base.S)).copy()


def _rebates(base: Accounts, assumptions: Assumptions) -> Array | None:
    """Return export rebates [k, n, i], none on sales at home; None where there are none at all."""
    rates = assumptions.expand_by_industry("benchmark_rebate", base.industries)
    abroad = 1.0 - np.eye(base.R)
    return rates[:, None, None] * abroad if rates.any() else None


def _without_deficits(base: Accounts, model: Model) -> tuple[Accounts, Model]:
    """Return accounts and model of the economy whose trade balances."""
    solution = solve(model, Shocks(deficit=np.zeros(base.R)), tolerance=REBASE)
    balanced = accounts_after(solution, base, scenario=base.scenario)
    return balanced, replace(model, benchmark=new_benchmark(solution))
