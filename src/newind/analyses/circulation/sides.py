"""Partners of a region put together: groups that do not overlap, and what is left with a name and without."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.groups import SOURCE, group, group_size, resolve
from newind.accounts.regions import apply_house_style, name_region
from newind.errors import DataError, offenders
from newind.kernels.quotients import ratio
from newind.language.phrases import join_phrases
from newind.messages import NOTHING, list_languages, message

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.messages import Text
    from newind.typing import Array, IntArray

Groups = Sequence[str] | Mapping[str, str | Sequence[str]] | str | None
"""Names of groups or economies; or lists of them by a name of one's own; nothing for the usual ones."""
USUAL = ("developed", "emerging")
"""Groups where none are given: they do not overlap, and leave out aggregates of both kinds."""
HOME, OTHER, UNNAMED = "home", "other", "unnamed"
LABELS: dict[str, Text] = {
    OTHER: message("circulation.sides.labels.other_economies_with_a"),
    UNNAMED: message("circulation.sides.labels.not_named"),
}


@dataclass(frozen=True, eq=False)
class DivisionSide:
    """Regions counted together, and how much of the group that they stand for the accounts show.

    Attributes
    ----------
    code : str
        ``home``, the name of the group, ``other`` or ``unnamed``.
    label : dict
        In ``en`` and ``zh``.
    members : (m,) int array
        Positions of the regions.
    named : tuple of str
        Members that are economies with a name.
    seen_population, seen_gdp : float
        Part of the group's population, and of its product at purchasing power, that the named members have; NaN where
        sizes are not known.
    note : dict
        What is not seen, in ``en`` and ``zh``.
    """

    code: str
    label: Text
    members: IntArray
    named: tuple[str, ...]
    seen_population: float = float("nan")
    seen_gdp: float = float("nan")
    note: Text = field(default_factory=lambda: dict(NOTHING))


def sides_of(w: Accounts, region: str, groups: Groups = None) -> tuple[DivisionSide, ...]:
    """Return all regions of accounts as sides: the region itself, groups of partners, others, those not named.

    Parameters
    ----------
    w : Accounts
    region : str
        Code of the region; it stands alone and is taken out of the groups that it belongs to.
    groups : sequence of str, mapping of str to str or sequence of str, or str, optional
        Names of groups or economies, or lists of them under a name of one's own; developed and emerging economies where
        left out.

    Returns
    -------
    tuple of DivisionSide
        Every region is in one of them; sides without a region are left out.

    Raises
    ------
    DataError
        For groups that share an economy, or that hold no partner of the region.
    UnknownNameError
        For an economy or a group that does not exist, with the nearest name.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> world = load("world", year=2009)
    >>> [(side.code, len(side.members)) for side in sides_of(world, "CHN", ["g7", "KOR"])]
    [('home', 1), ('g7', 7), ('KOR', 1), ('other', 9), ('unnamed', 2)]
    """
    r = w.regions.index(region)
    given = _usual(w) if groups is None else _parse_groups(groups)
    found = {name: _partners(w, r, name, chosen) for name, chosen in given.items()}
    _check_apart(w, {name: at for name, at in found.items() if groups is not None or at.size})
    left = np.setdiff1d(np.arange(w.R), np.concatenate([[r], *found.values()]).astype(np.int64))
    named = w.regions.named[left]
    rest = {OTHER: left[named], UNNAMED: left[~named]}
    home = DivisionSide(HOME, _label(w, region), np.array([r]), (region,), 1.0, 1.0)
    parts = [_side(w, r, name, given[name], at) for name, at in found.items()]
    return (home, *(p for p in parts if p.members.size), *(_rest(w, n, at) for n, at in rest.items() if at.size))


def _usual(w: Accounts) -> dict[str, str | Sequence[str]]:
    """Return the usual groups of which the accounts have members."""
    return {name: name for name in USUAL if set(group(name).members) & set(w.regions.codes)}


def _parse_groups(groups: Sequence[str] | Mapping[str, str | Sequence[str]] | str) -> dict[str, str | Sequence[str]]:
    if isinstance(groups, Mapping):
        if taken := [n for n in groups if n in (HOME, *LABELS)]:
            raise DataError(f"names of groups that stand for something else: {offenders(taken)}. Choose other names.")
        return dict(groups)
    return {name: name for name in ([groups] if isinstance(groups, str) else groups)}


def _partners(w: Accounts, r: int, name: str, chosen: str | Sequence[str]) -> IntArray:
    """Return the positions of a group's members, without the region itself."""
    at = resolve(chosen, w.regions.codes)
    partners: IntArray = at[at != r]
    if not partners.size and name not in USUAL:
        raise DataError(f"group {name} has no member but {w.regions[r]} itself in these accounts. Leave it out.")
    return partners


def _check_apart(w: Accounts, found: Mapping[str, IntArray]) -> None:
    """Raise when an economy is in two groups.

    Raises
    ------
    DataError
        Naming the first two groups that overlap and the economies that they share.
    """
    names = list(found)
    for k, first in enumerate(names):
        for second in names[k + 1 :]:
            if both := [w.regions[int(i)] for i in np.intersect1d(found[first], found[second])]:
                raise DataError(
                    f"groups {first} and {second} share {offenders(both)}. An economy may stand in one group only: "
                    "leave one group out, or list economies as {'name': ['CODE', …]}."
                )


def _label(w: Accounts, code: str) -> Text:
    return name_region(apply_house_style(w.regions.rows[w.regions.index(code)]))


def _side(w: Accounts, r: int, name: str, chosen: str | Sequence[str], at: IntArray) -> DivisionSide:
    """Return a group of partners with the part of it that the accounts show."""
    named = tuple(w.regions[int(i)] for i in at if w.regions.named[i])
    whole = _find_shipped_group(w, chosen)
    if whole is None:
        label = _label(w, name) if name in w.regions.codes else dict.fromkeys(list_languages(), name)
        return DivisionSide(name, label, at, named, *_compute_list_part(w, at), _aggregates(w, at))
    shown = _compute_named_parts(w, whole, r, at)
    note = join_phrases(_aggregates(w, at), _itself(w, r, whole), *_unseen(w, whole))
    return DivisionSide(name, dict(group(whole).label), at, named, *shown, note)


def _find_shipped_group(w: Accounts, chosen: str | Sequence[str]) -> str | None:
    """Return the shipped group that was chosen, None for economies and lists."""
    only = chosen if isinstance(chosen, str) else chosen[0] if len(chosen) == 1 else None
    return None if only is None or only in w.regions.codes or only == "*" else group(only).id


def _compute_list_part(w: Accounts, at: IntArray) -> tuple[float, float]:
    """Return the part of a list that is named: all of it, unless it holds an aggregate."""
    part = 1.0 if w.regions.named[at].all() else float("nan")
    return part, part


def _aggregates(w: Accounts, at: IntArray) -> Text:
    hidden = [w.regions[int(i)] for i in at if not w.regions.named[i]]
    names = ", ".join(hidden), "、".join(hidden)
    said = message(
        "circulation.sides.aggregates.counted_without_distinguishing_members", names=names[0], names_2=names[1]
    )
    return said if hidden else NOTHING


def _itself(w: Accounts, r: int, name: str) -> Text:
    code = w.regions[r]
    return (
        message("circulation.sides.itself.itself_stands_apart", code=code) if code in group(name).members else NOTHING
    )


def _unseen(w: Accounts, name: str) -> tuple[Text, ...]:
    """Return what the accounts do not show of a group, and what is not known of its size."""
    members, size = group(name).members, group_size(name, w.year)
    unseen, many = sum(m not in w.regions.codes for m in members), len(members)
    rows = message("circulation.sides.unseen.of_members_have_no", unseen=unseen, many=many)
    gone = message("circulation.sides.unseen.the_size_of_the", year=w.year)
    lost = () if size is None else size.missing
    few = message(
        "circulation.sides.unseen.sizes_of_are_not", join=", ".join(lost), source=SOURCE, join_2="、".join(lost)
    )
    return tuple(said for said, there in ((rows, unseen), (gone, size is None), (few, lost)) if there)


def _compute_named_parts(w: Accounts, name: str, r: int, at: IntArray) -> tuple[float, float]:
    """Return the parts of a group's population and product, without the region itself, that named partners have."""
    size = group_size(name, w.year)
    if size is None:
        return float("nan"), float("nan")
    named = [int(i) for i in at if w.regions.named[i]]
    home = [r] if w.regions[r] in group(name).members else []
    people, product = (w.facts.get_values(fact, w.R) for fact in ("population", "gdp_ppp_current"))
    return _part(people, named, home, size.population), _part(product, named, home, size.gdp_ppp_current)


def _part(values: Array, named: list[int], home: list[int], whole: float) -> float:
    """Return the named part of a group less the region itself; NaN where a size is not known."""
    return float(ratio(values[named].sum(), whole - values[home].sum()))


def _rest(w: Accounts, code: str, at: IntArray) -> DivisionSide:
    named = tuple(w.regions[int(i)] for i in at if w.regions.named[i])
    return DivisionSide(code, LABELS[code], at, named, note=_aggregates(w, at))


def matrix(sides: Sequence[DivisionSide], R: int) -> Array:
    """Return which region belongs to which side; (sides, R), columns sum to 1."""
    found = np.zeros((len(sides), R))
    for k, side in enumerate(sides):
        found[k, side.members] = 1.0
    return found
