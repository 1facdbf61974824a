"""The ways to take gross exports apart: what their terms are called and mean, and the kernels that compute them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from newind.accounts.memo import memo
from newind.datafiles import read_yaml
from newind.errors import unknown
from newind.kernels import exportterms
from newind.messages import NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable

    from newind.accounts.accounts import Accounts
    from newind.messages import Text
    from newind.typing import Array

Level = Literal["term", "family", "group"]
"""Every term; the families of a method; the five parts that all methods share."""


@dataclass(frozen=True)
class Term:
    """A part of gross exports.

    Parameters
    ----------
    id : str
    family, group : str
        Wider parts that it belongs to: the eight of Wang, Wei & Zhu, and the five that all methods share.
    label, meaning : dict
        In ``en`` and ``zh``; the meaning of a family or group is empty.
    """

    id: str
    family: str
    group: str
    label: Text
    meaning: Text


@dataclass(frozen=True)
class Method:
    """A way to take gross exports apart.

    Parameters
    ----------
    id : str
    label, note : dict
        In ``en`` and ``zh``: its name, and what its figures by importer mean.
    source : str
    terms : tuple of Term
        In the order of the kernel.
    """

    id: str
    label: Text
    note: Text
    source: str
    terms: tuple[Term, ...]

    def at(self, level: Level) -> tuple[tuple[Term, ...], Array]:
        """Return the parts of a level and which terms each is the sum of.

        Returns
        -------
        tuple of (tuple of K Term, (K, T) array of 0 and 1)
        """
        names = [_name(term, level) for term in self.terms]
        parts = tuple(dict.fromkeys(names))
        return tuple(self._part(name, level) for name in parts), np.array(
            [[float(n == p) for n in names] for p in parts]
        )

    def _part(self, name: str, level: Level) -> Term:
        first = next(term for term in self.terms if _name(term, level) == name)
        if level == "term":
            return first
        family = first.family if level == "family" else name
        return Term(name, family, first.group, _data()["parts"][name], NOTHING)


def _name(term: Term, level: Level) -> str:
    return {"term": term.id, "family": term.family, "group": term.group}[level]


def _kww(v: Array, B: Array, A4: Array, Y3: Array) -> Array:
    return exportterms.koopman_wang_wei(exportterms.wang_wei_zhu(v, B, A4, Y3))


KERNELS: dict[str, Callable[[Array, Array, Array, Array], Array]] = {
    "wwz": exportterms.wang_wei_zhu,
    "kww": _kww,
    "borin-mancini-source": exportterms.borin_mancini_source,
    "borin-mancini-sink": exportterms.borin_mancini_sink,
}


@cache
def _data() -> dict[str, Any]:
    found: dict[str, Any] = read_yaml("newind.analyses.circulation", "export_terms.yaml")
    return found


def export_methods() -> tuple[Method, ...]:
    """Return every way to take gross exports apart.

    Examples
    --------
    >>> [(m.id, len(m.terms)) for m in export_methods()]
    [('wwz', 16), ('kww', 9), ('borin-mancini-source', 6), ('borin-mancini-sink', 6)]
    """
    return tuple(export_method(name) for name in _data()["methods"])


@cache
def export_method(name: str) -> Method:
    """Return a way to take gross exports apart.

    Raises
    ------
    UnknownNameError
        With the nearest name.

    Examples
    --------
    >>> export_method("kww").terms[5].label["en"]
    'Double counting of domestic value added'
    """
    known = _data()["methods"]
    if name not in known:
        raise unknown("decomposition", name, known, f"There are {', '.join(known)}.")
    about = dict(known[name])
    return Method(id=name, terms=tuple(Term(**term) for term in about.pop("terms")), **about)


@memo
def bilateral_terms(w: Accounts, method: str) -> Array:
    """Return the terms of every pair; (T, R, S, R) by term, exporter, industry, importer, money of the accounts."""
    return KERNELS[method](w.v, w.B, w.A4, w.Y3)
