"""Measure accounts: every indicator, every year, in one table whose columns never change."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.accounts import Accounts
from newind.accounts.groups import resolve
from newind.accounts.memo import memo
from newind.accounts.panel import Panel
from newind.errors import DataError
from newind.kernels.threads import enough_for
from newind.measures import bounds, shared
from newind.measures.bounds import has_estimated_blocks
from newind.measures.registry import Indicator, indicators
from newind.measures.shared import format_unit, unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pandas as pd

    from newind.accounts.groups import Selector
    from newind.accounts.labelled import Labelled
    from newind.typing import BoolArray

    _Objects = np.ndarray[tuple[int], np.dtype[np.object_]]

COLUMNS = ("scenario", "region", "industry", "partner", "year", "indicator", "value", "unit", "status", "note")
DIMS = ("region", "industry", "partner")
BOUNDARY = "only a boundary of this table"
"""Why a region that only closes the table has no figure."""
SAID = {
    "co2": "CO2 emissions",
    "urbanisation": "urban share of the population",
    "hours_high": "hours of high-skilled persons",
    "gdp_ppp": "GDP at purchasing-power parities",
    "gdp_ppp_current": "GDP at current purchasing-power parities",
    "value_added_volume": "value added in volumes",
    "output_volume": "output in volumes",
    "rd_intensity": "R&D intensity",
}
"""Satellites and facts whose names do not read well."""
ESTIMATED = "flows between pairs of regions are estimated: partners are not shown"
"""Why an estimated table has no figures on partners one by one."""
PRICES = re.compile(r"\d{4}")
"""A year in a unit: the figure is in the prices of that year."""
SCENARIO_MONEY = "at the prices of the scenario, in units of world value added: compare volumes or real income instead"


def measure(
    w: Accounts | Panel, ids: Iterable[str] | str | None = None, regions: Selector | None = None
) -> pd.DataFrame:
    """Measure accounts or a panel.

    Parameters
    ----------
    w : Accounts or Panel
        What to measure.
    ids : iterable of str, optional
        Indicator ids; all by default.
    regions : label, list of labels or name of a group, optional
        Rows to keep; all by default.

    Returns
    -------
    DataFrame
        One row a figure with the columns scenario, region, industry, partner, year, indicator, value, unit, status,
        note. Rows without industry and partner are a region's totals. A figure that the data do not allow is a row
        with NaN and a note; shares are fractions. Of several databases ``attrs["databases"]`` has the years of each.

    Raises
    ------
    UnknownNameError
        For an id, region or group that does not exist, with the nearest name.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> table = measure(load("world", year=2011), "s4.dva_share", regions=["CHN", "USA"])
    >>> total = table[table["industry"].isna()]
    >>> [(r, round(v, 2)) for r, v in zip(total["region"], total["value"])]
    [('CHN', 0.78), ('USA', 0.84)]
    """
    if not isinstance(w, (Accounts, Panel)):
        raise DataError(f"measure takes Accounts or a Panel, not {type(w).__name__}. ni.load and ni.read return them.")
    registry = indicators()
    chosen = list(registry) if ids is None else [registry[i] for i in ([ids] if isinstance(ids, str) else ids)]
    keep = None if regions is None else frozenset(w.regions[int(i)] for i in resolve(regions, w.regions.codes))
    steps = [(w, None)] if isinstance(w, Accounts) else map(w.step, w.years)
    with enough_for(len(w.regions) * len(w.industries)):
        blocks = [b for step in steps for entry in chosen for b in _blocks(entry, *step)]
    table = _table(blocks, keep)
    if isinstance(w, Panel) and len(w.databases) > 1:
        table.attrs["databases"] = w.spans
    return table


def wide(table: pd.DataFrame) -> pd.DataFrame:
    """Return the totals of a measure table as region × indicator.

    A table of several years or scenarios keeps them beside the region in the index.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> table = measure(load("world", year=2011), ["s4.dva_share", "s2.manufacturing_share"], regions="g7")
    >>> wide(table).shape
    (7, 2)
    """
    totals = table[table["industry"].isna() & table["partner"].isna()]
    index = ["region"] + [c for c in ("year", "scenario") if totals[c].nunique() > 1]
    frame = totals.pivot(index=index, columns="indicator", values="value")
    if len(index) == 1:
        frame = frame.reindex(index=list(dict.fromkeys(totals["region"])))
    return frame.reindex(columns=list(dict.fromkeys(totals["indicator"])))


@dataclass(frozen=True)
class _MeasureBlock:
    """A labelled array on its way into the table, and the regions that have no figures of their own."""

    entry: Indicator
    w: Accounts
    array: Labelled
    status: str
    boundary: tuple[str, ...] = ()


def _blocks(entry: Indicator, w: Accounts, before: Accounts | None) -> list[_MeasureBlock]:
    if lack := explain_missing_data(entry, w, before):
        nothing = w.label(np.full(w.R, np.nan), "region", missing=lack)
        return [_MeasureBlock(entry, w, nothing, entry.status or "observed")]
    return [
        _MeasureBlock(entry, w, a, a.status or status_of(entry, w), w.boundary)
        for a in compute_indicator(w, entry.id, before)
    ]


def compute_indicator(w: Accounts, id: str, before: Accounts | None = None) -> tuple[Labelled, ...]:
    """Return the labelled arrays of an indicator that accounts do not lack: the region total, then its details."""
    arrays = _compute_arrays(w, id, before if "panel" in indicators()[id].needs else None)
    return tuple(_mask_estimated_flows(w, array) for array in arrays)


def _mask_estimated_flows(w: Accounts, array: Labelled) -> Labelled:
    """Return an array without its figures by partner where flows between the regions of a table are estimated."""
    if "partner" not in array.dims or not has_estimated_blocks(w):
        return array
    return replace(array, values=np.full(np.shape(array.values), np.nan), missing=ESTIMATED)


@memo
def _compute_arrays(w: Accounts, id: str, before: Accounts | None) -> tuple[Labelled, ...]:
    function = indicators()[id].function
    result = function(w) if before is None else function(before, w)
    return result if isinstance(result, tuple) else (result,)


def explain_missing_data(entry: Indicator, w: Accounts, before: Accounts | None) -> str:
    """Return why an indicator cannot be computed from accounts, or an empty string."""
    for need in entry.needs:
        kind, _, name = need.partition(":")
        if name and name not in (w.satellites if kind == "satellite" else w.facts):
            return f"no {format_name(name)} in the accounts of {w.year}"
        if kind in ("satellite", "fact") and (unit := unreadable(w, kind, name)):
            return unit
        if kind == "closed" and not w.closed:
            if len(w.boundary) > 1:
                return f"needs every region in full; {', '.join(w.boundary)} are only boundaries here"
            return f"needs every region in full; {w.boundary[0]} is only a boundary here"
        if kind == "observed" and has_estimated_blocks(w):
            return ESTIMATED
        if kind == "parts" and not shared.scope(w)[1].any():
            return "needs several regions of one country"
        if kind == "panel" and before is None:
            return f"needs the year before {w.year}: measure a panel"
    if before is not None and "panel" in entry.needs:
        gone = [n for n in entry.list_requirements("satellite") if n not in before.satellites]
        return f"no {format_name(gone[0])} in the accounts of {before.year}" if gone else ""
    return ""


def lacks_regions(entry: Indicator, w: Accounts) -> bool:
    """Tell whether the regions of accounts, which all years of a panel share, rule an indicator out."""
    return ("closed" in entry.needs and not w.closed) or ("parts" in entry.needs and not shared.scope(w)[1].any())


def format_name(name: str) -> str:
    """Return the name of a satellite or a fact as it stands in a sentence.

    Examples
    --------
    >>> format_name("hours_high"), format_name("capital_stock")
    ('hours of high-skilled persons', 'capital stock')
    """
    return SAID.get(name, name.replace("_", " "))


def status_of(entry: Indicator, w: Accounts) -> str:
    """Return the status of figures: the method's own, else estimated if any input is, as is all that is simulated."""
    if entry.status:
        return entry.status
    used = ([] if entry.of_facts else [w.status]) + [
        w.satellites[n].status for n in entry.list_requirements("satellite")
    ]
    used += [w.facts[n].status for n in entry.list_requirements("fact")]
    return "estimated" if "estimated" in used or w.scenario != "observed" else "observed"


def _table(blocks: list[_MeasureBlock], keep: frozenset[str] | None) -> pd.DataFrame:
    """Return the rows of all blocks; what is the same for a whole block is repeated once for all."""
    import pandas as pd

    rows = [_select_rows(block.array, keep) for block in blocks]
    values = [np.ravel(b.array.values)[chosen] for b, chosen in zip(blocks, rows, strict=True)]
    sizes = np.array([v.size for v in values], dtype=np.int64)

    def repeat_values(of: Callable[[_MeasureBlock], object]) -> _Objects:
        found: _Objects = np.repeat(np.array([of(b) for b in blocks], dtype=object), sizes)
        return found

    def labels(dim: str) -> _Objects:
        found: _Objects = _join_parts([_labels(b.array, dim)[k] for b, k in zip(blocks, rows, strict=True)], object)
        return found

    columns = {
        "scenario": repeat_values(lambda b: b.w.scenario),
        **{dim: labels(dim) for dim in DIMS},
        "year": np.repeat(np.array([b.w.year for b in blocks], dtype=np.int64), sizes),
        "indicator": repeat_values(lambda b: b.entry.id),
        "value": _join_parts(values, np.float64),
        "unit": repeat_values(lambda b: format_unit(b.entry.unit, b.w)),
        "status": repeat_values(lambda b: b.status),
    }
    columns["note"] = repeat_values(lambda b: "; ".join(filter(None, (b.array.note, _nominal(b)))))
    unknown = np.isnan(columns["value"])
    missing = repeat_values(lambda b: b.array.missing or f"not known for this economy in {b.w.year}")
    ends = np.cumsum(sizes)
    for block, chosen, start, end in zip(blocks, rows, ends - sizes, ends, strict=True):
        _explain(block, chosen, columns["note"][start:end])
        if block.boundary:
            at = start + np.flatnonzero(unknown[start:end])
            missing[at[np.isin(columns["region"][at], block.boundary)]] = BOUNDARY
    columns["note"][unknown] = missing[unknown]
    every = {n: pd.Series(columns[n], dtype=columns[n].dtype, copy=False) for n in COLUMNS}
    return pd.DataFrame(every, columns=list(COLUMNS), copy=False)


def _join_parts(parts: list[Any], dtype: type) -> Any:
    return np.concatenate(parts) if parts else np.array([], dtype=dtype)


def _explain(block: _MeasureBlock, rows: BoolArray | slice, notes: _Objects) -> None:
    """Add to the notes of a block why its figures are out of their bounds."""
    if causes := bounds.explain_violations(block.entry, block.w, block.array):
        every = np.full(np.size(block.array.values), "", dtype=object)
        every[list(causes)] = list(causes.values())
        notes[:] = [shared.notes(*pair) for pair in zip(notes, every[rows], strict=True)]


def _nominal(block: _MeasureBlock) -> str:
    """Return what must be known of money in a scenario, whose unit is world value added; empty for other figures."""
    money = ("USD" in block.entry.unit or "money" in block.entry.unit) and not PRICES.search(block.entry.unit)
    return SCENARIO_MONEY if money and block.w.scenario != "observed" else ""


def _select_rows(array: Labelled, keep: frozenset[str] | None) -> BoolArray | slice:
    if keep is None:
        return slice(None)
    inside = np.array([code in keep for code in array.coords["region"]])
    shape = [1] * len(array.dims)
    axis = array.dims.index("region")
    shape[axis] = -1
    return np.broadcast_to(inside.reshape(shape), np.shape(array.values)).ravel()


def _labels(array: Labelled, dim: str) -> _Objects:
    """Return the label of a dimension for each figure of an array, None where it has no such dimension."""
    return _spread(tuple(array.coords[d] for d in array.dims), array.dims.index(dim) if dim in array.dims else None)


@lru_cache(maxsize=256)
def _spread(coords: tuple[tuple[str, ...], ...], axis: int | None) -> _Objects:
    """Return the label on an axis for each cell of a raveled array, None for no axis; do not change it."""
    shape = [len(labels) for labels in coords]
    if axis is None:
        return np.full(math.prod(shape), None, dtype=object)
    along = np.array(coords[axis], dtype=object).reshape([-1 if k == axis else 1 for k in range(len(shape))])
    return np.broadcast_to(along, shape).ravel()


def unknowable(w: Accounts, region: str | None = None) -> list[tuple[str, str]]:
    """Return the indicators that accounts cannot give, each with the reason.

    Parameters
    ----------
    w : Accounts
    region : str, optional
        Also those that have no total for this region; all regions by default, for what none has.

    Returns
    -------
    list of (str, str)
        Id and reason, in the order of the registry; what needs the year before counts as unknown of one year.

    Raises
    ------
    UnknownNameError
        For a region that is not there.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> dict(unknowable(load("world", year=1995)))["s3.carbon_production"]
    'no CO2 emissions in the accounts of 1995'
    """
    rows = slice(None) if region is None else w.regions.index(region)
    reasons = ((entry.id, _why(entry, w, rows)) for entry in indicators())
    return [(id, why) for id, why in reasons if why]


def _why(entry: Indicator, w: Accounts, rows: slice | int) -> str:
    if lack := explain_missing_data(entry, w, None):
        return lack
    total = compute_indicator(w, entry.id)[0]
    if np.isfinite(np.asarray(total.values)[rows]).any():
        return ""
    boundary = isinstance(rows, int) and w.regions[rows] in w.boundary
    return BOUNDARY if boundary else total.missing or f"not known for this economy in {w.year}"
