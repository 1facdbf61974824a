"""``newind paper``: what the paper asks, and how far it is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from newind.cli.options import Json, Lang, examples
from newind.cli.output import say, show_json, show_table
from newind.messages import message_group

if TYPE_CHECKING:
    from newind.messages import Text
    from newind.paper import Clause

WORDS: dict[str, Text] = message_group("cli.paper.words")
LEGEND = message_group("cli.paper.legend")
EXAMPLE = examples("newind paper", "newind paper 3.3", "newind paper 3.3.i --lang zh")


def paper(
    clause: Annotated[str | None, typer.Argument(metavar="CLAUSE", help="A clause, or the section it is in.")] = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """List what the paper asks, and how far it is answered."""
    chosen = _select_clauses(clause)
    if as_json:
        show_json("paper", clauses=[c.to_dict() for c in chosen])
    elif len(chosen) > 1:
        head = [_word(k, lang) for k in ("clause", "answered", "last data", "decided by", "time")]
        show_table([*head, ""], [[c.id, *_worth(c, lang), c.title[lang]] for c in chosen], "<<<<>")
        say()
        say("\n".join(LEGEND[lang]))
    else:
        _show(chosen[0], lang)


def _select_clauses(name: str | None) -> tuple[Clause, ...]:
    """Return every clause, those of a section, or one."""
    from newind.paper import clause, clauses

    if name is None:
        return clauses()
    section = tuple(c for c in clauses() if c.id.casefold().startswith(f"{name.strip().casefold().rstrip('.')}."))
    return section or (clause(name),)


def _worth(c: Clause, lang: str) -> list[str]:
    """Return what its answer is worth: how much is answered, the last years of data, what decides, seconds."""
    some, every = c.count
    first, *others = map(str, c.last_years or (_word("own", lang),))
    years = "/".join([first, *(year[-2:] for year in others)])
    seconds = "–" if c.seconds is None else f"{c.seconds:.0f} s"
    return [f"{_word(c.answered, lang)} {some}/{every}", years, _word(c.decided_by, lang), seconds]


def _show(c: Clause, lang: str) -> None:
    say(f"{c.id}  {c.title[lang]}")
    say(c.question[lang])
    none = _word("none yet", lang)
    head = ("answered", "last data", "decided by", "time")
    rows = [
        *([name, said] for name, said in zip(head, _worth(c, lang), strict=True)),
        *([f"  {_word(p.by, lang)}", p.question[lang]] for p in c.parts),
        ["because", c.reason[lang]],
        *([["first", c.first]] if c.first else []),
        ["command", c.command],
        *([["what if", c.scenario]] if c.scenario else []),
        *([["in depth" if k == 0 else "", line] for k, line in enumerate(c.depth)]),
        *([["indicators", ", ".join(c.indicators) or none]] if c.indicators or not c.levers else []),
        *([["levers", ", ".join(c.levers)]] if c.levers else []),
    ]
    show_table(["", ""], [[_word(name, lang), said] for name, said in rows])


def _word(name: str, lang: str) -> str:
    """Return a word of a table in a language."""
    return WORDS[name][lang] if name in WORDS else name
