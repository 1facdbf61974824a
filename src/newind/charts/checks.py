"""Conditions on the data of a chart before it is drawn: numbers, amounts, sums, trees and rows that are whole."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from newind.errors import DataError, offenders

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SLACK = 1e-6
"""Share of the largest value by which sums may be off."""


def finite(chart: str, values: Iterable[tuple[str, float]]) -> None:
    """Refuse values that are no number.

    Raises
    ------
    DataError
        With the names of the values.
    """
    lost = [name for name, value in values if not math.isfinite(value)]
    if lost:
        raise DataError(f"{chart}: no finite number for {_format_names(lost)}. Leave out what is not known.")


def not_negative(chart: str, values: Iterable[tuple[str, float]], what: str) -> None:
    """Refuse values below zero.

    Raises
    ------
    DataError
        With the names of the values.
    """
    below = [name for name, value in values if value < 0]
    if below:
        raise DataError(f"{chart}: {what} below zero for {_format_names(below)}. Give amounts.")


def adds_up(chart: str, start: float, steps: Sequence[float], end: float) -> None:
    """Refuse steps that do not lead from the start to the end.

    Raises
    ------
    DataError
        With where they lead.

    Examples
    --------
    >>> adds_up("waterfall", 5.0, [2.0, -1.0], 6.0)
    >>> adds_up("waterfall", 5.0, [2.0], 6.0)
    Traceback (most recent call last):
    newind.errors.DataError: waterfall: the steps lead from 5 to 7, not to 6. Add what lacks as a step of its own.
    """
    reached = start + math.fsum(steps)
    if abs(reached - end) > SLACK * max(abs(v) for v in (start, end, *steps)):
        told = f"the steps lead from {start:g} to {reached:g}, not to {end:g}"
        raise DataError(f"{chart}: {told}. Add what lacks as a step of its own.")


def one_tree(branches: Sequence[tuple[str, int]]) -> None:
    """Refuse branches (code, parent) without a parent before them, and none or several without any.

    Raises
    ------
    DataError
        With the branches concerned.
    """
    lost = [code for i, (code, parent) in enumerate(branches) if not -1 <= parent < i]
    roots = [code for code, parent in branches if parent == -1]
    if lost:
        raise DataError(
            f"tree: no parent before {_format_names(lost)}. Give the root first (parent -1), then its branches."
        )
    if len(roots) > 1:
        raise DataError(f"tree: several roots, {_format_names(roots)}. Give each a tree of its own.")


def holds_its_children(branches: Sequence[tuple[str, int, float, float]]) -> None:
    """Refuse branches (code, parent, value, own) worth less than what arises in and before them.

    Raises
    ------
    DataError
        With the branches concerned.
    """
    carried = [own for _, _, _, own in branches]
    for _, parent, value, _ in branches:
        if parent >= 0:
            carried[parent] += value
    less = [b[0] for b, c in zip(branches, carried, strict=True) if c > b[2] * (1 + SLACK)]
    if less:
        told = f"less than their own part and their branches, {_format_names(less)}"
        raise DataError(f"tree: values are {told}. A value is all that arises in and before a branch.")


def in_order(chart: str, years: Sequence[int]) -> None:
    """Refuse years that do not rise.

    Raises
    ------
    DataError
        With the years that stand after a later one.
    """
    late = [after for before, after in pairwise(years) if after <= before]
    if late:
        raise DataError(f"{chart}: years out of order, {offenders(late)}. Give each once, the first one first.")


def full(chart: str, rows: Sequence[tuple[str, Sequence[float]]], count: int) -> None:
    """Refuse rows that have no value for each year.

    Raises
    ------
    DataError
        With the names of the rows.
    """
    uneven = [name for name, row in rows if len(row) != count]
    if uneven:
        raise DataError(f"{chart}: not one value for each of {count} years for {_format_names(uneven)}. Complete them.")


def _format_names(names: Iterable[str]) -> str:
    return offenders(list(dict.fromkeys(names)))
