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
    "status": "状态",
    "open": "未完成",
    "done": "已完成",
    "coverage": "数据",
    "full": "齐全",
    "proxy": "替代指标",
    "needs your data": "需用户提供",
    "not computable": "无法计算",
    "because": "说明",
    "command": "命令",
    "what if": "情景",
    "in depth": "深入",
    "indicators": "指标",
    "levers": "政策杠杆",
    "none yet": "暂无",
}
"""Words of the tables in Chinese, by the English ones."""
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
        rows = [[c.id, _word(c.status, lang), _word(c.coverage, lang), c.title[lang]] for c in chosen]
        show_table([*(_word(k, lang) for k in ("clause", "status", "coverage")), ""], rows)
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
    none = _word("none yet", lang)
    rows = [
        ["status", _word(c.status, lang)],
        ["coverage", _word(c.coverage, lang)],
        ["because", c.reason[lang]],
        ["command", c.command or none],
        *([["what if", c.scenario]] if c.scenario else []),
        *([["in depth" if k == 0 else "", line] for k, line in enumerate(c.depth)]),
        *([["indicators", ", ".join(c.indicators) or none]] if c.indicators or not c.levers else []),
        *([["levers", ", ".join(c.levers)]] if c.levers else []),
    ]
    show_table(["", ""], [[_word(name, lang) if name else "", said] for name, said in rows])


def _word(name: str, lang: str) -> str:
    """Return a word of a table in a language."""
    return CHINESE[name] if lang == "zh" else name
