"""Dividing by denominators, and keeping the units of which enough is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.regions import apply_house_style, region
from newind.errors import BilingualMessage, DataError, noun, offenders, tell
from newind.index.log import LogEntry
from newind.messages import message

if TYPE_CHECKING:
    from newind.index.settings import Screen
    from newind.index.specification import Spec
    from newind.index.table import Table
    from newind.typing import Array, BoolArray


def denominate(table: Table, spec: Spec) -> tuple[Table, list[LogEntry]]:
    """Return the table with indicators divided by their denominators.

    Raises
    ------
    DataError
        Where a denominator is zero or negative, or so small that the quotient is no number.
    """
    values, changes = table.values.copy(), []
    for element in (e for e in spec.indicator_elements if e.denominator):
        if element.denominator not in table.beside:
            raise DataError(tell("index.no_denominator", name=element.denominator))
        below = table.beside[element.denominator]
        if (zero := below <= 0).any():
            where = [table.rows.labels[i] for i in np.flatnonzero(zero)]
            name = element.denominator
            bad = offenders(where)
            raise DataError(tell("index.denominator", name=name, which=bad))
        column = table.codes.index(element.code)
        with np.errstate(over="ignore"):
            values[:, column] = values[:, column] / below
        if (endless := np.isinf(values[:, column])).any():
            bad = offenders([table.rows.labels[i] for i in np.flatnonzero(endless)])
            name = tell("index.quotient", code=element.code, by=element.denominator)
            raise DataError(tell("index.too_large", name=name, which=bad))
        known = int(np.isfinite(values[:, column]).sum())
        said = message("index.log.denominate", below=element.denominator)
        changes.append(LogEntry("denominate", element.code, known, said))
    return table.put(values), changes


@dataclass(frozen=True)
class RowExclusion:
    """A row that is not scored, and why.

    Attributes
    ----------
    unit, time, scenario : the row (time -1 where there are no years)
    available : share of indicators that are known
    pillars : aggregates of which nothing is known
    missing : indicators that are not known
    """

    unit: str
    time: int
    scenario: str
    available: float
    pillars: tuple[str, ...]
    missing: tuple[str, ...]


def available(values: Array) -> Array:
    """Return the share of indicators that each row has, (N,) in [0, 1]."""
    return np.asarray(np.isfinite(values).mean(axis=1))


def empty_pillars(values: Array, pillars: list[list[int]]) -> BoolArray:
    """Return which pillars have nothing known, (N, pillars)."""
    known = np.isfinite(values)
    return np.stack([~known[:, columns].any(axis=1) for columns in pillars], axis=1)


def find_scored_rows(table: Table, known: Array, spec: Spec, settings: Screen) -> BoolArray:
    """Return which rows are scored.

    Parameters
    ----------
    table : Table
        Figures as they stand at this step.
    known : (N, J) array
        Figures as they were given, before anything was imputed.
    """
    enough = available(table.values) >= settings.min_available - 1e-12
    return enough if settings.whole_pillars else enough & ~empty_pillars(known, columns_of(spec)).any(axis=1)


def columns_of(spec: Spec) -> list[list[int]]:
    """Return the columns of the indicators right below each pillar."""
    order = {code: k for k, code in enumerate(spec.tree.indicators)}
    tree = spec.tree
    return [[order[c] for c in tree.children[p] if c in order] for p in tree.pillars]


def list_unscored_rows(table: Table, known: Array, spec: Spec, keep: BoolArray) -> tuple[RowExclusion, ...]:
    """Return the rows that are not scored, with what they lack."""
    empty = empty_pillars(known, columns_of(spec))
    share = available(known)
    rows, pillars = table.rows, spec.tree.pillars
    return tuple(
        RowExclusion(
            rows.units[i], rows.times[i], rows.scenarios[i], float(share[i]),
            tuple(p for p, gone in zip(pillars, empty[i], strict=True) if gone),
            tuple(c for c, v in zip(table.codes, known[i], strict=True) if not np.isfinite(v)),
        )
        for i in np.flatnonzero(~keep)
    )  # fmt: skip


def nobody(spec: Spec, gone: tuple[RowExclusion, ...], settings: Screen) -> DataError:
    """Return the error that no row can be scored."""
    best = max(gone, key=lambda u: (u.available, -len(u.pillars)))
    unit, (lost, missing) = (
        apply_house_style(region(best.unit)),
        (_labels(spec, codes) for codes in (best.pillars, best.missing)),
    )
    return DataError(
        tell(
            "index.nobody",
            share=settings.min_available,
            best=BilingualMessage(unit.en, unit.zh),
            available=best.available,
            missing=missing,
            pillars=lost,
        )
    )


def _labels(spec: Spec, codes: tuple[str, ...]) -> str:
    return offenders([BilingualMessage(spec.label(c), spec.label(c, "zh")) for c in codes]) if codes else noun("none")
