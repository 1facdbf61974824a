"""One baseline of CO2: what an economy emits without a policy, for targets, paths, roadmaps and briefs alike."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.panel import Panel
from newind.accounts.regions import apply_house_style, name_region
from newind.analyses.green.sharing_parts import parts_of_accounts, year_with_co2
from newind.analyses.green.sharing_target import CarbonBaseline, format_assumptions
from newind.data.reference.growth import yearly_figures
from newind.equilibrium.assumptions import Assumptions
from newind.errors import DataError, NewindError, UnknownNameError, in_chinese, tell
from newind.measures.shared import kilotonnes
from newind.messages import complete_text, message
from newind.pathways.baseline import PROSPECTS, RESPONSES
from newind.pathways.defaults import HORIZON
from newind.pathways.growthpath import FURTHEST, RECENT, growth_path, recent
from newind.pathways.pathway import pathway
from newind.pathways.progress import THRESHOLDS
from newind.pathways.prospects import PROJECTIONS, PathwayAssumptions, split_parameters
from newind.pathways.targets import targets_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.accounts.accounts import Accounts
    from newind.analyses.green.sharing_parts import TargetParts
    from newind.errors import BilingualMessage
    from newind.messages import Text
    from newind.pathways.pathway import Pathway
    from newind.typing import Array

PROVINCE = "province"
NO_PATH = message("pathways.carbon_baseline.no_path")
LARGEST = 1500
"""Regions times industries up to which a target is divided from a pathway, which takes long on larger tables."""
APART = message("pathways.carbon_baseline.apart")
"""Stands beside a path of what no target is divided from."""


def carbon_baseline(w: Accounts, region: str) -> CarbonBaseline:
    """Return the CO2 of an economy without a policy, by year.

    Parameters
    ----------
    w : Accounts
        Closed accounts with CO2, the benchmark of the pathway; the latter is kept with them.
    region : str
        An economy.

    Returns
    -------
    CarbonBaseline
        CO2 of the accounts, then the baseline of the default outlook, then what is stated.

    Raises
    ------
    DataError, UnknownNameError, PolicyError, ConvergenceError
        For a province, which has no growth of its own, and as of :func:`newind.pathway`.

    Notes
    -----
    Parameters are those that the targets of the economy state, where some come with newind: those of its roadmap and of
    its brief. Beyond the pathway CO2 follows projected GDP, CO2 per unit of GDP changes by its mean over the last
    ten years of the pathway, and the mix of industries stays.
    """
    if w.regions.kind[w.regions.index(region)] == PROVINCE:
        raise DataError(tell("green.province", region=region))
    given = read_target_parameters(region)
    return _build_carbon_baseline(pathway(w, None, parameters=given), region, given)


def _build_carbon_baseline(p: Pathway, region: str, given: Mapping[str, Any]) -> CarbonBaseline:
    """Return the CO2 of an economy on the baseline of a path, and beyond it."""
    w, r, size = p.base.lab.origin, p.regions.index(region), len(p.years)
    made = _compute_emissions(p, r)
    if not (made[:, :-1].sum(axis=1) > 0).all():
        raise DataError(tell("green.no_co2", region=region))
    product = growth_path(w, FURTHEST, p.prospects).product[:, r]
    pace = recent(np.log(made.sum(axis=1)) - product[:size], min(RECENT, size - 1))
    beyond = product[size:] - product[size - 1] + pace * np.arange(1, len(product) - size + 1)
    every = np.concatenate([made, made[-1] * np.exp(beyond)[:, None]])
    years = tuple(range(p.years[0], FURTHEST + 1))
    seen = min(max(int(p.base.growth.seen["co2"][r]), years[0]), p.years[-1])
    return CarbonBaseline(
        region, years, w.industries, every[:, :-1].T, every[:, -1], seen, p.years[-1], given,
        yearly_figures().source["co2"],
    )  # fmt: skip


def _compute_emissions(p: Pathway, r: int) -> Array:
    """Return CO2 of industries, then of final users, on the baseline of a path; (T, S + 1), Mt."""
    return np.asarray(p.baseline.followed.emissions[:, r] * kilotonnes(p.base.lab.baseline, "co2") / 1e3)


def read_target_parameters(region: str) -> dict[str, Any]:
    """Return the parameters that the targets of an economy state; none where no targets come with newind."""
    with suppress(UnknownNameError):
        return {name: v for name, v in targets_of(region).parameters.items() if name not in THRESHOLDS}
    return {}


def parts_ahead(w: Accounts | Panel, region: str, year: int | None = None) -> TargetParts:
    """Return the industries of a region as parts that emit as the baseline does, where it has a pathway.

    Parameters
    ----------
    w : Accounts or Panel
        As of :func:`~newind.analyses.green.sharing_parts.parts_of_accounts`.
    region : str
    year : int, optional
        Of the accounts, the last one with CO2 of the region where left out.

    Raises
    ------
    DataError, UnknownNameError
        As of :func:`~newind.analyses.green.sharing_parts.parts_of_accounts`.
    """
    panel = w if isinstance(w, Panel) else Panel([w])
    last = year_with_co2(panel, region, year)
    why: NewindError | BilingualMessage | None = apart_from(panel[last], region)
    if why is None:
        try:
            return parts_of_accounts(panel, region, last, carbon_baseline(panel[last], region))
        except NewindError as error:
            why = error
    own = parts_of_accounts(panel, region, last)
    reason = complete_text({"zh": in_chinese(why) or NO_PATH["zh"]}, str(why))
    return replace(own, notes=(message("pathways.carbon_baseline.reason", why=reason), *own.notes))


def apart_from(w: Accounts, region: str) -> BilingualMessage | None:
    """Return why a target is not divided from a pathway that there may be, None where it is."""
    if w.regions.kind[w.regions.index(region)] == PROVINCE:
        return tell("green.province", region=region)
    if w.R * w.S > LARGEST:
        return tell("green.large", rows=w.R * w.S, most=LARGEST)
    return None


def explain_baseline(p: Pathway, region: str) -> Text:
    """Return how the baseline of a path is related to the one that targets of a region are divided from."""
    if apart_from(p.base.lab.origin, region) is not None:
        return APART
    if other := differing(p, region):
        return message(
            "pathways.carbon_baseline.other_baseline",
            name=name_region(apply_house_style(region)),
            assumed={lang: format_assumptions(other, lang) for lang in ("en", "zh")},
        )
    return _build_carbon_baseline(p, region, {}).beside


def differing(p: Pathway, region: str) -> tuple[str, ...]:
    """Return what the baseline of a path assumes otherwise than that of targets of a region."""
    single, own = split_parameters(read_target_parameters(region))
    ours = Assumptions(HORIZON, single).to_dict() | PathwayAssumptions(own).to_dict()
    theirs = p.base.lab.assumptions.to_dict() | p.prospects.to_dict()
    unfelt = {*RESPONSES, *PROSPECTS} - {"energy_saving"}
    found = [n for n in dict.fromkeys((*ours, *theirs)) if n not in unfelt and ours.get(n) != theirs.get(n)]
    found += [PROJECTIONS] if p.prospects.projections is not None else []
    return (*found, *(() if p.scenario is None else ("scenario",)))
