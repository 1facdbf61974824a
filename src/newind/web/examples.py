"""Examples of requests, as the documentation of the API shows them."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from newind.web.economies import START

SHOCKS = [
    {"lever": "carbon_price", "value": 15, "region": "CHN", "industry": "industry"},
    {"lever": "tariff", "value": 0.5, "mode": "scale", "region": "CHN", "industry": "manufacturing"},
]
FRAME = START
WRITTEN = "name: scenario\nshocks:\n- {lever: production_subsidy, value: 0.01, region: CHN, industry: c14}\n"

TRIALS = {
    "written here": FRAME | {"package": {"shocks": SHOCKS}},
    "shipped": FRAME | {"package": "all-families", "horizon": "long"},
}
SCREENINGS = {
    "a package": {"package": {"shocks": [{"lever": "production_subsidy", "value": 0.01, "region": "CHN"}]}},
    "shipped actions": {"actions": ["demonstration-areas"]},
    "a text": {"yaml": WRITTEN},
}
COMPARISONS = {
    "two scenarios in two cases": {
        "scenarios": [
            {"real_income": {"": [0.002], "phi 0.5": [0.004, 0.003]}, "co2": {"": [-0.01], "phi 0.5": [-0.02]}},
            {"real_income": {"": [0.001], "phi 0.5": [0.005, 0.002]}, "co2": {"": [0.0], "phi 0.5": [0.001]}},
        ]
    }
}
FILES = {"a package": FRAME | {"yaml": WRITTEN, "file": "mine.yaml"}}
PARTS = b"region,emissions,population,gdp\nNorth,310,42,60\nCoast,220,78,90\n"
TARGETS = {
    "a peak and two later years": {"region": "CHN", "peak": 2030, "level": {"2035": "-10%", "2060": "-90%"}},
    "the parts of a file": {
        "file": {"name": "parts.csv", "content": b64encode(PARTS).decode()}, "year": 2023, "growth": 0.01,
    },
}  # fmt: skip
SCORES = {"green has double weight": {"on": "world", "weights": {"green": 2}}}
EXPORTS = {
    "a workbook": {
        "name": "real income", "format": "xlsx",
        "tables": [{"name": "regions", "columns": ["region", "change"], "rows": [["CHN", -0.0012], ["USA", None]]}],
    },
}  # fmt: skip
JOBS = {
    "range": {"kind": "range", "request": TRIALS["written here"]},
    "contributions": {"kind": "contributions", "request": TRIALS["written here"]},
    "pathway": {"kind": "pathway", "request": TRIALS["written here"] | {"until": 2030}},
    "roadmap": {"kind": "roadmap", "request": FRAME | {"scenario": "slow-world", "draws": 50}},
    "search": {
        "kind": "search",
        "request": FRAME | {
            "goals": ["real_income", "co2"], "actions": ["opening-up", "carbon-market"], "budget": "0.2%GDP",
            "limits": {"gap": 0.5}, "until": 2027, "evaluations": 9, "scenarios": ["slow-world"],
        },
    },
    "question": {"kind": "question", "request": {"id": "green.change", "options": {"how": "consumption"}}},
    "diagnose": {"kind": "diagnose", "request": FRAME | {"system": "s4"}},
    "policy-brief": {
        "kind": "policy-brief",
        "request": FRAME | {"packages": ["more-research", "carbon-market"], "format": "pdf"},
    },
    "brief": {"kind": "brief", "request": FRAME | {"lang": "zh", "format": "pdf", "form": "page"}},
    "index": {"kind": "index", "request": {"on": "world", "weights": {"green": 2}}},
    "losses": {"kind": "losses", "request": FRAME | {"top": 3}},
    "replacers": {"kind": "replacers", "request": FRAME | {"input": "c14", "supplier": "JPN"}},
}  # fmt: skip
"""A request of each kind of job."""


def format_examples(examples: dict[str, Any]) -> dict[str, Any]:
    """Return examples as FastAPI takes them.

    Examples
    --------
    >>> format_examples({"a": {"x": 1}})
    {'a': {'value': {'x': 1}}}
    """
    return {name: {"value": value} for name, value in examples.items()}
