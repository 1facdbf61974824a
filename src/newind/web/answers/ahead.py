"""Choices for years ahead: scenarios in which a package is followed, targets that it is set against."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

from newind.web.plain import body

if TYPE_CHECKING:
    from newind.pathways.scenarios import Scenario

OFFERED = (50, 100, 250)
"""Numbers of draws that the cockpit offers, as far as the server takes them."""


def worlds(most: int) -> dict[str, Any]:
    """Return the scenarios that come with newind, and how many draws are offered and taken."""
    from newind.pathways.percentiles import FEWEST, PERCENTILES
    from newind.pathways.scenarios import scenarios

    draws = {"most": most, "fewest": FEWEST, "offered": [n for n in OFFERED if n <= most], "percentiles": PERCENTILES}
    return body(scenarios=[_world(s) for s in scenarios()], draws=draws)


def _world(s: Scenario) -> dict[str, Any]:
    from newind.questions.paths.uncertainty import load_words

    names = load_words()["parameters"]
    return {
        "name": s.name, "label": s.label, "note": s.package.note, "clause": s.package.clause, "status": s.status,
        "parameters": [{"id": n, "label": names.get(n), "value": v} for n, v in s.parameters.items()],
        "shocks": [shock.to_dict() for shock in s.package.shocks],
        "sources": [source.model_dump(mode="json") for source in s.package.sources],
    }  # fmt: skip


def list_shipped_targets() -> dict[str, Any]:
    """Return whose targets come with newind, with the text of each file."""
    from newind.pathways.targets import SHIPPED, targets_of

    found = []
    for name in sorted(f.name for f in files(SHIPPED).iterdir() if f.name.endswith(".yaml")):
        own = targets_of(name.removesuffix(".yaml"))
        text = files(SHIPPED).joinpath(name).read_text(encoding="utf-8")
        found.append(
            {"region": own.region, "label": own.label, "note": own.note, "package": own.package,
             "until": own.last, "targets": len(own.targets), "file": f"targets-{name}", "yaml": text}
        )  # fmt: skip
    return body(targets=found)
