"""Footprints of what an economy uses, by product, user and origin, and emissions embodied in its trade."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.accounts import Accounts
from newind.accounts.classification import demand_name, demand_role, industry_name
from newind.accounts.memo import memo
from newind.accounts.panel import Panel
from newind.accounts.regions import apply_house_style as known_region, name_region
from newind.accounts.satellite import readonly
from newind.analyses.green.volumes import cells, has_co2
from newind.charts.proofs import ChartRow, Flows, Link, Node, PartnerBars
from newind.errors import DataError, join_items, noun, tell
from newind.frozen import Frozen
from newind.kernels import blocks
from newind.kernels.quotients import ratio
from newind.measures.green import household_emissions, per_output
from newind.measures.shared import by_region, kilotonnes
from newind.messages import in_each, list_languages, message

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from newind.messages import Text
    from newind.typing import Array, BoolArray


OWN, REST, ABROAD = "own", "other_products", "other_origins"
LABELS: dict[str, Text] = {
    OWN: message("green.footprints.labels.emitted_by_households_themselves"),
    REST: message("green.footprints.labels.other_products"),
    ABROAD: message("green.footprints.labels.other_origins"),
}
"""Names beside products and economies in a chart."""
HEADS: tuple[Text, ...] = (
    message("green.footprints.heads.origin"),
    message("green.footprints.heads.product"),
    message("green.footprints.heads.user"),
)
SIDES = ("product", "user", "origin")
PRODUCTS, ORIGINS = 7, 5
"""Most products and origins that a chart names."""


@dataclass(frozen=True, eq=False)
class Footprint(Frozen):
    """Emissions along the chains of what a region finally uses; Mt.

    Attributes
    ----------
    region : str
    year : int
    origins, products, users : tuple of str
        Economies where it is emitted, products by industry, categories of final demand.
    named : (R,) bool array
        False for origins that are aggregates.
    values : (R, S, D) array
        By origin, product and user; below zero where stocks are run down.
    own : (D,) array
        What users emit themselves, at home; households mostly.
    status : str
    """

    region: str
    year: int
    origins: tuple[str, ...]
    products: tuple[str, ...]
    users: tuple[str, ...]
    named: BoolArray
    values: Array
    own: Array
    status: str

    unit = "Mt"

    @property
    def total(self) -> float:
        """All of it, what users emit themselves among it: ``s3.carbon_consumption``."""
        return float(self.values.sum() + self.own.sum())

    def table(self) -> pd.DataFrame:
        """Return a row an origin, product and user; what users emit themselves has the product ``own``."""
        import pandas as pd

        rows = [
            (o, p, u, float(self.values[a, b, c]))
            for a, o in enumerate(self.origins)
            for b, p in enumerate(self.products)
            for c, u in enumerate(self.users)
        ]
        rows += [(self.region, OWN, u, float(v)) for u, v in zip(self.users, self.own, strict=True)]
        found = pd.DataFrame(rows, columns=["origin", "product", "user", "value"])
        found.insert(0, "region", self.region)
        found.insert(0, "year", self.year)
        return found.assign(share=ratio(found["value"], self.total), unit=self.unit, status=self.status)

    def by(self, *sides: str) -> pd.DataFrame:
        """Return sums by ``product``, ``user`` or ``origin``, or several of these, with names and the part from abroad.

        Returns
        -------
        DataFrame
            A row a combination, the largest first: codes, ``label_en``, ``label_zh`` (of the first side), ``value``,
            ``share`` of the total, ``abroad`` (part of the value that is emitted abroad).

        Raises
        ------
        DataError
            For none of these, or one that does not exist.
        """
        check_sides(sides)
        every = self.table()
        every["foreign"] = every["value"].where(every["origin"] != self.region, 0.0)
        found = every.groupby(list(sides), sort=False)[["value", "share", "foreign"]].sum().reset_index()
        found = found.sort_values("value", ascending=False, kind="stable").reset_index(drop=True)
        names = [label_code(sides[0], code) for code in found[sides[0]]]
        for k, lang in enumerate(list_languages()):
            found.insert(len(sides) + k, f"label_{lang}", [n[lang] for n in names])
        found["abroad"] = ratio(found.pop("foreign"), found["value"])
        return found.assign(unit=self.unit, status=self.status)

    def chart(self) -> Flows:
        """Return flows from origins over products to users; what stocks give back (below zero) is not drawn."""
        every = np.concatenate(
            [np.maximum(self.values, 0.0), np.zeros((len(self.origins), 1, len(self.users)))], axis=1
        )
        every[self.origins.index(self.region), -1] = self.own
        products, every = _largest(every, (*self.products, OWN), 1, PRODUCTS, (OWN,), REST)
        origins, every = _largest(every, self.origins, 0, ORIGINS, (self.region,), ABROAD, self.named)
        hatched = {ABROAD, *(o for o, n in zip(self.origins, self.named, strict=True) if not n)}
        return _flows(self.region, every, (origins, products, self.users), hatched)


def check_sides(sides: Sequence[str]) -> None:
    """Refuse sides that footprints do not have.

    Raises
    ------
    DataError
        For none, or one that does not exist.
    """
    if not sides:
        raise DataError(tell("footprint.no_side", sides=join_items(SIDES)))
    if wrong := [s for s in sides if s not in SIDES]:
        raise DataError(tell("footprint.side", side=wrong[0], sides=join_items(SIDES)))


def label_code(side: str, code: str) -> Text:
    """Return the name of an origin, a product or a user."""
    if code in LABELS:
        return LABELS[code]
    if side == "origin":
        return name_region(known_region(code))
    names = industry_name if side == "product" else demand_name
    return in_each(partial(names, code))


def footprint(w: Accounts | Panel, region: str) -> Footprint:
    """Return the emissions that a region's final users cause: by where, for which product and for whom.

    Parameters
    ----------
    w : Accounts or Panel
        Closed accounts with CO2; of a panel the last year with CO2.
    region : str

    Returns
    -------
    Footprint
        Sums to ``s3.carbon_consumption``; over all regions to all emissions, those of final users among them.

    Raises
    ------
    DataError
        For accounts with a boundary, or without CO2.
    UnknownNameError
        For a region that is not there.

    References
    ----------
    Peters (2008), Ecological Economics 65, 13. Hertwich & Peters (2009), Environmental Science & Technology 43, 6414.
    """
    one = with_carbon(w, "a footprint")
    r = one.regions.index(region)
    carried = one.LU.solve_left(blocks.by_region(per_output(one), one.R))
    values = np.einsum("osj,sjd->ojd", carried.reshape(one.R, one.R, one.S), one.Y4[:, :, r])
    return Footprint(
        region, one.year, one.regions.codes, one.industries, one.demand, one.regions.named, readonly(values),
        readonly(_own(one, r)),
        "estimated" if "estimated" in (one.status, one.satellite("co2").status) else "observed",
    )  # fmt: skip


def with_carbon(w: Accounts | Panel, what: str) -> Accounts:
    """Return accounts, of a panel those of the last year with CO2.

    Raises
    ------
    DataError
        For what is neither, for accounts with a boundary or without CO2.
    """
    if not isinstance(w, Accounts | Panel):
        raise DataError(f"{what} needs Accounts or a Panel, not {type(w).__name__}. newind.load returns them.")
    good = [one for one in ([w] if isinstance(w, Accounts) else w) if has_co2(one)]
    if not good:
        raise DataError(tell("green.needs_co2", what=noun(what), table=repr(w), lacking=_lacking(w)))
    if good[-1].boundary:
        raise DataError(tell("green.needs_closed", what=noun(what), boundary=join_items(good[-1].boundary)))
    return good[-1]


def _lacking(w: Accounts | Panel) -> str:
    """Return which industries have no CO2."""
    if isinstance(w, Panel) or "co2" not in w.satellites:
        return "all of it" if isinstance(w, Accounts) else "it in each year"
    return cells(w, np.isnan(by_region(w, w.satellite("co2").values)))


def _own(w: Accounts, r: int) -> Array:
    """Return what users of a region emit themselves; (D,), Mt; of households where the category is not known."""
    final = w.satellite("co2").final
    own = np.zeros(w.D)
    if final is not None and final.size == w.R * w.D:
        own += final.reshape(w.R, w.D)[r] * kilotonnes(w, "co2") / 1e3
    else:
        roles = [demand_role(code) for code in w.demand]
        own[roles.index("consumption_households") if "consumption_households" in roles else 0] = household_emissions(w)[
            r
        ]
    return own


def _largest(
    values: Array,
    codes: tuple[str, ...],
    axis: int,
    most: int,
    always: tuple[str, ...],
    rest: str,
    may: BoolArray | None = None,
) -> tuple[tuple[str, ...], Array]:
    """Return the largest entries along an axis, those always kept among them, and the others as one."""
    sums = values.sum(axis=tuple(k for k in range(values.ndim) if k != axis))
    free = [i for i in np.argsort(-sums, kind="stable") if codes[i] not in always and (may is None or may[i])]
    first = [codes.index(code) for code in always]
    kept = sorted([*first, *map(int, free[: most - len(always) - 1])], key=lambda i: (codes[i] in always, -sums[i]))
    others = np.delete(values, kept, axis=axis).sum(axis=axis, keepdims=True)
    names = tuple(codes[i] for i in kept)
    if others.size == 0 or len(kept) == len(codes):
        return names, np.take(values, kept, axis=axis)
    return (*names, rest), np.concatenate([np.take(values, kept, axis=axis), others], axis=axis)


def _flows(region: str, values: Array, codes: tuple[tuple[str, ...], ...], hatched: set[str]) -> Flows:
    """Return three steps of nodes and the links between them, those of nothing left out."""
    nodes, links = [], []
    for step, (side, keys) in enumerate(zip(("origin", "product", "user"), codes, strict=True)):
        sums = values.sum(axis=tuple(k for k in range(3) if k != step))
        for code, value in zip(keys, sums, strict=True):
            if value > 0:
                nodes.append(Node(code, step, float(value), label_code(side, code), code in hatched))
        if step < 2:
            moved = values.sum(axis=2 - 2 * step)
            links += [
                Link(step, a, b, float(moved[i, j]))
                for i, a in enumerate(keys)
                for j, b in enumerate(codes[step + 1])
                if moved[i, j] > 0
            ]
    return Flows(tuple(nodes), tuple(links), region, "Mt", HEADS)


MOST = 8
"""Most partners in a chart."""


@dataclass(frozen=True, eq=False)
class EmbodiedTrade(Frozen):
    """Emissions by who emits and whose final use calls for them, through whatever countries goods go; Mt.

    Attributes
    ----------
    region : str
    year : int
    partners, industries : tuple of str
        The other economies; industries that emit.
    named : (P,) bool array
        False for partners that are aggregates.
    exports : (P, S) array
        Emitted by the region's industries for the final use of each partner.
    imports : (P, S) array
        Emitted by each partner's industries for the final use of the region.
    status : str
    """

    region: str
    year: int
    partners: tuple[str, ...]
    industries: tuple[str, ...]
    named: BoolArray
    exports: Array
    imports: Array
    status: str

    unit = "Mt"

    @property
    def balance(self) -> float:
        """Exports less imports: ``s3.net_carbon_exports``."""
        return float(self.exports.sum() - self.imports.sum())

    def by_partner(self) -> pd.DataFrame:
        """Return a row a partner: ``exports``, ``imports``, ``balance``; the largest flows first."""
        return self._frame("partner", self.partners, 1)

    def by_industry(self) -> pd.DataFrame:
        """Return a row an emitting industry: the region's for others, the others' for the region, the balance."""
        return self._frame("industry", self.industries, 0)

    def table(self) -> pd.DataFrame:
        """Return a row a partner and emitting industry."""
        import pandas as pd

        rows = [
            (p, i, float(self.exports[a, b]), float(self.imports[a, b]))
            for a, p in enumerate(self.partners)
            for b, i in enumerate(self.industries)
        ]
        found = pd.DataFrame(rows, columns=["partner", "industry", "exports", "imports"])
        return self._add_columns(found)

    def chart(self) -> PartnerBars:
        """Return what goes out and comes in by partner, the largest flows."""
        out, back = self.exports.sum(axis=1), self.imports.sum(axis=1)
        largest = np.argsort(-(out + back), kind="stable")[:MOST]
        rows = tuple(
            ChartRow(self.partners[k], float(out[k]), other=float(back[k]), hatched=not self.named[k]) for k in largest
        )
        return PartnerBars(
            rows,
            self.unit,
            left=message("green.embodied.chart.comes_in"),
            right=message("green.embodied.chart.goes_out"),
        )

    def _frame(self, name: str, codes: tuple[str, ...], axis: int) -> pd.DataFrame:
        import pandas as pd

        out, back = self.exports.sum(axis=axis), self.imports.sum(axis=axis)
        order = np.argsort(-(out + back), kind="stable")
        found = pd.DataFrame({name: [codes[k] for k in order], "exports": out[order], "imports": back[order]})
        found["export_share"] = ratio(out[order], out.sum())
        found["import_share"] = ratio(back[order], back.sum())
        return self._add_columns(found)

    def _add_columns(self, found: pd.DataFrame) -> pd.DataFrame:
        found.insert(0, "region", self.region)
        found.insert(0, "year", self.year)
        found["balance"] = found["exports"] - found["imports"]
        return found.assign(unit=self.unit, status=self.status)


@memo
def compute_emissions_by_user(w: Accounts) -> Array:
    """Return emissions of each industry by the region whose final use calls for them; (R, S, R), Mt."""
    return readonly((per_output(w)[:, None] * w.LU.solve(w.Yr)).reshape(w.R, w.S, w.R))


def embodied_trade(w: Accounts | Panel, region: str) -> EmbodiedTrade:
    """Return emissions embodied in what a region and its partners finally use of each other's making.

    Parameters
    ----------
    w : Accounts or Panel
        Closed accounts with CO2; of a panel the last year with CO2.
    region : str

    Returns
    -------
    EmbodiedTrade
        By partner and emitting industry; counted where goods are finally used, not where they are first shipped.

    Raises
    ------
    DataError
        For accounts with a boundary, or without CO2.
    UnknownNameError
        For a region that is not there.

    References
    ----------
    Peters (2008), Ecological Economics 65, 13.
    """
    one = with_carbon(w, "emissions embodied in trade")
    r, every = one.regions.index(region), compute_emissions_by_user(one)
    others = [q for q in range(one.R) if q != r]
    return EmbodiedTrade(
        region=region,
        year=one.year,
        partners=tuple(one.regions[q] for q in others),
        industries=one.industries,
        named=one.regions.named[others],
        exports=readonly(every[r].T[others]),
        imports=readonly(every[others, :, r]),
        status="estimated" if "estimated" in (one.status, one.satellite("co2").status) else "observed",
    )
