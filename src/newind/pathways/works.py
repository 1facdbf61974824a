"""What runs can be made of, by name: so that a run that was written down can be taken up again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from newind.errors import enumerated, tell, unknown
from newind.pathways.columns import Columns, as_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np

    from newind.accounts.accounts import Accounts
    from newind.pathways.cases import Function, Prepare


@dataclass(frozen=True)
class Work:
    """A kind of run.

    Parameters
    ----------
    prepare : str
        ``module:function`` of newind: from accounts and a request (plain data) to the function of a case, which
        returns columns by name.
    label : dict of str to str
        What it is called, in ``en`` and ``zh``.
    go_on : str, optional
        ``module:function`` of newind that is called with a `Running` and asks for all its cases, again where some are
        done: for work whose later cases depend on earlier results. Without one, a run has the cases that it began with.
    """

    prepare: str
    label: Mapping[str, str]
    go_on: str | None = None


WORKS: dict[str, Work] = {
    "pathway-draws": Work(
        "newind.pathways.draws:prepared",
        {"en": "Draws of the parameters of a pathway", "zh": "路径参数抽样"},
    ),
    "sensitivity": Work(
        "newind.pathways.draws:prepared",
        {"en": "What a pathway depends on most", "zh": "路径敏感性分析"},
    ),
    "search": Work(
        "newind.pathways.searching:prepared",
        {"en": "Search for the best use of a budget", "zh": "预算最优配置搜索"},
        go_on="newind.pathways.searching:search_on",
    ),
}
"""Kinds by name."""


def known_work(name: str) -> Work:
    """Return a kind of run.

    Raises
    ------
    UnknownNameError
        When there is none of the name.
    """
    if name not in WORKS:
        raise unknown("kind of run", name, WORKS, tell("runs.kinds", known=enumerated(WORKS)))
    return WORKS[name]


def preparing(name: str, w: Accounts, request: Mapping[str, Any]) -> Prepare:
    """Return what each worker calls once: it pickles, and its function returns columns."""
    known_work(name)
    return partial(_prepared, name, w, request)


def named(place: str) -> Callable[..., Any]:
    """Return the function of a ``module:function``."""
    module, _, function = place.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), function)
    return found


def _prepared(name: str, w: Accounts, request: Mapping[str, Any]) -> Function:
    function = named(known_work(name).prepare)(w, request)

    def plain(case: Any, rng: np.random.Generator) -> Columns:
        return as_columns(function(case, rng))

    return plain
