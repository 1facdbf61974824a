"""Declared questions: what can be asked, and the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newind.questions.question import question, questions
from newind.web.economies import panel_of
from newind.web.plain import body

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from newind.questions.answers import Answer
    from newind.questions.question import Question

LANGS = ("en", "zh")


def list_questions() -> dict[str, Any]:
    """Return every question with its options."""
    return body(questions=[_describe_question(q) for q in questions()])


def _describe_question(q: Question) -> dict[str, Any]:
    options = [{"name": o.name, "help": q.say(o.name), "schema": schema_of(q, o.name)} for o in q.asked]
    return {
        "id": q.id, "family": q.family, "help": q.say(), "path": path_of(q), "command": q.command,
        "clauses": list(q.clauses), "examples": [f"{q.command} {typed}" for typed in q.examples], "options": options,
    }  # fmt: skip


def path_of(q: Question) -> str:
    """Return the address of a question below that of the API."""
    return f"/questions/{q.family}/{q.name}"


def schema_of(q: Question, option: str) -> dict[str, Any]:
    """Return the JSON schema of an option's value: text where several values are typed with commas between them."""
    found: dict[str, Any] = dict(q.options.model_json_schema()["properties"][option])
    variants = [v for v in found.pop("anyOf", [found]) if v.get("type") != "null"]
    kind = {k: v for k, v in variants[0].items() if k != "title"}
    if kind.get("type") in ("array", "object"):
        kind = {"type": "string", "maxLength": 2000}
    default = found.get("default")
    return kind if default is None else kind | {"default": default}


def answer_question(
    id: str, on: str, region: str, given: Mapping[str, str], folder: Path | None = None
) -> dict[str, Any]:
    """Return the answer to a question.

    Parameters
    ----------
    id : str
    on, region : str
        Accounts, and the region that is asked about.
    given : mapping of str to str
        Options as they stand in the address.
    folder : Path, optional
        Where uploaded tables are kept.
    """
    q = question(id)
    panel = panel_of(on, folder) if q.accounts else None
    if panel is not None:
        panel.regions.index(region)
    return format_answer(q.ask(panel, region, q.read(given), on))


def format_answer(found: Answer) -> dict[str, Any]:
    """Return an answer as plain data: its words in both languages, its tables with all their figures."""
    tables = [
        {
            "id": name,
            "label": {lang: found.head(name, lang) for lang in LANGS} if name in found.heads else None,
            "columns": [{"id": c, "label": {lang: found.label(c, lang) for lang in LANGS}} for c in map(str, frame)],
            "shown": list(found.shown.get(name, map(str, frame))),
            "rows": frame.astype(object).where(frame.notna(), None).to_dict("records"),
        }
        for name, frame in found.tables.items()
    ]
    return body(title=found.title, lead=found.lead, notes=found.notes, tables=tables, values=found.values,
                about=dict(found.about), command=found.command)  # fmt: skip
