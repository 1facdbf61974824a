"""What India depends on abroad, who could replace a supplier, and what that would cost: tables, a workbook, a chart.

python examples/dependence_of_india.py [FOLDER]
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import newind as ni
from newind.accounts.classification import industry_name
from newind.accounts.regions import region
from newind.charts import chart
from newind.charts.proofs import LossChart, LossRow
from newind.documents.answers import write_xlsx
from newind.documents.report.picture import write_picture
from newind.questions.question import question

if TYPE_CHECKING:
    import pandas as pd

HOME, YEAR = "IND", 2022
INPUT, SUPPLIER = "c14", "CHN"
TOP = 3
RANGE = ["loss_low", "loss_middle", "loss_high"]


def listed():
    """The list: inputs and suppliers, with what losing them costs: four statements, each with its own range."""
    return ni.science.dependence_list(ni.load("world", year=YEAR), HOME, top=TOP)


def costliest(found) -> pd.DataFrame:
    """The inputs with a range at the medium horizon, what rests on each, and cases without an equilibrium."""
    table = found.table("input").dropna(subset=["loss_middle"])
    shown = table.assign(input=table["input"].map(industry_name))
    return percent(shown[["input", "share", "bottleneck", *RANGE, "cases_failed"]].set_index("input"))


def replacers() -> pd.DataFrame:
    """Who else sells it: how much more than the gap they sell elsewhere, how dear, and what share they would gain."""
    who = ni.science.replacers(ni.load("world"), HOME, INPUT, SUPPLIER).table()
    ranked = who[who["level"] == "supplier"].nlargest(5, "gain_medium_middle")
    shown = ranked.assign(economy=ranked["economy"].map(lambda code: region(code).en)).set_index("economy")
    gain = (100 * shown["gain_medium_middle"]).round(2)
    return shown[["spare", "gap_middle", "unit_labour_cost"]].round(2).assign(gain=gain)


def drawn(found) -> str:
    """A chart of the ranges by horizon, as in a brief, with the bottleneck estimate beside them."""
    rows = tuple(row(entry) for entry in found.inputs[:TOP])
    return chart(LossChart(rows), industry_name, "en", f"What losing an input would cost {region(HOME).en}, {YEAR}")


def row(entry) -> LossRow:
    """A row of the chart: a range for the first quarter and at each horizon."""
    spans = {h: (s.low, s.middle, s.high) for h, s in reversed(entry.loss.statements.items())}
    return LossRow(entry.input, spans, bottleneck=entry.bottleneck, open=entry.loss.open)


def percent(table: pd.DataFrame) -> pd.DataFrame:
    """The same table with shares in per cent."""
    shares = [c for c in table if c != "cases_failed"]
    return table.assign(**{c: (100 * table[c]).round(2) for c in shares})


def main(folder: Path) -> None:
    """Print the tables; write the workbook and the chart."""
    found = listed()
    print(f"\nLosses of real income, % of it, {YEAR}, simulated, medium horizon")
    print(costliest(found).to_string())
    print(f"\nIn place of {region(SUPPLIER).en} for {industry_name(INPUT).lower()}: gain is in points of all purchases")
    print(replacers().to_string())
    folder.mkdir(parents=True, exist_ok=True)
    asked = question("science.replacers")
    answer = asked.ask(ni.load("world"), HOME, asked.read({"input": INPUT, "supplier": SUPPLIER}))
    write_picture(folder / "losses.svg", drawn(found), "What losing an input would cost", "World accounts, simulated.")
    for path in (write_xlsx(answer, folder / "replacers.xlsx"), folder / "losses.svg"):
        print(f"\nwrote {path}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
