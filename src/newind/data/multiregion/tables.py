"""Tables as they are read, made provinces side by side and the national table that they must add up to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.accounts import Accounts
from newind.accounts.classification import demand_role
from newind.accounts.regions import Region, region
from newind.data.single import ERROR, SATELLITES, Single, sum_parts, without_transit
from newind.errors import DataError, find_duplicates, offenders

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.typing import Array


PARTS = {
    "consumption": ("rural", "urban", "households", "government"),
    "households": ("rural", "urban"),
    "capital_formation": ("fixed_capital", "inventories"),
}
"""National category of final demand → provincial ones that it holds."""


@dataclass(frozen=True, eq=False)
class ProvinceTables:
    """Tables of P provinces, S products and D categories of final demand, wherever the products come from.

    Parameters
    ----------
    regions : tuple of Region
        The provinces.
    industries, demand : tuple of str
        Codes.
    Z : (P, S, S) array
        Inputs by product and industry.
    F : (P, S, D) array
        Final demand of the province.
    exports, outflows, imports, inflows : (P, S) array
        Sales abroad and to other provinces, purchases from both; without what passes through.
    errors : (P, S) array
        Statistical discrepancy, which is no use.
    transit : (P, S) array
        What passed through and was taken out of both sides.
    value_added, x : (P, S) array
        Value added and output of industries.
    year : int
    unit, source : str
    primary : mapping of str to (P, S) array
        Parts of value added, where all provinces have them.
    """

    regions: tuple[Region, ...]
    industries: tuple[str, ...]
    demand: tuple[str, ...]
    Z: Array
    F: Array
    exports: Array
    outflows: Array
    imports: Array
    inflows: Array
    errors: Array
    transit: Array
    value_added: Array
    x: Array
    year: int
    unit: str
    source: str = ""
    primary: Mapping[str, Array] = field(default_factory=dict)

    @property
    def use(self) -> Array:
        """Use at home, of products from anywhere; (P, S)."""
        return np.asarray(self.Z.sum(axis=2) + self.F.sum(axis=2))

    def names(self, where: Array, sizes: Array | None = None) -> list[str]:
        """Return the cells at which a (P, S) mask is true as ``Beijing n03``, the largest sizes first."""
        rows, columns = np.nonzero(where)
        order = np.arange(len(rows)) if sizes is None else np.argsort(-sizes[rows, columns], kind="stable")
        return [f"{self.regions[rows[k]].en} {self.industries[columns[k]]}" for k in order]


@dataclass(frozen=True, eq=False)
class NationalTable:
    """The table of the country, home products and imports apart.

    Parameters
    ----------
    industries, demand : tuple of str
        Codes.
    Zd, Zm : (S, S) array
        Inputs of home products and of imports.
    Fd, Fm : (S, C) array
        Final demand for home products and for imports.
    exports, errors, x : (S,) array
        Exports of home products, statistical discrepancy, output.
    unit : str
    """

    industries: tuple[str, ...]
    demand: tuple[str, ...]
    Zd: Array
    Zm: Array
    Fd: Array
    Fm: Array
    exports: Array
    errors: Array
    x: Array
    unit: str

    @property
    def value_added(self) -> Array:
        """Output less inputs; (S,)."""
        return np.asarray(self.x - self.Zd.sum(axis=0) - self.Zm.sum(axis=0))

    @property
    def imports(self) -> Array:
        """Imports that stay in the country; (S,)."""
        return np.asarray(self.Zm.sum(axis=1) + self.Fm.sum(axis=1))

    def parts(self, demand: Sequence[str]) -> list[list[int]]:
        """Return, for each category of the country, the positions of the provincial ones that it holds.

        Raises
        ------
        DataError
            For a category that no provincial one belongs to.
        """
        found = [[k for k, d in enumerate(demand) if d == c or d in PARTS.get(c, ())] for c in self.demand]
        without = [c for c, positions in zip(self.demand, found, strict=True) if not positions and self._has_uses(c)]
        if without:
            raise DataError(
                f"the national table has final demand that no provincial table has: {offenders(without)}. "
                f"The provinces have {', '.join(demand)}."
            )
        return found

    def _has_uses(self, category: str) -> bool:
        k = self.demand.index(category)
        return bool((self.Fd[:, k] != 0).any() or (self.Fm[:, k] != 0).any())


def is_inventory(category: str) -> bool:
    """Tell whether a category of final demand holds changes in inventories."""
    return demand_role(category) == "inventories"


CLOSED = 1e-3
"""Largest gap between supply and use of a product of a province, as a share of its supply and use."""
Table = Accounts | Single
"""A table of one province: accounts with exogenous regions, or the table as published."""
MANY = 3
"""Sources that are named one by one."""
INSIDE = "CN-"
"""First letters of the codes of partners within the country."""


def stack(tables: Sequence[Table]) -> ProvinceTables:
    """Return provincial tables side by side, without what only passes through a province.

    Parameters
    ----------
    tables : sequence of Accounts or Single
        Tables of one province each, with the partners ``CN-REST`` and ``ROW``, of one year, unit and classification.

    Raises
    ------
    DataError
        When there is none, one stands twice, or they differ in what they must share; when a province
        contradicts itself, naming the worst.
    """
    if not tables:
        raise DataError("no provincial table was given. Give those of all provinces, or some and the national one.")
    regions = tuple(_region(w) for w in tables)
    _alike(tables, regions)
    demand = tuple(dict.fromkeys(d for w in tables for d in w.demand if d != ERROR))
    parts = [_of_single(w, demand) if isinstance(w, Single) else _of_accounts(w, demand) for w in tables]
    fields: dict[str, Any] = {name: np.stack([part[name] for part in parts]) for name in parts[0]}
    first = tables[0]
    source = _source([w.source for w in tables if w.source])
    fields |= {"year": first.year, "unit": first.unit, "source": source, "primary": _primary(tables)}
    provinces = ProvinceTables(regions, first.industries, demand, **fields)
    consistent(provinces)
    return provinces


def _source(named: list[str]) -> str:
    """Return the sources of tables, the first and their number where there are many."""
    different = list(dict.fromkeys(named))
    return "; ".join(different) if len(different) <= MANY else f"{different[0]} and {len(different) - 1} others"


def national(w: Accounts) -> NationalTable:
    """Return the table of a country from accounts ``[CHN, ROW]`` with ``ROW`` as boundary; re-exports are left out.

    Raises
    ------
    DataError
        When the accounts describe more than one region in full.
    """
    h, abroad = _home(w), [r for r in range(w.R) if w.regions[r] in w.boundary]
    Z, Y = w.Z4[:, :, h], w.Y4
    real = [k for k, d in enumerate(w.demand) if d != ERROR]
    wrong = [k for k, d in enumerate(w.demand) if d == ERROR]
    return NationalTable(
        industries=w.industries,
        demand=tuple(w.demand[k] for k in real),
        Zd=Z[h],
        Zm=Z[abroad].sum(axis=0),
        Fd=Y[h, :, h][:, real],
        Fm=Y[abroad][:, :, h].sum(axis=0)[:, real],
        exports=Y[h][:, abroad].sum(axis=(1, 2)),
        errors=Y[h, :, h][:, wrong].sum(axis=1),
        x=w.x.reshape(w.R, w.S)[h],
        unit=w.unit,
    )


def consistent(p: ProvinceTables) -> None:
    """Check that each province can use what it makes and buys.

    Raises
    ------
    DataError
        Naming the three products of provinces at which supply and use differ most.
    """
    supply, use = p.x + p.imports + p.inflows, p.use + p.errors + p.exports + p.outflows
    gap = np.abs(supply - use)
    size = np.maximum(np.abs(supply), np.abs(use))
    wrong = gap > CLOSED * np.maximum(size, CLOSED * size.sum(axis=1, keepdims=True))
    if wrong.any():
        worst = [
            f"{name} (makes and buys {supply[r, s]:,.0f}, uses and sells {use[r, s]:,.0f})"
            for name, r, s in _worst(p, wrong, gap)
        ]
        raise DataError(
            f"provinces contradict themselves: supply is not use in {int(wrong.sum())} products, the worst "
            f"{'; '.join(worst)}, in {p.unit}. Check outflows, inflows, exports and imports there."
        )


def _worst(p: ProvinceTables, wrong: Array, size: Array) -> list[tuple[str, int, int]]:
    order = np.argsort(np.where(wrong, -size, 0.0), axis=None, kind="stable")[: min(3, int(wrong.sum()))]
    cells = [divmod(int(k), len(p.industries)) for k in order]
    return [(f"{p.regions[r].en} {p.industries[s]}", r, s) for r, s in cells]


def _home(w: Accounts) -> int:
    """Return the position of the one region that is no boundary."""
    home = [r for r, code in enumerate(w.regions) if code not in w.boundary]
    if len(home) != 1:
        raise DataError(
            f"a table of one region is needed, {w} describes {len(home)}: {offenders([w.regions[r] for r in home])}. "
            "All others must be exogenous regions."
        )
    return home[0]


def _of_accounts(w: Accounts, demand: tuple[str, ...]) -> dict[str, Array]:
    """Return the arrays of a province; its own products and what others sell to it are added up."""
    h = _home(w)
    inside = [r for r in range(w.R) if r != h and w.regions.country[r] == w.regions.country[h]]
    abroad = [r for r in range(w.R) if r != h and r not in inside]
    bought = w.Z4[:, :, h].sum(axis=2) + w.Y4[:, :, h].sum(axis=2)
    return {
        **_final(w.Y4[:, :, h].sum(axis=0), w.demand, demand),
        "Z": w.Z4[:, :, h].sum(axis=0),
        "exports": w.Y4[h][:, abroad].sum(axis=(1, 2)),
        "outflows": w.Y4[h][:, inside].sum(axis=(1, 2)),
        "imports": bought[abroad].sum(axis=0),
        "inflows": bought[inside].sum(axis=0),
        "transit": np.zeros(w.S),
        "value_added": w.value_added.reshape(w.R, w.S)[h],
        "x": w.x.reshape(w.R, w.S)[h],
    }


def _of_single(w: Single, demand: tuple[str, ...]) -> dict[str, Array]:
    net = without_transit(w)
    inside = [p for p in w.partners if p.startswith(INSIDE)]
    abroad = [p for p in w.partners if p not in inside]

    def total(flows: Mapping[str, Array], partners: list[str]) -> Array:
        return sum_parts({p: flows[p] for p in partners}, w.x)

    return {
        **_final(w.F, w.demand, demand),
        "Z": w.Z,
        "exports": total(net.outflows, abroad),
        "outflows": total(net.outflows, inside),
        "imports": total(net.inflows, abroad),
        "inflows": total(net.inflows, inside),
        "transit": np.maximum(sum_parts(w.inflows, w.x) - sum_parts(net.inflows, w.x), 0.0),
        "value_added": w.x - w.Z.sum(axis=0),
        "x": w.x,
    }


def _final(F: Array, given: Sequence[str], demand: tuple[str, ...]) -> dict[str, Array]:
    """Return final demand in common categories, and the discrepancy."""
    placed, errors = np.zeros((len(F), len(demand))), np.zeros(len(F))
    for k, category in enumerate(given):
        if category == ERROR:
            errors += F[:, k]
        else:
            placed[:, demand.index(category)] += F[:, k]
    return {"F": placed, "errors": errors}


def _primary(tables: Sequence[Table]) -> dict[str, Array]:
    """Return the parts of value added that all tables have, in money; name → (P, S)."""
    parts = [w.primary if isinstance(w, Single) else _money(w) for w in tables]
    common = [name for name in parts[0] if all(name in part for part in parts)]
    return {name: np.stack([part[name] for part in parts]) for name in common}


def _money(w: Accounts) -> dict[str, Array]:
    rows = slice(_home(w) * w.S, (_home(w) + 1) * w.S)
    found = {name: w.satellites[name] for name in SATELLITES if name in w.satellites}
    return {name: s.values[rows] for name, s in found.items() if s.unit == w.unit and np.isfinite(s.values[rows]).all()}


def _region(w: Table) -> Region:
    return region(w.region) if isinstance(w, Single) else w.regions.rows[_home(w)]


def _alike(tables: Sequence[Table], regions: tuple[Region, ...]) -> None:
    """Check that tables can stand side by side."""
    codes = [r.code for r in regions]
    if twice := find_duplicates(codes):
        raise DataError(f"provinces given more than once: {offenders(twice)}. Each may stand once.")
    for what in ("year", "unit", "industries"):
        first = getattr(tables[0], what)
        other = [code for code, w in zip(codes, tables, strict=True) if getattr(w, what) != first]
        if other:
            raise DataError(
                f"provincial tables differ in {what}: {codes[0]} has {short(first)}, not so {offenders(other)}. "
                "Bring them to one year, unit and classification."
            )


def short(value: object) -> str:
    """Return a value for a message: of labels the first and the last."""
    return f"{value[0]} … {value[-1]}" if isinstance(value, tuple) else str(value)
