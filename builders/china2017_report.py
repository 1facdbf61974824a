"""Describe the estimate of the provinces in 2017 for its readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newind.data.multiregion import Multiregion, circulation, find_unstable_flows, origin, ranges
from newind.data.multiregion.reconcile import bilateral_sales
from newind.data.multiregion.tables import national as country_of, stack
from newind.kernels.quotients import ratio
from newind.parameters import parameter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newind.accounts.accounts import Accounts
    from newind.data.reference.building import Measure
    from newind.data.single import Single
    from newind.typing import Array, BoolArray

LOW, HIGH = parameter("trade_distance").range or (0.0, 0.0)
VARIANTS: dict[str, dict[str, Any]] = {
    "distance": {},
    "uniform": {"friction": "uniform"},
    "weak distance": {"exponent": LOW},
    "strong distance": {"exponent": HIGH},
    "least trade": {"level": "least"},
    "most trade": {"level": "most"},
}
"""Estimates that differ in what nobody has measured; the first is shipped."""
FRICTIONS = ("distance", "uniform")
SCOPES = ("own", "other provinces", "abroad")
PUBLISHED = {
    "own": 0.551,
    "other provinces": 0.334,
    "abroad": 0.115,
    "source": "Lu Jiangyuan (2022), mean of 31 provinces in 2017",
}
WHY = (
    "Abroad agrees. How much provinces trade with each other is stated twice, as outflow and as inflow, and the two "
    "differ by product. The published shares lie beyond the variant with the least trade; the tables of provinces as "
    "they are, not reconciled with the country, with the smaller of outflow and inflow by product, come nearest."
)
DIGITS = 5
TRILLION = 1e8
"""Units of the tables (10,000 yuan) in a trillion."""


def report(made: Multiregion, shown: Mapping[str, Accounts]) -> dict[str, Any]:
    """Return what each step moved, what must not be shown, circulation beside published figures, and levels of trade.

    Parameters
    ----------
    made : Multiregion
        The estimate at 42 sectors.
    shown : mapping of str to Accounts
        Variant → accounts as shipped, the shipped one first.
    """
    one, other = (shown[name] for name in FRICTIONS)
    return {
        "adjustments": adjustments(made),
        "balancing": {"iterations": made.report.iterations, "residual": made.report.residual},
        "suppressed": describe_suppression(one, other),
        "circulation": compare_absorption(shown),
        "levels": levels(shown),
    }


def totals(tables: Sequence[Single], country: Accounts) -> dict[str, dict[str, float]]:
    """Return what provinces state in all and what the country has, in trillion yuan."""
    stated, c = stack(tables), country_of(country)
    sums = {
        "output": (stated.x, c.x),
        "value added": (stated.value_added, c.value_added),
        "final demand": (stated.F, c.Fd.sum() + c.Fm.sum()),
        "exports": (stated.exports, c.exports),
        "imports": (stated.imports, c.imports),
    }
    found = {what: {"provinces": _trillions(a), "country": _trillions(b)} for what, (a, b) in sums.items()}
    sent, came = stated.outflows.sum(axis=0), stated.inflows.sum(axis=0)
    ends = {"smaller by product": np.minimum(sent, came), "larger by product": np.maximum(sent, came)}
    trade = {"outflow": sent, "inflow": came, "transit taken out": stated.transit} | ends
    return found | {"trade between provinces": {what: _trillions(a) for what, a in trade.items()}}


def _trillions(amounts: Array | float) -> float:
    return round(float(np.sum(amounts)) / TRILLION, 3)


def adjustments(made: Multiregion) -> dict[str, Any]:
    """Return what each step moved as a share of output: in all, by province, by sector of 42."""
    r = made.report
    return {
        step: {
            "all": round_figure(amounts.sum() / r.output.sum()),
            "provinces": by_code(r.regions, r.by_region(step)),
            "industries": by_code(r.industries, r.by_industry(step)),
        }
        for step, amounts in r.steps.items()
    }


def describe_suppression(one: Accounts, other: Accounts) -> dict[str, Any]:
    """Return which flows between provinces two frictions put too far apart, and how much that is.

    Returns
    -------
    dict
        ``cells`` and ``value``: share of pairs by product and of their mean value; ``flows``: seller → buyer →
        products.
    """
    marked, inner = (
        find_unstable_flows(one, other),
        [r for r, code in enumerate(one.regions) if code not in one.boundary],
    )
    pairs = np.zeros_like(marked)
    pairs[np.ix_(inner, range(one.S), inner)] = True
    pairs[inner, :, inner] = False
    mean = (bilateral_sales(one) + bilateral_sales(other)) / 2
    return {
        "cells": round_figure(marked.sum() / pairs.sum()),
        "value": round_figure(mean[marked].sum() / mean[pairs].sum()),
        "flows": list_flows(one, marked),
    }


def list_flows(w: Accounts, marked: BoolArray) -> dict[str, dict[str, str]]:
    """Return marked flows: seller → buyer → products, divided by spaces."""
    found: dict[str, dict[str, str]] = {}
    for seller, buyer in zip(*np.nonzero(marked.any(axis=1)), strict=True):
        products = " ".join(w.industries[i] for i in np.flatnonzero(marked[seller, :, buyer]))
        found.setdefault(w.regions[seller], {})[w.regions[buyer]] = products
    return found


def levels(shown: Mapping[str, Accounts]) -> dict[str, dict[str, float]]:
    """Return how much provinces trade with each other in variants of another level, over the shipped one, by product.

    Returns
    -------
    dict
        Variant → industry → factor.
    """
    first = next(iter(shown.values()))
    base = sum_interprovincial_sales(first)
    chosen = [name for name, options in VARIANTS.items() if "level" in options and name in shown]
    return {name: by_code(first.industries, ratio(sum_interprovincial_sales(shown[name]), base)) for name in chosen}


def sum_interprovincial_sales(w: Accounts) -> Array:
    """Return what provinces sell to other provinces by product; (S,), money."""
    inner = np.array([code not in w.boundary for code in w.regions])
    pairs = inner[:, None] & inner & ~np.eye(w.R, dtype=bool)
    return np.asarray((bilateral_sales(w) * pairs[:, None, :]).sum(axis=(0, 2)))


def compare_absorption(shown: Mapping[str, Accounts]) -> dict[str, Any]:
    """Return where value added is absorbed and comes from, plain and weighted, beside published shares."""
    first = next(iter(shown.values()))
    inner = np.array([code not in first.boundary for code in first.regions])
    final = first.Yr.sum(axis=0)[inner]
    return {
        "published": PUBLISHED,
        "value added absorbed, mean of provinces": scopes(circulation(first).mean(axis=0)),
        "value added absorbed, weighted by product": scopes(
            compute_weighted_mean(circulation(first), first.gdp[inner])
        ),
        "origin of final demand, mean of provinces": scopes(origin(first).mean(axis=0)),
        "origin of final demand, weighted by it": scopes(compute_weighted_mean(origin(first), final)),
        "value added absorbed, mean of provinces, by variant": {
            name: scopes(circulation(w).mean(axis=0)) for name, w in shown.items()
        },
        "why they differ": WHY,
    }


def spans(measure: Measure, shown: Mapping[str, Accounts]) -> dict[str, Any]:
    """Return indicator → region → [low, high], over all variants and over frictions alone, as plain data."""
    figures = {name: measure(w) for name, w in shown.items()}
    by_hash = {id(w): figures[name] for name, w in shown.items()}

    def find_figures(w: Accounts) -> Mapping[str, Array]:
        return by_hash[id(w)]

    regions = next(iter(shown.values())).regions
    every = ranges(find_figures, list(shown.values()))
    friction = ranges(find_figures, [shown[name] for name in FRICTIONS])
    return {"ranges": _plain(every, regions), "ranges_of_friction": _plain(friction, regions)}


def _plain(found: Mapping[str, tuple[Array, Array]], regions: Iterable[str]) -> dict[str, dict[str, list[float]]]:
    return {
        name: {
            code: [float(f"{a:.6g}"), float(f"{b:.6g}")]
            for code, a, b in zip(regions, low, high, strict=True)
            if np.isfinite(a) and np.isfinite(b)
        }
        for name, (low, high) in found.items()
    }


def compute_weighted_mean(shares: Array, by: Array) -> Array:
    """Return the mean of the rows of shares weighted by an amount."""
    return np.asarray((shares * by[:, None]).sum(axis=0) / by.sum())


def scopes(shares: Array) -> dict[str, float]:
    """Return three shares by name."""
    return {name: round_figure(share) for name, share in zip(SCOPES, shares, strict=True)}


def by_code(codes: Iterable[str], values: Array) -> dict[str, float]:
    """Return figures by code, without those that are unknown."""
    return {code: round_figure(v) for code, v in zip(codes, values, strict=True) if np.isfinite(v)}


def round_figure(value: float) -> float:
    """Return a figure with as many digits as are shown."""
    return round(float(value), DIGITS)
