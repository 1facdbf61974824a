"""Effect of another power mix on the emissions along the value chain of every industry."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.accounts import Accounts
from newind.accounts.groups import resolve
from newind.analyses.green.energy import FIRE, check_mix, factors, power_mix
from newind.analyses.green.energy_scenario import MixScenario
from newind.charts.proofs import Bars, ChartRow
from newind.data.reference.power import generation
from newind.errors import DataError
from newind.kernels import carbon
from newind.kernels.quotients import ratio
from newind.measures import shared
from newind.measures.green import flows, household_emissions, industry_emissions, per_output
from newind.measures.shared import by_region, format_unit, millions
from newind.messages import NOTHING, list_languages, message

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from newind.accounts.panel import Panel
    from newind.messages import Text
    from newind.typing import Array

TOP = 12
"""Bars of a chart."""
WHOLE = (
    message("green.energy_effect.whole.power_industry"),
    message("green.energy_effect.whole.rest_of_chain"),
)
LAST = "Use accounts with CO2 (the shipped world has it from 2000 to 2022), or attach yours (newind data attach)."


@dataclass(frozen=True, eq=False)
class MixEffect:
    """Emissions along the chain of a region's products before and after a change of its power mix.

    Attributes
    ----------
    region : str
    year : int
        Of the accounts, in whose structure everything else stays.
    mix_year : int
        Year of the mix, 0 for one that is given.
    industries : tuple of str
    power_industry : str
    unit : str
        Of intensities.
    before, after, low, high : (S,) array
        CO2 along the chain of a unit of the region's products; NaN without output.
    power : (S,) array
        What the region's power industry adds to `before`.
    scale, scale_low, scale_high : float
        Emissions of the power industry after over before.
    base, mix : (K,) array
        Shares of the sources of power.
    produced, produced_after : float, Mt
        CO2 emitted at home, households among it.
    footprint, footprint_after : float, Mt
        CO2 behind final use; NaN for accounts with a boundary.
    explained : float
        CO2 of the fuel burnt for power, by mix and generation of the accounts' year, over what the power industry
        emits; NaN where the mix of that year is given. Far from one, the mix says little of these emissions.
    note : Text
    status : str
    """

    region: str
    year: int
    mix_year: int
    industries: tuple[str, ...]
    power_industry: str
    unit: str
    before: Array
    after: Array
    low: Array
    high: Array
    power: Array
    scale: float
    scale_low: float
    scale_high: float
    base: Array
    mix: Array
    produced: float
    produced_after: float
    footprint: float
    footprint_after: float
    explained: float
    note: Text
    status: str = "simulated"

    @property
    def change(self) -> Array:
        """Change of the total intensity of each industry; (S,), fraction."""
        return ratio(self.after, self.before) - 1.0

    @property
    def power_share(self) -> Array:
        """Share of the region's power industry in the total intensity of each industry; (S,), in [0, 1]."""
        return ratio(self.power, self.before)

    def table(self) -> pd.DataFrame:
        """Return a row an industry: ``before``, ``after`` with ``low`` and ``high``, ``change``, ``power_share``."""
        import pandas as pd

        return pd.DataFrame(
            {
                "region": self.region, "year": self.year, "mix_year": self.mix_year, "industry": self.industries,
                "before": self.before, "after": self.after, "low": self.low, "high": self.high, "change": self.change,
                "power_share": self.power_share, "unit": self.unit, "status": self.status,
                **{f"note_{lang}": self.note[lang] for lang in list_languages()},
            }
        )  # fmt: skip

    def chart(self) -> Bars:
        """Return by how much total intensities change, the largest first, as data of a chart."""
        known = [i for i in np.argsort(np.nan_to_num(-np.abs(self.change)), kind="stable") if self.before[i] > 0]
        rows = [
            ChartRow(self.industries[i], float(self.change[i]),
                (float(self.low[i] / self.before[i] - 1), float(self.high[i] / self.before[i] - 1)))
            for i in known[:TOP]
        ]  # fmt: skip
        return Bars(tuple(rows), "", "1")

    def power_chart(self) -> Bars:
        """Return total intensities and the part in them that is power, the highest first, as data of a chart."""
        order = np.argsort(np.nan_to_num(-self.before), kind="stable")
        rows = [ChartRow(self.industries[i], float(self.before[i]), other=float(self.power[i])) for i in order
                if self.before[i] > 0]  # fmt: skip
        return Bars(tuple(rows[:TOP]), "", self.unit, WHOLE)


def mix_effect(
    w: Accounts | Panel,
    region: str,
    mix: Mapping[str, float] | MixScenario | None = None,
    base: Mapping[str, float] | None = None,
) -> MixEffect:
    """Return what another power mix of a region does to the CO2 along the chain of each of its products.

    Parameters
    ----------
    w : Accounts or Panel
        With CO2; of a panel the last year.
    region : str
    mix : mapping or MixScenario, optional
        Shares by source, or a scenario, of which the last year counts; by default the last mix observed.
    base : mapping, optional
        The mix of the accounts' year; by default that observed.

    Returns
    -------
    MixEffect

    Raises
    ------
    DataError
        Without CO2 of the region's industries, without a power industry, for a year or region without an observed mix,
        for a mix that does not sum to one, and where nothing is burnt for power that could change.
    UnknownNameError
        For a region that the accounts lack.

    Notes
    -----
    Emissions of the power industry u are scaled by k, the CO2 factor of the mix after over before, so that total
    intensities become ``f B + (k - 1) f_u B_u``. Structure, output and all other industries stay those of the accounts'
    year. The range of k is over the efficiencies of plants (all combinations), with a scenario over its own range.
    """
    now = w if isinstance(w, Accounts) else w.last
    r = now.regions.index(region)
    _check_carbon(now, r, _last_good(w))
    u = power_industry(now)
    start, end, mix_year = _mixes(now, region, mix, base)
    k, low, high = _scale(start, end, mix)
    total, part = _chains(now, r, u)
    kg = 1e3 / millions(now.unit)
    before, power = (np.where(by_region(now, now.x)[r] > 0, v * kg, np.nan) for v in (total, part))
    produced = float(industry_emissions(now)[r].sum() + household_emissions(now)[r])
    cut = (k - 1) * float(industry_emissions(now)[r, u])
    foot, foot_after = _footprint(now, r, u, k)
    return MixEffect(
        region, now.year, mix_year, now.industries, now.industries[u], format_unit("kg/money", now), before,
        before + (k - 1) * power, before + (low - 1) * power, before + (high - 1) * power, power, k, low, high,
        start, end, produced, produced + cut, foot, foot_after,
        _compute_explained_share(now, r, u, base), _note(now, mix_year),
    )  # fmt: skip


def power_industry(w: Accounts) -> int:
    """Return where the industry that makes power stands; it may hold heat, gas and water.

    Raises
    ------
    DataError
        Where none does.
    """
    if "electricity" in w.industries:
        return w.industries.index("electricity")
    try:
        return int(resolve("utilities", w.industries)[0])
    except DataError:
        raise DataError(
            f"accounts of {w.year}: no power industry is known among {w.S} industries. Call yours 'electricity', or "
            "aggregate to a classification that has utilities (wiod26, nbs42-2017, icio50)."
        ) from None


def _last_good(w: Accounts | Panel) -> str:
    """Return which year of a panel has CO2 last, as a sentence; empty for one year or where none has."""
    years = [] if isinstance(w, Accounts) else [a.year for a in w if "co2" in a.satellites]
    return f" The last year with CO2 is {max(years)}." if years else ""


def _check_carbon(w: Accounts, r: int, last: str) -> None:
    if "co2" not in w.satellites:
        raise DataError(f"accounts of {w.year} have no CO2, so that no intensity is known.{last} {LAST}")
    if not np.isfinite(industry_emissions(w)[r]).all():
        code = w.regions.codes[r]
        raise DataError(f"accounts of {w.year}: CO2 of {code} is not known for every industry.{last} {LAST}")


def _mixes(
    w: Accounts, region: str, mix: Mapping[str, float] | MixScenario | None, base: Mapping[str, float] | None
) -> tuple[Array, Array, int]:
    """Return the mix before and after, and the year of the one after (0 where it is given)."""
    listed = region in generation().economies
    if not listed and (mix is None or base is None):
        raise DataError(
            f"{region}: no power mix is shipped for it. Give base= (of {w.year}) and mix=, shares by source."
        )
    before = power_mix(region, w.year).now if base is None else check_mix(base)
    if isinstance(mix, MixScenario):
        return before, np.asarray(mix.shares[-1]), mix.years[-1]
    if mix is None:
        latest = power_mix(region)
        return before, latest.now, latest.year
    return before, check_mix(mix), 0


def _scale(start: Array, end: Array, mix: object) -> tuple[float, float, float]:
    """Return the CO2 factor of one mix over that of another, and its range."""
    f = factors()
    if start @ f.value <= 0:
        raise DataError("power mix of the accounts' year burns no fossil fuel, so that there is nothing to scale.")
    k = float(end @ f.value / (start @ f.value))
    if isinstance(mix, MixScenario) and mix.draws:
        now = float(start @ f.value)
        return k, float(mix.factor_low[-1]) / now, float(mix.factor_high[-1]) / now
    burnt = list(FIRE)
    corners = np.array(list(product(*zip(f.low[burnt], f.high[burnt], strict=True))))
    every = ratio(corners @ end[burnt], corners @ start[burnt])
    return k, float(every.min()), float(every.max())


def _chains(w: Accounts, r: int, u: int) -> tuple[Array, Array]:
    """Return total intensities of a region's products and what its power industry adds; (S,) each, Mt per money.

    In accounts with a boundary along the region's own chain only.
    """
    f = by_region(w, per_output(w))
    own = np.zeros_like(f)
    own[r, u] = f[r, u]
    if w.closed:
        both = carbon.total_intensity(np.stack([f.ravel(), own.ravel()]), w.LU)
        return both[0].reshape(w.R, w.S)[r], both[1].reshape(w.R, w.S)[r]
    chain = shared.domestic_leontief(w)[r]
    return f[r] @ chain, own[r] @ chain


def _footprint(w: Accounts, r: int, u: int, k: float) -> tuple[float, float]:
    """Return CO2 behind a region's final use before and after, Mt; NaN where the table has a boundary."""
    if not w.closed:
        return float("nan"), float("nan")
    own = np.zeros((w.R, w.S))
    own[r, u] = by_region(w, per_output(w))[r, u]
    before = float(flows(w)[:, r].sum() + household_emissions(w)[r])
    return before, before + (k - 1) * float(carbon.footprint(own.ravel(), w.LU, w.Yr[:, r]))


def _compute_explained_share(w: Accounts, r: int, u: int, base: Mapping[str, float] | None) -> float:
    """Return CO2 of the fuel that the observed mix burns over what the power industry emits."""
    if base is not None:
        return float("nan")
    found = power_mix(w.regions.codes[r], w.year)
    burnt = float(found.generated[found.years.index(w.year)] @ factors().value)
    return float(ratio(burnt, industry_emissions(w)[r, u]))


def _note(w: Accounts, mix_year: int) -> Text:
    then = (
        message("green.energy_effect.note.mix_of_year", mix_year=mix_year)
        if mix_year
        else message("green.energy_effect.note.then.the_mix_given")
    )
    chain = NOTHING if w.closed else message("green.energy_effect.note.chain.along_the_region_s")
    return message("green.energy_effect.note.structure_prices_and_output", year=w.year, then=then, chain=chain)
