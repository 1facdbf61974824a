"""Equilibria that were found before: what was solved from a benchmark is not solved again while that lives."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.memo import memo
from newind.equilibrium.many import solve_many
from newind.equilibrium.solve import Solution, solution_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.equilibrium.benchmark import Benchmark
    from newind.equilibrium.many import NoEquilibrium
    from newind.equilibrium.problem import Problem
    from newind.equilibrium.solve import Model

KEPT = ("x", "residual", "iterations", "real_income", "fiscal_cost")
"""What is kept of a solution: its state is made anew."""
ROOM = 2e7
"""Bytes of unknowns that are kept for each benchmark: those of 2,000 equilibria of 20 regions and 26 industries."""


def solve_once(models: Sequence[Model], problems: Sequence[Problem]) -> list[Solution | NoEquilibrium]:
    """Find equilibria as :func:`newind.equilibrium.many.solve_many` does; what was found before is not solved again.

    Problems are the same where their benchmark, responses, shocks and final users are. What has no equilibrium is tried
    again.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> from newind.equilibrium.assumptions import Assumptions
    >>> from newind.equilibrium.laboratory import laboratory
    >>> from newind.equilibrium.problem import Problem
    >>> from newind.equilibrium.shocks import Shocks
    >>> model = laboratory(load("world", year=2011), Assumptions("medium")).model
    >>> problems = [Problem(model.benchmark, model.elasticities, Shocks(labour=np.full(20, 0.01))) for _ in "ab"]
    >>> first, second = (solve_once([model], [problem])[0] for problem in problems)
    >>> first.x is second.x
    True
    """
    keys = [_digest_problem(problem) for problem in problems]
    known = [_find_known(problem.benchmark).get(key) for problem, key in zip(problems, keys, strict=True)]
    new = [i for i, one in enumerate(known) if one is None]
    solved = iter(solve_many([models[i] for i in new], [problems[i] for i in new]))
    found: list[Solution | NoEquilibrium] = []
    for problem, key, one in zip(problems, keys, known, strict=True):
        now = next(solved) if one is None else solution_at(problem, **one)
        if one is None and isinstance(now, Solution):
            _keep_solution(_find_known(problem.benchmark), key, now)
        found.append(now)
    return found


@memo
def _find_known(benchmark: Benchmark) -> dict[bytes, dict[str, Any]]:  # noqa: ARG001 - with which it is kept
    return {}


def _keep_solution(kept: dict[bytes, dict[str, Any]], key: bytes, found: Solution) -> None:
    """Keep one more, and the latest ones only."""
    kept[key] = {name: getattr(found, name) for name in KEPT}
    for old in list(kept)[: -max(1, int(ROOM / found.x.nbytes))]:
        kept.pop(old, None)


def _digest_problem(problem: Problem) -> bytes:
    left_out = b"".join(
        b"." if cells is None else cells.tobytes() for cells in (problem.lost, problem.idle, problem.product)
    )
    users = b"." if problem.users is None else _digest_fields(problem.users)
    return _digest_fields(problem.elasticities) + _digest_fields(problem.shocks) + users + left_out


@memo
def _digest_fields(value: Any) -> bytes:
    """Return a hash of the fields of elasticities, shocks or final users: arrays, plain values and what has fields."""
    key = blake2b(digest_size=20)
    for field in fields(value):
        given = getattr(value, field.name)
        if isinstance(given, np.ndarray):
            key.update(f"{field.name} {given.dtype} {given.shape}".encode())
            key.update(np.ascontiguousarray(given).data)
        elif is_dataclass(given):
            key.update(f"{field.name} ".encode() + _digest_fields(given))
        elif given is not None:
            key.update(f"{field.name} {given!r}".encode())
    return key.digest()
