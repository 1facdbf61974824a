"""Carry ratings of inputs over to the industries of the shipped world, and write what is shipped of them.

``python -m builders.critical_inputs RATINGS SOURCES`` reads ratings (inputs by row, users by column; 1 critical, 0.5
important, 0 neither) of Pichler et al. (2022), which come with the program of their paper of 2020, and flows between
industries of 2014, and writes shares of critical and of important inputs anew.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.classification import concordance
from newind.accounts.store import write_whole
from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from newind.typing import Array

FLOWS = "world/wiod2016_partial/wiod2016_2014_final_use_and_national_Z.npz"
FILE = Path("src/newind/data/reference/critical_inputs.csv")
BRIDGE = "wiod56_to_wiod26"


def read_ratings(path: Path, codes: list[str]) -> Array:
    """Return ratings by input and user, NaN where there is none; (n, n)."""
    with path.open(encoding="utf-8") as file:
        users, *rows = csv.reader(file)
    found = np.full((len(codes),) * 2, np.nan)
    for code, *row in rows:
        for user, rating in zip(users[1:], row, strict=True):
            if rating != "NA":
                found[codes.index(code), codes.index(user)] = float(rating)
    return found


def aggregate_ratings(ratings: Array, used: Array, matrix: Array) -> tuple[Array, Array, Array]:
    """Return shares of what is used that are critical and important, and what part of it is rated; (S, S) each."""
    known = np.isfinite(ratings)
    rated = matrix @ (used * known) @ matrix.T
    critical, important = (matrix @ (used * (ratings == k)) @ matrix.T for k in (1.0, 0.5))
    return ratio(critical, rated), ratio(important, rated), ratio(rated, matrix @ used @ matrix.T)


def main(ratings: str, sources: str) -> None:
    """Write the shipped file."""
    bridge = concordance(BRIDGE)
    with np.load(Path(sources) / FLOWS) as found:
        codes, used = [str(c) for c in found["sectors"]], found["Z_national_use"].sum(axis=0)
    matrix = bridge.matrix({})[:, [bridge.sources.index(c) for c in codes]]
    shares = aggregate_ratings(read_ratings(Path(ratings), codes), used, matrix)
    rows = ["input,user,critical,important,rated"]
    for k, code in enumerate(bridge.targets):
        rows += [",".join([code, user, *(f"{a[k, s]:.4g}" for a in shares)]) for s, user in enumerate(bridge.targets)]
    write_whole(FILE, lambda file: file.write_text("\n".join(rows) + "\n", encoding="utf-8"))


if __name__ == "__main__":
    main(*sys.argv[1:])
