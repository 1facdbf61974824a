"""Parts of a system of pymrio in the order of accounts; and satellites as its extensions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.classification import demand_role
from newind.accounts.satellite import Satellite
from newind.errors import DataError, find_duplicates, offenders, unknown
from newind.kernels.leontief import Leontief

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.typing import Array

UNITS = {
    "m.eur": "M.EUR", "m eur": "M.EUR", "mill eur": "M.EUR", "million eur": "M.EUR",
    "m.usd": "M.USD", "m usd": "M.USD", "mill usd": "M.USD", "million usd": "M.USD",
    "000 usd": "K.USD", "000 us$": "K.USD",
}  # fmt: skip
"""Units as the databases write them → those of newind."""
DEMAND = {
    "npish": "NPISH", "government": "GGFC", "consumption_households": "HFCE", "investment": "GFCF",
    "inventories": "INVNT", "valuables": "valuables", "exports": "exports",
}  # fmt: skip
"""Role of a category of final demand → its code."""
CO2 = re.compile(r"CO2 - (?!.*biogenic).* - air")
"""Stressors of EXIOBASE 3 that make up fossil and industrial carbon dioxide."""
KILOTONNES = {"kg": 1e-6, "t": 1e-3, "kt": 1.0, "gg": 1.0}
"""Units of emissions → kilotonnes."""


class SystemArrays:
    """The labels of a system, and its arrays in their order, region-major.

    Parameters
    ----------
    system : pymrio.IOSystem
        The system.

    Raises
    ------
    DataError
        When labels stand twice or are missing, or final demand is that of other economies.
    """

    def __init__(self, system: Any) -> None:
        self.system = system
        known = system.Z if system.Z is not None else system.A
        self.rows, self.users = known.index, system.Y.columns
        self.regions, self.industries = _levels(self.rows)
        users, self.categories = _levels(self.users)
        if set(users) != set(self.regions):
            raise DataError(
                f"final demand is not that of the same economies: {offenders(_apart(users, self.regions))}."
            )
        self.demand = _demand(self.categories)

    def flows(self) -> tuple[Array, Array, Array]:
        """Return flows, final demand and output."""
        Y = self.frame(self.system.Y, self.product, self.demand_labels)
        if self.system.Z is None:
            A = self.frame(self.system.A, self.product, self.product)
            Z = A * Leontief(A).solve(Y.sum(axis=1))
        else:
            Z = self.frame(self.system.Z, self.product, self.product)
        return Z, Y, Z.sum(axis=1) + Y.sum(axis=1)

    @property
    def product(self) -> list[tuple[str, str]]:
        """Labels of rows, and of the columns that are industries."""
        return [(r, i) for r in self.regions for i in self.industries]

    @property
    def demand_labels(self) -> list[tuple[str, str]]:
        """Labels of the columns of final demand, as the system has them."""
        return [(r, d) for r in self.regions for d in self.categories]

    def frame(self, frame: pd.DataFrame, rows: list[tuple[str, str]], columns: list[tuple[str, str]]) -> Array:
        """Return a table in this order; NaN where the system leaves a row or a column out."""
        if [tuple(r) for r in frame.index] == rows and [tuple(c) for c in frame.columns] == columns:
            return np.asarray(frame.to_numpy(dtype=np.float64))
        return np.asarray(frame.reindex(index=rows, columns=columns).to_numpy(dtype=np.float64))


def _levels(index: pd.MultiIndex) -> tuple[tuple[str, ...], tuple[str, ...]]:
    first, second = (tuple(dict.fromkeys(index.get_level_values(k))) for k in (0, 1))
    if twice := find_duplicates(list(index)):
        raise DataError(f"labels of the system stand twice: {offenders(twice)}. Each may stand once.")
    if missing := [f"{r} {i}" for r in first for i in second if (r, i) not in set(index)][:4]:
        raise DataError(f"not every economy of the system has the same labels: missing {offenders(missing)}.")
    return first, second


def _apart(one: Sequence[str], other: Sequence[str]) -> list[str]:
    return sorted(set(one) ^ set(other))


def _demand(categories: Sequence[str]) -> tuple[str, ...]:
    """Return the codes of categories; a name that is not known, or whose code is taken, stays as it is."""
    codes = [DEMAND.get(_find_role(c), c) for c in categories]
    twice = set(find_duplicates(codes))
    return tuple(c if code in twice else code for c, code in zip(categories, codes, strict=True))


def _find_role(category: str) -> str:
    """Return the role of a category, none for capital formation that holds more than what is fixed."""
    role = demand_role(category)
    return "" if role == "investment" and "fixed" not in category.casefold() else role


def unit(system: Any) -> str:
    """Return the unit of the flows.

    Raises
    ------
    DataError
        When there is none, several, or one that is not known.
    """
    given = [] if system.unit is None else sorted({str(u).strip("‘' ") for u in np.ravel(system.unit.to_numpy())})
    if len(given) == 1 and (unit := UNITS.get(given[0].casefold(), given[0])) and re.fullmatch(r"\w+\.[A-Z]{3}", unit):
        return unit
    raise DataError(f"units of the system are {offenders(given or ['not given'])}. Say what they are by units='M.EUR'.")


def carbon(system: Any) -> dict[str, tuple[str, Sequence[str]]]:
    """Return the extension and rows of carbon dioxide, the first extension that names them as EXIOBASE 3 does."""
    for name in system.extensions_instance_names:
        if rows := [label for label in _row_names(getattr(system, name)) if CO2.fullmatch(label)]:
            return {"co2": (name, rows)}
    return {}


def _row_names(extension: Any) -> list[str]:
    """Return the names of the rows; the parts of a name that has several are divided by blanks."""
    return (
        [r if isinstance(r, str) else " ".join(map(str, r)) for r in extension.F.index]
        if extension.F is not None
        else []
    )


def satellite(system: Any, order: SystemArrays, name: str, rows: Sequence[str]) -> Satellite:
    """Return the sum of rows of an extension, what has a weight in kilotonnes.

    Raises
    ------
    UnknownNameError
        For an extension that does not exist.
    DataError
        For rows that are not there, or have different units.
    """
    names = list(system.extensions_instance_names)
    if name not in names:
        raise unknown("extension", name, names, f"The system has {', '.join(names) or 'none'}.")
    found = getattr(system, name)
    at = {row: k for k, row in enumerate(_row_names(found))}
    if missing := [r for r in rows if r not in at]:
        raise DataError(f"extension {name} has no row {offenders(missing)}. Its first rows are {list(at)[:3]}.")
    picked = [at[r] for r in rows]
    units = sorted({str(np.ravel(found.unit.iloc[k])[0]) for k in picked})
    if len(units) > 1:
        raise DataError(f"extension {name}: rows in different units cannot be added: {offenders(units)}.")
    scale = KILOTONNES.get(units[0].casefold())
    values, final = _sum_rows(found.F, picked, order.product), _sum_rows(found.F_Y, picked, order.demand_labels)
    if values is None:
        raise DataError(f"extension {name} holds no figures by industry. Compute them with calc_extensions first.")
    if scale is not None:
        return Satellite(values * scale, None if final is None else final * scale, "kt", follows="emissions")
    return Satellite(values, final, units[0])


def _sum_rows(frame: pd.DataFrame | None, rows: list[int], columns: list[tuple[str, str]]) -> Array | None:
    """Return the sum of rows in the order of the columns, None where the system has no such table."""
    if frame is None:
        return None
    return np.asarray(frame.iloc[rows].sum(axis=0).reindex(columns).to_numpy(dtype=np.float64))


def extension(
    name: str, figures: Satellite, w: Accounts, rows: pd.MultiIndex, users: pd.MultiIndex
) -> dict[str, object]:
    """Return a satellite as the parts of an extension: one row, and what final users cause where it is known."""
    import pandas as pd

    made: dict[str, object] = {
        "name": name,
        "F": pd.DataFrame([figures.values], [name], rows),
        "unit": pd.DataFrame({"unit": [figures.unit]}, index=[name]),
    }
    if figures.final is not None and figures.final.size == w.R * w.D:
        made["F_Y"] = pd.DataFrame([figures.final], [name], users)
    return made
