"""Partners of a region put together, and who captures the value that demand pays: the division of labour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.groups import SOURCE, group, group_size, resolve
from newind.accounts.regions import apply_house_style, name_region
from newind.analyses.circulation.dual import each_year, find_closed_region
from newind.errors import DataError, offenders
from newind.kernels.quotients import per_output, ratio
from newind.language.phrases import join_phrases
from newind.measures.shared import amounts, explain_missing_group, members, million_usd
from newind.messages import NOTHING, list_columns, list_languages, message

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.messages import Text
    from newind.typing import Array, IntArray


Groups = Sequence[str] | Mapping[str, str | Sequence[str]] | str | None
"""Names of groups or economies; or lists of them by a name of one's own; nothing for the usual ones."""
USUAL = ("developed", "emerging")
"""Groups where none are given: they do not overlap, and leave out aggregates of both kinds."""
HOME, OTHER, UNNAMED = "home", "other", "unnamed"
LABELS: dict[str, Text] = {
    OTHER: message("circulation.sides.labels.other_named"),
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
    rows = message("circulation.sides.unseen.members_without_row", unseen=unseen, many=many)
    gone = message("circulation.sides.unseen.group_size_unknown", year=w.year)
    lost = () if size is None else size.missing
    few = message("circulation.sides.unseen.sizes_unknown", join=", ".join(lost), source=SOURCE, join_2="、".join(lost))
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


COLUMNS = (
    "year", "region", "direction", "group", *list_columns("label"), "value", "share", "hours", "value_per_hour",
    "hours_known", "named", "seen_population", "seen_gdp", "unit", "status", *list_columns("note"),
)  # fmt: skip
EXCHANGE = ("year", "region", "group", *list_columns("label"), "region_earns", "group_earns", "quotient", "hours_known")
PRODUCTS = "manufacturing"
HOURS = "hours"
NO_DOLLARS = message("circulation.division.no_dollars")


@dataclass(frozen=True, eq=False)
class FairDivision:
    """Value captured, and hours worked for it, by who pays and who earns; one year.

    Attributes
    ----------
    year : int
        Of the accounts; of a panel the last one in which hours are known for most economies, the region's among them.
    region, products : str
        Code of the region, and the group of products that final demand pays for.
    unit, status : str
        Of the accounts.
    sides : tuple of DivisionSide
        The region (first), groups of partners, others, those not named.
    value : (G, G) array, million USD
        Value added of each side (first axis) in what the final demand of each side (second) pays for the products.
    timed : (G, G) array, million USD
        The part of `value` that is earned where hours are known.
    hours : (G, G) array, hours
        Worked for `timed`.
    """

    year: int
    region: str
    products: str
    unit: str
    status: str
    sides: tuple[DivisionSide, ...]
    value: Array
    timed: Array
    hours: Array

    @property
    def per_hour(self) -> Array:
        """Value added per hour worked, by who earns and who pays; (G, G), USD/hour, NaN where no hours are known."""
        return ratio(self.timed * million_usd(self.unit) * 1e6, self.hours)

    @property
    def hours_known(self) -> Array:
        """Part of the value that is earned where hours are known; (G, G)."""
        return ratio(self.timed, self.value)

    def table(self) -> pd.DataFrame:
        """Return both directions, a row a side.

        ``pays``: of what the region's final demand pays, what each side captures (``share`` sums to 1), per hour of its
        own work. ``earns``: what the region captures of what each side's demand pays (``share`` of all that it
        captures), per hour of the region's work. ``hours`` in million. ``hours_known`` is the part of the value earned
        where hours are known: ``value_per_hour`` is of that part, the rest is not filled in. ``named``, the economies
        that the accounts name; ``seen_population`` and ``seen_gdp``, the part of the whole group that they have.
        """
        import pandas as pd

        rows = [*self._direction("pays", (slice(None), 0)), *self._direction("earns", (0, slice(None)))]
        return pd.DataFrame(rows, columns=list(COLUMNS))

    def exchange(self) -> pd.DataFrame:
        """Return, by partner, value per hour of each one's work for the other's demand, USD/hour, and the quotient.

        The ``quotient`` is what an hour of the partner's work for the region brings over what an hour of the region's
        work for the partner does; both are of the part of the value earned where hours are known, ``hours_known`` of
        what the partner earns.
        """
        import pandas as pd

        return pd.DataFrame(self.exchange_rows(), columns=list(EXCHANGE))

    def exchange_rows(self) -> list[dict[str, Any]]:
        """Return the rows of `exchange` as plain data."""
        theirs, mine, known = self.per_hour[:, 0], self.per_hour[0], self.hours_known[:, 0]
        figures = zip(mine, theirs, ratio(theirs, mine), known, strict=True)
        rows = [
            (self.year, self.region, s.code, *s.label.values(), *of)
            for s, of in zip(self.sides, figures, strict=True)
            if s.code != HOME
        ]
        return [dict(zip(EXCHANGE, row, strict=True)) for row in rows]

    def _direction(self, name: str, cells: tuple[slice | int, int | slice]) -> Iterator[tuple[object, ...]]:
        value, hours, rate, known = (a[cells] for a in (self.value, self.hours, self.per_hour, self.hours_known))
        share = ratio(value, value.sum())
        for k, s in enumerate(self.sides):
            worker = s if name == "pays" else self.sides[0]
            note = join_phrases(s.note, self._describe_missing_hours(worker, float(known[k])))
            said = (self.year, self.region, name, s.code, *s.label.values(), value[k], share[k])
            seen = (" ".join(s.named), s.seen_population, s.seen_gdp)
            worked = hours[k] / 1e6 if hours[k] else np.nan
            yield *said, worked, rate[k], known[k], *seen, self.unit, self.status, *note.values()

    def _describe_missing_hours(self, worker: DivisionSide, known: float) -> Text:
        """Return what is not known of the hours of those who earn."""
        if not np.isfinite(million_usd(self.unit)):
            return NO_DOLLARS
        if known == 0:
            return message("circulation.division.describe_missing_hours.none", year=self.year)
        if known == known and known < 1 - 1e-9 and len(worker.members) > 1:
            return message("circulation.division.describe_missing_hours.known_in_part", known=known)
        return NOTHING


def value_by_group(w: Accounts | Panel, region: str, groups: Groups = None, products: str = PRODUCTS) -> FairDivision:
    """Return how the value of what demand pays for manufactures is divided between a region and its partners.

    Parameters
    ----------
    w : Accounts or Panel
        Closed accounts; of a panel the last year in which hours are known for most economies is taken.
    region : str
        Code of the region; it stands alone and is taken out of the groups that it belongs to.
    groups : sequence of str, mapping of str to str or sequence of str, or str, optional
        Groups of partners that share no economy: names of groups or economies, or lists of economies under a name of
        one's own. Developed and emerging economies where left out. What no group holds is ``other`` or ``unnamed``.
    products : str
        Group of the products that final demand pays for; ``"*"`` for all.

    Returns
    -------
    FairDivision
        Value captured, hours worked and value per hour, and the part of each group that the accounts show.

    Raises
    ------
    DataError
        For accounts with a boundary, groups that share an economy or hold no partner, and where the accounts do not
        have the products.
    UnknownNameError
        For a region, an economy or a group that does not exist, with the nearest name.

    References
    ----------
    Timmer, Los, Stehrer & de Vries (2013), Economic Policy 28(76), 613.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> found = value_by_group(load("world", year=2009), "CHN", ["developed"]).table()
    >>> found[found["direction"] == "pays"].set_index("group")["share"].round(3).to_dict()
    {'home': 0.716, 'developed': 0.179, 'other': 0.021, 'unnamed': 0.083}
    """
    every = each_year(w)
    r = find_closed_region(every[0], region)
    w = _with_hours(every, r)
    if lacking := explain_missing_group(w, products):
        raise DataError(f"no products to divide the value of: {lacking}")
    sides = sides_of(w, region, groups)
    value, timed, hours = (_aggregate_sides(found, sides) for found in _compute_value_and_hours(w, products))
    return FairDivision(w.year, region, products, w.unit, w.status, sides, value, timed, hours)


def _with_hours(every: tuple[Accounts, ...], r: int) -> Accounts:
    """Return the last year with hours of most economies, the region's among them; the last one where it has none."""
    many = [_has_hours(one).sum() if _has_hours(one)[r] else 0 for one in every]
    return max(zip(many, every, strict=True), key=lambda pair: (pair[0], pair[1].year))[1]


def _hours(w: Accounts) -> Array:
    return amounts(w, HOURS) if HOURS in w.satellites else np.full((w.R, w.S), np.nan)


def _has_hours(w: Accounts) -> Array:
    """Return whether hours of all industries of a region are known; (R,)."""
    return np.asarray(np.isfinite(_hours(w)).all(axis=1))


def _compute_value_and_hours(w: Accounts, products: str) -> tuple[Array, Array, Array]:
    """Return value, value where hours are known, and those hours, by who earns and whose demand pays; (R, R) each."""
    known, paid = _has_hours(w), np.where(members(w, products)[:, None], w.Yr, 0.0)
    made = w.LU.solve(paid)
    worked = per_output(np.where(known[:, None], _hours(w), 0.0).ravel(), w.x)
    value, hours = ((f[:, None] * made).reshape(w.R, w.S, w.R).sum(axis=1) for f in (w.v, worked))
    return value, value * known[:, None], hours


def _aggregate_sides(found: Array, sides: tuple[DivisionSide, ...]) -> Array:
    belongs = matrix(sides, len(found))
    return np.asarray(belongs @ found @ belongs.T)
