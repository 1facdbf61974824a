"""Bring accounts to the totals of a later year and keep what can be kept of their structure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from newind.accounts import validate
from newind.accounts.given import Labels, as_facts, build_axis_labels
from newind.accounts.satellite import frozen, in_order
from newind.errors import DataError, offenders, suggest
from newind.kernels.balance import BalanceError, BlockSums, Miss, mrgras

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from newind.accounts.accounts import Accounts
    from newind.typing import Array, IntArray

    ByRegion: TypeAlias = ArrayLike | Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Targets:
    """Totals of a year, in the unit of the accounts to update; left out or NaN where not known.

    Parameters
    ----------
    year : int
        Year of the totals.
    output : (n,) array, optional
        Output by region and industry.
    value_added : (n,) array, optional
        Output less inputs, with net taxes on products and margins as in ``Accounts.value_added``. Inputs are bound
        where output is known too.
    final : (R * D,) array, optional
        Final demand by region and category.
    final_total : (R,) array or mapping of region to figure, optional
        Final demand by region, where its categories are not known.
    exports, imports : (R,) array or mapping of region to figure, optional
        All sales to, all purchases from other regions, for intermediate and final use.
    domestic, domestic_inputs, domestic_final : (R,) array or mapping, optional
        What each region buys from itself: in all, for intermediate and for final use.
    bilateral : (R, R) array, optional
        All sales from region (row) to region (column).
    source : str
        Where the totals come from.

    Raises
    ------
    DataError
        For a year that is no whole number.
    """

    year: int
    output: ArrayLike | None = None
    value_added: ArrayLike | None = None
    final: ArrayLike | None = None
    final_total: ByRegion | None = None
    exports: ByRegion | None = None
    imports: ByRegion | None = None
    domestic: ByRegion | None = None
    domestic_inputs: ByRegion | None = None
    domestic_final: ByRegion | None = None
    bilateral: ArrayLike | None = None
    source: str = ""

    def __post_init__(self) -> None:
        """Check the year."""
        object.__setattr__(self, "year", validate.year(self.year))


KINDS = tuple(f.name for f in fields(Targets) if f.name not in ("year", "source"))
"""Every kind of total that there can be."""


def totals(w: Accounts, kinds: tuple[str, ...] = KINDS) -> Targets:
    """Return totals of accounts, of some kinds or of all.

    Raises
    ------
    DataError
        For a kind that does not exist.
    """
    if wrong := [kind for kind in kinds if kind not in KINDS]:
        raise DataError(f"no totals of kind {offenders(wrong)}.{suggest(wrong[0], KINDS)} Kinds: {', '.join(KINDS)}.")
    inputs, final = w.Z4.sum(axis=(1, 3)), w.Y3.sum(axis=1)
    sold = inputs + final
    every = {
        "output": w.x,
        "value_added": w.value_added,
        "final": w.Y.sum(axis=0),
        "final_total": final.sum(axis=0),
        "exports": sold.sum(axis=1) - np.diag(sold),
        "imports": sold.sum(axis=0) - np.diag(sold),
        "domestic": np.diag(sold),
        "domestic_inputs": np.diag(inputs),
        "domestic_final": np.diag(final),
        "bilateral": sold,
    }
    return Targets(w.year, **{kind: every[kind] for kind in kinds}, source=w.source)


def update(w: Accounts, targets: Targets | Mapping[str, Any], tol: float = 1e-9) -> Accounts:
    """Return accounts that meet the totals of another year, as close to the given ones as these allow.

    Parameters
    ----------
    w : Accounts
        Structure to start from.
    targets : Targets or mapping
        What is known of the other year, every total hard; a mapping has the fields of Targets.
    tol : float
        Largest miss of a total, relative to all of them.

    Returns
    -------
    Accounts
        Of the year of the targets, with the status ``estimated``. Cells that are zero stay zero and signs stay.
        Satellites and facts are those of another year and are dropped: attach later ones.

    Raises
    ------
    DataError
        For totals that contradict each other or the signs and zeros of the table, naming them and by how much; for
        figures of a wrong shape, or none at all.

    Notes
    -----
    Multi-regional GRAS. Margins alone do not tell trade: updates from 2000 to 2011 with true margins move China's
    foreign content of exports the wrong way. Give exports and imports, domestic and bilateral totals where known, and
    see :mod:`newind.data.backcast` for how far off such an estimate has been.

    References
    ----------
    Temursho, Oosterhaven & Cardenete (2021), Spatial Economic Analysis 16(3), 271.

    Examples
    --------
    >>> from newind.accounts.accounts import Accounts
    >>> w = Accounts(Z=[[10, 20], [10, 20]], Y=[[60, 10], [20, 50]], regions=["CHN", "USA"], industries=["all"],
    ...              demand=["final"], year=2000)
    >>> later = update(w, {"year": 2010, "output": [200, 100], "exports": {"CHN": 60}})
    >>> later.x.round(6), float((later.Z[0, 1] + later.Y[0, 1]).round(6)), later.status
    (array([200., 100.]), 60.0, 'estimated')
    """
    given = targets if isinstance(targets, Targets) else _from_mapping(targets)
    rows, columns = _margins(w, given)
    sums = _sums(w, given)
    if np.isnan(rows).all() and np.isnan(columns).all() and not sums:
        raise DataError(f"no totals for {given.year}. Give at least one of {', '.join(KINDS)}.")
    row_groups, column_groups = _groups(w)
    free = np.full((w.R, 2 * w.R), np.nan)
    try:
        made = mrgras(
            np.hstack([w.Z, w.Y]), rows, columns, free, row_groups, column_groups, tuple(sums.values()), tol
        ).values
    except BalanceError as error:
        raise DataError(_refusal(w, given, tuple(sums), error)) from error
    try:
        return w._replace(
            Z=made[:, : w.n],
            Y=made[:, w.n :],
            year=given.year,
            satellites={},
            facts={},
            status="estimated",
            source=_source(w, given),
        )
    except DataError as error:
        raise DataError(
            f"the totals given for {given.year} lead to a table that cannot be: {error} "
            f"Where both output and inputs are bound (output, value_added) this cannot happen."
        ) from error


def _from_mapping(given: object) -> Targets:
    if not isinstance(given, Mapping):
        raise DataError(f"targets are Targets or a mapping with its fields, not {type(given).__name__}.")
    known = [f.name for f in fields(Targets)]
    if wrong := [str(name) for name in given if name not in known]:
        raise DataError(f"no totals called {offenders(wrong)}.{suggest(wrong[0], known)} Fields: {', '.join(known)}.")
    if "year" not in given:
        raise DataError("targets need a year, as in {'year': 2014, …}.")
    return Targets(**given)


def _source(w: Accounts, given: Targets) -> str:
    made = f"{w.year} updated to totals of {given.year}" + (f" ({given.source})" if given.source else "")
    return f"{w.source}; {made}" if w.source else made


# ---- what is known, as arrays
def _margins(w: Accounts, given: Targets) -> tuple[Array, Array]:
    """Return the totals of the n rows and of the n + R·D columns, NaN where free.

    An industry that makes nothing buys nothing.
    """
    output = _figures(w, given, "output", (w.n,))
    inputs = np.where(output == 0, 0.0, output - _figures(w, given, "value_added", (w.n,)))
    return output, np.concatenate([inputs, _figures(w, given, "final", (w.R * w.D,))])


def _figures(w: Accounts, given: Targets, kind: str, shape: tuple[int, ...]) -> Array:
    value: Any = getattr(given, kind)
    if value is None:
        return np.full(shape, np.nan)
    if shape == (w.R,):
        value = as_facts({kind: value}, w.regions.codes)[kind].values
    axes: list[Labels]
    if kind == "bilateral":
        axes = [w.regions.codes, w.regions.codes]
    else:
        axes = [build_axis_labels(w.regions.codes, w.demand if kind == "final" else w.industries)]
    figures = frozen(in_order(value, kind, *axes), kind)
    infinite = int(np.isinf(figures).sum())
    if figures.shape != shape or infinite:
        found = f"not {figures.shape}" if figures.shape != shape else f"but {infinite} of them are infinite"
        raise DataError(f"{kind} of {given.year} must be {shape} finite figures, NaN where unknown, {found}.")
    return figures


def _groups(w: Accounts) -> tuple[IntArray, IntArray]:
    """Return the region of each row, and of each column: inputs of R regions, then final demand of R regions."""
    region = np.arange(w.R)
    rows = np.repeat(region, w.S)
    return rows, np.concatenate([rows, np.repeat(region + w.R, w.D)])


def _sums(w: Accounts, given: Targets) -> dict[str, BlockSums]:
    """Return the sets of blocks whose totals are known, by kind."""
    seller, buyer = np.arange(w.R)[:, None], np.tile(np.arange(w.R), 2)[None, :]
    home, final = seller == buyer, np.arange(2 * w.R)[None, :] >= w.R
    groups = {
        "final_total": np.where(final, buyer, -1) + 0 * seller,
        "exports": np.where(home, -1, seller),
        "imports": np.where(home, -1, buyer),
        "domestic": np.where(home, seller, -1),
        "domestic_inputs": np.where(home & ~final, seller, -1),
        "domestic_final": np.where(home & final, seller, -1),
        "bilateral": seller * w.R + buyer,
    }
    shapes: dict[str, tuple[int, ...]] = dict.fromkeys(groups, (w.R,)) | {"bilateral": (w.R, w.R)}
    every = {kind: BlockSums(g, _figures(w, given, kind, shapes[kind]).ravel()) for kind, g in groups.items()}
    return {kind: one for kind, one in every.items() if not np.isnan(one.totals).all()}


# ---- what cannot be met, in words
def _refusal(w: Accounts, given: Targets, kinds: tuple[str, ...], error: BalanceError) -> str:
    named = [_describe_miss(w, kinds, miss) for miss in error.misses] or [str(error)]
    return (
        f"totals given for {given.year} cannot be met by a table with the structure of {w.year}: {offenders(named)}. "
        f"Correct them or what they must add up with, or leave free (NaN) what is least sure."
    )


def _describe_miss(w: Accounts, kinds: tuple[str, ...], miss: Miss) -> str:
    """Say of a total by how much it is off: what the table has less the total is too low where positive."""
    size = f"{abs(miss.by):,.6g} {w.unit}"
    if miss.kind == "sum of rows against columns":
        side = "less" if miss.by > 0 else "more"
        return f"output of all industries is {size} {side} than all inputs and final demand"
    return f"{_name(w, kinds, miss)} {size} too {'low' if miss.by > 0 else 'high'}"


def _name(w: Accounts, kinds: tuple[str, ...], miss: Miss) -> str:
    k, codes = miss.index, w.regions.codes
    if miss.kind == "row":
        return f"output of {validate.cell(w, k)}"
    if miss.kind == "column":
        buyer = k - w.n
        final = f"final demand {codes[buyer // w.D]}.{w.demand[buyer % w.D]}" if buyer >= 0 else ""
        return final or f"inputs (output less value added) of {validate.cell(w, k)}"
    if miss.kind == "rows of group":
        return f"output of all industries of {codes[k]}"
    if miss.kind == "columns of group":
        return f"{'inputs' if k < w.R else 'final demand'} of {codes[k % w.R]}"
    kind = kinds[int(miss.kind.removeprefix("sum "))]
    if kind == "bilateral":
        return f"sales from {codes[k // w.R]} to {codes[k % w.R]}"
    words = {"final_total": "final demand", "domestic_final": "domestic final demand"}
    return f"{words.get(kind, kind.replace('_', ' '))} of {codes[k]}"
