"""CO2 of the annual world beside published figures: footprints of the Global Carbon Budget, gases of the OECD."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from builders.annual.concordances import ECONOMIES, REST, TABLE, codes, holds
from builders.annual.sources import TABLES
from newind.accounts.classification import load
from newind.data.reference.facts import read_parquet
from newind.kernels.carbon import footprint

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any

    from builders.annual.emissions import Carbon, GlobalCarbonBudget
    from newind.accounts.accounts import Accounts
    from newind.accounts.satellite import Satellite
    from newind.typing import Array

GASES = f"{TABLES}/oecd2025_2022_20r_margins/oecd_ghgfp2025_2022_scope1_20r.parquet"
YEAR = 2022
EU = ("DEU", "FRA", "ITA", "ESP", "REU")
BESIDE = ("c8", "c11", "c12", "c17", "c23t26")
"""Industries whose greenhouse gases are mostly CO2."""
DECIMALS, PLACES = 1, 6
"""Decimals of Mt, and of shares."""
CARBON = ("s3.carbon_consumption",)
EXPERIMENTAL = "TWN"


def compute_carbon_footprint(w: Accounts, co2: Satellite) -> Array:
    """Return CO2 behind the final use of each economy with that of its households, (R,), kt."""
    final = np.zeros(w.R) if co2.final is None else co2.final.reshape(w.R, -1).sum(axis=1)
    intensity = np.where(w.x > 0, co2.values / np.where(w.x > 0, w.x, 1.0), 0.0)
    return np.asarray(footprint(intensity, w.LU, w.Yr) + final)


def footprints(w: Accounts, home: Satellite, carbon: Carbon, budget: GlobalCarbonBudget) -> dict[str, dict[str, float]]:
    """Return CO2 of a year by economy beside the Global Carbon Budget, Mt.

    Returns
    -------
    dict
        Economy → ``produced`` (at home, as in the budget), ``bunkers`` of its carriers, ``consumed`` and
        ``consumed_in_budget``, both without bunkers.
    """
    found = {
        "produced": budget.territorial,
        "bunkers": carbon.bunkers.sum(axis=1),
        "consumed": compute_carbon_footprint(w, home),
        "consumed_in_budget": budget.consumption,
    }
    return {
        code: {name: round(float(values[r]) / 1e3, DECIMALS) for name, values in found.items()}
        for r, code in enumerate(w.regions)
    }


def difference(figures: Mapping[str, float]) -> float:
    """Return by how much consumption differs from that of the Global Carbon Budget, as a part of it."""
    return figures["consumed"] / figures["consumed_in_budget"] - 1


def widen(
    bands: Mapping[str, Mapping[str, Any]], beside: Mapping[str, Mapping[str, Mapping[str, float]]]
) -> dict[str, dict[str, Any]]:
    """Return bands, that of carbon no narrower than the largest difference to the Global Carbon Budget.

    Parameters
    ----------
    bands : mapping
        Indicator → ``band``, ``band_rest``.
    beside : mapping
        Year → economy → figures of `footprints`. Taiwan is left out: its flows are experimental.
    """
    off = {
        code: max(abs(difference(of_year[code])) for of_year in beside.values())
        for code in ECONOMIES
        if code != EXPERIMENTAL
    }
    rest = round(off.pop(REST), PLACES)
    made = {id: dict(band) for id, band in bands.items()}
    for id in CARBON:
        if id in made:
            largest = max(made[id]["band"], round(max(off.values()), PLACES))
            made[id] |= {"band": largest, "band_rest": max(made[id]["band_rest"], rest)}
            made[id].pop("change", None)  # chains know what is emitted: the band of the level serves both
    return made


def gases(source: Path, co2: Satellite) -> dict[str, dict[str, list[float]]]:
    """Return CO2 of 2022 beside greenhouse gases of the OECD: economy → industry → [CO2, gases], Mt.

    The gases hold methane and others; the industries are those where CO2 is most of them, and ``all``.

    Raises
    ------
    DataError
        When the file is not there.
    """
    frame = read_parquet(source / GASES).astype({"industry": str, "region": str})
    wide = frame.pivot_table(index="region", columns="industry", values="mt_co2e", aggfunc="sum")
    industries = list(load("wiod26"))
    member = np.array([[float(row["wiod26"] == code) for row in TABLE] for code in industries])
    of = wide.reindex(columns=list(codes("icio50"))).fillna(0.0)
    gas = of.to_numpy() @ _first(holds("icio50")).T @ member.T
    made = co2.values.reshape(len(ECONOMIES), -1) / 1e3
    single = {code: [code] for code in ECONOMIES if code in wide.index and code != REST} | {"EU27": list(EU)}
    return {
        region: _beside(
            made[[ECONOMIES.index(code) for code in some]].sum(axis=0), gas[list(of.index).index(region)], industries
        )
        for region, some in single.items()
    }


def _beside(made: Array, gas: Array, industries: list[str]) -> dict[str, list[float]]:
    pairs: Mapping[str, Any] = {code: (made[industries.index(code)], gas[industries.index(code)]) for code in BESIDE}
    pairs = {"all": (made.sum(), gas.sum()), **pairs}
    return {name: [round(float(v), DECIMALS) for v in pair] for name, pair in pairs.items()}


def _first(member: Array) -> Array:
    """Return each code of a source in the first industry that holds it."""
    return np.asarray(member * (np.cumsum(member, axis=0) == 1))
