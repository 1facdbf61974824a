"""All indicators: of one year at 41 × 35 and at the shipped 20 × 26, and of all years of the shipped world.

No other program computes this list; beside it stands pymrio's calc_all on the same table, which computes its accounts
(coefficients, inverse, footprints of two pressures) and none of the value-added measures.

Run: python benchmarks/measures.py [--threads N] [--repeats N]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

import newind as ni
from common import Row, arguments, blas_threads, report, synthetic, timed, wiod

if TYPE_CHECKING:
    from collections.abc import Callable

R, S = 41, 35
GOAL_FULL, GOAL_WORLD = 1.0, 0.08
GOAL_READ, GOAL_YEARS = 0.25, 3.0


def full_size() -> tuple[str, ni.Accounts]:
    """Return WIOD 2008 at 41 × 35 where the collected figures are, else a synthetic economy of that size."""
    figures = wiod(2008)
    name, (Z, Y) = ("WIOD", figures[:2]) if figures else ("synthetic", synthetic(R, S, 0.8))
    codes = ni.load("world", year=2008).regions.codes[:-1]
    regions = [*figures[2][:-1], "ROW"] if figures else [*codes, *[f"X{k}" for k in range(R - len(codes))]]
    industries = figures[3] if figures else [f"c{k + 1}" for k in range(S)]
    demand = [f"y{k}" for k in range(Y.shape[1] // R)]
    idle = (Z.sum(axis=1) + Y.sum(axis=1) <= 0) & (Z.sum(axis=0) == 0)
    Y[idle] = 0
    made = np.maximum(Z.sum(axis=1) + Y.sum(axis=1), 0)
    names = {n for i in ni.indicators() for n in i.list_requirements("satellite")}
    beside = {n: ni.Satellite(made * 0.01, final=np.ones(R) if n == "co2" else None) for n in sorted(names)}
    facts = {n: np.ones(R) for n in sorted({n for i in ni.indicators() for n in i.list_requirements("fact")})}
    labels = {"regions": regions, "industries": industries, "demand": demand, "year": 2008}
    return name, ni.Accounts(Z=Z, Y=Y, **labels, satellites=beside, facts=facts)


def fresh(w: ni.Accounts) -> Callable[[], object]:
    """Return work that measures a new copy, so that nothing is remembered from an earlier run."""
    return lambda: ni.measure(w._replace())


def read() -> ni.Panel:
    """Return the shipped world with every year read; what nobody holds any more is read anew."""
    panel = ni.load("world")
    for year in panel.years:
        _ = panel[year]
    return panel


def with_pymrio(w: ni.Accounts) -> Callable[[], object]:
    """Return pymrio's calc_all on the same table with two pressures."""
    import pandas as pd
    import pymrio

    industries = pd.MultiIndex.from_product([w.regions.codes, w.industries], names=["region", "sector"])
    users = pd.MultiIndex.from_product([w.regions.codes, w.demand], names=["region", "category"])
    tables = {"Z": pd.DataFrame(w.Z, industries, industries), "Y": pd.DataFrame(w.Y, industries, users)}
    pressures = pd.DataFrame(np.vstack([w.x, w.value_added]), index=["one", "two"], columns=industries)

    def everything() -> object:
        system = pymrio.IOSystem(Z=tables["Z"].copy(), Y=tables["Y"].copy())
        system.ours = pymrio.Extension(name="ours", F=pressures.copy())
        return system.calc_all()

    return everything


def main() -> None:
    options = arguments(__doc__.partition("\n")[0]).parse_args()
    with blas_threads(options.threads) as machine:
        years = ni.load("world").years
        span = f"{years[0]}-{years[-1]}, {len(years)} years"
        rows = [
            Row(f"world {span}: read", timed(read, options.repeats), goal=GOAL_READ),
            Row(
                f"world {span}: read, all indicators",
                timed(lambda: ni.measure(read()), options.repeats),
                goal=GOAL_YEARS,
            ),
        ]
        name, full = full_size()
        world = ni.load("world", year=2008)
        rows += [
            Row(
                f"{what} {w.year}, {w.R} × {w.S}: {len(ni.indicators())} indicators",
                timed(fresh(w), options.repeats),
                timed(with_pymrio(w), options.repeats),
                goal,
            )
            for what, w, goal in ((name, full, GOAL_FULL), ("world", world, GOAL_WORLD))
        ]
    report("All indicators (peer, of one year: pymrio calc_all, which computes far fewer)", machine, rows)


if __name__ == "__main__":
    main()
