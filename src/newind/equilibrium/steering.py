"""What steers solves: the derivative at a state, factorised in two parts, so that market structures share the larger.

Scale and entry bend the equations of border prices q alone. With y the other unknowns, a step solves

    J dy + K dq = −f      the same for all structures
    C dy + A dq = −g      border prices, a few figures an industry

so that dy = −J⁻¹f − G dq with G = J⁻¹K, and (A − C G) dq = C J⁻¹f − g: a structure takes a matrix of a quarter of the
size, and soon has its own.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lu_factor
from scipy.linalg.lapack import sgetrs

from newind.equilibrium.jacobian import PriceSlopes, jacobian, price_slopes, slopes
from newind.kernels.threads import enough_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.equilibrium.assumptions import Elasticities
    from newind.equilibrium.system import State
    from newind.typing import Array

LU: TypeAlias = tuple[NDArray[Any], NDArray[np.int32]]
FEW = 3
"""Residuals that are sooner solved for one by one than by what LAPACK does for several."""
RIDGE = 1e-6
"""Taken off the diagonal, so that the matrix stays regular where an equation happens to have no slope."""
SCALE, ENTRY = 0.05, 0.25
"""Steps of scale over its bound and of χ in which structures have matrices: the next below is near enough to steer."""
ROOM = 2e7
"""Bytes that factors of structures may take at one state: those of 18 in 20 regions with 26 industries."""


class Factors(NamedTuple):
    """The derivative at a state, in single precision.

    Parameters
    ----------
    through : (n, m − n) array
        Effect of border prices on other unknowns, with these held; G, transposed.
    others : (m − n, m − n) array
        Inverse of the derivative of the other equations by the other unknowns, transposed.
    prices : PriceSlopes
        What border prices follow.
    structures : dict
        For the structures that were asked for last: responses of border prices, and LU factors of A − C G, transposed.
    """

    through: NDArray[np.float32]
    others: NDArray[np.float32]
    prices: PriceSlopes
    structures: dict[Any, tuple[NDArray[np.float32], LU]]

    def __reduce__(self) -> tuple[type[Factors], tuple[Any, ...]]:
        """Leave structures behind in copies."""
        return Factors, (*self[:3], {})

    def find(self, e: Elasticities) -> tuple[NDArray[np.float32], LU]:
        """Return what steers with the market structure of elasticities."""
        phi, chi = _find_near(e)
        key = phi.tobytes(), chi
        if key not in self.structures:
            self.structures[key] = self.factorise(phi / self.prices.theta, chi)
            for old in list(self.structures)[: -max(1, int(ROOM / self.prices.inputs.nbytes))]:
                self.structures.pop(old, None)
        return self.structures[key]

    def factorise(self, delta: Array, chi: float) -> tuple[NDArray[np.float32], LU]:
        """Return responses, and LU factors, with scale δ (S,) and χ."""
        inputs, *others = self.prices.respond(delta, chi)
        responses = np.stack(others)
        square = self.prices.inputs.T * inputs
        square -= self.prices.follow(responses, self.through)
        square[np.diag_indices(len(square))] -= 1.0 + RIDGE
        with enough_for(len(square)):
            return responses, lu_factor(square, overwrite_a=True, check_finite=False)

    def step(self, elasticities: Sequence[Elasticities], f: Array) -> Array:
        """Return the steps that residuals (K, m) ask for, each with its own market structure."""
        n, m = len(self.through), f.shape[1]
        before, end = m - 2 * n, m - n
        first = np.concatenate([f[:, :before], f[:, end:]], axis=1, dtype=np.float32) @ self.others
        border = -f[:, before:end].astype(np.float32)
        found, by_structure = [self.find(e) for e in elasticities], defaultdict[int, list[int]](list)
        for k, one in enumerate(found):
            by_structure[id(one)].append(k)
        for chosen in by_structure.values():
            responses, factors = found[chosen[0]]
            border[chosen] = _solve(factors, border[chosen] + self.prices.follow(responses, first[chosen]))
        rest = first + border @ self.through
        return np.concatenate([-rest[:, :before], border, -rest[:, before:]], axis=1, dtype=np.float64)


def _find_near(e: Elasticities) -> tuple[Array, float]:
    """Return scale over its bound and χ of the structure that steers others."""
    phi = np.asarray(np.floor(e.delta * e.theta / SCALE + 1e-6) * SCALE)
    return phi, round(e.chi / ENTRY) * ENTRY if phi.any() else 0.0


def _solve(factors: LU, f: NDArray[Any]) -> NDArray[Any]:
    """Return what transposed factors make of rows."""
    if len(f) > FEW:
        return np.asarray(sgetrs(*factors, f.T, trans=1)[0].T)
    return np.stack([sgetrs(*factors, one, trans=1)[0] for one in f])


def find_sign(factors: LU) -> int:
    """Return the sign of the determinant of a matrix, from its factors.

    Examples
    --------
    >>> find_sign(lu_factor(np.array([[0.0, 1.0], [1.0, 0.0]])))
    -1
    """
    lu, pivots = factors
    swaps = int((pivots != np.arange(len(pivots))).sum())
    return int((-1) ** (swaps + int((np.diag(lu) < 0).sum())))


def factorise_jacobian(state: State) -> Factors:
    """Factorise the derivative at a state, with its own market structure.

    What is not finite in it steers nowhere, and is noticed there; kernels of BLAS flag what they read beside a small
    matrix, too.
    """
    with np.errstate(all="ignore"):
        J, prices = jacobian(state), price_slopes(slopes(state, np.float32), state)
        n, m = len(prices.inputs), len(J)
        border = slice(m - 2 * n, m - n)
        rest = np.delete(np.arange(m), border)
        others = J[np.ix_(rest, rest)]
        others[np.diag_indices(len(others))] -= RIDGE
        with enough_for(m):
            kept = lu_factor(others.T, overwrite_a=True, check_finite=False)
            inverse, through = (sgetrs(*kept, made, trans=1)[0] for made in (np.eye(m - n), J[rest, border]))
        found, e = Factors(through.T, inverse.T, prices, {}), state.problem.elasticities
        phi, chi = _find_near(e)
        found.structures[phi.tobytes(), chi] = found.factorise(e.delta, e.chi)
    return found
