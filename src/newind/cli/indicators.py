"""``newind indicators`` and ``newind groups``: what can be measured, and what selections may name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from newind.cli.options import Json, Lang, examples
from newind.cli.output import say, show_json, show_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.measures.registry import Indicator

EXAMPLE = examples("newind indicators", "newind indicators s4", "newind indicators s4.vax_ratio")
EXAMPLE_GROUPS = examples("newind groups", "newind groups high-tech")
FIELDS = ("id", "label", "unit", "better", "bounds", "dims", "clause", "needs", "status", "formula", "source", "doc")


def indicators(
    id: Annotated[
        str | None, typer.Argument(metavar="ID|SYSTEM", help="An indicator, or people, quality, s1 to s4.")
    ] = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """List the indicators and their last years, or explain one."""
    from newind.measures.references import WORLD
    from newind.measures.registry import indicators as registered
    from newind.measures.series import find_shipped_last_years, own_last_years

    registry = registered()
    systems = {i.system for i in registry}
    chosen = list(registry) if id is None else [i for i in registry if i.system == id] or [registry[id]]
    last = find_shipped_last_years(i.id for i in chosen)
    if as_json:
        show_json(
            "indicators",
            indicators=[_fields(i) | {"last_years": last[i.id], "own_tables": own_last_years(i.id)} for i in chosen],
        )
    elif id is None or id in systems:
        rows = [[i.id, str(last[i.id][WORLD] or ""), i.unit, i.better, i.status or "", i.label[lang]] for i in chosen]
        show_table(["indicator", "last year", "unit", "better", "status", ""], rows)
    else:
        shown = {**_fields(chosen[0]), "last years": _years(last[chosen[0].id])}
        if own := own_last_years(chosen[0].id):
            shown["own tables"] = f"{_years(own)} (other concepts; newind now)"
        show_table(["", ""], [[k, _text(v)] for k, v in shown.items()])


def _fields(entry: Indicator) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in FIELDS}


def _years(last: Mapping[str, int | None]) -> str:
    """Return the last year of an indicator in each shipped set that has it."""
    return ", ".join(f"{name} {year}" for name, year in last.items() if year) or "none"


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return " · ".join(value.values())
    if isinstance(value, tuple):
        known = any(v is not None for v in value)
        return ", ".join("none" if v is None else str(v) for v in value) if known else "none"
    return "as the figures used" if value is None else str(value)


def groups(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="A group.")] = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """List groups of economies and industries, or one's members."""
    from dataclasses import asdict

    from newind.accounts.groups import group, groups as known

    chosen = known() if name is None else (group(name),)
    if as_json:
        show_json("groups", groups=[asdict(g) for g in chosen])
        return
    if name is None:
        rows = [[g.id, g.kind, str(len(g.members)), g.label[lang]] for g in chosen]
        show_table(["group", "of", "members", ""], rows, "<<>")
        return
    g = chosen[0]
    say(f"{g.id}: {g.label[lang]}")
    say(f"{g.kind}, {g.classification}: {', '.join(g.members)}")
    say(f"Source: {', '.join(g.source.values())}")
    if g.note:
        say(g.note)
