"""Policies under the WTO's rules on subsidies: shipped actions, those of a package from a file, of a register."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, NotRequired, get_args

from pydantic import Field
from typing_extensions import TypedDict

from newind.errors import PolicyError, tell, within
from newind.messages import message
from newind.policy.actions import actions
from newind.policy.fields import Financing
from newind.policy.packages import package as shipped_package, packages
from newind.policy.register import Register
from newind.policy.registerfile import parse_register
from newind.policy.registerlayout import read_number
from newind.policy.screening import screen
from newind.policy.supports import as_action, supports
from newind.policy.targets import resolve
from newind.policy.triage import NO_ADVICE, TAGS, Tag
from newind.policy.yaml_file import parse_node, parse_package
from newind.questions.options import Horizon
from newind.web.answers.catalogue import ShockBody, list_shocks
from newind.web.economies import economy
from newind.web.requests import ScenarioFileRequest
from newind.web.responses import Body, Cited, Text, body

if TYPE_CHECKING:
    from pathlib import Path

    from newind.policy.schema import Package
    from newind.policy.screening import Triage
    from newind.web.requests import ScreeningRequest


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
        measure = as_action(k, shock)
        if measure is not None:
            t = screen([measure])[0]
            found.append({"index": k, "lever": shock.lever, "tag": t.tag, "label": TAGS[t.tag], "article": t.article})
    return found


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
        return given if isinstance(given, Register) else supports(given)
    assert asked.package is not None  # the request was checked
    whole = isinstance(asked.package, str)
    return supports(shipped_package(asked.package) if whole else asked.package.package())  # type: ignore[union-attr]


def _row(t: Triage) -> ActionBody:
    a = t.action
    return {
        "id": a.id, "label": a.label, "family": a.family, "clause": a.clause, "instrument": a.instrument,
        "stage": a.stage, "tag": t.tag, "tags": t.tags, "article": t.article,
        "facts": {k: {"answer": v.answer, "basis": v.basis} for k, v in t.answers.items()},
        "open": [{"fact": o.fact, "now": o.now, "then": o.then, "tags": o.tags} for o in t.open],
        "shocks": list_shocks(a.package), "note": a.note, "sources": [s.model_dump() for s in a.sources],
    }  # fmt: skip


class ReadPackage(Body):
    """A package from a file, as far as it is meant for the accounts."""

    name: str
    label: Text | None
    financing: Financing
    shocks: Sequence[ShockBody]
    left_out: Annotated[int, Field(description="Shocks that are meant for other accounts.")]
    shipped: Annotated[bool, Field(description="Whether it comes with newind under its name.")]
    horizon: NotRequired[Annotated[Horizon, Field(description="How it was tried, where the file says so.")]]
    parameters: NotRequired[Mapping[str, float | str]]


def read(asked: ScenarioFileRequest, folder: Path | None = None) -> ReadPackage:
    """Return the shocks of a package that are meant for accounts, whether it comes with newind, and how it was tried.

    Raises
    ------
    PolicyError
        For mistakes in it and for what the accounts lack, with line and column.
    UnknownNameError, DataError
        For accounts that there are not.
    """
    w = economy(asked.on, asked.year, folder)
    given = parse_package_file(asked.yaml, asked.file)
    meant = given.select_shocks(w)
    resolve(meant, w)
    return body(
        ReadPackage,
        name=given.name,
        label=given.label or None,
        financing=given.financing,
        shocks=[{"mode": s.mode, **made} for s, made in zip(meant.shocks, list_shocks(meant), strict=True)],
        left_out=len(given.shocks) - len(meant.shocks),
        shipped=any(_same(meant, p.select_shocks(w)) for p in packages() if p.name == given.name),
        **parse_command_options(asked.yaml),
    )


def _same(one: Package, other: Package) -> bool:
    return (one.shocks, one.financing) == (other.shocks, other.financing)


SOURCE = "scenario.yaml"
"""Name of the text in messages."""
COMMAND = re.compile(r"\s*# (newind simulate [^\n]{1,2000})")
"""The command that gives the result of a package, where its file begins with it."""


def parse_policy_text(text: str) -> Package | Register:
    """Return the package or register that a text describes.

    Raises
    ------
    PolicyError
        With line and column of the first mistakes.
    """
    if _is_register(parse_node(text, SOURCE)):
        return parse_register(text, SOURCE, "scenario")
    return parse_package(text, SOURCE, "scenario")


def parse_package_file(text: str, file: str) -> Package:
    """Return the package in a file; one without a name is called as the file is.

    Raises
    ------
    PolicyError
        As `parse_policy_text`, and for a register.
    """
    source = re.sub(r"[\s:/\\]+", "-", file)
    if _is_register(parse_node(text, source)):
        raise PolicyError(within(f"{source}:1:1", tell("yaml.register")))
    return parse_package(text, source, source.rpartition(".")[0] or source)


def parse_command_options(text: str) -> dict[str, Any]:
    """Return the horizon and the parameters of the command that a file begins with; nothing where it has none.

    Examples
    --------
    >>> parse_command_options("# newind simulate a.yaml --horizon long --set trade_balance=zero" + chr(10) + "name: a")
    {'horizon': 'long', 'parameters': {'trade_balance': 'zero'}}
    >>> parse_command_options("name: a")
    {}
    """
    found = COMMAND.match(text)
    words: list[str] = []
    with suppress(ValueError):  # a comment may say what it likes
        words = shlex.split(found[1]) if found else []
    said = list(pairwise(words))
    horizons = [value for option, value in said if option == "--horizon" and value in get_args(Horizon)]
    given = dict(value.split("=", 1) for option, value in said if option == "--set" and "=" in value)
    if not horizons:
        return {}
    return {"horizon": horizons[0], "parameters": {k: read_number(v) for k, v in given.items()}}


def _is_register(node: Any) -> bool:
    listed = node.get("actions") if isinstance(node, Mapping) else None
    return isinstance(listed, list) and any(isinstance(a, Mapping) for a in listed)
