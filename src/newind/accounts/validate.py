"""Checks that accounts must pass to exist: each names the first offenders and the remedy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.classification import name_label
from newind.accounts.regions import check_labels
from newind.accounts.satellite import STATUSES
from newind.errors import DataError, join_items, offenders, tell

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.typing import Array, BoolArray

TINY = 5e-324
"""Least number above zero."""
UNIT = re.compile(r"(?:(?:K|10K|M|100M|B|T)\.)?[A-Z]{3}")
NEGATIVE_OUTPUT = 1e-9
"""Rounding of a row sum that still counts as zero, as a share of the largest output."""
UNBALANCED = 0.01
"""Share of world output by which inputs may exceed output, summed over the industries where they do."""

KNOWN: dict[str, dict[str, tuple[float, float | None]]] = {
    "facts": {
        "population": (TINY, None),
        "persons_engaged": (TINY, None),
        "gdp_ppp": (TINY, None),
        "gdp_ppp_current": (TINY, None),
        "gdp_volume": (TINY, None),
        "urbanisation": (0.0, 1.0),
        "rd_intensity": (0.0, 1.0),
    },
    "satellites": {"employment": (0.0, None), "hours": (0.0, None)},
}
"""Ranges of figures that are known by name; what is unknown is NaN."""


MOST_DIGITS = 4


def whole(text: str) -> int | None:
    """Return the whole number of at most four digits that a text is, as a year or a count; nothing for other texts.

    Examples
    --------
    >>> whole("2008"), whole(" 8"), whole("-1"), whole("²"), whole("9" * 5000)
    (2008, 8, None, None, None)
    """
    said = text.strip()
    return int(said) if said.isdecimal() and len(said) <= MOST_DIGITS else None


def year(value: object) -> int:
    """Return a year as an int.

    Raises
    ------
    DataError
        For anything but a whole number.
    """
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, np.integer)):
        raise DataError(tell("table.year", value=value))
    return int(value)


def accounts(w: Accounts) -> None:
    """Check labels, unit, shapes, figures, output and balance of accounts, in this order.

    Raises
    ------
    DataError
        At the first check that fails.
    """
    _labels(w)
    _shapes(w)
    _finite(w, "Z", w.Z)
    _finite(w, "Y", w.Y)
    _infinite(w)
    _ranges(w)
    _boundary(w)
    _output(w)
    _balance(w)


def cells(w: Accounts, where: BoolArray) -> list[str]:
    """Return the names of the industries at which an (n,) mask is true, as ``CHN.c14``."""
    return [cell(w, int(k)) for k in np.flatnonzero(where)]


def cell(w: Accounts, k: int) -> str:
    """Return the name of the k-th of the n industries, as ``CHN.c14``."""
    return f"{w.regions[k // w.S]}.{w.industries[k % w.S]}"


def negative_flows(w: Accounts) -> list[tuple[int, int]]:
    """Return which of the n industries have flows below zero to which."""
    rows, columns = np.nonzero(w.Z < 0)
    return list(zip(rows.tolist(), columns.tolist(), strict=True))


def name_flow(w: Accounts, flow: tuple[int, int]) -> str:
    """Return a flow between two of the n industries, as ``CHN.c14 → USA.c3``, with their names where they are known."""
    label = " → ".join(cell(w, k) for k in flow)
    return name_label(label, *(w.industries[k % w.S] for k in flow))


def _labels(w: Accounts) -> None:
    check_labels("industry", w.industries)
    check_labels("demand", w.demand)
    if not isinstance(w.unit, str) or not UNIT.fullmatch(w.unit):
        raise DataError(tell("table.unit", unit=w.unit))
    if w.status not in STATUSES:
        raise DataError(tell("table.status", status=w.status, statuses=join_items(STATUSES)))
    for code in w.boundary:
        w.regions.index(code)
    if w.boundary:
        check_labels("boundary", w.boundary)
    if len(w.boundary) >= w.R:
        raise DataError(tell("table.all_boundary"))


def _shapes(w: Accounts) -> None:
    said = tell("table.size", regions=w.R, industries=w.S)
    if w.Z.shape != (w.n, w.n):
        raise DataError(tell("table.shape_z", shape=w.Z.shape, said=said, n=w.n))
    if w.Y.shape != (w.n, w.R * w.D):
        raise DataError(tell("table.shape_y", shape=w.Y.shape, said=said, categories=w.D, n=w.n, columns=w.R * w.D))
    wrong = [f"{k} {s.values.shape}" for k, s in w.satellites.items() if s.values.shape != (w.n,)]
    if wrong:
        raise DataError(tell("table.shape_satellites", n=w.n, which=offenders(wrong)))
    allowed = {(w.R,), (w.R * w.D,)}
    finals = {k: s.final for k, s in w.satellites.items() if s.final is not None}
    wrong = [f"{k} {final.shape}" for k, final in finals.items() if final.shape not in allowed]
    if wrong:
        raise DataError(tell("table.shape_final", regions=w.R, columns=w.R * w.D, which=offenders(wrong)))
    wrong = [f"{k} {f.values.shape}" for k, f in w.facts.items() if f.values.shape != (w.R,)]
    if wrong:
        raise DataError(tell("table.shape_facts", regions=w.R, which=offenders(wrong)))


def _finite(w: Accounts, name: str, array: Array) -> None:
    bad = ~np.isfinite(array)
    if bad.any():
        rows, columns = np.nonzero(bad)
        first = zip(rows[:3].tolist(), columns[:3].tolist(), strict=True)
        names = ", ".join(f"'{cell(w, i)} → {_buyer(w, name, j)}'" for i, j in first)
        raise DataError(tell("table.not_finite", name=name, n=rows.size, names=names))


def _buyer(w: Accounts, name: str, j: int) -> str:
    return cell(w, j) if name == "Z" else f"{w.regions[j // w.D]}.{w.demand[j % w.D]}"


def _infinite(w: Accounts) -> None:
    beside = {name: array for name, array in w.arrays().items() if name not in ("Z", "Y")}  # which `_finite` checks
    wrong = [name for name, array in beside.items() if np.isinf(array).any()]
    if wrong:
        raise DataError(tell("table.infinite", which=offenders(wrong)))


def _ranges(w: Accounts) -> None:
    """Refuse figures outside the range that everyone knows, such as a population below zero."""
    wrong = []
    for kind, known in KNOWN.items():
        for name, figures in getattr(w, kind).items():
            low, high = known.get(name, (-np.inf, None))
            bad = np.flatnonzero((figures.values < low) | (figures.values > (np.inf if high is None else high)))
            wrong += [
                f"{name} {figures.values[k]:g} ({w.regions[k] if kind == 'facts' else cell(w, k)})"
                for k in bad.tolist()
            ]
    if wrong:
        raise DataError(tell("table.ranges", which=offenders(wrong)))


def _output(w: Accounts) -> None:
    bad = w.x < -NEGATIVE_OUTPUT * max(1.0, float(np.abs(w.x).max()))
    if bad.any():
        raise DataError(tell("table.negative_output", which=offenders(cells(w, bad))))
    idle = w.x <= 0
    idle[idle] = (w.Z[:, idle] != 0).any(axis=0)
    if idle.any():
        raise DataError(tell("table.no_output", which=offenders(cells(w, idle))))


def _balance(w: Accounts) -> None:
    gap = np.minimum(w.value_added, 0.0)
    total = float(w.x.sum())
    if total > 0 and -gap.sum() > UNBALANCED * total:
        names = [f"{cell(w, int(k))} ({gap[k]:,.0f})" for k in np.argsort(gap, kind="stable") if gap[k] < 0]
        raise DataError(tell("table.unbalanced", gap=-gap.sum(), unit=w.unit, which=offenders(names)))


def _boundary(w: Accounts) -> None:
    if not w.boundary:
        return
    buys = (w.Z != 0).any(axis=0) & _boundary_mask(w)
    if buys.any():
        raise DataError(tell("table.boundary_buys", which=offenders(cells(w, buys))))


def _boundary_mask(w: Accounts) -> BoolArray:
    return np.repeat(np.isin(w.regions.codes, w.boundary), w.S)
