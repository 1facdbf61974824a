"""The official figures of an economy as a page of one file, and as a csv file of every year."""

from __future__ import annotations

import csv
import hashlib
import io
import math
import re
from typing import TYPE_CHECKING

from markupsafe import Markup

from newind import __version__
from newind.accounts.regions import apply_house_style
from newind.accounts.store import escape_formulas
from newind.charts import chart, draw
from newind.charts.proofs import Lines
from newind.data.reference import now as figures_of
from newind.documents.html import environment, phrases
from newind.documents.report.model import Grid, IndexReport, ReportChart as Chart, ReportProvenance, ReportSection
from newind.documents.write import other_language, together
from newind.language.words import cardinal, mark
from newind.messages import list_languages, message
from newind.questions.index.voice import PAGE
from newind.questions.now import text as nowtext
from newind.questions.now.text import word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from newind.language.words import Lang
    from newind.questions.now.answers import Now
    from newind.questions.now.text import TextTable, ValueLine

STYLES = ("tokens.css", "charts.css", "page.css", "report.css", "now.css")
SPARK = (96.0, 20.0)
"""Width and height of a sparkline."""
KEYS = ("growth", "manufacturing_share", "manufacturing_world", "rd", "co2_per_person")
"""Figures at the top, as far as there are some."""
MOST_KEYS = 4
HEADLINE = (
    ("growth", "growth", -math.inf),
    ("manufacturing_share", "made", 0.0),
    ("manufacturing_world", "world", 1.0),
)
"""Figures of the headline, their words, and from which value on they are reported."""
AGAINST = ("manufacturing_share", "manufacturing_world", "rd", "power_low_carbon")
"""Shares that are drawn beside those of peers."""
NAMED = 4
"""Peers that are drawn."""
BEYOND = ("co2", "co2_consumption")
COLUMNS = ("economy", "id", "label", "year", "value", "unit", "status", "source", "edition")
NAN = float("nan")


def write_now(found: Now, out: Path, langs: Sequence[Lang], command: str) -> tuple[Path, ...]:
    """Write the page and the csv file of an economy in each language, all of them or none.

    Parameters
    ----------
    found : Now
    out : path
        Folder; it is made where it is missing.
    langs : sequence of {"en", "zh"}
    command : str
        What writes the same files in English.

    Raises
    ------
    DataError
        For a folder that cannot be written.
    """
    files = []
    with together(out) as folder:
        for lang in langs:
            stem = f"newind-now-{found.economy}"
            other = f"{stem}-{other_language(lang)}.html" if len(langs) > 1 else None
            texts = {".html": page(found, lang, other, command), ".csv": table(found, lang)}
            for suffix, text in texts.items():
                (folder / f"{stem}-{lang}{suffix}").write_text(text, encoding="utf-8", newline="\n")
                files.append(out / f"{stem}-{lang}{suffix}")
    return tuple(files)


def page(found: Now, lang: Lang, other: str | None = None, command: str = "") -> str:
    """Return the page: one file without network and script, for screen, telephone and paper.

    Parameters
    ----------
    found : Now
    lang : {"en", "zh"}
    other : str, optional
        File name of the page in the other language, if it lies beside this one.
    command : str
        What writes the same page in English.
    """
    env = environment()
    name = apply_house_style(found.economy).name(lang)
    foot = re.sub(r"[^\w ·-]", "", f"newind · {name} · {found.date}")  # stands in a style sheet
    css = Markup("".join(env.get_template(style).render(foot=foot) for style in STYLES))
    words = {key: text[lang] for key, text in PAGE.items()} | {"kind": word("page.kind", lang)}
    return env.get_template("report.html").render(
        r=report(found, lang, command),
        t=words,
        zh=lang == "zh",
        css=css,
        other=other,
        number=lambda k: message("documents.heading", n=cardinal(k, lang))[lang],
        phrases=lambda text: phrases(text, lang),
        drawn=Markup,  # texts are escaped where charts are drawn
    )


def report(found: Now, lang: Lang, command: str = "") -> IndexReport:
    """Return what the page says."""
    return IndexReport(
        lang,
        apply_house_style(found.economy).name(lang),
        None,
        headline(found, lang),
        nowtext.title(found, lang) + mark("stop", lang),
        _keys(found, lang),
        tuple(_parts(found, lang)),
        ReportProvenance(word("page.data", lang), _hash(found), f"{command}{' --lang zh' if lang == 'zh' else ''}"),
        f"newind {__version__}",
        "",
    )


def headline(found: Now, lang: str) -> str:
    """Return the newest growth and share of manufacturing in a line; the name alone where neither is known."""
    said = []
    for name, key, least in HEADLINE:
        last = nowtext.newest(found, name, lang)
        if last is not None and last.value >= least:
            said.append(word(f"headline.{key}", lang, year=last.year, value=f"{last.value:.1f}"))
    name = apply_house_style(found.economy).name(lang)
    return word("headline.whole", lang, name=name, said=("，" if lang == "zh" else "; ").join(said)) if said else name


def _keys(found: Now, lang: str) -> tuple[tuple[str, str], ...]:
    """Return the numbers at the top: value, and what and when it is."""
    columns, made = figures_of.columns(), []
    for name in KEYS:
        if (last := nowtext.newest(found, name, lang)) is not None:
            text = nowtext.amount(last.value, columns[name]["unit"], figures_of.decimals(name, last.value), lang)
            made.append((text, word("page.key", lang, label=last.label, year=last.year, source=last.source)))
    return tuple(made[:MOST_KEYS])


def _parts(found: Now, lang: Lang) -> list[ReportSection]:
    """Return the sections of the page that have something to say."""
    grids = tuple(_lines(s.title, s.lines, lang) for s in nowtext.sections(found, lang))
    parts = [
        ReportSection("figures", word("page.figures", lang), grids=grids, notes=tuple(nowtext.sentences(found, lang)))
    ]
    drawn = tuple(_charts(found, lang))
    parts += [ReportSection("courses", word("page.courses", lang), figures=drawn)] if drawn else []
    parts.append(ReportSection("peers", word("page.peers", lang), grids=(_grid(nowtext.peers(found, lang)),)))
    if goals := nowtext.targets(found, lang):
        notes, lead = tuple(nowtext.target_notes(found, lang)), word("targets", lang)
        grids = tuple(Grid(t.head, t.rows, t.numbers, t.title) for t in goals)
        parts.append(ReportSection("targets", word("page.targets", lang), lead=lead, grids=grids, notes=notes))
    head = (word("page.short", lang), word("page.source", lang))
    parts.append(
        ReportSection("sources", word("sources", lang), grids=(Grid(head, tuple(nowtext.sources(found, lang))),))
    )
    return parts


def _lines(title: str, lines: Sequence[ValueLine], lang: str) -> Grid:
    """Return figures as a table with sparklines."""
    heads = [*nowtext.words()["heads"]["figures"][lang]]
    heads[0] = word("page.what", lang)
    rows = tuple((x.label, x.value, x.year, f"{x.age:.1f}", spark(x.course, x.label), x.source) for x in lines)
    return Grid(tuple(heads), rows, (1, 2, 3), title)


def _grid(table: TextTable) -> Grid:
    return Grid(table.head, table.rows, table.numbers)


def spark(values: Mapping[int, float], label: str) -> str:
    """Return the course of a figure since 1990 as a small line; empty where there is one year."""
    if len(values) < 2:
        return ""
    wide, high = SPARK
    low, top = min(values.values()), max(values.values())
    x, y = (
        draw.Axis(1990, max(max(values), 1991), 2, wide - 4),
        draw.Axis(low, top if top > low else low + 1, high - 3, 3),
    )
    points = [(x(year), y(value)) for year, value in sorted(values.items()) if year >= 1990]
    marks = [draw.path(points, "ln me"), draw.dot(*points[-1], 2.4, "tip me")]
    return Markup(draw.svg(high, marks, label, wide))


def _charts(found: Now, lang: Lang) -> list[Chart]:
    """Return charts of shares beside those of peers, and of carbon where goods are made and where they are used."""
    columns, made = figures_of.columns(), []
    own = {f.name: f for f in found.figures}
    for name in (n for n in AGAINST if n in own):
        last = own[name].year
        title = word(
            "page.course", lang, label=columns[name][lang], year=last, value=nowtext.number(name, own[name].value, lang)
        )
        others = {p: figures_of.series(p).get(name) for p in [*found.peers][:NAMED]}
        seen = {found.economy: own[name].series, **{p: s for p, s in others.items() if s is not None}}
        values = {code: {y: v / 100 for y, v in s.values.items() if y <= s.last} for code, s in seen.items()}
        made.append(_chart(name, values, found.economy, "1", title, word("page.beside", lang), lang))
    if all(name in own for name in BEYOND):
        values = {name: dict(own[name].series.values) for name in BEYOND}
        title = word("page.carbon", lang, year=own["co2"].year)
        made.append(_chart("carbon", values, "co2", "Mt", title, "", lang))
    return made


def _chart(
    id: str, values: Mapping[str, Mapping[int, float]], focus: str, unit: str, title: str, note: str, lang: Lang
) -> Chart:
    """Return a chart of courses over the years that one of them has."""
    known = sorted({y for row in values.values() for y in row})
    years = tuple(range(known[0], known[-1] + 1))
    series = {code: tuple(row.get(y, NAN) for y in years) for code, row in values.items()}
    columns = figures_of.columns()
    labels = {c: {lang: columns[c][lang] for lang in list_languages()} for c in series if c in columns}
    proof = Lines(years, series, focus, unit, labels=labels)
    return Chart(id, chart(proof, lambda code: apply_house_style(code).name(lang), lang, title, key=id), title, note)


def table(found: Now, lang: Lang) -> str:
    """Return every figure of every year as csv."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    for f in found.national:
        for year, value in sorted(f.values.items()):
            said = (f"national.{f.name}", f.label[lang], year, value, f.unit, "observed", f.short, f.date)
            rows.writerow([escape_formulas(cell) if isinstance(cell, str) else cell for cell in (found.economy, *said)])
    columns, origins = figures_of.columns(), figures_of.origins()
    for figure in found.figures:
        of = columns[figure.name]
        source = origins[of["source"]]
        for year, value in figure.series.values.items():
            status = figure.series.status(year)
            said = (figure.name, of[lang], year, value, of["unit"], status, source["short"], str(source["date"]))
            rows.writerow([found.economy, *said])
    return out.getvalue()


def _hash(found: Now) -> str:
    return hashlib.sha256(table(found, "en").encode()).hexdigest()
