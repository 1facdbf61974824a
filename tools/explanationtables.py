"""Tables of the explanation that are computed, put into its pages: `python tools/explanationtables.py`.

What a policy does under each market structure (docs/explanation/model.md), and policies of the past beside what was
published (docs/explanation/validation.md, from benchmarks/backcasts.py).
"""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import newind as ni
from newind.policy.signs import SIGNS
from pagetables import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.policy.simulate import Simulation

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs" / "explanation"
YEAR = 2022
ECONOMIES = {"CHN": "China", "USA": "United States", "DEU": "Germany"}
GOODS = [f"c{k}" for k in range(1, 17)]
ADVANCED = ["USA", "JPN", "KOR", "TWN", "DEU", "FRA", "GBR", "ITA", "CAN", "AUS"]
STRUCTURES: dict[str, dict[str, Any]] = {
    "Armington": {},
    "two tiers, φ 0.5": {"phi": 0.5},
    "the same, χ 1": {"phi": 0.5, "chi": 1.0},
    "external, δ 0.13": {"structure": "external"},
    "Melitz, φ 0.5": {"structure": "melitz"},
}
"""Columns, at the trade elasticity of the horizon."""


def own(region: str) -> dict[str, list[dict[str, Any]]]:
    """Return what an economy may do by itself, and with others, as shocks."""
    goods = {"lever": "tariff", "region": region, "industry": GOODS}
    return {
        "tariffs on goods + 20 points": [goods | {"value": 0.2, "mode": "add"}],
        "own tariffs to zero": [goods | {"value": 0.0}],
        "tariffs to zero, both ways": [
            goods | {"value": 0.0},
            goods | {"value": 0.0, "region": "*", "partner": region},
        ],
        "subsidy to manufacturing, 5 %": [
            {"lever": "production_subsidy", "value": 0.05, "region": region, "industry": "manufacturing"}
        ],
        "subsidy to research in high technology, 10 %": [
            {"lever": "rd_subsidy", "value": 0.1, "region": region, "industry": "high-tech"}
        ],
        "productivity of electronics + 5 %": [
            {"lever": "productivity", "value": 0.05, "region": region, "industry": "c14"}
        ],
        "services trade cost − 5 %": [{"lever": "services_trade_cost", "value": -0.05, "region": region}],
        "carbon price 50 USD/t": [{"lever": "carbon_price", "value": 50.0, "region": region}],
    }


COMMON: dict[str, list[dict[str, Any]]] = {
    "tariffs among members of RCEP to zero": [{"lever": "tariff", "value": 0.0, "region": "rcep", "partner": "rcep"}],
    "electronics cut off, China and ten others": [
        {"lever": "cut_off", "value": 1.0, "region": "CHN", "partner": ADVANCED, "industry": "c14"}
    ],
}
"""What is the same for all of them."""
ROBUST = {"positive": "robust gain", "negative": "robust loss"}
HEAD = ("real income, %", *STRUCTURES, "family", "partners answer", "what may be said")


@cache
def simulate_policy(region: str, policy: str) -> Simulation:
    """Return a policy of an economy, or one that is common to all (region ``*``), simulated."""
    shocks = COMMON[policy] if region == "*" else own(region)[policy]
    return ni.simulate(ni.load("world", year=YEAR), ni.Package([ni.Shock(**one) for one in shocks], name="policy"))


def row(region: str, policy: str) -> tuple[str, ...]:
    """Return the line of a policy: real income of the economy under each structure, its range, what may be said."""
    s = simulate_policy("*" if policy in COMMON else region, policy)
    at, found = s.baseline.regions.index(region), s.range()
    under = [one.welfare[at] for one in s.rerun_many((s.package, given) for given in STRUCTURES.values())]
    answered = found.verdicts.mirrored
    said = str(found.sign[at])
    return (
        f"{ECONOMIES[region]}: {policy}",
        *map(_percent, under),
        f"{_percent(found.low[at])} … {_percent(found.high[at])}",
        "–" if answered is None else f"{_percent(answered[0, at])} … {_percent(answered[1, at])}",
        ROBUST.get(said, SIGNS[said]["en"]),
    )


def _percent(value: float) -> str:
    return f"{100 * value:+.2f}".replace("-", "−")


def policies() -> str:
    """Return the table of policies and market structures."""
    return table(HEAD, [row(region, policy) for region in ECONOMIES for policy in (*own(region), *COMMON)])


def backcasts(only: Sequence[str] = ()) -> str:
    """Return the table of policies of the past, of some events only where they are named."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        import backcasts as past
    finally:
        sys.path.pop(0)
    return table(past.HEAD, past.run(only)[0])


TABLES = {"policies": ("model.md", policies), "backcasts": ("validation.md", backcasts)}


def held(name: str) -> str:
    """Return a table as its page holds it."""
    text = (PAGES / TABLES[name][0]).read_text(encoding="utf-8")
    (found,) = re.findall(_marks(name), text, re.DOTALL)
    return str(found)


def put(name: str, written: str) -> None:
    """Write a table into its page."""
    path = PAGES / TABLES[name][0]
    text = path.read_text(encoding="utf-8")
    start, end = (f"<!-- {name}: written by tools/explanationtables.py -->\n", "<!-- end -->")
    path.write_text(re.sub(_marks(name), lambda _: start + written + end, text, flags=re.DOTALL), encoding="utf-8")


def _marks(name: str) -> str:
    return rf"<!-- {name}: written by tools/explanationtables\.py -->\n(.*?)<!-- end -->"


def main() -> None:
    """Write the tables that are named, all by default."""
    for name in sys.argv[1:] or TABLES:
        put(name, TABLES[name][1]())


if __name__ == "__main__":
    sys.exit(main())
