"""What is published for 2014: the part of the WIOD 2016 release that is at hand, at 26 industries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.classification import concordance
from newind.accounts.reference.sources import CO2_CODES, read_parquet
from newind.accounts.store import BROKEN
from newind.errors import DataError, offenders

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

    from newind.typing import Array, BoolArray

YEAR = 2014
FILES = {
    "flows": "world/wiod2016_partial/wiod2016_2014_final_use_and_national_Z.npz",
    "accounts": "world/wiod2016_partial/wiod2016_output_va_factor_2000_2014.parquet",
}
FLOWS = {"regions": "countries", "industries": "sectors", "final": "F", "domestic": "Z_national_use"}
"""What is taken from the file of flows, and its name there."""
BESIDE = ("TLS", "ITM", "CIF_FOB", "DPABR", "PTNR")
"""Columns between inputs and value added: net taxes on products, margins, adjustments for residents abroad."""
FOLDED = tuple(code for code in CO2_CODES if code != "RoW")
"""Economies of the 2016 release that the tables of 1995-2011 have in the rest of the world."""
REST = "ROW"
LEAST = 1e-6
"""Totals below this, in million USD, are differences of rounded figures: zero."""


@dataclass(frozen=True)
class Published:
    """What a release says of a year; R economies of which the last is the rest of the world, S industries.

    Parameters
    ----------
    regions : tuple of str
        Codes of the R economies.
    domestic : (R, S, S) array, M.USD
        Inputs bought from the own economy.
    final : (R, S, R, D) array, M.USD
        Final use by seller, product, buyer and category.
    output, value_added, labour : (R, S) array, M.USD
        NaN for the rest of the world. Value added includes what stands between inputs and value added (`BESIDE`).
    """

    regions: tuple[str, ...]
    domestic: Array
    final: Array
    output: Array
    value_added: Array
    labour: Array

    @property
    def exported_inputs(self) -> Array:
        """What each industry sells to industries abroad, (R, S): output less domestic inputs and final use."""
        return _whole(self.output - self.domestic.sum(axis=2) - self.final.sum(axis=(2, 3)))

    @property
    def imported_inputs(self) -> Array:
        """What each industry buys from abroad, (R, S): output less value added and domestic inputs."""
        return _whole(self.output - self.value_added - self.domestic.sum(axis=1))

    def bridged(self, bridge: Array) -> Published:
        """Return the figures at other industries.

        Parameters
        ----------
        bridge : (R, T, S) array
            Share of each industry that goes into each of T others, by economy.
        """
        return Published(
            self.regions,
            np.einsum("ria,rab,rjb->rij", bridge, self.domestic, bridge, optimize=True),
            np.einsum("ria,ratd->ritd", bridge, self.final, optimize=True),
            *(np.einsum("ria,ra->ri", bridge, a) for a in (self.output, self.value_added, self.labour)),
        )


def read(source: Path) -> Published:
    """Read what is published for 2014: 44 economies × 56 industries.

    Raises
    ------
    DataError
        When a file is not there, has other labels, lacks a figure, or states totals that its flows exceed.
    """
    path = source / FILES["flows"]
    if not path.is_file():
        raise DataError(f"{path}: there is no such file. Give the folder that holds {FILES['flows']} with --from.")
    flows = _read_flows(path)
    regions = tuple(map(str, flows["regions"]))
    _check_labels(path, regions, tuple(map(str, flows["industries"])), concordance("wiod56_to_wiod35").sources)
    return checked(Published(regions, flows["domestic"], flows["final"], *read_totals(source, regions, YEAR)))


def _read_flows(path: Path) -> dict[str, Array]:
    try:
        with path.open("rb") as file, np.load(file) as arrays:
            gone = [name for name in FLOWS.values() if name not in arrays]
            flows = {field: arrays[name] for field, name in FLOWS.items() if not gone}
    except (*BROKEN, ValueError) as error:
        raise DataError(f"{path}: truncated, corrupt or not an .npz file ({error}). Get the file again.") from None
    if gone:
        raise DataError(f"{path}: arrays missing: {offenders(gone)}. Get the file again.")
    return flows


def read_totals(source: Path, regions: Sequence[str], year: int) -> tuple[Array, Array, Array]:
    """Return output, value added with what stands between it and inputs, and labour compensation of a year, (R, 56).

    Raises
    ------
    DataError
        When the file is not there.
    """
    frame = read_parquet(source / FILES["accounts"])
    stated = _by_industry(frame[frame["year"] == year], regions, concordance("wiod56_to_wiod35").sources)
    beside = sum((stated[name] for name in BESIDE), np.zeros_like(stated["GO"]))
    return stated["GO"], stated["VA"] + beside, stated["LAB"]


def checked(known: Published) -> Published:
    """Return published figures when they are complete and no flows exceed the totals that they are part of.

    Raises
    ------
    DataError
        Naming the cells without a figure, or with inputs or sales above output.
    """
    unknown = np.isnan(known.output[:-1]) | np.isnan(known.value_added[:-1]) | np.isnan(known.labour[:-1])
    if unknown.any():
        raise DataError(
            f"{FILES['accounts']}: industries without output, value added or labour in {YEAR}: "
            f"{_cells(known, unknown)}. They are needed for every economy but the last."
        )
    for what, totals in (("sales at home", known.exported_inputs), ("inputs and income", known.imported_inputs)):
        if (totals < 0).any():
            raise DataError(
                f"{FILES['flows']}: industries whose {what} exceed output: {_cells(known, totals < 0)}. "
                "Do flows and totals come from the same release?"
            )
    return known


def bridges(regions: Sequence[str], old: Sequence[str], output: Array) -> Array:
    """Return the share of each of the 56 industries that goes into each of the 26, by economy.

    Parameters
    ----------
    regions : sequence of str
        Economies.
    old : sequence of str
        Economies of the tables of the 2013 release; those that it does not show take what its last one has.
    output : (len(old), 35) array
        Output in those tables, by which textiles and leather, one industry in the 2016 release, are divided.

    Returns
    -------
    (R, 26, 56) array
    """
    to35, to26 = concordance("wiod56_to_wiod35"), concordance("wiod35_to_wiod26").matrix()
    place = {code: k for k, code in enumerate(old)}
    rows = [output[place.get(code, len(old) - 1)].tolist() for code in regions]
    return np.array([to26 @ to35.matrix(dict(zip(to35.targets, row, strict=True))) for row in rows])


def folded(regions: Sequence[str]) -> dict[str, list[str]]:
    """Return the economies of the tables of 1995-2011 and the ones of the 2016 release that each holds.

    Examples
    --------
    >>> folded(["AUS", "CHE", "ROW"])
    {'AUS': ['AUS'], 'ROW': ['CHE', 'ROW']}
    """
    inside = [code for code in regions if code in (*FOLDED, REST)]
    return {code: [code] for code in regions if code not in inside} | {REST: inside}


def _by_industry(frame: pd.DataFrame, regions: Sequence[str], industries: Sequence[str]) -> dict[str, Array]:
    """Return each variable as (R, S), NaN where there is no figure."""
    table = frame.set_index(["country", "code"])
    return {
        name: table[name].unstack().reindex(index=list(regions), columns=list(industries)).to_numpy(dtype=np.float64)
        for name in ("GO", "VA", "LAB", *BESIDE)
    }


def _check_labels(path: Path, regions: Sequence[str], industries: Sequence[str], expected: Sequence[str]) -> None:
    if tuple(industries) != tuple(expected):
        wrong = [i for i in industries if i not in expected] or list(industries)
        raise DataError(f"{path}: industries are not the 56 of the 2016 release in its order: {offenders(wrong)}.")
    needed = [c for c in (*concordance("wiod41_to_wiod20").sources, *FOLDED) if c not in regions]
    if needed or regions[-1] != REST:
        raise DataError(f"{path}: economies missing, or {REST} is not the last: {offenders(needed or regions)}.")


def _cells(known: Published, where: BoolArray) -> str:
    industries = concordance("wiod56_to_wiod35").sources
    return offenders([f"{known.regions[r]}.{industries[i]}" for r, i in np.argwhere(where)])


def _whole(totals: Array) -> Array:
    """Return totals with zero for what is only a rounded difference."""
    return np.where(np.abs(totals) < LEAST, 0.0, totals)
