"""Innovation capacity: who does research and who pays for it, and in which fields an economy patents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.regions import apply_house_style, name_region, read_regions
from newind.data.reference.innovation import TABLES, labels, patents, research
from newind.errors import DataError, unknown
from newind.kernels.quotients import ratio
from newind.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from newind.data.reference.innovation import Patents
    from newind.typing import BoolArray


MOST = 5
"""How many fields are named as strengths or weaknesses."""
TIDY = ("part", "economy", "item", "year", "value", "unit", "status", "source")


@dataclass(frozen=True)
class CoverageGap:
    """Gap in what the sources cover.

    Parameters
    ----------
    economy : str
    part : str
        ``total``, ``performer``, ``source``, ``kind``, ``industry`` or ``patents``.
    """

    economy: str
    part: str

    @property
    def text(self) -> dict[str, str]:
        """Description of what is missing, in English and Chinese.

        Examples
        --------
        >>> CoverageGap("TUR", "patents").text
        {'en': 'Türkiye: patents by field of technology not covered', 'zh': '土耳其：分技术领域专利未覆盖'}
        """
        said, place = labels("part")[self.part], apply_house_style(self.economy)
        return message("science.capacity.text.not_covered", en=name_region(place), said=said)


@dataclass(frozen=True, eq=False)
class InnovationCapacity:
    """Research and patents of an economy beside its peers.

    Parameters
    ----------
    region : str
        The economy.
    peers : tuple of str
        Economies beside it.
    measure : str
        Which patents are counted.
    totals : DataFrame
        ``economy``, ``year``, ``gerd`` (million US dollars at purchasing power), ``intensity`` (share in gross
        product), the same ten years before (``gerd_before``, ``intensity_before``), ``status``, ``source``.
    performers, sources, kinds : DataFrame
        ``economy``, ``performer`` (``source``, ``kind``), ``share`` of the economy's R&D, ``amount`` (million US
        dollars at purchasing power), ``year``, ``status``, ``source_table``.
    industries : DataFrame
        ``economy``, ``industry``, ``within`` (industry that holds it), ``share`` of R&D of business, ``amount``, …
    fields : DataFrame
        Patents by field: ``share`` of the world's in the field; ``advantage``, 1 where the economy is as strong in the
        field as in all; the same ten years before; ``advantage_uspto`` by patents of the United States, and whether it
        ``agrees`` that the field is above or below 1 on enough patents; whether the field has enough of them to be
        ``ranked``.
    not_covered : tuple of CoverageGap
        What the sources lack of the economy and its peers.
    """

    region: str
    peers: tuple[str, ...]
    measure: str
    totals: pd.DataFrame
    performers: pd.DataFrame
    sources: pd.DataFrame
    kinds: pd.DataFrame
    industries: pd.DataFrame
    fields: pd.DataFrame
    not_covered: tuple[CoverageGap, ...]

    @property
    def intensity(self) -> float:
        """R&D over gross product; NaN where not covered."""
        own = self.totals[self.totals["economy"] == self.region]["intensity"]
        return float(own.item()) if len(own) else float("nan")

    @property
    def public_share(self) -> float:
        """Share of R&D that the government pays for; NaN where not covered."""
        return _share(self.sources, self.region, "source", "government")

    @property
    def business_share(self) -> float:
        """Share of R&D that business does; NaN where not covered."""
        return _share(self.performers, self.region, "performer", "business")

    @property
    def basic_share(self) -> float:
        """Share of basic research in R&D; NaN where not covered."""
        return _share(self.kinds, self.region, "kind", "basic")

    @property
    def strengths(self) -> pd.DataFrame:
        """Fields in which the economy is stronger than in all, the strongest first: rows of ``fields``."""
        return self.strongest()

    @property
    def weaknesses(self) -> pd.DataFrame:
        """Fields in which the economy is weaker than in all, the weakest first: rows of ``fields``."""
        return self.weakest()

    def strongest(self, most: int = MOST, *, agreed: bool = False) -> pd.DataFrame:
        """Return the ranked fields in which the economy is stronger than in all, the strongest first.

        Parameters
        ----------
        most : int
            How many.
        agreed : bool
            Whether to name only those that patents of the United States show on the same side of 1.
        """
        own = self._select_fields(agreed=agreed)
        return own[own["advantage"] > 1].sort_values("advantage", ascending=False, kind="stable").head(most)

    def weakest(self, most: int = MOST, *, agreed: bool = False) -> pd.DataFrame:
        """Return the ranked fields in which the economy is weaker than in all, the weakest first; see `strongest`."""
        own = self._select_fields(agreed=agreed)
        return own[own["advantage"] < 1].sort_values("advantage", kind="stable").head(most)

    def _select_fields(self, *, agreed: bool) -> pd.DataFrame:
        own = self.fields[(self.fields["economy"] == self.region) & self.fields["ranked"]]
        return own[own["agrees"]] if agreed else own

    def of_field(self, field: str) -> pd.DataFrame:
        """Return a field of all economies, the largest share first.

        Raises
        ------
        UnknownNameError
            For a field that there is not.
        """
        known = labels("sector" if self.measure == "uspto_sectors" else "field")
        if field not in known:
            raise unknown("field", field, known, f"Fields are {', '.join(known)}.")
        rows = self.fields[self.fields["field"] == field]
        return rows.sort_values("share", ascending=False, kind="stable").reset_index(drop=True)

    def table(self) -> pd.DataFrame:
        """Return everything as rows, each with what it is and where it comes from.

        Returns
        -------
        DataFrame
            ``part`` (one of `TABLES`, ``patents.patents``, ``patents.share`` or ``patents.advantage``), ``economy``,
            ``item``, ``year``, ``value``, ``unit``, ``status`` and ``source``.
        """
        import pandas as pd

        every = research()
        chosen = every[every["economy"].isin([self.region, *self.peers])]
        parts = [latest_rows(chosen).rename(columns={"table": "part"})]
        units = {"patents": "patents granted", "share": "1", "advantage": "1"}
        for name, unit in units.items():
            rows = self.fields.assign(part=f"patents.{name}", item=self.fields["field"], value=self.fields[name])
            parts.append(rows.assign(unit=unit))
        known = [p[list(TIDY)] for p in parts if len(p)]
        return pd.concat(known or [parts[0][list(TIDY)]], ignore_index=True)


def innovation_capacity(
    region: str, peers: Sequence[str] | None = None, measure: str = "families"
) -> InnovationCapacity:
    """Return what the sources say of an economy's research and patents, beside its peers.

    Parameters
    ----------
    region : str
        ISO 3166-1 alpha-3 code.
    peers : sequence of str, optional
        Economies beside it; those whose R&D is known by performer where left out.
    measure : {"families", "uspto", "uspto_sectors"}
        Which patents are counted: families granted anywhere (2020), patents of the United States (2020), or these by
        broad field (2022). Families count every grant at home, so that large offices weigh much; see ``caveats`` in the
        datapackage.

    Returns
    -------
    InnovationCapacity
        What is not covered is named, not guessed.

    Raises
    ------
    UnknownNameError
        For an economy or a measure that there is not, with the nearest.
    DataError
        For a province or an aggregate.

    References
    ----------
    Soete (1987), Research Policy 16(2-4), 101.

    Examples
    --------
    >>> found = innovation_capacity("CHN", ["USA", "TUR"])
    >>> found.public_share, found.basic_share, [g.part for g in found.not_covered if g.economy == "TUR"]
    (0.205, 0.06, ['performer', 'source', 'kind', 'industry', 'patents'])
    """
    _check(region)
    others = tuple(dict.fromkeys(research("performer")["economy"])) if peers is None else tuple(dict.fromkeys(peers))
    for code in others:
        _check(code)
    chosen = (region, *(e for e in others if e != region))
    every = research()
    rows = every[every["economy"].isin(chosen)]
    counted = patents(measure)
    return InnovationCapacity(
        region,
        chosen[1:],
        measure,
        totals=totals(rows, chosen),
        performers=shares(rows, chosen, "performer"),
        sources=shares(rows, chosen, "source"),
        kinds=shares(rows, chosen, "kind"),
        industries=industries(rows, chosen),
        fields=patent_fields(counted, chosen),
        not_covered=tuple(_gaps(rows, counted, chosen)),
    )


def _check(code: str) -> None:
    known = read_regions()
    countries = [c for c, r in known.items() if r.kind == "country"]
    if code not in known:
        raise unknown("economy", code, countries, "Economies are named by their ISO 3166-1 alpha-3 code.")
    if known[code].kind != "country":
        raise DataError(
            f"{code}: research by performer and patents are known of economies, not of provinces or aggregates. "
            "Name an economy; the table china-sti has ratios of provinces of China."
        )


def _gaps(rows: pd.DataFrame, counted: Patents, chosen: Iterable[str]) -> list[CoverageGap]:
    known = {table: set(rows.loc[rows["table"] == table, "economy"]) for table in TABLES}
    known["patents"] = set(counted.economies)
    return [CoverageGap(economy, part) for economy in chosen for part, found in known.items() if economy not in found]


def _share(frame: pd.DataFrame, region: str, column: str, item: str) -> float:
    own = frame[(frame["economy"] == region) & (frame[column] == item)]["share"]
    return float(own.item()) if len(own) else float("nan")


BACK = 10
"""Years over which change is reported."""
FLOOR = 50.0
"""Patents that a field must have, or would have at the economy's share of all patents, to be ranked."""
NONE = "unassigned"
FIELDS = (
    "economy", "field", "sector", "year", "patents", "share", "advantage", "since", "patents_before", "share_before",
    "advantage_before", "share_change", "advantage_change", "advantage_uspto", "agrees", "ranked", "unit", "status",
    "source",
)  # fmt: skip


def latest_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of the latest year of each economy and part."""
    return rows[rows["year"] == rows.groupby(["table", "economy"])["year"].transform("max")]


def side_by_side(rows: pd.DataFrame, chosen: Sequence[str]) -> pd.DataFrame:
    """Return shares and amounts side by side, economies in the order asked for."""
    import pandas as pd

    keys = ["economy", "item", "year"]
    share, money = (rows[rows["unit"] == unit] for unit in ("1", "M.PPP.USD"))
    both = share[[*keys, "value", "status", "source"]].merge(money[[*keys, "value"]], on=keys, how="left")
    both = both.set_axis([*keys, "share", "status", "source_table", "amount"], axis=1)
    order = pd.Categorical(both["economy"], list(chosen), ordered=True)
    found = both.assign(order=order).sort_values("order", kind="stable")
    return found[["economy", "item", "share", "amount", "year", "status", "source_table"]].reset_index(drop=True)


def shares(rows: pd.DataFrame, chosen: Sequence[str], table: str) -> pd.DataFrame:
    """Return a part of R&D in the latest year, economies and items in their order."""
    found = side_by_side(latest_rows(rows[rows["table"] == table]), chosen)
    place = {key: k for k, key in enumerate((e, i) for e in chosen for i in labels(table))}
    found = found.assign(place=[place[key] for key in zip(found["economy"], found["item"], strict=True)])
    return found.sort_values("place").drop(columns="place").rename(columns={"item": table}).reset_index(drop=True)


def industries(rows: pd.DataFrame, chosen: Sequence[str]) -> pd.DataFrame:
    """Return R&D of business by industry, with the industry that holds each."""
    found = side_by_side(rows[rows["table"] == "industry"], chosen).rename(columns={"item": "industry"})
    within = {code: said.get("within", "") for code, said in labels("industry").items()}
    found.insert(2, "within", found["industry"].map(within))
    return found


def totals(rows: pd.DataFrame, chosen: Sequence[str]) -> pd.DataFrame:
    """Return R&D and its intensity in the latest year of each economy, and ten years before where known."""
    part = rows[rows["table"] == "total"]
    cells = part.set_index(["economy", "year", "item"])["value"]
    latest = latest_rows(part).drop_duplicates("economy").set_index("economy")
    found = latest.reindex([e for e in chosen if e in latest.index])[["year", "status", "source"]].reset_index()
    keys = list(zip(found["economy"], found["year"], strict=True))
    for name, back in (("gerd", 0), ("intensity", 0), ("gerd_before", BACK), ("intensity_before", BACK)):
        item = name.removesuffix("_before")
        found[name] = [float(cells.get((e, y - back, item), np.nan)) for e, y in keys]
    return found


def patent_fields(counted: Patents, chosen: Sequence[str]) -> pd.DataFrame:
    """Return patents by field of the economies that are listed, beside ten years before; columns as in `FIELDS`."""
    import pandas as pd

    listed = [e for e in chosen if e in counted.economies]
    now, then = len(counted.years) - 1, len(counted.years) - 1 - BACK
    at = [counted.at(e) for e in listed]
    index = pd.MultiIndex.from_product([listed, counted.fields], names=["economy", "field"])
    figures = {"patents": counted.values[at], "share": counted.share[at], "advantage": counted.advantage[at]}
    columns = {name: a[:, :, now].ravel() for name, a in figures.items()}
    columns |= {f"{name}_before": a[:, :, then].ravel() for name, a in figures.items()}
    rows = pd.DataFrame(columns, index=index).reset_index()
    rows = rows.assign(year=counted.years[now], since=counted.years[then], **_read_metadata(counted))
    return _add_changes(_add_verdicts(rows, counted, listed))[list(FIELDS)]


def _read_metadata(counted: Patents) -> dict[str, str]:
    first = counted.table().iloc[0]
    return {key: str(first[key]) for key in ("unit", "status", "source")}


def _add_changes(rows: pd.DataFrame) -> pd.DataFrame:
    """Add the broad field of each field, and changes over ten years."""
    said = labels("field")
    return rows.assign(
        sector=[said[f]["sector"] if f in said else f for f in rows["field"]],
        share_change=rows["share"] - rows["share_before"],
        advantage_change=rows["advantage"] - rows["advantage_before"],
    )


def _add_verdicts(rows: pd.DataFrame, counted: Patents, listed: Sequence[str]) -> pd.DataFrame:
    """Add whether a field has enough patents to be ranked, and what patents of the United States say of it."""
    year = counted.years[-1]
    other = patents("uspto_sectors" if counted.measure == "uspto_sectors" else "uspto")
    at, k = [other.at(e) for e in listed], other.years.index(year)
    elsewhere = other.advantage[at][:, :, k].ravel()
    same = (rows["advantage"] > 1) == (elsewhere > 1)
    return rows.assign(
        advantage_uspto=elsewhere,
        agrees=same & enough(other, listed, year).ravel(),
        ranked=enough(counted, listed, year).ravel() & (rows["field"] != NONE),
    )


def enough(counted: Patents, listed: Sequence[str], year: int) -> BoolArray:
    """Return whether a field has enough patents, or would at the economy's share in all, to be ranked; (E, F).

    Either is enough: a field with few patents where many would be expected is a weakness, not a gap.
    """
    at, k = [counted.at(e) for e in listed], counted.years.index(year)
    own, world = counted.values[at][:, :, k], counted.world[:, k]
    expected = ratio(own.sum(axis=1), world.sum())[:, None] * world
    return np.asarray(np.maximum(own, expected) >= FLOOR)
