"""Example lists: values by sector, trade by product, parts of a target, firms, an index, a policy package."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import xlsxwriter  # type: ignore[import-untyped]

from newind.accounts.classification import hs, load as classification
from newind.analyses.manufacturing.firms import template_lines
from newind.data.reference import load
from newind.examples.nbs import WORDS
from newind.examples.tables import ABROAD, SECTORS, YEAR_OF_PROVINCES, division
from newind.index.tables import columns_of, table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from newind.typing import Array

TRADED = (2020, 2021, 2022)
PILLARS = {
    "innovation": ("rd_intensity", "basic_research", "inventions_per_staff"),
    "quality": ("hightech_revenue", "invention_share"),
    "people": ("education_spending", "researcher_share"),
}
"""Elements of the example of an index by pillar: columns of the shipped table china-sti."""
HEADINGS = ("01", "10")
"""Of each chapter, so that every industry of goods makes something."""
SCORED = (2019, 2020, 2021, 2022)


def by_sector(path: Path, code: str, satellite: str, by: str, year: int) -> None:
    """Write what a province has of a national value by industry, by its share in a value of all provinces."""
    w, provinces = load("world", year), load("china-2017", YEAR_OF_PROVINCES)
    given = w.satellites[satellite]
    national = given.values.reshape(w.R, w.S)[w.regions.index("CHN")]
    base = provinces.x if by == "output" else provinces.satellites[by].values
    known = np.nan_to_num(base.reshape(provinces.R, provinces.S))
    share = known[provinces.regions.index(code)] / known.sum(axis=0)
    held = np.array([[_within(fine, wide) for fine in w.industries] for wide in provinces.industries], dtype=float)
    sectors = tuple(classification(SECTORS))
    values = division(f"{SECTORS}_to_china18", sectors, provinces.industries) @ (share * (held @ national))
    source = f"newind example: {satellite} of China {year} by the {by} of {code}"
    same = [given.unit, "estimated", source]
    rows = ([code, s, satellite, f"{v:.6g}", *same] for s, v in zip(sectors, values, strict=True))
    _csv(path, ["region", "industry", "name", "value", "unit", "status", "source"], rows)


def _within(fine: str, wide: str) -> bool:
    """Tell whether an industry is part of another, both named by a number or a range: ``c4`` of ``c3t7``.

    Examples
    --------
    >>> _within("c4", "c3t7"), _within("c19t21", "c19t26"), _within("c8", "c3t7")
    (True, True, False)
    """
    inner, outer = ([int(n) for n in re.findall(r"\d+", code)] for code in (fine, wide))
    return outer[0] <= inner[0] and inner[-1] <= outer[-1]


def customs(path: Path) -> None:
    """Write China's trade by product: flows of goods of the shipped world, divided among products at random."""
    rng = np.random.default_rng(0)
    panel = {year: load("world", year) for year in TRADED}
    first = panel[TRADED[0]]
    home = first.regions.index("CHN")
    others = [k for k in range(first.R) if k != home]
    products = {i: _products(i) for i in first.industries if _products(i)}
    rows: list[list[object]] = []
    for industry, codes in products.items():
        share = rng.lognormal(0.0, 1.5, (first.R, len(codes)))
        share /= share.sum(axis=1, keepdims=True)
        for year, w in panel.items():
            goods = w.industries.index(industry)
            flows = (w.Z4.sum(axis=3) + w.Y4.sum(axis=3))[:, goods]
            for seller in range(w.R):
                away = sum(flows[seller, k] for k in others if k != seller)
                for buyer, value in (("CHN", flows[seller, home]), (ABROAD, away)):
                    if w.regions[seller] != buyer and value > 0:  # drawn down stocks can outweigh what is sold
                        rows += [[year, w.regions[seller], buyer, c, f"{1000 * value * s:.3f}"]
                                 for c, s in zip(codes, share[seller], strict=True)]  # fmt: skip
    _csv(path, ["year", "exporter", "importer", "hs6", "value"], rows)


def _products(industry: str) -> list[str]:
    """Return up to two numbers of six digits for every chapter of products that an industry makes."""
    numbers = (f"{chapter}{heading}90" for chapter in hs.chapters() for heading in HEADINGS)
    return [number for number in numbers if hs.industry_of(number) == industry]


def parts(path: Path) -> None:
    """Write the industries of China: CO2, value added, and the CO2 of all shipped years up to then."""
    panel = load("world")
    w = panel.last
    here = w.mask(regions="CHN")
    emitted = w.satellites["co2"].values[here] / 1000
    each = [one.satellites["co2"].values[one.mask(regions="CHN")] for one in panel if "co2" in one.satellites]
    past = np.sum(each, axis=0) / 1000
    columns: tuple[Array, ...] = (emitted, w.value_added[here], past)
    kept = np.flatnonzero((emitted > 0) & np.isfinite(sum(columns)))
    rows = [[w.industries[k], *(f"{c[k]:.6g}" for c in columns)] for k in kept.tolist()]
    _csv(path, ["industry", "emissions", "gdp", "cumulative"], rows)


def spec(path: Path) -> None:
    """Write the specification of an index: seven ratios of the shipped table china-sti in three pillars."""
    known = columns_of("china-sti")
    lines = ["# An example of newind. Seven ratios of the shipped table china-sti; change what you like.", "id: mine",
             f"name: {{en: My index, zh: {WORDS['index']}}}", "elements:"]  # fmt: skip
    for pillar, codes in PILLARS.items():
        for code in codes:
            label, better, unit = (known[code][k] for k in ("label", "better", "unit"))
            lines.append(
                f'  - {{code: {code}, parent: {pillar}, direction: {better}, unit: "{unit}", '
                f'name: {{en: "{label["en"]}", zh: "{label["zh"]}"}}}}'
            )
    lines += [f"  - {{code: {pillar}, kind: aggregate, parent: index}}" for pillar in PILLARS]
    lines += ["  - {code: index, kind: aggregate}", "recipe:"]
    lines += ["  normalise: minmax", "  weight: equal", "  aggregate: arithmetic"]
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")


def figures(path: Path) -> None:
    """Write what the specification names: provinces by year, from the shipped table china-sti."""
    frame = table("china-sti")
    codes = ["unit", "year", *(c for pillar in PILLARS.values() for c in pillar)]
    shown = frame[frame["year"].isin(SCORED)][codes]
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("data")
        sheet.write_row(0, 0, codes)
        for row, line in enumerate(shown.astype(object).where(shown.notna(), "").itertuples(index=False), 1):
            sheet.write_row(row, 0, line)


def firms(path: Path) -> None:
    """Write invented markets of firms."""
    path.write_text("\n".join(template_lines()), encoding="utf-8-sig")


def package(path: Path) -> None:
    """Write a policy package of one lever."""
    path.write_text(PACKAGE, encoding="utf-8")


PACKAGE = f"""\
# An example of newind: a carbon price of 20 US dollars per tonne on metals in China. Change what you like.
name: my-package
label: {{en: A carbon price on metals, zh: {WORDS["package"]}}}
shocks:
  - {{lever: carbon_price, region: CHN, industry: c12, value: 20}}
"""


def _csv(path: Path, head: list[str], rows: Iterable[Iterable[object]]) -> None:
    lines = [",".join(map(str, row)) for row in (head, *rows)]
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
