"""The tariffs of the benchmark: the shipped rates where labels match."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.reference import tariffs as reference
from newind.accounts.satellite import readonly
from newind.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.accounts.accounts import Accounts
    from newind.typing import Array, BoolArray


@dataclass(frozen=True, eq=False)
class Tariffs(Frozen):
    """Ad valorem tariffs of the benchmark.

    Parameters
    ----------
    rates : (S, R, R) array
        Rates [good, importer, origin], as fractions of the value at the border.
    estimated : bool
        True where any rate is of another year than the accounts, or put together from several.
    log : tuple of str
        Where the rates come from, and what they leave out.
    """

    rates: Array
    estimated: bool
    log: tuple[str, ...]


def benchmark_tariffs(accounts: Accounts) -> Tariffs:
    """Return the tariffs that accounts start from: applied rates of 2005 where both labels match, zero elsewhere.

    Parameters
    ----------
    accounts : Accounts
        Any accounts.

    Returns
    -------
    Tariffs
        Rates, and what they cover.

    Examples
    --------
    >>> from newind.accounts.reference import load
    >>> w = load("world", 2011)
    >>> cars, china, germany = w.industries.index("c15"), w.regions.index("CHN"), w.regions.index("DEU")
    >>> round(float(benchmark_tariffs(w).rates[cars, china, germany]), 3)
    0.158
    """
    known, w = reference.rates(), accounts
    rates = np.zeros((w.S, w.R, w.R))
    goods = _shared(w.industries, known.industries)
    regions = _shared(w.regions.codes, known.regions)
    rates[np.ix_(goods[0], regions[0], regions[0])] = known.values[np.ix_(goods[1], regions[1], regions[1])]
    rates[:, np.arange(w.R), np.arange(w.R)] = 0.0
    covered = np.zeros(rates.shape, dtype=bool)
    covered[np.ix_(goods[0], regions[0], regions[0])] = True
    return Tariffs(readonly(rates), bool(rates.any()), _said(w, covered, len(goods[0]), regions[0]))


def _shared(codes: Sequence[str], known: Sequence[str]) -> tuple[list[int], list[int]]:
    """Return where codes stand that both have, in each."""
    both = [code for code in codes if code in known]
    return [list(codes).index(c) for c in both], [known.index(c) for c in both]


def _said(w: Accounts, covered: BoolArray, goods: int, regions: list[int]) -> tuple[str, ...]:
    """Say what the rates cover, and what they leave out."""
    imports = _imports(w)
    total = imports.sum()
    share = imports[covered].sum() / total if total > 0 else 0.0
    if not goods or len(regions) < 2:
        return (
            "Tariffs of the benchmark: none, as no two economies and no goods have the labels of the shipped rates.",
        )
    without = [w.regions[r] for r in range(w.R) if r not in regions]
    said = (
        f"Tariffs of the benchmark: applied rates of {reference.YEAR} (estimated) for {goods} of {w.S} industries and "
        f"{len(regions)} of {w.R} economies, {share:.0%} of imports; zero elsewhere, as for services."
    )
    return (said, *([f"No tariffs known, zero taken: {_few(without)}."] if without else []))


def _imports(w: Accounts) -> Array:
    """Return what each region buys abroad [good, importer, origin]; (S, R, R)."""
    flows = np.asarray(w.Z4.sum(axis=3) + w.Y3).transpose(1, 2, 0) * ~np.eye(w.R, dtype=bool)
    return np.asarray(flows)


def _few(codes: Sequence[str], limit: int = 5) -> str:
    return ", ".join(codes[:limit]) + (f" and {len(codes) - limit} more" if len(codes) > limit else "")
