"""Policies under the WTO's rules on subsidies: the shipped actions, those of a package, those of a register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newind.policy.actions import actions
from newind.policy.levers import levers
from newind.policy.register import Action
from newind.policy.screening import screen
from newind.policy.triage import NO_ADVICE, TAGS
from newind.systems.phrases import text
from newind.web.answers.catalogue import sliders, vars_of
from newind.web.plain import body

if TYPE_CHECKING:
    from newind.policy.register import Register
    from newind.policy.schema import Package, Shock
    from newind.policy.screening import Triage

NO_TIES = {"export": "no", "local_content": "no"}
"""What a bare lever is taken to be: support without a tie to exports or local content; an export subsidy is one."""
ASSUMED = text(
    "A lever says nothing of conditions: no tie to exports or local content is assumed, save for support of exports.",
    "政策杠杆未说明条件：除出口支持外，假定不以出口实绩或使用国产货物为条件。",
)


def flags(package: Package) -> list[dict[str, Any]]:
    """Return the triage of the shocks of a package that are support: position of the shock, tag, article."""
    found = []
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


def listed() -> dict[str, Any]:
    """Return the actions that come with newind, each with its triage and shocks."""
    rows = [_row(t) for t in screen(actions())]
    return body(actions=rows, tags=TAGS, no_advice=NO_ADVICE)


def screened(register: Register) -> dict[str, Any]:
    """Return the triage of a register, and what its money goes to."""
    found = screen(register)
    return body(rows=[_row(t) for t in found], counts=found.counts, tags=TAGS, no_advice=NO_ADVICE,
                portfolio=found.portfolio().astype(object).to_dict("records"))  # fmt: skip


def _row(t: Triage) -> dict[str, Any]:
    a = t.action
    return {
        "id": a.id, "label": a.label, "family": a.family, "clause": a.clause, "instrument": a.instrument,
        "stage": a.stage, "tag": t.tag, "tags": t.tags, "article": t.article,
        "facts": {k: vars_of(v) if hasattr(v, "__dataclass_fields__") else v for k, v in t.answers.items()},
        "open": [vars_of(turn) for turn in t.open], "shocks": [s.to_dict() for s in a.package.shocks],
        "note": a.note, "sources": [s.model_dump() for s in a.sources],
    }  # fmt: skip
