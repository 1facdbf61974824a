"""Decomposition of emissions and largest value chains at 41 × 35, and a target divided among 1,200 parts.

The peers of the same run are the formulas in plain numpy, checked to agree: both polar forms with two inverses, each
path prolonged one by one under the same bound, and a root found for each criterion and year.

Run: python benchmarks/green.py [--threads N] [--repeats N]
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import brentq

import newind as ni
from common import Row, arguments, blas_threads, cold, report, synthetic, timed, wiod
from newind.analyses.green import sharing_criteria as criteria
from newind.analyses.green.sharing_parts import TargetParts
from newind.kernels import division, lmdi
from newind.kernels.leontief import Leontief, coefficients
from newind.kernels.paths import structural_paths

if TYPE_CHECKING:
    from newind.analyses.green.sharing import Division
    from newind.typing import Array

R, S = 41, 35
YEARS = (2000, 2009)
CHINA = 7
"""Region whose final use is followed: China in the order of WIOD."""
SHARE, DEPTH = 1e-5, 30
REGIONS, INDUSTRIES, SPAN = 30, 40, 40
GOAL_CHANGE, GOAL_PATHS, GOAL_DIVISION = 1.0, 0.2, 0.2


@dataclass(frozen=True, eq=False)
class Year:
    """Input coefficients (n, n), intensities (n,) and final demand by region (n, R) of a year."""

    A: Array
    f: Array
    Y: Array

    @property
    def moment(self) -> lmdi.YearFactors:
        total = self.Y.sum(axis=0)
        return lmdi.YearFactors(self.f, Leontief(self.A), self.Y / total, total[None])


def years() -> tuple[str, Year, Year]:
    """Return two years of WIOD where the collected figures are, else two made-up ones; intensities are drawn.

    Tables are taken as they are: what they are deflated with changes no timing.
    """
    found, rng = [], np.random.default_rng(1)
    name = "WIOD 2000 to 2009"
    for k, year in enumerate(YEARS):
        figures = wiod(year)
        name = name if figures else "synthetic"
        Z, F = figures[:2] if figures else synthetic(R, S, 0.8, seed=k + 1)
        Y = F.reshape(R * S, R, -1).sum(axis=2)
        idle = Z.sum(axis=1) + Y.sum(axis=1) <= 0
        Y = np.where(idle[:, None], 0.0, Y)
        A = np.maximum(coefficients(Z, Z.sum(axis=1) + Y.sum(axis=1)), 0.0)
        found.append(Year(A, rng.lognormal(sigma=1.0, size=R * S), Y))
    return name, found[0], found[1]


# ---- what changed emissions
def written_out(before: Year, now: Year) -> Array:
    """Return both polar forms with every product written out; (2, 4, n, R)."""
    both = (before, now)
    f, B = [m.f[:, None] for m in both], [np.linalg.inv(np.eye(R * S) - m.A) for m in both]
    L = [m.Y.sum(axis=0) for m in both]
    H = [m.Y / level for m, level in zip(both, L, strict=True)]
    forms = [
        [
            (f[1] - f[0]) * (B[first] @ H[first]) * L[first],
            f[second] * ((B[1] - B[0]) @ H[first]) * L[first],
            f[second] * (B[second] @ (H[1] - H[0])) * L[first],
            f[second] * (B[second] @ H[second]) * (L[1] - L[0]),
        ]
        for first, second in ((0, 1), (1, 0))
    ]
    return np.array(forms)


# ---- chains
def one_by_one(A: Array, y: Array, multiplier: Array, least: float) -> int:
    """Return how many paths have a branch of at least a size, prolonging each one by one."""
    waiting = [(j, y[j]) for j in np.flatnonzero(np.abs(multiplier * y) >= least)]
    count = 0
    while waiting:
        j, amount = waiting.pop()
        count += 1
        branch = multiplier * A[:, j] * amount
        waiting += [(i, A[i, j] * amount) for i in np.flatnonzero(np.abs(branch) >= least)]
    return count


# ---- a target divided
def parts() -> TargetParts:
    """Return made-up industries of regions with all that criteria look at."""
    rng, n = np.random.default_rng(2), REGIONS * INDUSTRIES
    people = np.repeat(rng.uniform(5, 120, REGIONS), INDUSTRIES)
    figures = {
        "gdp": rng.lognormal(4, 1, n), "population": people, "cumulative": rng.lognormal(4, 1, n),
        "benchmark": rng.uniform(0, 0.05, n), "importance": rng.uniform(0.5, 2, n), "floor": np.zeros(n),
    }  # fmt: skip
    regions = [f"R{r}" for r in range(REGIONS) for _ in range(INDUSTRIES)]
    industries = [f"i{i}" for _ in range(REGIONS) for i in range(INDUSTRIES)]
    return TargetParts(tuple(regions), tuple(industries), rng.lognormal(1, 1, n), figures, 2020, growth=0.02)


TARGET = ni.green.Target(2030, {2040: "-40%", 2020 + SPAN - 1: "-90%"})


def divided(given: TargetParts) -> Division:
    """Return the division with everything that is shown of it."""
    found = ni.green.divide_target(given, TARGET, order="together")
    found.budgets(), found.peaks(), found.sensitivity()
    return found


def root_by_root(found: Division) -> list[Array]:
    """Return the division by each criterion of burdens, a root for each year."""
    parts, path, rooted = found.parts, found.path, []
    for name in found.criteria:
        if name == "equality":
            continue
        strict = division.stringency(criteria.index(parts, name), path.reference[:, 0], found.spread)
        shares = np.empty_like(path.reference)
        for t, total in enumerate(path.total):
            room = path.reference[:, t]

            def over(mu: float, room: Array = room, strict: Array = strict, total: float = total) -> float:
                return float((room * np.exp(-mu * strict)).sum() - total)

            shares[:, t] = room * np.exp(-brentq(over, -50, 50, xtol=1e-13) * strict)
        rooted.append(shares)
    return rooted


def rows(before: Year, now: Year, repeats: int) -> list[Row]:
    """Check that both ways agree, then time them."""
    forms = lmdi.polar_forms(before.moment, now.moment)
    np.testing.assert_allclose(forms, written_out(before, now), rtol=0, atol=1e-9 * np.abs(forms).max())
    y = np.maximum(now.Y[:, CHINA], 0.0)
    multiplier = Leontief(now.A).solve_left(now.f)
    least = SHARE * float(multiplier @ y)
    found = structural_paths(now.f, now.A, y, multiplier, least, DEPTH)
    assert len(found.cell) == one_by_one(now.A, y, multiplier, least)
    given = parts()
    shared = divided(given)
    burdens = [k for k, c in enumerate(shared.criteria) if c != "equality"]
    np.testing.assert_allclose(shared.alone[burdens], root_by_root(shared), rtol=1e-8)
    size = f"{REGIONS} regions × {INDUSTRIES} industries × {SPAN} years"
    return [
        Row("structural decomposition, polar forms", timed(lambda: lmdi.polar_forms(before.moment, now.moment),
            repeats), cold(lambda: written_out(before, now)), GOAL_CHANGE, "from A, f and Y of two years"),
        Row(f"structural paths to {SHARE:g}: {len(found.cell):,}",
            timed(lambda: structural_paths(now.f, now.A, y, multiplier, least, DEPTH), repeats),
            cold(lambda: one_by_one(now.A, y, multiplier, least)), GOAL_PATHS, "one economy's use, given f B"),
        Row(f"division, {size}", timed(lambda: divided(given), repeats), cold(lambda: root_by_root(shared)),
            GOAL_DIVISION, "ours with budgets, peaks, sensitivity"),
    ]  # fmt: skip


def main() -> None:
    options = arguments(__doc__.partition("\n")[0]).parse_args()
    name, before, now = years()
    with blas_threads(options.threads) as machine:
        lines = rows(before, now, options.repeats)
        shipped = ni.load("world")
        work = cold(lambda: ni.green.carbon_change(shipped, "CHN", 2000, 2009, chained=True))
        lines.append(Row("carbon_change of China, 2000 to 2009, chained, world 20 × 26", work))
    report(f"Carbon: what changed it, chains, a target divided ({name}, {R} × {S})", machine, lines)


if __name__ == "__main__":
    main()
