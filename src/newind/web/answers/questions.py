"""Declared questions: what can be asked, the answers, and the brief of an economy as a file.

What writes it is imported where it is used, in the process that does: the server begins without it.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newind.accounts.groups import resolve
from newind.accounts.regions import names as house_style, style
from newind.data.reference import catalog
from newind.documents.answers import draw_answer
from newind.documents.report.picture import picture
from newind.measures.references import WORLD, home_of
from newind.messages import in_each
from newind.questions.options import REQUIRED, write_value
from newind.questions.question import question, questions
from newind.web.downloads import DownloadFile, safe_name
from newind.web.economies import economy, panel_of
from newind.web.responses import (
    AnswerBody,
    AnswerGlance,
    AnswerTable,
    NamedItem,
    QuestionEntry,
    QuestionList,
    QuestionOption,
    body,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from newind.accounts.panel import Panel
    from newind.documents.sheets.model import PagedBrief
    from newind.questions.answers import Answer
    from newind.questions.model import Brief
    from newind.questions.question import DividedWork, Question
    from newind.web.requests import BriefRequest


GLANCE = 30
"""Rows of a table that a page shows."""


def list_questions() -> QuestionList:
    """Return every question with its options."""
    return body(QuestionList, questions=[_describe_question(q) for q in served_questions()])


def served_questions() -> Iterator[Question]:
    """Yield the questions that a server answers: those that need no file of the user."""
    return (q for q in questions() if not q.needs_file)


def _describe_question(q: Question) -> QuestionEntry:
    options: list[QuestionOption] = [
        {
            "name": o.name,
            "help": q.say(o.name),
            "words": q.words_of(o),
            "schema": schema_of(q, o.name),
            "required": o.default is REQUIRED,
        }
        for o in q.offered
    ]
    return {
        "id": q.id, "family": q.family, "help": q.say(), "path": None if q.takes_long else path_of(q),
        "command": q.command, "clauses": list(q.clauses), "examples": [q.write_line(typed) for typed in q.examples],
        "options": options,
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
    kind |= {k: v for k, v in found.items() if k == "examples"}
    own = next(o for o in q.asked if o.name == option)
    kind |= {} if own.form.most_served is None else {"maximum": own.form.most_served}
    default = write_value(own.default)
    return kind if default in (None, REQUIRED) else kind | {"default": default}


def answer_question(id: str, on: str, region: str, given: Mapping[str, Any], folder: Path | None = None) -> AnswerBody:
    """Return the answer to a question.

    Parameters
    ----------
    id : str
    on, region : str
        Accounts, empty for the shipped ones that have the region, in whichever case its code is written; an empty
        region stands for all where a question can be asked of all.
    given : mapping of str to values
        Options as they stand in the address.
    folder : Path, optional
        Where uploaded tables are kept.
    """
    q, panel, region, named = _find_subject(id, on, region, folder)
    return format_answer(q.ask(panel, region, q.read(given), named))


def _find_subject(id: str, on: str, region: str, folder: Path | None) -> tuple[Question, Panel | None, str, str | None]:
    """Return a question, the accounts and region of which it is asked, and the name of accounts that are not usual."""
    q = question(id)
    region = region.upper() if q.regional else ""
    usual = q.everywhere if q.everywhere and not region else home_of(region) if q.regional else WORLD
    panel = panel_of(on or usual, folder) if q.accounts else None
    if panel is not None and q.regional and (region or not q.everywhere):
        panel.regions.index(region)
    shipped = {d.name for d in catalog()}
    return q, panel, region, None if on in ("", usual) else on if on in shipped else "FILE"


# ---- work in parts, which the processes of a server share


def count_parts(id: str, on: str, region: str, given: Mapping[str, Any], folder: Path | None) -> int:
    """Return how many parts the work of a question has."""
    return len(_divide_work(id, on, region, json.dumps(given), folder)[0].parts)


def compute_part(id: str, on: str, region: str, given: Mapping[str, Any], folder: Path | None, part: int) -> Any:
    """Return what a part of the work comes to."""
    work, compute = _divide_work(id, on, region, json.dumps(given), folder)
    return compute(work.parts[part])


def answer_from_parts(
    id: str, on: str, region: str, given: Mapping[str, Any], folder: Path | None, found: Sequence[Any]
) -> AnswerBody:
    """Return the answer from what each part came to."""
    work, _ = _divide_work(id, on, region, json.dumps(given), folder)
    q, panel, region, named = _find_subject(id, on, region, folder)
    return format_answer(q.complete(work.answer(found), panel, region, q.read(given), named))


@lru_cache(maxsize=4)
def _divide_work(
    id: str, on: str, region: str, given: str, folder: Path | None
) -> tuple[DividedWork, Callable[[Any], Any]]:
    q, panel, region, _ = _find_subject(id, on, region, folder)
    work: DividedWork = q.find_function()(panel, region, q.read(json.loads(given)))
    return work, work.prepare()


def _show_glance(spoken: Mapping[str, Answer], name: str) -> AnswerGlance:
    """Return the first rows of a table in words, in both languages, in the columns that are shown at once."""
    kept = {lang: answer.at_a_glance(name) for lang, answer in spoken.items()}
    first = next(iter(kept.values()))
    cells = {lang: spoken[lang].cells(table.head(GLANCE), lang) for lang, table in kept.items()}
    columns: list[NamedItem] = [
        {"id": c, "label": {lang: one.label(c, lang, short=True) for lang, one in spoken.items()}} for c in first
    ]
    numeric = [first.is_numeric(c) and bool not in set(map(type, first[c])) for c in first]
    return {"columns": columns, "numeric": numeric, "en": cells["en"], "zh": cells["zh"]}


def format_answer(found: Answer) -> AnswerBody:
    """Return an answer as plain data: its words in both languages, its tables with all their figures."""
    spoken = in_each(found.in_language)
    tables: list[AnswerTable] = [
        {
            "id": name,
            "label": in_each(partial(found.head, name)) if name in found.heads else None,
            "columns": [{"id": c, "label": in_each(partial(found.label, c))} for c in table],
            "rows": table.records(),
            "glance": _show_glance(spoken, name),
        }
        for name, table in found.tables.items()
    ]
    drawn = None if found.chart is None else in_each(partial(_draw_picture, found))
    return body(AnswerBody, title=found.title, lead=found.lead, notes=found.notes, tables=tables, values=found.values,
                picture=drawn, about=dict(found.about), command=found.command)  # fmt: skip


def _draw_picture(found: Answer, lang: str) -> str:
    """Return the picture of an answer, with its title where it has words of its own."""
    return picture(draw_answer(found, lang), found.caption[0][lang] if found.caption else "", lang=lang)


KEPT = 2
"""Briefs that a process keeps, so that another format of the same one comes at once."""


def write_brief(asked: BriefRequest, folder: Path | None = None) -> DownloadFile:
    """Return the file of a brief.

    Raises
    ------
    UnknownNameError, DataError
        As `newind.brief`; for Chinese as a PDF where there is no font for it, before anything is computed.
    """
    from newind.documents.forms import tail_of
    from newind.documents.pdf import faces
    from newind.documents.write import put

    if asked.format == "pdf":
        faces(asked.lang)
    full = asked.form == "full"
    with house_style(asked.names):
        content = compose_brief(asked.on, asked.year, asked.region, asked.lang, asked.peers, folder, full=full)
    content = replace(content, link=asked.link)
    stem = f"newind-brief-{content.region}-{content.year}-{asked.lang}{tail_of(asked.form)}"
    with tempfile.TemporaryDirectory(prefix="newind-") as room:
        path = Path(room) / safe_name(stem, f".{asked.format}")
        put(content, path, asked.form)
        return DownloadFile(path.name, path.read_bytes())


def compose_brief(
    on: str,
    year: int | None,
    region: str,
    lang: str,
    peers: tuple[str, ...],
    folder: Path | None = None,
    *,
    full: bool = False,
) -> Brief | PagedBrief:
    """Return what a brief says, in the house style of names in force."""
    return _compose_brief(style(), on, economy(on, year, folder).hash, year, region, lang, peers, folder, full)


@lru_cache(maxsize=KEPT)
def _compose_brief(
    _style: str, on: str, _hash: str, year: int | None, region: str, lang: str, peers: tuple[str, ...],
    folder: Path | None, full: bool,
) -> Brief | PagedBrief:  # fmt: skip
    from newind.documents.build import build_brief
    from newind.documents.decision.build import build_decision
    from newind.measures.references import default_reference

    panel, w = panel_of(on, folder), economy(on, year, folder)
    kept = panel.until(year)
    w.regions.index(region)
    beyond = default_reference(w, region)
    among = w if beyond is None or region in beyond.regions else beyond
    known = among.regions.codes
    chosen = tuple(known[int(i)] for i in resolve(list(peers), known)) if peers else None
    build: Callable[..., Brief | PagedBrief] = build_brief if full else build_decision
    return build(kept, region, "zh" if lang == "zh" else "en", chosen, None, beyond)
