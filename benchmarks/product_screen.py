"""The product screen: reading 5 million rows laid out as BACI, and 5,000 products × 200 economies × 3 years screened.

The trade is made up (all economies and products alike) and written in a temporary folder. The screen gets every
supplier of every product of one economy, and exports of all economies to the world. Beside our reader stands
pandas.read_csv alone, which checks nothing.

Run: python benchmarks/product_screen.py [--repeats N] [--rows 5000000] [--no-peers]
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from common import Row, arguments, blas_threads, cold, report, timed
from newind.accounts.classification import hs
from newind.accounts.products import WORLD, ProductTrade, economy_codes
from newind.analyses.science.products import product_screen
from newind.data.readers.products import read_products
from newind.documents.productbook import write_products

PRODUCTS, ECONOMIES, YEARS = 5000, 200, (2019, 2020, 2021)
GOAL_READ, GOAL_SCREEN = 10.0, 1.0


def codes() -> list[str]:
    """Return numbers shaped like those of the Harmonized System."""
    every = [f"{c}{h:02d}{s:02d}" for c in hs.chapters() for h in range(1, 16) for s in range(10, 100, 10)]
    unfit = set(hs.telling_codes())
    return [c for c in every if c not in unfit][:PRODUCTS]


def write_baci(path: Path, rows: int) -> None:
    """Write different flows of three years."""
    rng = np.random.default_rng(1)
    numbers = np.array([int(c) for c in economy_codes() if c.isdecimal() and len(c) == 3][:ECONOMIES])
    pairs = ECONOMIES * ECONOMIES
    cell = rng.choice(len(YEARS) * PRODUCTS * pairs, size=int(rows * 1.01), replace=False, shuffle=False)
    t, rest = np.divmod(cell, PRODUCTS * pairs)
    k, pair = np.divmod(rest, pairs)
    i, j = np.divmod(pair, ECONOMIES)
    kept = np.flatnonzero(i != j)[:rows]
    v = rng.exponential(1000.0, len(kept)).round(3)
    columns = {
        "t": np.array(YEARS)[t[kept]],
        "i": numbers[i[kept]],
        "j": numbers[j[kept]],
        "k": np.array(codes())[k[kept]],
    }
    pd.DataFrame({**columns, "v": v, "q": (v / 3).round(3)}).to_csv(path, index=False)


def trade() -> ProductTrade:
    """Return the imports of one economy from all, and exports of all to the world."""
    rng = np.random.default_rng(1)
    T, P, E = len(YEARS), PRODUCTS, ECONOMIES
    t, p, e = (x.ravel() for x in np.indices((T, P, E)))
    ours = e > 0
    year = np.array(YEARS)[np.concatenate([t[ours], t])]
    exporter = np.concatenate([e[ours], e])
    importer = np.concatenate([np.zeros(ours.sum(), dtype=np.int64), np.full(T * P * E, E)])
    product, value = np.concatenate([p[ours], p]), rng.exponential(1.0, len(year)) ** 6
    labels = (*[f"E{k:02d}" for k in range(E)], WORLD)
    return ProductTrade(year, exporter, importer, product, value, labels, tuple(codes()), reporter="E00")


def pandas_alone(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype={"k": str})


def main() -> None:
    parser = arguments(__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=5_000_000, help="rows of the file (default 5 million)")
    parser.add_argument("--no-peers", action="store_true", help="newind only")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, blas_threads(args.threads) as machine:
        path = Path(folder) / "baci.csv"
        write_baci(path, args.rows)
        note = f"pandas.read_csv; file {path.stat().st_size / 1e6:,.0f} MB"
        read = cold(lambda: read_products(path), min(args.repeats, 3))
        peer = None if args.no_peers else cold(lambda: pandas_alone(path), min(args.repeats, 3))
        rows = [Row(f"read {args.rows:,} rows", read, peer, GOAL_READ, note)]
        given = trade()
        screen = product_screen(given, "E00", export_hhi=0.05, import_hhi=0.05)
        size = f"{PRODUCTS:,} × {ECONOMIES} × {len(YEARS)}"
        seconds = timed(lambda: product_screen(given, "E00").hits, args.repeats)
        rows.append(Row(f"screen {size}", seconds, goal=GOAL_SCREEN, note=f"{len(given):,} flows"))
        rows.append(Row("table and sensitivity", timed(lambda: (screen.table(), screen.sensitivity()), args.repeats)))
        rows.append(Row("workbook", timed(lambda: write_products(screen, Path(folder) / "a.xlsx", "zh"), args.repeats)))
        report("Product screen", machine, rows)


if __name__ == "__main__":
    main()
