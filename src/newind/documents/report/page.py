"""The report of an index as one self-contained page: inline charts and style, no network, no script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup

from newind.documents.html import environment, phrases
from newind.language.words import cardinal
from newind.messages import message
from newind.questions.index.words import PAGE

if TYPE_CHECKING:
    from newind.documents.report.model import IndexReport

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
        t={name: text[report.lang] for name, text in PAGE.items()},
        zh=report.lang == "zh",
        css=css,
        other=other,
        number=lambda k: message("documents.heading", n=cardinal(k, report.lang))[report.lang],
        phrases=lambda words: phrases(words, report.lang),
        drawn=Markup,  # texts are escaped where charts are drawn
    )
