"""Emissions as people, income and carbon per income, and what each of them brought between two years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.satellite import readonly
from newind.analyses.green.volumes import check_panel, check_years, has_co2
from newind.charts.proofs import ChartRow, Waterfall
from newind.errors import DataError, offenders
from newind.frozen import Frozen
from newind.kernels import lmdi
from newind.kernels.quotients import ratio
from newind.language.scales import mark
from newind.measures.green import household_emissions, industry_emissions
from newind.measures.shared import by_region
from newind.messages import in_each, list_languages, message, message_group

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.messages import Text
    from newind.typing import Array

FACTORS: dict[str, Text] = message_group("green.kaya_identity.factors")
"""Factors of the identity; with energy given, the last two stand in place of ``carbon``."""
INCOMES: dict[str, Text] = message_group("green.kaya_identity.incomes")
"""Volumes of income: the fact, and the satellite summed over industries."""
SIDE: Text = message("green.kaya_identity.side")
NO_ENERGY: Text = message("green.kaya_identity.no_energy")


@dataclass(frozen=True, eq=False)
class KayaIdentity(Frozen):
    """Emissions of an economy as a product of factors, by year, and the change by factor.

    Attributes
    ----------
    region : str
    years : tuple of int
        All years known from the first to the last asked for.
    factors : tuple of str
        Keys of :data:`FACTORS`.
    levels : (k, T) array
        Factors by year: million persons, USD of constant prices per head, Mt per million USD; with energy its unit per
        million USD and Mt per its unit.
    emissions : (T,) array
        The product of the factors, Mt.
    effects : (k,) array
        What each factor brought from the first to the last year, Mt; they sum to the change (LMDI-I).
    indices : (k,) array
        By how much each factor multiplied emissions; their product is the quotient.
    status : str
    note : Text
    """

    region: str
    years: tuple[int, ...]
    factors: tuple[str, ...]
    levels: Array
    emissions: Array
    effects: Array
    indices: Array
    status: str
    note: Text

    unit = "Mt"

    def table(self) -> pd.DataFrame:
        """Return a row a factor: its effect as ``value`` and ``share`` of the first year's emissions, and its index."""
        import pandas as pd

        return pd.DataFrame({
            "region": self.region, "first": self.years[0], "last": self.years[-1], "factor": self.factors,
            **{f"label_{lang}": [FACTORS[f][lang] for f in self.factors] for lang in list_languages()},
            "value": self.effects, "share": ratio(self.effects, self.emissions[0]), "index": self.indices,
            "unit": self.unit, "status": self.status,
        })  # fmt: skip

    def by_year(self) -> pd.DataFrame:
        """Return a row a year: emissions and every factor."""
        import pandas as pd

        factors = dict(zip(self.factors, self.levels, strict=True))
        return pd.DataFrame({"region": self.region, "year": self.years, "emissions": self.emissions, **factors})

    def chart(self) -> Waterfall:
        """Return the effects as data of a waterfall from the first year's emissions to the last year's."""
        steps = tuple(ChartRow(f, float(v), label=FACTORS[f]) for f, v in zip(self.factors, self.effects, strict=True))
        first, last = (message("language.lone_year", year=y) for y in (self.years[0], self.years[-1]))
        return Waterfall(float(self.emissions[0]), steps, float(self.emissions[-1]), self.unit, (first, last))


def kaya(
    w: Panel,
    region: str,
    first: int | None = None,
    last: int | None = None,
    energy: Mapping[int, float] | None = None,
    income: str = "gdp_volume",
) -> KayaIdentity:
    """Split emissions of an economy into population, real GDP per head, and carbon per unit of real GDP.

    Parameters
    ----------
    w : Panel
        With CO2, the fact ``population``, and real income.
    region : str
    first, last : int, optional
        The first and the last year with these figures, of the latest database that has them, where left out.
    energy : mapping of year to float, optional
        Energy use, in any unit: splits carbon per GDP into energy per GDP and carbon per energy.
    income : {"gdp_volume", "value_added_volume"}
        Real GDP of the Penn World Table (a fact), or the satellite summed over industries. Either is at constant
        national prices: growth compares, levels between economies do not. Where the two differ in growth, income and
        carbon per income do in the opposite direction: look at both.

    Returns
    -------
    KayaIdentity

    Raises
    ------
    DataError
        For accounts of a single year, years without figures (with the last good one), one year twice, or energy that
        is not positive or not given for a year.
    UnknownNameError
        For a region or a year that is not there.

    References
    ----------
    Kaya (1990), Impact of carbon dioxide emission control on GNP growth, IPCC Energy and Industry Subgroup. Ang (2005),
    Energy Policy 33(7), 867.
    """
    given = check_panel(w, "the Kaya identity")
    given.regions.index(region)
    if income not in INCOMES:
        raise DataError(f"no measure of real income {income!r}. There are {' and '.join(INCOMES)}.")
    panel = given.within(first, last, has=lambda a: complete(a, region, income))
    known = [y for y in panel.years if complete(panel[y], region, income)]
    ends = (first if first is not None else min(known, default=panel.years[0]),
            last if last is not None else max(known, default=panel.years[-1]))  # fmt: skip
    what = f"CO2, population or real GDP of {region}"
    check_years(given, ends, lambda a: complete(a, region, income), what)
    if ends[0] >= ends[1]:
        raise DataError(f"the Kaya identity needs a first year before the last, not {ends[0]} and {ends[1]}.")
    years = tuple(y for y in known if ends[0] <= y <= ends[1])
    levels = np.stack([_factors(panel[y], region, income, _energy(energy, y)) for y in years], axis=1)
    before, now = levels[:, :1], levels[:, -1:]
    names = ("population", "income", *(("carbon",) if energy is None else ("energy", "carbon_of_energy")))
    estimated = any(panel[y].satellite("co2").status == "estimated" for y in years)
    return KayaIdentity(
        region=region,
        years=years,
        factors=names,
        levels=readonly(levels),
        emissions=readonly(np.prod(levels, axis=0)),
        effects=readonly(lmdi.additive(before, now).sum(axis=1)),
        indices=readonly(lmdi.multiplicative(before, now)),
        status="estimated" if estimated else "observed",
        note=_note(income, energy is not None),
    )


def _note(income: str, energy: bool) -> Text:
    parts = [SIDE, INCOMES[income], *([] if energy else [NO_ENERGY])]
    return in_each(lambda lang: mark("semicolon", lang).join(p[lang] for p in parts))


def complete(w: Accounts, region: str, income: str) -> bool:
    """Tell whether a year has CO2, people and real income of a region."""
    people = w.facts.get_values("population", w.R)[w.regions.index(region)]
    return has_co2(w, region) and bool(np.isfinite(people)) and _income(w, region, income) > 0


def _income(w: Accounts, region: str, income: str) -> float:
    """Return real income, NaN where it is not known."""
    r = w.regions.index(region)
    if income in w.satellites:
        known = np.where(by_region(w, w.x)[r] > 0, by_region(w, w.satellite(income).values)[r], 0.0)
        return float(known.sum())
    return float(w.facts.get_values(income, w.R)[r])


def _energy(energy: Mapping[int, float] | None, year: int) -> float | None:
    if energy is None:
        return None
    if year not in energy or not energy[year] > 0:
        given = [f"{y}: {v}" for y, v in energy.items()]
        raise DataError(f"energy of {year} is missing or not positive; given are {offenders(given)}. Give every year.")
    return float(energy[year])


def _factors(w: Accounts, region: str, income: str, energy: float | None) -> Array:
    """Return the factors of a year; (k,)."""
    r = w.regions.index(region)
    people, gdp = w.facts["population"].values[r], _income(w, region, income)
    total = industry_emissions(w)[r].sum() + household_emissions(w)[r]
    last = [total / gdp] if energy is None else [energy / gdp, total / energy]
    return np.array([people, gdp / people, *last])
