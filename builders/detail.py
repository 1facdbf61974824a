"""Build the table of indicators at full detail: ``newind data build``, after the accounts."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from builders.world import read_detailed_years
from newind.accounts.accounts import to_json
from newind.accounts.store import write_whole
from newind.data.reference.building import PACKAGE, write_json
from newind.data.reference.facts import YEARS
from newind.measures.detail import FILE, STEP, UNKNOWN, DetailArray
from newind.measures.measure import compute_indicator, explain_missing_data, status_of
from newind.measures.registry import Indicator, indicators

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

    from newind.accounts.accounts import Accounts
    from newind.accounts.labelled import Labelled
    from newind.typing import Array, IntArray


def build_detail(source_dir: str | PathLike[str], out_dir: str | PathLike[str], years: Iterable[int] = YEARS) -> Path:
    """Compute the indicators marked ``detail`` for every year at 41 × 35 and write them to one file.

    Parameters
    ----------
    source_dir : path
        Folder with the sources, as for ``builders.catalogue.build``.
    out_dir : path
        Folder of the set, which holds ``datapackage.json``; the file is entered there.
    years : iterable of int
        Years to compute.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    DataError
        When a source is missing or damaged.
    """
    arrays = _pack(collect(read_detailed_years(source_dir, years)))
    path = write_whole(Path(out_dir) / FILE, lambda p: np.savez_compressed(p, **arrays))
    _enter(path, arrays)
    return path


def collect(accounts: Iterable[Accounts]) -> list[DetailArray]:
    """Return the indicators marked ``detail`` of accounts, stacked over their years."""
    found: dict[tuple[str, tuple[str, ...]], list[tuple[Labelled, str]]] = defaultdict(list)
    years: list[int] = []
    for w in accounts:
        years.append(w.year)
        for entry in _entries():
            if not explain_missing_data(entry, w, None):
                for array in compute_indicator(w, entry.id):
                    found[entry.id, array.dims].append((array, array.status or status_of(entry, w)))
    return [_stack(id, years, arrays) for (id, _), arrays in found.items()]


def _entries() -> list[Indicator]:
    return [entry for entry in indicators() if entry.detail]


def _stack(id: str, years: list[int], arrays: list[tuple[Labelled, str]]) -> DetailArray:
    first, status = arrays[-1]
    coords = {"year": tuple(str(y) for y in years)} | first.coords
    values = np.stack([a.values for a, _ in arrays])
    return DetailArray(id, ("year", *first.dims), coords, status, first.note, first.missing, values)


def _exact_enough(stored: DetailArray) -> Any:
    """Return totals in full, shares by partner in single precision so that they sum to 1, other details in steps."""
    if stored.dims == ("year", "region"):
        return stored.values
    return stored.values.astype("<f4") if "partner" in stored.dims else _steps(stored.values)


def _pack(stored: list[DetailArray]) -> dict[str, Any]:
    """Return the arrays of the file; the labels and notes as JSON in ``meta``."""
    names = {f"{s.id}|{','.join(s.dims[1:])}": s for s in stored}
    said = ("id", "dims", "coords", "status", "note", "missing")
    meta = [{"array": name} | {k: getattr(s, k) for k in said} for name, s in names.items()]
    packed: dict[str, Any] = {name: _exact_enough(s) for name, s in names.items()}
    return packed | {"meta": np.frombuffer(to_json(meta).encode(), dtype=np.uint8)}


def _steps(values: Array) -> IntArray:
    return np.where(np.isnan(values), UNKNOWN, np.rint(np.nan_to_num(values) / STEP)).astype("<i4")


def _enter(path: Path, arrays: dict[str, Any]) -> None:
    """Enter the file with the hashes of its arrays in the datapackage beside it."""
    package = path.with_name(PACKAGE)
    content = json.loads(package.read_text("utf-8"))
    content["detail"] = {
        "name": "world-detail",
        "title": "Indicators that aggregation distorts, at 41 economies × 35 industries",
        "path": path.name,
        "bytes": path.stat().st_size,
        "method": "Computed by the functions of the registry from the same sources; details kept to 0.000001.",
        "arrays": {name: hashlib.sha256(a.tobytes()).hexdigest() for name, a in arrays.items() if a.dtype == "<i4"},
    }
    write_json(package, content)
