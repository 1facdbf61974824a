"""Where the change of real income comes from: exact along the path of the shocks, or by the convention of 2015."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Literal

import numpy as np

from newind.equilibrium.components import rates
from newind.equilibrium.contributions import Contributions, contributions, share_out
from newind.equilibrium.problem import Problem
from newind.equilibrium.shockpath import TOLERANCE, PathSolver
from newind.equilibrium.shocks import NONE
from newind.equilibrium.solve import solve
from newind.errors import PolicyError, offenders

if TYPE_CHECKING:
    from newind.equilibrium.shockpath import ShockPath
    from newind.equilibrium.shocks import Shocks
    from newind.equilibrium.solve import Model, Solution
    from newind.equilibrium.system import State
    from newind.typing import Array

__all__ = ["Contributions", "Decomposition", "contributions", "decompose", "share_out"]


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


EXACT = 1e-8
"""Difference between the sum of the components and the change of log real income at which a path is fine enough."""
POINTS = (9, 17, 33, 65)
"""Equilibria along a path: each finer one keeps those of the one before."""
CONVENTIONS = {
    "path": "log points, integrated along the path of the shocks",
    "one_step": "fractions, one step from the benchmark (Caliendo & Parro 2015)",
}


@dataclass(frozen=True, eq=False)
class Decomposition:
    """The change of real income by cause.

    Parameters
    ----------
    components : dict of (R,) array
        By cause: log points along the path, fractions in the convention of 2015.
    wedges : dict of (R,) array
        The component of other distortions by instrument; empty in the convention of 2015.
    total : (R,) array
        Exact change of log real income; in the convention of 2015 the sum of its components, as published.
    error : float
        Largest difference between the sum of the components and the exact change (a log; a fraction in the convention).
    convention : str
        "path" or "one_step".
    nodes : int
        Equilibria that were used.
    """

    components: dict[str, Array]
    wedges: dict[str, Array]
    total: Array
    error: float
    convention: str
    nodes: int

    def __repr__(self) -> str:
        """Say into what, in which convention, and how exactly."""
        return f"Decomposition({', '.join(self.components)}; {self.label}; error {self.error:.0e})"

    @property
    def label(self) -> str:
        """Name of the convention that the values are in."""
        return CONVENTIONS[self.convention]


def decompose(
    model: Model, problem: Problem | Shocks, convention: Literal["path", "one_step"] = "path"
) -> Decomposition:
    """Return where the change of real income of each region comes from.

    Parameters
    ----------
    model : Model
        What steers the solves.
    problem : Problem or Shocks
        What happens.
    convention : {"path", "one_step"}
        Exact along the path of the shocks; or terms of trade and volume of trade in one step from the benchmark, as
        Caliendo & Parro (2015) publish them, for shocks of tariffs alone.

    Raises
    ------
    ConvergenceError
        If there is no equilibrium on the way.
    PolicyError
        For the convention of 2015 with shocks other than tariffs.

    Notes
    -----
    Real income W = I / P_F of a region is what its final users buy, so I dln W = Σ_k X_kF dln x_kF, plus the
    effect of preference shifts on P_F. Let x be quantities, X what users pay for them, N what they cost landed, B their
    value at the border, y what is shipped and p its price, d the cost of delivery (what melts), τ tariffs, C costs of
    industries, Q their output, V payments to factors, A productivity. In each region, by the envelope theorem,

    - purchases: X dln x = N dln x + (X − N) dln x, the last being taxes and carbon charges on purchases;
    - origins: N dln x = Σ_i N_i (dln y_i − dln d_i), with N_i = (1 + τ) B_i + charges;
    - industries: C dln Q = V dln(V/P_V) + Σ_k X_k dln x_k + C dln A + C δ dln M − cost of another recipe, M being the
      number of varieties, where volumes of factors are those of their supply: Σ V dln(V/P_V) = w dL + r dK + taxes ×
      reallocation;
    - markets: what an industry sells at home is its output less its exports, and what it sells is its cost plus wedges
      (mark-ups, carbon charges, taxes less subsidies), so its volume counts C dln Q + (sales − C) dln Q.

    Added up, inputs cancel, and what is left is

        I dln W = exports · dln c − imports · dln c + d(deficit)          terms of trade, transfers
                + Σ τ B dln y                                             trade volume
                + Σ C dln A − cost of other recipes                       technology
                − Σ N dln d                                               trade cost
                + w dL + r dK                                             factor supply
                + Σ δ sold at home · dln M + Σ δ imports · dln M          relocation and variety
                + Σ_k η (E dln E − Σ_i N_i dln p)                         the same: larger markets
                + Σ wedge × change of quantity                            other distortions
                + gain from other preferences                             preference shift

    Border prices at producers' cost c are those before varieties take something off, dln p = dln c − δ dln M. The terms
    of trade and transfers are in units of world value added, to which deficits are tied: what one region gains by terms
    of trade others lose. Each part is zero where its cause is absent. Wedges that are there without a policy (mark-ups,
    tariffs) count whenever quantities behind them change.

    Rates, charges and deficits are scaled linearly from the benchmark, costs, supplies and productivity in logs, and
    what is cut off altogether by its weight, which ends at exact zero; what loses all suppliers fades from recipes and
    preferences. Equilibria at Chebyshev's points give slopes by the polynomial through them, and the integral by
    weights of Clenshaw and Curtis; 9, 17, 33 or 65 points, until the sum meets the exact change to 1e-8 (else see
    ``error``).

    References
    ----------
    Caliendo & Parro (2015), Review of Economic Studies 82(1), 1: terms and volume of trade. Baqaee & Farhi (2019),
    Econometrica 87(4), 1155, and (2024), Econometrica 92(2), 505: technology and wedges in economies with linkages and
    trade.
    """
    given = problem if isinstance(problem, Problem) else Problem(model.benchmark, model.elasticities, problem)
    if convention == "one_step":
        return _in_one_step(model, given)
    walk = PathSolver(model, given)
    for count in POINTS:
        found = _along(walk.path(count))
        if found.error < EXACT:
            break
    return found


def _along(path: ShockPath) -> Decomposition:
    """Return the components along a path."""
    causes, instruments = rates(path)
    components = {name: path.integral(rate) for name, rate in causes.items()}
    total = _real_income(path.states[-1]) - _real_income(path.states[0])
    error = float(np.abs(sum(components.values(), start=-total)).max())
    wedges = {name: path.integral(rate) for name, rate in instruments.items()}
    return Decomposition(components, wedges, total, error, "path", path.times.size)


def _real_income(state: State) -> Array:
    return np.asarray(state.at.income - state.prices.final)


def _in_one_step(model: Model, problem: Problem) -> Decomposition:
    """Return the components in one step from the benchmark."""
    solution = solve(model, problem, tolerance=TOLERANCE)
    components = {name: pairs.sum(axis=1) for name, pairs in one_step(solution).items()}
    total = np.asarray(sum(components.values()))
    error = float(np.abs(total - np.expm1(solution.real_income)).max())
    return Decomposition(components, {}, total, error, "one_step", 1)
