"""The baseline: the economy as it grew and is taken to grow, with the mechanisms that make it so."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.classification import demand_role
from newind.accounts.memo import memo
from newind.equilibrium.dynamics import IDLE, Drivers, YearPolicy, run
from newind.equilibrium.emissions import SATELLITE
from newind.equilibrium.levers import build_shocks
from newind.equilibrium.levers.ground import AHEAD, INVESTED, research_intensity
from newind.equilibrium.levers.technology import knowledge_elasticity
from newind.equilibrium.many import solve_in_lockstep
from newind.equilibrium.mechanisms import (
    Capital,
    DataSharing,
    Diffusion,
    DigitalCapital,
    Knowledge,
    Migration,
    PublicCapital,
)
from newind.equilibrium.observing import Observer, weigh_imports
from newind.equilibrium.quantities import mean_change
from newind.equilibrium.shocks import NONE
from newind.equilibrium.structure import members
from newind.errors import NewindError
from newind.kernels.quotients import ratio
from newind.pathways.growthpath import RECENT, growth_path
from newind.pathways.structural import structural_change, trade_balance
from newind.policy.posing import ground_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from newind.accounts.accounts import Accounts
    from newind.equilibrium.benchmark import Benchmark
    from newind.equilibrium.dynamics import EquilibriumSequence, EquilibriumYear, Mechanism
    from newind.equilibrium.laboratory import Laboratory
    from newind.equilibrium.many import Steps
    from newind.pathways.growthpath import GrowthPath
    from newind.pathways.prospects import PathwayAssumptions
    from newind.typing import Array, BoolArray, IntArray


CONSUMED = ("consumption_households", "npish", "government")
"""Roles of final demand that are consumption."""
PUBLIC_LOST = 0.04
"""Share of public capital that is lost a year (assumed)."""
CAPPED = 5.0
"""Most that an industry gains from digital capital over the average one (assumed)."""


def mechanisms_of(lab: Laboratory, ahead: GrowthPath, prospects: PathwayAssumptions) -> tuple[Mechanism, ...]:
    """Return how a year of an economy acts on the next."""
    b, ground = lab.benchmark, ground_of(lab)
    steps = min(AHEAD, len(ahead.years) - 1)
    growth = np.maximum(ahead.product[steps] / steps, 0.0)
    lost = prospects.value("knowledge_depreciation")
    digital = members("digital", b.industries)
    turnover = prospects.value("digital_depreciation")
    found: list[Mechanism] = [
        Capital(ahead.depreciation, ahead.investment, lab.assumptions.mobile, b.S),
        Knowledge(lost, growth, knowledge_elasticity(ground, lost, growth)),
        Diffusion(
            prospects.value("convergence_speed"),
            prospects.value("diffusion_imports"),
            ahead.gap,
            ahead.years[0],
            b.value_added_share,
        ),
        DigitalCapital(
            turnover, growth, prospects.value("digital_elasticity") * compute_digital_intensity(lab, digital)
        ),
        DataSharing(turnover, b.R, b.S),
        PublicCapital(PUBLIC_LOST + growth[:, None], b.R, b.S),
    ]
    if ground.migration is not None:
        found.append(Migration(b.R, prospects.value("congestion")))
    return tuple(found)


def goods(w: Accounts, roles: tuple[str, ...]) -> Array:
    """Return shares of goods in what final users buy for some purposes [k, n], in everything where none is; (S, R)."""
    at = [d for d, code in enumerate(w.demand) if demand_role(code) in roles]
    by_good = w.Y4.sum(axis=0)  # goods, region, purpose: what is bought of all origins
    chosen = np.maximum(by_good[..., at].sum(axis=-1), 0.0) if at else np.zeros(by_good.shape[:2])
    total = np.maximum(by_good.sum(axis=-1), 0.0)
    kept = np.where(chosen.sum(axis=0) > 0, chosen, total)
    return np.asarray(np.nan_to_num(ratio(kept, np.broadcast_to(kept.sum(axis=0), kept.shape))))


def compute_digital_intensity(lab: Laboratory, digital: BoolArray) -> Array:
    """Return digital inputs in an industry's cost over those in all costs of the world, capped; (R, S)."""
    b = lab.benchmark
    bought = b.spend[digital][:, :, :-1].sum(axis=0)
    cost = b.value_added + b.inputs
    world = float(bought.sum() / cost.sum())
    if world <= 0:
        return np.zeros((b.R, b.S))
    return np.minimum(np.nan_to_num(ratio(bought, cost)) / world, CAPPED)


KEPT, MOST = "_baselines", 4
"""Where accounts keep the baselines of their paths, and how many."""
RESPONSES = (
    "rd_cost_elasticity", "rd_return", "rd_relabelled", "researcher_supply", "rd_output_elasticity", "data_sharing",
    "data_sharing_cost", "public_capital", "public_investment", "process_abatement",
)  # fmt: skip
PROSPECTS = ("digital_elasticity", "diffusion_imports", "energy_saving", "discount_rate")
"""Assumptions that change results only under a package: the years without one are the same whatever these are."""


@dataclass(frozen=True, eq=False)
class Baseline:
    """Where paths start from and what they are compared with.

    Parameters
    ----------
    lab : Laboratory
        The economy on the model's footing.
    growth : GrowthPath
        What it meets.
    mechanisms : tuple of Mechanism
        How a year acts on the next.
    run : EquilibriumSequence
        The years.
    saving : float
        Part of the recent fall of emissions per unit that goes on beyond the years observed.
    worlds : dict
        The years without a package in the scenarios asked for.
    """

    lab: Laboratory
    growth: GrowthPath
    mechanisms: tuple[Mechanism, ...]
    run: EquilibriumSequence
    saving: float
    worlds: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    @property
    def years(self) -> tuple[int, ...]:
        """From the benchmark on."""
        return self.growth.years

    @cached_property
    def intensity(self) -> Array:
        """Emissions per unit of what causes them over the benchmark's; (T, R).

        What makes the baseline emit what was observed; beyond the years observed it goes on falling by the stated part
        of its mean yearly fall over the last ten years.
        """
        made = carbon_of(self.lab.baseline)
        caused = np.log([mean_change(year.figures["caused"], made) for year in self.run.years])
        found = self.growth.emissions - caused
        for r in range(found.shape[1]):
            known = np.flatnonzero(np.isfinite(found[:, r]))
            end = int(known[-1]) if known.size else 0
            start = found[end, r] if known.size else 0.0
            step = self._step(found[:, r], known, r)
            found[end:, r] = start + self.saving * step * np.arange(len(found) - end)
        return np.exp(found)

    def _step(self, series: Array, known: IntArray, r: int) -> float:
        """Return the mean yearly change of emissions per unit; per unit of product where too few years are known.

        Where structure changes, that of product holds it already, and what structure brings is taken off.
        """
        if known.size > RECENT:
            return float((series[known[-1]] - series[known[-1] - RECENT]) / RECENT)
        return -float(self.growth.saving[r] + self._structural[r])

    @cached_property
    def _structural(self) -> Array:
        """Mean yearly change of what causes emissions per unit of product that structural change brings; (R,)."""
        years = min(RECENT, len(self.run.years) - 1)
        if self.run.drivers.structure is None or years < 1:
            return np.zeros(self.growth.product.shape[1])
        made, end = carbon_of(self.lab.baseline), self.run.years[years].figures
        grown = end["product"] / self.run.years[0].figures["product"]
        return np.asarray(np.log(mean_change(end["caused"], made) / grown) / years)


class _BaselineCache(dict[tuple[str, str], Baseline]):
    """The baselines of accounts, which stay behind when the accounts are copied or sent to another process."""

    def __reduce__(self) -> tuple[type[_BaselineCache], tuple[()]]:
        return _BaselineCache, ()


def forget(w: Accounts) -> None:
    """Forget the baselines of accounts, where another one is followed from now on."""
    w.__dict__.get(KEPT, {}).clear()


@contextmanager
def discard_new_baselines(w: Accounts) -> Iterator[None]:
    """Keep no baseline that is computed within: as where each draw has one that nobody asks for again."""
    before = dict(w.__dict__.get(KEPT, {}))
    try:
        yield
    finally:
        if kept := w.__dict__.get(KEPT):
            kept.clear()
            kept.update(before)


@memo
def observer_of(b: Benchmark, w: Accounts) -> Observer:
    """Return what is observed of each year of an economy, the same for all paths of a benchmark and its accounts."""
    abroad = weigh_imports(b, np.nan_to_num(research_intensity(b, w)[0]))
    return Observer(goods(w, CONSUMED), goods(w, INVESTED), members("digital", b.industries), abroad)


def carbon_of(w: Accounts) -> Array:
    """Return CO2 of each industry, then of final users, 0 where unknown; (R, S + 1), unit of the satellite."""
    if SATELLITE not in w.satellites:
        return np.zeros((w.R, w.S + 1))
    made = np.column_stack([w.satellites[SATELLITE].values.reshape(w.R, w.S), w.final(SATELLITE)])
    return np.nan_to_num(made)


@dataclass(frozen=True, eq=False)
class BaselineRequest:
    """Economy, years and assumptions of a baseline that is asked for.

    Parameters
    ----------
    lab : Laboratory
        The economy on the model's footing, with the elasticities that hold.
    until : int
        Last year.
    prospects : PathwayAssumptions
        What is assumed.
    """

    lab: Laboratory
    until: int
    prospects: PathwayAssumptions

    @cached_property
    def key(self) -> tuple[str, str]:
        """Assumptions that the years depend on, and those that only a package feels, as texts."""
        said, ahead = self.lab.assumptions.to_dict(), self.prospects.to_dict()
        felt = {n: said.pop(n, None) for n in RESPONSES} | {n: ahead.pop(n) for n in PROSPECTS}
        given = sorted(set(self.prospects.given) - set(PROSPECTS))
        read = "" if self.prospects.projections is None else self.prospects.projections.hash
        return repr((self.until, said, ahead, given, read)), repr(felt)


def find_baselines(
    asked: Sequence[BaselineRequest],
    watch: Callable[[EquilibriumYear], None] | None = None,
) -> list[Baseline | NewindError]:
    """Return the baselines of economies, those that are not known followed beside each other.

    The latest are kept with their economy.

    Parameters
    ----------
    asked : sequence of BaselineRequest
        Of any economies.
    watch : callable, optional
        Called after each year that is not known yet.

    Returns
    -------
    list of Baseline, ConvergenceError or PolicyError
        An error names the year.
    """
    places = [(id(_kept_by(one.lab)), one.key[0]) for one in asked]  # of the same economy and years
    known: dict[tuple[int, str], Baseline | NewindError] = {}
    for place, one in zip(places, asked, strict=True):
        same = next((b for (years, _), b in _kept_by(one.lab).items() if years == place[1]), None)
        if same is not None:
            known[place] = same
    new = {place: one for place, one in zip(places, asked, strict=True) if place not in known}
    under_way = {}
    for place, one in new.items():
        try:
            ahead = growth_path(one.lab.origin, one.until, one.prospects)
        except NewindError as error:
            known[place] = error
        else:
            under_way[place] = follow_growth(one, ahead, watch)
    known.update(zip(under_way, solve_in_lockstep(list(under_way.values())), strict=True))
    return [_keep(one, known[place]) for place, one in zip(places, asked, strict=True)]


def _kept_by(lab: Laboratory) -> _BaselineCache:
    kept: _BaselineCache = lab.origin.__dict__.setdefault(KEPT, _BaselineCache())
    return kept


def _keep(asked: BaselineRequest, same: Baseline | NewindError) -> Baseline | NewindError:
    """Return the baseline that is asked from one with the same years, and keep it as the latest."""
    if isinstance(same, NewindError):
        return same
    kept = _kept_by(asked.lab)
    found = kept.pop(asked.key, None)
    if found is None:
        fits = same.lab is asked.lab
        found = same if fits else build_baseline(asked, same.growth, same.run)
    kept[asked.key] = found
    for old in list(kept)[:-MOST]:
        kept.pop(old, None)
    return found


def build_baseline(asked: BaselineRequest, ahead: GrowthPath, run: EquilibriumSequence) -> Baseline:
    """Return the baseline that meets a path of growth, from its years."""
    saving = asked.prospects.value("energy_saving")
    return Baseline(asked.lab, ahead, mechanisms_of(asked.lab, ahead, asked.prospects), run, saving)


def follow_growth(
    asked: BaselineRequest,
    ahead: GrowthPath,
    watch: Callable[[EquilibriumYear], None] | None = None,
) -> Steps[Baseline]:
    """Follow the years that meet a path of growth; where product follows from labour, at the progress without it.

    To be run by :func:`newind.equilibrium.many.solve_in_lockstep`.
    """
    lab = asked.lab
    mechanisms = mechanisms_of(lab, ahead, asked.prospects)
    holds, observe = build_standing_policy(lab), observer_of(lab.benchmark, lab.baseline)
    balance = trade_balance(lab, ahead, asked.prospects)
    drivers = Drivers(
        ahead.years, ahead.labour, np.zeros_like(ahead.labour), ahead.product,
        structure=structural_change(lab, ahead, asked.prospects, balance), balance=balance,
    )  # fmt: skip
    if ahead.plain is not None and ahead.follows is not None:
        plain = yield from run(lab.model, replace(drivers, labour=ahead.plain), mechanisms, observe, holds)
        kept = plain.drivers.productivity
        progress = np.diff(kept, axis=0, prepend=kept[:1])
        product = np.where(ahead.follows, np.nan, ahead.product)
        drivers = replace(drivers, productivity=kept, product=product, progress=progress)
    found = yield from run(lab.model, drivers, mechanisms, observe, holds, watch)
    return build_baseline(asked, ahead, found)


def build_standing_policy(lab: Laboratory) -> YearPolicy:
    """Return what holds in every year without a package: people move where a matrix of moves is given."""
    shocks, log = build_shocks([], ground_of(lab))
    return YearPolicy(shocks, log=log) if shocks is not NONE else IDLE
