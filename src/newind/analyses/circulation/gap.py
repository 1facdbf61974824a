"""Why value added per worker, or per head, differs between a region and its country, or another region."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.analyses.circulation.labour import ALONE, NO_LABOUR, country_of, labour_in, people_in, value_by_industry
from newind.analyses.circulation.location import in_full
from newind.errors import DataError
from newind.kernels.quotients import ratio
from newind.kernels.shiftshare import gap
from newind.messages import message_group

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.kernels.shiftshare import Gap
    from newind.messages import Text
    from newind.typing import Array

PARTS: dict[str, Text] = message_group("circulation.gap.parts")
PER: dict[str, Text] = message_group("circulation.gap.per")
COLUMNS = ("region", "year", "against", "per", "part", "industry", "value", "relative")


def region_gaps(w: Accounts, regions: Sequence[str] | None = None, against: str | None = None) -> pd.DataFrame:
    """Split the difference in value added per worker and per head into structure, productivity and participation.

    Parameters
    ----------
    w : Accounts
        With ``employment`` (or ``hours``) by region and industry; ``population`` as a fact adds the gap per head.
    regions : sequence of str, optional
        All regions with known labour by default.
    against : str, optional
        A region; the mean of the country in `w` by default, the regions themselves among it.

    Returns
    -------
    DataFrame
        One row a region, what is divided by (``per``: worker, hour or head), part (`PARTS`) and industry (empty in
        all): ``region``, ``year``, ``against``, ``per``, ``part``, ``industry``, ``value`` (unit of the accounts per
        person or hour), ``relative`` (over the level of what it is compared with). ``structure``, ``productivity`` and
        ``participation`` in all add up to ``gap``, which is ``level`` less ``level_against``.

    Raises
    ------
    DataError
        Where labour is unknown, or there is nothing to compare with.
    UnknownNameError
        For a region that is not there.

    References
    ----------
    Oaxaca (1973), International Economic Review 14(3), 693. Dietzenbacher & Los (1998), Economic Systems Research
    10(4), 307.
    """
    import pandas as pd

    if reason := gaps_lack(w, against):
        raise DataError(f"no gap decomposition of {w.year}: {reason}")
    codes = _list_known_regions(w) if regions is None else tuple(regions)
    rows = [row for code in codes for row in _rows(w, code, against)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def gaps_lack(w: Accounts, against: str | None = None) -> str:
    """Return why gaps cannot be split, or an empty string."""
    per, _ = labour_in(w)
    if not per:
        return NO_LABOUR
    r = w.regions.index(_list_known_regions(w)[0])
    return ALONE if against is None and country_of(w, r).sum() < 2 else ""


def _list_known_regions(w: Accounts) -> tuple[str, ...]:
    _, labour = labour_in(w)
    known = np.asarray(np.isfinite(labour).all(axis=1))
    return tuple(c for c, k in zip(w.regions, known, strict=True) if k and c not in w.boundary)


def _rows(w: Accounts, code: str, against: str | None) -> Iterator[tuple[object, ...]]:
    """Yield the rows of one region, per unit of labour and, where population is known, per head."""
    r = in_full(w, code)
    others = country_of(w, r) if against is None else np.arange(w.R) == in_full(w, against)
    per, labour = labour_in(w)
    value, people = value_by_industry(w), people_in(w)
    sides = value[r], labour[r], value[others].sum(axis=0), labour[others].sum(axis=0)
    name = against or w.regions.country[r]
    yield from _split(
        w, (code, name, per), gap(*sides), (sides[0].sum(), sides[1].sum(), sides[2].sum(), sides[3].sum())
    )
    both = float(people[r]), float(people[others].sum())
    if np.isfinite(both).all():
        yield from _split(
            w, (code, name, "head"), gap(*sides, both), (sides[0].sum(), both[0], sides[2].sum(), both[1])
        )


def _split(
    w: Accounts, key: tuple[str, str, str], found: Gap, totals: tuple[float, float, float, float]
) -> Iterator[tuple[object, ...]]:
    code, name, per = key
    here, there = float(ratio(totals[0], totals[1])), float(ratio(totals[2], totals[3]))
    parts: dict[str, Array | float] = {"level": here, "level_against": there, "gap": here - there}
    parts |= {"structure": found.structure, "productivity": found.productivity}
    if per == "head":
        parts["participation"] = found.participation
    for part, amount in parts.items():
        every = np.atleast_1d(amount)
        detail = zip(w.industries, every, strict=True) if every.size > 1 else ()
        for industry, value in (("", every.sum()), *detail):
            yield code, w.year, name, per, part, industry, float(value), float(ratio(value, there))
