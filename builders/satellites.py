"""Satellites of the shipped world: from national figures to figures that fit the tables. Pure functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.classification import concordance
from newind.accounts.satellite import Fact, Satellite
from newind.data.reference.facts import INDUSTRIES, YEARS

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.data.reference.facts import IndustryEmissions
    from newind.typing import Array

SEA = "WIOD 2013 release, Socio-Economic Accounts"
SEA_USD = SEA + "; national currency turned into USD at the rate of gross output in the tables"
SKILLS = {"high": "HS", "medium": "MS", "low": "LS"}
NO_CAPITAL = INDUSTRIES.index("c35")
"""Households with employed persons: the source leaves their capital blank, they have none."""
DECIMALS = 4
"""Decimals kept, so that the last bits of a machine do not show."""


def exchange_rates(output_usd: Array, output_national: Array) -> Array:
    """Return USD per unit of the currency in which the accounts of each economy are kept.

    Parameters
    ----------
    output_usd : (41,) array, million USD
        Gross output of the economy as the table publishes it.
    output_national : (41,) array, million national currency
        The same total in the socio-economic accounts.

    Returns
    -------
    (41,) array
        The rate that the publisher used; NaN for the rest of the world.

    Notes
    -----
    The rates of the Penn World Table are not those of the release: it keeps Lithuania and Latvia in euro although the
    accounts are in litas and lats, Russia in 1995 and 1998 and Bulgaria in 1996 before redenomination, and Turkey's
    differ by up to 9 %. For the United States both are 1.
    """
    return output_usd / output_national


def fill_absent_industries(figures: Array, output: Array, none: tuple[int, ...] = ()) -> Array:
    """Return figures by industry with zeros for industries that do not exist.

    Parameters
    ----------
    figures : (41, 35) array
        Source figures, NaN where blank.
    output : (41, 35) array
        Output of the tables.
    none : tuple of int
        Industries that have none of the thing by definition.

    Returns
    -------
    (41, 35) array
        Zero where an economy has figures, but none for an industry without output or in `none`; else as given.
    """
    known = ~np.isnan(figures).all(axis=1, keepdims=True)
    absent = output == 0
    absent[:, list(none)] = True
    return np.where(np.isnan(figures) & known & absent, 0.0, figures)


def volume(base: Array, index: Array, output: Array) -> Array:
    """Return values of 1995 moved by a quantity index (1995 = 100), by source industry, in million USD of 1995."""
    return fill_absent_industries(np.where(base == 0, 0.0 * index, base * index / 100), output)


def bridge_emissions(emissions: IndustryEmissions, output: Array) -> Array:
    """Return CO2 of the 56 industries of the source as that of 35 industries, (41, 35).

    Textiles, clothing and leather are one industry in the source: shared between c4 and c5 by output.
    """
    bridge = concordance("wiod56_to_wiod35")
    rows = [
        (bridge.matrix(dict(zip(INDUSTRIES, output[r], strict=True))) * emissions.industries[r]).sum(axis=1)
        for r in range(output.shape[0])
    ]
    return np.array(rows)


def satellites(
    w: Accounts,
    sea: dict[str, Array],
    rates: tuple[Array, Array],
    base: tuple[Array, Array],
    emissions: IndustryEmissions | None,
) -> dict[str, Satellite]:
    """Return the satellites that a year has, by name.

    Parameters
    ----------
    w : Accounts
        The table of the year, 41 × 35.
    sea : dict
        Socio-economic accounts as `sources.read_accounts` returns them.
    rates : tuple of (41,) arrays
        USD per unit of national currency in this year and in 1995.
    base : tuple of (41, 35) arrays
        Output and value added of 1995, million USD.
    emissions : IndustryEmissions or None
        CO2 of the year, where there is any.
    """
    x = w.x.reshape(w.R, w.S)
    t = YEARS.index(w.year)
    now = {k: a[:, :-1, t] for k, a in sea.items()}
    usd, usd95 = rates[0][:, None], rates[1][:, None]
    labour, hours = fill_absent_industries(now["LAB"], x) * usd, fill_absent_industries(now["H_EMP"], x)
    stock = fill_absent_industries(now["K_GFCF"], x, (NO_CAPITAL,)) * usd95
    made = {
        "employment": _satellite(fill_absent_industries(now["EMP"], x), "thousand persons", "labour", SEA),
        "hours": _satellite(hours, "million hours", "labour", SEA),
        "labour_compensation": _satellite(labour, "M.USD", "labour", SEA_USD),
        "capital_stock": _satellite(stock, "M.USD of 1995", "capital", SEA_USD),
        "investment": _satellite(fill_absent_industries(now["GFCF"], x) * usd, "M.USD", "capital", SEA_USD),
    }
    for skill, code in SKILLS.items():
        pay, time = fill_absent_industries(now[f"LAB{code}"], x), fill_absent_industries(now[f"H_{code}"], x)
        made[f"labour_compensation_{skill}"] = _satellite(labour * pay, "M.USD", "labour", SEA_USD)
        made[f"hours_{skill}"] = _satellite(hours * time, "million hours", "labour", SEA)
    for name, value, index in (("output", base[0], "GO_QI"), ("value_added", base[1], "VA_QI")):
        source = f"value of 1995 in the tables × quantity index of the {SEA}, by source industry"
        made[f"{name}_volume"] = _satellite(volume(value, now[index], x), "M.USD of 1995", "output", source)
    if emissions is not None:
        made["co2"] = carbon(w, emissions)
    return {name: s for name, s in sorted(made.items()) if not np.isnan(s.values).all()}


def output_volume(w: Accounts, sea: dict[str, Array], base: Array) -> Fact | None:
    """Return output of economies at prices of 1995 by the publisher's own total index; None in a year without one.

    Volumes do not add up over industries when prices change, so the publisher's total is a figure of its own beside the
    sum of the industries' volumes.

    Parameters
    ----------
    w : Accounts
        The table of the year, 41 × 35.
    sea : dict
        Socio-economic accounts as `sources.read_accounts` returns them.
    base : (41, 35) array
        Output of 1995, million USD.
    """
    index = sea["GO_QI"][:, -1, YEARS.index(w.year)]
    if np.isnan(index).all():
        return None
    source = f"output of 1995 in the tables × quantity index of total output of the {SEA}"
    values = (base.sum(axis=1) * index / 100).round(DECIMALS)
    return Fact(values, "M.USD of 1995", "observed", source, "sum", "output")


def carbon(w: Accounts, emissions: IndustryEmissions) -> Satellite:
    """Return CO2 by industry, that of households as their own (in household consumption)."""
    return build_emissions(w, bridge_emissions(emissions, w.x.reshape(w.R, w.S)), emissions.households)


def build_emissions(w: Accounts, industries: Array, households: Array) -> Satellite:
    """Return CO2 by industry of the tables, (R, S) kt, and of households, (R,) kt, as a satellite."""
    final = np.zeros((w.R, w.D))
    final[:, w.demand.index("c37")] = households
    source = (
        "European Commission JRC, Global CO2 emissions from fossil fuel combustion and processes by WIOD 2016 industry "
        "(doi 10.2760/024036); own bridge from 56 to 35 industries"
    )
    return Satellite(
        industries.ravel().round(DECIMALS), final.ravel().round(DECIMALS), "kt", "estimated", "emissions", source
    )


def _satellite(values: Array, unit: str, follows: str, source: str) -> Satellite:
    return Satellite(values.ravel().round(DECIMALS), None, unit, "observed", follows, source)
