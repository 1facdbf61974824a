"""Trade by product: who sold what to whom, as arrays; and which economies the codes of a trade file stand for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.classification import hs
from newind.accounts.regions import read_regions
from newind.aliases import alias
from newind.datafiles import read_yaml
from newind.errors import DataError, join_items, tell, unknown
from newind.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.typing import Array, BoolArray, IntArray

UNNAMED = "ROW"
"""Stands for partners that are no economy of their own: never ranked, their share is reported."""
WORLD = "WLD"
"""Importer of exports that are known as totals only."""


@dataclass(frozen=True, eq=False)
class ProductTrade(Frozen):
    """Trade by year, exporter, importer and product; a row a flow.

    Parameters
    ----------
    year : (N,) int array
    exporter, importer : (N,) int array
        Positions in ``economies``. The importer ``WLD`` holds totals of an exporter, which no other row repeats.
    product : (N,) int array
        Positions in ``products``.
    value : (N,) array, million USD, >= 0
    economies : tuple of str
        ISO 3166-1 alpha-3 codes; ``ROW`` for all that are not named.
    products : tuple of str
        Six digits of the Harmonized System.
    revision : str
        Revision of the Harmonized System (``HS17``), or the two that it must lie between; empty when not known.
    reporter : str
        Economy whose customs file it is; empty for trade of the world.
    names : tuple of str
        Names of the products where the file has them, else empty.
    source : str
        File or files.
    notes : tuple of str
        What reading repaired, left out or took for something else.
    """

    year: IntArray
    exporter: IntArray
    importer: IntArray
    product: IntArray
    value: Array
    economies: tuple[str, ...]
    products: tuple[str, ...]
    revision: str = ""
    reporter: str = ""
    names: tuple[str, ...] = ()
    source: str = ""
    notes: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        """Keep arrays from being changed, and refuse what is no trade.

        Raises
        ------
        DataError
            For columns of different length, positions outside the labels, or values that are no amounts.
        """
        columns = ("year", "exporter", "importer", "product")
        for name in columns:
            object.__setattr__(self, name, _frozen(np.asarray(getattr(self, name), dtype=np.int64)))
        object.__setattr__(self, "value", _frozen(np.asarray(self.value, dtype=np.float64)))
        if len({len(getattr(self, name)) for name in (*columns, "value")}) > 1:
            raise DataError("trade by product: columns of different length. Give every row all five.")
        ends = {"exporter": len(self.economies), "importer": len(self.economies), "product": len(self.products)}
        wrong = [
            k
            for k, end in ends.items()
            if len(self.year) and not 0 <= getattr(self, k).min() <= getattr(self, k).max() < end
        ]
        if wrong:
            raise DataError(f"trade by product: positions in {', '.join(wrong)} without a label. Check the labels.")
        if not (np.isfinite(self.value) & (self.value >= 0)).all():
            raise DataError("trade by product: values that are negative or no number. Give million USD.")

    def __len__(self) -> int:
        """Return how many flows there are."""
        return len(self.value)

    def __repr__(self) -> str:
        """Say how much there is."""
        years = f"{self.years[0]}-{self.years[-1]}" if self.years else "no year"
        size = f"{len(self.products):,} products, {len(self.economies)} economies"
        return f"ProductTrade({len(self):,} flows, {size}, {years})"

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Years with flows, in order."""
        return tuple(np.unique(self.year).tolist())

    @cached_property
    def named(self) -> BoolArray:
        """(E,) False for what is no economy of its own."""
        kinds = read_regions()
        rest = {UNNAMED, WORLD, *(c for c, r in kinds.items() if r.kind == "rest")}
        return np.array([e not in rest for e in self.economies], dtype=np.bool_)

    def with_exports(self, other: ProductTrade) -> ProductTrade:
        """Return this customs file together with exports of the world by exporter.

        Its own exports stay what they are; those of other economies, and the total of the reporter, come from `other`.

        Raises
        ------
        DataError
            When this is no customs file, or the two are of different revisions.
        """
        if not self.reporter or WORLD in self.economies:
            raise DataError(tell("products.world", file=self.source))
        if self.revision and other.revision and self.revision != other.revision:
            which = join_items(tell("products.in_file", revision=t.revision, file=t.source) for t in (self, other))
            raise DataError(tell("products.revisions", where=other.source, which=which))
        whole = join_trade(self, other)
        hs.check_revision(whole.source, whole.products, whole.revision)
        return whole

    def select_reporter(self, reporter: str) -> ProductTrade:
        """Return trade of the world as one economy's flows and the total exports of all: a screen needs no more.

        Raises
        ------
        UnknownNameError
            For an economy that is not in the file.
        """
        if reporter not in self.economies:
            raise unknown("economy", reporter, self.economies, tell("part.there_are", known=join_items(self.economies)))
        home = self.economies.index(reporter)
        own = (self.exporter == home) | (self.importer == home)
        year, exporter, product, value = _totals(self)
        return replace(
            self,
            year=np.concatenate([self.year[own], year]),
            exporter=np.concatenate([self.exporter[own], exporter]),
            importer=np.concatenate([self.importer[own], np.full(len(year), len(self.economies))]),
            product=np.concatenate([self.product[own], product]),
            value=np.concatenate([self.value[own], value]),
            economies=(*self.economies, WORLD),
            reporter=reporter,
        )

    of = alias("select_reporter")


def _totals(t: ProductTrade) -> tuple[IntArray, IntArray, IntArray, Array]:
    """Return exports to all economies together: year, exporter, product, value."""
    E, P = len(t.economies), len(t.products)
    first = min(t.years, default=0)
    sums: Array = np.bincount(((t.year - first) * P + t.product) * E + t.exporter, weights=t.value).astype(np.float64)
    cell: IntArray = np.flatnonzero(sums)
    rest, exporter = np.divmod(cell, E)
    year, product = np.divmod(rest, P)
    return year + first, exporter, product, sums[cell]


def join_trade(a: ProductTrade, b: ProductTrade) -> ProductTrade:
    """Return the flows of both, over the labels of both."""
    economies = tuple(dict.fromkeys((*a.economies, *b.economies)))
    products = tuple(sorted({*a.products, *b.products}))
    known = {p: n for t in (b, a) for p, n in zip(t.products, t.names, strict=False) if n}
    pair = [_map_positions(t, economies, products) for t in (a, b)]
    return replace(
        a,
        year=np.concatenate([a.year, b.year]),
        exporter=np.concatenate([p[0] for p in pair]),
        importer=np.concatenate([p[1] for p in pair]),
        product=np.concatenate([p[2] for p in pair]),
        value=np.concatenate([a.value, b.value]),
        economies=economies,
        products=products,
        revision=a.revision or b.revision,
        names=tuple(known.get(p, "") for p in products) if known else (),
        source="; ".join(s for s in (a.source, b.source) if s),
        notes=(*a.notes, *b.notes),
    )


def _map_positions(t: ProductTrade, economies: tuple[str, ...], products: tuple[str, ...]) -> tuple[IntArray, ...]:
    """Return exporter, importer and product of every flow as positions in other labels."""
    place, kind = ({c: k for k, c in enumerate(labels)} for labels in (economies, products))
    e = np.array([place[c] for c in t.economies], dtype=np.int64)
    p = np.array([kind[c] for c in t.products], dtype=np.int64)
    return e[t.exporter], e[t.importer], p[t.product]


def _frozen(array: Array) -> Array:
    kept = array.copy()
    kept.flags.writeable = False
    return kept


# ---- codes of economies


@cache
def economy_codes() -> Mapping[str, str]:
    """Return every code that a trade file may use → ISO alpha-3, or ``ROW`` for partners that are no economy.

    Examples
    --------
    >>> [economy_codes()[c] for c in ("CHN", "156", "842", "490", "899")]
    ['CHN', 'CHN', 'USA', 'TWN', 'ROW']
    """
    facts = read_yaml("newind.accounts", "regions_numeric.yaml")
    made = {str(code): UNNAMED for code in facts["unnamed"]}
    for code, number in facts["iso"].items():
        made |= {code: code, str(number): code}
    return made | {str(n): entry["code"] for n, entry in facts["also"].items()}


def economy(code: str) -> str:
    """Return the economy that a code of a trade file stands for, an empty text where there is none.

    Examples
    --------
    >>> economy("chn"), economy("036"), economy("251"), economy("WLD")
    ('CHN', 'AUS', 'FRA', '')
    """
    text = code.strip().upper()
    return economy_codes().get(text.lstrip("0") if text.isdecimal() else text, "")


@cache
def _also() -> dict[str, dict[str, str]]:
    """Return number codes that hold more, or something else, than their economy → what they hold."""
    return {str(n): entry for n, entry in read_yaml("newind.accounts", "regions_numeric.yaml")["also"].items()}


def explain_merged_codes(codes: list[str]) -> tuple[str, ...]:
    """Return what a reader must know of number codes that hold more, or something else, than their economy.

    Examples
    --------
    >>> explain_merged_codes(["156", "490"])
    ('490 is read as TWN: UN code 490, "Other Asia, not elsewhere specified"',)
    """
    also = _also()
    return tuple(f"{c} is read as {also[c]['code']}: {also[c]['holds']}" for c in codes if c in also)
