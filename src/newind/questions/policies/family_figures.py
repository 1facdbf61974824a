"""Figures of policy families, moved support and the preliminary WTO classification, as rows of the measure table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.policy.actions import actions
from newind.policy.packages import desk
from newind.policy.screening import screen
from newind.policy.triage import TAGS
from newind.questions.model import MeasureRow
from newind.questions.policies import section_words
from newind.questions.policies.trials import HORIZON, Effect

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newind.policy.screening import Triage
    from newind.questions.policies.family_trials import Families
    from newind.questions.policies.support_trials import SupportTrials

REDESIGN = "redesign"
"""Scenario of figures on support that is moved."""


def _build_effect_figures(scenario: str, year: int, id: str, e: Effect, **at: str) -> Iterator[MeasureRow]:
    ends = {"": e.central if e.sure else float("nan"), ".low": e.low, ".high": e.high}
    for end, value in ends.items() if e.known else ():
        why = "" if e.sure or end else section_words.UNSURE["en"]
        yield MeasureRow(scenario, year, id + end, value, "1", section_words.SIMULATED, why, **at)


def family_figures(found: Families, year: int) -> Iterator[MeasureRow]:
    """Yield every figure of the families: alone, what each adds, all together, other economies, industries."""
    all_ = f"{found.package.name}/{HORIZON}"
    for f in found.families:
        scenario = f"{found.package.name}:{f.id}/{HORIZON}"
        yield from _build_effect_figures(scenario, year, "policy.families", f.real_income)
        yield from _build_effect_figures(scenario, year, "policy.families_co2", f.co2)
        if found.real_income.sure:
            yield MeasureRow(scenario, year, "policy.contribution", f.adds, "1", section_words.SIMULATED)
    yield from _build_effect_figures(all_, year, "policy.families", found.real_income)
    yield from _build_effect_figures(all_, year, "policy.families_co2", found.co2)
    for code, e in found.regions.items():
        yield from _build_effect_figures(all_, year, "policy.families", e, region=code)
    for code, e in found.industries.items():
        yield from _build_effect_figures(all_, year, "policy.output", e, industry=code)


def build_redesign_figures(found: SupportTrials, year: int, money: str) -> Iterator[MeasureRow]:
    """Yield what the support costs, and real income by goal."""
    for goal, move in found.by_goal.items():
        scenario = f"{REDESIGN} {goal}/{move.found.before.horizon}"
        yield from _build_effect_figures(scenario, year, "policy.moved", move.real_income)
        yield MeasureRow(scenario, year, "policy.bill", move.found.bill[1], money, section_words.SIMULATED)


def flag_figures(year: int) -> Iterator[MeasureRow]:
    """Yield how many actions of each family have each tag."""
    found = screen(actions())
    for family in desk().families:
        for tag, n in zip(TAGS, count_tags(found, family), strict=True):
            yield MeasureRow(family, year, "policy.flags", float(n), "actions", "proxy", tag)


def count_tags(found: Iterable[Triage], family: str) -> Iterator[int]:
    """Yield how many actions of a family have each tag, the most serious first."""
    for tag in TAGS:
        yield sum(t.action.family == family and t.tag == tag for t in found)
