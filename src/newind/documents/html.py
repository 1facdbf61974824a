"""The brief as one self-contained page: inline charts and style, no network, no script, made for screen and A4."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from newind.charts import chart
from newind.charts.frame import ChartContext
from newind.charts.spans import describe_range, format_range, strip
from newind.documents.sheets import voice
from newind.documents.walk import find_cited_numbers
from newind.language.phrases import name_short
from newind.language.words import cardinal, mark
from newind.messages import fill_words, message
from newind.questions.text import GLYPHS, KINDS, page_words, say, state

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from jinja2 import Environment

    from newind.documents.sheets.model import PagedBrief
    from newind.questions.model import Brief, Card, OutcomeColumn

SUBSCRIPT = re.compile(r"_(\{[^{}]*\}|(?:[-∈≠]|(?!²)\w)+(?:,\w+)*)")
SHORT = 24
"""Longest part of a source that is repeated rather than referred to."""
METHOD = tuple(message("documents.html.method").values())
SUPERSCRIPT = re.compile(r"\^(\{[^{}]*\}|[A-Za-z0-9]+)")
STYLES = ("tokens.css", "charts.css", "page.css", "annex.css")


@cache
def environment() -> Environment:
    """Return the templates; a name that a template misses is an error, and texts are escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("newind.documents", "templates"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=False,
        keep_trailing_newline=True,
    )
    made.filters["formula"] = formula
    made.filters["breaks"] = breaks
    return made


def formula(text: str) -> Markup:
    """Return a formula in which what follows an underscore is set lower, and what follows a caret higher.

    Examples
    --------
    >>> str(formula("v_s L_s & Σ_{i∈digital} z_ij,k"))
    'v<sub>s</sub> L<sub>s</sub> &amp; Σ<sub>i∈digital</sub> z<sub>ij,k</sub>'
    >>> str(formula("a^dom_ij")), str(formula("s_r²"))
    ('a<sup>dom</sup><sub>ij</sub>', 's<sub>r</sub>²')
    """
    lower = SUBSCRIPT.sub(lambda m: f"<sub>{m[1].strip('{}')}</sub>", str(escape(text)))
    return Markup(SUPERSCRIPT.sub(lambda m: f"<sup>{m[1].strip('{}')}</sup>", lower))


def breaks(id: str) -> Markup:
    """Return an id that may break after its point and underscores.

    Examples
    --------
    >>> str(breaks("s1.rd_intensity"))
    's1.<wbr>rd_<wbr>intensity'
    """
    return Markup(re.sub(r"([._])", r"\1<wbr>", str(escape(id))))


def _fill(lang: str, words: str | dict[str, str], n: int = 0, **values: object) -> str:
    """Return words with their values, a number also as a word."""
    return fill_words(words, lang, n=n, named=cardinal(n, lang), **values)


def phrases(text: str, lang: str) -> list[str]:
    """Return a headline cut at its line ends, a Chinese one also after commas, so that lines break there first.

    Examples
    --------
    >>> phrases("收入居首，增加值率最低", "zh"), phrases("One, two", "en")
    (['收入居首，', '增加值率最低'], ['One, two'])
    """
    return re.findall(r"[^，；：\n]+[，；：]?", text) if lang == "zh" else text.splitlines()


def once(sources: Mapping[int, str], mark: str, as_in: str) -> dict[int, list[str | int]]:
    """Return sources in parts, where a long part that an earlier row names is the number of that row.

    Parameters
    ----------
    sources : dict of int to str
        Source of each row by its number, in order.
    mark : str
        What separates the parts.
    as_in : str
        Words before the number of a row that names the same method.

    Examples
    --------
    >>> once({1: "a very long name of a source; own", 2: "a very long name of a source; mine"}, "; ", "as in ")
    {1: ['a very long name of a source', 'own'], 2: [1, 'mine']}
    """
    first: dict[str, int] = {}
    made: dict[int, list[str | int]] = {}
    for number, source in sources.items():
        parts = made.setdefault(number, [])
        for part in source.split(mark):
            known, method = first.get(part, number), next((m for m in METHOD if part.startswith(m)), "")
            if known == number:
                parts.append(part)
            elif method:
                parts.append(f"{method}{as_in}{known}")
            elif parts[-1:] != [known]:
                parts.append(known)
            if len(part) > SHORT:
                first.setdefault(part, number)
    return made


def label(code: str, names: Mapping[str, str], lang: str) -> str:
    """Return the name of an economy or industry as charts have room for it: its short form where there is one."""
    return names.get(code, code) if (short := name_short(code, lang)) == code else short


class _Page:
    """State of one page while it is written: the sections numbered and the charts drawn."""

    def __init__(self, brief: Brief) -> None:
        self.brief = brief
        self.charts = 0
        self.sections = 0

    def section(self) -> str:
        """Return the number of the next section as it stands before its heading, empty in English."""
        self.sections += 1
        return message("documents.heading", n=cardinal(self.sections, self.brief.lang))[self.brief.lang]

    def name(self, code: str) -> str:
        """Return the name of an economy."""
        return label(code, self.brief.names, self.brief.lang)

    def chart(self, card: Card) -> Markup:
        """Return the chart of a card."""
        self.charts += 1
        drawn = chart(card.proof, self.name, self.brief.lang, card.sentence, key=str(self.charts))
        return Markup(drawn)  # its texts are escaped where they are drawn

    def strip(self, outcome: OutcomeColumn, i: int) -> Markup:
        """Return the bar of a policy in a column of the chart."""
        self.charts += 1
        row, lang = outcome.proof.rows[i], self.brief.lang
        low, high = row.range or (0.0, 0.0)
        comma, colon = (", ", ": ") if lang != "zh" else ("，", "：")
        unit = "1" if outcome.unit == "%" else "points"
        said = format_range(low, high, lang, unit=unit) + ("" if unit == "1" else f" {outcome.unit}".rstrip())
        named = (row.label or {}).get(lang, row.code)
        label = f"{named}{comma}{outcome.title}{colon}{said}{comma}{describe_range(row, outcome.proof, lang)}"
        return Markup(strip(outcome.proof, i, outcome.shown, ChartContext(self.name, lang, label, str(self.charts))))


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
    state, env, text = _Page(brief), environment(), page_words(brief.lang, brief.kind, alone=not brief.peers)
    foot = re.sub(r"[^\w ·-]", "", f"newind · {brief.region} {brief.year}")  # stands in a style sheet
    css = Markup("".join(env.get_template(name).render(foot=foot) for name in STYLES))
    cited = find_cited_numbers(brief)
    return env.get_template("brief.html").render(
        b=brief,
        t=text,
        fill=partial(_fill, brief.lang),
        zh=brief.lang == "zh",
        css=css,
        other=other,
        glyphs=GLYPHS,
        kinds=KINDS if brief.peers else ("context",),
        chart=state.chart,
        strip=state.strip,
        section=state.section,
        grouped=group_by_kind,
        link=say("link", brief.lang),
        phrases=lambda words: phrases(words, brief.lang),
        **annex(replace(brief, sources=tuple(r for r in brief.sources if r.number in cited))),
    )


def annex(brief: Brief | PagedBrief) -> dict[str, Any]:
    """Return what the annex of a page is set from: sources, what is assumed, and how to get the brief again."""
    lang = brief.lang
    separator = mark("semicolon", lang)
    sources = {r.number: r.source for r in brief.sources}
    as_in = mark("before_unit", lang) + page_words(lang)["as_in"]
    return {
        "d": brief, "say": partial(voice.say, lang), "word": page_words(lang).__getitem__, "mark": separator,
        "status": partial(state, lang=lang), "own_source": once(sources, separator, as_in),
    }  # fmt: skip


def group_by_kind(cards: Sequence[Card]) -> list[tuple[str, list[Card]]]:
    """Return findings by kind, as they stand one after the other."""
    return [(kind, list(group)) for kind, group in groupby(cards, key=lambda c: c.kind)]


def write_html(brief: Brief, path: Path, other: str | None = None) -> None:
    """Write the page of a brief."""
    path.write_text(page(brief, other), encoding="utf-8", newline="\n")
