"""The brief as one self-contained page: inline charts and style, no network, no script, made for screen and A4."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from newind.briefs.charts import chart
from newind.briefs.prooftable import proof_table
from newind.briefs.text import GLYPHS, KINDS, TEXT

if TYPE_CHECKING:
    from pathlib import Path

    from jinja2 import Environment

    from newind.briefs.model import Brief, Card, SourceRow

SUBSCRIPT = re.compile(r"_(\{[^{}]*\}|[-\w∈≠]+)")
STYLES = ("tokens.css", "charts.css", "page.css")


@cache
def environment() -> Environment:
    """Return the templates; a name that a template misses is an error, and texts are escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("newind.briefs", "templates"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=False,
        keep_trailing_newline=True,
    )
    made.filters["formula"] = formula
    return made


def formula(text: str) -> Markup:
    """Return a formula in which what follows an underscore is set lower.

    Examples
    --------
    >>> str(formula("v_s L_s & Σ_{i∈digital} z_ij"))
    'v<sub>s</sub> L<sub>s</sub> &amp; Σ<sub>i∈digital</sub> z<sub>ij</sub>'
    """
    return Markup(SUBSCRIPT.sub(lambda m: f"<sub>{m[1].strip('{}')}</sub>", str(escape(text))))  # noqa: S704 - escaped


def phrases(text: str, lang: str) -> list[str]:
    """Return a Chinese headline cut after its commas, so that lines break there first; an English one whole.

    Examples
    --------
    >>> phrases("收入居首，增加值率最低", "zh"), phrases("One, two", "en")
    (['收入居首，', '增加值率最低'], ['One, two'])
    """
    return re.findall(r"[^，；：]+[，；：]?", text) if lang == "zh" else [text]


class _Page:
    """What one page remembers while it is written: the numbers already referred to and the charts drawn."""

    def __init__(self, brief: Brief) -> None:
        self.brief = brief
        self.rows = {r.number: r for r in brief.sources}
        self.seen: set[int] = set()
        self.charts = 0

    def name(self, code: str) -> str:
        """Return the name of an economy."""
        return self.brief.names.get(code, code)

    def back(self, number: int) -> Markup:
        """Return the anchor of the first reference to a source, which the source leads back to."""
        if number in self.seen:
            return Markup("")
        self.seen.add(number)
        return Markup(' id="r{}"').format(number)

    def row(self, number: int) -> SourceRow:
        """Return a source."""
        return self.rows[number]

    def chart(self, card: Card) -> Markup:
        """Return the chart of a card."""
        self.charts += 1
        drawn = chart(card.proof, self.name, self.brief.lang, card.sentence, key=str(self.charts))
        return Markup(drawn)  # noqa: S704 - every text in a chart is escaped

    def figures(self, card: Card) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """Return the numbers of a card's chart as a table."""
        head, rows = proof_table(card.proof, self.brief.names, self.brief.lang)
        return tuple(head), tuple(tuple(str(cell) for cell in r) for r in rows)


def page(brief: Brief, other: str | None = None) -> str:
    """Return the page of a brief.

    Parameters
    ----------
    brief : Brief
        What it says.
    other : str, optional
        File name of the page in the other language, if it lies beside this one.

    Returns
    -------
    str
        HTML; the same brief gives the same bytes.
    """
    state, env, text = _Page(brief), environment(), TEXT[brief.lang]
    foot = f"newind · {brief.region} {brief.year}"
    css = Markup("".join(env.get_template(name).render(foot=foot) for name in STYLES))  # noqa: S704 - our own files
    return env.get_template("brief.html").render(
        b=brief,
        t=text,
        zh=brief.lang == "zh",
        css=css,
        other=other,
        glyphs=GLYPHS,
        kinds=KINDS,
        used=_referred(brief),
        back=state.back,
        row=state.row,
        chart=state.chart,
        figures=state.figures,
        phrases=lambda words: phrases(words, brief.lang),
    )


def _referred(brief: Brief) -> set[int]:
    cards = [*brief.characteristics, *(c for s in brief.systems for c in (*s.findings, *s.more))]
    return {r for item in (*brief.numbers, *cards) for r in item.refs}


def write_html(brief: Brief, path: Path, other: str | None = None) -> None:
    """Write the page of a brief."""
    path.write_text(page(brief, other), encoding="utf-8", newline="\n")
