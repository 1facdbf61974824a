"""Material of a finding: every value of an economy and its peers, its rank, its change, its names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.accounts import Accounts
from newind.accounts.panel import Panel
from newind.accounts.regions import apply_house_style
from newind.aliases import alias
from newind.data.reference import ranges
from newind.errors import DataError, join_items, noun, tell
from newind.measures import bounds, zh
from newind.measures.detail import economies, find_shipped_detail
from newind.measures.measure import compute_indicator, explain_missing_data, status_of
from newind.measures.references import default_reference
from newind.measures.registry import indicators
from newind.measures.shared import format_unit
from newind.messages import NOTHING, complete_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newind.accounts.labelled import Labelled
    from newind.accounts.regions import Region
    from newind.messages import Text

PEERS = ("CHN", "USA", "JPN", "DEU", "KOR", "IND", "BRA", "MEX")
"""Economies compared with by default: large manufacturers at different levels of income."""
MOST_PEERS = 7
DRAWN = (
    "s1.embodied_rd_domestic",
    "s2.digital_in_manufacturing_domestic",
    "s2.digital_input_direct",
    "s2.digital_value_added_domestic",
)
"""Indicators of groups that are drawn more closely where a table shows more industries."""
BEYOND = (
    "s1.input_dependence_foreign",
    "s1.input_dependence_national",
    "s4.demand_foreign",
    "s4.demand_national",
    "s4.supply_foreign",
    "s4.supply_national",
)
"""Indicators of which the table of one province knows only the first step: what others make of it, it does not show."""
NAN = float("nan")


def default_peers(codes: tuple[str, ...], region: str) -> tuple[str, ...]:
    """Return the economies that one is compared with unless others are named.

    Examples
    --------
    >>> default_peers(("CHN", "USA", "IND", "ROW"), "CHN")
    ('USA', 'IND')
    """
    return tuple(p for p in PEERS if p in codes and p != region)[:MOST_PEERS]


def peers_of(w: Accounts, region: str) -> tuple[str, ...]:
    """Return the regions that one is compared with unless others are named.

    A province is compared with the largest other provinces of its country that the accounts have in full, an economy
    with large manufacturers.
    """
    rows, i = w.regions.rows, w.regions.index(region)
    if rows[i].kind != "province":
        return default_peers(tuple(c for c in w.regions.codes if c not in w.boundary), region)
    full = set(w.regions.codes) - {region, *w.boundary}
    alike = [k for k, r in enumerate(rows) if r.code in full and (r.kind, r.country) == ("province", rows[i].country)]
    return tuple(rows[k].code for k in sorted(alike, key=lambda k: -w.gdp[k])[:MOST_PEERS])


def _check_reference(w: Accounts, region: str, reference: Accounts | None) -> None:
    """Raise unless a reference describes regions of the same kind, in the same year."""
    if reference is None:
        return
    kind = w.regions.kind[w.regions.index(region)]
    kinds = {k for c, k in zip(reference.regions, reference.regions.kind, strict=True) if c not in reference.boundary}
    if kind not in kinds or reference.year != w.year:
        raise DataError(
            tell(
                "name.other_kind",
                region=region,
                year=w.year,
                kinds=join_items(map(noun, sorted(kinds))),
                other=reference.year,
                kind=noun(kind),
            )
        )


def _key(*labels: str | None) -> dict[str, str]:
    return {d: v for d, v in zip(("region", "industry", "partner"), labels, strict=True) if v is not None}


@dataclass(frozen=True, eq=False)
class Context:
    """Figures of one economy, its peers and the years of accounts.

    Parameters
    ----------
    region : str
        The economy looked at.
    peers : tuple of str
        Economies it is compared with, without itself.
    accounts : dict of int to Accounts
        By year, in order.
    reference : Accounts, optional
        A table that has the peers which the accounts lack, of the year looked at: other provinces beside the table
        of one.
    model : bool
        Whether the equilibrium model may be asked.
    outlook : Outlook, optional
        What policies are followed in (`newind.pathways.outlook`); the default one where None.
    """

    region: str
    peers: tuple[str, ...]
    accounts: dict[int, Accounts]
    reference: Accounts | None = None
    model: bool = True
    outlook: Any = None

    @classmethod
    def from_accounts(
        cls,
        w: Accounts | Panel,
        region: str,
        peers: tuple[str, ...] | None = None,
        reference: Accounts | None = None,
        *,
        model: bool = True,
        outlook: Any = None,
    ) -> Context:
        """Return the context of an economy; every code is checked against the accounts, or the reference.

        The table of one province is compared with the shipped one of all provinces where no reference is given.
        """
        if not isinstance(w, (Accounts, Panel)):
            raise DataError(f"takes Accounts or a Panel, not {type(w).__name__}. Of a Simulation give its accounts.")
        last = w if isinstance(w, Accounts) else w.last
        w.regions.index(region)
        reference = default_reference(last, region) if reference is None else reference
        _check_reference(last, region, reference)
        own = reference if reference is not None and region in reference.regions else last
        for code in peers or ():
            own.regions.index(code)
        named = peers_of(own, region) if peers is None else peers
        chosen = tuple(p for p in dict.fromkeys(named) if p != region)
        if peers and not chosen:
            raise DataError(tell("name.alone", region=region))
        accounts = {w.year: w} if isinstance(w, Accounts) else {a.year: a for a in w.within()}
        return cls(region, chosen, accounts, reference, model, outlook)

    @property
    def years(self) -> tuple[int, ...]:
        """Years of the accounts."""
        return tuple(self.accounts)

    @property
    def year(self) -> int:
        """Last year of the accounts."""
        return self.years[-1]

    @property
    def w(self) -> Accounts:
        """Accounts of the last year."""
        return self.accounts[self.year]

    @property
    def all(self) -> tuple[str, ...]:
        """The economy and its peers."""
        return (self.region, *self.peers)

    @cached_property
    def in_full(self) -> bool:
        """Whether the table at full detail has the economy and all its peers."""
        return set(self.all) <= set(economies())

    def economy(self, code: str) -> Region:
        """Return names, in the house style, and kind of an economy: of the accounts, else as generally known."""
        tables = [self.w] if self.reference is None else [self.w, self.reference]
        found = (t.regions.rows[t.regions.index(code)] for t in tables if code in t.regions)
        return apply_house_style(next(found, None) or code)

    @property
    def province(self) -> bool:
        """Whether the region is a province: what lies beyond it is not all abroad."""
        return self.economy(self.region).kind == "province"

    @property
    def regional(self) -> bool:
        """Whether these are accounts of parts of a country, or with regions that only close the table."""
        return self.province or not self.w.closed

    def range(self, id: str, region: str | None = None) -> tuple[float, float] | None:
        """Return the range of a region's total in the last year, within its bounds; None where none is shipped."""
        found = ranges(self.w).get(id, {}).get(region or self.region)
        low, high = indicators()[id].bounds if id in indicators().ids else (None, None)
        if found is None:
            return None
        return max(found[0], found[0] if low is None else low), min(found[1], found[1] if high is None else high)

    def is_named(self, code: str) -> bool:
        """Return whether a code stands for one economy, not for an aggregate."""
        return self.economy(code).kind != "rest"

    # ---- figures
    def arrays(self, id: str, year: int) -> tuple[Labelled, ...]:
        """Return the labelled arrays of an indicator in a year, none where the accounts cannot give it.

        Indicators that aggregation distorts come from the table at full detail, where the accounts are those shipped.
        """
        w, entry = self.accounts[year], indicators()[id]
        if entry.detail and self.in_full and (full := find_shipped_detail(w, id)):
            return full
        before = self.accounts.get(year - 1)
        return () if explain_missing_data(entry, w, before) else compute_indicator(w, id, before)

    def _arrays_of(self, id: str, year: int, region: str) -> tuple[Labelled, ...]:
        """Return the labelled arrays that have a region: those of the accounts, else those of the reference.

        An indicator that the two tables do not mean in the same way is not compared with a reference.
        """
        w, r = self.accounts[year], self.reference
        if r is None or region in w.regions:
            return self.arrays(id, year)
        entry = indicators()[id]
        alike = r.year == year and format_unit(entry.unit, r) == format_unit(entry.unit, w)
        alike = alike and not ((entry.detail or id in DRAWN) and r.industries != w.industries)
        alike = alike and not (id in BEYOND and len(r.regions) - len(r.boundary) > len(w.regions) - len(w.boundary))
        return compute_indicator(r, id) if alike and not explain_missing_data(entry, r, None) else ()

    def value(
        self,
        id: str,
        region: str | None = None,
        year: int | None = None,
        *,
        industry: str | None = None,
        partner: str | None = None,
    ) -> float:
        """Return a figure, NaN where there is none."""
        code = region or self.region
        key = _key(code, industry, partner)
        for array in self._arrays_of(id, self.year if year is None else year, code):
            if set(array.dims) == set(key) and all(v in array.coords[d] for d, v in key.items()):
                return float(array.sel(**key))
        return NAN

    def details(self, id: str, dim: str, year: int, region: str | None = None) -> dict[str, float]:
        """Return the known figures of an economy by ``industry`` or ``partner``."""
        code = region or self.region
        for array in self._arrays_of(id, year, code):
            if set(array.dims) == {"region", dim}:
                values = np.asarray(array.sel(region=code))
                return {c: float(v) for c, v in zip(array.coords[dim], values, strict=True) if np.isfinite(v)}
        return {}

    def series(self, id: str, region: str | None = None, industry: str | None = None) -> dict[int, float]:
        """Return the known figures by year."""
        found = {y: self.value(id, region, y, industry=industry) for y in self.years}
        return {y: v for y, v in found.items() if np.isfinite(v)}

    def list_known_values(self, id: str, year: int, industry: str | None = None) -> dict[str, float]:
        """Return the known figures of the economy and its peers in a year."""
        found = {c: self.value(id, c, year, industry=industry) for c in self.all}
        return {c: v for c, v in found.items() if np.isfinite(v)}

    def note(self, id: str, value: float, year: int, region: str, industry: str | None = None) -> Text:
        """Return why a figure lies outside the bounds of its indicator, empty where it does not."""
        if id not in indicators().ids or not bounds.outside(indicators()[id], np.asarray(value)):
            return NOTHING
        w = self.reference if self.reference is not None and region not in self.w.regions else self.accounts[year]
        said = bounds.cause(w, region, industry)
        return complete_text({"zh": zh.note(said)}, said)

    def status(self, *ids: str, year: int | None = None, region: str | None = None) -> str:
        """Return ``proxy`` if any of a region's indicators is one, else ``estimated`` if any is, else ``observed``."""
        y, code = self.year if year is None else year, region or self.region
        other = self.reference is not None and code not in self.accounts[y].regions
        w = self.reference if other and self.reference is not None else self.accounts[y]
        found = {a.status or status_of(indicators()[i], w) for i in ids for a in self._arrays_of(i, y, code)[:1]}
        return next((s for s in ("proxy", "estimated") if s in found), "observed")

    def weakest(self, id: str, years: Iterable[int]) -> str:
        """Return the status of an indicator over several years: ``observed`` only where it is so in all of them."""
        found = {self.status(id, year=y) for y in years}
        return next((s for s in ("proxy", "estimated") if s in found), "observed")

    of = alias("from_accounts")
