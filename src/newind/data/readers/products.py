"""Trade by product (HS6): the world as BACI lays it out, customs files of one economy, exports of the world."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.classification import hs
from newind.accounts.products import UNNAMED, WORLD, ProductTrade, economy, explain_merged_codes, join_trade
from newind.accounts.units import millions
from newind.data.readers import product_checks as checks
from newind.data.readers.product_checks import WORDS, ColumnLayout, find_layout
from newind.errors import DataError, offenders, tell

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    import pandas as pd

    from newind.typing import Array, BoolArray, IntArray

FLOWS = {word: flow for flow, words in WORDS["flows"].items() for word in words}
"""How a customs file may write the direction."""
UNITS = {"world": "K.USD", "customs": "USD", "exports": "USD"}
"""Kind of file → unit of its values where none is stated: BACI has thousand USD, customs USD."""


@dataclass(frozen=True)
class FileProperties:
    """Description of a file by its user."""

    revision: str
    reporter: str
    unit: str


def read_products(
    path: str | PathLike[str] | Sequence[str | PathLike[str]],
    *,
    revision: str = "",
    reporter: str = "",
    exports: str | PathLike[str] | None = None,
    unit: str = "",
) -> ProductTrade:
    """Read trade by product from csv or csv.gz.

    Parameters
    ----------
    path : path, or several
        Trade of the world (columns ``t, i, j, k, v`` as in BACI, or ``year, exporter, importer, hs6, value``), or the
        customs file of one economy (``year, flow, partner, hs6, value``; our template). Several files are years of
        one. Optional columns: ``revision``, ``name``. Comma, semicolon or tab; UTF-8 or GBK.
    revision : str, optional
        Revision of the Harmonized System: ``HS17``, ``HS2017``, ``H5``. Else that of the column ``revision``.
    reporter : str
        Economy of a customs file. Of a file of the world, its flows and the total exports of all are kept then, which
        is all that a screen of it needs: all of BACI takes little memory.
    exports : path, optional
        Exports of the world for a customs file: ``year, exporter, hs6, value``.
    unit : str, optional
        Scale and currency: ``USD``, ``K.USD``, ``10K.USD``, ``M.USD``. By default thousand USD for BACI, else USD.

    Returns
    -------
    ProductTrade
        Values in million USD. Codes that lost their leading zero, national chapters, re-imports, and what number codes
        hold are listed in ``notes``.

    Raises
    ------
    DataError
        For a file that is not there, empty, damaged or without its columns; text or negative values; HS codes of
        mixed revisions or wrong length; unknown economies or directions; rows that stand twice; a customs file without
        its reporter.
    UnknownNameError
        For a revision or a reporter that does not exist.
    """
    paths = [Path(p) for p in ([path] if isinstance(path, (str, Path)) or hasattr(path, "__fspath__") else path)]
    asked = FileProperties(hs.revision(revision), checks.reporter(reporter), unit)
    if not paths:
        raise DataError(tell("products.none"))
    found = _together([_read(p, ("world", "customs"), asked) for p in paths])
    if exports is None:
        return found
    return found.with_exports(_read(Path(exports), ("exports",), asked))


def _read(path: Path, kinds: Sequence[str], asked: FileProperties) -> ProductTrade:
    layout = find_layout(path, kinds)
    frame = checks.numbers(path, layout)
    checks.check_empty_labels(path, frame, layout)
    stated = checks.one_revision(path, frame, asked.revision)
    years = checks.years(path, frame["year"])
    labels, product, notes = checks.products(path, frame["product"])
    first, last = hs.check_revision(str(path), [c for c in labels if c], stated)
    exporter, importer, economies, held = _parties(path, frame, layout, asked)
    checks.twice(path, frame, (years, *_raw(frame, layout), product))
    value = frame["value"].to_numpy() * _scale(path, layout, asked)
    made = ProductTrade(
        years, exporter, importer, product, value, economies, labels,
        stated or (first if first == last else ""),
        asked.reporter if layout.kind == "customs" else "",
        _names(frame, product, len(labels)),
        path.name,
        (*notes, *held),
    )  # fmt: skip
    kept = _select_trade(path, made)
    return kept.select_reporter(asked.reporter) if layout.kind == "world" and asked.reporter else kept


def _scale(path: Path, layout: ColumnLayout, asked: FileProperties) -> float:
    unit = asked.unit or ("USD" if not layout.baci else "K.USD")
    scale = millions(f".{unit}" if unit == "USD" else unit)
    if scale != scale or not unit.endswith("USD"):
        raise DataError(tell("products.unit", path=path, unit=unit))
    return scale


# ---- who sells and buys


def _raw(frame: pd.DataFrame, layout: ColumnLayout) -> list[IntArray]:
    """Return the columns that name the parties, as the file writes them."""
    columns = {"world": ("exporter", "importer"), "customs": ("flow", "partner"), "exports": ("exporter",)}[layout.kind]
    return [np.asarray(frame[c].cat.codes, dtype=np.int64) for c in columns]


def _parties(
    path: Path, frame: pd.DataFrame, layout: ColumnLayout, asked: FileProperties
) -> tuple[IntArray, IntArray, tuple[str, ...], tuple[str, ...]]:
    """Return positions of exporter and importer, the economies, and what number codes hold."""
    if layout.kind == "customs":
        return _of_customs(path, frame, asked)
    columns = ["exporter", "importer"] if layout.kind == "world" else ["exporter"]
    coded = [_economies(path, frame, c) for c in columns]
    labels = tuple(dict.fromkeys([*(e for _, codes, _ in coded for e in codes), *([WORLD] if len(coded) == 1 else [])]))
    placed = [np.array([labels.index(e) for e in codes], dtype=np.int64)[at] for at, codes, _ in coded]
    other = placed[1] if len(placed) > 1 else np.full(len(frame), labels.index(WORLD))
    return placed[0], other, labels, tuple(dict.fromkeys(h for _, _, held in coded for h in held))


def _of_customs(
    path: Path, frame: pd.DataFrame, asked: FileProperties
) -> tuple[IntArray, IntArray, tuple[str, ...], tuple[str, ...]]:
    if not asked.reporter:
        raise DataError(tell("products.reporter", path=path))
    at, codes, held = _economies(path, frame, "partner")
    labels = tuple(dict.fromkeys((asked.reporter, *codes)))
    partner = np.array([labels.index(e) for e in codes], dtype=np.int64)[at]
    bought = _find_imports(path, frame)
    own = np.zeros(len(frame), dtype=np.int64)
    return np.where(bought, partner, own), np.where(bought, own, partner), labels, held


def _find_imports(path: Path, frame: pd.DataFrame) -> BoolArray:
    """Return which rows are imports."""
    column = frame["flow"]
    meant = [FLOWS.get(str(c).strip().casefold(), "") for c in column.cat.categories]
    at = column.cat.codes.to_numpy(dtype=np.int64)
    checks.refuse(path, frame, np.array([m == "" for m in meant])[at], "flow", "products.directions")
    return np.array([m == "import" for m in meant])[at]


def _economies(path: Path, frame: pd.DataFrame, column: str) -> tuple[IntArray, list[str], tuple[str, ...]]:
    """Return positions of a column of economies, the ISO codes that they point to, and what number codes hold."""
    raw = [str(c) for c in frame[column].cat.categories]
    codes = [economy(c) for c in raw]
    at: IntArray = np.asarray(frame[column].cat.codes, dtype=np.int64)
    checks.refuse(path, frame, np.array([not c for c in codes])[at], column, "products.economies")
    return at, codes, explain_merged_codes([c.strip().lstrip("0") for c in raw])


def _names(frame: pd.DataFrame, product: IntArray, count: int) -> tuple[str, ...]:
    """Return the first name of each product, nothing where the file has none."""
    if "name" not in frame:
        return ()
    said = frame["name"].cat.codes.to_numpy()
    codes, first = np.unique(product[said >= 0], return_index=True)
    names = np.full(count, "", dtype=object)
    names[codes] = [str(c).strip() for c in frame["name"].cat.categories[said[said >= 0][first]]]
    return tuple(names.tolist())


# ---- what is kept


def _select_trade(path: Path, t: ProductTrade) -> ProductTrade:
    """Return trade without codes of national use, goods that an economy buys from itself, and rows of zero."""
    national = np.array([p[:2] in hs.NATIONAL for p in t.products], dtype=np.bool_)[t.product]
    rest = np.array([e == UNNAMED for e in t.economies])[t.exporter]
    own = (t.exporter == t.importer) & ~rest
    said = {
        "products.national": national,
        "products.own": own & ~national,
    }
    notes = tuple(
        tell(id, file=path.name, rows=checks.count(int(gone.sum())), share=_share(t.value, gone))
        for id, gone in said.items()
        if gone.any()
    )
    return _without(t, national | own | (t.value == 0), notes)


def _share(value: Array, gone: BoolArray) -> float:
    total = float(value.sum())
    return float(value[gone].sum()) / total if total else 0.0


def _without(t: ProductTrade, gone: BoolArray, notes: tuple[str, ...]) -> ProductTrade:
    keep = ~gone
    used = np.unique(t.product[keep])
    place = np.zeros(len(t.products) + 1, dtype=np.int64)
    place[used] = np.arange(len(used))
    return replace(
        t,
        year=t.year[keep],
        exporter=t.exporter[keep],
        importer=t.importer[keep],
        product=place[t.product[keep]],
        value=t.value[keep],
        products=tuple(t.products[k] for k in used.tolist()),
        names=tuple(t.names[k] for k in used.tolist()) if t.names else (),
        notes=(*t.notes, *notes),
    )


def _together(parts: list[ProductTrade]) -> ProductTrade:
    """Return several files as one; no year may stand in two of them."""
    whole = parts[0]
    for part in parts[1:]:
        if both := sorted({*whole.years} & {*part.years}):
            raise DataError(tell("products.years", path=part.source, other=whole.source, which=offenders(both)))
        whole = join_trade(whole, part)
    if len(parts) > 1:
        hs.check_revision(whole.source, whole.products, whole.revision)
    return whole
