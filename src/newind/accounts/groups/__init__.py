"""Groups of regions and industries: one dated YAML file a group, how a selection names members, how large they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from newind.aliases import alias
from newind.datafiles import list_yaml, read_yaml
from newind.errors import DataError, find_duplicates, join_items, offenders, tell, unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.typing import IntArray


Selector = str | Sequence[str]
"""A label, a list of labels, the name of a group, or ``"*"`` for all."""

CONCORDANCES = {"wiod35": ("wiod35_to_wiod26",), "iso3": ("wiod41_to_wiod20",), "icio45": ("icio45_to_icio11",)}
"""Concordances through which the members of a group find merged codes (c19t21, REU, I_J)."""


@dataclass(frozen=True)
class Group:
    """A named set of regions or industries with the date and source of its membership.

    Parameters
    ----------
    id : str
        Name used in selections.
    kind : {"regions", "industries"}
        What its members are.
    classification : str
        Classification of the members' codes.
    members : tuple of str
        Codes.
    label : dict
        Name in ``en`` and ``zh``.
    source : dict
        ``title`` and ``date`` of the membership.
    note : str
        What a reader must know.
    leaves_out : tuple of str
        Merged codes of which only a part belongs and which are therefore left out.
    also : mapping of str to tuple of str
        Members in further classifications, by the name of the classification.
    """

    id: str
    kind: str
    classification: str
    members: tuple[str, ...]
    label: dict[str, str]
    source: dict[str, str]
    note: str = ""
    leaves_out: tuple[str, ...] = field(default=())
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def select_members(self, codes: Sequence[str]) -> tuple[str, ...]:
        """Return which of the given codes belong to the group, in the order of the codes.

        Members are those of the classification to which most of the codes belong. A merged code belongs when all of
        its parts do.

        Raises
        ------
        DataError
            When a merged code belongs only in part, or none belongs.

        Examples
        --------
        >>> group("services").select_members(["c18", "c19t21", "c22", "c31t35"])
        ('c19t21', 'c22', 'c31t35')
        >>> group("digital").select_members(["n19", "n20", "n31"])
        ('n20', 'n31')
        """
        classification = self._classification(codes)
        members = self.also.get(classification, self.members)
        parts, inside = _parts(classification), set(members)
        merged = [c for c in codes if c not in inside and inside & set(parts.get(c, ())) and c not in self.leaves_out]
        cut = [c for c in merged if not set(parts[c]) <= inside]
        if cut:
            raise DataError(tell("name.part_of_group", id=self.id, which=offenders(cut)))
        found = tuple(c for c in codes if c in inside or c in merged)
        if not found:
            own, there = offenders(members), offenders(list(codes))
            raise DataError(tell("name.none_of_group", id=self.id, members=own, codes=there))
        return found

    def _classification(self, codes: Sequence[str]) -> str:
        """Return the classification to which most of the codes belong; the group's own one where several do."""
        if not self.also:
            return self.classification
        return max((self.classification, *self.also), key=lambda name: len(_codes(name).intersection(codes)))

    among = alias("select_members")


def group(name: str) -> Group:
    """Return a group; capitals do not matter.

    Raises
    ------
    UnknownNameError
        With the nearest name.

    Examples
    --------
    >>> group("g7").members
    ('CAN', 'DEU', 'FRA', 'GBR', 'ITA', 'JPN', 'USA')
    """
    if name.casefold() not in _names():
        raise unknown("group", name, _names(), "newind.groups() lists them.")
    return _group(name.casefold())


def groups(kind: str | None = None) -> tuple[Group, ...]:
    """Return all groups, or those of ``regions`` or ``industries``, by name.

    Examples
    --------
    >>> [g.id for g in groups("industries")][:3]
    ['agriculture', 'business-services', 'construction']
    """
    return tuple(g for g in map(_group, _names()) if kind in (None, g.kind))


def resolve(selector: Selector, codes: Sequence[str]) -> IntArray:
    """Return the positions of a selection among codes.

    Parameters
    ----------
    selector : str or sequence of str
        A label, a list of labels or groups, the name of a group, or ``"*"`` for all. A label goes before a group of
        the same name; in names of groups capitals do not matter (``RCEP``).
    codes : sequence of str
        All labels of one dimension.

    Returns
    -------
    (m,) int array
        Positions; a list keeps its own order, a group that of the codes.

    Raises
    ------
    UnknownNameError
        For a name that is neither a label nor a group, with the nearest.
    DataError
        For an empty or repeated selection, or a group without members here.

    Examples
    --------
    >>> resolve("manufacturing", ["c1", "c3", "c14"])
    array([1, 2])
    >>> resolve(["c14", "c1"], ["c1", "c3", "c14"])
    array([2, 0])
    """
    if isinstance(selector, str):
        return np.array(_positions(selector, codes), dtype=np.int64)
    found = [i for name in selector for i in _positions(str(name), codes)]
    if not found:
        raise DataError(tell("name.empty"))
    if twice := [codes[i] for i in find_duplicates(found)]:
        raise DataError(tell("name.twice", which=offenders(twice)))
    return np.array(found, dtype=np.int64)


def _positions(name: str, codes: Sequence[str]) -> list[int]:
    if name == "*":
        return list(range(len(codes)))
    if name in codes:
        return [list(codes).index(name)]
    if name.casefold() in _names():
        return list(_locate_members(name.casefold(), tuple(codes)))
    some = "name.give_labels" if len(codes) > 6 else "name.give_label"
    remedy = tell(some, shown=join_items(codes[:6]))
    raise unknown("label or group", name, [*codes, *_names()], remedy)


@lru_cache(maxsize=1024)
def _locate_members(name: str, codes: tuple[str, ...]) -> tuple[int, ...]:
    """Return the positions of the members of a group among codes."""
    inside = set(group(name).select_members(codes))
    return tuple(i for i, code in enumerate(codes) if code in inside)


def _parts(classification: str) -> dict[str, tuple[str, ...]]:
    return {t: s for name in CONCORDANCES.get(classification, ()) for t, s in _find_merged_codes(name).items()}


@cache
def _codes(classification: str) -> frozenset[str]:
    """Return the codes of a classification and those that merge them."""
    from newind.accounts.classification import load

    return frozenset(load(classification)) | frozenset(_parts(classification))


def _find_merged_codes(concordance_name: str) -> dict[str, tuple[str, ...]]:
    from newind.accounts.classification import concordance

    return {t: s for t, s in concordance(concordance_name).sources_of.items() if s != (t,)}


@cache
def _names() -> tuple[str, ...]:
    """Return the names of all groups; a file is read when its group is first asked for."""
    return list_yaml(__name__)


@cache
def _group(name: str) -> Group:
    return _read(f"{name}.yaml")


def _read(name: str) -> Group:
    data = read_yaml(__name__, name)
    if name != f"{data['id']}.yaml":
        raise DataError(f"groups/{name}: the id is {data['id']!r}. Name the file after the id.")
    data |= {k: tuple(data.get(k, ())) for k in ("members", "leaves_out")}
    data["also"] = {k: tuple(v) for k, v in data.get("also", {}).items()}
    data["source"] = {k: str(v) for k, v in data["source"].items()}
    return Group(**data)


SOURCE = "Penn World Table 10.01"


@dataclass(frozen=True)
class GroupSize:
    """Sums over all members of a group in a year.

    Attributes
    ----------
    population : float, million persons
    gdp_ppp_current : float, million USD of current PPP
    missing : tuple of str
        Members whose size is not known and not in the sums.
    """

    population: float
    gdp_ppp_current: float
    missing: tuple[str, ...] = ()


def group_size(name: str, year: int) -> GroupSize | None:
    """Return the size of a shipped group of economies, None where it is not known: other groups, years from 2020 on.

    References
    ----------
    Feenstra, Inklaar & Timmer (2015), American Economic Review 105(10), 3150.

    Examples
    --------
    >>> group_size("brics", 2011).population > 2900, group_size("brics", 1900), group_size("developed", 2011).missing
    (True, None, ('AND', 'PRI', 'SMR'))
    """
    return _sizes().get((name.casefold(), year))


@cache
def _sizes() -> dict[tuple[str, int], GroupSize]:
    text = files("newind.accounts.groups").joinpath("sizes.csv").read_text(encoding="utf-8")
    rows = [line.split(",") for line in text.splitlines()[1:]]
    return {(g, int(y)): GroupSize(float(p), float(q), tuple(m.split())) for g, y, p, q, m in rows}
