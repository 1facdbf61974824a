"""Copies of values are as closed to change as the values themselves."""

from __future__ import annotations

import ast
import copy
import pickle
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

import newind
from newind import Accounts, Panel, circulation, index, load, package, pathway, simulate
from newind.index import Index
from newind.testing import economies

COPIES: dict[str, Callable[[Any], Any]] = {
    "pickle": lambda value: pickle.loads(pickle.dumps(value)),
    "deepcopy": copy.deepcopy,
    "copy": copy.copy,
}


def arrays(value: Any, path: str = "", seen: set[int] | None = None) -> Iterator[tuple[str, np.ndarray]]:
    """Yield every array that a value of newind holds, with the way to it."""
    seen = set() if seen is None else seen
    if isinstance(value, np.ndarray):
        yield path, value
    elif id(value) not in seen:
        seen.add(id(value))
        of_newind = type(value).__module__.startswith("newind")
        inside = vars(value) if of_newind and hasattr(value, "__dict__") else value
        pairs = inside.items() if isinstance(inside, dict) else enumerate(inside) if isinstance(inside, tuple) else ()
        for name, one in list(pairs):
            yield from arrays(one, f"{path}.{name}", seen)


def opened(value: Any, how: str) -> list[str]:
    """Return the arrays that a copy lets one change and the value does not."""
    closed = {path for path, array in arrays(value) if not array.flags.writeable}
    return [path for path, array in arrays(COPIES[how](value)) if path in closed and array.flags.writeable]


@given(economies(), st.sampled_from(list(COPIES)))
def test_no_copy_of_accounts_can_be_changed(w: Accounts, how: str) -> None:
    """Figures of a copy cannot be changed behind its hash, whatever was computed before."""
    before = w.hash, w.x, w.gdp, w.A
    assert opened(w, how) == []
    assert opened(Panel([w]), how) == []
    assert opened(w.label(w.gdp, "region"), how) == []
    again = COPIES[how](w)
    with pytest.raises(ValueError, match="read-only"):
        again.Z[0, 0] = 1.0
    assert again.hash == before[0] == Accounts(**{k: getattr(again, k) for k in w.__dataclass_fields__}).hash


@pytest.mark.parametrize("how", COPIES)
def test_no_copy_of_a_simulation_is_more_open(how: str) -> None:
    """What a simulation keeps closed, its copies keep closed."""
    w = load("world", year=2011).select(["CHN", "USA", "DEU"])
    found = simulate(w, package("carbon-market"))
    assert opened(found, how) == []


def small_index() -> Index:
    """Return an index of four units."""
    data = pd.DataFrame({"unit": list("abcd"), "jobs": [1.0, 2.0, 3.0, 5.0], "smoke": [5.0, 1.0, 3.0, 2.0]})
    return index.build(data, pd.DataFrame({"code": ["jobs", "smoke", "all"], "parent": ["all", "all", ""]}))


RESULTS: dict[str, Callable[[], Any]] = {
    "pathway": lambda: pathway(load("world"), package("carbon-market"), until=2027),
    "index": small_index,
    "circulation": lambda: circulation.dual_circulation(load("world", year=2011), "CHN"),
}


@pytest.mark.parametrize("name", RESULTS)
def test_no_copy_of_a_result_is_more_open(name: str) -> None:
    """What is reached from a result and closed is closed in its copies."""
    result = RESULTS[name]()
    assert {how: opened(result, how) for how in COPIES} == {how: [] for how in COPIES}


def test_values_that_close_their_arrays_close_those_of_their_copies() -> None:
    """Every dataclass with arrays, in a module that makes arrays read-only, has a base: `Frozen`, or one that is."""
    wrong = []
    for path in Path(newind.__file__).parent.rglob("*.py"):
        if "readonly(" in (text := path.read_text("utf-8")):
            classes = [c for c in ast.walk(ast.parse(text)) if isinstance(c, ast.ClassDef) and not c.bases]
            frozen = [c for c in classes if any("frozen=True" in ast.unparse(d) for d in c.decorator_list)]
            wrong += [c.name for c in frozen if any("Array" in ast.unparse(a) for a in c.body if is_field(a))]
    assert wrong == []


def is_field(node: ast.stmt) -> bool:
    """Tell whether a line of a class is a field."""
    return isinstance(node, ast.AnnAssign)
