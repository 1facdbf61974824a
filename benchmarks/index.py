"""The index: building, 1,000 replications, a full factorial of 2,000 and more combinations, and a panel of provinces.

COINr (R), whose worked example this is, builds the index afresh for every replication: 126 to 370 s of CPU for 1,000,
measured elsewhere; the benchmark does not run R. Beside our figures stands the same way of working in newind (replay,
once a replication, timed over 20 and scaled), and scikit-criteria, where installed, for entropy weights and TOPSIS.

Run: python benchmarks/index.py [--threads N] [--repeats N]
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from common import Row, Timing, arguments, blas_threads, cold, report, timed
from newind.index import Index, build, sensitivity, uncertainty

if TYPE_CHECKING:
    from collections.abc import Callable

REPLICATIONS = 1000
GOAL_MONTE_CARLO, GOAL_FACTORIAL, GOAL_PANEL = 0.3, 0.1, 0.5
RECIPE = {
    "denominate": {},
    "impute": {"method": "group_mean", "group": "EurAsia_group"},
    "screen": {"min_available": 0.9},
    "treat": {},
    "normalise": {},
    "aggregate": {},
}
SETTLED = {
    "impute": ["mean", "median"], "treat": ["none"], "normalise": ["zscore", "rank"], "weight": ["equal"],
    "aggregate": ["geometric"], "remove": True,
}  # fmt: skip
FROM_FIGURES = {
    "impute": ["mean", "median"], "treat": ["none", "log"], "normalise": ["zscore", "rank", "percentile"],
    "weight": ["equal", "entropy", "critic"], "aggregate": ["geometric", "harmonic"],
    "remove": ["LPI", "Goods", "CO2", "RDExp"],
}  # fmt: skip


def asem() -> tuple[str, Callable[[], Index]]:
    """Return COINr's worked example where the collected figures are, else made-up figures of its size."""
    beside = Path(__file__).parents[2] / "shared" / "data"
    folder = Path(os.environ.get("NEWIND_SHARED", beside)) / "indices" / "asem"
    if folder.is_dir():
        data, meta = (pd.read_parquet(folder / f"ASEM_{n}.parquet") for n in ("iData", "iMeta"))
        return "ASEM, 51 × 49", lambda: build(data, meta, RECIPE)
    data, meta = panel(51, 1, 49, 8)
    renamed = dict(zip([f"i{k}" for k in range(4)], FROM_FIGURES["remove"], strict=True))
    data = data.rename(columns=renamed).assign(EurAsia_group=["Asia", "Europe", "Europe"] * 17)
    meta["code"] = meta["code"].replace(renamed)
    return "made up, 51 × 49", lambda: build(data, meta, RECIPE)


def panel(units: int, years: int, indicators: int, pillars: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return made-up figures of a panel with gaps and long tails, and their metadata."""
    rng = np.random.default_rng(1)
    level = rng.normal(size=(units, 1, pillars)) + 0.1 * np.arange(years)[None, :, None]
    home = np.arange(indicators) % pillars
    values = np.exp(0.5 * level[:, :, home] + 0.4 * rng.normal(size=(units, years, indicators)))
    values[rng.random(values.shape) < 0.03] = np.nan
    codes = [f"i{k}" for k in range(indicators)]
    data = pd.DataFrame(values.reshape(-1, indicators), columns=codes)
    names = np.repeat([f"u{k:02d}" for k in range(units)], years)
    data = data.assign(unit=names, time=np.tile(np.arange(years), units))
    rows = [(c, f"p{home[k]}") for k, c in enumerate(codes)]
    rows += [*((f"p{k}", "top") for k in range(pillars)), ("top", "")]
    return data, pd.DataFrame(rows, columns=["code", "parent"])


def afresh(index: Index, count: int) -> Timing:
    """Return what `count` versions take that are built one by one, from 20 of them."""
    choices = [("minmax", "arithmetic"), ("zscore", "arithmetic"), ("rank", "arithmetic"), ("minmax", "power")]

    def work() -> None:
        for k in range(20):
            scale, mean = choices[k % 4]
            weights = dict.fromkeys(index.tree.indicators[:5], 1 + 0.01 * k)
            _ = index.replay({"normalise": scale, "aggregate": mean, "weights": weights}).ranks

    took = cold(work)
    return Timing(took.least * count / 20, took.median * count / 20)


def with_scikit_criteria(index: Index) -> Callable[[], object] | None:
    """Return entropy weights and TOPSIS by scikit-criteria on the normalised figures, where it is installed."""
    try:
        import skcriteria
        from skcriteria.agg.topsis import TOPSIS
        from skcriteria.preprocessing.weighters import EntropyWeighter
    except ImportError:
        return None
    X = index.stage("normalise").to_numpy() + 1
    matrix = skcriteria.mkdm(X, [max] * X.shape[1])
    return lambda: TOPSIS().evaluate(EntropyWeighter().transform(matrix))


def main() -> None:
    options = arguments(__doc__.partition("\n")[0]).parse_args()
    name, made = asem()
    provinces = panel(31, 24, 60, 6)
    linear = {"impute": ["panel_linear", "mean"], "treat": {}}
    with blas_threads(options.threads) as machine:
        index = made()
        _ = index.ranks
        flat = made().replay({"weight": "entropy", "aggregate": "topsis", "normalise": {"range": [1, 101]}})
        peer = with_scikit_criteria(index)
        sizes = [sensitivity(index, given).combinations for given in (SETTLED, FROM_FIGURES)]
        rows = [
            Row(f"{name}: build", timed(made, options.repeats), note="denominate … aggregate, from frames"),
            Row(
                f"{name}: {REPLICATIONS:,} replications",
                timed(lambda: uncertainty(index, REPLICATIONS).ranks, options.repeats),
                afresh(index, REPLICATIONS), GOAL_MONTE_CARLO, "peer: built one by one",
            ),
            Row(
                f"{name}: {sizes[0]:,} combinations, weights given",
                timed(lambda: sensitivity(index, SETTLED).overall, options.repeats),
                afresh(index, sizes[0]), GOAL_FACTORIAL, "peer: built one by one",
            ),
            Row(
                f"{name}: {sizes[1]:,} combinations, weights from the figures",
                timed(lambda: sensitivity(index, FROM_FIGURES).overall, options.repeats),
                afresh(index, sizes[1]), GOAL_FACTORIAL, "entropy and CRITIC anew for each table and mean",
            ),
            Row(
                f"{name}: entropy and TOPSIS throughout the tree",
                timed(lambda: flat.replay({}), options.repeats), timed(peer, options.repeats) if peer else None,
                note="peer: scikit-criteria, one level, no steps before",
            ),
            Row(
                "31 provinces × 24 years × 60 indicators: build",
                timed(lambda: build(*provinces, linear).scores, options.repeats), goal=GOAL_PANEL,
            ),
        ]  # fmt: skip
    report("The index (COINr: 126-370 s of CPU for 1,000 replications, measured elsewhere)", machine, rows)


if __name__ == "__main__":
    main()
