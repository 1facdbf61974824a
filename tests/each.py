"""Many cases in one test: as `pytest.mark.parametrize`, but one item, which runs every case and names all that fail."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from inspect import signature
from itertools import product
from typing import Any

import pytest

Case = tuple[str, Mapping[str, Any]]
"""What a case is called, and the arguments that it gives."""
Ids = Iterable[str] | Callable[[Any], str] | None


def check_each(argnames: str | Sequence[str], argvalues: Iterable[Any], ids: Ids = None) -> Callable[[Any], Any]:
    """Return a decorator of a test, or of a class of tests, that runs it with each of the values.

    For cases that take milliseconds and share nothing that a test changes: fixtures are made once for all of them.
    """
    cases = _list_cases(argnames, argvalues, ids)

    def decorate(test: Any) -> Any:
        if not isinstance(test, type):
            return _run_cases(test, cases)
        for name, method in list(vars(test).items()):
            if name.startswith("test_"):
                setattr(test, name, _run_cases(method, cases))
        return test

    return decorate


def _list_cases(argnames: str | Sequence[str], argvalues: Iterable[Any], ids: Ids) -> list[Case]:
    keys = [n.strip() for n in argnames.split(",")] if isinstance(argnames, str) else list(argnames)
    given = [
        v if isinstance(v, type(pytest.param())) else pytest.param(*(v if len(keys) > 1 else [v])) for v in argvalues
    ]
    listed = [None] * len(given) if ids is None or callable(ids) else list(ids)
    cases = []
    for k, (param, name) in enumerate(zip(given, listed, strict=True)):
        label = name or param.id or "-".join(_name_value(v, f"{keys[0]}{k}", ids) for v in param.values)
        cases.append((str(label), dict(zip(keys, param.values, strict=True))))
    return cases


def _name_value(value: Any, otherwise: str, name: Any) -> str:
    told = name(value) if callable(name) else None
    plain = isinstance(value, (str, int, float)) or value is None
    return str(told or (value if plain else getattr(value, "__name__", otherwise)))


def _run_cases(test: Any, cases: list[Case]) -> Any:
    """Return a test of all cases, times those that it had before."""
    inner, before = getattr(test, "each", (test, [("", {})]))
    together = [("-".join(filter(None, (a, b))), {**x, **y}) for (a, x), (b, y) in product(before, cases)]

    @wraps(inner)
    def check_cases(*args: Any, **fixtures: Any) -> None:
        wrong = []
        for label, case in together:
            try:
                inner(*args, **fixtures, **case)
            except (Exception, pytest.fail.Exception, pytest.skip.Exception) as error:  # noqa: BLE001 - every case that fails is named
                error.add_note(f"in the case {label}")
                wrong.append((label, error))
        if wrong:
            told = f"{len(wrong)} of {len(together)} cases fail: {', '.join(label for label, _ in wrong)}"
            raise BaseExceptionGroup(told, [error for _, error in wrong])

    left = [p for p in signature(inner).parameters.values() if not together or p.name not in together[0][1]]
    check_cases.__signature__ = signature(inner).replace(parameters=left)
    check_cases.each = (inner, together)
    return check_cases
