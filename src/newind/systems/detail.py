"""Indicators that aggregation distorts, computed at 41 economies × 35 industries and shipped as a table."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.identity import to_json
from newind.accounts.labelled import Labelled
from newind.accounts.reference import folder, package
from newind.accounts.reference.build import build, detailed_years
from newind.accounts.reference.sources import YEARS
from newind.accounts.store import write_whole
from newind.errors import unknown
from newind.systems.measure import COLUMNS, DIMS, computed, lacking, status_of
from newind.systems.registry import Indicator, indicators

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.typing import Array, IntArray

FILE = "world-detail.npz"
NOTE = "41 × 35"
STEP = 1e-6
"""Details are kept to this step, totals of economies in full."""
UNKNOWN = np.iinfo(np.int32).min
SCENARIO = "observed"


@dataclass(frozen=True)
class Stored:
    """One array of the file: an indicator in one set of dimensions, over years."""

    id: str
    dims: tuple[str, ...]
    coords: dict[str, tuple[str, ...]]
    status: str
    note: str
    missing: str
    values: Array


def build_all(source_dir: str | PathLike[str], out_dir: str | PathLike[str]) -> list[Path]:
    """Write everything that is shipped: the accounts, then the table at full detail (``newind data build``).

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    DataError
        When a source is missing or damaged.
    """
    return [*build(source_dir, out_dir), build_detail(source_dir, out_dir)]


def build_detail(source_dir: str | PathLike[str], out_dir: str | PathLike[str], years: Iterable[int] = YEARS) -> Path:
    """Compute the indicators marked ``detail`` for every year at 41 × 35 and write them to one file.

    Parameters
    ----------
    source_dir : path
        Folder with the sources, as for ``newind.accounts.reference.build.build``.
    out_dir : path
        Folder that holds ``datapackage.json``; the file is entered there.
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
    arrays = _pack(collect(detailed_years(source_dir, years)))
    path = write_whole(Path(out_dir) / FILE, lambda p: np.savez_compressed(p, **arrays))
    _enter(path, arrays)
    return path


def collect(accounts: Iterable[Accounts]) -> list[Stored]:
    """Return the indicators marked ``detail`` of accounts, stacked over their years."""
    found: dict[tuple[str, tuple[str, ...]], list[tuple[Labelled, str]]] = defaultdict(list)
    years: list[int] = []
    for w in accounts:
        years.append(w.year)
        for entry in _entries():
            if not lacking(entry, w, None):
                for array in computed(w, entry.id):
                    found[entry.id, array.dims].append((array, array.status or status_of(entry, w)))
    return [_stack(id, years, arrays) for (id, _), arrays in found.items()]


def detail(ids: Iterable[str] | str | None = None, regions: Iterable[str] | str | None = None) -> pd.DataFrame:
    """Return the shipped indicators at 41 economies × 35 industries.

    Parameters
    ----------
    ids : str or iterable of str, optional
        Indicators; all in the file by default.
    regions : str or iterable of str, optional
        Economies to keep; all 41 by default.

    Returns
    -------
    DataFrame
        With the columns of ``newind.measure``; the note begins with "41 × 35". Details are kept to 0.000001.

    Raises
    ------
    UnknownNameError
        For an indicator or economy that is not in the file, with the nearest.

    Examples
    --------
    >>> table = detail("s4.upstreamness", "CHN")
    >>> total = table[(table.year == 2011) & table.industry.isna()]
    >>> round(float(total.value.iloc[0]), 2) > 2.5
    True
    """
    import pandas as pd

    stored = load_detail()
    known = tuple(dict.fromkeys(s.id for s in stored))
    wanted = known if ids is None else (ids,) if isinstance(ids, str) else tuple(ids)
    for name in wanted:
        if name not in known:
            raise unknown("indicator at full detail", name, known, f"There are {', '.join(known)}.")
    economies = stored[0].coords["region"]
    keep = economies if regions is None else (regions,) if isinstance(regions, str) else tuple(regions)
    for code in keep:
        if code not in economies:
            raise unknown("economy", code, economies, "The table has the 41 economies of the WIOD 2013 release.")
    table = pd.concat([_frame(s, set(keep)) for name in wanted for s in stored if s.id == name], ignore_index=True)
    return table[list(COLUMNS)]


@cache
def load_detail() -> tuple[Stored, ...]:
    """Read the shipped file."""
    return read_detail(folder() / FILE)


def read_detail(path: Path) -> tuple[Stored, ...]:
    """Read a file that `build_detail` wrote."""
    with np.load(path, allow_pickle=False) as file:
        entries = json.loads(bytes(file["meta"]).decode())
        arrays = {name: file[name] for name in file.files}
    return tuple(
        Stored(
            e["id"], tuple(e["dims"]), {k: tuple(v) for k, v in e["coords"].items()}, e["status"], e["note"],
            e["missing"], _unpack(arrays[e["array"]]),
        )
        for e in entries
    )  # fmt: skip


def shipped(w: Accounts, id: str) -> tuple[Labelled, ...]:
    """Return an indicator at full detail for accounts that are those shipped with newind, else nothing.

    Parameters
    ----------
    w : Accounts
        Recognised by their hash.
    id : str
        An indicator marked ``detail``.

    Returns
    -------
    tuple of Labelled
        For the year of the accounts, 41 economies × 35 industries; empty for other accounts or indicators.
    """
    if w.hash != _hashes().get(w.year):
        return ()
    return tuple(_of_year(s, w.year) for s in load_detail() if s.id == id)


@cache
def _hashes() -> dict[int, str]:
    return {int(entry["name"].rpartition("-")[2]): entry["hash"] for entry in package()["resources"]}


def _of_year(stored: Stored, year: int) -> Labelled:
    coords = {d: stored.coords[d] for d in stored.dims[1:]}
    values = stored.values[stored.coords["year"].index(str(year))]
    return Labelled(values, stored.dims[1:], coords, stored.note, stored.missing, stored.status)


def economies() -> tuple[str, ...]:
    """Return the economies of the table at full detail."""
    return load_detail()[0].coords["region"]


def _entries() -> list[Indicator]:
    return [entry for entry in indicators() if entry.detail]


def _stack(id: str, years: list[int], arrays: list[tuple[Labelled, str]]) -> Stored:
    first, status = arrays[-1]
    coords = {"year": tuple(str(y) for y in years)} | first.coords
    values = np.stack([a.values for a, _ in arrays])
    return Stored(id, ("year", *first.dims), coords, status, first.note, first.missing, values)


def _pack(stored: list[Stored]) -> dict[str, Any]:
    """Return the arrays of the file; the labels and notes as JSON in ``meta``."""
    names = {f"{s.id}|{','.join(s.dims[1:])}": s for s in stored}
    said = ("id", "dims", "coords", "status", "note", "missing")
    meta = [{"array": name} | {k: getattr(s, k) for k in said} for name, s in names.items()]
    whole = ("year", "region")
    packed: dict[str, Any] = {name: s.values if s.dims == whole else _steps(s.values) for name, s in names.items()}
    return packed | {"meta": np.frombuffer(to_json(meta).encode(), dtype=np.uint8)}


def _steps(values: Array) -> IntArray:
    return np.where(np.isnan(values), UNKNOWN, np.rint(np.nan_to_num(values) / STEP)).astype("<i4")


def _unpack(array: Any) -> Array:
    if array.dtype.kind == "f":
        return np.asarray(array, dtype=np.float64)
    return np.where(array == UNKNOWN, np.nan, array * STEP)


def _frame(stored: Stored, keep: set[str]) -> pd.DataFrame:
    frame = Labelled(stored.values, stored.dims, stored.coords).to_frame()
    frame = frame[frame["region"].isin(keep)]
    note = "; ".join(filter(None, (NOTE, stored.note)))
    missing = "; ".join(filter(None, (NOTE, stored.missing)))
    blank = dict.fromkeys(d for d in DIMS if d not in stored.dims)
    return frame.assign(
        **blank,
        year=frame["year"].astype(int),
        scenario=SCENARIO,
        indicator=stored.id,
        unit=indicators()[stored.id].unit,
        status=stored.status,
        note=np.where(frame["value"].isna(), missing, note),
    )


def _enter(path: Path, arrays: dict[str, Any]) -> None:
    """Enter the file with the hashes of its arrays in the datapackage beside it."""
    package = path.with_name("datapackage.json")
    content = json.loads(package.read_text("utf-8"))
    content["detail"] = {
        "name": "world-detail",
        "title": "Indicators that aggregation distorts, at 41 economies × 35 industries",
        "path": path.name,
        "bytes": path.stat().st_size,
        "method": "Computed by the functions of the registry from the same sources; details kept to 0.000001.",
        "arrays": {name: hashlib.sha256(a.tobytes()).hexdigest() for name, a in arrays.items() if a.dtype == "<i4"},
    }
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    write_whole(package, lambda p: p.write_text(text, encoding="utf-8"))
