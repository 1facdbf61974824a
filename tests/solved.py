"""Equilibria that the tests of one run have found, kept in a folder that its processes share.

What a solve finds does not depend on what was solved before, but for the last digits where problems share the work;
tests of the model and of policies look at that, and never ask here. A test that puts another solver in the place of
ours is not answered either.
"""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary

import numpy as np
import pytest

from newind.equilibrium import many, path, recall
from newind.equilibrium.many import NoEquilibrium
from newind.equilibrium.problem import Problem
from newind.equilibrium.solve import Model, Solution, Trial, solution_at
from newind.errors import NewindError

SOLVE = path.solve
SolveMany: TypeAlias = Callable[..., list[Solution | NoEquilibrium]]


def solver_is_ours() -> bool:
    """Return whether no test has put another solver in the place of ours."""
    return path.solve is SOLVE


class Solved:
    """Find equilibria, or take them from what was found for the same benchmark, responses and shocks.

    Parameters
    ----------
    find : callable
        From models and problems to solutions, or why there is none.
    folder : path
        Where the unknowns of each equilibrium are kept.
    shared : callable
        Tells whether the test that runs may take what was found.
    """

    def __init__(self, find: SolveMany, folder: Path, shared: Callable[[], bool]) -> None:
        self.find, self.folder, self.shared = find, folder, shared
        self._digests: WeakKeyDictionary[Any, bytes] = WeakKeyDictionary()
        folder.mkdir(exist_ok=True)

    def __call__(
        self, models: Sequence[Model], problems: Sequence[Problem], *close: Any
    ) -> list[Solution | NoEquilibrium]:
        """Return the solution of each problem; not of years of a path, which begin where those before led.

        Those that are not kept yet are solved together, which takes a third of the time. Which of them are steers the
        last digits, as it does outside tests; but one that was kept is the one that everybody has from then on.
        """
        if close or not self.shared() or not solver_is_ours():
            return self.find(models, problems, *close)
        files = [self.folder / self._key(model, problem) for model, problem in zip(models, problems, strict=True)]
        found = [take(file, problem) for file, problem in zip(files, problems, strict=True)]
        new = [i for i, one in enumerate(found) if one is None]
        solved = self.find([models[i] for i in new], [problems[i] for i in new]) if new else []
        for i, one in zip(new, solved, strict=True):
            found[i] = one if keep(files[i], one) else take(files[i], problems[i])
        return [one for one in found if one is not None]

    def _key(self, model: Model, problem: Problem) -> str:
        given = (model.benchmark, model.elasticities, problem.benchmark, problem.elasticities)
        key = hashlib.blake2b(digest_size=20)
        for part in given:
            if part not in self._digests:
                self._digests[part] = digest(part)
            key.update(self._digests[part])
        key.update(digest(problem.shocks) + digest((problem.lost, problem.idle, problem.product, problem.users)))
        return key.hexdigest()


def take(file: Path, problem: Problem) -> Solution | NoEquilibrium | None:
    """Return a solution that was kept, or why there is none; None where nothing was."""
    if not file.exists():
        return None
    kept = pickle.loads(file.read_bytes())
    return kept if isinstance(kept, NewindError) else solution_at(problem, **kept)


def keep(file: Path, found: Solution | NoEquilibrium) -> bool:
    """Keep a solution, or why there is none; whole or not at all, and not where another process was first."""
    own = file.with_suffix(f".{os.getpid()}")
    kept = found if isinstance(found, NewindError) else {name: getattr(found, name) for name in recall.KEPT}
    own.write_bytes(pickle.dumps(kept))
    try:
        os.link(own, file)
    except FileExistsError:
        return False
    finally:
        own.unlink()
    return True


def digest(value: Any) -> bytes:
    """Return a hash of arrays and plain values, and of what is made of them.

    Examples
    --------
    >>> digest((1.0, None)) == digest((1.0, None)) != digest((None, 1.0))
    True
    """
    key = hashlib.blake2b(digest_size=20)
    if isinstance(value, np.ndarray):
        key.update(f"{value.dtype} {value.shape}".encode())
        key.update(np.ascontiguousarray(value).view(np.uint8).data)
    elif isinstance(value, tuple):
        key.update(b"".join(digest(v) for v in value))
    elif value is None or isinstance(value, (bool, int, float, str)):
        key.update(repr(value).encode())
    else:
        key.update(digest(tuple(getattr(value, f.name) for f in fields(value))))
    return key.digest()


def replace_solver(patch: pytest.MonkeyPatch, solver: Callable[..., Solution]) -> None:
    """Let another solver find each equilibrium, one by one."""
    patch.setattr(path, "solve", solver)
    patch.setattr(path, "search_on", lambda model, problem, _, **how: solver(model, problem, **how))
    patch.setattr(many, "iterate", lambda _, problems, *__, **___: [Trial(np.zeros(p.size), 0) for p in problems])
    patch.setattr(recall, "_find_known", lambda _: {})
