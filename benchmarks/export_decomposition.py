"""Terms of gross exports for all pairs, all extractions, and feedbacks of all country pairs, at 41 × 35, given B.

The R package decompr takes 10.4-11.7 s of CPU for the sixteen terms at this size (a quoted figure: it is not run here).
The peers of the same run are the formulas in plain numpy: the sixteen terms in loops over exporter, importer and third
countries, and a new solution of the cut table for each pair, of which a few are timed and scaled up.

Run: python benchmarks/export_decomposition.py [--threads N] [--repeats N]
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

import newind as ni
from common import Row, Timing, arguments, blas_threads, cold, report, synthetic, timed, wiod
from newind.analyses.circulation.decomposition import export_terms
from newind.kernels import exportterms, extraction
from newind.kernels.leontief import Leontief, coefficients

if TYPE_CHECKING:
    from newind.typing import Array

R, S = 41, 35
SOME_PAIRS = 4
"""Country pairs whose cut is solved anew."""
GOAL_TERMS, GOAL_EXTRACTIONS, GOAL_FEEDBACKS = 0.1, 0.01, 0.5
DECOMPR = "decompr, quoted: 10.4-11.7 s CPU; peer: plain loops"


@dataclass(frozen=True, eq=False)
class World:
    """Z (n, n) and Y (n, R) in million USD, and what follows from them, computed before anything is timed."""

    name: str
    Z: Array
    Y: Array

    @cached_property
    def x(self) -> Array:
        return np.asarray(self.Z.sum(axis=1) + self.Y.sum(axis=1))

    @cached_property
    def A(self) -> Array:
        return coefficients(self.Z, self.x)

    @cached_property
    def B(self) -> Array:
        return Leontief(self.A).inverse()

    @cached_property
    def v(self) -> Array:
        return np.divide(self.x - self.Z.sum(axis=0), self.x, out=np.zeros_like(self.x), where=self.x != 0)

    @cached_property
    def given(self) -> tuple[Array, Array, Array, Array]:
        """Return v, B, A4 and Y3, as the kernels take them."""
        return self.v, self.B, self.A.reshape(R, S, R, S), self.Y.reshape(R, S, R)


def world() -> World:
    """Return WIOD 2008 where the collected figures are, else a synthetic economy of that size."""
    figures = wiod(2008)
    if not figures:
        return World("synthetic", *synthetic(R, S, 0.8))
    Z, F = figures[:2]
    idle = Z.sum(axis=1) + F.sum(axis=1) <= 0
    return World("WIOD 2008", Z, np.where(idle[:, None], 0.0, F.reshape(R * S, R, -1).sum(axis=2)))


def plain_loops(w: World) -> Array:
    """Return the sixteen terms as written: by exporter, importer and third country."""
    v, x, Y = w.v.reshape(R, S), w.x.reshape(R, S), w.given[3]
    A, B = ([[M[s * S : s * S + S, r * S : r * S + S] for r in range(R)] for s in range(R)] for M in (w.A, w.B))
    L = [np.linalg.inv(np.eye(S) - A[s][s]) for s in range(R)]
    E = [sum(A[s][r] @ x[r] + Y[s, :, r] for r in range(R) if r != s) for s in range(R)]
    sent = [sum(Y[t, :, u] for u in range(R) if u != t) for t in range(R)]
    terms = np.zeros((16, R, S, R))
    for s in range(R):
        once, each = v[s] @ L[s], v[s] @ B[s][s]
        for r in range(R):
            if r == s:
                continue
            third = [t for t in range(R) if t not in (s, r)]
            use, out = A[s][r] @ (L[r] @ Y[r, :, r]), A[s][r] @ (L[r] @ E[r])
            made = [
                B[r][r] @ Y[r, :, r],
                sum(B[r][t] @ Y[t, :, t] for t in third),
                B[r][r] @ sum(Y[r, :, t] for t in third),
                sum(B[r][t] @ (sent[t] - Y[t, :, s]) for t in third),
                B[r][r] @ Y[r, :, s],
                sum(B[r][t] @ Y[t, :, s] for t in third),
                B[r][s] @ Y[s, :, s],
                B[r][s] @ sent[s],
            ]
            partner, others = v[r] @ B[r][s], sum(v[t] @ B[t][s] for t in third)
            foreign = [weight * part for weight in (partner, others) for part in (Y[s, :, r], use, out)]
            domestic = [once * (A[s][r] @ m) for m in made]
            again = (each - once) * (A[s][r] @ x[r])
            terms[:, s, :, r] = [each * Y[s, :, r], *domestic, again, *foreign]
    return terms


def extractions(w: World) -> tuple[Array, Array]:
    """Return the world's loss without each industry, and without its purchases."""
    carried = w.v @ w.B
    return extraction.total_extraction(carried, w.B, w.x), extraction.backward_extraction(carried, w.v, w.B, w.x)


def pairs(w: World) -> Array:
    """Return what every region loses when all intermediate sales of one to another are cut, one pair at a time."""
    cut = extraction.lost_sales_between_regions(w.given[2], w.B, w.x)
    return extraction.losses(exportterms.value_added_content(w.v, w.B, R), cut)


def solved_anew(w: World, s: int, r: int) -> Array:
    """Return the same for one pair by cutting the table and solving it."""
    A = w.A.copy()
    A[s * S : s * S + S, r * S : r * S + S] = 0.0
    left = np.linalg.solve(np.eye(R * S) - A, w.Y.sum(axis=1))
    return (w.v * (w.x - left)).reshape(R, S).sum(axis=1)


def scaled(timing: Timing, factor: float) -> Timing:
    return Timing(timing.least * factor, timing.median * factor)


def rows(w: World, repeats: int) -> list[Row]:
    """Check that both ways agree, then time them."""
    terms = exportterms.wang_wei_zhu(*w.given)
    np.testing.assert_allclose(terms, plain_loops(w), rtol=0, atol=1e-9 * terms.max())
    some = [(k, k + 1) for k in range(SOME_PAIRS)]
    found = pairs(w)
    for s, r in some:
        np.testing.assert_allclose(found[:, s, r], solved_anew(w, s, r), rtol=0, atol=1e-9 * w.x.max())
    anew = scaled(cold(lambda: [solved_anew(w, *pair) for pair in some]), R * (R - 1) / SOME_PAIRS)
    again = f"peer: a new solution a pair, {SOME_PAIRS} of {R * (R - 1):,} timed"

    def both() -> tuple[Array, Array]:
        return extraction.lost_sales_to_regions(w.A, w.B, w.x, R), exportterms.value_added_content(w.v, w.B, R)

    return [
        Row("16 terms, all pairs", timed(lambda: exportterms.wang_wei_zhu(*w.given), repeats),
            cold(lambda: plain_loops(w)), GOAL_TERMS, DECOMPR),
        Row("6 components by source, all pairs", timed(lambda: exportterms.borin_mancini_source(*w.given), repeats)),
        Row("6 components by sink, all pairs", timed(lambda: exportterms.borin_mancini_sink(*w.given), repeats)),
        Row("all extractions, total and backward", timed(lambda: extractions(w), repeats), goal=GOAL_EXTRACTIONS),
        Row("feedback of each industry's sales to each region", timed(both, repeats)),
        Row("feedback of all country pairs", timed(lambda: pairs(w), repeats), anew, GOAL_FEEDBACKS, again),
    ]  # fmt: skip


def main() -> None:
    options = arguments(__doc__.partition("\n")[0]).parse_args()
    w, shipped = world(), ni.load("world", year=2011)
    w.given, shipped.B  # noqa: B018  computed before the clock starts
    with blas_threads(options.threads) as machine:
        lines = rows(w, options.repeats)
        again = Row("export_terms and its table, world 2011, 20 × 26", timed(lambda: export_terms(shipped).table(), 3))
    report(f"Exports taken apart, extractions and feedbacks: {w.name}, {R} × {S}, given B", machine, [*lines, again])


if __name__ == "__main__":
    main()
