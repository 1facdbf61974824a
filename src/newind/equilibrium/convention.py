"""Terms of trade and volume of trade as Caliendo & Parro (2015) publish them."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from newind.equilibrium.shocks import NONE
from newind.errors import PolicyError, offenders

if TYPE_CHECKING:
    from newind.equilibrium.shocks import Shocks
    from newind.equilibrium.solve import Solution
    from newind.typing import Array


def one_step(solution: Solution) -> dict[str, Array]:
    """Return terms of trade and volume of trade with each partner, in one step from the benchmark.

    Parameters
    ----------
    solution : Solution
        Of shocks of tariffs alone.

    Returns
    -------
    dict of (R, R) array
        "terms of trade" and "trade volume" [region, partner], shares of benchmark income; a region's sum is its welfare
        in the tables of 2015.

    Raises
    ------
    PolicyError
        For shocks other than tariffs.

    Notes
    -----
    With benchmark exports E and imports M at border prices, tariffs τ, income I, new imports M' and prices ĉ of
    producers in units of world value added,

        ToT_n = Σ_j Σ_i [E_ni (ĉ_n − 1) − M_ni (ĉ_i − 1)] / I_n
        VoT_n = Σ_j Σ_i τ_ni (M'_ni − M_ni ĉ_i) / I_n:

    the paper's differentials in finite changes, d ln ĉ being taken as ĉ − 1 and M (d ln M − d ln ĉ) as M' − M ĉ. The
    volume is valued at old tariffs throughout, which overstates what their removal brings: the sum is not the exact
    change of real income.

    References
    ----------
    Caliendo & Parro (2015), Review of Economic Studies 82(1), 1; tables 2, 3 and 7.
    """
    _check(solution.problem.shocks)
    b, new = solution.problem.benchmark, solution.state.sales.border
    price = np.exp(solution.state.prices.border).T
    bought = np.einsum("kni,ki->ni", b.border, price - 1.0)
    sold = np.einsum("kni,ki->in", b.border, price - 1.0)
    volume = (b.tariff * (new - b.border * price[:, None, :])).sum(axis=0)
    return {"terms of trade": (sold - bought) / b.final[:, None], "trade volume": volume / b.final[:, None]}


def _check(shocks: Shocks) -> None:
    """Refuse what the convention has no term for."""
    given = [f.name for f in fields(shocks) if getattr(shocks, f.name) is not getattr(NONE, f.name)]
    others = [name for name in given if name != "tariff"]
    if others:
        raise PolicyError(
            f"the one-step convention knows tariffs alone; other shocks: {offenders(others)}. "
            "Decompose along the path instead (convention 'path')."
        )
