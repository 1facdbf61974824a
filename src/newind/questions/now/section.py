"""The first section of a brief: official figures that are newer than the accounts, and where the two count the same."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from newind.data.reference import now as figures_of
from newind.language.scales import mark
from newind.measures.readings import read
from newind.measures.shared import sums
from newind.questions.model import Block, DepthSection, MeasureRow, TableSection
from newind.questions.now import text
from newind.questions.now.answers import now
from newind.questions.now.national import name_office, notes
from newind.questions.now.text import word

if TYPE_CHECKING:
    from newind.language.words import Lang
    from newind.measures.context import Context
    from newind.questions.now.answers import Now
    from newind.questions.provenance import References

ID = "now"
FIRST = (
    "growth", "gdp_imf", "gdp_per_person", "manufacturing_share", "manufacturing_world", "rd", "urban",
    "exports_share", "co2", "co2_consumption", "power_low_carbon",
)  # fmt: skip
"""Figures of the section, as far as there are some."""
SAME = {
    "manufacturing_share": "s2.manufacturing_share", "rd": "s1.rd_intensity", "co2": "s3.carbon_production",
    "co2_consumption": "s3.carbon_consumption",
}  # fmt: skip
"""Official figures that count what an indicator of the accounts counts."""
WORLD_SHARE = "manufacturing_world"
edition = figures_of.edition


def now_section(refs: References) -> DepthSection | None:
    """Return the official figures of the economy; None for a province, or an economy that no source has."""
    ctx, lang = refs.ctx, refs.lang
    if ctx.region not in figures_of.economies():
        return None
    found = now(ctx.region, date=edition(), peers=())
    last = last_year(found)
    rows = _rows(found, lang)
    note = word("estimated", lang) if any(row[2].endswith("e") for row in rows) else ""
    title, heads = word("section.figures", lang), _heads(lang, "figures")
    figures = TableSection("now-figures", title, "", heads, rows, (1, 2), note)
    tables = [figures, _against(found, ctx, lang), _national(found, lang), _targets(found, lang)]
    shown = tuple(t for t in tables if t is not None and t.rows)
    folded = tuple(t.id for t in shown if t.id in ("now-against", "now-national", "now-targets"))
    main, more = (tuple(t for t in shown if (t.id in folded) is later) for later in (False, True))
    return DepthSection(
        title=word("section.title", lang, year=last),
        lead=word("section.lead", lang, accounts=ctx.year, year=last),
        id=ID,
        topic="index",
        blocks=(Block(tables=main), *([Block(tables=more, folded=folded)] if more else [])),
        tables=shown,
        command=f"newind now {ctx.region}{' --lang zh' if lang == 'zh' else ''}",
        again=word("section.again", lang),
        figures=tuple(_figures(found)),
        labels=_labels(found, lang),
    )


def without(ctx: Context, lang: Lang) -> tuple[str, ...]:
    """Return where the official figures of a province's country are, as the province has none; else nothing."""
    economy = ctx.economy(ctx.region)
    if economy.kind != "province" or economy.country not in figures_of.economies():
        return ()
    return (word("section.without", lang, country=economy.country),)


def last_year(found: Now) -> int:
    """Return the last year of any official figure."""
    return max([f.year for f in found.figures] + [f.year for f in found.national])


def until(section: DepthSection | None, lang: Lang) -> str:
    """Return what the line below the headline adds: to which year there are official figures; empty without them."""
    years = [f.year for f in section.figures] if section else []
    return word("section.until", lang, year=max(years)) if years else ""


def _heads(lang: Lang, name: str) -> tuple[str, ...]:
    return tuple(text.words()["section"]["heads"][name][lang])


def _rows(found: Now, lang: Lang) -> tuple[tuple[str, ...], ...]:
    """Return the first figures: what, value, year, source."""
    made = ((name, text.newest(found, name, lang)) for name in FIRST)
    return tuple((k.label, _amount(name, k.value, lang), k.shown, f"{k.source} {k.date}") for name, k in made if k)


def _amount(name: str, value: float, lang: Lang) -> str:
    return text.amount(value, figures_of.columns()[name]["unit"], figures_of.decimals(name, value), lang)


def _against(found: Now, ctx: Context, lang: Lang) -> TableSection | None:
    """Return figures of the accounts of this brief beside official ones of the same year, and the newest of them."""
    rows, official = [], {f.name: f.series for f in found.figures}
    for name, (year, value) in _of_accounts(ctx).items():
        if (last := text.newest(found, name, lang)) is None:
            continue
        ours = word("section.dated", lang, value=_amount(name, value, lang), year=year)
        theirs = word("section.named", lang, value=_amount(name, last.value, lang), year=last.year, source=last.source)
        then = official[name].values.get(year) if name in official else None
        beside = "–" if then is None else _amount(name, then, lang)
        rows.append((last.label, ours, beside, theirs))
    if not rows:
        return None
    title, note = word("section.against", lang), word("section.count", lang)
    return TableSection("now-against", title, "", _heads(lang, "against"), tuple(rows), (), note)


def _of_accounts(ctx: Context) -> dict[str, tuple[int, float]]:
    """Return figures of the accounts that have an official counterpart, in its unit, with their year."""
    found = {}
    for name, id in SAME.items():
        if (reading := read(ctx, id)) is not None:
            scale = 100.0 if figures_of.columns()[name]["unit"] == "%" else 1.0
            found[name] = (reading.year, scale * reading.value)
    if ctx.w.closed and (share := _of_world(ctx)) == share:
        found[WORLD_SHARE] = (ctx.year, share)
    return found


def _of_world(ctx: Context) -> float:
    """Return the share of the economy in the world's value added of manufacturing, per cent; NaN where that is not."""
    of = sums(ctx.w, ctx.w.value_added, "manufacturing")
    total = of.sum()
    return float(100 * of[ctx.w.regions.index(ctx.region)] / total) if total else math.nan


def _national(found: Now, lang: Lang) -> TableSection | None:
    """Return the figures of the economy's own offices; None where none are shipped."""
    own = found.national
    rows = tuple(
        (
            f.label[lang],
            text.amount(f.value, f.unit, f.digits, lang),
            str(f.year),
            f"{name_office(f.short, lang)} {f.date}".strip(),
        )
        for f in own
    )
    title = word("section.national", lang)
    return (
        TableSection("now-national", title, "", _heads(lang, "figures"), rows, (1, 2), notes(own, lang))
        if own
        else None
    )


def _targets(found: Now, lang: Lang) -> TableSection | None:
    """Return the goals, those of a document below its title; None where there are none."""
    tables = text.targets(found, lang)
    if not tables:
        return None
    head = tables[0].head
    rows = tuple(row for table in tables for row in ((table.title, *[""] * (len(head) - 1)), *table.rows))
    title, note = word("page.targets", lang), mark("gap", lang).join(text.target_notes(found, lang))
    return TableSection("now-targets", title, word("targets", lang), head, rows, tables[0].numbers, note)


def _figures(found: Now) -> list[MeasureRow]:
    """Return every figure with all its digits."""
    columns, origins = figures_of.columns(), figures_of.origins()
    own = [
        MeasureRow("", f.year, f"now.national.{f.name}", f.value, f.unit, "observed", f.short) for f in found.national
    ]
    rest = [
        MeasureRow("", f.year, f"now.{f.name}", f.value, columns[f.name]["unit"], f.status, short)
        for f in found.figures
        for short in (origins[columns[f.name]["source"]]["short"],)
    ]
    return own + rest


def _labels(found: Now, lang: Lang) -> dict[str, str]:
    columns = figures_of.columns()
    own = {f"now.national.{f.name}": f.label[lang] for f in found.national}
    return own | {f"now.{f.name}": columns[f.name][lang] for f in found.figures}
