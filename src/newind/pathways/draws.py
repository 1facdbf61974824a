"""Draws of what a pathway assumes: Latin hypercubes over the ranges of parameters, a path for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newind.equilibrium.assumptions import NESTS, Assumptions
from newind.errors import DataError
from newind.pathways.baseline import forget
from newind.pathways.followed import SERIES
from newind.pathways.pathway import UNTIL, pathway
from newind.pathways.prospects import NAMES, Prospects, apart
from newind.pathways.runfolder import create_run
from newind.policy.posing import as_package
from newind.policy.schema import Package, Shock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from os import PathLike

    from newind.accounts.accounts import Accounts
    from newind.pathways.runstore import RunStore

    Ranges = Mapping[str, tuple[float, float]]

WORK = "pathway-draws"
DRAWN = ("trade_elasticity", *NESTS, *(n for n in NAMES if n not in ("discount_rate", "congestion")))
"""Parameters that are drawn where none are named: those with a range on which yearly figures depend."""


def ranges_of(
    names: Iterable[str] | None = None, horizon: str = "medium", given: Mapping[str, Any] | None = None
) -> dict[str, tuple[float, float]]:
    """Return the ranges of parameters; those that a user gave, and those without a range, are left out.

    Parameters
    ----------
    names : iterable of str, optional
        Parameters; `DRAWN` by default.
    horizon : str
        Whose elasticities are meant.
    given : mapping, optional
        Parameters in place of the shipped ones.

    Raises
    ------
    DataError
        For a parameter without a range that is named.
    UnknownNameError
        For what is no parameter.

    Examples
    --------
    >>> ranges_of(["trade_elasticity"])
    {'trade_elasticity': (2.5, 8.0)}
    """
    single, own = apart(given)
    assumptions, prospects = Assumptions(horizon, single), Prospects(own)
    found = {}
    for name in DRAWN if names is None else names:
        low, high = prospects.range(name) if name in NAMES else assumptions.range(name)
        if low < high:
            found[name] = (float(low), float(high))
        elif names is not None:
            raise DataError(f"parameter {name} has no range to draw from, or was given. Name others.")
    return found


def hypercube(ranges: Ranges, many: int, seed: int = 0) -> list[dict[str, float]]:
    """Return a Latin hypercube: each parameter takes a value in each of ``many`` equal parts of its range once.

    Parameters
    ----------
    ranges : mapping of str to (float, float)
        Low and high of each parameter.
    many : int
        Draws.
    seed : int
        Of the random numbers.

    Raises
    ------
    DataError
        For fewer than one draw, or no parameters.
    """
    from scipy.stats.qmc import LatinHypercube, scale

    if many < 1 or not ranges:
        raise DataError(f"{many} draws of {len(ranges)} parameters make no sense. Give at least one of each.")
    names, (low, high) = list(ranges), np.array(list(ranges.values())).T
    drawn = scale(LatinHypercube(len(names), rng=np.random.default_rng(seed)).random(many), low, high)
    return [dict(zip(names, row, strict=True)) for row in drawn.tolist()]


def draws_of(
    w: Accounts,
    package: Package | Shock | Iterable[Shock] | None,
    cases: Sequence[Mapping[str, float]],
    until: int = UNTIL,
    horizon: str = "medium",
    parameters: Mapping[str, Any] | None = None,
    *,
    start: int | None = None,
    off: Sequence[str] = (),
    regions: Sequence[str] | None = None,
    seed: int = 0,
    runs: str | PathLike[str] | None = None,
    name: str | None = None,
) -> RunStore:
    """Write down a run with a path for each of many cases of parameters; `newind.pathways.running.go_on` does it.

    Parameters
    ----------
    w, package, until, horizon, parameters, start, off
        As of :func:`newind.pathway`.
    cases : sequence of mapping of str to float
        Parameters in place of others, as `hypercube` draws them.
    regions : sequence of str, optional
        Whose yearly figures are kept; all by default.
    seed : int
        Of the run.
    runs, name
        As of `newind.pathways.runfolder.create_run`.

    Returns
    -------
    RunStore
        Its results have ``draw``, ``year``, ``region`` and for each of `SERIES` the factor of the benchmark year with
        the package, and as ``…_change`` the difference from the baseline as a fraction.

    Raises
    ------
    DataError
        For no cases, parameters that do not make plain data, and as of `create_run`.
    UnknownNameError
        For an unknown region.
    """
    codes = list(w.regions.codes) if regions is None else list(regions)
    for code in codes:
        w.regions.index(code)
    if not cases:
        raise DataError("a run needs at least one case.")
    request = {
        "package": as_package(package).on(w).to_dict(), "until": until, "horizon": horizon,
        "parameters": dict(parameters or {}), "start": start, "off": list(off), "regions": codes,
    }  # fmt: skip
    store = create_run(WORK, request, w, seed=seed, runs=runs, name=name)
    store.add_cases(cases, 0)
    return store


def prepared(w: Accounts, request: Mapping[str, Any]) -> Callable[..., dict[str, Any]]:
    """Return the function from parameters to the yearly figures of a path under them."""
    said = dict(request["package"])
    package = Package([Shock(**shock) for shock in said.pop("shocks")], **said)
    codes = request["regions"]
    at = [w.regions.index(code) for code in codes]

    def followed(case: Mapping[str, Any], rng: np.random.Generator) -> dict[str, Any]:  # noqa: ARG001 - nothing random
        path = pathway(
            w, package, request["until"], request["horizon"], {**request["parameters"], **case},
            start=request["start"], off=request["off"],
        )  # fmt: skip
        columns: dict[str, Any] = {"year": np.repeat(path.years, len(at)), "region": codes * len(path.years)}
        for series in SERIES:
            columns[series] = path.series(series)[:, at].ravel()
            columns[f"{series}_change"] = path.change(series)[:, at].ravel()
        forget(w)
        return columns

    return followed
