"""Costs and effects of a subsidy to research in one simulation, and the cases in which both responses are at an end."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.datafiles import read_yaml
from newind.errors import ConvergenceError, PolicyError, unknown
from newind.measures.grouped import positions
from newind.measures.shared import by_region
from newind.policy.posing import ground_of
from newind.policy.schema import Package, Shock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from newind.accounts.accounts import Accounts
    from newind.policy.simulate import Simulation
    from newind.typing import Array

LEVER = "rd_subsidy"
MOST = 0.9
"""Largest share of research cost that the lever lets the state pay."""
RESPONSES = ("rd_cost_elasticity", "rd_output_elasticity")
"""Assumed responses: research to its cost, and productivity to research."""


@cache
def definition() -> dict[str, Any]:
    """Return scenarios, outcomes and notes, each in English and Chinese (``research_support.yaml``)."""
    content: dict[str, Any] = read_yaml("newind.analyses.science", "research_support.yaml")
    return content


def package_of(region: str, industries: tuple[str, ...], paid: float) -> Package:
    """Return the package in which a government pays a share of the research of some industries."""
    return Package([Shock(LEVER, paid, region=region, industry=list(industries))], name="research")


def places(w: Accounts) -> dict[str, tuple[str, ...]]:
    """Return the industries of the scenarios that leave some out: scenario → industries."""
    high = {w.industries[int(k)] for k in positions(w, "high-tech")}
    return {
        "high_tech": tuple(i for i in w.industries if i in high),
        "other": tuple(i for i in w.industries if i not in high),
    }


def cost(s: Simulation, region: str) -> float:
    """Return what a government pays for research, before its other revenue changes; million USD.

    The lever pays through factors, which nothing else here subsidises.
    """
    return -float(s.government["factor taxes"][s.baseline.regions.index(region)])


def together(central: Simulation, measure: Callable[[Simulation], Array]) -> tuple[dict[str, Array], list[str]]:
    """Return outcomes where both assumed responses are at an end of their range, and cases without an equilibrium."""
    found: dict[str, Array] = {}
    lost: list[str] = []
    for corner in corners(central):
        try:
            found[str(corner)] = measure(central.rerun(**corner))
        except (PolicyError, ConvergenceError) as error:
            lost.append(f"{corner}: {error}")
    return found, lost


def corners(central: Simulation) -> Iterator[dict[str, Any]]:
    """Yield both assumed responses at the ends of their ranges together; nothing where one of them is given."""
    assumptions = central.laboratory.assumptions
    free = [name for name in RESPONSES if name not in assumptions.given]
    if len(free) == len(RESPONSES):
        for values in product(*(assumptions.range(name) for name in free)):
            yield dict(zip(free, values, strict=True))


def format_case(corner: Mapping[str, Any]) -> str:
    """Return what a case is called, the same in all scenarios."""
    return str(dict(sorted(corner.items(), key=lambda item: item[0])))


def outcomes(s: Simulation, region: str, industries: tuple[str, ...], paid: float) -> Array:
    """Return what a subsidy to research does, in the order of the outcomes; (6,).

    Parameters
    ----------
    s : Simulation
    region : str
    industries : tuple of str
        Where research is subsidised.
    paid : float
        Share of its cost that the state pays there.

    Notes
    -----
    Money is against world income, as in the model. Research is k m VA by industry: intensity in the benchmark, times
    (1 - s)^η where it is subsidised, times value added.
    """
    w, after = s.baseline, by_region(s.baseline, s.accounts.value_added)
    r = w.regions.index(region)
    before, now = by_region(w, w.value_added)[r], after[r]
    intensity = np.nan_to_num(ground_of(s.laboratory).knowledge[r])
    response = s.laboratory.assumptions.value("rd_cost_elasticity")
    more = np.array([(1.0 - paid) ** response if i in industries else 1.0 for i in w.industries])
    high = positions(w, "high-tech")
    gain, spent = float(s.welfare[r]), cost(s, region)
    return np.array(
        [
            gain,
            now.sum() / before.sum() - 1,
            now[high].sum() / before[high].sum() - 1,
            (intensity * more * now).sum() / (intensity * before).sum() - 1,
            spent,
            gain * s.laboratory.benchmark.final[r] / spent,
        ]
    )


def outcome_at(name: str) -> int:
    """Return the position of an outcome.

    Raises
    ------
    UnknownNameError
        For an outcome that there is not.
    """
    known = list(definition()["outcomes"])
    if name not in known:
        raise unknown("outcome", name, known, f"Outcomes are {', '.join(known)}.")
    return known.index(name)
