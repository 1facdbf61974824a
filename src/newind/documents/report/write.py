"""Write the report of an index: its page of one file, its charts, tables and recipe, all of them or none."""

from __future__ import annotations

import re
import shlex
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from newind.accounts.store import escape_cells
from newind.documents.html import environment, phrases
from newind.documents.report.model import ReportProvenance
from newind.documents.report.picture import write_picture
from newind.documents.write import together
from newind.language.words import cardinal
from newind.messages import message
from newind.questions.index.voice import PAGE as PAGE_WORDS

if TYPE_CHECKING:
    from os import PathLike

    import pandas as pd

    from newind.documents.report.model import IndexReport
    from newind.index.specification import Spec
    from newind.messages import Lang
    from newind.questions.answers import Answer
    from newind.questions.index.board import Scoreboard


STYLES = ("tokens.css", "charts.css", "page.css", "index.css", "report.css")


def page(report: IndexReport, other: str | None = None) -> str:
    """Return the page of a report.

    Parameters
    ----------
    report : IndexReport
        What it says.
    other : str, optional
        File name of the page in the other language, if it lies beside this one.

    Returns
    -------
    str
        HTML; the same report gives the same bytes.
    """
    env = environment()
    foot = re.sub(r"[^\w ·-]", "", f"newind · {report.name}")  # stands in a style sheet
    css = Markup("".join(env.get_template(name).render(foot=foot) for name in STYLES))
    return env.get_template("report.html").render(
        r=report,
        t={name: text[report.lang] for name, text in PAGE_WORDS.items()},
        zh=report.lang == "zh",
        css=css,
        other=other,
        number=lambda k: message("documents.heading", n=cardinal(k, report.lang))[report.lang],
        phrases=lambda words: phrases(words, report.lang),
        drawn=Markup,  # texts are escaped where charts are drawn
    )


PAGE = "report.html"


def write_index_report(answer: Answer, path: str | PathLike[str], lang: Lang = "en") -> tuple[Path, ...]:
    """Write the report of an index that an answer has ranked into a folder, with all that it may tell."""
    from newind.documents.report.content import ReportExtras, report
    from newind.index.variance import sensitivity

    found: Any = answer.result
    extras = ReportExtras(sensitivity(found.built.index), found.built.audit(), found.trial)
    spoken = ["--lang", lang] if lang != "en" else []
    again = shlex.join([*shlex.split(answer.command), "--out", str(path), *spoken])
    origin = ReportProvenance(found.built.data, found.built.hash, again)
    made = report(found.board, origin, lang, found.year, found.focus, extras)
    return write_report(made, found.board, Path(path))


def write_report(report: IndexReport, board: Scoreboard, out: Path) -> tuple[Path, ...]:
    """Write report.html, a picture of each chart, the tables as csv, and recipe.yaml into a folder.

    Raises
    ------
    DataError
        For a folder that cannot be written.
    """
    with together(out) as folder:
        (folder / PAGE).write_text(page(report), encoding="utf-8", newline="\n")
        source = f"{report.program} · {report.name} · {report.origin.data}"
        for figure in report.figures:
            write_picture(folder / f"{figure.id}.svg", figure.svg, figure.title, f"{figure.note} {source}", report.lang)
        for name, table in tables(board).items():
            escape_cells(table).to_csv(folder / f"{name}.csv", encoding="utf-8", lineterminator="\n")
        (folder / "recipe.yaml").write_text(as_yaml(board.index.spec), encoding="utf-8", newline="\n")
        names = sorted((p.name for p in folder.iterdir()), key=lambda n: (n != PAGE, n))
    return tuple(out / name for name in names)


def tables(board: Scoreboard) -> dict[str, pd.DataFrame]:
    """Return the tables of an index by the names of their files."""
    index, doubt = board.index, board.doubt
    made = {"scores": index.scores, "weights": index.weights, "log": index.log.set_index("step")}
    top = index.tree.top
    ranks = index.ranks[[top]].rename(columns={top: "rank"}) if doubt is None else doubt.ranks
    made["ranks"] = ranks if doubt is None else ranks.join(doubt.scores.add_prefix("score_"))
    if len(index.unscored):
        made["unscored"] = index.unscored.set_index("unit")
    return made


def as_yaml(spec: Spec) -> str:
    """Return a specification as YAML that gives it again.

    Examples
    --------
    >>> from newind.index.specification import spec
    >>> from newind.index.spec_yaml import parse
    >>> made = parse(as_yaml(spec("china-sti")), "china-sti.yaml")
    >>> made == spec("china-sti")
    True
    """
    return dump_yaml(spec.to_dict())


def dump_yaml(plain: Any) -> str:
    """Return plain data as YAML."""
    from ruamel.yaml import YAML

    yaml, out = YAML(typ="safe", pure=True), StringIO()
    yaml.default_flow_style, yaml.allow_unicode, yaml.width = None, True, 1000
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.dump(plain, out)
    return out.getvalue()
