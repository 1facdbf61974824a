"""Innovation capacity: who does research and who pays for it, and in which fields an economy patents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newind.accounts.regions import apply_house_style, name_region, read_regions
from newind.analyses.science.capacity_tables import industries, latest_rows, patent_fields, shares, totals
from newind.data.reference.innovation import TABLES, labels, patents, research
from newind.errors import DataError, unknown
from newind.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from newind.data.reference.innovation import Patents

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
