"""The files that the annual world is made from, as arrays; the OECD table of 2019 is not among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from builders.annual.concordances import ECONOMIES, GOODS16, SECTORS, codes
from newind.accounts.classification import concordance
from newind.accounts.store import BROKEN
from newind.data.reference.facts import read_parquet
from newind.errors import DataError, offenders

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

    from newind.typing import Array

YEARS = tuple(range(2011, 2023))
TABLES = "recent/world_tables"
STATISTICS = "recent/statistics"
FILES = {
    "bilateral": f"{TABLES}/oecd2025_bilateral_81x28/icio2025_bilateral_{{year}}.npz",
    "coarse": f"{TABLES}/oecd2023_2020_77x11/icio2023_2020_77x11.npz",
    "margins": f"{TABLES}/oecd2025_2022_20r_margins/oecd_icio2025_2022_20r_margins.parquet",
    "wiod16_bilateral": f"{TABLES}/wiod2016_bilateral_44x16/wiod2016_bilateral_2000_2014.npz",
    "wiod16_flows": "world/wiod2016_partial/wiod2016_2014_final_use_and_national_Z.npz",
    "wiod16_totals": "world/wiod2016_partial/wiod2016_output_va_factor_2000_2014.parquet",
    "wiod13": "world/wiod2013/wiot_{year}.npz",
    "oecd2018": f"{STATISTICS}/oecd_iot2021_value_added_2018_45ind.csv",
    "un": f"{STATISTICS}/un_ama_gdp_usd_1970_2024.parquet",
    "controls": f"{STATISTICS}/controls_20econ_2010_2024.csv",
}
SECTORS28 = {
    "c1": ("A01", "A02", "A03"),
    "c2": ("B05", "B06", "B07", "B08", "B09"),
    "c4+c5": ("C13T15",),
    "c9": ("C20", "C21"),
    "c12": ("C24A", "C24B", "C25"),
    "c14": ("C26", "C27"),
    "c15": ("C29", "C301", "C302T309"),
    "c3": ("C10T12",),
    "c6": ("C16",),
    "c7": ("C17_18",),
    "c8": ("C19",),
    "c10": ("C22",),
    "c11": ("C23",),
    "c13": ("C28",),
    "c16": ("C31T33",),
    "services": ("Services (aggregate)",),
}
"""Sector of the flows → sectors of the OECD file that it holds."""
BESIDE = ("TLS", "ITM", "CIF_FOB", "DPABR", "PTNR")
"""Columns between inputs and value added: net taxes on products, margins, adjustments for residents abroad."""
UN_ITEMS = {
    "total": "Total Value Added",
    "agriculture": "Agriculture, hunting, forestry, fishing (ISIC A-B)",
    "industry": "Mining, Manufacturing, Utilities (ISIC C-E)",
    "manufacturing": "Manufacturing (ISIC D)",
    "construction": "Construction (ISIC F)",
    "trade": "Wholesale, retail trade, restaurants and hotels (ISIC G-H)",
    "transport": "Transport, storage and communication (ISIC I)",
    "other": "Other Activities (ISIC J-P)",
    "gdp": "Gross Domestic Product (GDP)",
    "households": ("Household consumption expenditure (including Non-profit institutions serving households)"),
    "government": "General government final consumption expenditure",
    "investment": "Gross capital formation",
}
"""Name here → item of the Main Aggregates of the United Nations."""
UN_NAMES = {
    "HRV": "Croatia",
    "ARG": "Argentina",
    "COL": "Colombia",
    "CRI": "Costa Rica",
    "PER": "Peru",
}
"""Economies beside the 20 whose accounts are needed one by one."""
OF_TAIWAN = ("gdp", "investment")
"""Items that the sources have of Taiwan."""


@dataclass(frozen=True)
class CoarseTable:
    """The OECD table of 2020 by 11 groups of industries, R economies.

    Attributes
    ----------
    regions : codes of the R economies.
    flows : (R, 11, R, 11 + 2) array, M.USD
        By seller, group, buyer and use: groups, consumption, capital formation.
    values : (R, 11) array, M.USD
        Value added with net taxes on inputs.
    """

    regions: tuple[str, ...]
    flows: Array
    values: Array


@dataclass(frozen=True)
class Margins:
    """Totals of 2022 by region of the OECD file and industry, (regions, 50) arrays, M.USD."""

    regions: tuple[str, ...]
    output: Array
    value_added: Array
    taxes: Array


@dataclass(frozen=True)
class Wiod2016:
    """Data of the WIOD 2016 release of 2014 at hand: R economies, S = 56 industries.

    Attributes
    ----------
    regions : codes of the R economies.
    domestic : (R, S, S) array, M.USD
        Inputs bought at home.
    final : (R, S, R, 3) array, M.USD
        Final use by seller, product, buyer and use.
    bilateral : (R, R, 16) array, M.USD
        All sales by seller, buyer, sector, in the order of `SECTORS`.
    """

    regions: tuple[str, ...]
    domestic: Array
    final: Array
    bilateral: Array


def arrays(path: Path, names: Sequence[str]) -> dict[str, Array]:
    """Read arrays of an ``.npz`` file.

    Raises
    ------
    DataError
        When the file is not there, is damaged, or lacks an array.
    """
    if not path.is_file():
        raise DataError(f"{path}: there is no such file. Give the folder that holds it with --from.")
    try:
        with path.open("rb") as file, np.load(file) as found:
            gone = [name for name in names if name not in found]
            read = {name: found[name] for name in names if not gone}
    except (*BROKEN, ValueError) as error:
        raise DataError(f"{path}: truncated, corrupt or not an .npz file ({error}). Get the file again.") from None
    if gone:
        raise DataError(f"{path}: arrays missing: {offenders(gone)}. Get the file again.")
    return read


def read_bilateral(source: Path, year: int) -> tuple[tuple[str, ...], Array]:
    """Read all sales between economies of a year, domestic ones included.

    Returns
    -------
    (regions, (81, 81, 16) array)
        M.USD by seller, buyer and sector, in the order of `SECTORS`.

    Raises
    ------
    DataError
        When the file is missing or has other sectors.
    """
    path = source / FILES["bilateral"].format(year=year)
    found = arrays(path, ("X", "economies", "sectors"))
    stated = [str(code) for code in found["sectors"]]
    known = {code for some in SECTORS28.values() for code in some}
    if set(stated) != known:
        raise DataError(f"{path}: sectors missing or unknown: {offenders(sorted(set(stated) ^ known))}.")
    member = np.array([[float(code in SECTORS28[s]) for code in stated] for s in SECTORS])
    return tuple(map(str, found["economies"])), found["X"] @ member.T


def read_coarse(source: Path) -> CoarseTable:
    """Read the table of 2020 by 11 groups; purchases abroad are consumption, negative cells zero.

    Raises
    ------
    DataError
        When the file is missing.
    """
    path = source / FILES["coarse"]
    found = arrays(path, ("Z", "F", "value_added", "net_taxes_intermediate", "economies", "sectors"))
    regions, groups = (tuple(map(str, found[name])) for name in ("economies", "sectors"))
    if groups != codes("group"):
        raise DataError(f"{path}: the groups of industries are not those expected: {offenders(groups)}.")
    R, G = len(regions), len(groups)
    final = found["F"].reshape(R, G, R, 3)
    uses = [found["Z"].reshape(R, G, R, G), final[..., [0]] + final[..., [2]], final[..., [1]]]
    values = (found["value_added"] + found["net_taxes_intermediate"]).reshape(R, G)
    return CoarseTable(regions, np.maximum(np.concatenate(uses, axis=3), 0.0), values)


def read_margins(source: Path) -> Margins:
    """Read output, value added and taxes of 2022 by 20 regions of the OECD file and 50 industries.

    Raises
    ------
    DataError
        When the file is missing or lacks figures.
    """
    path = source / FILES["margins"]
    frame = read_parquet(path)
    regions = tuple(dict.fromkeys(frame["region"]))
    table = frame.set_index(["region", "industry"])
    names = ("output", "value_added", "net_taxes_on_intermediates")
    return Margins(regions, *(_whole(path, table[name], regions, codes("icio50")) for name in names))


def read_oecd2018(source: Path) -> tuple[tuple[str, ...], Array]:
    """Read value added of 2018, (economies, 45) in the order of ``codes("iot45")``, M.USD.

    Raises
    ------
    DataError
        When the file is missing or lacks economies that the 20 name.
    """
    import pandas as pd

    path = source / FILES["oecd2018"]
    frame = pd.read_csv(check_file(path))
    _refuse_missing(path, [c for c in concordance("wiod41_to_wiod20").sources if c not in {*frame["iso3"], "ROW"}])
    regions = tuple(dict.fromkeys(frame["iso3"]))
    return regions, np.nan_to_num(_cross(frame.set_index(["iso3", "isic4"])["va_musd"], regions, codes("iot45")))


def read_wiod2016_totals(source: Path, year: int) -> tuple[tuple[str, ...], Array, Array]:
    """Read output and value added with taxes and margins, of 43 economies × 56 industries, M.USD.

    Raises
    ------
    DataError
        When the file is missing or lacks figures.
    """
    regions, found = _wiod2016(source, year, ("GO", "VA", *BESIDE))
    return regions, found["GO"], sum((found[name] for name in BESIDE), found["VA"])


def read_wiod2016_labour(source: Path, year: int) -> Array:
    """Read labour compensation of the economies and industries of `read_wiod2016_totals`, M.USD.

    Raises
    ------
    DataError
        When the file is missing or lacks figures.
    """
    return _wiod2016(source, year, ("LAB",))[1]["LAB"]


def _wiod2016(source: Path, year: int, names: Sequence[str]) -> tuple[tuple[str, ...], dict[str, Array]]:
    path = source / FILES["wiod16_totals"]
    frame = read_parquet(path)
    table = frame[frame["year"] == year].set_index(["country", "code"])
    regions = tuple(dict.fromkeys(frame["country"]))
    return regions, {name: _whole(path, table[name], regions, codes("wiod56")) for name in names}


def read_wiod2016(source: Path) -> Wiod2016:
    """Read the flows of 2014: domestic inputs, final use, and all sales between economies.

    Raises
    ------
    DataError
        When a file is missing or both list other economies.
    """
    flows = arrays(source / FILES["wiod16_flows"], ("countries", "sectors", "F", "Z_national_use"))
    path = source / FILES["wiod16_bilateral"]
    sales = arrays(path, ("X", "years", "economies"))
    regions = tuple(map(str, flows["countries"]))
    if tuple(map(str, sales["economies"])) != regions:
        raise DataError(f"{path}: economies are not those of {FILES['wiod16_flows']}.")
    order = [GOODS16.index(code) for code in SECTORS]
    stated = [str(code) for code in flows["sectors"]]
    place = [stated.index(code) for code in codes("wiod56")]
    F = flows["F"][:, place]
    final = np.stack([F[..., 0] + F[..., 1], F[..., 2], F[..., 3] + F[..., 4]], axis=3)
    bilateral = sales["X"][list(sales["years"]).index(2014)][..., order]
    domestic = flows["Z_national_use"][:, place][:, :, place]
    return Wiod2016(regions, domestic, np.maximum(final, 0.0), bilateral)


def read_un(source: Path) -> dict[str, dict[str, dict[int, float]]]:
    """Read value added by group and final use from the Main Aggregates of the United Nations.

    Returns
    -------
    dict
        Item → economy → year → M.USD. Taiwan has only GDP and capital formation (IMF).

    Raises
    ------
    DataError
        When a file is missing or lacks an item, an economy or a year.
    """
    import pandas as pd

    path = source / FILES["controls"]
    frame = pd.read_csv(check_file(path))
    names = {code: item for item, code in UN_ITEMS.items()}
    more = read_parquet(source / FILES["un"])
    others = {name: code for code, name in UN_NAMES.items()}
    more = more[more["country"].isin(list(others))]
    more = more.assign(economy=more["country"].map(others), musd=more["usd"] / 1e6)
    every = pd.concat([frame, more])[["economy", "year", "indicator", "musd"]]
    every = every[every["indicator"].isin(list(names))]
    found: dict[str, dict[str, dict[int, float]]] = {item: {} for item in UN_ITEMS}
    for economy, year, item, figure in every.itertuples(index=False):
        found[names[item]].setdefault(economy, {})[int(year)] = float(figure)
    needed = [(item, code) for item in UN_ITEMS for code in (*ECONOMIES, *UN_NAMES)]
    needed = [(item, code) for item, code in needed if code != "TWN" or item in OF_TAIWAN]
    cells = [(item, code, year) for item, code in needed for year in YEARS]
    _refuse_missing(path, [f"{i} {c} {y}" for i, c, y in cells if y not in found[i].get(c, {})])
    return found


def check_file(path: Path) -> Path:
    """Return the path of a file.

    Raises
    ------
    DataError
        When it is not there.
    """
    if not path.is_file():
        raise DataError(f"{path}: there is no such file. Give the folder that holds it with --from.")
    return path


def _refuse_missing(path: Path, missing: Sequence[str]) -> None:
    if missing:
        raise DataError(f"{path}: figures missing: {offenders(list(missing))}. Get the file again.")


def _whole(path: Path, values: pd.Series[float], rows: Sequence[str], columns: Sequence[str]) -> Array:
    table = _cross(values, rows, columns)
    _refuse_missing(path, [f"{rows[r]} {columns[c]}" for r, c in np.argwhere(np.isnan(table))])
    return table


def _cross(values: pd.Series[float], rows: Sequence[str], columns: Sequence[str]) -> Array:
    return values.unstack().reindex(index=list(rows), columns=list(columns)).to_numpy(dtype=np.float64)
