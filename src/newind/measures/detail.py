"""Indicators that aggregation distorts, computed at 41 economies × 35 industries and shipped as a table."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.labelled import Labelled
from newind.data.reference import folder, hashes
from newind.errors import join_items, tell, unknown
from newind.measures.measure import COLUMNS, DIMS
from newind.measures.registry import indicators

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.typing import Array

FILE = "detail.npz"
NOTE = "41 × 35"
FINER = "from the table of 41 economies × 35 industries"
"""Note of a total among figures of a table with fewer."""
STEP = 1e-6
"""Details are kept to this step, totals of economies in full."""
UNKNOWN = np.iinfo(np.int32).min
SCENARIO = "observed"


@dataclass(frozen=True)
class DetailArray:
    """One array of the file: an indicator in one set of dimensions, over years."""

    id: str
    dims: tuple[str, ...]
    coords: dict[str, tuple[str, ...]]
    status: str
    note: str
    missing: str
    values: Array


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
            raise unknown("indicator at full detail", name, known, tell("part.there_are", known=join_items(known)))
    economies = stored[0].coords["region"]
    keep = economies if regions is None else (regions,) if isinstance(regions, str) else tuple(regions)
    for code in keep:
        if code not in economies:
            raise unknown("economy", code, economies, tell("measure.detail"))
    table = pd.concat([_frame(s, set(keep)) for name in wanted for s in stored if s.id == name], ignore_index=True)
    return table[list(COLUMNS)]


@cache
def load_detail() -> tuple[DetailArray, ...]:
    """Read the shipped file."""
    return read_detail(folder() / FILE)


def read_detail(path: Path) -> tuple[DetailArray, ...]:
    """Read a file that `build_detail` wrote."""
    with np.load(path, allow_pickle=False) as file:
        entries = json.loads(bytes(file["meta"]).decode())
        arrays = {name: file[name] for name in file.files}
    return tuple(
        DetailArray(
            e["id"], tuple(e["dims"]), {k: tuple(v) for k, v in e["coords"].items()}, e["status"], e["note"],
            e["missing"], _unpack(arrays[e["array"]]),
        )
        for e in entries
    )  # fmt: skip


def find_shipped_detail(w: Accounts, id: str) -> tuple[Labelled, ...]:
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
    if w.hash != hashes().get(w.year):
        return ()
    return tuple(_of_year(s, w.year) for s in load_detail() if s.id == id)


def _of_year(stored: DetailArray, year: int) -> Labelled:
    coords = {d: stored.coords[d] for d in stored.dims[1:]}
    values = stored.values[stored.coords["year"].index(str(year))]
    return Labelled(values, stored.dims[1:], coords, stored.note, stored.missing, stored.status)


def economies() -> tuple[str, ...]:
    """Return the economies of the table at full detail."""
    return load_detail()[0].coords["region"]


def _unpack(array: Any) -> Array:
    if array.dtype.kind == "f":
        return np.asarray(array, dtype=np.float64)
    return np.where(array == UNKNOWN, np.nan, array * STEP)


def _frame(stored: DetailArray, keep: set[str]) -> pd.DataFrame:
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
