"""Ways to solve ``(I - A) X = B`` and ``(I - A)' X = B`` for many right-hand sides; see :class:`.leontief.Leontief`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import numpy as np
from scipy.linalg import get_lapack_funcs

from newind.errors import ConvergenceError, DataError, tell

if TYPE_CHECKING:
    from collections.abc import Callable

    from scipy import sparse

    from newind.typing import Array

Sparse: TypeAlias = "sparse.csr_array[np.float64, tuple[int, int]]"
Matrix: TypeAlias = "Array | Sparse"

BLOCK = 512
"""Columns that an iterative method carries at a time, which bounds its memory."""


class Solver(Protocol):
    """Interface of every way of solving."""

    def solve(self, rhs: Array, *, transposed: bool) -> Array:
        """Return X (n, k) with ``(I - A) X = rhs``, or ``(I - A)' X = rhs`` where transposed."""

    def inverse(self) -> Array:
        """Return ``(I - A)^-1`` as a new (n, n) array."""


class DirectSolver:
    """LU of ``I - A`` in float64."""

    def __init__(self, A: Array) -> None:
        self._lu, self._pivots = _factorise(A, np.float64)

    def solve(self, rhs: Array, *, transposed: bool) -> Array:
        """Return X (n, k) with ``(I - A) X = rhs``, or ``(I - A)' X = rhs`` where transposed."""
        return _substitute(self._lu, self._pivots, rhs, transposed)

    def inverse(self) -> Array:
        """Return ``(I - A)^-1`` as a new (n, n) array."""
        getri = _lapack("getri", self._lu)
        workspace = 64 * len(self._lu)
        return np.asarray(getri(self._lu, self._pivots, lwork=workspace)[0]).T


class RefinementSolver:
    """LU of ``I - A`` in float32, residuals and refinement in float64."""

    refinements = 12

    def __init__(self, A: Array, tolerance: float) -> None:
        self._A, self._tolerance = A, tolerance
        self._lu, self._pivots = _factorise(A, np.float32)

    def solve(self, rhs: Array, *, transposed: bool) -> Array:
        """Return X (n, k) with ``(I - A) X = rhs``, or ``(I - A)' X = rhs`` where transposed."""
        return _by_block(self._refine, rhs, transposed)

    def inverse(self) -> Array:
        """Return ``(I - A)^-1`` as a new (n, n) array."""
        return self.solve(np.eye(len(self._A)), transposed=False)

    def _refine(self, rhs: Array, transposed: bool) -> Array:
        A = self._A.T if transposed else self._A
        x = self._correction(rhs, transposed)
        for step in range(self.refinements):
            residual = A @ x
            residual -= x
            residual += rhs
            error = _relative(residual, rhs, x)
            if step >= 2 and error <= self._tolerance:
                return x
            x += self._correction(residual, transposed)
        raise _build_convergence_error(
            "refinement of the float32 factorisation", self.refinements, error, self._tolerance
        )

    def _correction(self, residual: Array, transposed: bool) -> Array:
        scale = np.abs(residual).max(axis=0)
        scale[scale == 0] = 1.0
        return np.asarray(_substitute(self._lu, self._pivots, residual / scale, transposed) * scale)


class PowerSeries:
    """Power series ``I + A + A² + …``; converges where the spectral radius of A is below 1."""

    limit = 2000

    def __init__(self, A: Matrix, tolerance: float) -> None:
        self._A, self._tolerance = A, tolerance

    def solve(self, rhs: Array, *, transposed: bool) -> Array:
        """Return X (n, k) with ``(I - A) X = rhs``, or ``(I - A)' X = rhs`` where transposed."""
        return _by_block(self._sum, rhs, transposed)

    def inverse(self) -> Array:
        """Return ``(I - A)^-1`` as a new (n, n) array."""
        return self.solve(np.eye(self._A.shape[0]), transposed=False)

    def _sum(self, rhs: Array, transposed: bool) -> Array:
        """Add terms until the next one, which is the residual of the sum, is small enough."""
        A: Any = self._A.T if transposed else self._A
        term = np.ascontiguousarray(rhs)
        x = term.copy()
        for step in range(1, self.limit + 1):
            term = A @ term
            error = _relative(term, rhs, x)
            if error <= self._tolerance:
                return x
            if not np.isfinite(error) or (error > 1 - 1e-9 and step > 200):
                break
            x += term
        raise _build_convergence_error("power series", step, error, self._tolerance)


class BiCGStab:
    """Stabilised bi-conjugate gradients, all right-hand sides side by side with scalars of their own."""

    sweeps, steps = 8, 200

    def __init__(self, A: Matrix, tolerance: float) -> None:
        self._A, self._tolerance = A, tolerance

    def solve(self, rhs: Array, *, transposed: bool) -> Array:
        """Return X (n, k) with ``(I - A) X = rhs``, or ``(I - A)' X = rhs`` where transposed."""
        return _by_block(self._solve_with_restarts, rhs, transposed)

    def inverse(self) -> Array:
        """Return ``(I - A)^-1`` as a new (n, n) array."""
        return self.solve(np.eye(self._A.shape[0]), transposed=False)

    def _solve_with_restarts(self, rhs: Array, transposed: bool) -> Array:
        """Sweep until the residual as it is, not as the recurrence has it, is small enough."""
        A: Any = self._A.T if transposed else self._A
        x, taken = rhs.copy(), 0
        for sweep in range(self.sweeps + 1):
            residual = rhs - x + A @ x
            error = _relative(residual, rhs, x)
            if error <= self._tolerance or not np.isfinite(error) or sweep == self.sweeps:
                break
            target = 0.3 * self._tolerance * (_norm(rhs) + _norm(x))
            correction, steps = _bicgstab_sweep(A, residual, target, self.steps)
            x, taken = x + correction, taken + steps
        if error <= self._tolerance:
            return x
        raise _build_convergence_error("BiCGSTAB", taken, error, self._tolerance)


def _bicgstab_sweep(A: Any, r: Array, target: Array, limit: int) -> tuple[Array, int]:
    """Return an approximate solution of ``(I - A) d = r`` and the steps taken; columns at their target stand still."""
    shadow = r
    d, p, v = np.zeros_like(r), np.zeros_like(r), np.zeros_like(r)
    rho = alpha = omega = np.ones(r.shape[1])
    for taken in range(1, limit + 1):  # noqa: B007
        rho, previous = _dot(shadow, r), rho
        p = r + _ratio(rho * alpha, previous * omega) * (p - omega * v)
        v = p - A @ p
        alpha = _ratio(rho, _dot(shadow, v))
        s = r - alpha * v
        t = s - A @ s
        omega = _ratio(_dot(t, s), _dot(t, t))
        d += alpha * p + omega * s
        r = s - omega * t
        going = _norm(r) > target
        if not going.any() or not (going & (alpha != 0)).any():
            break
        rho, alpha = np.where(going, rho, 0.0), np.where(going, alpha, 0.0)
    return d, taken


def _by_block(solve: Callable[[Array, bool], Array], rhs: Array, transposed: bool) -> Array:
    """Solve a limited number of columns at a time."""
    if rhs.shape[1] <= BLOCK:
        return solve(np.ascontiguousarray(rhs), transposed)
    x = np.empty(rhs.shape)
    for start in range(0, rhs.shape[1], BLOCK):
        part = slice(start, start + BLOCK)
        x[:, part] = solve(np.ascontiguousarray(rhs[:, part]), transposed)
    return x


def _dot(a: Array, b: Array) -> Array:
    return np.asarray(np.einsum("nk,nk->k", a, b))


def _norm(a: Array) -> Array:
    return np.sqrt(_dot(a, a))


def _ratio(a: Array, b: Array) -> Array:
    """Divide, 0 where the divisor is 0 (a column that is solved or has broken down)."""
    return np.divide(a, b, out=np.zeros_like(a), where=b != 0)


def _relative(residual: Array, rhs: Array, x: Array) -> float:
    """Return the largest residual of any column relative to its right-hand side and solution."""
    return float(_ratio(_norm(residual), _norm(rhs) + _norm(x)).max(initial=0.0))


def _build_convergence_error(what: str, steps: int, residual: float, tolerance: float) -> ConvergenceError:
    return ConvergenceError(tell("model.solver", what=what, steps=steps, residual=residual, tolerance=tolerance))


def _factorise(A: Array, dtype: type[np.floating[Any]]) -> tuple[Any, Any]:
    """Return LU and pivots of ``(I - A)'``: transposing spares the copy into column-major order."""
    matrix = np.array(A, dtype=dtype, order="C")
    np.negative(matrix, out=matrix)
    matrix.flat[:: len(matrix) + 1] += 1
    lu, pivots, info = _lapack("getrf", matrix)(matrix.T, overwrite_a=True)
    if info > 0 or not np.isfinite(lu.diagonal()).all():
        msg = (
            f"I - A is singular (pivot {info} of {len(matrix)}): some industries together buy as much as they make. "
            "Check that rows sell and columns buy and that output covers intermediate and final sales (Accounts.check)."
        )
        raise DataError(msg)
    return lu, pivots


def _substitute(lu: Any, pivots: Any, rhs: Array, transposed: bool) -> Array:
    getrs = _lapack("getrs", lu)
    return np.asarray(getrs(lu, pivots, rhs, trans=0 if transposed else 1)[0], dtype=np.float64)


def _lapack(name: str, like: Any) -> Any:
    """Return the LAPACK routine of that name for the precision of ``like``."""
    routine: Any = get_lapack_funcs(name, [like])
    return routine
