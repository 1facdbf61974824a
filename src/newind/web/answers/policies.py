"""Policies under the WTO's rules on subsidies: the shipped actions, those of a package, those of a register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field
from typing_extensions import TypedDict

from newind.messages import message
from newind.policy.actions import action, actions
from newind.policy.levers import levers
from newind.policy.packages import package as shipped_package
from newind.policy.register import Action, Register
from newind.policy.screening import screen
from newind.policy.triage import NO_ADVICE, TAGS, Tag
from newind.web.answers.catalogue import ShockBody, list_shocks, sliders
from newind.web.responses import Body, Cited, Text, body
from newind.web.written import parse_policy_text

if TYPE_CHECKING:
    from newind.policy.schema import Package, Shock
    from newind.policy.screening import Triage
    from newind.web.requests import ScreeningRequest

NO_TIES = {"export": "no", "local_content": "no"}
"""Assumptions on a bare lever: support without a tie to exports or local content; an export subsidy is one."""
ASSUMED = message("web.policies.assumed")


class FlagBody(TypedDict):
    """The preliminary WTO classification of a shock that is support."""

    index: int
    lever: str
    tag: Tag
    label: Text
    article: str


class StatedFact(TypedDict):
    """The answer to a question of fact, and what it is based on."""

    answer: str
    basis: str


class OpenFact(TypedDict):
    """A fact that would change the classification."""

    fact: str
    now: str
    then: str
    tags: Sequence[Tag]


class ActionBody(TypedDict):
    """An action with its preliminary WTO classification, and what led there."""

    id: str
    label: Text
    family: str
    clause: str
    instrument: str
    stage: str | None
    tag: Tag
    tags: Sequence[Tag]
    article: str
    facts: Mapping[str, StatedFact]
    open: Sequence[OpenFact]
    shocks: Sequence[ShockBody]
    note: Annotated[Mapping[Any, str], Field(description="In both languages; empty where there is none.")]
    sources: Sequence[Cited]


class ActionsBody(Body):
    """The actions that come with newind."""

    actions: Sequence[ActionBody]
    tags: Mapping[Tag, Text]
    no_advice: Text


class ScreenedBody(Body):
    """Support classified, and what its money goes to."""

    rows: Sequence[ActionBody]
    counts: Mapping[Tag, int]
    tags: Mapping[Tag, Text]
    no_advice: Text
    assumed: Text
    name: str
    portfolio: Sequence[Mapping[Any, Any]]


def flags(package: Package) -> list[FlagBody]:
    """Return the preliminary WTO classification of shocks that are support: position of the shock, tag, article."""
    found: list[FlagBody] = []
    for k, shock in enumerate(package.shocks):
        action = _action(k, shock)
        if action is not None:
            t = screen([action])[0]
            found.append({"index": k, "lever": shock.lever, "tag": t.tag, "label": TAGS[t.tag], "article": t.article})
    return found


def _action(k: int, shock: Shock) -> Action | None:
    """Return a shock as the measure that it stands for; None where it is no support."""
    support = sliders().get(shock.lever, {}).get("support")
    size = shock.value - 1 if shock.mode == "scale" else shock.value
    if support is None or size * support["sign"] <= 0:
        return None
    lever = levers()[shock.lever]
    return Action(
        id=f"shock-{k}", label=lever.label, clause=lever.clause, family="industrial", instrument=support["instrument"],
        stage=support["stage"], recipient=support["recipient"], eligible="all" if shock.industry == "*" else "sector",
        regions=shock.region, industries=shock.industry, conditions=NO_TIES if support["stage"] != "export" else {},
        sources=[{"title": "scenario"}],
    )  # fmt: skip


def list_actions() -> ActionsBody:
    """Return the actions that come with newind, each with its preliminary WTO classification and shocks."""
    rows = [_row(t) for t in screen(actions())]
    return body(ActionsBody, actions=rows, tags=TAGS, no_advice=NO_ADVICE)


def screen_actions(asked: ScreeningRequest) -> ScreenedBody:
    """Classify a package, shipped actions or a written register under WTO rules, and return what its money goes to.

    Raises
    ------
    UnknownNameError
        For a package or an action that there is not.
    PolicyError
        For mistakes in what is written, with line and column.
    """
    register = _register(asked)
    found = screen(register)
    return body(ScreenedBody, rows=[_row(t) for t in found], counts=found.counts(), tags=TAGS, no_advice=NO_ADVICE,
                assumed=ASSUMED, name=register.name, portfolio=found.portfolio().to_dict("records"))  # fmt: skip


def _register(asked: ScreeningRequest) -> Register:
    if asked.actions is not None:
        return actions().select(ids=dict.fromkeys(asked.actions))
    if asked.yaml is not None:
        given = parse_policy_text(asked.yaml)
        return given if isinstance(given, Register) else _supports(given)
    assert asked.package is not None  # the request was checked
    whole = isinstance(asked.package, str)
    return _supports(shipped_package(asked.package) if whole else asked.package.package())  # type: ignore[union-attr]


def _supports(package: Package) -> Register:
    """Return what a package does as measures: actions that it names, and other shocks that are support."""
    known = set(actions().ids)
    named = dict.fromkeys(s.action for s in package.shocks if s.action in known)
    bare = [_action(k, s) for k, s in enumerate(package.shocks) if s.action not in known]
    return Register([*(action(id) for id in named), *(a for a in bare if a is not None)], name=package.name)


def _row(t: Triage) -> ActionBody:
    a = t.action
    return {
        "id": a.id, "label": a.label, "family": a.family, "clause": a.clause, "instrument": a.instrument,
        "stage": a.stage, "tag": t.tag, "tags": t.tags, "article": t.article,
        "facts": {k: {"answer": v.answer, "basis": v.basis} for k, v in t.answers.items()},
        "open": [{"fact": o.fact, "now": o.now, "then": o.then, "tags": o.tags} for o in t.open],
        "shocks": list_shocks(a.package), "note": a.note, "sources": [s.model_dump() for s in a.sources],
    }  # fmt: skip
