"""Headline figures since 1995: two databases side by side, with the size of the break where they meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.data.reference import identify, load
from newind.language.words import mark, unit_name
from newind.measures.context import Context
from newind.measures.references import WORLD, WORLDS
from newind.measures.registry import indicators
from newind.measures.series import series
from newind.messages import message, message_group
from newind.questions.beside import add_year
from newind.questions.model import TableSection

if TYPE_CHECKING:
    from newind.accounts.panel import Panel
    from newind.language.words import Lang
    from newind.measures.series import Series
    from newind.messages import Text
    from newind.questions.provenance import References

FOLLOWED = (
    "s2.manufacturing_share",
    "quality.manufacturing_value_added_rate",
    "s2.gvc_income_share",
    "s2.high_tech_share",
    "s1.import_dependence",
    "s4.dva_share",
    "s4.gvc_participation",
    "s4.domestic_circulation",
    "s3.carbon_production",
    "s3.carbon_consumption",
    "s3.carbon_per_gdp",
)
"""Indicators of which the long course is shown."""
NAME: Text = message("common.since.name")
TITLE: Text = message("common.since.title")
LEAD: Text = message("common.since.lead")
HEAD: dict[str, list[str]] = message_group("common.since.head")
UNIT: Text = message("common.since.unit")


def since(refs: References) -> tuple[TableSection, ...]:
    """Return the table of the long courses, none where the accounts are not the estimated world's.

    Parameters
    ----------
    refs : References
        Of the brief; the rows of the earlier database are entered there.
    """
    ctx, whole = refs.ctx, load(WORLD)
    if identify(ctx.w) != WORLDS[-1] or len(whole.databases) < 2 or ctx.region not in whole.regions:
        return ()
    panel = whole.until(ctx.year)
    found = [s for id in FOLLOWED if (s := series(panel, id, ctx.region)).breaks and s.pieces[-1].years[-1] == ctx.year]
    return (_section(refs, panel, found),) if found else ()


def _section(refs: References, panel: Panel, found: list[Series]) -> TableSection:
    ctx, lang, before = refs.ctx, refs.lang, panel.databases[0]
    said = {"first": before.years[0], "met": before.years[-1], "last": ctx.year}
    name = NAME[lang].format(first=before.years[0], last=before.years[-1])
    refs.add_accounts(name, Context.from_accounts(before, ctx.region))
    used: list[int] = []
    for s in found:
        used += refs.number_indicators((s.id,), said["met"], ctx.year)
        used += refs.number_indicators((s.id,), s.pieces[0].years[0], said["met"], of=name)
    return TableSection(
        id="since",
        title=TITLE[lang].format(**said),
        lead=LEAD[lang].format(**said),
        header=tuple(text.format(**said) for text in HEAD[lang]),
        rows=tuple(_row(s, said["first"], lang) for s in found),
        numeric=(1, 2, 3, 4, 5),
        refs=tuple(used),
    )


def _row(s: Series, first: int, lang: Lang) -> tuple[str, ...]:
    """Return an indicator with its unit, and its values; shares with their sign, differences of shares in points."""
    old, new, gap = s.pieces[0], s.pieces[-1], s.breaks[-1]
    entry = indicators()[s.id]
    scale = entry.scale([old.values[0], gap.before, gap.after, new.values[-1]], lang, s.unit)
    share = scale.unit == "%"
    write = scale.text if share else scale.number
    label = (
        entry.label[lang] if share or not scale.unit else UNIT[lang].format(label=entry.label[lang], unit=scale.unit)
    )
    begin = add_year(write(old.values[0]), old.years[0], first, lang)
    by = scale.number(gap.difference, sign=True)
    by += mark("before_unit", lang) + unit_name("points", lang) if share else ""
    return (label, begin, *(write(v) for v in (gap.before, gap.after, new.values[-1])), by)
