"""What a brief asks the model is solved together: few equilibria are found one by one."""

from __future__ import annotations

import newind as ni
from newind.equilibrium import decomposition, guards, laboratory, recall, solve
from newind.errors import NewindError
from newind.policy import simulate
from newind.questions.policies.family_trials import moves, simulate_families
from newind.questions.policies.trials import simulate_menu
from newind.testing import DEMAND, INDUSTRIES, REGIONS, REST, Structure, build

SOLVE = solve.solve
MOST = 30
"""Equilibria that a brief may find one by one, those of pathways aside."""


def test_a_brief_finds_few_equilibria_one_by_one(monkeypatch):
    """Diagnosis, menu, families and redesigns of a small economy, as the sections of a brief ask for them."""
    w = build(Structure((*REGIONS[:2], REST), INDUSTRIES[:6], DEMAND), 0)
    alone, together = [], []

    def solve_once(models, problems):
        (alone if len(problems) == 1 else together).extend(problems)
        return recall.solve_once(models, problems)

    monkeypatch.setattr(simulate, "solve_once", solve_once)
    for module in (decomposition, guards, laboratory):
        real = module.solve
        monkeypatch.setattr(
            module, "solve", lambda *given, real=real, **how: alone.append(given) or real(*given, **how)
        )
    ni.diagnose(w, "CHN")
    for ask in (simulate_menu, simulate_families, moves):
        try:
            ask(w, "CHN")
        except NewindError:
            continue
    assert len(together) > 300
    assert len(alone) < MOST
