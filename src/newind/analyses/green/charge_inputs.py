"""Inputs of a charge on carbon from accounts: CO2, prices in force, past abatement, other recipients."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.accounts import Accounts
from newind.accounts.classification import demand_role
from newind.accounts.groups import resolve
from newind.accounts.panel import Panel
from newind.aliases import module_aliases
from newind.analyses.green.volumes import VOLUME, cells, check_years, has_co2, has_volumes
from newind.errors import DataError, offenders, unknown
from newind.kernels import compensation
from newind.kernels.quotients import ratio
from newind.measures.green import industry_emissions, per_output
from newind.measures.shared import by_region, complete_regions, millions
from newind.messages import message, message_group

if TYPE_CHECKING:
    from newind.messages import Text
    from newind.typing import Array, BoolArray

PEERS, OWN = "peers", "own"
"""Compare each industry with the median of the same industry in the other named economies."""
RULES: dict[str, Text] = message_group("green.charge_inputs.rules")
"""Who gets what does not go to industries that abate."""
YEARS = 5
"""Years over which abatement is looked at: one five-year plan."""
OTHER_BENCHMARKS = "peers or none (--benchmark peers, --benchmark none; in Python benchmark='peers' or None)"
"""Benchmarks of abatement where no earlier year serves."""


@dataclass(frozen=True, eq=False)
class PayoutRule:
    """How receipts are paid out.

    Parameters
    ----------
    benchmark : int, "own", "peers", mapping or None
        Emissions per unit that an industry is measured against. A number of years: its own at that time, in volumes,
        so that only what the industry itself has achieved counts, as in the lever ``embodied_charge``. ``own``
        (default): its own one plan period before; nobody is paid where no year is named and the last year with CO2 has
        no volumes. ``peers``: the median of the other named economies this year, at current prices, which holds
        differences of prices, too. A mapping from industry to kg of CO2 per unit of money. None: nobody is paid for
        abating.
    rule : {"households", "value_added", "low_emission"}
        Who gets the rest (:data:`RULES`).
    abaters : float in [0, 1]
        Part of the receipts for industries that abate; 1 as in the lever. Where nobody does all is the rest.
    """

    benchmark: int | str | Mapping[str, float] | None = OWN
    rule: str = "households"
    abaters: float = 1.0

    def __post_init__(self) -> None:
        """Refuse unknown rules and shares out of range.

        Raises
        ------
        UnknownNameError
            For a rule or a benchmark that does not exist.
        DataError
            For a share outside [0, 1], or years that do not lie in the past.
        """
        if self.rule not in RULES:
            raise unknown("rule", self.rule, RULES, f"Rules: {', '.join(RULES)}.")
        if isinstance(self.benchmark, str) and self.benchmark not in (PEERS, OWN):
            raise unknown("benchmark", self.benchmark, [PEERS, OWN], "Give own, peers, a number of years, or none.")
        if isinstance(self.benchmark, int) and self.benchmark < 1:
            raise DataError(f"benchmark is {self.benchmark} years before. Give 1 or more.")
        if not 0.0 <= self.abaters <= 1.0:
            raise DataError(f"abaters get {self.abaters:g} of the receipts. Give a share between 0 and 1.")

    @property
    def back(self) -> int:
        """Years to look back, 0 where the benchmark is no earlier year."""
        return self.benchmark if isinstance(self.benchmark, int) else 0


def check_price(price: float) -> float:
    """Return a price of carbon.

    Raises
    ------
    DataError
        For a negative one, or what is no number.
    """
    if not (np.isfinite(price) and price >= 0):
        raise DataError(f"price of carbon is {price:g} per tonne. Give 0 or more.")
    return float(price)


def year_with_carbon(w: Accounts | Panel, region: str, year: int | None, back: int, what: str) -> Accounts:
    """Return accounts of a year with CO2 of a region, by default the last one.

    Parameters
    ----------
    w : Accounts or Panel
    region : str
    year : int, optional
    back : int
        Years before that abatement is measured from, which needs volumes in both; 0 where it is not.
    what : str
        What needs it, for the message.

    Raises
    ------
    DataError
        For a year that lacks figures, naming those that have them.
    UnknownNameError
        For a region or year that is not there.
    """
    if isinstance(w, Accounts):
        w.regions.index(region)
        if back:
            raise DataError(
                f"{what}: abatement over {back} years needs a Panel, not Accounts of {w.year} alone. Give newind.load"
                f"('world'), or another benchmark: {OTHER_BENCHMARKS}."
            )
        _refuse_other(w, year)
        if not has_co2(w, region):
            raise _lacking(w, region, what)
        return w
    w.regions.index(region)
    good = [y for y in w.years if has_co2(w[y], region)]
    if not good:
        raise _lacking(w[w.years[-1]], region, what)
    if year is None:
        complete = [y for y in good if not back or measurable(w, region, y, back)]
        year = (complete or good)[-1]
    check_years(w, (year,), lambda a: has_co2(a, region), f"CO2 of {region}")
    if back:
        _check_past(w, region, year, back)
        return w.within(year - back, year)[year]
    return w[year]


def _refuse_other(w: Accounts, year: int | None) -> None:
    if year not in (None, w.year):
        raise DataError(f"accounts are of {w.year}, not {year}. Give the panel, or leave out the year.")


def _lacking(w: Accounts, region: str, what: str) -> DataError:
    where = np.zeros((w.R, w.S), dtype=bool)
    if "co2" in w.satellites:
        r = w.regions.index(region)
        where[r] = np.isnan(industry_emissions(w)[r]) & (by_region(w, w.x)[r] > 0)
    said = cells(w, where) if where.any() else "every industry"
    return DataError(
        f"{what} needs CO2 of {region}, which accounts of {w.year} lack for {said}. Attach the satellite co2 "
        "(newind data attach), or take newind.load('world'), which has it from 2000 on."
    )


def resolve_benchmark(out: PayoutRule, w: Accounts | Panel, region: str, year: int | None) -> PayoutRule:
    """Return how receipts are paid out where abatement is measured against the industry's own past by default."""
    if out.benchmark != OWN:
        return out
    if isinstance(w, Accounts) or year is not None:
        return replace(out, benchmark=YEARS)
    good = [y for y in w.years if has_co2(w[y], region)]
    known = not good or measurable(w, region, good[-1], YEARS)
    return replace(out, benchmark=YEARS if known else None)


def measurable(w: Panel, region: str, year: int, back: int) -> bool:
    """Return whether CO2 and volumes of a region are known in a year and some years before, in one database."""
    both = (year - back, year)
    panel = next((p for p in reversed(w.databases) if all(y in p for y in both)), None)
    return panel is not None and all(has_co2(panel[y], region) and has_volumes(panel[y], region) for y in both)


def _check_past(w: Panel, region: str, year: int, back: int) -> None:
    if measurable(w, region, year, back):
        return
    if year - back in w:
        w.within(year - back, year)
    good = [y for y in w.years if measurable(w, region, y, back)]
    said = f"years with both are {good[0]} to {good[-1]}: take one of these, or" if good else "no year has both: take"
    raise DataError(
        f"abatement from {year - back} to {year} needs CO2 and volumes of output of {region} in both years; "
        f"{said} another benchmark: {OTHER_BENCHMARKS}."
    )


# ---- what is priced already
def coverage_of(w: Accounts, coverage: float | Mapping[str, float] | Array, where: BoolArray) -> Array:
    """Return the share of emissions that pays; (R, S), zero outside `where`, unless an array says so.

    Parameters
    ----------
    w : Accounts
    coverage : float, mapping or (R, S) array
        A share for all industries, by industry or group, or by region and industry.
    where : (R,) bool array
        Regions that the first two speak of.

    Raises
    ------
    DataError
        For a share outside [0, 1], naming the first, or an array of another shape.
    UnknownNameError
        For an industry that the accounts lack.
    """
    if isinstance(coverage, np.ndarray):
        if coverage.shape != (w.R, w.S):
            raise DataError(f"coverage has the shape {coverage.shape}. Give {(w.R, w.S)}, by region and industry.")
        shares = np.asarray(coverage, dtype=np.float64)
    else:
        row = np.zeros(w.S)
        named = coverage if isinstance(coverage, Mapping) else {"*": coverage}
        for code, share in named.items():
            row[resolve(code, w.industries)] = share
        shares = np.where(where[:, None], row, 0.0)
    wrong = ~((shares >= 0) & (shares <= 1))
    if wrong.any():
        first = [f"{w.regions[r]} {w.industries[i]}: {shares[r, i]:g}" for r, i in np.argwhere(wrong)]
        raise DataError(f"coverage outside 0 to 1 in {offenders(first)}. Give shares of emissions that pay.")
    return shares


# ---- who is paid
def compute_abatement(w: Accounts | Panel, one: Accounts, region: str, out: PayoutRule) -> tuple[Array, Text]:
    """Return what each industry of a region abates against the benchmark (S,), Mt, and how that was found.

    Raises
    ------
    UnknownNameError
        For an industry of a mapping that the accounts lack.
    """
    r, given = one.regions.index(region), out.benchmark
    x, f = by_region(one, one.x)[r], by_region(one, per_output(one))[r]
    if given is None:
        return np.zeros(one.S), message("green.charge_inputs.compute_abatement.abatement_unpaid")
    if out.back and isinstance(w, Panel):
        return _compute_abatement_since(w.within(one.year - out.back, one.year)[one.year - out.back], one, r)
    if isinstance(given, Mapping):
        before = np.full(one.S, np.nan)
        for code, value in given.items():
            before[resolve(code, one.industries)] = value * millions(one.unit) / 1e3
        return compensation.emission_abatement(before, f, x), message(
            "green.charge_inputs.compute_abatement.against_stated_benchmarks"
        )
    peers = complete_regions(one) & one.regions.named & (np.arange(one.R) != r)
    others = np.where(by_region(one, one.x) > 0, by_region(one, per_output(one)), np.nan)[peers]
    median = np.full(one.S, np.nan) if not peers.any() else _median(others)
    said: Text = message("green.charge_inputs.compute_abatement.said")
    return compensation.emission_abatement(median, f, x), said


def _median(values: Array) -> Array:
    known = np.isfinite(values).any(axis=0)
    return np.where(known, np.nanmedian(np.where(known, values, 0.0), axis=0), np.nan)


def _compute_abatement_since(past: Accounts, one: Accounts, r: int) -> tuple[Array, Text]:
    before, now = (by_region(a, a.satellite(VOLUME).values)[r] for a in (past, one))
    f0, f = ratio(industry_emissions(past)[r], before), ratio(industry_emissions(one)[r], now)
    said: Text = message("green.charge_inputs.compute_abatement_since.against_own_emissions_per", year=past.year)
    return compensation.emission_abatement(f0, f, now), said


def weights_of(one: Accounts, r: int, rule: str) -> Array | None:
    """Return what industries share the rest by; (S,), None for households."""
    x, added = by_region(one, one.x)[r], by_region(one, one.value_added)[r]
    if rule == "value_added":
        return np.asarray(np.maximum(added, 0.0))
    if rule == "low_emission":
        return np.asarray(np.where(compensation.low_emitters(np.nan_to_num(industry_emissions(one)[r]), x), x, 0.0))
    return None


# ---- what is bought
def household_basket(w: Accounts) -> Array:
    """Return what households of each region buy, all that final users buy where they do not stand apart; (R, S, R)."""
    at = [d for d, code in enumerate(w.demand) if demand_role(code) == "consumption_households"]
    bought = w.Y4[..., at].sum(axis=3) if at else w.Y3
    return np.maximum(bought, 0.0)


def final_sales(w: Accounts) -> Array:
    """Return what final users of each region buy, what stocks give back left out, as the model has it; (R, S, R)."""
    return np.maximum(w.Y3, 0.0)


__getattr__ = module_aliases(__name__, PayingOut="PayoutRule")
