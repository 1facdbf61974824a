"""An economy's own latest table beside the accounts of a brief, each figure with its year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.accounts.reference import catalog, identify, load
from newind.briefs.model import TableSection
from newind.briefs.text import state
from newind.systems.context import Context
from newind.systems.references import NATIONS, WORLDS, nearest
from newind.systems.registry import indicators

if TYPE_CHECKING:
    from newind.briefs.references import References
    from newind.systems.phrases import Text
    from newind.systems.words import Lang

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
NAME: Text = {"en": "own table", "zh": "本国投入产出表"}
TITLE: Text = {"en": "Own tables, up to {year}", "zh": "本国投入产出表（至{year}年）"}
LEAD: Text = {
    "en": "The world tables end in {world}. The national tables go on to {year}; the one nearest to {world} shows how "
    "far the two differ for reasons of method, before time is read from them.",
    "zh": "世界表止于{world}年，本国表更新至{year}年；同列最接近{world}年的本国表，以区分口径差异与时间变化。",
}
NOTE: Text = {
    "en": "National tables: producers’ prices, national currency, one partner (the rest of the world). {imports}",
    "zh": "本国表：生产者价格、本国货币、国外为一个整体。{imports}",
}
WORLD: Text = {"en": "World tables, {year}", "zh": "世界表，{year}年"}
TABLE: Text = {"en": "Own table, {year}", "zh": "本国表，{year}年"}
HEAD: Text = {"en": "Indicator", "zh": "指标"}
STATUS: Text = {"en": "Status, {year}", "zh": "{year}年数据状态"}


def beside(refs: References) -> tuple[TableSection, ...]:
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
    own = Context.of(load(name), ctx.region)
    refs.beside(NAME[lang], own)
    near = nearest(own.years, ctx.year)
    columns = [(ctx, ctx.year), *((own, y) for y in dict.fromkeys((near, own.year)))]
    rows, used = [], []
    for id in COMPARED:
        figures = [c.value(id, year=y) for c, y in columns]
        if all(f == f for f in figures):
            entry = indicators()[id]
            scale = entry.scale(figures, lang)
            shown = [scale.text(f) for f in figures]
            rows.append((entry.label[lang], *shown, state(own.status(id, year=own.year), lang)))
            used += [refs.to((id,), ctx.year)[0], refs.to((id,), near, own.year, of=NAME[lang])[0]]
    return (_section(refs, own, near, tuple(rows), tuple(used)),) if rows else ()


def _section(
    refs: References, own: Context, near: int, rows: tuple[tuple[str, ...], ...], used: tuple[int, ...]
) -> TableSection:
    ctx, lang = refs.ctx, refs.lang
    said = {"year": own.year, "world": ctx.year}
    years = [TABLE[lang].format(year=y) for y in dict.fromkeys((near, own.year))]
    head = (HEAD[lang], WORLD[lang].format(year=ctx.year), *years, STATUS[lang].format(year=own.year))
    return TableSection(
        id="own",
        title=TITLE[lang].format(**said),
        lead=LEAD[lang].format(**said),
        header=head,
        rows=rows,
        numeric=tuple(range(1, len(head) - 1)),
        note=NOTE[lang].format(imports=_imports(own, near, lang)).strip(),
        refs=used,
    )


def _imports(own: Context, near: int, lang: Lang) -> str:
    """Return which of the tables shown split imports by an assumption."""
    split = [str(y) for y in dict.fromkeys((near, own.year)) if own.accounts[y].status == "estimated"]
    if not split:
        return ""
    if lang == "en":
        return f"Imports of {' and '.join(split)} are split over users in proportion (estimated)."
    return f"{'、'.join(split)}年的进口按比例分摊到各使用者（估计）。"
