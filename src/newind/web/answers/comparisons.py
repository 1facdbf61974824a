"""Questions that compare policies, as on the command line: side by side, in pairs, the same money elsewhere.

What answers them is imported where it is used, in the process that does: the server begins without it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from newind.policy.actions import actions
from newind.policy.packages import desk, package as shipped_package
from newind.web.answers.questions import format_answer
from newind.web.economies import economy
from newind.web.responses import AnswerBody

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from newind.policy.schema import Package
    from newind.typing import Array
    from newind.web.requests import ComparisonRequest, PackageBody, RedesignRequest, SynergyRequest

FEW = 6
"""Policies up to which all assumptions are tried unasked."""


def side_by_side(asked: ComparisonRequest, folder: Path | None = None) -> AnswerBody:
    """Return packages side by side, each with its range, and every shock that differs."""
    from newind.pathways.comparing import compare
    from newind.questions.policies.answers_compared import build_comparison_answer

    w = economy(asked.on, asked.year, folder)
    chosen = [_package(p) for p in asked.packages]
    return format_answer(
        build_comparison_answer(compare(w, chosen, asked.region, asked.horizon, dict(asked.parameters)))
    )


def redesign_support(asked: RedesignRequest, folder: Path | None = None) -> AnswerBody:
    """Return what the same money would do elsewhere."""
    from newind.pathways.reallocation import redesign
    from newind.questions.policies.answers import build_redesign_answer

    w = economy(asked.on, asked.year, folder)
    register = actions() if asked.actions is None else actions().select(ids=dict.fromkeys(asked.actions))
    made = redesign(w, register, asked.region, asked.goal, stage=asked.stage, horizon=asked.horizon,
                    exchange=dict(asked.exchange), parameters=dict(asked.parameters))  # fmt: skip
    return format_answer(build_redesign_answer(made))


# ---- synergy, a piece for each policy and each pair
def pieces(asked: SynergyRequest, folder: Path | None = None) -> list[tuple[int, ...]]:
    """Return the sets of policies that are tried: each alone, then every pair."""
    from newind.pathways.synergy import find_outcome, sets_of

    find_outcome(asked.outcome)
    economy(asked.on, asked.year, folder).regions.index(asked.region)
    return sets_of(len(_name_packages(asked, folder)))


def piece(asked: SynergyRequest, chosen: tuple[int, ...], folder: Path | None = None) -> Array | Exception:
    """Return what a set of policies does in each case, or why it does nothing."""
    return _trial(asked.model_dump_json(), folder)(chosen)


def together(asked: SynergyRequest, found: Sequence[Array | Exception], folder: Path | None = None) -> AnswerBody:
    """Return what pairs bring beyond what each brings alone."""
    from newind.pathways.synergy import build_synergies
    from newind.questions.policies.answers import synergy_of

    w = economy(asked.on, asked.year, folder)
    made = build_synergies(w, _name_packages(asked, folder), asked.region, asked.horizon, found)
    return format_answer(synergy_of(made, None, asked.outcome))


@lru_cache(maxsize=4)
def _trial(said: str, folder: Path | None) -> Callable[[tuple[int, ...]], Array | Exception]:
    from newind.pathways.synergy import cases_of, trial_of
    from newind.web.requests import SynergyRequest

    asked = SynergyRequest.model_validate_json(said)
    w, named = economy(asked.on, asked.year, folder), _name_packages(asked, folder)
    ranged = len(named) <= FEW if asked.ranged is None else asked.ranged
    cases = cases_of(w, asked.horizon, dict(asked.parameters), ranged=ranged)
    return trial_of(w, tuple(named.values()), w.regions.index(asked.region), asked.horizon, asked.parameters, cases)


def _name_packages(asked: SynergyRequest, folder: Path | None) -> dict[str, Package]:
    from newind.pathways.synergy import index_policies

    given = asked.packages or tuple(desk().families.values())
    return index_policies([_package(p) for p in given], economy(asked.on, asked.year, folder))


def _package(given: PackageBody | str) -> Package:
    return shipped_package(given) if isinstance(given, str) else given.package()
