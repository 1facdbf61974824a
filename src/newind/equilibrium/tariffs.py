"""The tariffs of the benchmark: the shipped rates where labels match."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.satellite import readonly
from newind.data.reference import tariffs as reference
from newind.equilibrium.labels import name_part
from newind.errors import join_items, tell
from newind.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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


def benchmark_tariffs(accounts: Accounts, year: int | None = None) -> Tariffs:
    """Return the tariffs that accounts start from: applied rates where both labels match, zero elsewhere.

    Parameters
    ----------
    accounts : Accounts
        Any accounts.
    year : int, optional
        Take the rates of accounts of this year; by default of the accounts' own.

    Returns
    -------
    Tariffs
        Rates, and what they cover.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> w = load("world", 2011)
    >>> cars, china, germany = w.industries.index("c15"), w.regions.index("CHN"), w.regions.index("DEU")
    >>> round(float(benchmark_tariffs(w).rates[cars, china, germany]), 3)
    0.158
    """
    w, known = accounts, reference.of_year(accounts.year if year is None else year)
    rates = np.zeros((w.S, w.R, w.R))
    goods = _match_codes(w.industries, known.industries)
    regions = _match_codes(w.regions.codes, known.regions)
    rates[np.ix_(goods[0], regions[0], regions[0])] = known.values[np.ix_(goods[1], regions[1], regions[1])]
    rates[:, np.arange(w.R), np.arange(w.R)] = 0.0
    covered = np.zeros(rates.shape, dtype=bool)
    covered[np.ix_(goods[0], regions[0], regions[0])] = True
    return Tariffs(readonly(rates), bool(rates.any()), _describe_coverage(w, covered, len(goods[0]), known))


def _match_codes(codes: Sequence[str], known: Sequence[str]) -> tuple[list[int], list[int]]:
    """Return where codes stand that both have, in each."""
    both = [code for code in codes if code in known]
    return [list(codes).index(c) for c in both], [known.index(c) for c in both]


def _describe_coverage(w: Accounts, covered: BoolArray, goods: int, known: reference.TariffRates) -> tuple[str, ...]:
    """Say what the rates cover, and what they leave out."""
    trade = reference.imports(w)
    total = trade.sum()
    share = trade[covered].sum() / total if total > 0 else 0.0
    of = {code: year for code, year in zip(known.regions, known.years, strict=True) if code in w.regions.codes}
    if not goods or len(of) < 2:
        return (tell("log.no_tariffs"),)
    without = [code for code in w.regions.codes if code not in of]
    said = tell(
        "log.tariffs", years=_years(of), goods=goods, industries=w.S, known=len(of), economies=w.R, share=float(share)
    )
    return (said, *([tell("log.tariffs_unknown", which=_few(without))] if without else []))


def _years(of: Mapping[str, int]) -> str:
    """Name the years of rates, each with the importers that it is of but where all have the same."""
    by_year = {year: [code for code in of if of[code] == year] for year in sorted(set(of.values()))}
    if len(by_year) == 1:
        return str(*by_year)
    return join_items(tell("attach.at", label=year, where=_few(codes, len(codes))) for year, codes in by_year.items())


def _few(codes: Sequence[str], limit: int = 5) -> str:
    shown = join_items(map(name_part, codes[:limit]))
    return tell("log.more", which=shown, n=len(codes) - limit) if len(codes) > limit else shown
