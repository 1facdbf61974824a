"""Input coefficients and the Leontief inverse, which is solved with and formed only when asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias, overload

import numpy as np
from scipy import sparse

from newind.errors import DataError
from newind.kernels.solvers import BiCGStab, DirectSolver, Matrix, PowerSeries, RefinementSolver, Solver, Sparse
from newind.kernels.threads import enough_for

if TYPE_CHECKING:
    from newind.typing import Array

Method: TypeAlias = Literal["auto", "lu", "mixed", "series", "bicgstab"]

SMALL = 4000
"""Largest n at which a float64 factorisation is the default for a dense matrix."""


@overload
def coefficients(Z: Array, x: Array) -> Array: ...
@overload
def coefficients(Z: Sparse, x: Array) -> Sparse: ...
def coefficients(Z: Matrix, x: Array) -> Matrix:
    """Return input coefficients, inputs per unit of output.

    Parameters
    ----------
    Z : (n, n) array or sparse array, million USD
        Flows; rows sell, columns buy.
    x : (n,) array, million USD
        Output.

    Returns
    -------
    (n, n) array or CSR array, million USD per million USD
        ``Z`` divided by column with output; a column of zeros where output is exactly zero.

    Examples
    --------
    >>> import numpy as np
    >>> coefficients(np.array([[1.0, 4.0], [2.0, 0.0]]), np.array([10.0, 0.0]))
    array([[0.1, 0. ],
           [0.2, 0. ]])
    """
    per_unit = np.divide(1.0, x, out=np.zeros(len(x)), where=x != 0)
    if isinstance(Z, np.ndarray):
        return np.asarray(Z * per_unit)
    return sparse.csr_array(Z @ sparse.diags_array(per_unit))


ENDLESS = 1e12
"""Output called for by a unit of everything, beyond which the system is singular but for rounding."""


class Leontief:
    """Solve with the Leontief inverse ``B = (I - A)^-1`` without forming it.

    Parameters
    ----------
    A : (n, n) array or sparse array
        Input coefficients. Kept by reference, never modified.
    method : {"auto", "lu", "mixed", "series", "bicgstab"}
        ``lu`` factorises in float64; ``mixed`` factorises in float32 and refines in float64 (half the memory, large
        dense matrices); ``series`` sums ``I + A + A^2 + …``; ``bicgstab`` iterates on all right-hand sides at once
        (large sparse matrices). ``auto``: ``lu`` up to n = 4000; beyond, ``bicgstab`` for sparse, ``mixed`` for dense.
    tolerance : float
        Largest residual an iterative method or a refinement may leave, relative to right-hand side and solution.

    Raises
    ------
    DataError
        If ``I - A`` is singular, or ``A`` is non-negative and its spectral radius is 1 or more: some industries
        together use up at least what they make, and no final demand can be served.
    ConvergenceError
        If an iterative method stops short of its tolerance.

    Notes
    -----
    One factorisation answers both ``B·rhs`` and ``lhs·B``. Whether ``A >= 0`` is productive is decided by one solve:
    ``u = B·1 >= 0`` and ``(I - A)u = 1 > 0`` hold together if and only if the spectral radius is below 1.

    References
    ----------
    Miller & Blair (2009), Input-Output Analysis, ch. 2. Berman & Plemmons (1994), Nonnegative Matrices in the
    Mathematical Sciences, ch. 6, theorem 2.3 (condition I27). van der Vorst (1992), SIAM J. Sci. Stat. Comput. 13, 631.

    Examples
    --------
    >>> import numpy as np
    >>> leontief = Leontief(np.array([[0.0, 0.5], [0.0, 0.0]]))
    >>> leontief.solve(np.array([1.0, 2.0]))
    array([2., 2.])
    >>> leontief.solve_left(np.array([1.0, 2.0]))
    array([1. , 2.5])
    """

    def __init__(self, A: Matrix, method: Method = "auto", *, tolerance: float = 1e-12) -> None:
        self.A = A
        self.method = _choose(A) if method == "auto" else method
        with enough_for(self.n):
            self._solver = _solver(A, self.method, tolerance)
            _check_productive(A, self._solver)

    @property
    def n(self) -> int:
        """Number of region-industry pairs."""
        return int(self.A.shape[0])

    def solve(self, rhs: Array) -> Array:
        """Return ``B·rhs``, the output that serves final demand.

        Parameters
        ----------
        rhs : (n,) or (n, k) array

        Returns
        -------
        array of the shape of ``rhs``

        Raises
        ------
        ConvergenceError
            If an iterative method stops short of its tolerance.
        """
        b = np.asarray(rhs, dtype=np.float64)
        with enough_for(self.n):
            return self._solver.solve(b.reshape(self.n, -1), transposed=False).reshape(b.shape)

    def solve_left(self, lhs: Array) -> Array:
        """Return ``lhs·B``, what a unit of final demand of each product carries along its chain.

        Parameters
        ----------
        lhs : (n,) or (k, n) array

        Returns
        -------
        array of the shape of ``lhs``

        Raises
        ------
        ConvergenceError
            If an iterative method stops short of its tolerance.
        """
        b = np.asarray(lhs, dtype=np.float64)
        with enough_for(self.n):
            return self._solver.solve(b.reshape(-1, self.n).T, transposed=True).T.reshape(b.shape)

    @cached_property
    def _inverse(self) -> Array:
        with enough_for(self.n):
            inverse = self._solver.inverse()
        inverse.flags.writeable = False
        return inverse

    def inverse(self) -> Array:
        """Return ``B`` itself, computed once and read-only.

        Returns
        -------
        (n, n) array
            Costs three factorisations and n² floats; ask only where diagonals, blocks or all columns are needed.
        """
        return self._inverse


def _choose(A: Matrix) -> Method:
    if A.shape[0] <= SMALL:
        return "lu"
    return "mixed" if isinstance(A, np.ndarray) else "bicgstab"


def _solver(A: Matrix, method: Method, tolerance: float) -> Solver:
    if method == "series":
        return PowerSeries(A, tolerance)
    if method == "bicgstab":
        return BiCGStab(A, tolerance)
    dense = A if isinstance(A, np.ndarray) else A.toarray()
    if method == "lu":
        return DirectSolver(dense)
    if method == "mixed":
        return RefinementSolver(dense, tolerance)
    msg = f"unknown method {method!r}. Use 'auto', 'lu', 'mixed', 'series' or 'bicgstab'."
    raise DataError(msg)


def _check_productive(A: Matrix, solver: Solver) -> None:
    """Refuse a non-negative A whose spectral radius is 1 or more; no verdict where A has negative cells."""
    columns = np.asarray(A.sum(axis=0)).ravel()
    if columns.max() < 1 - 1e-9 or A.min() < 0:
        return
    u = solver.solve(np.ones((len(columns), 1)), transposed=False)
    if not ((u >= 1 - 1e-6) & (u < ENDLESS)).all():
        raise unproductive(columns)


def unproductive(columns: Array) -> DataError:
    """Build the error for coefficients that no final demand can be served with."""
    bad = np.flatnonzero(columns >= 1)
    first = ", ".join(str(j) for j in bad[:3])
    return DataError(
        f"I - A has no non-negative inverse: {len(bad)} columns of A (first {first}) buy inputs worth their whole "
        "output or more, and the spectral radius of A is 1 or more. Check that rows sell and columns buy and that "
        "output covers intermediate and final sales (Accounts.check)."
    )
