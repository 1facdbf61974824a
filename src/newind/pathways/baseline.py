"""The baseline: the economy as it grew and is taken to grow, with the mechanisms that make it so."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.classification import demand_role
from newind.equilibrium.dynamics import IDLE, Drivers, YearPolicy, run
from newind.equilibrium.emissions import SATELLITE
from newind.equilibrium.levers import build_shocks
from newind.equilibrium.levers.ground import members
from newind.equilibrium.levers.technology import relative
from newind.equilibrium.mechanisms import Capital, DataSharing, Diffusion, DigitalCapital, Knowledge, Migration
from newind.equilibrium.quantities import Quantities, mean_change
from newind.equilibrium.shocks import NONE
from newind.kernels.quotients import ratio
from newind.pathways.outlook import RECENT, outlook
from newind.policy.posing import ground_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newind.accounts.accounts import Accounts
    from newind.equilibrium.dynamics import EquilibriumSequence, EquilibriumYear, Mechanism
    from newind.equilibrium.laboratory import Laboratory
    from newind.pathways.outlook import Outlook
    from newind.pathways.prospects import PathwayAssumptions
    from newind.typing import Array, BoolArray, IntArray


CONSUMED = ("consumption_households", "npish", "government")
"""Roles of final demand that are consumption."""
FIRST = 5
"""Years over whose mean growth stocks are taken to have grown up to the benchmark."""
CAPPED = 5.0
"""Most that an industry gains from digital capital over the average one (assumed)."""


def mechanisms_of(lab: Laboratory, outlook: Outlook, prospects: PathwayAssumptions) -> tuple[Mechanism, ...]:
    """Return how a year of an economy acts on the next."""
    b, ground = lab.benchmark, ground_of(lab)
    steps = min(FIRST, len(outlook.years) - 1)
    growth = np.maximum(outlook.product[steps] / steps, 0.0)
    invested = goods(lab.baseline, ("investment", "valuables"))
    intensity = np.nan_to_num(ground.knowledge)
    digital = members("digital", b.industries)
    turnover = prospects.value("digital_depreciation")
    found: list[Mechanism] = [
        Capital(outlook.depreciation, outlook.investment, invested, lab.assumptions.mobile, b.S),
        Knowledge(
            prospects.value("knowledge_depreciation"),
            growth,
            lab.assumptions.value("rd_output_elasticity") * relative(intensity, b.value_added),
        ),
        Diffusion(prospects.value("diffusion_speed"), outlook.gap, outlook.years[0], intensity, b.value_added_share),
        DigitalCapital(
            turnover, growth, prospects.value("digital_elasticity") * compute_digital_intensity(lab, digital), digital
        ),
        DataSharing(turnover, b.R, b.S),
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
RESPONSES = ("rd_cost_elasticity", "rd_output_elasticity", "data_sharing", "process_abatement")
PROSPECTS = ("digital_elasticity", "diffusion_speed", "energy_saving", "discount_rate")
"""Assumptions that change results only under a package: the years without one are the same whatever these are."""


@dataclass(frozen=True, eq=False)
class Baseline:
    """Where paths start from and what they are compared with.

    Parameters
    ----------
    lab : Laboratory
        The economy on the model's footing.
    outlook : Outlook
        What it meets.
    mechanisms : tuple of Mechanism
        How a year acts on the next.
    run : EquilibriumSequence
        The years.
    saving : float
        Part of the recent fall of emissions per unit that goes on beyond the years observed.
    worlds : dict
        The years without a package in the scenarios asked for.
    figures : dict
        Figures of the years that were asked for, by position.
    """

    lab: Laboratory
    outlook: Outlook
    mechanisms: tuple[Mechanism, ...]
    run: EquilibriumSequence
    saving: float
    worlds: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    figures: dict[int, dict[str, Array]] = field(default_factory=dict)

    @property
    def years(self) -> tuple[int, ...]:
        """From the benchmark on."""
        return self.outlook.years

    @cached_property
    def intensity(self) -> Array:
        """Emissions per unit of what causes them over the benchmark's; (T, R).

        What makes the baseline emit what was observed; beyond the years observed it goes on falling by the stated part
        of its mean yearly fall over the last ten years.
        """
        caused = np.log([compute_emission_ratio(self.lab, year) for year in self.run.years])
        found = self.outlook.emissions - caused
        for r in range(found.shape[1]):
            known = np.flatnonzero(np.isfinite(found[:, r]))
            end = int(known[-1]) if known.size else 0
            start = found[end, r] if known.size else 0.0
            step = self._step(found[:, r], known, r)
            found[end:, r] = start + self.saving * step * np.arange(len(found) - end)
        return np.exp(found)

    def _step(self, series: Array, known: IntArray, r: int) -> float:
        """Return the mean yearly change of emissions per unit; per unit of product where too few years are known."""
        if known.size > RECENT:
            return float((series[known[-1]] - series[known[-1] - RECENT]) / RECENT)
        return -float(self.outlook.saving[r])

    def intensity_in(self, year: int) -> Array:
        """Return emissions per unit of what causes them in a year, over the benchmark's; (R,)."""
        return np.asarray(self.intensity[year - self.years[0]])


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
    before = set(w.__dict__.get(KEPT, ()))
    try:
        yield
    finally:
        kept = w.__dict__.get(KEPT, {})
        for name in set(kept) - before:
            del kept[name]


def compute_emission_ratio(lab: Laboratory, year: EquilibriumYear) -> Array:
    """Return CO2 over that of the benchmark at unchanged emissions per unit; 1 where none is known; (R,)."""
    w = lab.baseline
    return mean_change(Quantities(year.solution, w).emissions, carbon_of(w))


def carbon_of(w: Accounts) -> Array:
    """Return CO2 of each industry, then of final users, 0 where unknown; (R, S + 1), unit of the satellite."""
    if SATELLITE not in w.satellites:
        return np.zeros((w.R, w.S + 1))
    made = np.column_stack([w.satellites[SATELLITE].values.reshape(w.R, w.S), w.final(SATELLITE)])
    return np.nan_to_num(made)


def baseline(
    lab: Laboratory, until: int, prospects: PathwayAssumptions, watch: Callable[[EquilibriumYear], None] | None = None
) -> Baseline:
    """Return the baseline of an economy up to a year; the latest are kept with the economy.

    Parameters
    ----------
    lab : Laboratory
        The economy on the model's footing, with the elasticities that hold.
    until : int
        Last year.
    prospects : PathwayAssumptions
        What is assumed.
    watch : callable, optional
        Called after each year that is not known yet.

    Raises
    ------
    ConvergenceError, PolicyError
        Naming the year.
    """
    kept: _BaselineCache = lab.origin.__dict__.setdefault(KEPT, _BaselineCache())
    name = _build_cache_keys(lab, until, prospects)
    if name not in kept:
        same = next((b for (years, _), b in kept.items() if years == name[0]), None)
        ahead = outlook(lab.origin, until, prospects) if same is None else same.outlook
        kept[name] = build_outlook_baseline(lab, ahead, prospects, watch, None if same is None else same.run)
    kept[name] = found = kept.pop(name)  # the latest last
    for old in list(kept)[:-MOST]:
        kept.pop(old, None)
    return found


def _build_cache_keys(lab: Laboratory, until: int, prospects: PathwayAssumptions) -> tuple[str, str]:
    """Return what the years of a baseline depend on, and what only a package feels, as texts."""
    said, ahead = lab.assumptions.to_dict(), prospects.to_dict()
    felt = {n: said.pop(n) for n in RESPONSES} | {n: ahead.pop(n) for n in PROSPECTS}
    given = sorted(set(prospects.given) - set(PROSPECTS))
    read = "" if prospects.projections is None else prospects.projections.hash
    return repr((until, said, ahead, given, read)), repr(felt)


def build_outlook_baseline(
    lab: Laboratory,
    ahead: Outlook,
    prospects: PathwayAssumptions,
    watch: Callable[[EquilibriumYear], None] | None = None,
    known: EquilibriumSequence | None = None,
) -> Baseline:
    """Return the baseline that meets an outlook; where product follows from labour, at the progress without it.

    Where the years are `known` already they are not computed again.
    """
    if known is not None:
        return Baseline(lab, ahead, mechanisms_of(lab, ahead, prospects), known, prospects.value("energy_saving"))
    mechanisms = mechanisms_of(lab, ahead, prospects)
    holds = build_standing_policy(lab)
    drivers = Drivers(ahead.years, ahead.labour, np.zeros_like(ahead.labour), ahead.product)
    if ahead.plain is not None and ahead.follows is not None:
        kept = run(lab.model, replace(drivers, labour=ahead.plain), mechanisms, holds).drivers.productivity
        progress = np.diff(kept, axis=0, prepend=kept[:1])
        product = np.where(ahead.follows, np.nan, ahead.product)
        drivers = replace(drivers, productivity=kept, product=product, progress=progress)
    found = run(lab.model, drivers, mechanisms, holds, watch)
    return Baseline(lab, ahead, mechanisms, found, prospects.value("energy_saving"))


def build_standing_policy(lab: Laboratory) -> YearPolicy:
    """Return what holds in every year without a package: people move where a matrix of moves is given."""
    shocks, log = build_shocks([], ground_of(lab))
    return YearPolicy(shocks, log=log) if shocks is not NONE else IDLE
