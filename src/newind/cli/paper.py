"""``newind paper``: what the paper asks, and how far it is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from newind.cli.options import Json, Lang, examples
from newind.cli.output import say, show_json, show_table

if TYPE_CHECKING:
    from newind.paper import Clause

CHINESE = {
    "clause": "条目",
    "answered": "回答程度",
    "well": "完整",
    "thin": "部分",
    "not": "未回答",
    "last data": "数据至",
    "own": "自备",
    "decided by": "取决于",
    "data": "数据",
    "estimated": "估计",
    "assumed": "假设",
    "no": "无",
    "time": "用时",
    "yes": "是",
    "because": "说明",
    "first": "先运行",
    "command": "命令",
    "what if": "情景",
    "in depth": "深入",
    "indicators": "指标",
    "levers": "政策杠杆",
    "none yet": "暂无",
}
"""Words of the tables in Chinese, by the English ones."""
LEGEND = {
    "en": (
        "answered    well: every sub-question; thin: some of them; not: none",
        "last data   last years of the shipped data shown, 2009/22 for 2009 and 2022",
        "decided by  the least firm of data, estimated and assumed parameters",
        "time        CPU seconds of the command",
        "`newind paper CLAUSE` lists the sub-questions.",
    ),
    "zh": (
        "回答程度：完整为全部子问题，部分为若干，未回答为没有。",
        "数据至：所附数据的最后年份，2009/22即2009年和2022年。",
        "取决于：数据、估计参数、假设参数中最不确定的一项。用时：命令的CPU秒数。",
        "newind paper加条目编号可列出子问题。",
    ),
}
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
    return CHINESE.get(name, name) if lang == "zh" else name
