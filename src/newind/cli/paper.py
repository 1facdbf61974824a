"""``newind paper``: what the paper asks, and how far it is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from newind.cli.options import Json, Lang, examples
from newind.cli.output import say, show_json, show_table

if TYPE_CHECKING:
    from newind.paper import Clause

EXAMPLE = examples("newind paper", "newind paper 3.3", "newind paper 3.3.i --lang zh")


def paper(
    clause: Annotated[str | None, typer.Argument(metavar="CLAUSE", help="A clause, or the section it is in.")] = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """List what the paper asks, and how far it is answered."""
    from dataclasses import asdict

    chosen = _chosen(clause)
    if as_json:
        show_json("paper", clauses=[asdict(c) for c in chosen])
    elif len(chosen) > 1:
        rows = [[c.id, c.status, c.coverage, c.title[lang]] for c in chosen]
        show_table(["clause", "status", "coverage", ""], rows)
    else:
        _show(chosen[0], lang)


def _chosen(name: str | None) -> tuple[Clause, ...]:
    """Return every clause, those of a section, or one."""
    from newind.paper import clause, clauses

    if name is None:
        return clauses()
    section = tuple(c for c in clauses() if c.id.casefold().startswith(f"{name.strip().casefold().rstrip('.')}."))
    return section or (clause(name),)


def _show(c: Clause, lang: str) -> None:
    say(f"{c.id}  {c.title[lang]}")
    say(c.question[lang])
    rows = [
        ["status", c.status],
        ["coverage", c.coverage],
        ["because", c.reason[lang]],
        ["command", c.command or "none yet"],
        *([["what if", c.scenario]] if c.scenario else []),
        *([["in depth" if k == 0 else "", line] for k, line in enumerate(c.depth)]),
        *([["indicators", ", ".join(c.indicators) or "none yet"]] if c.indicators or not c.levers else []),
        *([["levers", ", ".join(c.levers)]] if c.levers else []),
    ]
    show_table(["", ""], rows)
