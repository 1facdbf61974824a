"""The ways to take gross exports apart, and economies put together for a table by pairs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from newind.accounts.groups import group, resolve
from newind.accounts.memo import memo
from newind.datafiles import read_yaml
from newind.errors import DataError, find_duplicates, offenders, unknown
from newind.kernels import exportterms
from newind.messages import NOTHING, message

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newind.accounts.accounts import Accounts
    from newind.messages import Text
    from newind.typing import Array, IntArray


Groups = Mapping[str, "Sequence[str]"] | tuple[str, ...] | list[str] | str | None
"""Names of shipped groups of economies, or ``{name: codes}``."""
Names = str | tuple[str, ...] | list[str] | None
"""One name, several, or None for all."""


@dataclass(frozen=True, eq=False)
class Blocs:
    """Groups of economies, then the economies that are in none.

    Parameters
    ----------
    members : dict of str to tuple of str
        Name of the group, or code of an economy by itself → codes.
    grouped : tuple of str
        Names of the groups.
    membership : (K, R) array of 0 and 1
        Which economy stands in which bloc; each in one.
    """

    members: dict[str, tuple[str, ...]]
    grouped: tuple[str, ...]
    membership: Array

    @property
    def names(self) -> tuple[str, ...]:
        """Names in the order of `membership`."""
        return tuple(self.members)

    @property
    def notes(self) -> tuple[Text, ...]:
        """Note on what values of groups mean and whom they hold, in ``en`` and ``zh``; empty without groups."""
        if not self.grouped:
            return ()
        en = "; ".join(f"{name}: {', '.join(self.members[name])}" for name in self.grouped)
        zh = "；".join(f"{name}：{'、'.join(self.members[name])}" for name in self.grouped)
        stays = "figures of a group are sums over its members, and what they sell to each other stays in"
        return (message("circulation.blocs.notes.text", stays=stays, en=en, zh=zh),)

    def positions(self, names: Names, kind: str) -> IntArray:
        """Return the positions of blocs; all where None is asked.

        Parameters
        ----------
        names : str, sequence of str or None
        kind : str
            What they are, for messages: ``exporter``, ``importer``.

        Raises
        ------
        UnknownNameError
            With the nearest name.
        DataError
            For an economy that a group contains, or a repeated or empty selection.
        """
        if names is None:
            return np.arange(len(self.members))
        asked = [names] if isinstance(names, str) else [str(name) for name in names]
        if not asked:
            raise DataError(f"no {kind} is named. Name economies or groups, or leave it out for all.")
        if twice := find_duplicates(asked):
            raise DataError(f"{kind} named more than once: {offenders(twice)}. Each may stand once.")
        return np.array([self._position(name, kind) for name in asked], dtype=np.int64)

    def _position(self, name: str, kind: str) -> int:
        if name in self.members:
            return self.names.index(name)
        inside = [bloc for bloc in self.grouped if name in self.members[bloc]]
        if inside:
            raise DataError(f"{kind} {name} is part of group {inside[0]}. Name the group, or leave it out of groups=.")
        raise unknown(kind, name, self.names, f"There are {', '.join(self.names)}; groups are named in groups=.")


def blocs(w: Accounts, groups: Groups = None) -> Blocs:
    """Return groups of economies and the economies that are in none.

    Parameters
    ----------
    w : Accounts
    groups : mapping of str to sequence of str, sequence of str, or str, optional
        Names of shipped groups (``rcep``), or ``{name: codes}`` of one's own.

    Returns
    -------
    Blocs
        Groups in the order given, then the others in that of the accounts.

    Raises
    ------
    DataError
        For groups that overlap, that hold no economy of these accounts, or that are named like an economy.
    UnknownNameError
        For a group or an economy that does not exist, with the nearest name.
    """
    members = _groups(w, groups)
    _check_apart(w, members)
    inside = {code for codes in members.values() for code in codes}
    every = members | {code: (code,) for code in w.regions if code not in inside}
    membership = np.array([[float(code in codes) for code in w.regions] for codes in every.values()])
    return Blocs(every, tuple(members), membership)


def _groups(w: Accounts, groups: Groups) -> dict[str, tuple[str, ...]]:
    if groups is None:
        return {}
    if isinstance(groups, Mapping):
        return {str(name): _members(w, codes) for name, codes in groups.items()}
    names = [groups] if isinstance(groups, str) else list(groups)
    if twice := find_duplicates(names):
        raise DataError(f"groups named more than once: {offenders(twice)}. Each may stand once.")
    return {name: _list_group_members(w, name) for name in names}


def _members(w: Accounts, codes: Sequence[str]) -> tuple[str, ...]:
    return tuple(
        w.regions.codes[int(i)] for i in resolve([codes] if isinstance(codes, str) else codes, w.regions.codes)
    )


def _list_group_members(w: Accounts, name: str) -> tuple[str, ...]:
    found = group(name)
    if found.kind != "regions":
        raise DataError(f"group {name} is one of industries. Give groups of economies, or {{name: codes}}.")
    return found.select_members(w.regions.codes)


def _check_apart(w: Accounts, members: dict[str, tuple[str, ...]]) -> None:
    if like := [name for name in members if name in w.regions and members[name] != (name,)]:
        raise DataError(f"groups named like an economy: {offenders(like)}. Give them other names.")
    stands = {code: [name for name, codes in members.items() if code in codes] for code in w.regions}
    twice = [f"{code} in {' and '.join(names)}" for code, names in stands.items() if len(names) > 1]
    if twice:
        raise DataError(
            f"groups overlap: {offenders(twice)}. An economy can stand in one group: give {{name: codes}} without it."
        )


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
