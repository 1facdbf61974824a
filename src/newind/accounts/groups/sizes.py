"""How large a group of economies is as a whole, so that one can say which part of it a table shows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

SOURCE = "Penn World Table 10.01"


@dataclass(frozen=True)
class GroupSize:
    """Sums over all members of a group in a year.

    Attributes
    ----------
    population : float, million persons
    gdp_ppp_current : float, million USD of current PPP
    missing : tuple of str
        Members whose size is not known and not in the sums.
    """

    population: float
    gdp_ppp_current: float
    missing: tuple[str, ...] = ()


def group_size(name: str, year: int) -> GroupSize | None:
    """Return the size of a shipped group of economies, None where it is not known: other groups, years from 2020 on.

    References
    ----------
    Feenstra, Inklaar & Timmer (2015), American Economic Review 105(10), 3150.

    Examples
    --------
    >>> group_size("brics", 2011).population > 2900, group_size("brics", 1900), group_size("developed", 2011).missing
    (True, None, ('AND', 'PRI', 'SMR'))
    """
    return _sizes().get((name.casefold(), year))


@cache
def _sizes() -> dict[tuple[str, int], GroupSize]:
    text = files("newind.accounts.groups").joinpath("sizes.csv").read_text(encoding="utf-8")
    rows = [line.split(",") for line in text.splitlines()[1:]]
    return {(g, int(y)): GroupSize(float(p), float(q), tuple(m.split())) for g, y, p, q, m in rows}
