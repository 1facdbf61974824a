"""Draws of what a pathway assumes and of errors in its table: a path for each case of parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newind.errors import DataError, NewindError, tell
from newind.kernels.balance import gras
from newind.parameters import parameter
from newind.pathways.baseline import discard_new_baselines
from newind.pathways.defaults import HORIZON
from newind.pathways.followed import SERIES
from newind.pathways.outlook import Outlook, settle
from newind.pathways.pathway import pathways
from newind.pathways.processes import Together
from newind.pathways.runfolder import create_run
from newind.pathways.sampling import TABLE, ranges_of
from newind.pathways.scenarios import Scenario, as_scenario
from newind.policy.posing import as_package
from newind.policy.schema import Package, Shock

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from os import PathLike

    from newind.accounts.accounts import Accounts
    from newind.pathways.pathway import Pathway
    from newind.pathways.runstore import RunStore
    from newind.typing import Array


MOST = 1.0
"""Largest relative standard deviation of a flow (assumed)."""
UNIT = 1e-6
"""Share of all flows at which `table_error` is stated."""
BALANCED = 1e-12
"""Largest miss of a sum, relative to all of them."""


def relative_errors(flows: Array, size: float, power: float) -> Array:
    """Return the relative standard deviation of each flow: ``size`` at a millionth of all, falling as a power of it.

    Parameters
    ----------
    flows : array
        Any unit; signs do not matter.
    size : float
        At a flow of a millionth of the sum of all.
    power : float
        By which it falls with the size of the flow.

    Returns
    -------
    array in [0, 1]
        0 where there is no flow.

    Examples
    --------
    >>> relative_errors(np.array([1e6, 1.0, 0.0]), 0.2, 0.5).round(4)
    array([0.0002, 0.2   , 0.    ])
    """
    share = np.abs(flows) / (np.abs(flows).sum() * UNIT)
    return np.asarray(np.where(share > 0, np.minimum(size * np.where(share > 0, share, 1.0) ** -power, MOST), 0.0))


def perturb_flows(flows: Array, errors: Array, rng: np.random.Generator) -> Array:
    """Return flows times log-normal factors whose mean is one; zeros and signs stay.

    Parameters
    ----------
    flows, errors : array
        Flows, and the relative standard deviation of each.
    rng : Generator
        Random numbers.
    """
    spread = np.sqrt(np.log1p(errors**2))
    return np.asarray(flows * np.exp(spread * rng.standard_normal(flows.shape) - spread**2 / 2))


def with_table_error(w: Accounts, seed: int, size: float | None = None, power: float | None = None) -> Accounts:
    """Return accounts whose flows are drawn around those that are published.

    Output of every industry, what it buys in all and what final users spend in all stay as they are, and with them
    value added; so do zeros, signs and satellites.

    Parameters
    ----------
    w : Accounts
        Any accounts.
    seed : int
        Of the draw: the same accounts for the same seed.
    size, power : float, optional
        In place of the shipped ``table_error`` and ``table_error_power``.

    Returns
    -------
    Accounts
        Of which sums differ by 1e-12 of all flows at most.

    Raises
    ------
    BalanceError
        When the flows do not settle.

    Notes
    -----
    Flows are drawn log-normal and independent of each other, then brought back to the sums by GRAS, which moves them
    as little as possible; small errors of large flows make room for the large ones of small flows.

    References
    ----------
    Lenzen, Wood & Wiedmann (2010), Economic Systems Research 22(1), 43.
    """
    flows = np.column_stack([w.Z, w.Y])
    stated = [parameter(n).value for n in ("table_error", "table_error_power")]
    chosen = [float(s or 0.0) if given is None else given for s, given in zip(stated, (size, power), strict=True)]
    drawn = perturb_flows(flows, relative_errors(flows, *chosen), np.random.default_rng(seed))
    found = gras(drawn, flows.sum(axis=1), flows.sum(axis=0), BALANCED).values
    return w._replace(Z=found[:, : w.n], Y=found[:, w.n :])


WORK = "pathway-draws"


def ranges_in(
    names: Iterable[str] | None = None,
    horizon: str = HORIZON,
    parameters: Mapping[str, Any] | None = None,
    scenario: Scenario | str | None = None,
) -> dict[str, tuple[float, float]]:
    """Return the ranges of parameters that are free: neither given nor part of a scenario; errors as of `ranges_of`."""
    world = as_scenario(scenario)
    fixed = {} if world is None else world.parameters_at(horizon)
    return ranges_of(names, horizon, {**fixed, **(parameters or {})})


def draws_of(
    w: Accounts,
    package: Package | Shock | Iterable[Shock] | None,
    cases: Sequence[Mapping[str, float]],
    until: int | None = None,
    horizon: str | None = None,
    parameters: Mapping[str, Any] | None = None,
    *,
    outlook: Outlook | None = None,
    start: int | None = None,
    history: bool | None = None,
    off: Sequence[str] = (),
    scenario: Scenario | str | None = None,
    regions: Sequence[str] | None = None,
    seed: int = 0,
    runs: str | PathLike[str] | None = None,
    name: str | None = None,
) -> RunStore:
    """Write down a run with a path for each of many cases of parameters; `newind.pathways.running.go_on` does it.

    Parameters
    ----------
    w, package, until, horizon, parameters, outlook, start, history, off, scenario
        As of :func:`newind.pathway`.
    cases : sequence of mapping of str to float
        Parameters in place of others, as `newind.pathways.sampling.sample_cases` draws them; a ``table`` is the seed of
        `newind.pathways.draws.with_table_error`, whose accounts take the place of `w`.
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
    request = request_of(
        w, package, until, horizon, parameters, outlook=outlook, start=start, history=history, off=off,
        scenario=scenario, regions=regions,
    )  # fmt: skip
    if not cases:
        raise DataError(tell("draws.no_cases"))
    return create_run(WORK, request, w, cases, seed=seed, runs=runs, name=name)


def request_of(
    w: Accounts,
    package: Package | Shock | Iterable[Shock] | None,
    until: int | None = None,
    horizon: str | None = None,
    parameters: Mapping[str, Any] | None = None,
    *,
    outlook: Outlook | None = None,
    start: int | None = None,
    history: bool | None = None,
    off: Sequence[str] = (),
    scenario: Scenario | str | None = None,
    regions: Sequence[str] | None = None,
) -> dict[str, Any]:
    """Return what is asked of every draw as plain data; parameters and errors as of `draws_of`."""
    codes = list(w.regions.codes) if regions is None else list(regions)
    for code in codes:
        w.regions.index(code)
    world = as_scenario(scenario)
    given = {"until": until, "horizon": horizon, "parameters": parameters, "start": start, "history": history}
    met = settle(w, outlook, **given)
    chosen = met.admit(as_package(package).select_shocks(w))
    return {
        "package": chosen.to_dict(), "until": met.until, "horizon": met.horizon,
        "parameters": dict(met.parameters), "start": met.start, "off": list(off), "regions": codes,
        "outlook": met.settings, "outlook_hash": met.hash, "outlook_note": met.describe(),
        "scenario": None if world is None else world.to_dict(),
    }  # fmt: skip


def prepare_draws(w: Accounts, request: Mapping[str, Any]) -> Together:
    """Return the function from parameters to the yearly figures of a path under them."""
    said = dict(request["package"])
    package = Package([Shock(**shock) for shock in said.pop("shocks")], **said)
    codes = request["regions"]
    at = [w.regions.index(code) for code in codes]
    world = None if request.get("scenario") is None else Scenario.from_dict(request["scenario"])
    asked = {"off": request["off"], "scenario": world}

    def follow(here: Accounts, cases: Sequence[Mapping[str, Any]]) -> list[dict[str, Any] | NewindError]:
        drawn = [{name: value for name, value in case.items() if name != TABLE} for case in cases]
        met = Outlook(accounts=here, **request["outlook"])
        own = ({**asked, "package": package, "outlook": met, "parameters": case} for case in drawn)
        with discard_new_baselines(here):
            return [p if isinstance(p, NewindError) else list_columns(p) for p in pathways(here, own)]

    def list_columns(path: Pathway) -> dict[str, Any]:
        columns: dict[str, Any] = {"year": np.repeat(path.years, len(at)), "region": codes * len(path.years)}
        for series in SERIES:
            columns[series] = path.series(series)[:, at].ravel()
            columns[f"{series}_change"] = path.change(series)[:, at].ravel()
        return columns

    def run_draws(cases: Sequence[Mapping[str, Any]]) -> list[dict[str, Any] | NewindError]:
        beside = iter(follow(w, [case for case in cases if TABLE not in case]))
        own = (
            follow(with_table_error(w, int(case[TABLE])), [case])[0] if TABLE in case else next(beside)
            for case in cases
        )
        return list(own)

    return Together(run_draws)
