"""List the kinds of runs by name, so that a run that was written down can be resumed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from newind.errors import join_items, tell, unknown
from newind.messages import message
from newind.pathways.columns import Columns, as_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np

    from newind.accounts.accounts import Accounts
    from newind.pathways.cases import Function, Prepare


@dataclass(frozen=True)
class RunKind:
    """A kind of run.

    Parameters
    ----------
    prepare : str
        ``module:function`` of newind: from accounts and a request (plain data) to the function of a case, which
        returns columns by name.
    label : dict of str to str
        What it is called, in ``en`` and ``zh``.
    go_on : str, optional
        ``module:function`` of newind that is called with a `RunExecution` and asks for all its cases, again where some
        are done: for work whose later cases depend on earlier results. Without one, a run has the cases that it began
        with.
    """

    prepare: str
    label: Mapping[str, str]
    go_on: str | None = None


WORKS: dict[str, RunKind] = {
    "pathway-draws": RunKind(
        "newind.pathways.draws:prepare_draws",
        message("pathways.works.works.draws"),
    ),
    "sensitivity": RunKind(
        "newind.pathways.draws:prepare_draws",
        message("pathways.works.works.sensitivity"),
    ),
    "search": RunKind(
        "newind.pathways.searching:prepare_search",
        message("pathways.works.works.search"),
        go_on="newind.pathways.searching:search_on",
    ),
}
"""Kinds by name."""


def find_work(name: str) -> RunKind:
    """Return a kind of run.

    Raises
    ------
    UnknownNameError
        When there is none of the name.
    """
    if name not in WORKS:
        raise unknown("kind of run", name, WORKS, tell("runs.kinds", known=join_items(WORKS)))
    return WORKS[name]


def preparing(name: str, w: Accounts, request: Mapping[str, Any]) -> Prepare:
    """Return what each worker calls once: it pickles, and its function returns columns."""
    find_work(name)
    return partial(_prepare_function, name, w, request)


def import_function(place: str) -> Callable[..., Any]:
    """Return the function of a ``module:function``."""
    module, _, function = place.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), function)
    return found


def _prepare_function(name: str, w: Accounts, request: Mapping[str, Any]) -> Function:
    function = import_function(find_work(name).prepare)(w, request)

    def plain(case: Any, rng: np.random.Generator) -> Columns:
        return as_columns(function(case, rng))

    return plain
