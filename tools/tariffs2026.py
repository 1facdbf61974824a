"""Write the shipped package tariffs-2026: `python tools/tariffs2026.py FOLDER`, the folder of collected figures.

Duties that the United States added in 2025 and 2026, by economy and goods industry. Rates by partner are those of the
last date of the source. How they differ between goods is known by chapter of the Harmonized System for August 2025
only: rates of each partner's chapters are moved together so that their mean is that of the last date. Means over
chapters and partners are weighted by imports of 2024.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from builders.annual.sources import STATISTICS
from builders.annual.tariffs import OTHER_MEMBERS, UNION, by_industry, chapters
from newind.accounts.classification import load as classification

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

PARTNERS = "us_tariff_by_partner_dates_2025_2026.csv"
FILE = Path(__file__).resolve().parent.parent / "src" / "newind" / "policy" / "packages" / "tariffs-2026.yaml"
MEMBERS = (*OTHER_MEMBERS, "CROATIA", "GERMANY", "FRANCE", "ITALY", "SPAIN")
DIGITS = 3
"""Rates are kept in thousandths."""


def read(folder: Path) -> tuple[pd.DataFrame, pd.Series]:
    """Return duties added by partner and chapter with imports, and those of the last date by partner, as fractions."""
    import pandas as pd

    lines = chapters(folder).rename(columns={"tariff_increase_pp_latest": "added"})
    found = lines[["partner", "economy", "chapter", "imports"]].assign(added=lines["added"] / 100)
    dates = pd.read_csv(folder / STATISTICS / PARTNERS)
    last = dates[dates["date"] == dates["date"].max()].set_index("country_name")
    return found, last["effective tariff"] / 100


def moved(lines: pd.DataFrame, last: pd.Series) -> pd.DataFrame:
    """Return lines with rates moved to each partner's mean of the last date.

    Members of the European Union share its rate; partners that the last date does not name move as those of the rest
    of the world that it does.
    """
    union = lines["partner"].isin(MEMBERS)
    listed = lines["partner"].isin(last.index) & ~union
    block = lines["partner"].where(listed, "others").where(~union, UNION)
    was = _means(lines.assign(block=block), "block")
    rest = listed & (lines["economy"] == "ROW")
    now = last.reindex(was.index).astype(float)
    known = lines[rest].groupby("partner")["imports"].sum()
    before = _means(lines[rest], "partner")
    now["others"] = was["others"] * (known * last[known.index]).sum() / (known * before).sum()
    return lines.assign(block=block, added=lines["added"] * block.map(now / was))


def rates(folder: Path) -> pd.DataFrame:
    """Return duties added by economy (rows) and industry, weighted by imports; what the package holds, unrounded."""
    every = by_industry(moved(*read(folder)))
    totals = every.assign(duty=every["added"] * every["imports"]).groupby(["economy", "industry"])
    table = (totals["duty"].sum() / totals["imports"].sum()).unstack().fillna(0.0)
    order = [c for c in classification("wiod26") if c in table.columns]
    return table.reindex([c for c in classification("wiod20") if c in table.index])[order]


def _means(lines: pd.DataFrame, by: str) -> pd.Series:
    """Return mean rates by imports of groups of lines."""
    totals = lines.assign(duty=lines["added"] * lines["imports"]).groupby(by)[["duty", "imports"]].sum()
    return totals["duty"] / totals["imports"]


HEAD = """\
# Written by tools/tariffs2026.py from its sources; the rates are not typed by hand.
name: tariffs-2026
label: {en: "Tariffs of the United States, 2026", zh: 美国2026年关税}
clause: 3.4.i
note:
  en: >-
    Duties that the United States had added by 19 August 2026 to the tariffs of 2024, on all economies, by goods
    industry. They come on top of the benchmark's tariffs, which for accounts from 2018 on are duties that the United
    States collected in 2024, from the same source. Rates by partner are those of that date. Their differences between
    goods are those of August 2025, the last known by chapter of the Harmonized System, moved to the partner's mean.
    Means are weighted by imports of 2024; computers are in machinery. Responses of partners, exemptions within a
    chapter and later changes are not modelled.
  zh: >-
    美国截至2026年8月19日在2024年关税之上对各经济体加征的关税，按货物行业列出，叠加于基准关税；2018年及以后的数据表，其基准为美国2024年实征关税（来源相同）。各伙伴的平均税率为该日水平；货物间差异为2025年8月按协调制度章的最后数据，并统一调整至伙伴的平均税率。平均值以2024年进口额加权；税率按章归入行业，计算机计入机械。未模拟伙伴的应对、章内豁免和此后的变化。
sources:
  - title: "Waugh, M., Trade War Redux 2025: US tariffs by partner and chapter (MIT licence; US Census Bureau)"
    href: "https://github.com/tradewartracker/trade-war-redux-2025"
    date: 2026-09-21
shocks:
"""


def text(folder: Path) -> str:
    """Return the package as the text of its file."""
    rows = [
        f"  - {{lever: tariff, value: {rate:g}, mode: add, region: USA, partner: {_listed(partners)}, "
        f"industry: {_listed(industries)}}}\n"
        for (rate, industries), partners in _shared(rates(folder)).items()
    ]
    return HEAD + "".join(rows)


def _shared(table: pd.DataFrame) -> dict[tuple[float, tuple[str, ...]], list[str]]:
    """Return economies by rate and industries that bear it, those without a duty left out."""
    found: dict[tuple[float, tuple[str, ...]], list[str]] = {}
    for economy, line in table.round(DIGITS).iterrows():
        for rate in dict.fromkeys(line[line > 0]):
            found.setdefault((float(rate), tuple(line.index[line == rate])), []).append(str(economy))
    return found


def _listed(codes: Sequence[str]) -> str:
    return codes[0] if len(codes) == 1 else f"[{', '.join(codes)}]"


def main() -> None:
    """Write the package."""
    FILE.write_text(text(Path(sys.argv[1])), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
