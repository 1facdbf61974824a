"""The policy desk at the size of the shipped world: contributions, synergies of pairs, preliminary WTO classification.

No other program does these. The note is the processor time of this process in one run, where others share the machine.

Run: python benchmarks/policy_desk.py [--threads N] [--repeats N]
"""

from __future__ import annotations

import os
import time
from functools import partial
from itertools import cycle, islice
from typing import TYPE_CHECKING

import newind as ni
from common import Row, arguments, blas_threads, cold, report
from newind.policy.actions import actions
from newind.policy.packages import desk, package
from newind.policy.register import Action, Register
from newind.policy.screening import screen

if TYPE_CHECKING:
    from collections.abc import Callable

    from newind.accounts.accounts import Accounts

ACTIONS, TRIAGED = 20, 1000
GOALS = {"contributions": 3.0, "synergy": 10.0, "triage": 1.0}
"""Goals, s; that of synergies is on two cores."""


def contributions(w: Accounts) -> object:
    """Share out all families: a simulation of each combination of six."""
    return ni.simulate(w, package(desk().together)).contributions


def synergy(w: Accounts, processes: int) -> object:
    """Try every pair of twenty actions on real income and the six characteristics."""
    chosen = list(islice((a for a in actions() if a.shocks), ACTIONS))
    return ni.synergies(w, chosen, "CHN", processes=processes)


def many() -> Register:
    """Return a register of a thousand actions, the shipped ones over and over."""
    given = ((f"{a.id}-{n}", a) for n, a in enumerate(islice(cycle(actions()), TRIAGED)))
    return Register([Action(**a.to_dict() | {"id": id}) for id, a in given])


def triage(register: Register) -> object:
    """Sort every action and find what would change its tag."""
    return [(t.tag, t.article, t.turns) for t in screen(register)]


def row(what: str, work: Callable[[], object], goal: float | None, repeats: int) -> Row:
    """Time some work, with the processor time of one run."""
    start = time.process_time()
    work()
    spent = time.process_time() - start
    return Row(what, cold(work, repeats), goal=goal, note=f"{spent:.1f} s of processor time")


def main() -> None:
    """Time all three."""
    given = arguments(str(__doc__).splitlines()[0]).parse_args()
    w, register = ni.load("world", year=2011), many()
    pairs = ACTIONS * (ACTIONS - 1) // 2
    with blas_threads(given.threads) as machine:
        rows = [
            row("all families, exact contributions", partial(contributions, w), GOALS["contributions"], given.repeats),
            row(f"synergies of {pairs} pairs, one process", partial(synergy, w, 1), None, 1),
            row(f"synergies of {pairs} pairs, two processes", partial(synergy, w, 2), GOALS["synergy"], 1),
            row(f"classification of {TRIAGED} actions", partial(triage, register), GOALS["triage"], given.repeats),
        ]
    report("policy desk", f"{machine}; load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else machine, rows)


if __name__ == "__main__":
    main()
