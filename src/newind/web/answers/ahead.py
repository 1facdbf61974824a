"""Choices for years ahead: scenarios in which a package is followed, targets that it is set against."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from typing import TYPE_CHECKING

from typing_extensions import TypedDict

from newind.web.answers.catalogue import ShockBody, list_shocks
from newind.web.responses import Body, Cited, Text, body

if TYPE_CHECKING:
    from newind.pathways.scenarios import Scenario

OFFERED = (50, 100, 250)
"""Numbers of draws that the cockpit offers, as far as the server takes them."""


class ScenarioName(TypedDict):
    """A scenario in which a package is followed."""

    name: str
    label: Text


class ScenarioNote(ScenarioName):
    """A scenario, and what is to be said of it."""

    note: Text


class ScenarioParameter(TypedDict):
    """A parameter that a scenario sets."""

    id: str
    label: Text | None
    value: float | str


class ScenarioBody(ScenarioNote):
    """A scenario, and what it assumes."""

    clause: str
    status: str
    parameters: Sequence[ScenarioParameter]
    shocks: Sequence[ShockBody]
    sources: Sequence[Cited]


class DrawsOffered(TypedDict):
    """Numbers of draws that are taken and offered, and the percentiles of what they come to."""

    most: int
    fewest: int
    offered: Sequence[int]
    percentiles: Sequence[float]


class WorldsBody(Body):
    """Scenarios in which packages can be followed."""

    scenarios: Sequence[ScenarioBody]
    draws: DrawsOffered


class TargetFile(TypedDict):
    """Targets that come with newind, with the text of their file."""

    region: str
    label: Text
    note: Text
    package: str
    until: int
    targets: int
    file: str
    yaml: str


class TargetFiles(Body):
    """Whose targets come with newind."""

    targets: Sequence[TargetFile]


def worlds(most: int) -> WorldsBody:
    """Return the scenarios that come with newind, and how many draws are offered and taken."""
    from newind.pathways.percentiles import FEWEST, PERCENTILES
    from newind.pathways.scenarios import scenarios

    draws: DrawsOffered = {
        "most": most,
        "fewest": FEWEST,
        "offered": [n for n in OFFERED if n <= most],
        "percentiles": PERCENTILES,
    }
    return body(WorldsBody, scenarios=[_world(s) for s in scenarios()], draws=draws)


def _world(s: Scenario) -> ScenarioBody:
    from newind.questions.paths.uncertainty import load_words

    names = load_words()["parameters"]
    return {
        "name": s.name, "label": s.label, "note": s.package.note, "clause": s.package.clause, "status": s.status,
        "parameters": [{"id": n, "label": names.get(n), "value": v} for n, v in s.parameters.items()],
        "shocks": list_shocks(s.package),
        "sources": [source.model_dump(mode="json") for source in s.package.sources],
    }  # fmt: skip


def list_shipped_targets() -> TargetFiles:
    """Return whose targets come with newind, with the text of each file."""
    from newind.pathways.targets import SHIPPED, targets_of

    found: list[TargetFile] = []
    for name in sorted(f.name for f in files(SHIPPED).iterdir() if f.name.endswith(".yaml")):
        own = targets_of(name.removesuffix(".yaml"))
        text = files(SHIPPED).joinpath(name).read_text(encoding="utf-8")
        found.append(
            {"region": own.region, "label": own.label, "note": own.note, "package": own.package,
             "until": own.last, "targets": len(own.targets), "file": f"targets-{name}", "yaml": text}
        )  # fmt: skip
    return body(TargetFiles, targets=found)
