"""Totals that cannot be met together, by the names of provinces, products and users."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newind.data.multiregion.tables import NationalTable, ProvinceTables
    from newind.kernels.balance import Miss


@dataclass(frozen=True, eq=False)
class TableNames:
    """Names of the rows, columns and blocks of the table that is balanced."""

    provinces: ProvinceTables
    country: NationalTable | None

    def describe_miss(self, miss: Miss) -> str:
        """Return what a missed target is, and by how much it is missed."""
        known = {"row": self._row, "column": self._column, "block": self._block}
        what = known[miss.kind](miss.index) if miss.kind in known else f"{miss.kind} {miss.index}"
        return f"{what} by {abs(miss.by):,.0f}"

    def _row(self, k: int) -> str:
        p, s = divmod(k, len(self.provinces.industries))
        product = self.provinces.industries[s]
        return (
            f"output of {self._province(p)} {product}" if p < len(self.provinces.regions) else f"imports of {product}"
        )

    def _column(self, k: int) -> str:
        users = (*self.provinces.industries, *self.provinces.demand)
        p, u = divmod(k, len(users))
        return f"purchases of {self._province(p)} {users[u]}" if p < len(self.provinces.regions) else "exports"

    def _block(self, k: int) -> str:
        industries, categories = self.provinces.industries, () if self.country is None else self.country.demand
        users = (*industries, *categories, "other final demand", "exports")
        product, user = divmod(k, len(users))
        origin, s = divmod(product, len(industries))
        return f"the country's {('own', 'imported')[origin]} {industries[s]} for {users[user]}"

    def _province(self, p: int) -> str:
        return self.provinces.regions[p].en
