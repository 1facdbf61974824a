"""Which losses of an input the model looks at, by a first guess, and which users it cannot take an input from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from newind.analyses.losses import Cut
from newind.equilibrium.laboratory import laboratory
from newind.kernels import extraction

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.equilibrium.assumptions import Assumptions
    from newind.equilibrium.benchmark import Benchmark
    from newind.typing import Array, BoolArray

FINAL = "final"
"""Final users, beside using industries."""


@dataclass(frozen=True)
class PartialCut(Cut):
    """A cut that leaves the input to users whom nobody else supplies: without them the model finds an equilibrium.

    Parameters
    ----------
    left_out : tuple of str
        These users; what the cut costs is then a lower end. ``users`` are the others, final ones among them.
    """

    left_out: tuple[str, ...] = ()

    def check(self, w: Accounts) -> None:
        """Refuse names that accounts lack.

        Raises
        ------
        UnknownNameError
            For an economy or industry that does not exist, with the nearest name.
        """
        industries = tuple(user for user in self.users if user != FINAL)
        Cut(self.region, self.partners, self.industries, self.side, industries).check(w)


@dataclass(frozen=True, eq=False)
class InputSpending:
    """Payments of an economy, or of an industry of it, for inputs in the benchmark of the model, tariffs included.

    Parameters
    ----------
    w : Accounts
        Closed accounts of one year.
    region : str
        Code of the economy.
    industry : str
        A using industry; empty for all of them and final users.
    assumptions : Assumptions
        Of the horizon at which losses are ranked.
    """

    w: Accounts
    region: str
    industry: str
    assumptions: Assumptions

    @cached_property
    def r(self) -> int:
        """Position of the economy."""
        return self.w.regions.index(self.region)

    @cached_property
    def benchmark(self) -> Benchmark:
        """Where the model starts."""
        return laboratory(self.w, self.assumptions).benchmark

    @cached_property
    def users(self) -> tuple[str, ...]:
        """Codes of the users: industries, then final users; or the one industry."""
        return (self.industry,) if self.industry else (*self.w.industries, FINAL)

    @cached_property
    def flows(self) -> Array:
        """Payments of users by supplier and input; (R, S, U)."""
        b = self.benchmark
        u = slice(None) if not self.industry else [self.w.industries.index(self.industry)]
        paid = np.broadcast_to(b.shares[:, self.r], (b.S, b.R, b.S + 1)) * b.spend[:, self.r, None, :]
        return np.asarray(paid.transpose(1, 0, 2)[:, :, u])

    @cached_property
    def duties(self) -> Array:
        """Tariffs in what users pay; (R, S, U)."""
        rate = self.benchmark.tariff[:, self.r].T
        return np.asarray(self.flows * (rate / (1.0 + rate))[:, :, None])

    @cached_property
    def by_supplier(self) -> Array:
        """First guess of what losing each supplier of each input costs; (R, S), unit of the accounts."""
        return extraction.first_order_loss(self.flows, self.duties, self._elasticity)

    @cached_property
    def by_input(self) -> Array:
        """First guess of what losing all foreign suppliers of each input costs; (S,), unit of the accounts."""
        flows, duties = (np.stack([a[self.r], a.sum(axis=0) - a[self.r]]) for a in (self.flows, self.duties))
        return np.asarray(extraction.first_order_loss(flows, duties, self._elasticity)[1])

    @property
    def _elasticity(self) -> Array:
        return self.assumptions.elasticities(self.w.industries).theta

    @cached_property
    def sold(self) -> BoolArray:
        """Whether a region sells any of an input; (R, S)."""
        return np.asarray(self.flows.sum(axis=2) > 0)

    def split_users(self, code: str, lost: BoolArray) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the users of an input that buy some of it from a region that is not lost, and those that do not.

        Parameters
        ----------
        code : str
            The input.
        lost : (R,) bool array
            Regions that are lost.
        """
        bought = self.flows[:, self.w.industries.index(code)]
        left, all_of_it = bought[~lost].sum(axis=0) > 0, bought.sum(axis=0) > 0
        return self._select_users(left), self._select_users(all_of_it & ~left)

    def _select_users(self, chosen: BoolArray) -> tuple[str, ...]:
        return tuple(user for user, one in zip(self.users, chosen, strict=True) if one)
