"""Services in what manufacturing makes and sells: of which type, from where, and how that changed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.groups import resolve
from newind.accounts.satellite import readonly
from newind.analyses.manufacturing import carried as carrying
from newind.charts.proofs import AreaStack, Bars, ChartRow
from newind.datafiles import read_yaml
from newind.errors import DataError, unknown
from newind.frozen import Frozen
from newind.kernels.quotients import ratio
from newind.messages import in_each, list_columns, message, message_group

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.messages import Text
    from newind.typing import Array, BoolArray

FILE = "service_types.yaml"
SOLD: dict[str, Text] = message_group("manufacturing.servicing.sold")
"""Quantities that manufacturing services are counted in."""
HOME: Text = message("manufacturing.servicing.home")
ABROAD: Text = message("manufacturing.servicing.abroad")
IN_HOUSE = message("manufacturing.servicing.in_house")
OUTPUT = message("manufacturing.servicing.output")
COLUMNS = (
    "year", "region", "of", "industry", "type", *list_columns("label"), "value", "domestic", "foreign", "unit",
    "status", *list_columns("note"),
)  # fmt: skip
ORIGINS = ("year", "region", "of", "partner", "type", "named", "value", "share_of_foreign", "unit", "status")


@dataclass(frozen=True)
class ServiceType:
    """A type of services: codes of all classifications that belong to it."""

    id: str
    label: Text
    codes: tuple[str, ...]
    note: Text

    @property
    def short(self) -> Text:
        """The label without what stands in brackets or is added."""
        return in_each(
            lambda lang: self.label[lang].partition("（" if lang == "zh" else " (")[0].partition(", with")[0]
        )


@dataclass(frozen=True, eq=False)
class ServiceContent(Frozen):
    """Value added of services in a region's manufactures, by year (T), type (K), origin (R) and product (M), per unit.

    Attributes
    ----------
    region : str
    of : {"final", "exports", "output"}
    years : tuple of int
    types : tuple of ServiceType
        Those that the accounts tell.
    products : tuple of str
        Codes of manufacturing.
    partners : tuple of str
        Codes of all regions, the own one among them.
    named : (R,) bool array
        False for partners that are aggregates.
    known : (R,) bool array
        Origins whose value added is known: all, or the own one in accounts with a boundary.
    content : (T, K, R, M) array
        Shares of the value of each product. NaN for products without output, and for all origins but the own one in
        accounts with a boundary.
    sold : (T, M) array
        Final products, exports or output, money.
    status : tuple of str
        Of the accounts of each year.
    remarks : dict
        What a reader must know, in ``en`` and ``zh``.
    """

    region: str
    of: str
    years: tuple[int, ...]
    types: tuple[ServiceType, ...]
    products: tuple[str, ...]
    partners: tuple[str, ...]
    named: BoolArray
    known: BoolArray
    content: Array
    sold: Array
    status: tuple[str, ...]
    remarks: Text

    @property
    def whole(self) -> bool:
        """Whether every origin is known."""
        return bool(self.known.all())

    @property
    def home(self) -> int:
        """Position of the region among the partners."""
        return self.partners.index(self.region)

    @property
    def by_type_and_origin(self) -> Array:
        """Services in what manufacturing sells, (T, K, R), shares; NaN for origins that are not known."""
        found = carrying.compute_weighted_mean(self.content, self.sold[:, None, None])
        return np.where(self.known, found, np.nan)

    @property
    def domestic(self) -> Array:
        """Services of the region itself by type; (T, K), shares."""
        return np.asarray(self.by_type_and_origin[:, :, self.home])

    @property
    def foreign(self) -> Array:
        """Services from abroad by type; (T, K), shares; NaN where not known or nothing is sold."""
        abroad = np.delete(self.by_type_and_origin, self.home, axis=2).sum(axis=2)
        return np.where(self.whole & ~np.isnan(self.domestic), abroad, np.nan)

    @property
    def total(self) -> Array:
        """All services known, (T,): from everywhere, or of the region itself in accounts with a boundary."""
        return np.asarray((self.domestic + (self.foreign if self.whole else 0.0)).sum(axis=1))

    def table(self) -> pd.DataFrame:
        """Return services in manufacturing as a whole by type: a row a year and type, then all types (empty)."""
        return self._frame(self._rows(None, self.domestic, self.foreign))

    def by_product(self) -> pd.DataFrame:
        """Return services in each manufacturing product by type, as in :meth:`table`."""
        own = self.content[:, :, self.home]
        abroad = np.delete(self.content, self.home, axis=2)
        foreign = abroad.sum(axis=2) if self.whole else np.full_like(own, np.nan)
        every = (
            row
            for m, industry in enumerate(self.products)
            for row in self._rows(industry, own[:, :, m], foreign[:, :, m])
        )
        return self._frame(every)

    def by_origin(self) -> pd.DataFrame:
        """Return which services come from whom: a row a year, partner and type, then all types (``type`` empty).

        Returns
        -------
        DataFrame
            ``value`` per unit of what is sold; ``share_of_foreign`` is the partner's part of the type's services from
            abroad, NaN for the region itself and where others are not known.
        """
        import pandas as pd

        return pd.DataFrame(list(self._origins()), columns=list(ORIGINS))

    def chart(self) -> AreaStack | Bars:
        """Return the types over the years, or those of a single year from home and abroad, the largest first."""
        if len(self.years) > 1:
            known = self.domestic + (self.foreign if self.whole else 0.0)
            series = {kind.id: tuple(map(float, known[:, k])) for k, kind in enumerate(self.types)}
            return AreaStack(self.years, series, "1", {kind.id: kind.label for kind in self.types})
        own, abroad = self.domestic[0], np.nan_to_num(self.foreign[0])
        rows = [
            ChartRow(kind.id, float(own[k] + abroad[k]), other=float(own[k]), label=kind.label)
            for k, kind in enumerate(self.types)
        ]
        return Bars(tuple(sorted(rows, key=lambda row: -row.value)), self.region, "1", (HOME, ABROAD))

    def _rows(self, industry: str | None, own: Array, foreign: Array) -> Iterator[tuple[object, ...]]:
        """Yield rows by year and type from (T, K) figures, all types last."""
        named = [(t.id, t.label) for t in self.types] + [(None, message("manufacturing.servicing.all"))]
        labels = [(code, *label.values()) for code, label in named]
        home, abroad = (np.column_stack([v, v.sum(axis=1)]) for v in (own, foreign))
        value = home + (abroad if self.whole else 0.0)
        for t, year in enumerate(self.years):
            for k, label in enumerate(labels):
                figures = (float(value[t, k]), float(home[t, k]), float(abroad[t, k]))
                said = (year, self.region, self.of, industry, *label)
                yield *said, *figures, "1", self.status[t], *self.remarks.values()

    def _frame(self, rows: Iterator[tuple[object, ...]]) -> pd.DataFrame:
        import pandas as pd

        return pd.DataFrame(list(rows), columns=list(COLUMNS))

    def _origins(self) -> Iterator[tuple[object, ...]]:
        found = self.by_type_and_origin
        values = np.concatenate([found, found.sum(axis=1, keepdims=True)], axis=1)
        foreign = np.delete(values, self.home, axis=2).sum(axis=2)
        for t, year in enumerate(self.years):
            for p, partner in enumerate(self.partners):
                for k, kind in enumerate((*(s.id for s in self.types), None)):
                    value = float(values[t, k, p])
                    share = np.nan if p == self.home else float(ratio(value, foreign[t, k]))
                    said = (year, self.region, self.of, partner, kind, bool(self.named[p]))
                    yield *said, value, share, "1", self.status[t]


def service_content(w: Accounts | Panel, region: str, of: str = "final") -> ServiceContent:
    """Return the value added of services in what a region's manufacturing sells, by type and origin, for each year.

    Parameters
    ----------
    w : Accounts or Panel
        With a boundary (one nation, provinces) only the region's own services are known. Of a panel of several
        databases the last one is taken.
    region : str
    of : {"final", "exports", "output"}
        Final products sold to all users, gross exports, or output.

    Returns
    -------
    ServiceContent
        Shares of value in current prices. Types add up to ``s2.services_in_manufacturing`` (final),
        ``s2.services_in_manufacturing_exports`` and ``…_exports_foreign``, own services to ``…_domestic``.

    Raises
    ------
    UnknownNameError
        For a region, or something to count services in, that does not exist.
    DataError
        For a region that is only a boundary, accounts without services or manufacturing, or services of no type.

    Notes
    -----
    ``Σ_{i∈type of p} Σ_m v_i B_im s_m / Σ_m s_m`` over manufactures m. Gross exports count what crosses borders twice
    twice; shares of output are those of a unit delivered to final demand.

    References
    ----------
    OECD (2023), Guide to OECD's Trade in Value Added Indicators. Miroudot & Cadestin (2017), OECD Trade Policy Paper
    197.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> found = service_content(load("world", year=2011), "CHN")
    >>> [t.id for t in found.types][:3], found.domestic[0, :3].round(3).tolist()
    (['trade', 'transport', 'communication'], [0.05, 0.027, 0.009])
    """
    if of not in SOLD:
        raise unknown("part of manufacturing's sales", of, SOLD, f"Services are counted in {', '.join(SOLD)}.")
    every = carrying.every_year(w, "service content")
    first = every[0]
    r = carrying.full_region(first, region)
    made, types = resolve("manufacturing", first.industries), service_types(first.industries)
    at = [resolve(t.codes, first.industries) for t in types]
    contents = [
        np.stack([carrying.compute_value_content(one, r)[:, i][:, :, made].sum(axis=1) for i in at]) for one in every
    ]  # fmt: skip
    more = [IN_HOUSE, *(t.note for t in types if t.note["en"]), carrying.CURRENT, *[OUTPUT] * (of == "output")]
    return ServiceContent(
        region=region,
        of=of,
        years=tuple(one.year for one in every),
        types=types,
        products=tuple(first.industries[m] for m in made),
        partners=first.regions.codes,
        named=first.regions.named,
        known=carrying.has_known_value(first, r),
        content=readonly(np.array(contents)),
        sold=readonly(np.array([getattr(carrying.compute_sales(one, r), of)[made] for one in every])),
        status=tuple(one.status for one in every),
        remarks=carrying.remarks(first, *more, of=of),
    )


def service_types(industries: Sequence[str]) -> tuple[ServiceType, ...]:
    """Return the types of services that industries tell, each with its codes among them.

    Raises
    ------
    DataError
        Where the industries hold no services, or services of no type.

    Examples
    --------
    >>> [(t.id, t.codes) for t in service_types(["c14", "c19t21", "c27", "c30"])]
    [('trade', ('c19t21',)), ('communication', ('c27',)), ('business', ('c30',))]
    """
    codes = [industries[i] for i in resolve("services", industries)]
    kinds = [ServiceType(t.id, t.label, tuple(c for c in codes if c in t.codes), t.note) for t in _every_type()]
    typed = {c for kind in kinds for c in kind.codes}
    if lost := [c for c in codes if c not in typed]:
        raise DataError(f"{FILE}: services without a type: {', '.join(lost)}. Add each code to the type it belongs to.")
    return tuple(kind for kind in kinds if kind.codes)


@cache
def _every_type() -> tuple[ServiceType, ...]:
    entries = read_yaml("newind.analyses.manufacturing", FILE)
    return tuple(ServiceType(e["id"], e["label"], tuple(map(str, e["codes"])), e["note"]) for e in entries)
