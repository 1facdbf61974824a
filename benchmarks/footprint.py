"""Footprints of ten pressures at WIOD size (1,435), from flows to results; pymrio computes the same in the same run.

Run: python benchmarks/footprint.py [--threads N] [--repeats N]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from common import Row, arguments, blas_threads, report, synthetic, timed, wiod
from newind.kernels import carbon
from newind.kernels.leontief import Leontief, coefficients

if TYPE_CHECKING:
    from collections.abc import Callable

    from newind.typing import Array

R, S, PRESSURES, GOAL = 41, 35, 10, 0.15


def economy() -> tuple[str, Array, Array, Array]:
    """Return a name, flows, final demand by region and pressures (10, n)."""
    figures = wiod(2008)
    if figures is None:
        name, (Z, Y) = "synthetic economy", synthetic(R, S, 0.8)
    else:
        name, Z, Y = "WIOD 2008", figures[0], figures[1].reshape(R * S, R, -1).sum(axis=2)
    made = Z.sum(axis=1) + Y.sum(axis=1)
    return name, Z, Y, np.random.default_rng(1).random((PRESSURES, R * S)) * np.maximum(made, 0)


def ours(Z: Array, Y: Array, F: Array) -> Array:
    """Return footprints (10, R): coefficients, factorisation, one solve."""
    x = Z.sum(axis=1) + Y.sum(axis=1)
    f = np.divide(F, x, out=np.zeros_like(F), where=x != 0)
    return carbon.footprint(f, Leontief(coefficients(Z, x)), Y)


def with_pymrio(Z: Array, Y: Array, F: Array) -> dict[str, Callable[[], Array]]:
    """Return the same computation by pymrio's functions, and by its calc_all, which computes all its accounts."""
    import pandas as pd
    import pymrio

    industries = pd.MultiIndex.from_product([range(R), range(S)], names=["region", "sector"])
    users = pd.MultiIndex.from_product([range(R), ["all"]], names=["region", "category"])
    tables = {"Z": pd.DataFrame(Z, industries, industries), "Y": pd.DataFrame(Y, industries, users)}
    pressures = pd.DataFrame(F, index=[f"pressure {k}" for k in range(len(F))], columns=industries)

    def functions() -> Array:
        x = pymrio.calc_x(tables["Z"], tables["Y"])
        L = pymrio.calc_L(pymrio.calc_A(tables["Z"], x))
        M = pymrio.calc_M(pymrio.calc_S(pressures, x), L)
        return np.asarray(M.to_numpy() @ Y)

    def everything() -> Array:
        extension = {"name": "pressures", "F": pressures.copy()}
        system = pymrio.IOSystem(Z=tables["Z"].copy(), Y=tables["Y"].copy(), pressures=extension)
        return np.asarray(system.calc_all().pressures.D_cba_reg.to_numpy())

    return {"pymrio calc_x … calc_M": functions, "pymrio calc_all": everything}


def main() -> None:
    """Check that both give the same numbers, then time them."""
    options = arguments(__doc__ or "").parse_args()
    name, Z, Y, F = economy()
    with blas_threads(options.threads) as machine:
        took, expected = timed(lambda: ours(Z, Y, F), options.repeats), ours(Z, Y, F)
        rows = []
        for peer, work in with_pymrio(Z, Y, F).items():
            np.testing.assert_allclose(work(), expected, rtol=1e-9)
            what = f"{PRESSURES} footprints, n = {R * S:,}, {name}"
            rows.append(Row(what, took, timed(work, options.repeats), GOAL, f"peer: {peer}; equal to 1e-9"))
        report("Footprints at WIOD size", machine, rows)


if __name__ == "__main__":
    main()
