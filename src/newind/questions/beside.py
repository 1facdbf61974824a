"""An economy's own latest table beside the accounts of a brief, each figure with its year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.data.reference import catalog, identify, load
from newind.language.words import in_brackets, listing, mark, years as span_of_years
from newind.measures.context import Context
from newind.measures.newer import half
from newind.measures.references import NATIONS, WORLDS, nearest
from newind.measures.registry import indicators
from newind.messages import message, say
from newind.questions.model import TableSection
from newind.questions.text import state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.language.words import Lang, Scale
    from newind.messages import Text
    from newind.questions.provenance import References

COMPARED = (
    "s2.manufacturing_share",
    "quality.value_added_rate",
    "quality.manufacturing_value_added_rate",
    "people.labour_share",
    "s2.high_tech_share",
    "s1.import_dependence",
    "s1.import_dependence_direct",
    "s2.digital_value_added_domestic",
    "s4.domestic_circulation",
    "s4.dva_share",
)
"""Indicators that a table of one economy and the rest of the world gives as well as a table of the world."""
NAME: Text = message("common.beside.name")
TITLE: Text = message("common.beside.title")
BEFORE: Text = message("common.beside.before")
APART: Text = message("common.beside.apart")
LABOUR: Text = message("common.beside.labour")
LEAD: Text = message("common.beside.lead")
NOTE: Text = message("common.beside.note")
WORLD: Text = message("common.beside.world")
TABLE: Text = message("common.beside.table")
HEAD: Text = message("common.beside.head")
STATUS: Text = message("common.beside.status")


def build_own_table(refs: References) -> tuple[TableSection, ...]:
    """Return the section with an economy's own table, none where there is none or the accounts are not the world's.

    Parameters
    ----------
    refs : References
        Of the brief; the rows of the own table are entered there.
    """
    ctx, lang = refs.ctx, refs.lang
    name = NATIONS.get(ctx.region, "")
    if identify(ctx.w) not in WORLDS or name not in [d.name for d in catalog()]:
        return ()
    own = Context.from_accounts(load(name), ctx.region)
    refs.add_accounts(NAME[lang], own)
    near, alike = nearest(own.years, ctx.year), ctx.year > own.year in ctx.years
    columns = [
        (ctx, ctx.year),
        *([(ctx, own.year)] if alike else []),
        *((own, y) for y in dict.fromkeys((near, own.year))),
    ]
    rows, used, apart = [], [], []
    for id in COMPARED:
        figures = [_last(c, id, y, exactly=k > 0) for k, (c, y) in enumerate(columns)]
        if figures[0] is None or figures[-1] is None:
            continue
        entry = indicators()[id]
        scale = entry.scale([f[1] for f in figures if f is not None], lang)
        shown = [_cell(f, y, scale, lang) for f, (_, y) in zip(figures, columns, strict=True)]
        rows.append((entry.label[lang], *shown, state(own.status(id, year=own.year), lang)))
        used += [
            refs.number_indicators((id,), figures[0][0])[0],
            refs.number_indicators((id,), near, own.year, of=NAME[lang])[0],
        ]
        if alike and figures[1] is not None and figures[1][0] == own.year:
            far = abs(figures[1][1] - figures[-1][1]) > half(ctx.accounts[own.year], id, ctx.region, figures[1][1])
            apart += [entry.label[lang]] if far else []
    return (_section(refs, own, columns, tuple(rows), tuple(used), apart),) if rows else ()


def _last(ctx: Context, id: str, year: int, *, exactly: bool) -> tuple[int, float] | None:
    """Return the last year up to one, or just that, in which an economy has a figure, and the figure; else None."""
    known = {y: v for y, v in ctx.series(id).items() if y == year or (y < year and not exactly)}
    return (max(known), known[max(known)]) if known else None


def _cell(figure: tuple[int, float] | None, year: int, scale: Scale, lang: Lang) -> str:
    """Return a figure, with its year where it is not that of the column."""
    if figure is None:
        return message("common.beside.nothing")[lang]
    return add_year(scale.text(figure[1]), figure[0], year, lang)


def add_year(text: str, year: int, column: int, lang: Lang) -> str:
    """Return a figure with its year where that is not the year of its column."""
    return text if year == column else in_brackets(text, span_of_years(year, year, lang), lang)


def _section(
    refs: References,
    own: Context,
    columns: Sequence[tuple[Context, int]],
    rows: tuple[tuple[str, ...], ...],
    used: tuple[int, ...],
    apart: Sequence[str],
) -> TableSection:
    ctx, lang = refs.ctx, refs.lang
    said = {"year": own.year, "world": ctx.year}
    years = [(WORLD if c is ctx else TABLE)[lang].format(year=y) for c, y in columns]
    head = (HEAD[lang], *years, STATUS[lang].format(year=own.year))
    own_years = [y for c, y in columns if c is own]
    notes = [NOTE[lang].format(imports=_imports(own, own_years, lang)).strip(), LABOUR[lang]]
    notes += [APART[lang].format(year=own.year, what=listing(list(apart), lang))] if apart else []
    return TableSection(
        id="own",
        title=TITLE[lang].format(**said),
        lead=(LEAD if own.year > ctx.year else BEFORE)[lang].format(**said),
        header=head,
        rows=rows,
        numeric=tuple(range(1, len(head) - 1)),
        note=mark("gap", lang).join(notes),
        refs=used,
    )


def _imports(own: Context, years: Sequence[int], lang: Lang) -> str:
    """Return which of the tables shown split imports by an assumption."""
    split = [str(y) for y in years if own.accounts[y].status == "estimated"]
    years_of_them = mark("last", lang).join(split)
    return say("common.beside.imports", lang, years=years_of_them) if split else ""
