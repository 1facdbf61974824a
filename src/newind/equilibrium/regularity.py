"""Whether an equilibrium with economies of scale is regular: how much scale there may be before others branch off."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.linalg import lu_factor, lu_solve
from scipy.sparse.linalg import ArpackError, LinearOperator, eigs

from newind.equilibrium.jacobian import jacobian
from newind.equilibrium.many import solve_many
from newind.equilibrium.path import fade_lost_purchases, part_way
from newind.equilibrium.problem import Problem
from newind.equilibrium.steering import find_sign
from newind.equilibrium.system import State
from newind.errors import NewindError

if TYPE_CHECKING:
    from newind.equilibrium.assumptions import Elasticities
    from newind.equilibrium.benchmark import Benchmark
    from newind.equilibrium.solve import Model, Solution
    from newind.typing import Array

STEPS = 8
"""Parts of the way of the shocks."""
MOST = 400
"""Steps in which the largest eigenvalue is looked for."""


def is_regular(solution: Solution, model: Model) -> bool:
    """Return whether the derivative of the equations at an equilibrium has the sign it has without scale at benchmark.

    So has it at the equilibria on the way of the shocks there, in steps of an eighth, as far as there are some. Sizes
    of markets are held. The sign turns where equilibria meet and branch.

    Parameters
    ----------
    solution : Solution
        The equilibrium.
    model : Model
        What steers the solves on the way.
    """
    problem = solution.problem
    flat, fading = without_scale(problem.elasticities), fade_lost_purchases(problem)
    parts = [part_way(fading, step / STEPS) for step in range(1, STEPS)]
    found = [one for one in solve_many([model] * len(parts), parts) if not isinstance(one, NewindError)]
    sign = _sign_at(_at_benchmark(problem.benchmark, flat))
    return all(_sign_at(one.state) == sign for one in (solution, *found))


def find_room(benchmark: Benchmark, elasticities: Elasticities) -> float:
    """Return how many times the scale there is there may be before the equilibrium of the benchmark is regular no more.

    Parameters
    ----------
    benchmark : Benchmark
        Where the economy starts.
    elasticities : Elasticities
        With economies of scale; selection is held as sizes of markets are.

    Returns
    -------
    float
        Above 1 where the equilibrium is regular; infinite where no scale makes others branch off.

    Notes
    -----
    The derivative J is linear in scale, J₀ + s D, so that it is singular where 1 / s is an eigenvalue of − J₀⁻¹ D.
    Without inputs s = 1 / φ, Kucheryavyy, Lyn & Rodríguez-Clare (2023); with them there is no closed form.
    """
    flat = jacobian(_at_benchmark(benchmark, without_scale(elasticities)), float)
    more = jacobian(_at_benchmark(benchmark, replace(elasticities, eta=0.0 * elasticities.eta)), float) - flat
    factors, n = lu_factor(flat), len(flat)

    def apply(x: Array) -> Array:
        return np.asarray(-lu_solve(factors, more @ x))

    start = np.ones(n) + 0.1 * np.sin(np.arange(n))
    try:
        found: Any = eigs(LinearOperator((n, n), matvec=apply), k=min(6, n - 2), which="LR", v0=start, maxiter=MOST)[0]
    except ArpackError:
        found = np.linalg.eigvals(-lu_solve(factors, more))
    real = found.real[(np.abs(found.imag) < 1e-6 * np.abs(found).max()) & (found.real > 0)]
    return float(1.0 / real.max()) if real.size else float("inf")


def without_scale(e: Elasticities) -> Elasticities:
    """Return the responses of Armington's structure."""
    return replace(e, delta=0.0 * e.delta, eta=0.0 * e.eta)


def _at_benchmark(benchmark: Benchmark, e: Elasticities) -> State:
    problem = Problem(benchmark, e)
    return State(problem, problem.split(np.zeros(problem.size)))


def _sign_at(state: State) -> int:
    return find_sign(lu_factor(jacobian(state)))
