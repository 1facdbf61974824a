"""Provincial tables side by side, and the national table that they must add up to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.classification import demand_role
from newind.errors import DataError, offenders

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.accounts.regions import Region
    from newind.typing import Array


PARTS = {
    "consumption": ("rural", "urban", "households", "government"),
    "households": ("rural", "urban"),
    "capital_formation": ("fixed_capital", "inventories"),
}
"""National category of final demand → provincial ones that it holds."""


@dataclass(frozen=True, eq=False)
class ProvinceTables:
    """Tables of P provinces, S products and D categories of final demand, wherever the products come from.

    Parameters
    ----------
    regions : tuple of Region
        The provinces.
    industries, demand : tuple of str
        Codes.
    Z : (P, S, S) array
        Inputs by product and industry.
    F : (P, S, D) array
        Final demand of the province.
    exports, outflows, imports, inflows : (P, S) array
        Sales abroad and to other provinces, purchases from both; without what passes through.
    errors : (P, S) array
        Statistical discrepancy, which is no use.
    transit : (P, S) array
        What passed through and was taken out of both sides.
    value_added, x : (P, S) array
        Value added and output of industries.
    year : int
    unit, source : str
    primary : mapping of str to (P, S) array
        Parts of value added, where all provinces have them.
    """

    regions: tuple[Region, ...]
    industries: tuple[str, ...]
    demand: tuple[str, ...]
    Z: Array
    F: Array
    exports: Array
    outflows: Array
    imports: Array
    inflows: Array
    errors: Array
    transit: Array
    value_added: Array
    x: Array
    year: int
    unit: str
    source: str = ""
    primary: Mapping[str, Array] = field(default_factory=dict)

    @property
    def use(self) -> Array:
        """Use at home, of products from anywhere; (P, S)."""
        return np.asarray(self.Z.sum(axis=2) + self.F.sum(axis=2))

    def names(self, where: Array, sizes: Array | None = None) -> list[str]:
        """Return the cells at which a (P, S) mask is true as ``Beijing n03``, the largest sizes first."""
        rows, columns = np.nonzero(where)
        order = np.arange(len(rows)) if sizes is None else np.argsort(-sizes[rows, columns], kind="stable")
        return [f"{self.regions[rows[k]].en} {self.industries[columns[k]]}" for k in order]


@dataclass(frozen=True, eq=False)
class NationalTable:
    """The table of the country, home products and imports apart.

    Parameters
    ----------
    industries, demand : tuple of str
        Codes.
    Zd, Zm : (S, S) array
        Inputs of home products and of imports.
    Fd, Fm : (S, C) array
        Final demand for home products and for imports.
    exports, errors, x : (S,) array
        Exports of home products, statistical discrepancy, output.
    unit : str
    """

    industries: tuple[str, ...]
    demand: tuple[str, ...]
    Zd: Array
    Zm: Array
    Fd: Array
    Fm: Array
    exports: Array
    errors: Array
    x: Array
    unit: str

    @property
    def value_added(self) -> Array:
        """Output less inputs; (S,)."""
        return np.asarray(self.x - self.Zd.sum(axis=0) - self.Zm.sum(axis=0))

    @property
    def imports(self) -> Array:
        """Imports that stay in the country; (S,)."""
        return np.asarray(self.Zm.sum(axis=1) + self.Fm.sum(axis=1))

    def parts(self, demand: Sequence[str]) -> list[list[int]]:
        """Return, for each category of the country, the positions of the provincial ones that it holds.

        Raises
        ------
        DataError
            For a category that no provincial one belongs to.
        """
        found = [[k for k, d in enumerate(demand) if d == c or d in PARTS.get(c, ())] for c in self.demand]
        without = [c for c, positions in zip(self.demand, found, strict=True) if not positions and self._has_uses(c)]
        if without:
            raise DataError(
                f"the national table has final demand that no provincial table has: {offenders(without)}. "
                f"The provinces have {', '.join(demand)}."
            )
        return found

    def _has_uses(self, category: str) -> bool:
        k = self.demand.index(category)
        return bool((self.Fd[:, k] != 0).any() or (self.Fm[:, k] != 0).any())


def is_inventory(category: str) -> bool:
    """Tell whether a category of final demand holds changes in inventories."""
    return demand_role(category) == "inventories"
