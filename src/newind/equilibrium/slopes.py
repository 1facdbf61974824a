"""Parts of the derivative of the equations: shares at a state, in the precision that is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from newind.equilibrium.sales import origin_shares

if TYPE_CHECKING:
    from newind.equilibrium.elasticities import Elasticities
    from newind.equilibrium.system import State
    from newind.typing import Array

Real: TypeAlias = NDArray[np.floating[Any]]


@dataclass(frozen=True, eq=False)
class Slopes:
    """Shares at a state. Industries of all regions are counted region by region, n = R · S.

    Parameters
    ----------
    elasticities : Elasticities
        Responses.
    theta : (S,) array
        Trade elasticities.
    origins : (S, R, R, S + 1 or 1) array
        Shares of origins in what users pay landed [k, n, i, u].
    net : (S, R, S + 1) array
        What users spend on a good landed [k, n, u].
    inputs : (n, n) array
        Shares of each good of each origin (columns) in the inputs of an industry (rows).
    final : (R, n) array
        The same of final demand.
    value_added_share : (n,) array
        Share of value added in cost.
    labour, capital, payments : (n,) array
        Response of the price of value added to wages, returns and payments to value added.
    """

    elasticities: Elasticities
    theta: Real
    origins: Real
    net: Real
    inputs: Real
    final: Real
    value_added_share: Real
    labour: Real
    capital: Real
    payments: Real

    @property
    def S(self) -> int:
        """Number of industries."""
        return int(self.net.shape[0])

    @property
    def R(self) -> int:
        """Number of regions."""
        return int(self.net.shape[1])

    @property
    def n(self) -> int:
        """Number of industries of all regions."""
        return self.R * self.S

    @property
    def bend(self) -> Real:
        """Response of an industry's cost, at given payments to value added, to costlier inputs; (n,)."""
        return (1 - self.elasticities.sigma_v) * (1 - self.value_added_share)

    def lift(self, theta: Real) -> Real:
        """Return how spending on an origin follows the good's price: 1 − σ + θ by user; (S or 1, 1, S + 1)."""
        e = self.elasticities
        sigma = np.full(self.S + 1, e.sigma, dtype=self.net.dtype)
        sigma[-1] = e.sigma_f
        return np.asarray(1 - sigma + theta.reshape(-1, 1, 1))

    def flows(self, per_unit: Array) -> Real:
        """Return landed flows times a factor [k, n, i]; (S, R, R, S + 1), [k, i, n, u]."""
        factor = per_unit.astype(self.net.dtype).transpose(0, 2, 1)[..., None]
        return np.asarray(self.origins.transpose(0, 2, 1, 3) * factor * self.net[:, None])

    def through_prices(self, flows: Real) -> Real:
        """Return the effect of origins' prices on flows [k, i, n, u] through prices to users; (S, R, R), [k, i, j]."""
        S, R = self.S, self.R
        lifted = flows * self.lift(self.theta)[:, None]
        origins = self.origins.transpose(0, 2, 1, 3)
        if origins.shape[3] == 1:
            return np.asarray(np.matmul(lifted.sum(axis=3), origins[..., 0].transpose(0, 2, 1)))
        return np.asarray(np.matmul(lifted.reshape(S, R, -1), origins.reshape(S, R, -1).transpose(0, 2, 1)))


def slopes(state: State, dtype: type) -> Slopes:
    """Return the shares at a state."""
    p, prices, e = state.problem, state.prices, state.problem.elasticities
    R, S = p.benchmark.R, p.benchmark.S
    origins: Real = origin_shares(p, prices).astype(dtype, copy=False)
    of_industries = origins if origins.shape[3] == 1 else origins[..., :-1]
    goods: Real = prices.input_shares.astype(dtype).transpose(1, 2, 0)
    final: Real = prices.final_shares.astype(dtype)
    labour = (1 + e.psi) * p.benchmark.labour_share
    capital = (1 + e.psi) * (1 - p.benchmark.labour_share)
    payments = np.broadcast_to(-e.psi, (R, S)) + (0.0 if e.mobile else capital)
    inputs = of_industries.transpose(1, 3, 2, 0) * goods[:, :, None, :]
    return Slopes(
        elasticities=e,
        theta=e.theta.astype(dtype),
        origins=origins,
        net=state.sales.net.astype(dtype),
        inputs=np.ascontiguousarray(inputs).reshape(R * S, R * S),
        final=(origins[..., -1] * final[:, :, None]).transpose(1, 2, 0).reshape(R, R * S),
        value_added_share=prices.value_added_share.astype(dtype).ravel(),
        labour=labour.astype(dtype).ravel(),
        capital=capital.astype(dtype).ravel(),
        payments=payments.astype(dtype).ravel(),
    )
