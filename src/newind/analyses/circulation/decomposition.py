"""Decomposition of gross exports by exporter, importer and industry, for economies and for groups of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.groups import Selector, resolve
from newind.analyses.circulation.exportmethods import (
    Blocs,
    Groups,
    Level,
    Method,
    Names,
    Term,
    bilateral_terms,
    blocs,
    export_method,
)
from newind.errors import DataError, find_duplicates, offenders, unknown
from newind.kernels import valueadded
from newind.kernels.quotients import ratio
from newind.language.words import join_list
from newind.measures.bounds import refuse_estimated_blocks
from newind.messages import NOTHING, in_each, list_columns, list_languages, message

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.messages import Text
    from newind.typing import Array, BoolArray, IntArray

DIMS = ("exporter", "importer", "industry")
AXES = ("exporter", "industry", "importer")
COLUMNS = (
    "year", *DIMS, "term", "family", *list_columns("label"), "value", "unit", "share", "within_group", "status",
)  # fmt: skip
CLOSED = 1e-9
"""Gap between terms and exports that is rounding, relative to the largest exports of an industry to an economy."""
LEVELS = ("term", "family", "group")


@dataclass(frozen=True, eq=False)
class ExportTerms:
    """Gross exports taken apart.

    Parameters
    ----------
    method : Method
    year : int
    unit, status : str
        Money of the accounts; ``observed`` or ``estimated``.
    exporters, importers, industries : tuple of str
    members : dict of str to tuple of str
        Groups of economies and what they hold; trade among their members is listed as trade of a group with itself.
    values : (T, X, I, M) array, in `unit`
        Term, exporter, exporting industry, importer.
    exports : (X, I, M) array, in `unit`
        Gross exports; an economy's with itself are zero.
    rounding : float, in `unit`
        Gap between terms and exports that means nothing.
    notes : tuple of dict
        What a reader must know, in ``en`` and ``zh``.
    """

    method: Method
    year: int
    unit: str
    status: str
    exporters: tuple[str, ...]
    importers: tuple[str, ...]
    industries: tuple[str, ...]
    members: dict[str, tuple[str, ...]]
    values: Array
    exports: Array
    rounding: float
    notes: tuple[Text, ...]

    @property
    def unexplained(self) -> Array:
        """Gross exports less the sum of the terms; (X, I, M), zero but for products of industries without output."""
        return np.asarray(self.exports - self.values.sum(axis=0))

    def table(self, by: Sequence[str] = DIMS, level: Level = "term") -> pd.DataFrame:
        """Return the terms as a tidy table.

        Parameters
        ----------
        by : sequence of {"exporter", "importer", "industry"}
            Dimensions that are distinguished; the others are summed and stand as missing.
        level : {"term", "family", "group"}
            Every term, the families of the method, or the five parts that all methods share.

        Returns
        -------
        DataFrame
            Columns ``year, exporter, importer, industry, term, family, label_en, label_zh, value, unit, share,
            within_group, status``: ``share`` is in the gross exports of the row's exporter, importer and industry (NaN
            where there are none), ``within_group`` tells trade among the members of one group.

        Raises
        ------
        DataError
            For a dimension or level that does not exist, or stands twice.
        """
        _check_breakdown(by, level)
        summed = tuple(k for k, dim in enumerate(AXES) if dim not in by)
        exports = self.exports.sum(axis=summed, keepdims=True)
        return _frame(self, by, self.method.at(level)[0], self._sums(by, level), exports)

    def by_exporter(self, level: Level = "term") -> dict[str, Array]:
        """Return the terms, or what they sum to at a level, by exporter; id → (X,), in `unit`."""
        sums = self._sums(("exporter",), level)
        return {part.id: sums[k, :, 0, 0] for k, part in enumerate(self.method.at(level)[0])}

    def _sums(self, by: Sequence[str], level: Level) -> Array:
        """Return the parts of a level, summed over what is not distinguished; (K, X, I, M)."""
        summed = tuple(k + 1 for k, dim in enumerate(AXES) if dim not in by)
        whole = np.einsum("kt,txim->kxim", self.method.at(level)[1], self.values)
        return np.asarray(whole.sum(axis=summed, keepdims=True))

    def gaps(self) -> pd.DataFrame:
        """Return the exports that no term explains: those of industries without output, which are changes in stocks.

        Returns
        -------
        DataFrame
            Columns ``year, exporter, importer, industry, exports, unexplained, unit``; empty where all adds up.
        """
        import pandas as pd

        x, i, m = np.nonzero(np.abs(self.unexplained) > self.rounding)
        columns = {
            "year": self.year,
            "exporter": [self.exporters[k] for k in x],
            "importer": [self.importers[k] for k in m],
            "industry": [self.industries[k] for k in i],
            "exports": self.exports[x, i, m],
            "unexplained": self.unexplained[x, i, m],
            "unit": self.unit,
        }
        return pd.DataFrame(columns)


def export_terms(
    w: Accounts,
    exporter: Names = None,
    importer: Names = None,
    industries: Selector | None = None,
    groups: Groups = None,
    method: str = "wwz",
) -> ExportTerms:
    """Take gross exports apart by exporter, exporting industry and importer.

    Parameters
    ----------
    w : Accounts
        Every economy in full, flows between them observed.
    exporter, importer : str or sequence of str, optional
        Economies or names of `groups`; every one by itself where left out.
    industries : str or sequence of str, optional
        Labels or a group of industries; all where left out.
    groups : sequence of str or mapping, optional
        Groups of economies: names of shipped ones (``["rcep", "g7"]``) or ``{name: codes}``. They must not overlap.
        Terms of a group are sums over its members; nothing is computed anew as if it were one country, and what
        members sell to each other stays in, as trade of the group with itself.
    method : {"wwz", "kww", "borin-mancini-source", "borin-mancini-sink"}

    Returns
    -------
    ExportTerms
        The terms of each exporter, industry and importer sum to their gross exports, but for products of industries
        without output, which are listed by ``gaps()`` and named in ``notes``.

    Raises
    ------
    DataError
        For a table with a boundary or with estimated flows between economies, for groups that overlap, or when a
        single economy is its own only partner.
    UnknownNameError
        For an economy, group, industry or method that does not exist, with the nearest name.

    References
    ----------
    Wang, Wei & Zhu (2013), NBER Working Paper 19677. Koopman, Wang & Wei (2014), American Economic Review 104(2), 459.
    Borin & Mancini (2019), World Bank Policy Research Working Paper 8804.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> found = export_terms(load("world", year=2011), "CHN", ["USA", "JPN"], "c14")
    >>> found.values.shape, bool(abs(found.unexplained).max() < found.rounding)
    ((16, 1, 1, 2), True)
    """
    how = export_method(method)
    _check_table(w)
    put = blocs(w, groups)
    s, r = put.positions(exporter, "exporter"), put.positions(importer, "importer")
    _check_partners(put, s, r)
    i = resolve("*" if industries is None else industries, w.industries)
    sold = valueadded.bilateral_exports(w.Z4, w.Y3)[None]
    values, exports = (_put_together(part, put, s, i, r) for part in (bilateral_terms(w, method), sold))
    return ExportTerms(
        method=how,
        year=w.year,
        unit=w.unit,
        status=w.status,
        exporters=tuple(put.names[int(k)] for k in s),
        importers=tuple(put.names[int(k)] for k in r),
        industries=tuple(w.industries[int(k)] for k in i),
        members={name: put.members[name] for name in put.grouped},
        values=values,
        exports=exports[0],
        rounding=_rounding(w),
        notes=(how.note, *put.notes, *_gap_notes(w, method)),
    )


def _put_together(values: Array, put: Blocs, s: IntArray, i: IntArray, r: IntArray) -> Array:
    """Sum pairs over the members of groups; (T, X, I, M) of (T, R, S, R)."""
    sellers, buyers = put.membership[s], put.membership[r]
    return np.asarray(np.einsum("xs,tsir,mr->txim", sellers, values[:, :, i], buyers, optimize=True))


def _rounding(w: Accounts) -> float:
    return CLOSED * float(np.abs(valueadded.bilateral_exports(w.Z4, w.Y3)).max())


def _check_table(w: Accounts) -> None:
    if w.boundary:
        only = f"{', '.join(w.boundary)} {'is' if len(w.boundary) == 1 else 'are'} only a boundary of this table"
        raise DataError(
            f"exports cannot be taken apart: {only}, which buys no inputs, so that what comes back is not seen. "
            "Take a table that has every economy in full (newind.load('world'))."
        )
    if w.R == 1:
        raise DataError(f"exports cannot be taken apart: {w.regions[0]} is the only economy. Take a table of several.")
    refuse_estimated_blocks(w, "taking exports apart by importer")


def _check_partners(put: Blocs, s: IntArray, r: IntArray) -> None:
    pairs = [(int(a), int(b)) for a in s for b in r]
    if all(a == b and put.names[a] not in put.grouped for a, b in pairs):
        name = put.names[pairs[0][0]]
        raise DataError(f"{name} exports nothing to itself. Name another importer, or leave it out for every one.")


def _check_breakdown(by: Sequence[str], level: str) -> None:
    if level not in LEVELS:
        raise unknown("level", level, LEVELS, f"Levels are {', '.join(LEVELS)}.")
    for dim in by:
        if dim not in DIMS:
            raise unknown("dimension", dim, DIMS, f"Exports are distinguished by {', '.join(DIMS)}.")
    if twice := find_duplicates(list(by)):
        raise DataError(f"dimensions named more than once: {offenders(twice)}. Each may stand once.")


def _gap_notes(w: Accounts, method: str) -> tuple[Text, ...]:
    """Say which products have exports in the whole table that no term explains."""
    sold = valueadded.bilateral_exports(w.Z4, w.Y3)
    s, i, _ = np.nonzero(np.abs(sold - bilateral_terms(w, method).sum(axis=0)) > _rounding(w))
    if not s.size:
        return ()
    cells = list(dict.fromkeys(f"{w.regions.codes[a]} {w.industries[b]}" for a, b in zip(s, i, strict=True)))
    more = message("circulation.decomposition.more") if len(cells) > 3 else NOTHING
    first = in_each(partial(join_list, cells[:3]))
    said = {"which": offenders(cells), "n": len(cells), "first": first, "more": more}
    return (message("circulation.decomposition.gaps", **said),)


def _frame(
    found: ExportTerms, by: Sequence[str], parts: tuple[Term, ...], values: Array, exports: Array
) -> pd.DataFrame:
    """Return rows by exporter, importer, industry, term of what is distinguished; values are (K, X, I, M)."""
    import pandas as pd

    x, m, i, k = (axis.ravel() for axis in np.indices(values.transpose(1, 3, 2, 0).shape))
    names = {"exporter": (found.exporters, x), "importer": (found.importers, m), "industry": (found.industries, i)}
    told = {dim: _labels(*names[dim]) if dim in by else None for dim in DIMS}
    same, inside = _with_itself(found, x, m) if {"exporter", "importer"} <= set(by) else np.zeros((2, len(x)), bool)
    rows = {
        "year": found.year,
        **told,
        "term": _labels([part.id for part in parts], k),
        "family": _labels([part.family for part in parts], k),
        **{f"label_{lang}": _labels([part.label[lang] for part in parts], k) for lang in list_languages()},
        "value": values[k, x, i, m],
        "unit": found.unit,
        "share": ratio(values, exports[None])[k, x, i, m],
        "within_group": inside,
        "status": found.status,
    }
    kept = np.flatnonzero(~same | inside)
    return pd.DataFrame(rows, columns=list(COLUMNS)).take(kept).reset_index(drop=True)


def _with_itself(found: ExportTerms, x: IntArray, m: IntArray) -> tuple[BoolArray, BoolArray]:
    """Return which rows are those of a bloc with itself, and which of these are of a group."""
    same = _labels(found.exporters, x) == _labels(found.importers, m)
    return same, same & np.isin(found.exporters, list(found.members))[x]


def _labels(names: Sequence[str], positions: IntArray) -> Array:
    return np.array(names, dtype=object)[positions]
