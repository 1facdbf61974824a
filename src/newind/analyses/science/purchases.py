"""Purchases of an economy, or of one of its industries, by product and region, and value added that depends on them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from newind.errors import DataError, join_items, tell, unknown
from newind.kernels import dependence, extraction
from newind.kernels.quotients import ratio
from newind.measures import shared
from newind.measures.shared import by_region

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.typing import Array, BoolArray


@dataclass(frozen=True, eq=False)
class Purchases:
    """Purchases of one economy, or of one industry of it; money in the unit of the accounts.

    Parameters
    ----------
    w : Accounts
        Closed accounts of one year.
    region : str
        The economy.
    industry : str
        A using industry of it; empty for all of them and final users.
    """

    w: Accounts
    region: str
    industry: str = ""

    def __post_init__(self) -> None:
        """Refuse what is not an economy described in full, and names that the accounts lack.

        Raises
        ------
        DataError
            For a table with a boundary, an aggregate such as ROW, or an industry that buys nothing.
        UnknownNameError
            For an economy or industry that does not exist, with the nearest name.
        """
        check_economy(self.w, self.region)
        check_industry(self.w, self.industry or self.w.industries[0])
        if not self.bought.any():
            buyer = f"{self.industry} of {self.region}" if self.industry else self.region
            raise DataError(f"{buyer} buys nothing in {self.w.year}. Ask for one that has output.")

    @cached_property
    def r(self) -> int:
        """Position of the economy."""
        return self.w.regions.index(self.region)

    @property
    def status(self) -> str:
        """``observed``; ``estimated`` where the table is, as is all that is simulated."""
        return "observed" if self.w.status == "observed" and self.w.scenario == "observed" else "estimated"

    @property
    def users(self) -> slice:
        """Positions of the using industries."""
        if not self.industry:
            return slice(None)
        u = self.w.industries.index(self.industry)
        return slice(u, u + 1)

    @cached_property
    def flows(self) -> Array:
        """Inputs by supplier, input and using industry; (R, S, U)."""
        return self.w.Z4[:, :, self.r, self.users]

    @cached_property
    def inputs(self) -> Array:
        """Inputs by supplier and input; (R, S)."""
        return np.asarray(self.flows.sum(axis=2))

    @cached_property
    def final(self) -> Array:
        """Purchases of final users by supplier and product; (R, S). Zero where only one industry is looked at."""
        return np.zeros((self.w.R, self.w.S)) if self.industry else self.w.Y3[:, :, self.r]

    @cached_property
    def bought(self) -> Array:
        """All purchases by supplier and product; (R, S). Falling inventories count as negative."""
        return np.asarray(self.inputs + self.final)

    @cached_property
    def foreign(self) -> BoolArray:
        """Regions other than the economy itself; (R,)."""
        return np.asarray(np.arange(self.w.R) != self.r)

    @cached_property
    def named(self) -> BoolArray:
        """Other regions that are one economy, not an aggregate; (R,)."""
        return np.asarray(self.foreign & self.w.regions.named)

    # ---- shares
    @cached_property
    def share(self) -> Array:
        """Part of each supplier in all that is bought of a product, at home included; (R, S), NaN where none is."""
        return ratio(self.bought, self.bought.sum(axis=0))

    @cached_property
    def share_inputs(self) -> Array:
        """The same of inputs alone; (R, S)."""
        return ratio(self.inputs, self.inputs.sum(axis=0))

    @cached_property
    def share_imports(self) -> Array:
        """Part of each foreign supplier in what is imported of a product; (R, S), 0 for the economy itself."""
        return ratio(self.bought * self.foreign[:, None], self.bought[self.foreign].sum(axis=0))

    @cached_property
    def supplier_hhi(self) -> Array:
        """Concentration of named foreign suppliers, inputs alone; (S,), NaN where none sells any."""
        return dependence.hhi(self.inputs[self.named], axis=0)

    @cached_property
    def complete_import_share(self) -> Array:
        """Foreign value added in a unit of the economy's own product of the class; (S,), NaN without output."""
        return np.asarray(dependence.complete_import_share(shared.origin(self.w), self.w.R, self.w.S)[self.r])

    @cached_property
    def foreign_value(self) -> Array:
        """Foreign value added, along the whole chain, in what is bought of an input; (S,), NaN where none is."""
        home = by_region(self.w, shared.origin(self.w)[self.r])
        return 1.0 - ratio((home * self.inputs).sum(axis=0), self.inputs.sum(axis=0))

    # ---- what depends on a supplier
    def bottleneck(self, threshold: float) -> Array:
        """Return the value added that depends on each supplier of each input, as a share of GDP; (R, S) in [0, 1]."""
        own = slice(self.r * self.w.S, (self.r + 1) * self.w.S)
        x, added = self.w.x[own][self.users], self.w.value_added[own][self.users]
        least = np.array([threshold])
        return np.asarray(extraction.bottleneck(self.flows, x, added, least)[0] / self.w.gdp[self.r])

    @cached_property
    def by_user(self) -> Array:
        """Inputs by using industry, then final purchases, none negative; (R, S, U + 1)."""
        return np.asarray(np.maximum(np.concatenate([self.flows, self.final[:, :, None]], axis=2), 0.0))


def check_economy(w: Accounts, region: str) -> None:
    """Refuse what is not one economy of closed accounts.

    Raises
    ------
    DataError
        For a table with a boundary, and for an aggregate.
    UnknownNameError
        For an economy that does not exist.
    """
    r = w.regions.index(region)
    if not w.closed:
        raise DataError(tell("name.boundary_table", year=w.year, boundary=join_items(w.boundary)))
    if not w.regions.named[r]:
        named = join_items(c for c, one in zip(w.regions, w.regions.named, strict=True) if one)
        raise DataError(tell("name.aggregate", region=region, named=named))


def check_industry(w: Accounts, code: str, kind: str = "industry") -> None:
    """Refuse an industry that the accounts lack.

    Raises
    ------
    UnknownNameError
        With the nearest code.
    """
    if code not in w.industries:
        raise unknown(kind, code, w.industries, f"These accounts have {', '.join(w.industries)}.")
