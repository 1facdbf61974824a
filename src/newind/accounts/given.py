"""Figures as users give them: arrays, tables by label, or plain descriptions, made satellites and facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.satellite import Fact, Facts, Satellite, Satellites, frozen, has_labels, in_order
from newind.errors import DataError, find_duplicates, offenders, suggest

if TYPE_CHECKING:
    import pandas as pd


Labels = tuple[str | tuple[str, str], ...]


@lru_cache(maxsize=32)
def build_axis_labels(regions: tuple[str, ...], codes: tuple[str, ...]) -> Labels:
    """Return what an axis of pandas is labelled by: pairs of region and code, the codes alone in one region.

    Examples
    --------
    >>> build_axis_labels(("CHN",), ("a", "b")), build_axis_labels(("CHN", "USA"), ("a",))
    (('a', 'b'), (('CHN', 'a'), ('USA', 'a')))
    """
    return codes if len(regions) == 1 else tuple((region, code) for region in regions for code in codes)


def as_satellites(given: object, sold: Labels = (), bought: Labels = ()) -> Satellites:
    """Return satellites from a mapping of name to Satellite, figures, or a description such as ``{"values": …}``.

    Figures of pandas are put in the order of the labels of what is sold (values) and bought (final).

    Raises
    ------
    DataError
        For what is none of these.
    """
    named = _check_mapping(given, "satellites", "{'co2': ni.Satellite(values, unit='kt')}")
    return Satellites({name: _as_satellite(name, value, sold, bought) for name, value in named.items()})


def as_facts(given: Mapping[str, Any] | pd.DataFrame | None, regions: tuple[str, ...]) -> Facts:
    """Return facts from a mapping of name to Fact or figures, or from a table.

    Parameters
    ----------
    given : Facts, mapping or DataFrame, optional
        A mapping's values are a Fact, R figures in the order of the regions, figures by region (a mapping or a
        Series), or a description such as ``{"values": …, "unit": …}``. A table has a row a region and a column a
        name, or a row a figure with the columns region, name, value and, where known, unit, status and source.
    regions : tuple of str
        Codes; one without a figure gets NaN.

    Raises
    ------
    DataError
        For what is none of these, a region that the accounts lack, or one given twice.
    """
    if isinstance(given, Facts):
        return given
    if given is not None and not isinstance(given, Mapping) and hasattr(given, "columns"):
        return Facts(_from_table(given, regions), regions=len(regions))
    named = _check_mapping(given, "facts", "{'population': [1370.0, 330.0]}")
    return Facts({name: _as_fact(name, value, regions) for name, value in named.items()})


def _check_mapping(given: object, what: str, example: str) -> Mapping[str, Any]:
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise DataError(f"{what} are given by name, as in {example}, not as {type(given).__name__}.")
    if wrong := [name for name in given if not isinstance(name, str)]:
        raise DataError(f"names of {what} are text: wrong {offenders(wrong)}.")
    return given


def _as_satellite(name: str, value: Any, sold: Labels, bought: Labels) -> Satellite:
    if isinstance(value, Satellite):
        return value
    if isinstance(value, Mapping):
        described = _check_fields(f"satellite {name}", value, Satellite)
        figures = {k: described[k] for k in ("values", "final") if described.get(k) is not None}
        axes = {"values": sold, "final": bought}
        return Satellite(**described | {k: in_order(v, f"satellite {name}", axes[k]) for k, v in figures.items()})
    return Satellite(frozen(in_order(value, f"satellite {name}", sold), f"satellite {name}"))


def _as_fact(name: str, value: Any, regions: tuple[str, ...]) -> Fact:
    if isinstance(value, Fact):
        return value
    if isinstance(value, Mapping) and "values" in value:
        described = _check_fields(f"fact {name}", value, Fact)
        return Fact(**(described | {"values": _in_order(name, described["values"], regions)}))
    return Fact(frozen(_in_order(name, value, regions), f"fact {name}"))


def _check_fields(what: str, given: Mapping[str, Any], of: type[Satellite] | type[Fact]) -> dict[str, Any]:
    known = [f.name for f in fields(of)]
    if wrong := [key for key in given if key not in known]:
        raise DataError(f"{what}: no field {offenders(wrong)}.{suggest(wrong[0], known)} Fields: {', '.join(known)}.")
    if "values" not in given:
        raise DataError(f"{what}: no 'values'. Give the figures under that name.")
    return dict(given)


def _in_order(name: str, value: Any, regions: tuple[str, ...]) -> Any:
    """Return figures in the order of the regions where they carry labels, else as they are."""
    if isinstance(value, Mapping):
        return _by_label(name, list(value), list(value.values()), regions)
    if has_labels(value):
        return _by_label(name, list(value.index), list(value), regions)
    return value


def _by_label(name: str, labels: list[Any], figures: list[Any], regions: tuple[str, ...]) -> list[Any]:
    unknown = [label for label in labels if label not in regions]
    if unknown:
        raise DataError(
            f"fact {name}: figures for regions that the accounts lack: {offenders(unknown)}."
            f"{suggest(unknown[0], regions)} Leave them out; the accounts have {offenders(regions)}."
        )
    if twice := find_duplicates(labels):
        raise DataError(f"fact {name}: regions given twice: {offenders(twice)}. Each may stand once.")
    found = dict(zip(labels, figures, strict=True))
    return [found.get(region, np.nan) for region in regions]


def _from_table(table: pd.DataFrame, regions: tuple[str, ...]) -> dict[str, Fact]:
    if {"region", "name", "value"} <= set(table.columns):
        return {str(name): _from_rows(str(name), rows, regions) for name, rows in table.groupby("name", sort=False)}
    by_region = table.set_index("region") if "region" in table.columns else table
    labels = list(by_region.index)
    return {
        str(name): Fact(frozen(_by_label(str(name), labels, list(by_region[name]), regions), f"fact {name}"))
        for name in by_region.columns
    }


def _from_rows(name: str, rows: pd.DataFrame, regions: tuple[str, ...]) -> Fact:
    described: dict[str, str] = {}
    for key in ("unit", "status", "source"):
        given = list(dict.fromkeys(rows[key].dropna())) if key in rows else []
        if len(given) > 1:
            raise DataError(f"fact {name}: more than one {key}: {offenders(given)}. A fact has one.")
        described |= {key: str(given[0])} if given else {}
    values = _by_label(name, list(rows["region"]), list(rows["value"]), regions)
    return Fact(frozen(values, f"fact {name}"), **described)
