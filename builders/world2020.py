"""Build ``world-2020``: the OECD's table of 2020 for 76 economies and the rest, in 11 groups of industries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from builders.annual.build import ADAPTED
from builders.annual.sources import FILES, arrays
from newind.accounts.accounts import Accounts
from newind.accounts.classification import load
from newind.accounts.regions import Regions
from newind.accounts.satellite import Satellite
from newind.data.reference.building import DataSetBuild
from newind.data.reference.observed import OECD_TERMS
from newind.errors import DataError, offenders

if TYPE_CHECKING:
    from os import PathLike

    from newind.data.reference.building import Measure
    from newind.typing import Array

YEAR = 2020
GROUPS = {
    "AGRI_MIN_FOOD": "A_B_C10T12",
    "MANUF_EXFOOD": "C13T33",
    "UTILITIES": "D_E",
    "CONSTRUCTION": "F",
    "TRADE": "G",
    "TRANSPORT": "H",
    "ACCOM_ICT": "I_J",
    "FIN_REALESTATE": "K_L",
    "PROF_ADMIN_PUBADM": "M_N_O",
    "EDU_HEALTH": "P_Q",
    "ARTS_OTHER": "R_S_T",
}
"""Group of the file → code of the classification ``icio11``."""
DEMAND = ("consumption", "capital_formation")
"""Purchases abroad of residents are consumption, inventories capital formation."""
PARTS = ("Z", "F", "net_taxes_intermediate", "net_taxes_final", "output", "economies", "sectors", "final_use", "year")
CLOSED = 1e-9
"""Largest gap between a row and the output stated for it, as a share of output."""
SOURCE = "OECD (2023), OECD Inter-Country Input-Output Tables, http://oe.cd/icio, in 11 groups: an adaptation"
SOURCES = [
    {
        "title": "OECD Inter-Country Input-Output Tables, 2023 edition: table of 2020",
        "author": "OECD (2023)",
        "path": "http://oe.cd/icio",
        "licence": OECD_TERMS,
        "note": ADAPTED,
    }
]
METHOD = [
    "The table of 2020 of the 2023 edition, 76 economies and the rest of the world, its 45 industries summed to 11 "
    "groups (concordance icio45_to_icio11).",
    "Cells are rounded to whole million USD. What rounding takes from the inputs of an industry is put into the "
    "largest of them, what it takes from sales into the largest final use: output and value added keep their level.",
    "Consumption is that of households, non-profit institutions and government with purchases abroad by residents; "
    "capital formation includes changes in inventories, four cells of which are negative.",
    "Value added includes taxes less subsidies on products that industries pay (satellite taxes_less_subsidies).",
]
CAVEATS = [
    "2020 was a year of the pandemic: trade, transport, hotels and travel were far below those of other years.",
    "Food, beverages and tobacco are in one group with agriculture and mining: manufacturing, high technology, "
    "digital and energy industries cannot be separated, and their indicators are not computed.",
    "The 2023 edition is not the 2025 edition, on which world-annual is based: of the 20 economies, output differs "
    "by 2 to 3 % in sum, by 30 % in manufacturing of IDN. Levels of the two sets are not compared.",
]


def build(source_dir: str | PathLike[str], measure: Measure | None = None) -> DataSetBuild:  # noqa: ARG001
    """Return the accounts of 2020, 77 economies × 11 groups of industries.

    Raises
    ------
    DataError
        When the source is missing or not the table expected.
    """
    w, stated = read(Path(source_dir) / FILES["coarse"])
    return DataSetBuild(
        title="World accounts 2020, 76 economies and the rest × 11 groups of industries (OECD)",
        status="observed",
        sources=SOURCES,
        method=METHOD,
        caveats=CAVEATS,
        accounts=[(w, {"output_of_the_source": stated})],
    )


def read(path: Path) -> tuple[Accounts, int]:
    """Return the accounts in whole million USD, and the world's output as the source states it.

    Raises
    ------
    DataError
        When the file is missing, has other groups, or its rows are not the output stated.
    """
    found = arrays(path, PARTS)
    regions, groups = (tuple(map(str, found[name])) for name in ("economies", "sectors"))
    if groups != tuple(GROUPS) or int(found["year"]) != YEAR:
        raise DataError(f"{path}: not the table of {YEAR} by 11 groups: it has {offenders(groups)}.")
    final, taxes = (_final(found[name]) for name in ("F", "net_taxes_final"))
    gap = np.abs(found["Z"].sum(axis=1) + final.sum(axis=1) - found["output"]) / found["output"].mean()
    if not (gap <= CLOSED).all():
        rows = [f"{regions[k // len(groups)]} {groups[k % len(groups)]}" for k in np.flatnonzero(~(gap <= CLOSED))]
        raise DataError(f"{path}: sales are not the output stated in {offenders(rows)}. Is the file altered?")
    Z, Y = round_flows(found["Z"], final)
    paid = Satellite(
        np.rint(found["net_taxes_intermediate"]), np.rint(taxes.ravel()), "M.USD", follows="money", source=SOURCE
    )
    w = Accounts(
        Z, Y, Regions(regions), tuple(load("icio11")), DEMAND, YEAR,
        satellites={"taxes_less_subsidies": paid}, source=SOURCE,
    )  # fmt: skip
    return w, round(float(found["output"].sum()))


def _final(values: Array) -> Array:
    """Return final use or its taxes by economy and category, (…, R * 2): purchases abroad are consumption."""
    bought, invested, abroad = np.moveaxis(values, -1, 0)
    both = np.stack([bought + abroad, invested], axis=-1)
    return both.reshape(*both.shape[:-2], -1)


def round_flows(Z: Array, Y: Array) -> tuple[Array, Array]:
    """Return flows in whole numbers whose columns of inputs and rows of sales keep their sums.

    Parameters
    ----------
    Z : (n, n) array
        Inputs.
    Y : (n, m) array
        Final use.

    Examples
    --------
    >>> Z, Y = round_flows(np.array([[9.4, 0.4], [0.4, 3.0]]), np.array([[5.4], [7.4]]))
    >>> Z.tolist(), Y.tolist()
    ([[10.0, 0.0], [0.0, 3.0]], [[5.0], [8.0]])
    """
    inputs, final = np.rint(Z), np.rint(Y)
    every = np.arange(len(Z))
    inputs[Z.argmax(axis=0), every] += np.rint(Z.sum(axis=0) - inputs.sum(axis=0))
    sales = Z.sum(axis=1) + Y.sum(axis=1)
    final[every, Y.argmax(axis=1)] += np.rint(sales - inputs.sum(axis=1) - final.sum(axis=1))
    return inputs, final
