"""``newind levers``: what a policy can move, and the packages that come with newind."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newind.cli.options import Json, Lang, examples
from newind.cli.output import say, show_json, show_table
from newind.errors import unknown
from newind.messages import message, message_group

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.policy.levers import Lever
    from newind.policy.schema import Package

EXAMPLE = examples(
    "newind levers", "newind levers trade", "newind levers carbon_price --lang zh", "newind levers green-turn"
)
FIELDS = (
    "id", "label", "family", "clause", "moves", "scope", "within", "user", "unit", "bounds", "modes", "options",
    "needs", "assumes", "explanation", "note", "example",
)  # fmt: skip
EVIDENCE = ("id", "value", "range", "evidence", "without", "unit", "source")
"""Fields of a parameter that a lever depends on."""
HEADS = message_group("cli.levers.heads")


def levers(
    id: Annotated[
        str | None, typer.Argument(metavar="ID|FAMILY|PACKAGE", help="A lever, a family of policy, or a package.")
    ] = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """List levers and packages of policy, or explain one."""
    from newind.policy.levers import FAMILIES, levers as known
    from newind.policy.packages import names, package

    listed = sorted(known(), key=lambda v: list(FAMILIES).index(v.family))
    if id is None or id in FAMILIES:
        _show_list([v for v in listed if id in (None, v.family)], id is None, lang, as_json)
    elif id in known().ids:
        _show_lever(known()[id], lang, as_json)
    elif id in names():
        _show_package(package(id), as_json)
    else:
        every = [*known().ids, *FAMILIES, *names()]
        raise unknown("lever, family or package", id, every, "newind levers lists them.")


def _show_list(chosen: Sequence[Lever], with_packages: bool, lang: str, as_json: bool) -> None:
    from newind.policy.menu import templates
    from newind.policy.packages import packages

    policies = templates() if with_packages else ()
    beside = packages() if with_packages else ()
    if as_json:
        about = [{"name": p.name, "label": p.label, "clause": p.clause, "shocks": len(p.shocks)} for p in beside]
        templated = [p.to_dict() for p in policies]
        show_json("levers", levers=[_fields(v) for v in chosen], packages=about, policies=templated)
        return
    rows = [[v.id, v.family, v.unit, _format_bounds(v, lang), v.label[lang]] for v in chosen]
    show_table(HEADS["levers"][lang], rows)
    if beside:
        say()
        rows = [[p.name, str(len(p.shocks)), p.to_dict()["label"][lang]] for p in beside]
        show_table(HEADS["packages"][lang], rows, "<>")
        say()
        rows = [[f"{p.name}:…", _elide_industry(p.to_dict()["label"][lang])] for p in policies]
        show_table(HEADS["policies"][lang], rows)


def _format_bounds(lever: Lever, lang: str) -> str:
    low, high = (f"{bound:g}" for bound in lever.bounds)
    return message("cli.levers.bounds", low=low, high=high)[lang]


def _elide_industry(label: str) -> str:
    """Return the name of a policy before its region tells which industry it means."""
    return label.replace("{industry}", "…")


def _show_lever(lever: Lever, lang: str, as_json: bool) -> None:
    from newind.policy.yaml_file import shock_text

    if as_json:
        evidence = [{name: asdict(p)[name] for name in EVIDENCE} for p in lever.evidence]
        show_json("levers", levers=[_fields(lever) | {"evidence": evidence}], packages=[])
        return
    said = _fields(lever) | {"note": lever.note[lang], "example": shock_text(lever.example), "options": ""}
    del said["explanation"]
    rows = [[k, _text(v)] for k, v in said.items() if _text(v)]
    options = [
        [f"option {k}", f"{o.allowed_values} ({o.default or o.parameter}): {o.note[lang]}"]
        for k, o in lever.options.items()
    ]
    show_table(["", ""], [*rows[:-2], *options, *rows[-2:]])
    say()
    show_table(["", ""], _explain(lever, lang))
    if lever.evidence:
        named = message_group("paths.uncertainty.parameters")
        say()
        show_table(
            HEADS["evidence"][lang],
            [
                [
                    p.id,
                    _text(p.value),
                    _text(p.range or ()),
                    p.evidence,
                    p.unit if lang == "en" else named[p.id][lang],
                    p.source,
                ]
                for p in lever.evidence
            ],
        )


def _explain(lever: Lever, lang: str) -> list[list[str]]:
    """Return what it does, how large is usual and from where that is known, and what it cannot tell, under heads."""
    told, heads = lever.explanation, message_group("policy.levers.explanation")
    rows = [[heads[k][lang], getattr(told, k)[lang]] for k in ("does", "usual", "cannot")]
    return [*rows, *([[heads["source"][lang], told.source]] if told.source else [])]


def _show_package(found: Package, as_json: bool) -> None:
    if as_json:
        show_json("levers", levers=[], packages=[found.to_dict()])
    else:
        say(found.to_yaml().rstrip())


def _fields(lever: Lever) -> dict[str, Any]:
    return {name: asdict(lever)[name] for name in FIELDS}


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return " · ".join(str(v) for v in value.values())
    if isinstance(value, tuple):
        return ", ".join(f"{v:g}" if isinstance(v, float) else str(v) for v in value)
    return str(value)
