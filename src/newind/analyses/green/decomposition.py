"""Change of an economy's emissions between two years: factor by factor, in volumes, without a residual."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.regions import apply_house_style as known_region, name_region
from newind.accounts.satellite import readonly
from newind.analyses.green.volumes import (
    MEAN,
    METHOD,
    VOLUME,
    check_panel,
    check_years,
    has_co2,
    has_volumes,
    in_constant_prices,
    prices,
)
from newind.charts.proofs import ChartRow, Waterfall
from newind.errors import DataError, offenders
from newind.frozen import Frozen
from newind.kernels import lmdi
from newind.kernels.quotients import ratio
from newind.language.words import join_list
from newind.measures.green import flows, household_emissions, industry_emissions
from newind.measures.shared import by_region
from newind.messages import in_each, list_columns, list_languages, message, message_group

if TYPE_CHECKING:
    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.messages import Text
    from newind.typing import Array

LABELS: dict[str, Text] = message_group("green.decomposition.labels")
"""Factors that emissions change by."""
SHORT: dict[str, Text] = message_group("green.decomposition.short")
"""Names of some of them where there is little room."""
HOWS = ("production", "consumption")
METHODS = ("sda", "lmdi")
CO2, VOLUMES = "CO2", "the price of output"


@dataclass(frozen=True, eq=False)
class CarbonChange(Frozen):
    """Change of an economy's emissions between two years by factor, in volumes; Mt.

    Attributes
    ----------
    region : str
    first, last : int
    how : {"production", "consumption"}
        Emissions on its territory, or along the chains of what it finally uses; households' own are in both.
    method : {"sda", "lmdi"}
    status : str
    start, end : float
        Emissions of the two years.
    effects : tuple of str
        Keys of :data:`LABELS`; they sum to the change.
    values, low, high : (k,) array
        Effects, the mean of the two polar forms (orders of factors), and the lower and the higher of these; of lmdi
        all three are the same.
    industries, partners : tuple of str
    industry_effects : (k, S) array
        By emitting industry, without households' own.
    partner_effects : (k, R) array
        By the region whose final demand calls for the emissions (production), or where they arise (consumption);
        without households' own. No rows for lmdi, which does not know it.
    note : Text
        How prices were taken out, and whose stand in where a region has none.
    """

    region: str
    first: int
    last: int
    how: str
    method: str
    status: str
    start: float
    end: float
    effects: tuple[str, ...]
    values: Array
    low: Array
    high: Array
    industries: tuple[str, ...]
    partners: tuple[str, ...]
    industry_effects: Array
    partner_effects: Array
    note: Text

    unit = "Mt"

    @property
    def change(self) -> float:
        """Emissions of the last year less those of the first."""
        return self.end - self.start

    @property
    def ranged(self) -> bool:
        """Whether the order of factors plays a part."""
        return bool((self.high > self.low).any())

    def table(self) -> pd.DataFrame:
        """Return a row an effect: ``value`` with ``low`` and ``high``, and ``share`` of the first year's emissions."""
        import pandas as pd

        return pd.DataFrame({
            "region": self.region, "first": self.first, "last": self.last, "how": self.how, "method": self.method,
            "effect": self.effects,
            **{f"label_{lang}": [LABELS[e][lang] for e in self.effects] for lang in list_languages()},
            "value": self.values, "low": self.low, "high": self.high, "share": ratio(self.values, self.start),
            "unit": self.unit, "status": self.status,
        })  # fmt: skip

    def by_industry(self) -> pd.DataFrame:
        """Return a row an effect and emitting industry, without households' own."""
        return self._frame("industry", self.industries, self.industry_effects)

    def by_partner(self) -> pd.DataFrame:
        """Return a row an effect and region: who calls for the emissions (production), or where they arise."""
        return self._frame("partner", self.partners, self.partner_effects)

    def chart(self) -> Waterfall:
        """Return the effects, with their ranges where there are any, as a waterfall between both years' emissions."""
        spans = [(float(a), float(b)) if self.ranged else None for a, b in zip(self.low, self.high, strict=True)]
        steps = tuple(
            ChartRow(e, float(v), span, label=SHORT.get(e, LABELS[e]))
            for e, v, span in zip(self.effects, self.values, spans, strict=True)
        )
        ends = message("language.lone_year", year=self.first), message("language.lone_year", year=self.last)
        return Waterfall(self.start, steps, self.end, self.unit, ends)

    def _frame(self, name: str, codes: tuple[str, ...], values: Array) -> pd.DataFrame:
        import pandas as pd

        rows = [
            (self.region, effect, *LABELS[effect].values(), code, float(v), self.unit, self.status)
            for effect, line in zip(self.effects, values, strict=False)
            for code, v in zip(codes, line, strict=True)
        ]
        columns = ["region", "effect", *list_columns("label"), name, "value", "unit", "status"]
        return pd.DataFrame(rows, columns=columns)


def carbon_change(
    w: Panel,
    region: str,
    first: int,
    last: int,
    *,
    how: str = "production",
    method: str = "sda",
    substitute: str = MEAN,
    chained: bool = True,
) -> CarbonChange:
    """Split the change of an economy's emissions between two years by what brought it about, in volumes.

    Parameters
    ----------
    w : Panel
        With CO2 and volumes of output; closed accounts for ``sda``.
    region : str
    first, last : int
        Two years of one database in any order; swapped years change every sign.
    how : {"production", "consumption"}
    method : {"sda", "lmdi"}
        Structural decomposition: intensity, inputs, composition and volume of final demand (of the world for
        production, then at home and abroad; of the region for consumption, then per head and heads where population
        is known). Index decomposition of production: volume of output, make-up by industry, intensity.
    substitute : str
        Whose prices stand in for a region without: ``mean`` of the industry over the others, or a region's code. What
        matters can be seen by giving another.
    chained : bool
        Sum the effects from year to year over all years between, so that factors follow the way they took and their
        order matters less; else the two years are compared at once.

    Returns
    -------
    CarbonChange
        Effects sum to the change; by industry and by partner.

    Raises
    ------
    DataError
        For a single year, years without CO2 or prices (with the last good one), a region without its own, accounts
        with a boundary for ``sda``, final demand that is not positive, or ``lmdi`` of consumption.
    UnknownNameError
        For a region or a year that is not there.

    References
    ----------
    Dietzenbacher & Los (1998), Economic Systems Research 10(4), 307. Ang (2005), Energy Policy 33(7), 867.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> found = carbon_change(load("world"), "CHN", 2000, 2009, how="consumption")
    >>> dict(zip(found.effects, found.values.round().tolist()))["population"] > 0
    True
    """
    whole = check_panel(w, "a change of emissions")
    _check_choices(how, method)
    if first == last:
        raise DataError(f"a change of emissions needs two years, {first} was given twice. Take another first year.")
    panel = whole.within(first, last)
    years = _list_years(panel, first, last, chained)
    before = panel[first]
    before.regions.index(region)
    check_years(whole, years, lambda a: has_co2(a, region), CO2)
    if method == "sda" and before.boundary:
        raise DataError(
            f"structural decomposition needs closed accounts; {', '.join(before.boundary)} is only a boundary here. "
            "Take method='lmdi', which needs the region's own industries only."
        )
    check_years(whole, years, lambda a: method == "lmdi" or has_co2(a), CO2)
    check_years(whole, years, has_volumes, VOLUMES)
    check_years(whole, years, lambda a: has_volumes(a, region), f"{VOLUMES} of {region}")
    parts = [
        _decompose_index(panel[a], panel[b], region, substitute)
        if method == "lmdi"
        else _structural(panel[a], panel[b], region, how, substitute)
        for a, b in pairwise(years)
    ]
    return parts[0] if len(parts) == 1 else _sum_changes(parts)


def _list_years(panel: Panel, first: int, last: int, chained: bool) -> tuple[int, ...]:
    """Return the years to compare one after the other; those asked for alone unless chained."""
    if not chained:
        return first, last
    between = [y for y in panel.years if min(first, last) < y < max(first, last)]
    return (first, *(between if first < last else between[::-1]), last)


def _sum_changes(parts: list[CarbonChange]) -> CarbonChange:
    """Return effects summed over the years."""
    note = message("green.decomposition.sum_changes.chained", note=parts[0].note)
    return replace(
        parts[0],
        last=parts[-1].last,
        end=parts[-1].end,
        status="estimated" if any(p.status == "estimated" for p in parts) else "observed",
        values=readonly(np.sum([p.values for p in parts], axis=0)),
        low=readonly(np.sum([p.low for p in parts], axis=0)),
        high=readonly(np.sum([p.high for p in parts], axis=0)),
        industry_effects=readonly(np.sum([p.industry_effects for p in parts], axis=0)),
        partner_effects=readonly(np.sum([p.partner_effects for p in parts], axis=0)),
        note=note,
    )


def _check_choices(how: str, method: str) -> None:
    if how not in HOWS:
        raise DataError(f"emissions have no side {how!r}. Sides are {' and '.join(HOWS)}.")
    if method not in METHODS:
        raise DataError(f"no decomposition {method!r}. There are {' and '.join(METHODS)}.")
    if (how, method) == ("consumption", "lmdi"):
        raise DataError(
            "index decomposition knows an economy's own industries, not the chains of what it uses. Take method='sda' "
            "for consumption."
        )


def _structural(before: Accounts, now: Accounts, region: str, how: str, substitute: str) -> CarbonChange:
    r, years = before.regions.index(region), (before, now)
    users = list(range(before.R)) if how == "production" else [r]
    heads = how == "consumption" and all(np.isfinite(_heads(a)[r]) for a in years)
    first, last = (_moment(a, users, heads, substitute) for a in years)
    forms = lmdi.polar_forms(first, last).reshape(2, -1, before.R, before.S, len(users))
    effects = ["intensity", "inputs", "composition", *(("per_head", "population") if heads else ("level",))]
    if how == "production":
        forms, effects = _home_and_abroad(forms[:, :, [r]], r), [*effects[:3], "level_home", "level_abroad"]
    mean = forms.mean(axis=0)
    return _change(
        years,
        region,
        (how, "sda", substitute),
        effects,
        forms.sum(axis=(2, 3, 4)),
        mean.sum(axis=(1, 3)),
        mean.sum(axis=(1, 2) if how == "production" else (2, 3)),
    )


def _heads(w: Accounts) -> Array:
    return w.facts.get_values("population", w.R)


def _moment(w: Accounts, users: list[int], heads: bool, substitute: str) -> lmdi.YearFactors:
    """Return the factors of what users call for; their volumes of final demand per head and heads, or as a whole."""
    volumes = in_constant_prices(w, substitute)
    bought = volumes.Yr[:, users]
    totals = bought.sum(axis=0)
    if (totals <= 0).any():
        short = [w.regions[u] for u, t in zip(users, totals, strict=True) if t <= 0]
        raise DataError(
            f"final demand in {w.year} is not positive as a whole: {offenders(short)}. Check the inventories of the "
            "table, or take another year."
        )
    people = _heads(w)[users]
    levels = np.stack([totals / people, people]) if heads else totals[None]
    return lmdi.YearFactors(volumes.f, volumes.leontief, bought / totals, levels)


def _home_and_abroad(forms: Array, r: int) -> Array:
    """Return forms with the last factor split by whether the user is the region; (2, k + 1, …, R)."""
    home, abroad = forms[:, -1:].copy(), forms[:, -1:].copy()
    abroad[..., r] = 0.0
    home[..., np.arange(forms.shape[-1]) != r] = 0.0
    return np.concatenate([forms[:, :-1], home, abroad], axis=1)


def _decompose_index(before: Accounts, now: Accounts, region: str, substitute: str) -> CarbonChange:
    r, years = before.regions.index(region), (before, now)
    effects = lmdi.additive(*(_index_factors(a, r, substitute) for a in years))
    totals = effects.sum(axis=1)
    none = np.empty((0, before.R))
    names = ["activity", "structure", "intensity"]
    return _change(years, region, ("production", "lmdi", substitute), names, np.stack([totals, totals]), effects, none)


def _index_factors(w: Accounts, r: int, substitute: str) -> Array:
    """Return volume of output, shares of industries and emissions per unit of output; (3, S).

    The intensity of an industry without output is not a number: it takes any, as its share of zero carries the effect;
    the economy's mean is taken.
    """
    x = by_region(w, w.x)[r] / prices(w, substitute)[0][r]
    F, whole = industry_emissions(w)[r], x.sum()
    mean = F.sum() / whole
    return np.stack([np.full(w.S, whole), x / whole, np.where(x > 0, F / np.where(x > 0, x, 1.0), mean)])


def _change(
    years: tuple[Accounts, Accounts],
    region: str,
    asked: tuple[str, str, str],
    effects: list[str],
    forms: Array,
    industry: Array,
    partner: Array,
) -> CarbonChange:
    """Put an answer together: ``forms`` has the effects by each order of factors, (2, k)."""
    before, now = years
    how, method, substitute = asked
    r = before.regions.index(region)
    start, end = (_emissions(a, how)[r] for a in years)
    own = household_emissions(now)[r] - household_emissions(before)[r]
    forms = np.hstack([forms, np.full((2, 1), own)])
    return CarbonChange(
        region, before.year, now.year, how, method, _status(years, substitute), float(start), float(end),
        (*effects, "households"), forms.mean(axis=0), forms.min(axis=0), forms.max(axis=0), before.industries,
        before.regions.codes, industry, partner, _note(years, substitute),
    )  # fmt: skip


def _emissions(w: Accounts, how: str) -> Array:
    """Return emissions of each region with households' own; (R,), Mt."""
    industries = industry_emissions(w).sum(axis=1) if how == "production" else flows(w).sum(axis=0)
    return np.asarray(industries + household_emissions(w))


def _status(years: tuple[Accounts, Accounts], substitute: str) -> str:
    stated = [a.satellite(name).status for a in years for name in ("co2", VOLUME)] + [a.status for a in years]
    filled = any(prices(a, substitute)[1].any() for a in years)
    return "estimated" if filled or "estimated" in stated else "observed"


def _note(years: tuple[Accounts, Accounts], substitute: str) -> Text:
    filled = np.any([prices(a, substitute)[1].any(axis=1) for a in years], axis=0)
    lacking = [known_region(str(years[0].regions[int(q)])) for q in np.flatnonzero(filled)]
    if not lacking:
        return dict(METHOD)
    other = name_region(known_region(substitute))
    kind = "mean" if substitute == MEAN else "one"
    return message(
        "green.decomposition.prices_lack",
        method=METHOD,
        who=in_each(lambda lang: join_list((q.name(lang) for q in lacking), lang)),
        instead=message(f"green.decomposition.stand_in.{kind}", other=other),
    )
