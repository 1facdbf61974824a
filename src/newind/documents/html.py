"""The brief as one self-contained page: inline charts and style, no network, no script, made for screen and A4."""

from __future__ import annotations

import re
from functools import cache, partial
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from newind.charts import PAGE, chart
from newind.charts.draw import WIDTH
from newind.charts.frame import ChartContext
from newind.charts.spans import describe_range, format_range, strip
from newind.documents.prooftable import proof_table
from newind.language.words import cardinal
from newind.measures.registry import indicators
from newind.messages import fill_words, message
from newind.questions.text import GLYPHS, KINDS, page_words, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from jinja2 import Environment

    from newind.questions.model import Brief, Card, OutcomeColumn, SourceRow

SUBSCRIPT = re.compile(r"_(\{[^{}]*\}|(?:[-∈≠]|(?!²)\w)+(?:,\w+)*)")
SHORT = 24
"""Longest part of a source that is repeated rather than referred to."""
METHOD = tuple(message("documents.html.method").values())
SUPERSCRIPT = re.compile(r"\^(\{[^{}]*\}|[A-Za-z0-9]+)")
STYLES = ("tokens.css", "charts.css", "page.css")


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
    made.filters["titled"] = format_label
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


def format_label(label: str) -> Markup:
    """Return a label whose id, in brackets at its end, is set as an id.

    Examples
    --------
    >>> str(format_label("R&D intensity (s1.rd_intensity)"))
    'R&amp;D intensity <code lang="en">s1.<wbr>rd_<wbr>intensity</code>'
    """
    found = re.fullmatch(r"(.*) \(([\w.]+)\)", label)
    if found is None:
        return escape(label)
    return Markup('{} <code lang="en">{}</code>').format(found[1], breaks(found[2]))


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


def common_start(sources: Sequence[str], mark: str) -> str:
    """Return the parts that all sources begin with, where each has more to say.

    Examples
    --------
    >>> common_start(["A 2013; B; own", "A 2013; own"], "; "), common_start(["A", "A; B"], "; ")
    ('A 2013', '')
    """
    split = [s.split(mark) for s in sources]
    shortest = min((len(parts) for parts in split), default=1) - 1
    same = 0
    while same < shortest and len({parts[same] for parts in split}) == 1:
        same += 1
    return mark.join(split[0][:same]) if split else ""


def once(sources: Mapping[int, str], mark: str, printed: set[int]) -> dict[int, list[str | int]]:
    """Return sources in parts, where a long part that a printed row already names is the number of that row.

    Parameters
    ----------
    sources : dict of int to str
        Source of each row by its number, in order.
    mark : str
        What separates the parts.
    printed : set of int
        Rows that others may refer to.

    Examples
    --------
    >>> once({1: "a very long name of a source; own", 2: "a very long name of a source; mine"}, "; ", {1})
    {1: ['a very long name of a source', 'own'], 2: [1, 'mine']}
    """
    first: dict[str, int] = {}
    made: dict[int, list[str | int]] = {}
    for number, source in sources.items():
        parts = made.setdefault(number, [])
        for part in source.split(mark):
            known = first.get(part, number)
            if known == number:
                parts.append(part)
            elif parts[-1:] != [known]:
                parts.append(known)
            if number in printed and len(part) > SHORT and not part.startswith(METHOD):
                first.setdefault(part, number)
    return made


class _Page:
    """State of one page while it is written: the numbers already referred to and the charts drawn."""

    def __init__(self, brief: Brief) -> None:
        self.brief = brief
        self.rows = {r.number: r for r in brief.sources}
        self.seen: set[int] = set()
        self.charts = 0
        self.sections = 0

    def section(self) -> str:
        """Return the number of the next section as it stands before its heading, empty in English."""
        self.sections += 1
        return message("documents.heading", n=cardinal(self.sections, self.brief.lang))[self.brief.lang]

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

    def chart(self, card: Card, wide: float = WIDTH) -> Markup:
        """Return the chart of a card."""
        self.charts += 1
        drawn = chart(card.proof, self.name, self.brief.lang, card.sentence, key=str(self.charts), wide=wide)
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
    state, env, text = _Page(brief), environment(), page_words(brief.lang, brief.kind, alone=not brief.peers)
    mark = "; " if brief.lang != "zh" else "；"
    facts = {e.id for e in indicators() if e.of_facts}
    shared = common_start([r.source for r in brief.sources if r.indicator not in facts], mark)
    own = {r.number: r.source.removeprefix(shared + mark) for r in brief.sources}
    printed = _find_cited_numbers(brief, hidden=False)
    foot = re.sub(r"[^\w ·-]", "", f"newind · {brief.region} {brief.year}")  # stands in a style sheet
    css = Markup("".join(env.get_template(name).render(foot=foot) for name in STYLES))
    return env.get_template("brief.html").render(
        b=brief,
        t=text,
        fill=partial(_fill, brief.lang),
        zh=brief.lang == "zh",
        css=css,
        other=other,
        glyphs=GLYPHS,
        kinds=KINDS if brief.peers else ("context",),
        shared=shared,
        mark=mark,
        own_source=once(own, mark, printed),
        used=_find_cited_numbers(brief),
        printed=printed,
        back=state.back,
        row=state.row,
        chart=state.chart,
        wide=PAGE,
        figures=state.figures,
        strip=state.strip,
        section=state.section,
        link=say("link", brief.lang),
        phrases=lambda words: phrases(words, brief.lang),
    )


def _find_cited_numbers(brief: Brief, *, hidden: bool = True) -> set[int]:
    """Return the numbers that the page refers to, with or without those of findings that are one click away."""
    cards = [*brief.characteristics, *(c for s in brief.systems for c in (*s.findings, *(s.more if hidden else ())))]
    shown = [*(k.refs for k in brief.numbers), *(c.refs for c in cards), *(t.refs for t in brief.tables)]
    for section in brief.sections:
        shown += [*(c.refs for c in section.cards), *(t.refs for t in section.tables)]
    shown += [o.refs for o in brief.policies.outcomes] if brief.policies else []
    return {r for refs in shown for r in refs}


def write_html(brief: Brief, path: Path, other: str | None = None) -> None:
    """Write the page of a brief."""
    path.write_text(page(brief, other), encoding="utf-8", newline="\n")
