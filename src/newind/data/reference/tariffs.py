"""Tariffs of the shipped world: applied rates of 2005, made from their source, and the loader of every year."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.classification import load as classification
from newind.accounts.satellite import readonly
from newind.accounts.store import write_whole
from newind.data.reference import folder, package
from newind.datafiles import read_yaml
from newind.errors import DataError
from newind.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from os import PathLike

    from newind.accounts.accounts import Accounts
    from newind.typing import Array, BoolArray

SOURCE = "world/cp2015/cp2015_nafta.npz"
FILE = "tariffs.npz"
YEAR = 2005
STEP = 1e-6
"""Rates are kept in millionths."""
SETS = ("world", "world-annual")
SINCE = 2018
"""First year of accounts that take the later rates: the United States added duties to goods of China."""
ABOUT: dict[str, Any] = {
    "title": "Applied tariffs of 2005 of the 20 economies, by goods industry and origin",
    "status": "estimated",
    "sources": [
        {
            "title": "World Integrated Trade Solution (UNCTAD TRAINS): tariffs effectively applied in 2005",
            "author": "World Bank and UNCTAD, as published with Caliendo and Parro (2015), Estimates of the Trade and "
            "Welfare Effects of NAFTA, Review of Economic Studies 82(1), 1-44",
            "doi": "10.1093/restud/rdu035",
            "licence": "official figures, publisher named",
        }
    ],
    "method": [
        "Rates by importer, origin and 20 goods of the article, averaged over the goods of an industry and the members "
        "of an economy by their imports of 2005 (plain mean without trade); textile rates serve c4 and c5.",
        "Zero within an economy and among DEU, FRA, GBR, ITA, ESP and REU.",
    ],
    "caveats": [
        "TWN and RUS are not in the source, nor is electricity, gas and water: their rates are zero, as are those of "
        "services.",
        "REU is Austria, Denmark, Finland, Greece, Hungary, Ireland, the Netherlands, Portugal and Sweden; other "
        "members are in the rest of the world of the source. What the source has on imports of Sweden from members "
        "is left out.",
        f"One year for all before {SINCE}: preferences agreed before or after 2005 are not those of another year.",
    ],
}


@dataclass(frozen=True, eq=False)
class TariffRates(Frozen):
    """Ad valorem tariffs.

    Parameters
    ----------
    values : (G, P, P) array
        Rates by industry, importer and origin, as fractions.
    industries : tuple of str
        The G industries.
    regions : tuple of str
        The P economies that have rates.
    years : tuple of int
        The year that the rates of each importer are of.
    """

    values: Array
    industries: tuple[str, ...]
    regions: tuple[str, ...]
    years: tuple[int, ...]


def of_year(year: int) -> TariffRates:
    """Return the shipped tariffs that accounts of a year start from.

    Examples
    --------
    >>> [max(of_year(year).years) for year in (2011, 2022)]
    [2005, 2024]
    """
    return rates(SETS[year >= SINCE])


@cache
def rates(name: str = SETS[0]) -> TariffRates:
    """Return the shipped tariffs of a set.

    Examples
    --------
    >>> t = rates()
    >>> float(t.values[t.industries.index("c15"), t.regions.index("USA"), t.regions.index("MEX")])
    0.0
    """
    with np.load(folder(name) / FILE) as stored:
        industries, regions = (tuple(map(str, stored[part])) for part in ("industries", "regions"))
        return TariffRates(readonly(stored["rates"] * STEP), industries, regions, tuple(map(int, stored["years"])))


def verify() -> list[str]:
    """Compare the shipped rates with the hashes in the packages; return what differs, empty when all is well."""
    return [
        f"{name} {FILE}: the rates are not those of datapackage.json"
        for name in SETS
        if array_hash(np.rint(rates(name).values / STEP)) != package(name)["tariffs"]["arrays"]["rates"]
    ]


def build(source_dir: str | PathLike[str], out_dir: str | PathLike[str]) -> dict[str, Any]:
    """Make the tariffs from their source, write them, and return their entry in the datapackage.

    Raises
    ------
    DataError
        When the source is missing.
    """
    return write(SETS[0], read_rates(Path(source_dir) / SOURCE), out_dir, ABOUT)


def write(name: str, made: TariffRates, out_dir: str | PathLike[str], about: Mapping[str, Any]) -> dict[str, Any]:
    """Write the tariffs of a set, and return their entry in the datapackage."""
    steps = np.rint(made.values / STEP).astype("<i4")
    arrays: dict[str, Any] = {
        "rates": steps,
        "industries": np.array(made.industries),
        "regions": np.array(made.regions),
        "years": np.array(made.years),
    }
    path = write_whole(Path(out_dir) / FILE, lambda p: np.savez_compressed(p, **arrays))
    return {
        "name": f"{name}-tariffs",
        "path": FILE,
        "bytes": path.stat().st_size,
        "arrays": {"rates": array_hash(steps)},
        **about,
    }


def imports(w: Accounts) -> Array:
    """Return what each region buys from every other [good, importer, origin]; (S, R, R)."""
    return np.asarray((w.Z4.sum(axis=3) + w.Y3).transpose(1, 2, 0) * ~np.eye(w.R, dtype=bool))


def array_hash(steps: Any) -> str:
    """Return the SHA-256 of rates in millionths."""
    return hashlib.sha256(np.ascontiguousarray(steps, dtype="<i4").tobytes()).hexdigest()


def read_rates(path: Path) -> TariffRates:
    """Average the rates of the source over its goods and regions.

    Raises
    ------
    DataError
        When the source is missing.
    """
    if not path.is_file():
        raise DataError(f"{path}: there is no such file. Give the folder that holds {SOURCE} with --from.")
    plan = read_yaml("newind.data.reference", "tariffs.yaml")
    with np.load(path) as source:
        goods, members = list(plan["sectors"]), [str(r) for r in source["regions"]]
        rates, trade = source["raw_tariffs2005_pct"] / 100, source["raw_xbilat2005"]
        _check_labels(goods, members, [str(s) for s in source["sectors"]][: len(rates)], plan)
    industries = _in_order({i for to in plan["sectors"].values() for i in to}, "wiod26")
    economies = [plan["regions"][m] for m in members]
    regions = _in_order(set(economies), "wiod20")
    to_goods = _map(industries, [plan["sectors"][g] for g in goods])
    to_regions = _map(regions, [[e] for e in economies])
    values = average_rates(rates, trade, to_goods, to_regions)
    values[:, within(regions, plan["union"])] = 0.0
    return TariffRates(values, industries, regions, (YEAR,) * len(regions))


def average_rates(rates: Array, trade: Array, goods: Array, regions: Array) -> Array:
    """Average rates with trade as weights, plainly where there is no trade.

    Parameters
    ----------
    rates, trade : (g, r, r) arrays
        Rates and imports by good, importer and origin.
    goods : (G, g) array
        Which goods go into an industry.
    regions : (P, r) array
        Which regions go into an economy.

    Returns
    -------
    (G, P, P) array
        Rates by industry, importer and origin.
    """

    def sum_groups(figures: Array) -> Array:
        return np.asarray(np.einsum("Gg,Nn,Ii,gni->GNI", goods, regions, regions, figures, optimize=True))

    abroad = np.broadcast_to(~np.eye(rates.shape[1], dtype=bool), rates.shape).astype(float)
    weight, plain, count = sum_groups(trade * abroad), sum_groups(rates * abroad), sum_groups(abroad)
    mean = plain / np.where(count > 0, count, 1.0)
    return np.where(weight > 0, sum_groups(rates * trade * abroad) / np.where(weight > 0, weight, 1.0), mean)


def _check_labels(goods: list[str], members: list[str], sectors: list[str], plan: dict[str, Any]) -> None:
    wrong = sorted(set(members) ^ set(plan["regions"]))
    if wrong or goods != sectors:
        raise DataError(f"{SOURCE}: other goods or regions than tariffs.yaml: {', '.join(wrong) or 'goods'}.")


def _in_order(codes: set[str], name: str) -> tuple[str, ...]:
    return tuple(code for code in classification(name) if code in codes)


def _map(targets: Sequence[str], of_sources: Sequence[Sequence[str]]) -> Array:
    return np.array([[float(t in to) for to in of_sources] for t in targets])


def within(regions: tuple[str, ...], union: Sequence[str]) -> BoolArray:
    """Return which pairs of importer and origin pay nothing: those of a union, and an economy with itself."""
    inside = np.array([r in union for r in regions])
    return np.asarray((inside[:, None] & inside[None, :]) | np.eye(len(regions), dtype=bool))
